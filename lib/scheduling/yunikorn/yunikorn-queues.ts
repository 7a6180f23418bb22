import type { Construct } from 'constructs';
import { amountsOf } from '../../kube/resources';
import type { ISparkScheduler } from '../../spark/runner';
import { largerOf, resourcesOf } from '../amounts';
import type { IQueueSystem, TenantQueue } from '../queue-system';
import type { IYuniKorn } from './interfaces';
import { YuniKornQueue } from './queue';
import type { YuniKornQueueOptions } from './queue-options';
import { YuniKornScheduler, type YuniKornSchedulingProps } from './yunikorn-scheduler';

/** How tenants get queues of YuniKorn. */
export interface YuniKornQueuesProps {
  /** The queue above those of the tenants. @default - `root` */
  readonly parent?: YuniKornQueue;
  /** What every tenant's queue does besides. @default - nothing */
  readonly options?: YuniKornQueueOptions;
  /** How jobs are bound. @default - without gangs: namespaces of tenants refuse placeholders */
  readonly scheduling?: YuniKornSchedulingProps;
}

/**
 * One queue of YuniKorn for each tenant: its quota is the maximum. YuniKorn has one word, guaranteed, for what a tenant can
 * have back and for what is kept free: the larger of share and guarantee, resource by resource. Nothing is kept free, a
 * guarantee is taken back when it is asked for. Without a share it is the quota, as with the other schedulers; below a
 * parent whose bounds are less than all the quotas together, tenants need shares.
 */
export class YuniKornQueues implements IQueueSystem {
  public readonly systemName = 'yunikorn';

  public constructor(
    private readonly yunikorn: IYuniKorn,
    private readonly props: YuniKornQueuesProps = {},
  ) {}

  public makeQueue(scope: Construct, tenant: TenantQueue): ISparkScheduler {
    const { parent, options, scheduling = { gang: false } } = this.props;
    const { quota, share = quota ?? {}, guarantee = {} } = tenant;
    const guaranteed = largerOf(amountsOf(share), amountsOf(guarantee));
    const queue = new YuniKornQueue(scope, 'Queue', {
      ...options,
      name: tenant.name,
      yunikorn: this.yunikorn,
      ...(parent && { parent }),
      ...(quota && { max: quota }),
      ...(Object.keys(guaranteed).length > 0 && { guaranteed: resourcesOf(guaranteed) }),
    });
    return new YuniKornScheduler(queue, scheduling);
  }
}

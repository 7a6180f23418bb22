import type { Construct } from 'constructs';
import type { ISparkScheduler } from '../../spark/runner';
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

/** One queue of YuniKorn for each tenant: its quota is the maximum, its share is guaranteed. */
export class YuniKornQueues implements IQueueSystem {
  public readonly systemName = 'yunikorn';

  public constructor(
    private readonly yunikorn: IYuniKorn,
    private readonly props: YuniKornQueuesProps = {},
  ) {}

  public makeQueue(scope: Construct, tenant: TenantQueue): ISparkScheduler {
    const { parent, options, scheduling = { gang: false } } = this.props;
    // YuniKorn keeps nothing free: a guarantee is taken back when it is asked for.
    const guaranteed = tenant.share ?? tenant.guarantee;
    const queue = new YuniKornQueue(scope, 'Queue', {
      ...options,
      name: tenant.name,
      yunikorn: this.yunikorn,
      ...(parent && { parent }),
      ...(tenant.quota && { max: tenant.quota }),
      ...(guaranteed && { guaranteed }),
    });
    return new YuniKornScheduler(queue, scheduling);
  }
}

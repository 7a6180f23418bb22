import type { Construct } from 'constructs';
import { checkAtSynth, type Finding } from '../../core/rules';
import { amountsOf, amountText, type Amounts } from '../../kube/resources';
import type { ISparkScheduler } from '../../spark/runner';
import { resourcesOf } from '../amounts';
import type { IQueueSystem, TenantQueue } from '../queue-system';
import { KueueClusterQueue } from './cluster-queue';
import type { KueuePreemption } from './cluster-queue-props';
import type { IKueueCohort, IKueueResourceFlavor } from './interfaces';
import { KueueScheduler, type KueueSchedulingProps } from './kueue-scheduler';
import { KueueLocalQueue } from './local-queue';
import { KUEUE_RULES } from './rules';

/** How tenants get queues of Kueue. */
export interface KueueQueuesProps {
  /**
   * The nodes that quota is counted for, one kind for all tenants: a quota says nothing of how it is split. Jobs that ask
   * for other nodes are reported; tenants that need several kinds get `KueueClusterQueue` of their own.
   */
  readonly flavor: IKueueResourceFlavor;
  /** Tenants that lend each other what they leave unused. @default - none: each has its quota and no more */
  readonly cohort?: IKueueCohort;
  /** Whom jobs may stop. @default - nobody */
  readonly preemption?: KueuePreemption;
  /** How jobs are admitted. @default - as `SparkScheduler.kueue` */
  readonly scheduling?: KueueSchedulingProps;
}

/**
 * A ClusterQueue and a LocalQueue for each tenant. Its share is its own quota, the rest up to its quota is borrowed; of
 * its share it lends what exceeds its guarantee. Without a cohort nobody lends, and its quota is its own;
 * a share or guarantee is then reported. Per resource, guarantee ≤ share ≤ quota, as tenants check.
 */
export class KueueQueues implements IQueueSystem {
  public readonly systemName = 'kueue';

  public constructor(private readonly props: KueueQueuesProps) {}

  public makeQueue(scope: Construct, tenant: TenantQueue): ISparkScheduler {
    const { flavor, cohort, preemption, scheduling } = this.props;
    const { name } = tenant;
    const quota = amountsOf(tenant.quota ?? {});
    const guarantee = amountsOf(tenant.guarantee ?? {});
    // What only a guarantee names is kept free as well.
    const own = cohort === undefined ? quota : { ...guarantee, ...quota, ...amountsOf(tenant.share ?? {}) };
    if (cohort === undefined) checkAtSynth(scope, () => cohortFindings(tenant));
    const clusterQueue = new KueueClusterQueue(scope, 'Queue', {
      name,
      namespaces: [name],
      ...(cohort && { cohort }),
      ...(preemption && { preemption }),
      resourceGroups: [
        {
          flavors: [
            {
              flavor,
              nominalQuota: resourcesOf(own),
              ...(cohort && { borrowingLimit: resourcesOf(without(quota, own)) }),
              ...(cohort && tenant.guarantee && { lendingLimit: resourcesOf(without(own, guarantee)) }),
            },
          ],
        },
      ],
    });
    const localQueue = new KueueLocalQueue(scope, 'LocalQueue', { name, namespaceName: name, clusterQueue });
    return new KueueScheduler(localQueue, scheduling);
  }
}

function cohortFindings({ share, guarantee }: TenantQueue): Finding[] {
  return Object.entries({ share, guarantee }).flatMap(([prop, amounts]) =>
    amounts === undefined
      ? []
      : [{ rule: KUEUE_RULES.shareWithoutCohort, at: `queue.${prop}`, value: amountText(amountsOf(amounts)) }],
  );
}

/** What is left of amounts; nothing where more is taken than there is, which tenants report. */
function without(amounts: Amounts, taken: Amounts): Amounts {
  const rest = Object.entries(amounts).map(([name, amount]) => [name, Math.max(0, amount - (taken[name] ?? 0))]);
  return Object.fromEntries(rest) as Amounts;
}

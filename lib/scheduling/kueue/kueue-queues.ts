import { Size } from 'cdk8s';
import type { Construct } from 'constructs';
import { mebibytes } from '../../core/quantities';
import type { ComputeResources } from '../../kube/resources';
import type { ISparkScheduler } from '../../spark/runner';
import type { IQueueSystem, TenantQueue } from '../queue-system';
import { KueueClusterQueue } from './cluster-queue';
import type { KueuePreemption } from './cluster-queue-props';
import type { IKueueCohort, IKueueResourceFlavor } from './interfaces';
import { KueueScheduler, type KueueSchedulingProps } from './kueue-scheduler';
import { KueueLocalQueue } from './local-queue';

/** How tenants get queues of Kueue. */
export interface KueueQueuesProps {
  /** The nodes that quota is counted for. */
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
 * its share it lends what exceeds its guarantee. Without a cohort nobody lends, and its quota is its own.
 */
export class KueueQueues implements IQueueSystem {
  public readonly systemName = 'kueue';

  public constructor(private readonly props: KueueQueuesProps) {}

  public makeQueue(scope: Construct, tenant: TenantQueue): ISparkScheduler {
    const { flavor, cohort, preemption, scheduling } = this.props;
    const { name, quota = {}, guarantee } = tenant;
    const share = cohort === undefined ? quota : { ...quota, ...tenant.share };
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
              nominalQuota: share,
              ...(cohort && { borrowingLimit: minus(quota, share) }),
              ...(cohort && guarantee && { lendingLimit: minus(share, guarantee) }),
            },
          ],
        },
      ],
    });
    const localQueue = new KueueLocalQueue(scope, 'LocalQueue', { name, namespaceName: name, clusterQueue });
    return new KueueScheduler(localQueue, scheduling);
  }
}

/** What is left; a negative rest is left to the findings of the queue. */
function minus(a: ComputeResources, b: ComputeResources): ComputeResources {
  const { cpu, memory, devices } = a;
  return {
    ...(cpu !== undefined && { cpu: cpu - (b.cpu ?? 0) }),
    ...(memory && { memory: Size.mebibytes(Math.max(0, mebibytes(memory) - (b.memory ? mebibytes(b.memory) : 0))) }),
    ...(devices && {
      devices: Object.fromEntries(Object.entries(devices).map(([name, n]) => [name, n - (b.devices?.[name] ?? 0)])),
    }),
  };
}

import type { Construct } from 'constructs';
import type { ComputeResources } from '../kube/resources';
import type { ISparkScheduler } from '../spark/runner';

/** The queue of one tenant, in words that every scheduler understands. */
export interface TenantQueue {
  /** Name of the queue, and of the tenant's namespace. */
  readonly name: string;
  /** The most that the tenant's jobs may have together. @default - no bound */
  readonly quota?: ComputeResources;
  /** What the tenant can have back from others that borrowed it. @default - the quota, where the scheduler has shares */
  readonly share?: ComputeResources;
  /** What is kept free for the tenant even while it is idle. @default - nothing */
  readonly guarantee?: ComputeResources;
}

/** A scheduler with queues, in which tenants get theirs. `SparkQueues` has those of this package. */
export interface IQueueSystem {
  /** Name in messages: `volcano`. */
  readonly systemName: string;
  /**
   * Makes the queue of a tenant.
   *
   * @param scope The tenant.
   * @returns What binds the tenant's jobs to it.
   */
  makeQueue(scope: Construct, tenant: TenantQueue): ISparkScheduler;
}

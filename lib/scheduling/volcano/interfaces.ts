import type { ComputeResources } from '../../kube/resources';

/** What a scheduler configuration does, as far as queues and jobs have to know. */
export interface VolcanoTraits {
  /** Action `enqueue` is on: a PodGroup waits until its minResources fit. */
  readonly enqueues: boolean;
  /** Action `preempt` is on: jobs of a queue take the place of lower ones. */
  readonly preempts: boolean;
  /** Action `reclaim` is on: queues take back what others borrowed. */
  readonly reclaims: boolean;
  /** A group waits for room in its queue, by a vote of `proportion` or `capacity`; otherwise only for room in the cluster. */
  readonly gatesByQueue: boolean;
  /** Plugin `sla` is on: a waiting time on a PodGroup is read. */
  readonly readsWaitingTime: boolean;
  /** Plugin `capacity` is on: `deserved` is read, `weight` is not. */
  readonly capacity: boolean;
  /** Plugin `capacity` with its flag `enableHierarchy`: queues form a tree. */
  readonly hierarchical: boolean;
  /** Plugin `proportion` is on: `weight` is read, `deserved` is not. */
  readonly proportion: boolean;
}

/** A Volcano in the cluster, installed here or existing. `Volcano` makes them. */
export interface IVolcano {
  /** Namespace of its servers. No Spark job belongs there. */
  readonly namespaceName: string;
  /** Value of `schedulerName` in pods. */
  readonly schedulerName: string;
  /** What its configuration does. @default - not known: it was installed elsewhere, and nobody told */
  readonly traits?: VolcanoTraits;
}

/** Bounds of a queue, per resource: guarantee ≤ deserved ≤ capability. */
export interface VolcanoQueueLimits {
  /** The most that all jobs of the queue may have. @default - no bound of its own */
  readonly capability?: ComputeResources;
  /** The share that the queue may take back from others; read by plugin `capacity` only. @default - none */
  readonly deserved?: ComputeResources;
  /** What is kept free for the queue even while it is idle. @default - none */
  readonly guarantee?: ComputeResources;
}

/** A queue of Volcano, made here or existing. `VolcanoQueue` makes them. */
export interface IVolcanoQueue {
  /** `metadata.name` of the Queue. */
  readonly queueName: string;
  /** The Volcano that serves it. @default - not known */
  readonly volcano?: IVolcano;
  /** The queue above it. @default - `root` */
  readonly parent?: IVolcanoQueue;
  /** Its bounds. @default - not known */
  readonly limits?: VolcanoQueueLimits;
}

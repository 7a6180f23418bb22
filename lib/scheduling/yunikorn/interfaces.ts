import type { ComputeResources } from '../../kube/resources';

/** A YuniKorn in the cluster, installed here or existing. `YuniKorn` makes them. */
export interface IYuniKorn {
  /** Namespace of its servers. No Spark job belongs there. */
  readonly namespaceName: string;
}

/** Bounds of a queue, per resource: guaranteed ≤ max. */
export interface YuniKornQueueLimits {
  /** What the queue gets before others do, by preemption where they have it. @default - nothing */
  readonly guaranteed?: ComputeResources;
  /** The most that all jobs of the queue may have. @default - no bound of its own */
  readonly max?: ComputeResources;
}

/** Order of the applications of a leaf queue. */
export enum YuniKornSortPolicy {
  /** The oldest first. The only order under which YuniKorn takes gangs. */
  FIFO = 'fifo',
  /** The one that uses the least first. */
  FAIR = 'fair',
}

/** A leaf queue of YuniKorn, made here or existing. `YuniKornQueue` makes them. */
export interface IYuniKornQueue {
  /** Full path: `root.team.etl`. */
  readonly queuePath: string;
  /** The YuniKorn that serves it. @default - not known */
  readonly yunikorn?: IYuniKorn;
  /** The queue above it. @default - `root` */
  readonly parent?: IYuniKornQueue;
  /** Its bounds. @default - not known */
  readonly limits?: YuniKornQueueLimits;
  /** Order of its applications. @default YuniKornSortPolicy.FIFO */
  readonly sortPolicy?: YuniKornSortPolicy;
}

/** Who may do something in a queue. Users are known only in namespaces that the admission controller processes. */
export interface YuniKornAcl {
  /** Names of users; `system:serviceaccount:etl:ci` is an account of the cluster. @default - none */
  readonly users?: string[];
  /** Names of groups. @default - none */
  readonly groups?: string[];
}

/** What each of some users, or a group together, may have in a queue. */
export interface YuniKornUserLimit {
  /** Users, each with the limit of his own; `*` is every user without one. @default - none */
  readonly users?: string[];
  /** Groups, each with the limit for all its users together; `*` is all the others. @default - none */
  readonly groups?: string[];
  /** The most that they may have. @default - no bound; then `maxApplications` is set */
  readonly max?: ComputeResources;
  /** The most applications that may run. @default - no bound; then `max` is set */
  readonly maxApplications?: number;
}

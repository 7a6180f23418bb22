import type { Duration } from 'cdk8s';
import type { YuniKornAcl, YuniKornQueueLimits, YuniKornSortPolicy, YuniKornUserLimit } from './interfaces';

/** How preemption acts in a queue. */
export enum YuniKornPreemptionPolicy {
  /** Its jobs preempt those of other queues, and are preempted by them. */
  DEFAULT = 'default',
  /** Its jobs preempt only within the queue and those below it. */
  FENCE = 'fence',
  /** Its jobs preempt nobody and are not preempted; it holds for the queues below as well. */
  DISABLED = 'disabled',
}

/** Bounds of queues that a placement rule makes. */
export interface YuniKornChildTemplate extends YuniKornQueueLimits {
  /** The most applications that run at once in each of them. @default - no bound */
  readonly maxApplications?: number;
}

/** What a queue does, wherever it stands. */
export interface YuniKornQueueOptions extends YuniKornQueueLimits {
  /** Order of the applications. @default YuniKornSortPolicy.FIFO, or that of the parent */
  readonly sortPolicy?: YuniKornSortPolicy;
  /** Whether applications of higher priority go first whatever the order. @default true */
  readonly sortByPriority?: boolean;
  /** Whether priorities count only inside the queue and not beside its neighbours. @default false */
  readonly priorityFence?: boolean;
  /** Added to the priority of every pod of the queue. @default 0 */
  readonly priorityOffset?: number;
  /** How preemption acts here. @default YuniKornPreemptionPolicy.DEFAULT */
  readonly preemptionPolicy?: YuniKornPreemptionPolicy;
  /** How long a queue waits below its guarantee before it preempts. @default Duration.seconds(30) */
  readonly preemptionDelay?: Duration;
  /** The most applications that run at once. @default - no bound */
  readonly maxApplications?: number;
  /** Who may submit here, besides those who may in the queues above. @default - nobody else */
  readonly submitters?: YuniKornAcl;
  /** Who may administer the queue, besides those of the queues above. @default - nobody else */
  readonly admins?: YuniKornAcl;
  /** What single users and groups may have. Names before `*`. @default - only the bounds of the queue */
  readonly userLimits?: YuniKornUserLimit[];
  /** Lets placement rules make queues below this one, with these bounds. @default - they may not */
  readonly dynamicChildren?: YuniKornChildTemplate;
}

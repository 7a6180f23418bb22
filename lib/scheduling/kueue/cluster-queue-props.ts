import type { IKueueCohort, KueueResourceGroup, KueueStopPolicy } from './interfaces';

/** In which order waiting jobs are tried. */
export enum KueueQueueingStrategy {
  /** Those that fit go past a larger one that does not. */
  BEST_EFFORT_FIFO = 'BestEffortFIFO',
  /** The first one is waited for. */
  STRICT_FIFO = 'StrictFIFO',
}

/** Whom a job may stop in order to start. */
export enum KueuePreemptionPolicy {
  /** Nobody. */
  NEVER = 'Never',
  /** Jobs of lower priority. */
  LOWER_PRIORITY = 'LowerPriority',
}

/** Whom a job may stop in its own queue. */
export enum KueueQueuePreemptionPolicy {
  /** Nobody. */
  NEVER = 'Never',
  /** Jobs of lower priority. */
  LOWER_PRIORITY = 'LowerPriority',
  /** Jobs of lower priority, and newer ones of the same. */
  LOWER_OR_NEWER_EQUAL_PRIORITY = 'LowerOrNewerEqualPriority',
}

/** Whom a job that fits the quota of its queue may stop in other queues of the cohort that have borrowed. */
export enum KueueReclaimPolicy {
  /** Nobody. */
  NEVER = 'Never',
  /** Jobs of lower priority. */
  LOWER_PRIORITY = 'LowerPriority',
  /** Any job. */
  ANY = 'Any',
}

/** Whom jobs of a queue may stop. A stopped driver starts anew; a stopped executor is replaced by its driver. */
export interface KueuePreemption {
  /** In the queue itself. @default KueueQueuePreemptionPolicy.NEVER */
  readonly withinClusterQueue?: KueueQueuePreemptionPolicy;
  /** In other queues of the cohort, to have back the own quota. @default KueueReclaimPolicy.NEVER */
  readonly reclaimWithinCohort?: KueueReclaimPolicy;
  /** In other queues of the cohort, to borrow. Not with fair sharing. @default KueuePreemptionPolicy.NEVER */
  readonly borrowWithinCohort?: KueuePreemptionPolicy;
  /** The highest priority that may be stopped in order to borrow. @default - any lower one */
  readonly borrowPriorityThreshold?: number;
}

/** What is done when a flavor is not simply free. */
export enum KueueFlavorChoice {
  /** This flavor is taken. */
  MAY_STOP_SEARCH = 'MayStopSearch',
  /** The next flavor is tried first. */
  TRY_NEXT_FLAVOR = 'TryNextFlavor',
}

/** What is better where no flavor is free. */
export enum KueueFlavorPreference {
  /** To borrow. */
  BORROWING_OVER_PREEMPTION = 'BorrowingOverPreemption',
  /** To stop others. */
  PREEMPTION_OVER_BORROWING = 'PreemptionOverBorrowing',
}

/** How one of several flavors is chosen. */
export interface KueueFlavorFungibility {
  /** Where a job would have to borrow. @default KueueFlavorChoice.MAY_STOP_SEARCH */
  readonly whenCanBorrow?: KueueFlavorChoice;
  /** Where a job would have to stop others. @default KueueFlavorChoice.TRY_NEXT_FLAVOR */
  readonly whenCanPreempt?: KueueFlavorChoice;
  /** What is better; read only where both of the others are `TRY_NEXT_FLAVOR`. @default - to borrow */
  readonly preference?: KueueFlavorPreference;
}

/** What is known of a queue that exists already. */
export interface ExistingKueueClusterQueueProps {
  /** The cohort it borrows from. @default - none */
  readonly cohort?: IKueueCohort;
  /** Its quota; jobs are checked against it. @default - not known */
  readonly resourceGroups?: KueueResourceGroup[];
  /** The only namespaces whose jobs it takes. @default - not known */
  readonly namespaces?: string[];
}

/** What a `KueueClusterQueue` is made of. */
export interface KueueClusterQueueProps {
  /** Name of the queue. @default - the construct's id */
  readonly name?: string;
  /** Quota by kind of nodes. Together the groups name at least cpu and memory. */
  readonly resourceGroups: KueueResourceGroup[];
  /** Queues it lends to and borrows from. @default - none */
  readonly cohort?: IKueueCohort;
  /** The only namespaces whose jobs it takes. @default - all; Kueue's own default is none */
  readonly namespaces?: string[];
  /** In which order waiting jobs are tried. @default KueueQueueingStrategy.BEST_EFFORT_FIFO */
  readonly queueingStrategy?: KueueQueueingStrategy;
  /** Whom its jobs may stop. @default - nobody */
  readonly preemption?: KueuePreemption;
  /** How one of several flavors is chosen. @default - Kueue's defaults */
  readonly flavorFungibility?: KueueFlavorFungibility;
  /** Weight beside other members of the cohort, where Kueue's fair sharing is on. @default 1 */
  readonly fairWeight?: number;
  /** Whether it admits jobs. @default KueueStopPolicy.NONE */
  readonly stopPolicy?: KueueStopPolicy;
}

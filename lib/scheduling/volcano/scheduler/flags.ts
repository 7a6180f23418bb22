/** Each flag that a plugin here may have, and Volcano's own spelling: a misspelt flag is ignored without a word. */
export const FLAGS = {
  enableJobOrder: 'enableJobOrder',
  enableJobReady: 'enableJobReady',
  enableJobPipelined: 'enableJobPipelined',
  enableJobEnqueued: 'enableJobEnqueued',
  enableJobStarving: 'enableJobStarving',
  enableSubJobOrder: 'enabledSubJobOrder',
  enableSubJobReady: 'enabledSubJobReady',
  enableSubJobPipelined: 'enabledSubJobPipelined',
  enableTaskOrder: 'enableTaskOrder',
  enableQueueOrder: 'enableQueueOrder',
  enablePreemptable: 'enablePreemptable',
  enableReclaimable: 'enableReclaimable',
  enablePreemptive: 'enablePreemptive',
  enableOverused: 'enabledOverused',
  enableAllocatable: 'enabledAllocatable',
  enablePredicate: 'enablePredicate',
  enableNodeOrder: 'enableNodeOrder',
  enableVictim: 'enabledVictim',
  enableHyperNodeOrder: 'enabledHyperNodeOrder',
  enableHyperNodeGradient: 'enabledHyperNodeGradient',
  enableHierarchy: 'enableHierarchy',
} as const;

/** A flag in the word style of this package. */
export type VolcanoFlag = keyof typeof FLAGS;

/** Of plugins that order jobs. */
export interface VolcanoJobOrderFlag {
  /** Whether the plugin takes part in the order of jobs; the first plugin that sees a difference decides. @default true */
  readonly enableJobOrder?: boolean;
}

/** Of plugins that say when a job may start. */
export interface VolcanoJobReadyFlag {
  /** Whether the plugin says when a job has enough pods to start. @default true */
  readonly enableJobReady?: boolean;
}

/** Of plugins that say when a job may be nominated. */
export interface VolcanoJobPipelinedFlag {
  /** Whether the plugin votes on places that are promised to a job before they are free. @default true */
  readonly enableJobPipelined?: boolean;
}

/** Of plugins that gate the action `enqueue`. */
export interface VolcanoJobEnqueuedFlag {
  /** Whether the plugin votes on a waiting PodGroup being let in. @default true */
  readonly enableJobEnqueued?: boolean;
}

/** Of plugins that say which job starves. */
export interface VolcanoJobStarvingFlag {
  /** Whether the plugin votes on a job starving: only such jobs preempt and reclaim. @default true */
  readonly enableJobStarving?: boolean;
}

/** Of plugins that order the parts of a job. */
export interface VolcanoSubJobOrderFlag {
  /** Whether the plugin takes part in the order of a job's sub-groups. Spark has none. @default true */
  readonly enableSubJobOrder?: boolean;
}

/** Of plugins that order pods. */
export interface VolcanoTaskOrderFlag {
  /** Whether the plugin takes part in the order of a job's pods. @default true */
  readonly enableTaskOrder?: boolean;
}

/** Of plugins that order queues. */
export interface VolcanoQueueOrderFlag {
  /** Whether the plugin takes part in the order of queues. @default true */
  readonly enableQueueOrder?: boolean;
}

/** Of plugins that choose the victims of preemption. */
export interface VolcanoPreemptableFlag {
  /**
   * Whether the plugin names victims for the action `preempt`. Victims are those that all plugins of a tier name; an empty
   * tier passes the question on to the next.
   *
   * @default true
   */
  readonly enablePreemptable?: boolean;
}

/** Of plugins that choose the victims of reclaim. */
export interface VolcanoReclaimableFlag {
  /** Whether the plugin names victims for the action `reclaim`, in the same way as for `preempt`. @default true */
  readonly enableReclaimable?: boolean;
}

/** Of plugins that say which queue may reclaim. */
export interface VolcanoPreemptiveFlag {
  /** Whether the plugin bounds what a queue may take back. @default true */
  readonly enablePreemptive?: boolean;
}

/** Of plugins that bound queues. */
export interface VolcanoOverusedFlag {
  /** Whether a queue above its share gets nothing more. @default true */
  readonly enableOverused?: boolean;
}

/** Of plugins that bound queues pod by pod. */
export interface VolcanoAllocatableFlag {
  /** Whether the plugin bounds each pod by what is left of its queue. @default true */
  readonly enableAllocatable?: boolean;
}

/** Of plugins that rule out nodes. */
export interface VolcanoPredicateFlag {
  /** Whether the plugin rules out nodes. @default true */
  readonly enablePredicate?: boolean;
}

/** Of plugins that score nodes. */
export interface VolcanoNodeOrderFlag {
  /** Whether the plugin scores nodes. @default true */
  readonly enableNodeOrder?: boolean;
}

/** Of plugins that name victims by themselves. */
export interface VolcanoVictimFlag {
  /** Whether the plugin takes part in naming victims for the action `shuffle`. @default true */
  readonly enableVictim?: boolean;
}

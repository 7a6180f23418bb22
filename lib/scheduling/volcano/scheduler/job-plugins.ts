import type { Duration } from 'cdk8s';
import { decimal, duration, integer, plugin, type PluginFacts } from './facts';
import type {
  VolcanoAllocatableFlag,
  VolcanoJobEnqueuedFlag,
  VolcanoJobOrderFlag,
  VolcanoJobPipelinedFlag,
  VolcanoJobReadyFlag,
  VolcanoJobStarvingFlag,
  VolcanoOverusedFlag,
  VolcanoPredicateFlag,
  VolcanoPreemptableFlag,
  VolcanoPreemptiveFlag,
  VolcanoQueueOrderFlag,
  VolcanoReclaimableFlag,
  VolcanoSubJobOrderFlag,
  VolcanoTaskOrderFlag,
  VolcanoVictimFlag,
} from './flags';

/** Options of the plugin `priority`. */
export interface VolcanoPriorityOptions
  extends
    VolcanoJobOrderFlag,
    VolcanoTaskOrderFlag,
    VolcanoSubJobOrderFlag,
    VolcanoPreemptableFlag,
    VolcanoJobStarvingFlag {}

/** Options of the plugin `gang`. */
export interface VolcanoGangOptions
  extends
    VolcanoJobOrderFlag,
    VolcanoJobReadyFlag,
    VolcanoJobPipelinedFlag,
    VolcanoJobStarvingFlag,
    VolcanoPreemptableFlag,
    VolcanoReclaimableFlag,
    VolcanoSubJobOrderFlag {
  /** Whether the plugin says when a sub-group may start. Spark has none. @default true */
  readonly enableSubJobReady?: boolean;
  /** Whether the plugin votes on places promised to a sub-group. Spark has none. @default true */
  readonly enableSubJobPipelined?: boolean;
}

/** Options of the plugin `conformance`. */
export interface VolcanoConformanceOptions extends VolcanoPreemptableFlag, VolcanoReclaimableFlag {}

/** Options of the plugin `drf`. */
export interface VolcanoDrfOptions
  extends VolcanoJobOrderFlag, VolcanoPreemptableFlag, VolcanoQueueOrderFlag, VolcanoReclaimableFlag {
  /** Whether shares follow the hierarchy in the annotations of queues. @default false */
  readonly enableHierarchy?: boolean;
}

/** Options of the plugin `sla`. */
export interface VolcanoSlaOptions extends VolcanoJobOrderFlag, VolcanoJobEnqueuedFlag, VolcanoJobPipelinedFlag {
  /** Time after which a waiting job is let in, whatever later tiers say. @default - only what a PodGroup says itself */
  readonly waitingTime?: Duration;
}

/** Options of the plugin `overcommit`. */
export interface VolcanoOvercommitOptions extends VolcanoJobEnqueuedFlag {
  /** How much may be let in, as a multiple of what the cluster has; at least 1. @default 1.2 */
  readonly overcommitFactor?: number;
}

/** Options of the plugin `resourcequota`. */
export interface VolcanoResourceQuotaOptions {
  /** Whether a PodGroup waits that the ResourceQuota of its namespace has no room for. @default true */
  readonly enableJobEnqueued?: boolean;
}

/** Options of the plugin `proportion`. */
export interface VolcanoProportionOptions
  extends
    VolcanoQueueOrderFlag,
    VolcanoReclaimableFlag,
    VolcanoOverusedFlag,
    VolcanoAllocatableFlag,
    VolcanoPreemptiveFlag,
    VolcanoJobEnqueuedFlag,
    VolcanoPredicateFlag {}

/** Options of the plugin `capacity`. */
export interface VolcanoCapacityOptions
  extends
    VolcanoQueueOrderFlag,
    VolcanoReclaimableFlag,
    VolcanoPreemptiveFlag,
    VolcanoAllocatableFlag,
    VolcanoJobEnqueuedFlag,
    VolcanoPredicateFlag {
  /** Whether queues form a tree by their parents. @default false */
  readonly enableHierarchy?: boolean;
  /** How many levels up a queue may lean on what its ancestors deserve when it reclaims. @default 0 */
  readonly ancestorReclaimLevel?: number;
}

/** Options of the plugin `cdp`. */
export interface VolcanoCdpOptions extends VolcanoPreemptableFlag, VolcanoReclaimableFlag {}

/** Options of the plugin `pdb`. */
export interface VolcanoPdbOptions extends VolcanoPreemptableFlag, VolcanoReclaimableFlag, VolcanoVictimFlag {}

/** Plugins about jobs and queues: who is next, who is let in, who is evicted. */
export const JOB_PLUGINS = {
  priority: plugin<VolcanoPriorityOptions>('priority', {
    flags: ['enableJobOrder', 'enableTaskOrder', 'enableSubJobOrder', 'enablePreemptable', 'enableJobStarving'],
    unified: true,
  }),
  gang: plugin<VolcanoGangOptions>('gang', {
    flags: [
      ...(['enableJobOrder', 'enableJobReady', 'enableJobPipelined', 'enableJobStarving'] as const),
      ...(['enablePreemptable', 'enableReclaimable'] as const),
      ...(['enableSubJobOrder', 'enableSubJobReady', 'enableSubJobPipelined'] as const),
    ],
    unified: true,
  }),
  conformance: plugin<VolcanoConformanceOptions>('conformance', {
    flags: ['enablePreemptable', 'enableReclaimable'],
    unified: true,
  }),
  drf: plugin<VolcanoDrfOptions>('drf', {
    flags: ['enableJobOrder', 'enablePreemptable', 'enableQueueOrder', 'enableReclaimable', 'enableHierarchy'],
    needs: { enableQueueOrder: 'enableHierarchy', enableReclaimable: 'enableHierarchy' },
  }),
  sla: plugin<VolcanoSlaOptions>('sla', {
    flags: ['enableJobOrder', 'enableJobEnqueued', 'enableJobPipelined'],
    arguments: { waitingTime: duration('sla-waiting-time') },
  }),
  overcommit: plugin<VolcanoOvercommitOptions>('overcommit', {
    flags: ['enableJobEnqueued'],
    arguments: { overcommitFactor: decimal('overcommit-factor', 1) },
  }),
  resourceQuota: plugin<VolcanoResourceQuotaOptions>('resourcequota', { flags: ['enableJobEnqueued'] }),
  proportion: plugin<VolcanoProportionOptions>('proportion', {
    flags: [
      ...(['enableQueueOrder', 'enableReclaimable', 'enableOverused', 'enableAllocatable'] as const),
      ...(['enablePreemptive', 'enableJobEnqueued', 'enablePredicate'] as const),
    ],
  }),
  capacity: plugin<VolcanoCapacityOptions>('capacity', {
    flags: [
      ...(['enableQueueOrder', 'enableReclaimable', 'enablePreemptive', 'enableAllocatable'] as const),
      ...(['enableJobEnqueued', 'enablePredicate', 'enableHierarchy'] as const),
    ],
    arguments: { ancestorReclaimLevel: integer('ancestorReclaimLevel') },
    unified: true,
  }),
  cdp: plugin<VolcanoCdpOptions>('cdp', { flags: ['enablePreemptable', 'enableReclaimable'] }),
  pdb: plugin<VolcanoPdbOptions>('pdb', { flags: ['enablePreemptable', 'enableReclaimable', 'enableVictim'] }),
} as const satisfies { readonly [plugin: string]: PluginFacts };

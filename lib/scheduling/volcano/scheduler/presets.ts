import { Duration } from 'cdk8s';
import type { Finding } from '../../../core/rules';
import { VolcanoAction } from './actions';
import type { VolcanoSchedulerProps, VolcanoTier } from './configuration';
import { VolcanoPlugin } from './plugin';
import { VOLCANO_FLAW_RULES } from './rules';

const { ENQUEUE, ALLOCATE, PREEMPT, RECLAIM, BACKFILL } = VolcanoAction;

/** What can be said about `VolcanoScheduler.fairShare`. */
export interface VolcanoFairShareOptions {
  /** Time after which a waiting job is let in even if the cluster is full. @default Duration.hours(1) */
  readonly waitingTime?: Duration;
  /** How much may be let in, as a multiple of the cluster; at least 1. @default - Volcano's own: 1.2 */
  readonly overcommitFactor?: number;
}

/** What can be said about `VolcanoScheduler.priorityPreempt`. */
export interface VolcanoPriorityPreemptOptions {
  /** Time after which a waiting job is let in even if the cluster is full. @default Duration.hours(1) */
  readonly waitingTime?: Duration;
  /**
   * How much may be let in, as a multiple of the cluster; at least 2. A job that evicts others and is larger than
   * (factor - 1) times the cluster has to wait.
   *
   * @default 2
   */
  readonly overcommitFactor?: number;
}

/** What can be said about `VolcanoScheduler.quotaReclaim`. */
export interface VolcanoQuotaReclaimOptions {
  /** How many levels up a queue may lean on what its ancestors deserve when it reclaims. @default 0 */
  readonly ancestorReclaimLevel?: number;
}

/** Jobs in line: first by priority, then whoever has least. Nobody is evicted. */
export function fairShare({ waitingTime, overcommitFactor }: VolcanoFairShareOptions): VolcanoSchedulerProps {
  const factor = overcommitFactor === undefined ? {} : { overcommitFactor };
  return {
    actions: [ENQUEUE, ALLOCATE, BACKFILL],
    tiers: [
      tier(
        VolcanoPlugin.priority(),
        VolcanoPlugin.gang({ enablePreemptable: false }),
        VolcanoPlugin.conformance(),
        sla(waitingTime),
      ),
      tier(
        VolcanoPlugin.overcommit(factor),
        VolcanoPlugin.drf({ enablePreemptable: false }),
        VolcanoPlugin.predicates(),
        VolcanoPlugin.proportion(),
        VolcanoPlugin.nodeOrder(),
        VolcanoPlugin.binpack(),
      ),
    ],
  };
}

/** Within a queue, jobs of a preempting class take the place of lower ones. */
export function priorityPreempt(options: VolcanoPriorityPreemptOptions): VolcanoSchedulerProps {
  return {
    actions: [ENQUEUE, ALLOCATE, PREEMPT, BACKFILL],
    tiers: [
      tier(
        VolcanoPlugin.priority(),
        VolcanoPlugin.gang({ enablePreemptable: false, enableJobStarving: false }),
        VolcanoPlugin.conformance(),
        sla(options.waitingTime),
      ),
      tier(
        VolcanoPlugin.overcommit({ overcommitFactor: options.overcommitFactor ?? 2 }),
        VolcanoPlugin.drf({ enablePreemptable: false }),
        VolcanoPlugin.predicates(),
        VolcanoPlugin.proportion({ enableJobEnqueued: false }),
        VolcanoPlugin.nodeOrder(),
        VolcanoPlugin.binpack(),
      ),
    ],
  };
}

/** Queues lend what they do not use, and take it back up to what they deserve. */
export function quotaReclaim({ ancestorReclaimLevel }: VolcanoQuotaReclaimOptions): VolcanoSchedulerProps {
  const level = ancestorReclaimLevel === undefined ? {} : { ancestorReclaimLevel };
  return {
    actions: [ENQUEUE, ALLOCATE, RECLAIM, BACKFILL],
    tiers: [
      tier(
        VolcanoPlugin.priority(),
        VolcanoPlugin.gang({ enablePreemptable: false, enableReclaimable: false, enableJobStarving: false }),
      ),
      tier(
        VolcanoPlugin.conformance(),
        VolcanoPlugin.drf({ enablePreemptable: false }),
        VolcanoPlugin.predicates(),
        VolcanoPlugin.capacity({ enableHierarchy: true, ...level }),
        VolcanoPlugin.nodeOrder(),
        VolcanoPlugin.binpack(),
      ),
    ],
  };
}

/** The configuration of the article that this package grew from, edited by hand. */
export function seed(): VolcanoSchedulerProps {
  return {
    actions: [ENQUEUE, ALLOCATE, PREEMPT, BACKFILL],
    tiers: [
      tier(VolcanoPlugin.priority(), VolcanoPlugin.gang(), VolcanoPlugin.conformance()),
      tier(
        VolcanoPlugin.drf(),
        VolcanoPlugin.predicates(),
        VolcanoPlugin.proportion(),
        VolcanoPlugin.nodeOrder(),
        VolcanoPlugin.binpack(),
      ),
    ],
  };
}

/** What the jobs of that article get wrong, for which this configuration was made. */
export const SEED_JOBS: readonly Finding[] = [
  {
    rule: VOLCANO_FLAW_RULES.classOnPods,
    at: 'batchSchedulerOptions.priorityClassName',
    value: 'routine',
    because: 'the jobs beside the configuration name no class for driver and executor',
  },
];

function sla(waitingTime: Duration = Duration.hours(1)): VolcanoPlugin {
  return VolcanoPlugin.sla({ enableJobOrder: false, waitingTime });
}

function tier(...plugins: VolcanoPlugin[]): VolcanoTier {
  return { plugins };
}

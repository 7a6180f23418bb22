import { rules, type Finding } from '../../core/rules';
import { amountsOf, amountText, timesOf } from '../../kube/resources';
import type { INodePool } from '../../spark/placement';
import type { VolcanoTraits } from './interfaces';

export const VOLCANO_POOL_RULES = rules('volcano', {
  poolFromZero: [
    'action enqueue compares a whole job with the nodes that are there, and its executors, for which nodes would be added, do not exist before it is let in',
    'use plugin capacity with enableHierarchy and a capability on each leaf, which count what a pool can grow to; keep enough nodes (minNodes); or raise overcommit-factor where other nodes are always there',
  ],
});

/**
 * Pools that are empty while nothing runs, under a Volcano that would leave them so: a job whose minResources exceed the
 * nodes that are there waits, and autoscalers see at most its driver.
 *
 * @param traits What the scheduler's configuration does; nothing is said of one that is not known.
 * @param pools Pools of the jobs under this scheduler.
 */
export function volcanoPoolFindings(traits: VolcanoTraits | undefined, pools: readonly INodePool[]): Finding[] {
  if (traits === undefined || !boundedByNodes(traits)) return [];
  return pools
    .filter(({ capacity }) => capacity?.minNodes === 0)
    .map((pool) => ({
      rule: VOLCANO_POOL_RULES.poolFromZero,
      at: 'minNodes',
      value: 0,
      because: [`pool ${pool.poolName}`, growth(pool)].filter(Boolean).join(', which can grow to '),
    }));
}

/** Flat capacity and proportion cut every queue down to the sum of the nodes; a root without capability is unbounded. */
function boundedByNodes({ enqueues, proportion, capacity, hierarchical }: VolcanoTraits): boolean {
  return enqueues && (proportion || (capacity && !hierarchical));
}

function growth({ capacity }: INodePool): string {
  if (capacity?.maxNodes === undefined) return '';
  return amountText(timesOf(amountsOf(capacity.node), capacity.maxNodes));
}

import type { Finding, Rule } from '../core/rules';
import { amountQuantity, amountsOf, exceeding, resourceFindings, type ComputeResources } from '../kube/resources';
import type { IQueueSystem } from '../scheduling/queue-system';
import { computeOf, type SparkQuota } from './quota';
import { PLATFORM_RULES } from './rules';

/** The queue of a tenant. */
export interface SparkTenantQueue {
  /** Where the queue is made: `SparkQueues.volcano(…)` and the like. */
  readonly system: IQueueSystem;
  /** What the tenant can have back from others that borrowed it. @default - the quota, where the scheduler has shares */
  readonly share?: ComputeResources;
  /** What is kept free for the tenant even while it is idle. @default - nothing */
  readonly guarantee?: ComputeResources;
  /**
   * What pods that wait in the queue may ask for, on top of the quota. A ResourceQuota counts waiting pods too: without
   * this room it would refuse drivers that the queue wants to let wait.
   *
   * @default - as much as the quota
   */
  readonly waiting?: ComputeResources;
}

/** Findings for the queue of a tenant beside its quota: guarantee ≤ share ≤ quota. */
export function checkQueue(queue: SparkTenantQueue | undefined, quota: SparkQuota = {}): Finding[] {
  if (queue === undefined) return [];
  const { share, guarantee, waiting } = queue;
  const wrong = Object.entries({ share, guarantee, waiting }).flatMap(([prop, amounts]) =>
    resourceFindings(`queue.${prop}`, amounts ?? {}),
  );
  if (wrong.length > 0) return wrong;
  const most = computeOf(quota);
  return [
    ...above(PLATFORM_RULES.shareAboveQuota, 'share', share, most, 'quota'),
    ...above(PLATFORM_RULES.guaranteeAboveShare, 'guarantee', guarantee, { ...most, ...share }, 'share or quota'),
  ];
}

/** What is allowed, and rarely meant. */
export function queueWarnings(queue: SparkTenantQueue | undefined, quota: SparkQuota = {}): Finding[] {
  if (queue === undefined) return [];
  const missing = (['cpu', 'memory'] as const).filter((resource) => quota[resource] === undefined);
  if (missing.length === 0) return [];
  const because = `${queue.system.systemName}, no ${missing.join(' and ')}`;
  return [{ rule: PLATFORM_RULES.queueWithoutQuota, at: 'quota', value: Object.keys(quota), because }];
}

function above(
  rule: Rule,
  prop: string,
  asked: ComputeResources = {},
  most: ComputeResources,
  whose: string,
): Finding[] {
  const [amounts, limits] = [amountsOf(asked), amountsOf(most)];
  return exceeding(amounts, limits).map((resource) => ({
    rule,
    at: `queue.${prop}.${resource}`,
    value: amountQuantity(resource, amounts[resource] ?? 0),
    because: `${whose} is ${amountQuantity(resource, limits[resource] ?? 0)}`,
  }));
}

import { parseQuantity } from '../kube/resources';
import { below, breach, dig } from './json';
import { containersOf, podsOf, type PodView } from './pods';
import type { IPolicy, PolicyBreach } from './policy';
import { POLICY_RULES } from './rules';

/** What a container must say, and why. */
const WANTED = [
  ['limits', 'memory', 'memory that runs out takes the node along'],
  ['requests', 'cpu', 'without one it gets no CPU when the node is busy'],
] as const;

/**
 * A memory limit and a CPU request. A CPU limit is not asked for: unlike memory, CPU is shared out again at every moment
 * by the requests, so a limit protects nobody and slows down Spark's tasks on idle nodes.
 */
export class Limits implements IPolicy {
  public readonly policyName: string = POLICY_RULES.limits.id;

  public check(manifest: { [key: string]: unknown }): PolicyBreach[] {
    return podsOf(manifest).flatMap((pod) => [...ofPod(pod)]);
  }
}

function* ofPod(pod: PodView): Generator<PolicyBreach> {
  for (const { at, container } of containersOf(pod)) {
    // Ephemeral containers have no resources: they live on what the pod left over.
    if (at.includes('.ephemeralContainers[')) continue;
    for (const [bound, resource, because] of WANTED) {
      // Where the pod as a whole is bounded, its containers share the amount.
      const value = dig(container, 'resources', bound, resource) ?? dig(pod.spec, 'resources', bound, resource);
      if (isAmount(value)) continue;
      const path = `resources.${bound}.${resource}`;
      yield breach(POLICY_RULES.limits, below(at, path), value, because, `set ${path}`);
    }
  }
}

/** Texts that are no quantities are not judged here: they may be values that are known later only. */
function isAmount(value: unknown): boolean {
  if (typeof value !== 'string' && typeof value !== 'number') return false;
  const amount = parseQuantity(value);
  return Number.isNaN(amount) || amount > 0;
}

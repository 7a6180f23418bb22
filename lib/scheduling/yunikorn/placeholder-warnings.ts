import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Finding } from '../../core/rules';
import { amountQuantity, exceeding, parseQuantity, sumOf, timesOf, type Amounts } from '../../kube/resources';
import { gangRequests } from '../../spark/requests';
import type { ResolvedApplication } from '../../spark/resolved-application';
import { YUNIKORN_JOB_RULES } from './rules';

const ENFORCE = 'pod-security.kubernetes.io/enforce';

/** What the tree makes in one namespace, as far as it concerns placeholders. */
interface Ground {
  restricted: boolean;
  readonly quotas: { readonly name: string; readonly hard: Amounts }[];
}

const GROUNDS = new WeakMap<Construct, Map<string, Ground>>();

/**
 * What placeholders meet where a job runs. They are pods like others: Pod Security, quotas and limits hold for them, and
 * YuniKorn falls back to a start without a gang where one of them is refused.
 *
 * @param namespace That of the job; undefined where it is not known.
 */
export function placeholderWarnings(
  scope: Construct,
  application: ResolvedApplication,
  namespace: string | undefined,
): Finding[] {
  const ground = namespace === undefined ? undefined : groundsOf(scope).get(namespace);
  if (ground === undefined) return [];
  if (ground.restricted) {
    return [
      {
        rule: YUNIKORN_JOB_RULES.placeholdersRestricted,
        at: 'scheduler.gang',
        value: true,
        because: `in ${namespace}`,
      },
    ];
  }
  const { total, executors } = gangRequests(application);
  const doubled = asQuota({ ...timesOf(total, 2), pods: 2 * (executors + 1) });
  return ground.quotas.flatMap(({ name, hard }) =>
    exceeding(doubled, hard).map((resource) => ({
      rule: YUNIKORN_JOB_RULES.placeholdersOverQuota,
      at: 'scheduler.gang',
      value: `${resource} ${amountQuantity(plain(resource), doubled[resource] ?? 0)}`,
      because: `quota ${name} has ${amountQuantity(plain(resource), hard[resource] ?? 0)}`,
    })),
  );
}

/** Requests by the names that they have in quotas. Placeholders have limits that equal their requests. */
function asQuota({ cpu = 0, memory = 0, pods = 0 }: Amounts): Amounts {
  return sumOf({ cpu, memory, pods }, { 'requests.cpu': cpu, 'requests.memory': memory });
}

function plain(resource: string): string {
  return resource.replace(/^requests\./, '');
}

/** Looked up once for a tree: an app of thousands of jobs is not searched for each of them. */
function groundsOf(scope: Construct): Map<string, Ground> {
  const root = scope.node.root as Construct;
  const known = GROUNDS.get(root);
  if (known !== undefined) return known;
  const grounds = new Map<string, Ground>();
  const at = (name: string): Ground => {
    const ground = grounds.get(name) ?? { restricted: false, quotas: [] };
    grounds.set(name, ground);
    return ground;
  };
  for (const object of root.node.findAll()) {
    if (!ApiObject.isApiObject(object)) continue;
    if (object.kind === 'Namespace') at(object.name).restricted ||= object.metadata.getLabel(ENFORCE) === 'restricted';
    if (object.kind !== 'ResourceQuota' || object.metadata.namespace === undefined) continue;
    const { spec } = object.toJson() as { spec?: { hard?: { [resource: string]: string }; scopes?: unknown } };
    const hard = Object.entries(spec?.hard ?? {}).map(([name, quantity]) => [name, parseQuantity(quantity)]);
    at(object.metadata.namespace).quotas.push({ name: object.name, hard: Object.fromEntries(hard) as Amounts });
  }
  GROUNDS.set(root, grounds);
  return grounds;
}

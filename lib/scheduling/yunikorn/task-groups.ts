import type { k8s } from 'cdk8s-plus-27';
import { applyOverrides } from '../../core/override';
import { amountQuantities, type Amounts } from '../../kube/resources';
import { placement } from '../../spark/node-placement';
import { SparkRoleName, type SparkRole } from '../../spark/role';
import { instanceLabels, SparkLabel } from '../../spark/labels';
import { gangRequests } from '../../spark/requests';
import type { ResolvedApplication } from '../../spark/resolved-application';

/** Names of the groups of a job, the ones that the Kubeflow operator uses. */
export const TaskGroupName = { DRIVER: 'spark-driver', EXECUTOR: 'spark-executor' } as const;

/** Fields of a pod that decide where it may go, and its placeholder with it. */
const PLACES = ['nodeSelector', 'affinity', 'tolerations', 'topologySpreadConstraints'] as const;

type Places = { readonly [field in (typeof PLACES)[number]]?: unknown };

/** Pods of one kind that start together: YuniKorn makes this many placeholders before it starts any of them. */
export interface TaskGroup extends Places {
  readonly name: string;
  readonly minMember: number;
  readonly minResource: { readonly [resource: string]: string };
  /** Labels of its placeholders. */
  readonly labels?: { readonly [key: string]: string };
}

/**
 * The groups of a job: the driver, and the executors that it asks for at its start. YuniKorn puts a pod in the place of
 * a placeholder of its group only where the pod asks for no more than the group said.
 *
 * @see https://yunikorn.apache.org/docs/user_guide/gang_scheduling
 */
export function taskGroups(application: ResolvedApplication): TaskGroup[] {
  const { driver, executor, executors } = gangRequests(application);
  return [
    group(TaskGroupName.DRIVER, 1, driver, places(application, application.driver)),
    // YuniKorn refuses a group without members.
    ...(executors > 0 ? [executorGroup(application, executors, executor)] : []),
  ];
}

function group(name: string, minMember: number, requests: Amounts, where: Places): TaskGroup {
  return { name, minMember, minResource: amountQuantities(requests), ...where };
}

/** Placeholders that are to be spread carry the labels by which executors are. */
function executorGroup(application: ResolvedApplication, minMember: number, requests: Amounts): TaskGroup {
  const where = places(application, application.executor);
  const executors = group(TaskGroupName.EXECUTOR, minMember, requests, where);
  if (where.topologySpreadConstraints === undefined) return executors;
  const labels = { ...instanceLabels(application.jobName), [SparkLabel.ROLE]: SparkRoleName.EXECUTOR };
  return { ...executors, labels };
}

function places(application: ResolvedApplication, role: SparkRole): Places {
  const overrides = Object.entries(role.props.podOverrides ?? {}).filter(([path]) =>
    PLACES.some((field) => path === `/spec/${field}` || path.startsWith(`/spec/${field}/`)),
  );
  const pod: { spec: Partial<k8s.PodSpec> } = { spec: placement(application, role) };
  const { spec } = applyOverrides(pod, Object.fromEntries(overrides));
  return Object.fromEntries(PLACES.filter((field) => spec[field] !== undefined).map((field) => [field, spec[field]]));
}

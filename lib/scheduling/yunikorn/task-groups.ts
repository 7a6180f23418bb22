import { amountQuantities, type Amounts } from '../../kube/resources';
import { SparkRoleName } from '../../spark/role';
import { instanceLabels, SparkLabel } from '../../spark/labels';
import { gangRequests } from '../../spark/requests';
import type { ResolvedApplication } from '../../spark/resolved-application';
import { placesOf, type Places } from '../places';

/** Names of the groups of a job, the ones that the Kubeflow operator uses. */
export const TaskGroupName = { DRIVER: 'spark-driver', EXECUTOR: 'spark-executor' } as const;

/**
 * Pods of one kind that start together: YuniKorn makes this many placeholders before it starts any of them, and sends
 * them where the pods may go.
 */
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
    group(TaskGroupName.DRIVER, 1, driver, placesOf(application, application.driver)),
    // YuniKorn refuses a group without members.
    ...(executors > 0 ? [executorGroup(application, executors, executor)] : []),
  ];
}

function group(name: string, minMember: number, requests: Amounts, where: Places): TaskGroup {
  return { name, minMember, minResource: amountQuantities(requests), ...where };
}

/** Placeholders that are to be spread carry the labels by which executors are. */
function executorGroup(application: ResolvedApplication, minMember: number, requests: Amounts): TaskGroup {
  const where = placesOf(application, application.executor);
  const executors = group(TaskGroupName.EXECUTOR, minMember, requests, where);
  if (where.topologySpreadConstraints === undefined) return executors;
  const labels = { ...instanceLabels(application.jobName), [SparkLabel.ROLE]: SparkRoleName.EXECUTOR };
  return { ...executors, labels };
}

import type { ApiObjectProps } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { KubeObject } from '../../kube/object';
import { amountQuantities } from '../../kube/resources';
import { instanceLabels } from '../../spark/labels';
import { gangRequests } from '../../spark/requests';
import type { ResolvedApplication } from '../../spark/resolved-application';
import type { SparkRun } from '../../spark/runner';
import type { IVolcanoQueue } from './interfaces';

/** Annotations that Volcano reads. Keys that look alike, such as `scheduling.volcano.sh/group-name`, bind nothing. */
export const VolcanoAnnotation = {
  /** On pods: the PodGroup they belong to. */
  GROUP_NAME: 'scheduling.k8s.io/group-name',
  /** On pods without a PodGroup: the queue of the group that Volcano makes for them. */
  QUEUE_NAME: 'scheduling.volcano.sh/queue-name',
  /** On pods: whether they may be evicted for others. */
  PREEMPTABLE: 'volcano.sh/preemptable',
  /** On PodGroups, and on owners of pods without one: how long they wait at most to be let in. */
  WAITING_TIME: 'volcano.sh/sla-waiting-time',
} as const;

export const POD_GROUP_API = 'scheduling.volcano.sh/v1beta1';

/** What a PodGroup says of a job. */
export interface VolcanoPodGroupSpec {
  readonly queue: string;
  readonly minMember: number;
  readonly minResources: { readonly [resource: string]: string };
  readonly priorityClassName?: string;
}

/**
 * The group of a job: room for the driver and the executors it starts with. One member is enough to start: executors
 * are made by the driver, so a group that waited for more members would wait for ever.
 */
export function podGroupSpec(application: ResolvedApplication, queue: IVolcanoQueue): VolcanoPodGroupSpec {
  const { priority } = application;
  return {
    queue: queue.queueName,
    minMember: 1,
    minResources: amountQuantities(gangRequests(application).total),
    ...(priority !== undefined && { priorityClassName: priority.priorityClassName }),
  };
}

/** Makes the PodGroup of a run, after its queue. */
export function podGroup(
  scope: Construct,
  run: SparkRun,
  queue: IVolcanoQueue,
  annotations: { readonly [key: string]: string },
): IConstruct {
  const { namespace } = run.application.serviceAccount;
  const manifest: ApiObjectProps & { spec: VolcanoPodGroupSpec } = {
    apiVersion: POD_GROUP_API,
    kind: 'PodGroup',
    metadata: {
      name: run.name,
      ...(namespace !== undefined && { namespace }),
      labels: instanceLabels(run.name),
      ...(Object.keys(annotations).length > 0 && { annotations: { ...annotations } }),
    },
    spec: podGroupSpec(run.application, queue),
  };
  const group = new KubeObject(scope, 'PodGroup', manifest);
  if (Construct.isConstruct(queue)) group.node.addDependency(queue);
  return group;
}

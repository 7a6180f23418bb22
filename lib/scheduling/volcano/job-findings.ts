import { durationText } from '../../core/quantities';
import { Chart, type Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Finding } from '../../core/rules';
import { amountQuantity, amountsOf, exceeding } from '../../kube/resources';
import { gangRequests } from '../../spark/requests';
import type { ResolvedApplication } from '../../spark/resolved-application';
import { SchedulingRoute, type SparkRun } from '../../spark/runner';
import type { IVolcanoQueue } from './interfaces';
import { VOLCANO_JOB_RULES } from './job-rules';
import { DEFAULT_QUEUE, QueueTree } from './queue-tree';

/** Keys by which users try to bind pods, those that Volcano never reads included. */
const BINDING_KEYS = [
  'scheduling.k8s.io/group-name',
  'scheduling.volcano.sh/group-name',
  'scheduling.volcano.sh/queue-name',
  'volcano.sh/preemptable',
  'volcano.sh/queue-name',
  'volcano.sh/sla-waiting-time',
];

/** A run with the choices made for it. */
export interface VolcanoRun {
  readonly scope: Construct;
  readonly run: SparkRun;
  readonly queue: IVolcanoQueue;
  /** Whether its PodGroup stands among the manifests. */
  readonly podGroup: boolean;
  readonly waitingTime: Duration | undefined;
}

/** Findings for a job under Volcano. Its queue has findings of its own. */
export function jobFindings({ scope, run, queue, podGroup, waitingTime }: VolcanoRun): Finding[] {
  const { application, schedule } = run;
  const namespace = application.serviceAccount.namespace ?? Chart.of(scope).namespace;
  const tree = QueueTree.of(scope);
  const seconds = waitingTime?.toMilliseconds({ integral: false });
  return [
    ...parentFindings(queue, tree),
    ...exceedingFindings(application, tree.resolve(queue)),
    ...(namespace !== undefined && namespace === queue.volcano?.namespaceName
      ? [{ rule: VOLCANO_JOB_RULES.jobBesideVolcano, at: 'serviceAccount.namespace', value: namespace }]
      : []),
    ...(podGroup && schedule !== undefined
      ? [{ rule: VOLCANO_JOB_RULES.scheduledPodGroup, at: 'scheduler', value: 'volcano, binding PodGroup' }]
      : []),
    ...(seconds === undefined || (seconds > 0 && seconds % 1000 === 0)
      ? []
      : [{ rule: VOLCANO_JOB_RULES.waitingTime, at: 'scheduler.waitingTime', value: `${seconds / 1000} s` }]),
    ...(waitingTime !== undefined && queue.volcano?.traits?.readsWaitingTime === false
      ? [
          {
            rule: VOLCANO_JOB_RULES.waitingTimeNotRead,
            at: 'scheduler.waitingTime',
            value: durationText(waitingTime),
          },
        ]
      : []),
    ...annotationFindings(application),
  ];
}

/** Choices that somebody else makes for the job: they would be dropped. */
interface GroupChoices {
  readonly binding?: string;
  readonly waitingTime?: Duration;
}

/** Findings for choices about the group of a job that whoever makes the group does not take. */
export function routeFindings({ route = SchedulingRoute.PODS }: SparkRun, choices: GroupChoices): Finding[] {
  if (route === SchedulingRoute.PODS) return [];
  const { binding, waitingTime } = choices;
  const fixed = { binding, waitingTime: waitingTime && durationText(waitingTime) };
  return Object.entries(fixed)
    .filter(([prop, value]) => value !== undefined && (prop === 'binding' || route === SchedulingRoute.OPERATOR))
    .map(([prop, value]) => ({ rule: VOLCANO_JOB_RULES.groupMadeElsewhere, at: `scheduler.${prop}`, value }));
}

/** Warnings for a job under Volcano: it will run, and not as its text says. */
export function jobWarnings({ scope, run, queue }: VolcanoRun): Finding[] {
  const tree = QueueTree.of(scope);
  const { traits } = queue.volcano ?? {};
  const { priority } = run.application;
  const { queueName } = queue;
  const isUnknown = tree.names.length > 0 && !tree.makes(queueName) && queueName !== DEFAULT_QUEUE;
  return [
    ...(isUnknown
      ? [
          {
            rule: VOLCANO_JOB_RULES.queueNotMadeHere,
            at: 'scheduler.queue',
            value: queueName,
            because: `made here: ${tree.names.slice(0, 8).join(', ')}`,
          },
        ]
      : []),
    ...(queueName === DEFAULT_QUEUE && traits?.hierarchical === true
      ? [{ rule: VOLCANO_JOB_RULES.defaultQueueUnbounded, at: 'scheduler.queue', value: queueName }]
      : []),
    ...(priority?.known?.preempting === true && traits?.preempts === false
      ? [{ rule: VOLCANO_JOB_RULES.classNeverPreempts, at: 'priority', value: priority.priorityClassName }]
      : []),
  ];
}

function parentFindings({ queueName }: IVolcanoQueue, tree: QueueTree): Finding[] {
  const below = tree.childrenOf(queueName).map((child) => child.queueName);
  if (below.length === 0) return [];
  const because = `below it are ${below.join(', ')}`;
  return [{ rule: VOLCANO_JOB_RULES.jobInParentQueue, at: 'scheduler.queue', value: queueName, because }];
}

/** The queue and all above it: each bounds what stands below. */
function exceedingFindings(application: ResolvedApplication, queue: IVolcanoQueue): Finding[] {
  const { total, executors } = gangRequests(application);
  for (let at: IVolcanoQueue | undefined = queue; at !== undefined; at = at.parent) {
    const capability = amountsOf(at.limits?.capability ?? {});
    const [resource] = exceeding(total, capability);
    if (resource !== undefined) {
      const because = `queue ${at.queueName} may have ${amountQuantity(resource, capability[resource] ?? 0)}; driver and ${executors} executors together ask for more`;
      const value = `${resource} ${amountQuantity(resource, total[resource] ?? 0)}`;
      return [{ rule: VOLCANO_JOB_RULES.gangExceedsQueue, at: 'scheduler.queue', value, because }];
    }
  }
  return [];
}

function annotationFindings({ driver, executor }: ResolvedApplication): Finding[] {
  return [driver, executor].flatMap((role) =>
    Object.keys({ ...role.props.annotations, ...role.props.labels })
      .filter((key) => BINDING_KEYS.includes(key))
      .map((value) => ({ rule: VOLCANO_JOB_RULES.bindingAnnotation, at: `${role.name}.annotations`, value })),
  );
}

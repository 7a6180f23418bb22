import type { Duration } from 'cdk8s';
import type { Finding } from '../../core/rules';
import { amountQuantity, amountsOf, exceeding } from '../../kube/resources';
import { gangRequests } from '../../spark/requests';
import type { ResolvedApplication } from '../../spark/resolved-application';
import type { SparkRun } from '../../spark/runner';
import type { IVolcanoQueue } from './interfaces';
import { VOLCANO_JOB_RULES } from './job-rules';

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
  readonly run: SparkRun;
  readonly queue: IVolcanoQueue;
  /** Whether its PodGroup stands among the manifests. */
  readonly podGroup: boolean;
  readonly waitingTime: Duration | undefined;
}

/** Findings for a job under Volcano. Its queue has findings of its own. */
export function jobFindings({ run, queue, podGroup, waitingTime }: VolcanoRun): Finding[] {
  const { application, schedule } = run;
  const { namespace } = application.serviceAccount;
  const seconds = waitingTime?.toMilliseconds({ integral: false });
  return [
    ...exceedingFindings(application, queue),
    ...(namespace !== undefined && namespace === queue.volcano?.namespaceName
      ? [{ rule: VOLCANO_JOB_RULES.jobBesideVolcano, at: 'serviceAccount.namespace', value: namespace }]
      : []),
    ...(podGroup && schedule !== undefined
      ? [{ rule: VOLCANO_JOB_RULES.scheduledPodGroup, at: 'scheduler', value: 'volcano, binding PodGroup' }]
      : []),
    ...(seconds === undefined || (seconds > 0 && seconds % 1000 === 0)
      ? []
      : [{ rule: VOLCANO_JOB_RULES.waitingTime, at: 'scheduler.waitingTime', value: `${seconds / 1000} s` }]),
    ...executorFindings(application),
    ...annotationFindings(application),
  ];
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

function executorFindings({ priority, executorPriority }: ResolvedApplication): Finding[] {
  const [driver, executor] = [priority?.known?.value, executorPriority?.known?.value];
  if (driver === undefined || executor === undefined || executor <= driver) return [];
  return [
    {
      rule: VOLCANO_JOB_RULES.executorAboveDriver,
      at: 'executorPriority',
      value: executorPriority?.priorityClassName,
      because: `its value is ${executor}, that of ${priority?.priorityClassName} ${driver}`,
    },
  ];
}

function annotationFindings({ driver, executor }: ResolvedApplication): Finding[] {
  return [driver, executor].flatMap((role) =>
    Object.keys({ ...role.props.annotations, ...role.props.labels })
      .filter((key) => BINDING_KEYS.includes(key))
      .map((value) => ({ rule: VOLCANO_JOB_RULES.bindingAnnotation, at: `${role.name}.annotations`, value })),
  );
}

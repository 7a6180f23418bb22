/** What a state of a custom resource means for those who wait for it. */
export enum Verdict {
  PROGRESSING = 'Progressing',
  HEALTHY = 'Healthy',
  SUSPENDED = 'Suspended',
  DEGRADED = 'Degraded',
  /** It runs: healthy for what is meant to run for ever, otherwise still on its way. */
  RUNNING = 'running',
  /** An attempt failed: still on its way while others may follow. */
  ATTEMPT_FAILED = 'attempt failed',
  /** It is over; the history of states tells how it ended. */
  ENDED = 'ended',
}

/** How the health of one kind of custom resource is read. */
export interface KindHealth {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** Field of the state, below `status`. */
  readonly state: readonly string[];
  /** Field with a text for people, below `status`. */
  readonly message?: readonly string[];
  /** Field below `spec` that says whether it starts again: `Always`, `Never`, `OnFailure`. */
  readonly restartPolicy?: readonly string[];
  /** Field below `spec` that suspends it. */
  readonly suspend?: string;
  /** States by verdict; a state that is not here is on its way. */
  readonly states: { readonly [verdict in Verdict]?: readonly string[] };
}

/**
 * The states of the custom resources of the two Spark operators.
 *
 * @see https://www.kubeflow.org/docs/components/spark-operator/
 * @see https://github.com/apache/spark-kubernetes-operator
 */
export const SPARK_HEALTH: readonly KindHealth[] = [
  {
    group: 'sparkoperator.k8s.io',
    version: 'v1beta2',
    kind: 'SparkApplication',
    state: ['applicationState', 'state'],
    message: ['applicationState', 'errorMessage'],
    restartPolicy: ['restartPolicy', 'type'],
    states: {
      [Verdict.PROGRESSING]: ['', 'SUBMITTED', 'SUCCEEDING', 'PENDING_RERUN', 'INVALIDATING', 'RESUMING'],
      [Verdict.RUNNING]: ['RUNNING'],
      [Verdict.ATTEMPT_FAILED]: ['FAILING', 'SUBMISSION_FAILED'],
      [Verdict.HEALTHY]: ['COMPLETED'],
      [Verdict.SUSPENDED]: ['SUSPENDING', 'SUSPENDED'],
      [Verdict.DEGRADED]: ['FAILED', 'UNKNOWN'],
    },
  },
  {
    group: 'sparkoperator.k8s.io',
    version: 'v1beta2',
    kind: 'ScheduledSparkApplication',
    state: ['scheduleState'],
    message: ['reason'],
    suspend: 'suspend',
    states: {
      [Verdict.PROGRESSING]: ['', 'Validating'],
      [Verdict.HEALTHY]: ['Scheduled'],
      [Verdict.DEGRADED]: ['FailedValidation'],
    },
  },
  {
    group: 'sparkoperator.k8s.io',
    version: 'v1alpha1',
    kind: 'SparkConnect',
    state: ['state'],
    states: {
      [Verdict.PROGRESSING]: ['', 'Provisioning', 'NotReady'],
      [Verdict.HEALTHY]: ['Ready'],
      [Verdict.DEGRADED]: ['Failed'],
    },
  },
  {
    group: 'spark.apache.org',
    version: 'v1',
    kind: 'SparkApplication',
    state: ['currentState', 'currentStateSummary'],
    message: ['currentState', 'message'],
    restartPolicy: ['applicationTolerations', 'restartConfig', 'restartPolicy'],
    states: {
      [Verdict.PROGRESSING]: ['', 'Submitted', 'ScheduledToRestart', 'DriverRequested', 'DriverStarted', 'DriverReady'],
      [Verdict.RUNNING]: ['RunningHealthy', 'RunningWithPartialCapacity'],
      [Verdict.ATTEMPT_FAILED]: [
        ...['Failed', 'SchedulingFailure', 'DriverEvicted'],
        ...['DriverStartTimedOut', 'DriverReadyTimedOut', 'ExecutorsStartTimedOut'],
      ],
      [Verdict.HEALTHY]: ['Succeeded'],
      [Verdict.ENDED]: ['ResourceReleased', 'TerminatedWithoutReleaseResources'],
    },
  },
  {
    group: 'spark.apache.org',
    version: 'v1',
    kind: 'SparkCluster',
    state: ['currentState', 'currentStateSummary'],
    message: ['currentState', 'message'],
    states: {
      [Verdict.PROGRESSING]: ['', 'Submitted'],
      [Verdict.HEALTHY]: ['RunningHealthy'],
      [Verdict.DEGRADED]: ['Failed', 'SchedulingFailure', 'ResourceReleased'],
    },
  },
];

/** The states of a kind with a verdict. */
export function statesOf(health: KindHealth, verdict: Verdict): readonly string[] {
  return health.states[verdict] ?? [];
}

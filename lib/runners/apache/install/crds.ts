import { Construct } from 'constructs';
import { customResourceDefinition, Field, type CrdSpec, type Schema } from '../../../kube/crd';
import type { KubeObject } from '../../../kube/object';
import { LABELS } from './names';
import { LABEL_SELECTOR, METADATA } from '../../../kube/schemas/metadata';
import { POD_TEMPLATE_SPEC } from '../../../kube/schemas/pod';

const GROUP = { group: 'spark.apache.org', version: 'v1' } as const;
const COLUMNS: CrdSpec['columns'] = {
  'Current State': ['.status.currentState.currentStateSummary', 'string'],
  Age: ['.metadata.creationTimestamp', 'date'],
};

const long = (more: Schema = {}): Schema => Field.integer(undefined, { format: 'int64', ...more });
const texts = Field.list(Field.text());
const textMap = Field.map(Field.text());
const service = { serviceMetadata: METADATA, serviceSpec: Field.object() };

const runtimeVersions = Field.object(
  { sparkVersion: Field.text(), scalaVersion: Field.text(), jdkVersion: Field.text() },
  { required: ['sparkVersion'] },
);

const restartConfig = Field.object({
  restartPolicy: Field.choice(['Always', 'Never', 'OnFailure', 'OnInfrastructureFailure']),
  maxRestartAttempts: long(),
  restartBackoffMillis: long(),
  maxRestartOnFailure: long(),
  restartBackoffMillisForFailure: long(),
  maxRestartOnSchedulingFailure: long(),
  restartBackoffMillisForSchedulingFailure: long(),
  restartCounterResetMillis: long({ default: -1 }),
});

const applicationTolerations = Field.object({
  restartConfig,
  applicationTimeoutConfig: Field.object({
    driverStartTimeoutMillis: long(),
    driverReadyTimeoutMillis: long(),
    executorStartTimeoutMillis: long(),
    forceTerminationGracePeriodMillis: long(),
    terminationRequeuePeriodMillis: long(),
  }),
  instanceConfig: Field.object({ initExecutors: long(), minExecutors: long(), maxExecutors: long() }),
  resourceRetainPolicy: Field.choice(['Always', 'Never', 'OnFailure']),
  resourceRetainDurationMillis: long({ default: -1 }),
  ttlAfterStopMillis: long({ default: -1 }),
});

const applicationSpec = Field.object(
  {
    runtimeVersions,
    deploymentMode: Field.choice(['ClientMode', 'ClusterMode']),
    mainClass: Field.text(),
    jars: Field.text(),
    pyFiles: Field.text(),
    sparkRFiles: Field.text(),
    files: Field.text(),
    proxyUser: Field.text(),
    driverArgs: texts,
    sparkConf: textMap,
    driverSpec: Field.object({ podTemplateSpec: POD_TEMPLATE_SPEC }),
    executorSpec: Field.object({ podTemplateSpec: POD_TEMPLATE_SPEC }),
    applicationTolerations,
    configMapSpecs: Field.list(
      Field.object(
        { name: Field.text(), labels: textMap, annotations: textMap, data: textMap },
        { required: ['name'] },
      ),
    ),
    driverServiceIngressList: Field.list(
      Field.object({ ...service, ingressMetadata: METADATA, ingressSpec: Field.object() }),
    ),
    driverHttpRouteList: Field.list(
      Field.object({ ...service, httpRouteMetadata: METADATA, httpRouteSpec: Field.object() }),
    ),
    driverGrpcRouteList: Field.list(
      Field.object({ ...service, grpcRouteMetadata: METADATA, grpcRouteSpec: Field.object() }),
    ),
  },
  { required: ['runtimeVersions'] },
);

const servers = {
  ...service,
  statefulSetMetadata: METADATA,
  statefulSetSpec: Field.object({
    replicas: Field.integer(),
    minReadySeconds: Field.integer(),
    revisionHistoryLimit: Field.integer(),
    podManagementPolicy: Field.text(),
    serviceName: Field.text(),
    selector: LABEL_SELECTOR,
    template: POD_TEMPLATE_SPEC,
    volumeClaimTemplates: Field.list(Field.object()),
  }),
};

const clusterSpec = Field.object(
  {
    runtimeVersions,
    sparkConf: textMap,
    clusterTolerations: Field.object(
      {
        instanceConfig: Field.object(
          { initWorkers: Field.integer(), minWorkers: Field.integer(), maxWorkers: Field.integer() },
          { required: ['initWorkers', 'minWorkers', 'maxWorkers'] },
        ),
      },
      { required: ['instanceConfig'] },
    ),
    masterSpec: Field.object(servers),
    workerSpec: Field.object({ ...servers, horizontalPodAutoscalerSpec: Field.object() }),
  },
  { required: ['clusterTolerations', 'runtimeVersions'] },
);

/** The state of an object, and those before it: the operator writes them, and reads them back. */
function statusOf(states: readonly string[], counters: { readonly [field: string]: Schema }): Schema {
  const state = Field.object({
    currentStateSummary: Field.choice(states),
    lastTransitionTime: Field.text(),
    message: Field.text(),
  });
  const history = Field.map(state);
  const attempt = Field.object({
    attemptInfo: Field.object({ id: long(), restartCounter: long(), ...counters }),
    stateTransitionHistory: history,
  });
  return Field.object({
    currentState: state,
    currentAttemptSummary: attempt,
    previousAttemptSummary: attempt,
    stateTransitionHistory: history,
  });
}

const APPLICATION_STATES = [
  ...['Submitted', 'ScheduledToRestart', 'DriverRequested', 'DriverStarted', 'DriverReady'],
  ...['InitializedBelowThresholdExecutors', 'RunningHealthy', 'RunningWithPartialCapacity'],
  ...['RunningWithBelowThresholdExecutors', 'DriverStartTimedOut', 'DriverReadyTimedOut', 'ExecutorsStartTimedOut'],
  ...['Succeeded', 'Failed', 'SchedulingFailure', 'DriverEvicted', 'ResourceReleased'],
  'TerminatedWithoutReleaseResources',
];
const CLUSTER_STATES = ['Submitted', 'RunningHealthy', 'SchedulingFailure', 'Failed', 'ResourceReleased'];

/** The kinds of the operator. */
export const APACHE_CRDS: readonly CrdSpec[] = [
  {
    ...GROUP,
    kind: 'SparkApplication',
    plural: 'sparkapplications',
    singular: 'sparkapplication',
    shortNames: ['sparkapp'],
    statusSubresource: true,
    columns: COLUMNS,
    fields: {
      spec: applicationSpec,
      status: statusOf(APPLICATION_STATES, {
        failureRestartCounter: long(),
        schedulingFailureRestartCounter: long(),
      }),
    },
  },
  {
    ...GROUP,
    kind: 'SparkCluster',
    plural: 'sparkclusters',
    singular: 'sparkcluster',
    shortNames: ['sparkcluster'],
    statusSubresource: true,
    columns: COLUMNS,
    fields: { spec: clusterSpec, status: statusOf(CLUSTER_STATES, {}) },
  },
];

/** The CustomResourceDefinitions. */
export class ApacheCustomResources extends Construct {
  public readonly definitions: KubeObject[];

  public constructor(scope: Construct, id: string) {
    super(scope, id);
    this.definitions = APACHE_CRDS.map((spec) => customResourceDefinition(this, spec.kind, spec, { ...LABELS }));
  }
}

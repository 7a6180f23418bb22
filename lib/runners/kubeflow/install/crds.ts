import { Construct } from 'constructs';
import { customResourceDefinition, Field, type CrdSpec } from '../../../kube/crd';
import type { KubeObject } from '../../../kube/object';
import { APPLICATION, DYNAMIC_ALLOCATION } from './crds-application';
import { POD_TEMPLATE, SERVICE } from '../../../kube/schemas/pod';
import { integer, long, nullable, shape } from '../../../kube/schemas/shape';

const TIME = nullable(Field.time());

const COMMON = {
  group: 'sparkoperator.k8s.io',
  statusSubresource: true,
  required: ['metadata', 'spec'],
  // The API server asks groups under k8s.io for the proposal that they were approved with.
  annotations: { 'api-approved.kubernetes.io': 'https://github.com/kubeflow/spark-operator/pull/1298' },
} as const;

const applicationStatus = shape(
  {
    text: 'sparkApplicationId submissionID',
    integer: 'executionAttempts submissionAttempts',
    map: 'executorState',
    required: 'driverInfo',
  },
  {
    applicationState: shape({ text: 'errorMessage state', required: 'state' }),
    driverInfo: shape({
      text: 'podName webUIAddress webUIIngressAddress webUIIngressName webUIServiceName',
      integer: 'webUIPort',
    }),
    lastSubmissionAttemptTime: TIME,
    terminationTime: TIME,
  },
);

const connectStatus = shape(
  { text: 'state' },
  {
    conditions: Field.list(
      shape(
        { text: 'message reason status type', long: 'observedGeneration', required: 'status type' },
        { lastTransitionTime: TIME },
      ),
    ),
    executors: Field.map(long()),
    lastUpdateTime: TIME,
    server: shape({ text: 'podIp podName serviceName' }),
    startTime: TIME,
  },
);

/** The kinds of the operator. One object of a kind that it cannot decode hides all others from it. */
export const KUBEFLOW_CRDS: readonly CrdSpec[] = [
  {
    ...COMMON,
    version: 'v1beta2',
    kind: 'SparkApplication',
    plural: 'sparkapplications',
    singular: 'sparkapplication',
    shortNames: ['sparkapp'],
    columns: {
      Suspend: ['.spec.suspend', 'boolean'],
      Status: ['.status.applicationState.state', 'string'],
      Attempts: ['.status.executionAttempts', 'string'],
      Start: ['.status.lastSubmissionAttemptTime', 'string'],
      Finish: ['.status.terminationTime', 'string'],
      Age: ['.metadata.creationTimestamp', 'date'],
    },
    fields: { metadata: { type: 'object' }, spec: APPLICATION, status: applicationStatus },
  },
  {
    ...COMMON,
    version: 'v1beta2',
    kind: 'ScheduledSparkApplication',
    plural: 'scheduledsparkapplications',
    singular: 'scheduledsparkapplication',
    shortNames: ['scheduledsparkapp'],
    columns: {
      Schedule: ['.spec.schedule', 'string'],
      TimeZone: ['.spec.timeZone', 'string'],
      Suspend: ['.spec.suspend', 'string'],
      'Last Run': ['.status.lastRun', 'date'],
      'Last Run Name': ['.status.lastRunName', 'string'],
      Age: ['.metadata.creationTimestamp', 'date'],
    },
    fields: {
      metadata: { type: 'object' },
      spec: shape(
        {
          text: 'concurrencyPolicy schedule timeZone',
          flag: 'suspend',
          integer: 'failedRunHistoryLimit successfulRunHistoryLimit',
          required: 'schedule template',
        },
        { template: APPLICATION },
      ),
      status: shape(
        { text: 'lastRunName reason scheduleState', texts: 'pastFailedRunNames pastSuccessfulRunNames' },
        { lastRun: TIME, nextRun: TIME },
      ),
    },
  },
  {
    ...COMMON,
    version: 'v1alpha1',
    kind: 'SparkConnect',
    plural: 'sparkconnects',
    singular: 'sparkconnect',
    shortNames: ['sparkconn'],
    columns: {
      Age: ['.metadata.creationTimestamp', 'date'],
      Status: ['.status.state', 'string'],
      PodName: ['.status.server.podName', 'string'],
    },
    fields: {
      metadata: { type: 'object' },
      spec: shape(
        { text: 'image sparkVersion', map: 'hadoopConf sparkConf', required: 'executor server sparkVersion' },
        {
          dynamicAllocation: DYNAMIC_ALLOCATION,
          executor: shape({ text: 'memory' }, { cores: integer(1), instances: integer(0), template: POD_TEMPLATE }),
          server: shape({ text: 'memory' }, { cores: integer(1), service: SERVICE, template: POD_TEMPLATE }),
        },
      ),
      status: connectStatus,
    },
  },
];

/** The CustomResourceDefinitions. Deleting one deletes every object of its kind. */
export class KubeflowCustomResources extends Construct {
  public readonly definitions: KubeObject[];

  public constructor(scope: Construct, id: string, labels: { readonly [key: string]: string }) {
    super(scope, id);
    this.definitions = KUBEFLOW_CRDS.map((crd) => customResourceDefinition(this, crd.kind, crd, labels));
  }
}

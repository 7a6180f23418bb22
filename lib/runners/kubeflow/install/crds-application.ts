import { Field, type Schema } from '../../../kube/crd';
import {
  CONTAINER,
  CONTAINER_SECURITY,
  ENV,
  ENV_FROM,
  LIFECYCLE,
  VOLUME_MOUNTS,
} from '../../../kube/schemas/container';
import { AFFINITY, DNS_CONFIG, HOST_ALIASES, POD_SECURITY, POD_TEMPLATE, TOLERATIONS } from '../../../kube/schemas/pod';
import { VOLUME } from '../../../kube/schemas/volume';
import { integer, long, shape } from '../../../kube/schemas/shape';

const { list } = Field;

const NAMED_CONTAINERS = list({ ...CONTAINER, required: ['name'] });

/** What driver and executor have in common. */
const role: { readonly [field: string]: Schema } = {
  cores: integer(1),
  template: POD_TEMPLATE,
  gpu: shape({ text: 'name', long: 'quantity', required: 'name quantity' }),
  configMaps: list(shape({ text: 'name path', required: 'name path' })),
  secrets: list(shape({ text: 'name path secretType', required: 'name path secretType' })),
  env: ENV,
  envFrom: ENV_FROM,
  envSecretKeyRefs: Field.map(shape({ text: 'key name', required: 'key name' })),
  volumeMounts: VOLUME_MOUNTS,
  affinity: AFFINITY,
  tolerations: TOLERATIONS,
  podSecurityContext: POD_SECURITY,
  securityContext: CONTAINER_SECURITY,
  sidecars: NAMED_CONTAINERS,
  initContainers: NAMED_CONTAINERS,
  dnsConfig: DNS_CONFIG,
  hostAliases: HOST_ALIASES,
  lifecycle: LIFECYCLE,
  ports: list(shape({ text: 'name protocol', integer: 'containerPort', required: 'containerPort name protocol' })),
};

const ROLE_TEXT =
  'coreLimit coreRequest image javaOptions memory memoryLimit memoryOverhead priorityClassName schedulerName ' +
  'serviceAccount';
const ROLE_FLAG = 'hostNetwork shareProcessNamespace';
const ROLE_LONG = 'terminationGracePeriodSeconds';
const ROLE_MAP = 'annotations envVars labels nodeSelector';

const driver = shape(
  {
    text: `${ROLE_TEXT} kubernetesMaster podName`,
    flag: ROLE_FLAG,
    long: ROLE_LONG,
    map: `${ROLE_MAP} serviceAnnotations serviceLabels`,
  },
  role,
);

const executor = shape(
  { text: ROLE_TEXT, flag: `${ROLE_FLAG} deleteOnTermination`, long: ROLE_LONG, map: ROLE_MAP },
  { ...role, instances: integer(1) },
);

/** Executors that come and go. */
export const DYNAMIC_ALLOCATION = shape({
  flag: 'enabled shuffleTrackingEnabled',
  integer: 'initialExecutors maxExecutors minExecutors',
  long: 'shuffleTrackingTimeout',
});

const ingressTls = list(shape({ text: 'secretName', texts: 'hosts' }));

const monitoring = shape(
  {
    text: 'metricsProperties metricsPropertiesFile',
    flag: 'exposeDriverMetrics exposeExecutorMetrics',
    required: 'exposeDriverMetrics exposeExecutorMetrics',
  },
  {
    prometheus: shape(
      { text: 'configFile configuration jmxExporterJar portName', required: 'jmxExporterJar' },
      { port: integer(1024, 49151) },
    ),
  },
);

/** `spec` of a SparkApplication, and `spec.template` of a schedule. */
export const APPLICATION = shape(
  {
    text:
      'batchScheduler hadoopConfigMap image imagePullPolicy mainApplicationFile mainClass memoryOverheadFactor ' +
      'proxyUser sparkConfigMap sparkVersion',
    flag: 'suspend',
    integer: 'failureRetries',
    long: 'retryInterval timeToLiveSeconds',
    texts: 'arguments imagePullSecrets',
    map: 'hadoopConf nodeSelector sparkConf',
    required: 'driver executor mainApplicationFile sparkVersion type',
  },
  {
    type: Field.choice(['Java', 'Python', 'Scala', 'R']),
    mode: Field.choice(['cluster', 'client']),
    pythonVersion: Field.choice(['2', '3']),
    driver,
    executor,
    volumes: list(VOLUME),
    deps: shape({ texts: 'archives excludePackages files jars packages pyFiles repositories' }),
    restartPolicy: shape(
      {},
      {
        type: Field.choice(['Never', 'Always', 'OnFailure']),
        onFailureRetries: integer(0),
        onFailureRetryInterval: long(1),
        onSubmissionFailureRetries: integer(0),
        onSubmissionFailureRetryInterval: long(1),
      },
    ),
    batchSchedulerOptions: shape({ text: 'priorityClassName queue' }, { resources: Field.quantities() }),
    dynamicAllocation: DYNAMIC_ALLOCATION,
    monitoring,
    sparkUIOptions: shape(
      {
        text: 'servicePortName serviceType',
        integer: 'servicePort',
        map: 'ingressAnnotations serviceAnnotations serviceLabels',
      },
      { ingressTLS: ingressTls },
    ),
    driverIngressOptions: list(
      shape(
        {
          text: 'ingressURLFormat servicePortName serviceType',
          integer: 'servicePort',
          map: 'ingressAnnotations serviceAnnotations serviceLabels',
          required: 'servicePort servicePortName',
        },
        { ingressTLS: ingressTls },
      ),
    ),
  },
);

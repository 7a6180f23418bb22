import { Size, Yaml } from 'cdk8s';
import { mebibytes } from '../../core/quantities';
import type { Finding } from '../../core/rules';
import { tcp, TO_DNS, toApiServer, type NetworkPeer, type PolicyRow } from '../../kube/network-policy';
import { applicationFindings } from '../../spark/application-findings';
import { SparkApplication } from '../../spark/application';
import { SparkConf } from '../../spark/conf';
import { executorTemplate } from '../../spark/executor-pod';
import { instanceLabels, SparkLabel } from '../../spark/labels';
import {
  BLOCK_MANAGER_PORT,
  CONF_DIRECTORY,
  DRIVER_PORT,
  POD_TEMPLATE_DIRECTORY,
  POD_TEMPLATE_FILE,
} from '../../spark/paths';
import { propertiesFile } from '../../spark/properties';
import { ResolvedApplication } from '../../spark/resolved-application';
import { NO_FILE, serverProperties } from '../spark-server/driver-pod';
import { ownedFindings } from '../spark-server/findings';
import type { ProfileParts, ProfilePlace } from './profile-model';
import type { ClientModeProfileProps } from './profile-props';
import { PROFILE_RULES } from './rules';

/** Memory of a notebook that its driver's heap leaves to Python and to what Java keeps elsewhere. */
const HEAP_SHARE = 0.7;
export const DEFAULT_MEMORY = Size.gibibytes(2);

/**
 * A notebook that is the driver. Executors find it by the address of its pod, which lives as long as the driver does, so
 * that no Service has to be made for each user. Whoever else reaches those ports does not know the secret of the session.
 */
export function clientModeParts(props: ClientModeProfileProps, place: ProfilePlace): ProfileParts {
  const { account } = props;
  const jobName = `${place.hub}-${place.slug}`;
  const app = applicationOf(props, jobName);
  const { 'spark.kubernetes.driver.service.deleteOnTermination': _, ...properties } = serverProperties(app);
  const executors: NetworkPeer = { podLabels: { ...instanceLabels(jobName), [SparkLabel.ROLE]: 'executor' } };
  const notebooks: NetworkPeer = { podLabels: place.notebooks };
  return {
    env: {
      SPARK_CONF_DIR: CONF_DIRECTORY,
      // What only the pod knows. The rest is in spark-defaults.conf.
      PYSPARK_SUBMIT_ARGS: `--conf spark.driver.host=$(POD_IP) --conf spark.kubernetes.driver.pod.name=$(POD_NAME) pyspark-shell`,
      ...app.driver.env,
    },
    fieldEnv: { POD_IP: 'status.podIP', POD_NAME: 'metadata.name' },
    secretEnv: app.driver.secretEnv,
    files: [
      {
        key: 'spark-defaults.conf',
        path: `${CONF_DIRECTORY}/spark-defaults.conf`,
        content: propertiesFile({
          ...properties,
          'spark.submit.deployMode': 'client',
          'spark.kubernetes.namespace': place.namespace,
          // A second session would take ports that no policy knows.
          'spark.port.maxRetries': '0',
          'spark.authenticate': 'true',
        }),
      },
      ...Object.entries(app._confFiles).map(([key, content]) => ({ key, path: `${CONF_DIRECTORY}/${key}`, content })),
      {
        key: POD_TEMPLATE_FILE,
        path: `${POD_TEMPLATE_DIRECTORY}/${POD_TEMPLATE_FILE}`,
        content: Yaml.stringify(executorTemplate(app)),
      },
    ],
    serviceAccountName: account.serviceAccountName,
    ingress: [{ peers: [executors], ports: [tcp(DRIVER_PORT, BLOCK_MANAGER_PORT)] }],
    egress: [toApiServer(place.apiServer), { peers: [executors], ports: [tcp(BLOCK_MANAGER_PORT)] }],
    peers: [executorPolicy(props, executors, notebooks)],
    findings: findings(props, app, place),
  };
}

/** Executors talk to the notebook, to each other, and to what the profile opens. */
function executorPolicy({ egress = [] }: ClientModeProfileProps, executors: NetworkPeer, notebooks: NetworkPeer) {
  const blocks: PolicyRow = { peers: [executors], ports: [tcp(BLOCK_MANAGER_PORT)] };
  return {
    suffix: 'executors',
    pods: executors.podLabels ?? {},
    ingress: [{ peers: [executors, notebooks], ports: [tcp(BLOCK_MANAGER_PORT)] }],
    egress: [
      TO_DNS,
      { peers: [notebooks], ports: [tcp(DRIVER_PORT, BLOCK_MANAGER_PORT)] },
      blocks,
      ...egress.map((way) => ({ peers: [way], ports: [tcp(...way.ports)] })),
    ],
  };
}

function applicationOf(props: ClientModeProfileProps, jobName: string): ResolvedApplication {
  return new ResolvedApplication({
    jobName,
    appName: 'notebook',
    application: SparkApplication.python(`local:///${NO_FILE}`),
    image: props.sparkImage,
    serviceAccount: props.account,
    driver: { memory: props.driverMemory ?? Size.gibibytes(1) },
    executor: props.executor ?? {},
    conf: props.conf ?? new SparkConf(),
    features: props.features ?? [],
    priority: props.priority,
    writableRootFilesystem: false,
  });
}

const OWNERS = {
  'spark.authenticate': 'nothing: true, so that users of a hub cannot take over drivers of each other',
  'spark.port.maxRetries': 'nothing: 0, so that ports are those of the network policy',
};

function findings(props: ClientModeProfileProps, app: ResolvedApplication, place: ProfilePlace): Finding[] {
  const { account, memory = DEFAULT_MEMORY, driverMemory = Size.gibibytes(1) } = props;
  const room = mebibytes(memory) * HEAP_SHARE;
  return [
    ...(account.namespace === undefined || account.namespace === place.namespace
      ? []
      : [
          {
            rule: PROFILE_RULES.accountNamespace,
            at: 'account.namespace',
            value: account.namespace,
            because: `the hub is in ${place.namespace}`,
          },
        ]),
    ...(mebibytes(driverMemory) <= room
      ? []
      : [
          {
            rule: PROFILE_RULES.driverMemory,
            at: 'driverMemory',
            value: `${mebibytes(driverMemory)} MiB`,
            because: `at most ${Math.floor(room)} MiB of ${mebibytes(memory)} MiB`,
          },
        ]),
    ...ownedFindings(props.conf?.toMap() ?? {}, OWNERS),
    // There is no program: cells are.
    ...applicationFindings(app).filter(({ at }) => !at.startsWith('application.')),
  ];
}

import { k8s } from 'cdk8s-plus-27';
import { cpuQuantity, mebibyteQuantity, sizeQuantity, sparkSize } from '../../core/quantities';
import { restrictedContainer, restrictedPod } from '../../kube/hardening';
import { quantities } from '../../kube/quantities';
import { onNodes } from '../../scheduling/server-nodes';
import { CONF_DIRECTORY, LOCAL_DIRECTORY, WRITABLE_DIRECTORIES } from '../../spark/paths';
import type { INodePool } from '../../spark/placement';
import type { ServerPlace } from '../../kube/server-place';
import { pageProbes, portProbes } from '../spark-server/workload';
import { opensRest, RECOVERY_PATH, StandalonePort as Port } from './properties';
import type { StandaloneClusterProps } from './props';
import { sizesOf, WORKER_HEAP } from './sizes';

/** The file of properties of a daemon, in its ConfigMap. */
export const PROPERTIES = 'spark.properties';
/** Name of the claim of a master, and of its volume. */
export const RECOVERY_VOLUME = 'recovery';

const SPARK_CLASS = '/opt/spark/bin/spark-class';
const WORK_PATH = '/opt/spark/work';
const PID_FILE = '/tmp/worker.pid';
/** What the kubelet gives a pod beyond the time that the worker waits for its executors. */
const LAST_SECONDS = 10;

/** What a pod needs that is made elsewhere. */
export interface StandalonePodParts {
  readonly account: string;
  /** Name of the ConfigMap. */
  readonly config: string;
}

/** What differs between the two daemons. */
interface Daemon {
  readonly name: 'master' | 'worker';
  readonly script: string;
  readonly env: { readonly [name: string]: string };
  readonly ports: { readonly [name: string]: number };
  readonly uiPort: number;
  readonly cpu: number;
  readonly memoryMib: number;
  readonly limitMib: number;
  readonly volumes: readonly { readonly path: string; readonly volume: k8s.Volume }[];
  readonly nodes: INodePool | undefined;
  readonly graceSeconds?: number;
  readonly preStop?: string;
}

/**
 * The pod of a master. The kubelet writes the full name of a pod of a StatefulSet to its hosts file; under that name it is
 * reached again with another address, after a restart.
 */
export function masterPod(
  props: StandaloneClusterProps,
  place: ServerPlace,
  parts: StandalonePodParts,
): k8s.PodTemplateSpec {
  const { masterHeap, masterCores, masterMib, masterLimitMib } = sizesOf(props);
  const { claimName } = props.recovery?._filesystem ?? {};
  return pod(props, place, parts, {
    name: 'master',
    script:
      `set -- $(getent hosts "$HOSTNAME") && exec ${SPARK_CLASS} org.apache.spark.deploy.master.Master --host "\${2:?no name in /etc/hosts}"` +
      ` --port ${Port.MASTER} --webui-port ${Port.MASTER_UI} --properties-file ${CONF_DIRECTORY}/${PROPERTIES}`,
    env: { SPARK_DAEMON_MEMORY: sparkSize(masterHeap) },
    ports: { http: Port.MASTER_UI, spark: Port.MASTER, ...(opensRest(props) && { rest: Port.REST }) },
    uiPort: Port.MASTER_UI,
    cpu: masterCores,
    memoryMib: masterMib,
    limitMib: masterLimitMib,
    volumes:
      claimName === undefined
        ? []
        : [{ path: RECOVERY_PATH, volume: { name: RECOVERY_VOLUME, persistentVolumeClaim: { claimName } } }],
    nodes: props.masters?.nodes,
  });
}

/** The pod of a worker, with the executors in its only container. */
export function workerPod(
  masterUrl: string,
  props: StandaloneClusterProps,
  place: ServerPlace,
  parts: StandalonePodParts,
): k8s.PodTemplateSpec {
  const { workerCores, workerMemory, workerMib, graceSeconds } = sizesOf(props);
  const { localStorage, nodes } = props.workers ?? {};
  const sizeLimit = localStorage && k8s.Quantity.fromString(sizeQuantity(localStorage));
  return pod(props, place, parts, {
    name: 'worker',
    // spark-class becomes the JVM, so that the number of the shell is that of the worker.
    script:
      `echo "$BASHPID" > ${PID_FILE} && exec ${SPARK_CLASS} org.apache.spark.deploy.worker.Worker` +
      ` --port ${Port.WORKER} --webui-port ${Port.WORKER_UI} --cores ${workerCores} --memory ${sparkSize(workerMemory)}` +
      ` --work-dir ${WORK_PATH} --properties-file ${CONF_DIRECTORY}/${PROPERTIES} ${masterUrl}`,
    env: { SPARK_DAEMON_MEMORY: sparkSize(WORKER_HEAP), SPARK_LOCAL_DIRS: LOCAL_DIRECTORY },
    ports: { http: Port.WORKER_UI, spark: Port.WORKER },
    uiPort: Port.WORKER_UI,
    cpu: workerCores,
    memoryMib: workerMib,
    limitMib: workerMib,
    volumes: [
      { path: WORK_PATH, volume: { name: 'work', emptyDir: {} } },
      { path: LOCAL_DIRECTORY, volume: { name: 'local', emptyDir: { ...(sizeLimit && { sizeLimit }) } } },
    ],
    nodes,
    ...(graceSeconds > 0 && { graceSeconds: graceSeconds + LAST_SECONDS, preStop: leave(graceSeconds) }),
  });
}

/** Tells the worker to go, and waits for its executors and drivers. The brackets keep the search from finding itself. */
function leave(seconds: number): string {
  return (
    `kill -s PWR "$(cat ${PID_FILE})"; while [ "$SECONDS" -lt ${seconds} ] && ` +
    `grep -qs '[C]oarseGrainedExecutorBackend\\|[D]riverWrapper' /proc/[0-9]*/cmdline; do sleep 1; done`
  );
}

function pod(
  props: StandaloneClusterProps,
  { selector }: ServerPlace,
  { account, config }: StandalonePodParts,
  daemon: Daemon,
): k8s.PodTemplateSpec {
  const { image, priority } = props;
  return {
    metadata: { labels: { ...selector } },
    spec: {
      serviceAccountName: account,
      automountServiceAccountToken: false,
      // A Service called spark-master would put its own SPARK_MASTER_PORT into every pod.
      enableServiceLinks: false,
      ...(image.pullSecrets.length > 0 && { imagePullSecrets: image.pullSecrets.map((name) => ({ name })) }),
      ...(priority && { priorityClassName: priority.priorityClassName }),
      ...(daemon.graceSeconds !== undefined && { terminationGracePeriodSeconds: daemon.graceSeconds }),
      ...onNodes(daemon.nodes),
      topologySpreadConstraints: [spreadOf(selector)],
      securityContext: restrictedPod(image.uid),
      containers: [container(props, daemon)],
      volumes: [
        { name: 'conf', configMap: { name: config, defaultMode: 0o644 } },
        ...WRITABLE_DIRECTORIES.map((path) => ({ name: volumeName(path), emptyDir: {} })),
        ...daemon.volumes.map(({ volume }) => volume),
      ],
    },
  };
}

function container(props: StandaloneClusterProps, daemon: Daemon): k8s.Container {
  const { image, recovery, conf } = props;
  const keeps = daemon.name === 'master' && recovery?._filesystem !== undefined;
  const env = { HOME: '/tmp', SPARK_CONF_DIR: CONF_DIRECTORY, ...daemon.env };
  const mounts: k8s.VolumeMount[] = [
    { name: 'conf', mountPath: CONF_DIRECTORY, readOnly: true },
    ...WRITABLE_DIRECTORIES.map((mountPath) => ({ name: volumeName(mountPath), mountPath })),
    ...daemon.volumes.map(({ volume, path }) => ({ name: volume.name, mountPath: path })),
    ...(keeps && recovery._filesystem?.claimName === undefined
      ? [{ name: RECOVERY_VOLUME, mountPath: RECOVERY_PATH }]
      : []),
  ];
  return {
    name: daemon.name,
    image: image.reference,
    imagePullPolicy: image.pullPolicy,
    // Past the image's entrypoint, which gives a name to users that the image does not know.
    args: ['/bin/bash', '-c', daemon.script],
    env: Object.entries(env).map(([name, value]) => ({ name, value })),
    ports: Object.entries(daemon.ports).map(([name, containerPort]) => ({ name, containerPort, protocol: 'TCP' })),
    resources: {
      requests: quantities({ cpu: cpuQuantity(daemon.cpu), memory: mebibyteQuantity(daemon.memoryMib) }),
      limits: quantities({ memory: mebibyteQuantity(daemon.limitMib) }),
    },
    // With filters every page asks who is there, and the kubelet has no name.
    ...(conf?.get('spark.ui.filters') === undefined ? pageProbes(daemon.uiPort, '/') : portProbes(daemon.uiPort)),
    ...(daemon.preStop !== undefined && {
      lifecycle: { preStop: { exec: { command: ['/bin/bash', '-c', daemon.preStop] } } },
    }),
    securityContext: restrictedContainer({ readOnlyRootFilesystem: true }),
    volumeMounts: mounts,
  };
}

/** A wish, not a condition: a small cluster still gets its pods. */
function spreadOf(matchLabels: { readonly [key: string]: string }): k8s.TopologySpreadConstraint {
  return {
    maxSkew: 1,
    topologyKey: 'kubernetes.io/hostname',
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector: { matchLabels: { ...matchLabels } },
  };
}

/** `/opt/spark/work-dir` → `work-dir`. */
function volumeName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

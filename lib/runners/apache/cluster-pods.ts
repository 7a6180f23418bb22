import { Size } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { cpuQuantity, mebibyteQuantity, mebibytes, sparkSize } from '../../core/quantities';
import { restrictedContainer, restrictedPod } from '../../kube/hardening';
import { quantities } from '../../kube/quantities';
import { onNodes } from '../../scheduling/server-nodes';
import type { ApacheSparkClusterProps } from './cluster-props';

/** Label by which the operator finds the pods of a cluster. Its selectors lack it, and would mix two clusters. */
export const CLUSTER_LABEL = 'spark.operator/spark-cluster-name';

/** Ports of the servers. */
export const ClusterPort = { MASTER: 7077, MASTER_UI: 8080, WORKER_UI: 8081 } as const;

/** What a daemon needs outside of its heap. */
const DAEMON_EXTRA_MIB = 512;
const WORKER_HEAP = Size.mebibytes(512);
const LOCAL_DIRECTORY = '/var/data/spark-local';

/** What differs between the two servers. */
interface Server {
  /** Name of the container: the operator looks for it. */
  readonly name: 'master' | 'worker';
  readonly uiPort: number;
  readonly env: { readonly [name: string]: string };
  readonly cpu: number;
  readonly memoryMib: number;
  /** Directories that it writes to. */
  readonly writable: { readonly [volume: string]: string };
}

/** Sizes of a cluster, defaults filled in. */
export interface ClusterSizes {
  readonly min: number;
  readonly max: number;
  readonly cores: number;
  readonly memory: Size;
  readonly workerMib: number;
  readonly masterCpu: number;
  readonly masterMemory: Size;
}

export function sizesOf({ workers = {}, master = {} }: ApacheSparkClusterProps): ClusterSizes {
  const { min = 1, max = min, cores = 1, memory = Size.gibibytes(1) } = workers;
  const offered = mebibytes(memory);
  const overhead = workers.memoryOverhead
    ? mebibytes(workers.memoryOverhead)
    : mebibytes(WORKER_HEAP) + DAEMON_EXTRA_MIB + Math.ceil(offered / 10);
  return {
    min,
    max,
    cores,
    memory,
    workerMib: offered + overhead,
    masterCpu: master.cpu ?? 0.5,
    masterMemory: master.memory ?? Size.gibibytes(1),
  };
}

/** `masterSpec.statefulSetSpec`: what the operator does not decide itself. */
export function masterSet(name: string, props: ApacheSparkClusterProps): object {
  const { masterCpu, masterMemory } = sizesOf(props);
  return statefulSet(name, props, {
    name: 'master',
    uiPort: ClusterPort.MASTER_UI,
    env: {
      SPARK_MASTER_PORT: String(ClusterPort.MASTER),
      SPARK_MASTER_WEBUI_PORT: String(ClusterPort.MASTER_UI),
      SPARK_DAEMON_MEMORY: sparkSize(masterMemory),
    },
    cpu: masterCpu,
    memoryMib: mebibytes(masterMemory) + DAEMON_EXTRA_MIB,
    writable: { logs: '/opt/spark/logs', tmp: '/tmp' },
  });
}

/** `workerSpec.statefulSetSpec`: what the operator does not decide itself. */
export function workerSet(name: string, props: ApacheSparkClusterProps): object {
  const { cores, memory, workerMib } = sizesOf(props);
  return statefulSet(name, props, {
    name: 'worker',
    uiPort: ClusterPort.WORKER_UI,
    env: {
      // Otherwise a worker offers what its JVM sees of the node.
      SPARK_WORKER_CORES: String(cores),
      SPARK_WORKER_MEMORY: sparkSize(memory),
      SPARK_WORKER_WEBUI_PORT: String(ClusterPort.WORKER_UI),
      SPARK_DAEMON_MEMORY: sparkSize(WORKER_HEAP),
      SPARK_LOCAL_DIRS: LOCAL_DIRECTORY,
    },
    cpu: cores,
    memoryMib: workerMib,
    writable: { work: '/opt/spark/work', local: LOCAL_DIRECTORY, tmp: '/tmp' },
  });
}

function statefulSet(name: string, props: ApacheSparkClusterProps, server: Server): object {
  const { image, serviceAccountName, nodes } = props;
  const labels = { [CLUSTER_LABEL]: name };
  const { spec } = k8s.KubeStatefulSet.manifest({
    spec: {
      serviceName: `${name}-${server.name}-svc`,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          ...(serviceAccountName !== undefined && { serviceAccountName }),
          automountServiceAccountToken: false,
          // A Service called spark-master would put its own SPARK_MASTER_PORT into every pod.
          enableServiceLinks: false,
          ...(image.pullSecrets.length > 0 && {
            imagePullSecrets: image.pullSecrets.map((secret) => ({ name: secret })),
          }),
          ...onNodes(nodes),
          securityContext: restrictedPod(image.uid),
          containers: [container(props, server)],
          volumes: Object.keys(server.writable).map((volume) => ({ name: volume, emptyDir: {} })),
        },
      },
    },
  }) as { spec: object };
  return spec;
}

function container({ image }: ApacheSparkClusterProps, server: Server): k8s.Container {
  const memory = mebibyteQuantity(server.memoryMib);
  const httpGet = { path: '/', port: k8s.IntOrString.fromNumber(server.uiPort) };
  // In the foreground logs go to the console, and the end of the daemon is that of the container.
  const env = { SPARK_NO_DAEMONIZE: '1', ...server.env };
  return {
    name: server.name,
    imagePullPolicy: image.pullPolicy,
    env: Object.entries(env).map(([variable, value]) => ({ name: variable, value })),
    resources: {
      requests: quantities({ cpu: cpuQuantity(server.cpu), memory }),
      limits: quantities({ memory }),
    },
    startupProbe: { httpGet, failureThreshold: 12, periodSeconds: 10 },
    livenessProbe: { httpGet, periodSeconds: 10, failureThreshold: 3 },
    readinessProbe: { httpGet, periodSeconds: 10 },
    securityContext: restrictedContainer({ readOnlyRootFilesystem: true }),
    volumeMounts: Object.entries(server.writable).map(([volume, mountPath]) => ({ name: volume, mountPath })),
  };
}

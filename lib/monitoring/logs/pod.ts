import { Size } from 'cdk8s';
import type { k8s } from 'cdk8s-plus-27';
import { mebibytes } from '../../core/quantities';
import { hardenedPod, type ContainerSpec, type PodSpecification, type VolumeSpec } from '../../kube/pod';
import { onNodes } from '../../scheduling/server-nodes';
import { VERSIONS } from '../../versions';
import { NODE_VARIABLE } from './configuration';
import { LogCollection, type LogCollectorProps } from './props';

/** Port of its metrics and its page. */
export const ALLOY_PORT = 12_345;
/** Name of the configuration file in its ConfigMap. */
export const CONFIG_FILE = 'config.alloy';

const UID = 473;
const CONFIG_DIRECTORY = '/etc/alloy';
const STORAGE_PATH = '/var/lib/alloy';
const POD_LOGS = '/var/log/pods';

/** What a pod of Alloy is made of, whatever it reads. */
export function alloyPod(props: LogCollectorProps, account: string, configMap: string): PodSpecification {
  const { imagePullSecrets, priority } = props;
  return {
    uid: UID,
    serviceAccountName: account,
    ...(imagePullSecrets && { imagePullSecrets }),
    ...(priority && { priorityClassName: priority.priorityClassName }),
    placement: onNodes(props.nodes),
    containers: [container(props)],
    volumes: [
      { name: 'config', source: { configMap: { name: configMap } }, mountPath: CONFIG_DIRECTORY },
      { name: 'storage', source: { emptyDir: {} }, mountPath: STORAGE_PATH },
      { name: 'tmp', source: { emptyDir: {} }, mountPath: '/tmp' },
    ],
  };
}

/** The pod on each node. It tolerates every taint: nodes of Spark have one, and their logs matter most. */
export function nodePod(props: LogCollectorProps, account: string, configMap: string, name: string): k8s.PodSpec {
  const plain = alloyPod(props, account, configMap);
  const everywhere = props.nodes === undefined ? { placement: { tolerations: [{ operator: 'Exists' }] } } : {};
  if (props.collection !== LogCollection.HOST_FILES) return hardenedPod({ ...plain, ...everywhere });
  const volumes: VolumeSpec[] = [
    ...(plain.volumes ?? []).filter((volume) => volume.name !== 'storage'),
    { name: 'logs', source: { hostPath: { path: POD_LOGS } }, mountPath: POD_LOGS },
    {
      // Where it stopped is known after a restart only if it is kept on the node.
      name: 'storage',
      source: { hostPath: { path: `${STORAGE_PATH}-${name}`, type: 'DirectoryOrCreate' } },
      mountPath: STORAGE_PATH,
      readOnly: false,
    },
  ];
  return readsAnyFile(hardenedPod({ ...plain, ...everywhere, volumes }));
}

/** The exception: files of containers belong to root, and Pod Security `restricted` admits neither root nor hostPath. */
function readsAnyFile(pod: k8s.PodSpec): k8s.PodSpec {
  return {
    ...pod,
    securityContext: { seccompProfile: { type: 'RuntimeDefault' }, runAsUser: 0, runAsGroup: 0 },
    containers: pod.containers.map((one) => ({
      ...one,
      securityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'], add: ['DAC_READ_SEARCH'] },
      },
    })),
  };
}

function container(props: LogCollectorProps): ContainerSpec {
  const { image, cores = 0.1, memory = Size.mebibytes(128) } = props;
  const limit = props.memoryLimit ?? Size.mebibytes(Math.round(mebibytes(memory) * 2));
  return {
    name: 'alloy',
    image: image ?? VERSIONS.ALLOY.images.server,
    args: [
      'run',
      `${CONFIG_DIRECTORY}/${CONFIG_FILE}`,
      `--storage.path=${STORAGE_PATH}`,
      `--server.http.listen-addr=0.0.0.0:${ALLOY_PORT}`,
      '--stability.level=generally-available',
      '--disable-reporting',
    ],
    env: { GOMEMLIMIT: `${Math.floor(mebibytes(limit) * 0.9)}MiB` },
    fieldEnv: { [NODE_VARIABLE]: 'spec.nodeName' },
    ports: { http: ALLOY_PORT },
    // A component that is not well is no reason to restart all of them.
    probe: { path: '/-/ready', port: ALLOY_PORT, liveness: false },
    resources: { requests: { cpu: cores, memory }, limits: { memory: limit } },
  };
}

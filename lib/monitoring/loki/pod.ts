import { Size } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { hardenedPod } from '../../kube/pod';
import { onNodes } from '../../scheduling/server-nodes';
import { VERSIONS } from '../../versions';
import { LokiPort, memoryOf } from './configuration';
import type { LokiProps } from './props';
import { DATA_PATH, KEY_DIRECTORY } from './storage';

/** Volume with everything that outlives a pod. */
export const DATA_VOLUME = 'storage';
/** Name of the configuration file in its ConfigMap. */
export const CONFIG_FILE = 'config.yaml';

const CONFIG_DIRECTORY = '/etc/loki/config';
const UID = 10_001;
/** Reading the write-ahead log takes minutes after a crash. */
const START_SECONDS = 900;

/** Names that the pod refers to. */
export interface LokiPodNames {
  readonly account: string;
  readonly configMap: string;
  readonly selector: { readonly [key: string]: string };
}

/** A pod of Loki: all of it in one process. */
export function lokiPod(props: LokiProps, names: LokiPodNames): k8s.PodTemplateSpec {
  const { storage, replicas = 1, imagePullSecrets, priority, nodes } = props;
  const { secretEnv, podLabels, keyFile } = storage._store;
  const memory = memoryOf(props);
  const pod = hardenedPod({
    uid: UID,
    ...(imagePullSecrets && { imagePullSecrets }),
    ...(priority && { priorityClassName: priority.priorityClassName }),
    terminationGracePeriodSeconds: 60,
    placement: onNodes(nodes),
    containers: [
      {
        name: 'loki',
        image: props.image ?? VERSIONS.LOKI.images.server,
        args: [
          '-target=all',
          `-config.file=${CONFIG_DIRECTORY}/${CONFIG_FILE}`,
          // Credentials are in variables only.
          '-config.expand-env=true',
        ],
        env: {
          // The Go runtime collects garbage before the kernel kills.
          GOMEMLIMIT: `${Math.floor(memory.limits * 0.9)}MiB`,
          ...(keyFile && { GOOGLE_APPLICATION_CREDENTIALS: `${KEY_DIRECTORY}/${keyFile.key}` }),
        },
        ...(secretEnv && { secretEnv }),
        ports: { http: LokiPort.HTTP, grpc: LokiPort.GRPC, ...(replicas > 1 && { gossip: LokiPort.GOSSIP }) },
        resources: {
          requests: { cpu: props.cores ?? 0.5, memory: Size.mebibytes(Math.round(memory.requests)) },
          limits: { memory: Size.mebibytes(Math.round(memory.limits)) },
        },
      },
    ],
    volumes: [
      { name: 'config', source: { configMap: { name: names.configMap } }, mountPath: CONFIG_DIRECTORY },
      { name: 'tmp', source: { emptyDir: {} }, mountPath: '/tmp' },
      ...(keyFile
        ? [
            {
              name: 'credentials',
              source: { secret: { secretName: keyFile.secretName, items: [{ key: keyFile.key, path: keyFile.key }] } },
              mountPath: KEY_DIRECTORY,
            },
          ]
        : []),
    ],
  });
  return {
    metadata: { labels: { ...podLabels, ...names.selector } },
    spec: {
      ...pod,
      serviceAccountName: names.account,
      containers: pod.containers.map((container) => ({
        ...container,
        ...PROBES,
        volumeMounts: [...(container.volumeMounts ?? []), { name: DATA_VOLUME, mountPath: DATA_PATH }],
      })),
      ...(replicas > 1 && { topologySpreadConstraints: [spread(names.selector)] }),
    },
  };
}

const http = (path: string): k8s.HttpGetAction => ({ path, port: k8s.IntOrString.fromNumber(LokiPort.HTTP) });

/** `/ready` turns false while its neighbours are away, which a restart would only make worse. */
const PROBES: Pick<k8s.Container, 'startupProbe' | 'livenessProbe' | 'readinessProbe'> = {
  startupProbe: { httpGet: http('/ready'), failureThreshold: START_SECONDS / 10 },
  livenessProbe: { httpGet: http('/loki/api/v1/status/buildinfo'), timeoutSeconds: 5, failureThreshold: 6 },
  readinessProbe: { httpGet: http('/ready'), timeoutSeconds: 5 },
};

/** Copies on one node fall together. */
function spread(matchLabels: { readonly [key: string]: string }): k8s.TopologySpreadConstraint {
  return {
    maxSkew: 1,
    topologyKey: 'kubernetes.io/hostname',
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector: { matchLabels: { ...matchLabels } },
  };
}

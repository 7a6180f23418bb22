import { Chart, type Duration, Size } from 'cdk8s';
import type { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { Label } from '../../core/labels';
import { hardenedPod, type VolumeSpec } from '../../kube/pod';
import { instanceLabels } from '../../spark/labels';
import type { ILivyServer } from '../../spark/livy-server';
import type { SparkRun } from '../../spark/runner';
import { CLIENT_FILE, ClientExit } from './client-script';
import { CLIENT_LABEL, clientName } from './rights';

/** Name of the client's container; the exit codes of the Job's policy are its own. */
const CONTAINER = 'livy-client';
const DIRECTORY = '/opt/livy-batch';
export const BATCH_FILE = 'batch.json';
const CA_DIRECTORY = '/etc/livy-ca';
/** Livy answers to a deletion when the driver is gone. */
const GRACE_SECONDS = 120;

/** What the client's pod is made of. */
export interface ClientPod {
  readonly server: ILivyServer;
  readonly configMap: string;
  readonly image: string;
  readonly pollInterval: Duration;
  readonly patience: Duration;
}

/** The pod that posts the batch and follows it. */
export function clientPod(scope: Construct, run: SparkRun, client: ClientPod): k8s.PodTemplateSpec {
  const { image } = run.application;
  const { caConfigMapName } = client.server;
  const volumes: VolumeSpec[] = [
    { name: 'batch', source: { configMap: { name: client.configMap } }, mountPath: DIRECTORY },
    ...(caConfigMapName === undefined
      ? []
      : [{ name: 'ca', source: { configMap: { name: caConfigMapName } }, mountPath: CA_DIRECTORY }]),
  ];
  const pod = hardenedPod({
    uid: image.uid,
    serviceAccountName: clientName(run),
    restartPolicy: 'Never',
    imagePullSecrets: image.pullSecrets,
    terminationGracePeriodSeconds: GRACE_SECONDS,
    containers: [
      {
        name: CONTAINER,
        image: client.image,
        command: ['python3', '-B', `${DIRECTORY}/${CLIENT_FILE}`],
        env: settings(run, client),
        fieldEnv: {
          JOB_NAMESPACE: 'metadata.namespace',
          JOB_NAME: "metadata.labels['batch.kubernetes.io/job-name']",
          JOB_UID: "metadata.labels['batch.kubernetes.io/controller-uid']",
        },
        resources: {
          requests: { cpu: 0.01, memory: Size.mebibytes(64) },
          limits: { cpu: 0.5, memory: Size.mebibytes(128) },
        },
      },
    ],
    volumes,
  });
  const labels = {
    ...Chart.of(scope).labels,
    ...instanceLabels(run.name),
    [Label.COMPONENT]: CONTAINER,
    [CLIENT_LABEL]: run.name,
  };
  const containers = pod.containers.map((one) => withSecrets(one, client));
  return { metadata: { labels }, spec: { ...pod, enableServiceLinks: false, containers } };
}

function settings(run: SparkRun, { server, pollInterval, patience }: ClientPod): { [name: string]: string } {
  return {
    LIVY_URL: server.livyUrl,
    LIVY_POLL_SECONDS: String(pollInterval.toSeconds({ integral: false })),
    LIVY_PATIENCE_SECONDS: String(patience.toSeconds({ integral: false })),
    LIVY_RETRIES: String(run.retries),
    LIVY_BATCH_FILE: `${DIRECTORY}/${BATCH_FILE}`,
    ...(server.caConfigMapName !== undefined && { LIVY_CA_FILE: `${CA_DIRECTORY}/ca.crt` }),
    ...(server.username !== undefined && { LIVY_USERNAME: server.username }),
  };
}

function withSecrets(container: k8s.Container, { server }: ClientPod): k8s.Container {
  const env = Object.entries({ LIVY_PASSWORD: server.password, LIVY_TOKEN: server.token }).flatMap(([name, source]) =>
    source === undefined ? [] : [{ name, valueFrom: { secretKeyRef: { name: source.secretName, key: source.key } } }],
  );
  return { ...container, env: [...(container.env ?? []), ...env] };
}

/** The Job's own policy, and what the client says by its exit codes. */
export function withExitCodes(spec: k8s.JobSpec): k8s.JobSpec {
  // The API server takes one condition of the two, the type insists on the other.
  const on = (action: string, code: number): k8s.PodFailurePolicyRule =>
    ({
      action,
      onExitCodes: { containerName: CONTAINER, operator: 'In', values: [code] },
    }) as Partial<k8s.PodFailurePolicyRule> as k8s.PodFailurePolicyRule;
  const rules = [
    ...(spec.podFailurePolicy?.rules ?? []),
    on('FailJob', ClientExit.FINAL),
    on('Ignore', ClientExit.HANDED_OVER),
  ];
  return { ...spec, podFailurePolicy: { rules } };
}

import { k8s } from 'cdk8s-plus-27';
import type { SecretSource } from '../core/secrets';
import { restrictedContainer, restrictedPod } from './hardening';
import { quantities } from './quantities';
import { amountQuantities, amountsOf, type ComputeResources } from './resources';

/** A volume of a pod and where each container sees it. */
export interface VolumeSpec {
  readonly name: string;
  /** `{ emptyDir: {} }`, `{ secret: … }`, `{ configMap: … }`. */
  readonly source: Omit<k8s.Volume, 'name'>;
  readonly mountPath: string;
  /** @default - read-only unless it is an emptyDir */
  readonly readOnly?: boolean;
  /** Containers that mount it. @default - all of them */
  readonly containers?: readonly string[];
}

/** An HTTP check that the kubelet makes. */
export interface ProbeSpec {
  readonly path: string;
  readonly port: number;
  /** @default HTTP */
  readonly scheme?: 'HTTP' | 'HTTPS';
  /** Seconds that a slow start may take before liveness is asked. @default 60 */
  readonly startSeconds?: number;
  /** Whether a failing check restarts the container, too. @default true */
  readonly liveness?: boolean;
  /** A port that must be open before the pod is ready, for servers that are healthy before they serve. @default - the check decides */
  readonly readyPort?: number;
}

/** What a container needs and may use. */
export interface ResourcesSpec {
  readonly requests: ComputeResources;
  readonly limits: ComputeResources;
}

/** A container of a server of ours. */
export interface ContainerSpec {
  readonly name: string;
  readonly image: string;
  /** @default - the image's own */
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: { readonly [name: string]: string };
  /** Variables from keys of Secrets. */
  readonly secretEnv?: { readonly [name: string]: SecretSource };
  /** Variables from fields of the pod, such as `metadata.namespace`. */
  readonly fieldEnv?: { readonly [name: string]: string };
  /** Ports by name. */
  readonly ports?: { readonly [name: string]: number };
  /** @default - none */
  readonly probe?: ProbeSpec;
  readonly resources: ResourcesSpec;
  /** @default true */
  readonly readOnlyRootFilesystem?: boolean;
}

/** A pod that Pod Security `restricted` admits. */
export interface PodSpecification {
  readonly uid: number;
  /** An account whose token the pod gets. @default - none, and no token */
  readonly serviceAccountName?: string;
  readonly containers: readonly ContainerSpec[];
  readonly volumes?: readonly VolumeSpec[];
  readonly priorityClassName?: string;
  readonly restartPolicy?: 'Always' | 'OnFailure' | 'Never';
  /** Nodes that the pods are sent to. @default - any node */
  readonly placement?: Pick<k8s.PodSpec, 'affinity' | 'tolerations' | 'nodeSelector'>;
  readonly imagePullSecrets?: readonly string[];
  readonly terminationGracePeriodSeconds?: number;
}

const PROBE_PERIOD = 10;

/** The pod as Kubernetes takes it. */
export function hardenedPod(spec: PodSpecification): k8s.PodSpec {
  const { volumes = [], imagePullSecrets = [] } = spec;
  return {
    ...(spec.serviceAccountName !== undefined && { serviceAccountName: spec.serviceAccountName }),
    automountServiceAccountToken: spec.serviceAccountName !== undefined,
    ...(spec.priorityClassName !== undefined && { priorityClassName: spec.priorityClassName }),
    ...(spec.restartPolicy !== undefined && { restartPolicy: spec.restartPolicy }),
    ...(spec.terminationGracePeriodSeconds !== undefined && {
      terminationGracePeriodSeconds: spec.terminationGracePeriodSeconds,
    }),
    ...(imagePullSecrets.length > 0 && { imagePullSecrets: imagePullSecrets.map((name) => ({ name })) }),
    ...spec.placement,
    securityContext: restrictedPod(spec.uid),
    containers: spec.containers.map((container) => containerOf(container, volumes)),
    ...(volumes.length > 0 && { volumes: volumes.map(({ name, source }) => ({ name, ...source })) }),
  };
}

function containerOf(spec: ContainerSpec, volumes: readonly VolumeSpec[]): k8s.Container {
  const { command, args, ports = {}, probe, resources } = spec;
  const mounts = volumes.filter(({ containers }) => containers?.includes(spec.name) ?? true);
  const env = [
    ...Object.entries(spec.env ?? {}).map(([name, value]) => ({ name, value })),
    ...Object.entries(spec.secretEnv ?? {}).map(([name, { secretName, key }]) => ({
      name,
      valueFrom: { secretKeyRef: { name: secretName, key } },
    })),
    ...Object.entries(spec.fieldEnv ?? {}).map(([name, fieldPath]) => ({
      name,
      valueFrom: { fieldRef: { fieldPath } },
    })),
  ];
  return {
    name: spec.name,
    image: spec.image,
    imagePullPolicy: 'IfNotPresent',
    ...(command && { command: [...command] }),
    ...(args && { args: [...args] }),
    ...(env.length > 0 && { env }),
    ...(Object.keys(ports).length > 0 && {
      ports: Object.entries(ports).map(([name, containerPort]) => ({ name, containerPort })),
    }),
    ...(probe && probes(probe)),
    resources: {
      requests: quantities(amountQuantities(amountsOf(resources.requests))),
      limits: quantities(amountQuantities(amountsOf(resources.limits))),
    },
    securityContext: restrictedContainer({ readOnlyRootFilesystem: spec.readOnlyRootFilesystem ?? true }),
    ...(mounts.length > 0 && { volumeMounts: mounts.map(mountOf) }),
  };
}

function mountOf({ name, source, mountPath, readOnly }: VolumeSpec): k8s.VolumeMount {
  return { name, mountPath, ...((readOnly ?? source.emptyDir === undefined) && { readOnly: true }) };
}

/** A slow start is the start-up check's business, so that liveness can be impatient afterwards. */
function probes(spec: ProbeSpec): Pick<k8s.Container, 'startupProbe' | 'livenessProbe' | 'readinessProbe'> {
  const httpGet = {
    path: spec.path,
    port: k8s.IntOrString.fromNumber(spec.port),
    ...(spec.scheme === 'HTTPS' && { scheme: 'HTTPS' }),
  };
  const readinessProbe =
    spec.readyPort === undefined ? { httpGet } : { tcpSocket: { port: k8s.IntOrString.fromNumber(spec.readyPort) } };
  if (spec.liveness === false) return { readinessProbe };
  const failureThreshold = Math.max(1, Math.ceil((spec.startSeconds ?? 60) / PROBE_PERIOD));
  return { startupProbe: { httpGet, failureThreshold }, livenessProbe: { httpGet }, readinessProbe };
}

import type { Finding } from '../../core/rules';
import { KUBEFLOW_RULES } from './rules';

/** Fields of a pod's spec and what they hold. One that the operator cannot decode hides every other application from it. */
const SHAPES: { readonly [field: string]: Shape } = {
  activeDeadlineSeconds: 'integer',
  affinity: 'object',
  automountServiceAccountToken: 'boolean',
  containers: 'array',
  dnsConfig: 'object',
  dnsPolicy: 'string',
  enableServiceLinks: 'boolean',
  ephemeralContainers: 'array',
  hostAliases: 'array',
  hostIPC: 'boolean',
  hostNetwork: 'boolean',
  hostPID: 'boolean',
  hostUsers: 'boolean',
  hostname: 'string',
  imagePullSecrets: 'array',
  initContainers: 'array',
  nodeName: 'string',
  nodeSelector: 'object',
  os: 'object',
  overhead: 'object',
  preemptionPolicy: 'string',
  priority: 'integer',
  priorityClassName: 'string',
  readinessGates: 'array',
  resourceClaims: 'array',
  resources: 'object',
  restartPolicy: 'string',
  runtimeClassName: 'string',
  schedulerName: 'string',
  schedulingGates: 'array',
  securityContext: 'object',
  serviceAccount: 'string',
  serviceAccountName: 'string',
  setHostnameAsFQDN: 'boolean',
  shareProcessNamespace: 'boolean',
  subdomain: 'string',
  terminationGracePeriodSeconds: 'integer',
  tolerations: 'array',
  topologySpreadConstraints: 'array',
  volumes: 'array',
};

/** The same for a container. */
const CONTAINER_SHAPES: { readonly [field: string]: Shape } = {
  args: 'array',
  command: 'array',
  env: 'array',
  envFrom: 'array',
  image: 'string',
  imagePullPolicy: 'string',
  lifecycle: 'object',
  livenessProbe: 'object',
  name: 'string',
  ports: 'array',
  readinessProbe: 'object',
  resizePolicy: 'array',
  resources: 'object',
  restartPolicy: 'string',
  securityContext: 'object',
  startupProbe: 'object',
  stdin: 'boolean',
  tty: 'boolean',
  volumeDevices: 'array',
  volumeMounts: 'array',
  workingDir: 'string',
};

type Shape = 'array' | 'object' | 'string' | 'boolean' | 'integer';

interface Fields {
  readonly [field: string]: unknown;
}

/** What overrides have made of a template, and of the pod that comes of it. */
export interface OverriddenPod {
  /** The prop: `driver.podOverrides`. */
  readonly at: string;
  /** Name of Spark's container. */
  readonly container: string;
  readonly template: unknown;
  /** The pod with the volumes that Spark adds. */
  readonly pod: () => unknown;
}

/** Findings for overrides that break a pod template. */
export function overrideFindings({ at, container, template, pod }: OverriddenPod): Finding[] {
  // Without Spark's container the template was overridden as a whole, which is a finding of its own.
  if (!hasContainer(specOf(template).containers, container)) return [];
  const broken = [...metadataFindings(at, template), ...specFindings(at, template)];
  return broken.length > 0 ? broken : volumeFindings(at, specOf(pod()));
}

function hasContainer(containers: unknown, name: string): boolean {
  return Array.isArray(containers) && containers.some((one) => isShape(one, 'object') && (one as Fields).name === name);
}

function specOf(pod: unknown): Fields {
  return (pod as { spec?: Fields }).spec ?? {};
}

function metadataFindings(at: string, template: unknown): Finding[] {
  const { metadata = {} } = template as { metadata?: unknown };
  return [
    ...misshapen(at, '/metadata', { '': metadata }, { '': 'object' }),
    ...Object.entries({ ...(metadata as { labels?: Fields; annotations?: Fields }) })
      .filter(([field]) => field === 'labels' || field === 'annotations')
      .flatMap(([field, map]) => {
        const strings = isShape(map, 'object') && Object.values(map).every((value) => isShape(value, 'string'));
        return strings ? [] : [mistake(at, `/metadata/${field}`, map, 'it holds texts')];
      }),
  ];
}

function specFindings(at: string, template: unknown): Finding[] {
  const spec = specOf(template);
  const wrong = misshapen(at, '/spec', spec, SHAPES);
  if (wrong.length > 0) return wrong;
  return ['containers', 'initContainers', 'volumes'].flatMap((list) =>
    ((spec[list] ?? []) as readonly unknown[]).flatMap((member, index) => {
      const path = `/spec/${list}/${index}`;
      if (!isShape(member, 'object')) return [mistake(at, path, member, 'it is an object')];
      return misshapen(at, path, member as Fields, list === 'volumes' ? { name: 'string' } : CONTAINER_SHAPES);
    }),
  );
}

function misshapen(at: string, path: string, fields: Fields, shapes: { readonly [field: string]: Shape }): Finding[] {
  return Object.entries(fields).flatMap(([field, value]) => {
    const shape = shapes[field];
    if (shape === undefined || value === undefined || isShape(value, shape)) return [];
    return [mistake(at, field === '' ? path : `${path}/${field}`, value, `it is of type ${shape}`)];
  });
}

function mistake(at: string, path: string, value: unknown, because: string): Finding {
  return { rule: KUBEFLOW_RULES.templateShape, at: `${at}["${path}"]`, value, because };
}

function isShape(value: unknown, shape: Shape): boolean {
  if (shape === 'array') return Array.isArray(value);
  if (shape === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  return shape === 'integer' ? Number.isInteger(value) : typeof value === shape;
}

interface Mount {
  readonly name?: string;
  readonly mountPath?: string;
}

function volumeFindings(at: string, { volumes = [], containers = [], initContainers = [] }: Fields): Finding[] {
  const names = (volumes as readonly Mount[]).map(({ name }) => name ?? '');
  const all = [...(containers as readonly Fields[]), ...(initContainers as readonly Fields[])];
  const finding = (value: string, because: string): Finding => ({
    rule: KUBEFLOW_RULES.templateVolume,
    at,
    value,
    because,
  });
  return [
    ...twice(names).map((name) => finding(name, 'two volumes have this name')),
    ...all.flatMap(({ name, volumeMounts = [] }) => {
      const mounts = volumeMounts as readonly Mount[];
      const where = `container ${String(name)}`;
      return [
        ...mounts.flatMap((mount) =>
          names.includes(mount.name ?? '')
            ? []
            : [finding(mount.name ?? '', `${where} mounts it, and no volume has this name`)],
        ),
        ...twice(mounts.map(({ mountPath }) => mountPath ?? '')).map((path) =>
          finding(path, `${where} has two mounts there`),
        ),
      ];
    }),
  ];
}

function twice(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}

import { below, breach, dig, list, record, text, type Json } from './json';
import { containersOf, templatesOf, type ContainerView, type PodView } from './pods';
import type { IPolicy, PolicyBreach } from './policy';
import { POLICY_RULES } from './rules';

const ENFORCE = 'pod-security.kubernetes.io/enforce';
const SECCOMP = ['RuntimeDefault', 'Localhost'];
const VOLUMES = [
  ...['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'image'],
  ...['persistentVolumeClaim', 'projected', 'secret'],
];
const SYSCTLS = [
  ...['kernel.shm_rmid_forced', 'net.ipv4.ip_local_port_range', 'net.ipv4.ip_local_reserved_ports'],
  ...['net.ipv4.ip_unprivileged_port_start', 'net.ipv4.ping_group_range', 'net.ipv4.tcp_fin_timeout'],
  ...['net.ipv4.tcp_keepalive_intvl', 'net.ipv4.tcp_keepalive_probes', 'net.ipv4.tcp_keepalive_time'],
  ...['net.ipv4.tcp_rmem', 'net.ipv4.tcp_syncookies', 'net.ipv4.tcp_wmem'],
];
const SELINUX_TYPES = ['', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t'];

/** A field that the level looks at: whether its value passes, and what to do if not. */
type Field = readonly [path: string, passes: (value: unknown) => boolean, fix: string];

const unset = (value: unknown): boolean => value === undefined || value === false;
const among =
  (...values: readonly unknown[]) =>
  (value: unknown): boolean =>
    value === undefined || values.includes(value);

/** Fields of the pod's and of each container's securityContext. */
const CONTEXT: readonly Field[] = [
  ['runAsUser', (value) => value !== 0, 'run as another user than root'],
  ['runAsNonRoot', (value) => value !== false, 'set it to true'],
  ['seccompProfile.type', among(...SECCOMP), 'use RuntimeDefault'],
  ['appArmorProfile.type', among(...SECCOMP), 'use RuntimeDefault, or leave it out'],
  ['seLinuxOptions.type', (value) => SELINUX_TYPES.includes(text(value)), 'leave it out'],
  ['seLinuxOptions.user', (value) => text(value) === '', 'leave it out'],
  ['seLinuxOptions.role', (value) => text(value) === '', 'leave it out'],
  ['windowsOptions.hostProcess', unset, 'leave it out'],
];
const POD: readonly Field[] = [
  ['hostNetwork', unset, 'leave it out'],
  ['hostPID', unset, 'leave it out'],
  ['hostIPC', unset, 'leave it out'],
  ...CONTEXT.map(([path, ...rest]): Field => [`securityContext.${path}`, ...rest]),
];
const CONTAINER: readonly Field[] = [
  ...CONTEXT.map(([path, ...rest]): Field => [`securityContext.${path}`, ...rest]),
  ['securityContext.privileged', unset, 'leave it out'],
  ['securityContext.allowPrivilegeEscalation', (value) => value === false, 'set it to false'],
  ['securityContext.procMount', among('Default'), 'leave it out'],
  ['securityContext.capabilities.drop', (value) => Array.isArray(value) && value.includes('ALL'), 'drop ALL'],
  [
    'securityContext.capabilities.add',
    (value) => (Array.isArray(value) ? value : []).every((name) => name === 'NET_BIND_SERVICE'),
    'add nothing but NET_BIND_SERVICE',
  ],
];

/**
 * What Pod Security admits at the level `restricted`. Pods that software makes by itself, such as executors, are judged
 * when they are made; therefore every namespace must enforce the level.
 *
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/
 */
export class RestrictedPods implements IPolicy {
  public readonly policyName: string = POLICY_RULES.restrictedPods.id;

  public check(manifest: { [key: string]: unknown }): PolicyBreach[] {
    const { apiVersion, kind } = manifest;
    if (apiVersion === 'v1' && kind === 'Namespace') return ofNamespace(manifest);
    return templatesOf(manifest).flatMap((pod) => [
      ...ofFields(below(pod.at, 'spec'), pod.spec, POD),
      ...ofVolumes(pod),
      ...ofSysctls(pod),
      ...containersOf(pod).flatMap((view) => ofContainer(pod, view)),
    ]);
  }
}

function ofNamespace(manifest: Json): PolicyBreach[] {
  const level = dig(manifest, 'metadata', 'labels', ENFORCE);
  if (level === 'restricted') return [];
  const because = 'pods that software makes by itself are judged by their namespace only';
  return [found(`metadata.labels["${ENFORCE}"]`, level, 'set the label to restricted', because)];
}

function ofFields(at: string, value: Json, fields: readonly Field[]): PolicyBreach[] {
  return fields.flatMap(([path, passes, fix]) => {
    const member = dig(value, ...path.split('.'));
    return passes(member) ? [] : [found(`${at}.${path}`, member, fix)];
  });
}

/** Two settings count on the pod or on each container; the others on each container alone. */
function ofContainer(pod: PodView, { at, container }: ContainerView): PolicyBreach[] {
  const inherited = (path: string, passes: (value: unknown) => boolean, fix: string): PolicyBreach[] => {
    const keys = ['securityContext', ...path.split('.')];
    if (dig(container, ...keys) !== undefined || passes(dig(pod.spec, ...keys))) return [];
    return [found(`${at}.${keys.join('.')}`, undefined, fix)];
  };
  return [
    ...ofFields(at, container, CONTAINER),
    ...inherited('runAsNonRoot', (value) => value !== undefined, 'set it to true here or on the pod'),
    ...inherited('seccompProfile.type', (value) => value !== undefined, 'use RuntimeDefault here or on the pod'),
    ...list(container.ports).flatMap(({ hostPort }, index) =>
      among(0)(hostPort) ? [] : [found(`${at}.ports[${index}].hostPort`, hostPort, 'leave it out')],
    ),
    ...ofHosts(at, container),
  ];
}

/** Checks of the kubelet must ask the pod, not a host of the author's choice. */
function ofHosts(at: string, container: Json): PolicyBreach[] {
  const handlers = [
    ...['livenessProbe', 'readinessProbe', 'startupProbe'],
    ...['lifecycle.postStart', 'lifecycle.preStop'],
  ];
  return handlers.flatMap((handler) =>
    ['httpGet', 'tcpSocket'].flatMap((action) => {
      const host = dig(container, ...handler.split('.'), action, 'host');
      return text(host) === '' ? [] : [found(`${at}.${handler}.${action}.host`, host, 'leave it out')];
    }),
  );
}

function ofVolumes(pod: PodView): PolicyBreach[] {
  return list(pod.spec.volumes).flatMap((volume, index) =>
    Object.keys(volume)
      .filter((source) => source !== 'name' && volume[source] !== undefined && !VOLUMES.includes(source))
      .map((source) => {
        const at = below(pod.at, `spec.volumes[${index}].${source}`);
        return found(at, record(volume[source]), 'use a claim, a ConfigMap, a Secret or an emptyDir');
      }),
  );
}

function ofSysctls(pod: PodView): PolicyBreach[] {
  return list(dig(pod.spec, 'securityContext', 'sysctls')).flatMap(({ name }, index) =>
    SYSCTLS.includes(text(name))
      ? []
      : [found(below(pod.at, `spec.securityContext.sysctls[${index}].name`), name, 'leave it out')],
  );
}

function found(at: string, value: unknown, fix: string, because?: string): PolicyBreach {
  const refused = 'a namespace that enforces the level refuses the pod';
  return breach(POLICY_RULES.restrictedPods, at, value, because ?? refused, fix);
}

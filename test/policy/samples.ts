/** JSON that tests take apart. */
export interface Json {
  [key: string]: unknown;
}

/** A pod that keeps every house rule. */
export function goodPod(): Json {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'x', namespace: 'etl', labels: { 'example.com/team': 'data' } },
    spec: {
      securityContext: { runAsNonRoot: true, runAsUser: 185, seccompProfile: { type: 'RuntimeDefault' } },
      initContainers: [goodContainer('fetch')],
      containers: [goodContainer('main')],
      volumes: [{ name: 'tmp', emptyDir: {} }],
    },
  };
}

export function goodContainer(name: string): Json {
  return {
    name,
    image: 'apache/spark:4.1.4',
    resources: { limits: { memory: '1Gi' }, requests: { cpu: '100m' } },
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
  };
}

/** The object with one field set, or removed by undefined; numbers in the path are places in lists. */
export function withField(manifest: Json, path: string, value: unknown): Json {
  const copy = JSON.parse(JSON.stringify(manifest)) as Json;
  const keys = path.match(/[^.[\]]+/g) ?? [];
  const last = keys.pop() ?? '';
  let node: Json = copy;
  for (const key of keys) node = (node[key] ??= {}) as Json;
  if (value === undefined) delete node[last];
  else node[last] = value;
  return copy;
}

const CONTAINER = 'spec.containers[0].securityContext';
const INIT = 'spec.initContainers[0].securityContext';

/** Changes that the level `restricted` refuses; a real API server gave the same verdicts. */
export const REFUSED: readonly [path: string, value: unknown, at?: string][] = [
  ['spec.hostNetwork', true],
  ['spec.hostPID', true],
  ['spec.hostIPC', true],
  ['spec.securityContext.runAsNonRoot', false],
  ['spec.securityContext.runAsNonRoot', undefined, `${CONTAINER}.runAsNonRoot`],
  ['spec.securityContext.runAsUser', 0],
  ['spec.securityContext.seccompProfile', undefined, `${CONTAINER}.seccompProfile.type`],
  ['spec.securityContext.seccompProfile.type', 'Unconfined'],
  ['spec.securityContext.appArmorProfile', { type: 'Unconfined' }, 'spec.securityContext.appArmorProfile.type'],
  ['spec.securityContext.seLinuxOptions', { type: 'spc_t' }, 'spec.securityContext.seLinuxOptions.type'],
  ['spec.securityContext.seLinuxOptions', { user: 'system_u' }, 'spec.securityContext.seLinuxOptions.user'],
  ['spec.securityContext.sysctls', [{ name: 'kernel.msgmax', value: '1' }], 'spec.securityContext.sysctls[0].name'],
  [`${CONTAINER}.privileged`, true],
  [`${CONTAINER}.allowPrivilegeEscalation`, undefined],
  [`${CONTAINER}.allowPrivilegeEscalation`, true],
  [`${CONTAINER}.capabilities`, undefined, `${CONTAINER}.capabilities.drop`],
  [`${CONTAINER}.capabilities.drop`, ['NET_RAW']],
  [`${CONTAINER}.capabilities.add`, ['SYS_PTRACE']],
  [`${CONTAINER}.runAsNonRoot`, false],
  [`${CONTAINER}.runAsUser`, 0],
  [`${CONTAINER}.procMount`, 'Unmasked'],
  [`${CONTAINER}.seccompProfile`, { type: 'Unconfined' }, `${CONTAINER}.seccompProfile.type`],
  [`${INIT}.allowPrivilegeEscalation`, true],
  [`${INIT}.runAsUser`, 0],
  ['spec.containers[0].ports', [{ containerPort: 80, hostPort: 80 }], 'spec.containers[0].ports[0].hostPort'],
  [
    'spec.containers[0].livenessProbe',
    { httpGet: { port: 80, host: '10.0.0.1' } },
    'spec.containers[0].livenessProbe.httpGet.host',
  ],
  [
    'spec.containers[0].lifecycle',
    { preStop: { tcpSocket: { port: 80, host: '10.0.0.1' } } },
    'spec.containers[0].lifecycle.preStop.tcpSocket.host',
  ],
  ['spec.volumes', [{ name: 'h', hostPath: { path: '/' } }], 'spec.volumes[0].hostPath'],
  ['spec.volumes', [{ name: 'n', nfs: { server: 'a', path: '/b' } }], 'spec.volumes[0].nfs'],
];

/** Changes that the level admits. */
export const ADMITTED: readonly [path: string, value: unknown][] = [
  [`${CONTAINER}.capabilities.add`, ['NET_BIND_SERVICE']],
  [`${CONTAINER}.seccompProfile`, { type: 'Localhost', localhostProfile: 'a' }],
  [`${CONTAINER}.privileged`, false],
  [`${CONTAINER}.procMount`, 'Default'],
  ['spec.securityContext.runAsUser', undefined],
  ['spec.securityContext.seLinuxOptions', { type: 'container_t' }],
  ['spec.securityContext.sysctls', [{ name: 'net.ipv4.tcp_syncookies', value: '1' }]],
  ['spec.hostNetwork', false],
  ['spec.containers[0].livenessProbe', { httpGet: { port: 80 } }],
  ['spec.volumes', [{ name: 'p', projected: { sources: [] } }]],
  ['spec.volumes', [{ name: 'i', image: { reference: 'a/b:c' } }]],
  ['spec.volumes', [{ name: 'c', persistentVolumeClaim: { claimName: 'c' } }]],
];

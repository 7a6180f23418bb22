import { Chart, Size, Testing } from 'cdk8s';
import { SparkTenant, type SparkTenantProps } from '../../lib/platform/tenant';
import { SparkServiceAccount } from '../../lib/spark/service-account';

interface Manifest {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels: { readonly [key: string]: string };
  };
  readonly spec?: unknown;
  readonly imagePullSecrets?: unknown;
}

function synth(props: SparkTenantProps = {}, id = 'team-a'): Manifest[] {
  const chart = Testing.chart();
  new SparkTenant(chart, id, props);
  return Testing.synth(chart) as Manifest[];
}

const find = (manifests: Manifest[], kind: string): Manifest | undefined => manifests.find((one) => one.kind === kind);
const problems = (props: SparkTenantProps): string[] => {
  const chart = Testing.chart();
  const tenant = new SparkTenant(chart, 'team-a', props);
  return tenant.node.findAll().flatMap((construct) => construct.node.validate());
};

test('a whole tenant', () => {
  const manifests = synth(
    {
      name: 'spark-jobs',
      labels: { team: 'data' },
      serviceAccountName: 'yippee-spark',
      imagePullSecrets: ['regcred'],
      persistentVolumeClaims: true,
      quota: {
        cpu: 200,
        memory: Size.gibibytes(800),
        pods: 400,
        storage: Size.tebibytes(2),
        persistentVolumeClaims: 100,
        devices: { 'nvidia.com/gpu': 8 },
      },
      limits: { defaultCpu: 0.25, defaultMemory: Size.gibibytes(1), maxMemory: Size.gibibytes(64) },
      network: {
        uiFrom: ['monitoring'],
        egress: [{ name: 'minio', namespace: 'minio', ports: [9000] }],
        apiServerCidrs: ['10.96.0.1/32', '192.168.0.10/32'],
      },
    },
    'etl',
  );
  expect(manifests).toMatchSnapshot();
});

test('the namespace comes first and the defaults need no props', () => {
  const manifests = synth();
  expect(manifests.map(({ kind, metadata }) => `${kind}/${metadata.name}`)).toEqual([
    'Namespace/team-a',
    'ServiceAccount/spark',
    'ServiceAccount/spark-executor',
    'Role/spark-driver',
    'RoleBinding/spark-driver',
    'LimitRange/spark',
    'NetworkPolicy/default-deny',
    'NetworkPolicy/spark-dns',
    'NetworkPolicy/spark-driver-api',
    'NetworkPolicy/spark-driver',
    'NetworkPolicy/spark-executor',
  ]);
});

test('every namespaced object names the tenant, whatever the namespace of the chart', () => {
  const chart = new Chart(Testing.app(), 'test', { namespace: 'elsewhere' });
  new SparkTenant(chart, 'team-a', { quota: { pods: 1 } });
  const [namespace, ...rest] = Testing.synth(chart) as Manifest[];
  expect(namespace?.metadata).not.toHaveProperty('namespace');
  expect(new Set(rest.map(({ metadata }) => metadata.namespace))).toEqual(new Set(['team-a']));
});

test('the namespace enforces, audits and warns about Pod Security restricted', () => {
  const labels = find(synth({ labels: { team: 'data' } }), 'Namespace')?.metadata.labels;
  expect(labels).toEqual({
    team: 'data',
    'app.kubernetes.io/managed-by': 'cdk8s-spark',
    'pod-security.kubernetes.io/enforce': 'restricted',
    'pod-security.kubernetes.io/enforce-version': 'latest',
    'pod-security.kubernetes.io/audit': 'restricted',
    'pod-security.kubernetes.io/audit-version': 'latest',
    'pod-security.kubernetes.io/warn': 'restricted',
    'pod-security.kubernetes.io/warn-version': 'latest',
  });
});

test('there is a quota only where one is asked for, and never on limits.cpu', () => {
  expect(find(synth(), 'ResourceQuota')).toBeUndefined();
  const quota = find(synth({ quota: { cpu: 1.5, memory: Size.mebibytes(1536) } }), 'ResourceQuota');
  expect(quota?.spec).toEqual({
    hard: { 'requests.cpu': '1500m', 'requests.memory': '1536Mi', 'limits.memory': '1536Mi' },
  });
});

test('silent pods get memory and a CPU request, and nobody gets a CPU limit', () => {
  expect(find(synth(), 'LimitRange')?.spec).toEqual({
    limits: [{ type: 'Container', default: { memory: '512Mi' }, defaultRequest: { cpu: '100m', memory: '512Mi' } }],
  });
  const limits = { defaultCpu: 2, maxMemory: Size.gibibytes(8) };
  expect(find(synth({ limits }), 'LimitRange')?.spec).toEqual({
    limits: [
      {
        type: 'Container',
        default: { memory: '512Mi' },
        defaultRequest: { cpu: '2', memory: '512Mi' },
        max: { memory: '8Gi' },
      },
    ],
  });
});

test('members refer to what was made', () => {
  const chart = Testing.chart();
  const tenant = new SparkTenant(chart, 'etl', { name: 'spark-jobs', quota: { pods: 1 } });
  expect(tenant.namespaceName).toBe('spark-jobs');
  expect(tenant.serviceAccount).toMatchObject({
    serviceAccountName: 'spark',
    executorServiceAccountName: 'spark-executor',
    namespace: 'spark-jobs',
  });
  expect(tenant.quota?.kind).toBe('ResourceQuota');
  expect(tenant.accounts.role.kind).toBe('Role');
  tenant.override('/metadata/annotations', { owner: 'data' });
  expect(tenant.namespace.toJson()).toMatchObject({ metadata: { annotations: { owner: 'data' } } });
});

test('what is in the namespace depends on it', () => {
  const tenant = new SparkTenant(Testing.chart(), 'etl', { quota: { pods: 1 } });
  for (const member of [tenant.accounts, tenant.quota, tenant.limitRange, tenant.networkPolicies]) {
    expect(member?.node.dependencies).toContain(tenant.namespace);
  }
});

test('fromName refers to a namespace that exists', () => {
  expect(SparkTenant.fromName('spark-jobs')).toEqual({
    namespaceName: 'spark-jobs',
    serviceAccount: { serviceAccountName: 'spark', namespace: 'spark-jobs' },
  });
  const account = SparkServiceAccount.fromName('yippee-spark', 'spark-jobs');
  expect(SparkTenant.fromName('spark-jobs', account).serviceAccount).toBe(account);
  expect(() => SparkTenant.fromName('Spark')).toThrow('names/dns-label: namespaceName = "Spark"');
});

test('a tenant without mistakes has no findings', () => {
  expect(problems({ quota: { cpu: 1, memory: Size.gibibytes(1) }, network: { uiFrom: ['monitoring'] } })).toEqual([]);
});

test.each<[string, SparkTenantProps]>([
  ['platform/reserved-namespace: name = "kube-system"', { name: 'kube-system' }],
  ['platform/reserved-namespace: name = "default"', { name: 'default' }],
  [
    'platform/pod-security-label: labels["pod-security.kubernetes.io/enforce"] = "privileged"',
    { labels: { 'pod-security.kubernetes.io/enforce': 'privileged' } },
  ],
  ['names/label-value: labels["team"]', { labels: { team: 'a b' } }],
  ['names/dns-label: name = "Spark"', { serviceAccountName: 'Spark' }],
  ['names/dns-label: imagePullSecrets[0]', { imagePullSecrets: ['Reg Cred'] }],
  ['platform/image-pull-secret-twice: imagePullSecrets[1] = "a"', { imagePullSecrets: ['a', 'a'] }],
  ['platform/quota-empty: quota = {}', { quota: {} }],
  ['platform/quota-cpu: quota.cpu = 0', { quota: { cpu: 0 } }],
  ['platform/quota-cpu: quota.cpu = NaN', { quota: { cpu: Number.NaN } }],
  ['platform/quota-size: quota.storage = "0Mi"', { quota: { storage: Size.gibibytes(0) } }],
  ['platform/quota-count: quota.pods = 1.5', { quota: { pods: 1.5 } }],
  ['platform/quota-count: quota.persistentVolumeClaims = -1', { quota: { persistentVolumeClaims: -1 } }],
  ['platform/quota-count: quota.devices["nvidia.com/gpu"] = 0.5', { quota: { devices: { 'nvidia.com/gpu': 0.5 } } }],
  ['platform/device-name: quota.devices = "gpu"', { quota: { devices: { gpu: 1 } } }],
  ['platform/limit-cpu: limits.defaultCpu = -1', { limits: { defaultCpu: -1 } }],
  ['platform/limit-size: limits.defaultMemory = "0.5Mi"', { limits: { defaultMemory: Size.kibibytes(512) } }],
  ['platform/limit-above-maximum: limits.defaultMemory = "512Mi"', { limits: { maxMemory: Size.mebibytes(256) } }],
  ['platform/limit-above-quota: limits.defaultMemory = "512Mi"', { quota: { memory: Size.mebibytes(511) } }],
  [
    'platform/limit-above-quota: limits.maxMemory = "2048Mi"',
    { quota: { memory: Size.gibibytes(1) }, limits: { maxMemory: Size.gibibytes(2) } },
  ],
  ['platform/opening-peer: network.egress[0]', { network: { egress: [{ name: 'a', ports: [1] }] } }],
])('reports %s', (text, props) => {
  const found = problems(props);
  expect(found).toEqual([expect.stringContaining(text)]);
  expect(found[0]).toMatch(/Fix: .+/);
});

test('a name that is none of a namespace is reported', () => {
  expect(problems({ name: 'Team A' })).toContainEqual(expect.stringContaining('names/dns-label: name = "Team A"'));
});

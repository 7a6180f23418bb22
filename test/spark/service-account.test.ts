import { Chart, Testing } from 'cdk8s';
import {
  SPARK_DRIVER_RULES,
  SparkServiceAccount,
  type SparkServiceAccountProps,
} from '../../lib/spark/service-account';

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly automountServiceAccountToken?: boolean;
  readonly imagePullSecrets?: unknown;
  readonly rules?: { readonly apiGroups: string[]; readonly resources: string[]; readonly verbs: string[] }[];
  readonly subjects?: unknown;
  readonly roleRef?: unknown;
}

function synth(props: SparkServiceAccountProps = {}): Manifest[] {
  const chart = Testing.chart();
  new SparkServiceAccount(chart, 'yippee-spark', { namespace: 'spark-jobs', ...props });
  return Testing.synth(chart) as Manifest[];
}

/** `resource` → verbs, over all rows of the Role. */
function rights(props: SparkServiceAccountProps = {}): { [resource: string]: string[] } {
  const role = synth(props).find(({ kind }) => kind === 'Role');
  const result: { [resource: string]: string[] } = {};
  for (const { apiGroups, resources, verbs } of role?.rules ?? []) {
    for (const resource of resources) (result[`${apiGroups.join()}/${resource}`] ??= []).push(...verbs);
  }
  return result;
}

function problems(build: (chart: Chart) => SparkServiceAccount, namespace?: string): string[] {
  const chart = new Chart(Testing.app(), 'test', namespace === undefined ? {} : { namespace });
  return build(chart).node.validate();
}

test('makes two accounts, a role and its binding, all in the namespace', () => {
  expect(synth().map(({ kind, metadata }) => [kind, metadata.name, metadata.namespace])).toEqual([
    ['ServiceAccount', 'yippee-spark', 'spark-jobs'],
    ['ServiceAccount', 'yippee-spark-executor', 'spark-jobs'],
    ['Role', 'yippee-spark-driver', 'spark-jobs'],
    ['RoleBinding', 'yippee-spark-driver', 'spark-jobs'],
  ]);
});

test('no account mounts its token by itself', () => {
  const accounts = synth().filter(({ kind }) => kind === 'ServiceAccount');
  expect(accounts.map((account) => account.automountServiceAccountToken)).toEqual([false, false]);
});

test('only the driver is bound', () => {
  const binding = synth().find(({ kind }) => kind === 'RoleBinding');
  expect(binding?.subjects).toEqual([{ kind: 'ServiceAccount', name: 'yippee-spark', namespace: 'spark-jobs' }]);
  expect(binding?.roleRef).toEqual({
    apiGroup: 'rbac.authorization.k8s.io',
    kind: 'Role',
    name: 'yippee-spark-driver',
  });
});

test('the driver gets exactly what it calls', () => {
  expect(rights()).toEqual({
    '/pods': ['get', 'list', 'watch', 'create', 'patch', 'delete', 'deletecollection'],
    '/configmaps': ['create', 'list', 'delete', 'deletecollection'],
    '/services': ['list', 'delete', 'deletecollection'],
    '/persistentvolumeclaims': ['list', 'delete', 'deletecollection'],
  });
});

test('claims on demand add get and create, and nothing else', () => {
  const granted = rights({ persistentVolumeClaims: true });
  expect(granted['/persistentvolumeclaims']?.sort()).toEqual(['create', 'delete', 'deletecollection', 'get', 'list']);
  expect({ ...granted, '/persistentvolumeclaims': [] }).toEqual({ ...rights(), '/persistentvolumeclaims': [] });
});

test.each([
  ['setAllocator', ['apps/deployments', 'apps/deployments/scale', 'apps/statefulsets', 'apps/statefulsets/scale']],
  ['executorResize', ['/pods/resize', 'metrics.k8s.io/pods']],
] as const)('%s adds its resources', (option, resources) => {
  const usual = Object.keys(rights());
  const added = Object.keys(rights({ [option]: true })).filter((resource) => !usual.includes(resource));
  expect(added.sort()).toEqual(resources);
});

test('no row has a wildcard, secrets, or a verb without a reason', () => {
  for (const { apiGroup, resource, verbs } of SPARK_DRIVER_RULES) {
    expect([apiGroup, resource, ...Object.keys(verbs)]).not.toContain('*');
    expect(resource).not.toBe('secrets');
    for (const reason of Object.values(verbs)) expect(reason.length).toBeGreaterThan(10);
  }
});

test('image pull secrets reach both accounts', () => {
  const accounts = synth({ imagePullSecrets: ['regcred'] }).filter(({ kind }) => kind === 'ServiceAccount');
  expect(accounts.map((account) => account.imagePullSecrets)).toEqual([[{ name: 'regcred' }], [{ name: 'regcred' }]]);
  expect(synth()[0]).not.toHaveProperty('imagePullSecrets');
});

test('the namespace of the chart is the default, also in the binding', () => {
  const chart = new Chart(Testing.app(), 'test', { namespace: 'team-a' });
  const account = new SparkServiceAccount(chart, 'spark');
  expect(account.namespace).toBe('team-a');
  const manifests = Testing.synth(chart) as Manifest[];
  expect(manifests.map(({ metadata }) => metadata.namespace)).toEqual(['team-a', 'team-a', 'team-a', 'team-a']);
  expect(manifests[3]?.subjects).toEqual([{ kind: 'ServiceAccount', name: 'spark', namespace: 'team-a' }]);
  expect(account.node.validate()).toEqual([]);
});

test.each([
  ['spark/account-namespace: namespace', {}, undefined],
  ['names/dns-label: name = "Spark"', { name: 'Spark' }, 'x'],
  ['names/too-long: name', { name: 'a'.repeat(245) }, 'x'],
  ['names/dns-label: imagePullSecrets[1]', { imagePullSecrets: ['ok', 'not ok'] }, 'x'],
])('reports %s', (text, props: SparkServiceAccountProps, namespace) => {
  const found = problems((chart) => new SparkServiceAccount(chart, 'spark', props), namespace);
  expect(found).toEqual([expect.stringContaining(text)]);
  expect(found[0]).toMatch(/Fix: .+/);
});

test('the longest name leaves room for the executors', () => {
  expect(problems((chart) => new SparkServiceAccount(chart, 'spark', { name: 'a'.repeat(244) }), 'x')).toEqual([]);
});

test('fromName refers to accounts that exist', () => {
  expect(SparkServiceAccount.fromName('yippee-spark')).toEqual({ serviceAccountName: 'yippee-spark' });
  expect(SparkServiceAccount.fromName('spark', 'team-a')).toEqual({ serviceAccountName: 'spark', namespace: 'team-a' });
  expect(() => SparkServiceAccount.fromName('Spark Account')).toThrow('names/dns-label: name = "Spark Account"');
});

test('override changes the driver account; members have their own', () => {
  const chart = Testing.chart();
  const account = new SparkServiceAccount(chart, 'spark', { namespace: 'x' });
  account.override('/metadata/annotations', { team: 'a' });
  account.role.override('/rules/-', { apiGroups: [''], resources: ['secrets'], verbs: ['get'] });
  const [driver, , role] = Testing.synth(chart) as (Manifest & { metadata: { annotations?: unknown } })[];
  expect(driver?.metadata.annotations).toEqual({ team: 'a' });
  expect(role?.rules?.at(-1)?.resources).toEqual(['secrets']);
});

import {
  CONTROLLER_RIGHTS,
  FEATURE_RIGHTS,
  leaseRights,
  POD_GROUP_DEFINITION_RIGHTS,
  secretRights,
  USER_RIGHTS,
  webhookConfigurationRights,
  WEBHOOK_RIGHTS,
} from '../../../lib/runners/kubeflow/install/rights';
import { KubeflowCertificates } from '../../../lib/runners/kubeflow/install/certificates';
import { at, type Manifest } from '../../cluster/manifest';
import { home, installed, kinds, one, type Props } from './installed';

interface Rule {
  readonly apiGroups: string[];
  readonly resources: string[];
  readonly resourceNames?: string[];
  readonly verbs: string[];
}

const CONTROLLER = 'spark-operator-controller';
const WEBHOOK = 'spark-operator-webhook';

const rulesOf = (role: Manifest): Rule[] => at<Rule[]>(role, 'rules') ?? [];
const inEtl = (name: string, props: Props = {}): Rule[] => rulesOf(one(installed(props), 'Role', name, 'etl'));

/** Verbs on a resource, however many rules give them. */
function verbs(rules: readonly Rule[], group: string, resource: string): string[] {
  const fitting = rules.filter(({ apiGroups, resources }) => apiGroups.includes(group) && resources.includes(resource));
  return [...new Set(fitting.flatMap((rule) => rule.verbs))].sort();
}

test('every right has its reason', () => {
  const tables = [
    CONTROLLER_RIGHTS,
    WEBHOOK_RIGHTS,
    POD_GROUP_DEFINITION_RIGHTS,
    leaseRights('a'),
    secretRights('a', true),
  ];
  const more = [webhookConfigurationRights('a'), ...Object.values(FEATURE_RIGHTS), ...Object.values(USER_RIGHTS)];
  for (const { because } of [...tables, ...more].flat()) expect(because).toMatch(/\w{3,}/);
});

test('the controller has rights in the namespaces of jobs and nowhere else', () => {
  const manifests = installed({ jobNamespaces: [home('etl'), home('reports')] });
  const roles = kinds(manifests, 'Role', 'ClusterRole').filter(({ metadata }) => metadata.name === CONTROLLER);
  expect(roles.map(({ kind, metadata }) => `${kind} ${metadata.namespace}`)).toEqual(['Role etl', 'Role reports']);
  const binding = one(manifests, 'RoleBinding', CONTROLLER, 'reports');
  expect(binding.subjects).toEqual([{ kind: 'ServiceAccount', name: CONTROLLER, namespace: 'spark-operator' }]);
});

test('what it may do there without any feature', () => {
  const rules = inEtl(CONTROLLER, { sparkConnect: false });
  const table = rules.flatMap(({ resources, verbs: may }) => resources.map((name) => `${name}: ${may.join(' ')}`));
  expect(table).toEqual([
    'pods: list watch create delete',
    'services: list watch create update patch delete',
    'configmaps: list watch create patch',
    'events: create patch',
    'sparkapplications: list watch create delete',
    'scheduledsparkapplications: list watch',
    'sparkconnects: list watch',
    'sparkapplications/status: update',
    'scheduledsparkapplications/status: update',
  ]);
});

test.each<[string, Props, string, string, string[]]>([
  ['PodGroups', { batchScheduler: true }, 'scheduling.volcano.sh', 'podgroups', ['create', 'delete', 'get', 'update']],
  [
    'Ingresses',
    { uiIngress: { urlFormat: '{{$appName}}.example.com' } },
    'networking.k8s.io',
    'ingresses',
    ['create', 'delete', 'list', 'update', 'watch'],
  ],
  ['finalizers', { ownerPermissions: true }, 'sparkoperator.k8s.io', 'sparkconnects/finalizers', ['update']],
])('%s only with the feature that uses them', (_name, props, group, resource, wanted) => {
  expect(verbs(inEtl(CONTROLLER), group, resource)).toEqual([]);
  expect(verbs(inEtl(CONTROLLER, props), group, resource)).toEqual(wanted);
});

test('Ingresses of single applications can be allowed or forbidden by themselves', () => {
  expect(verbs(inEtl(CONTROLLER, { driverIngresses: true }), 'networking.k8s.io', 'ingresses')).toHaveLength(5);
  const uiIngress = { urlFormat: '{{$appName}}.example.com' };
  expect(verbs(inEtl(CONTROLLER, { uiIngress, driverIngresses: false }), 'networking.k8s.io', 'ingresses')).toEqual([]);
});

test('Connect servers are written only where they are run', () => {
  expect(verbs(inEtl(CONTROLLER), '', 'pods')).toContain('update');
  expect(verbs(inEtl(CONTROLLER), 'sparkoperator.k8s.io', 'sparkconnects/status')).toEqual(['update']);
  expect(verbs(inEtl(CONTROLLER, { sparkConnect: false }), '', 'pods')).not.toContain('update');
});

test('for Volcano it sees one definition of the cluster', () => {
  const role = one(installed({ batchScheduler: true }), 'ClusterRole', CONTROLLER);
  expect(rulesOf(role)).toEqual([
    {
      apiGroups: ['apiextensions.k8s.io'],
      resources: ['customresourcedefinitions'],
      resourceNames: ['podgroups.scheduling.volcano.sh'],
      verbs: ['get'],
    },
  ]);
});

test('the webhook sees and changes its own configurations alone', () => {
  for (const rule of rulesOf(one(installed(), 'ClusterRole', WEBHOOK))) expect(rule.resourceNames).toEqual([WEBHOOK]);
  expect(inEtl(WEBHOOK)).toEqual([
    { apiGroups: ['sparkoperator.k8s.io'], resources: ['sparkapplications'], verbs: ['list', 'watch'] },
  ]);
});

test('with cert-manager it has no right in the cluster, and makes no Secret', () => {
  const manifests = installed({ webhook: { certificates: KubeflowCertificates.certManager() } });
  expect(kinds(manifests, 'ClusterRole').map(({ metadata }) => metadata.name)).not.toContain(WEBHOOK);
  expect(verbs(rulesOf(one(manifests, 'Role', `${WEBHOOK}-own`)), '', 'secrets')).toEqual(['get']);
});

test('no role has a wildcard, and Secrets are seen by name alone', () => {
  for (const role of kinds(installed({ batchScheduler: true, ownerPermissions: true }), 'Role', 'ClusterRole')) {
    expect(JSON.stringify(role)).not.toContain('"*"');
    for (const rule of rulesOf(role).filter(({ resources }) => resources.includes('secrets'))) {
      if (!rule.verbs.every((verb) => verb === 'create')) expect(rule.resourceNames).toEqual([`${WEBHOOK}-certs`]);
    }
  }
});

test('for every namespace the same rights hold in the cluster', () => {
  const manifests = installed({ jobNamespaces: [], insecureEveryNamespace: true });
  expect(verbs(rulesOf(one(manifests, 'ClusterRole', CONTROLLER)), '', 'pods')).toContain('create');
  expect(kinds(manifests, 'Role').map(({ metadata }) => metadata.namespace)).toEqual([
    'spark-operator',
    'spark-operator',
  ]);
});

test('users get their rights through the roles of Kubernetes', () => {
  const manifests = installed();
  const role = (name: string): Manifest => one(manifests, 'ClusterRole', `spark-operator-${name}`);
  const label = 'rbac.authorization.k8s.io/aggregate-to-';
  expect(role('edit').metadata.labels).toMatchObject({ [`${label}edit`]: 'true' });
  expect(role('view').metadata.labels).toMatchObject({ [`${label}view`]: 'true' });
  for (const kind of ['sparkapplications', 'scheduledsparkapplications', 'sparkconnects']) {
    expect(verbs(rulesOf(role('view')), 'sparkoperator.k8s.io', kind)).toEqual(['get', 'list', 'watch']);
    expect(verbs(rulesOf(role('edit')), 'sparkoperator.k8s.io', kind)).toContain('create');
    expect(verbs(rulesOf(role('edit')), 'sparkoperator.k8s.io', `${kind}/status`)).toEqual([]);
  }
  expect(kinds(installed({ userRoles: false }), 'ClusterRole').map(({ metadata }) => metadata.name)).toEqual([WEBHOOK]);
});

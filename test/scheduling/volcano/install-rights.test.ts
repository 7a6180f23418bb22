import { VolcanoController, VolcanoCrds } from '../../../lib/scheduling/volcano/install/props';
import {
  CONTROLLER_RIGHTS,
  DEVICE_RIGHTS,
  EXTRA_RIGHTS,
  leaseRights,
  SCHEDULER_RIGHTS,
} from '../../../lib/scheduling/volcano/install/rights';
import { at } from '../../cluster/manifest';
import { installed, kinds, one } from './installed';

interface Rule {
  readonly apiGroups: string[];
  readonly resources: string[];
  readonly resourceNames?: string[];
  readonly verbs: string[];
}

function rulesOf(role: string, props: Parameters<typeof installed>[0] = {}): Rule[] {
  return at<Rule[]>(one(installed(props), 'ClusterRole', role), 'rules') ?? [];
}

/** Verbs on a resource, however many rules give them. */
function verbs(rules: readonly Rule[], group: string, resource: string): string[] {
  const fitting = rules.filter(({ apiGroups, resources }) => apiGroups.includes(group) && resources.includes(resource));
  return [...new Set(fitting.flatMap((rule) => rule.verbs))].sort();
}

test('a full installation: accounts, roles and bindings', () => {
  const rbac = ['ServiceAccount', 'Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding'];
  expect(kinds(installed(), ...rbac)).toMatchSnapshot();
});

test('every right has its reason', () => {
  const extra = Object.values(EXTRA_RIGHTS).flat();
  for (const { because } of [
    ...SCHEDULER_RIGHTS,
    ...CONTROLLER_RIGHTS,
    ...DEVICE_RIGHTS,
    ...extra,
    ...leaseRights('a'),
  ])
    expect(because).toMatch(/\w{3,}/);
});

test('no role has a wildcard, and none in the whole cluster sees a Secret', () => {
  const roles = kinds(installed(), 'ClusterRole', 'Role');
  expect(roles).toHaveLength(7);
  for (const role of roles) expect(JSON.stringify(role)).not.toContain('"*"');
  for (const role of kinds(installed(), 'ClusterRole')) expect(JSON.stringify(role)).not.toContain('secrets');
});

test('the scheduler neither makes definitions nor keeps ConfigMaps, nor changes nodes', () => {
  const rules = rulesOf('volcano-scheduler');
  expect(verbs(rules, 'apiextensions.k8s.io', 'customresourcedefinitions')).toEqual([]);
  expect(verbs(rules, '', 'configmaps')).toEqual([]);
  expect(verbs(rules, '', 'nodes')).toEqual(['get', 'list', 'watch']);
  expect(verbs(rules, '', 'pods')).toEqual(['delete', 'get', 'list', 'patch', 'watch']);
});

test('the controllers make no pods', () => {
  expect(verbs(rulesOf('volcano-controllers'), '', 'pods')).toEqual(['list', 'patch', 'watch']);
});

test("Volcano's own jobs need more, and get it with their controllers", () => {
  const extra = [VolcanoController.JOB];
  const rules = rulesOf('volcano-controllers', { controllers: { extra }, crds: VolcanoCrds.EXTERNAL });
  expect(verbs(rules, '', 'pods')).toEqual(['create', 'delete', 'get', 'list', 'patch', 'watch']);
  expect(verbs(rules, 'batch.volcano.sh', 'jobs')).toEqual(['get', 'list', 'update', 'watch']);
});

test('the admission server changes its own webhooks alone', () => {
  const rules = rulesOf('volcano-admission').filter(({ apiGroups }) => apiGroups[0] === 'admissionregistration.k8s.io');
  expect(rules).toEqual([
    expect.objectContaining({
      resources: ['mutatingwebhookconfigurations'],
      resourceNames: ['volcano-admission-service-queues-mutate'],
      verbs: ['get', 'update'],
    }),
    expect.objectContaining({
      resources: ['validatingwebhookconfigurations'],
      resourceNames: ['volcano-admission-service-queues-validate', 'volcano-admission-service-podgroups-validate'],
      verbs: ['get', 'update'],
    }),
  ]);
});

test('the certificate job reads one Secret', () => {
  expect(one(installed(), 'Role', 'volcano-admission-init').rules).toEqual([
    { apiGroups: [''], resources: ['secrets'], resourceNames: ['volcano-admission-secret'], verbs: ['get'] },
    { apiGroups: [''], resources: ['secrets'], verbs: ['create'] },
  ]);
});

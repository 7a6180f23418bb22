import { Testing } from 'cdk8s';
import { AccountRights, serviceAccount, type RbacRule } from '../../lib/kube/rbac';
import { SparkTesting } from '../../lib/testing';

const RULES: readonly RbacRule[] = [
  { apiGroups: [''], resources: ['pods'], verbs: ['list'], because: 'looks' },
  { apiGroups: ['batch'], resources: ['jobs'], resourceNames: ['one'], verbs: ['get'], because: 'knows' },
];
const account = { name: 'server', namespace: 'home' };
const subjects = [{ kind: 'ServiceAccount', ...account }];

test('a table without a namespace holds in the whole cluster; reasons stay here', () => {
  const chart = Testing.chart();
  new AccountRights(chart, 'rights', { name: 'server', account, rules: RULES, labels: { a: 'b' } });
  expect(SparkTesting.find(chart, 'ClusterRole').rules).toEqual([
    { apiGroups: [''], resources: ['pods'], verbs: ['list'] },
    { apiGroups: ['batch'], resources: ['jobs'], resourceNames: ['one'], verbs: ['get'] },
  ]);
  const binding = SparkTesting.find(chart, 'ClusterRoleBinding');
  expect(binding).toMatchObject({ subjects, roleRef: { kind: 'ClusterRole', name: 'server' } });
  expect(binding.metadata).toEqual({
    name: 'server',
    labels: { a: 'b', 'app.kubernetes.io/managed-by': 'cdk8s-spark' },
  });
});

test('a table with a namespace holds there, for an account that may live elsewhere', () => {
  const chart = Testing.chart();
  new AccountRights(chart, 'rights', { name: 'server', namespace: 'there', account, rules: RULES });
  expect(SparkTesting.find(chart, 'Role').metadata.namespace).toBe('there');
  expect(SparkTesting.find(chart, 'RoleBinding')).toMatchObject({
    metadata: { namespace: 'there' },
    roleRef: { kind: 'Role' },
    subjects,
  });
});

test('an account does not mount its token by itself', () => {
  const chart = Testing.chart();
  serviceAccount(chart, 'account', account);
  expect(SparkTesting.find(chart, 'ServiceAccount')).toMatchObject({
    metadata: account,
    automountServiceAccountToken: false,
  });
});

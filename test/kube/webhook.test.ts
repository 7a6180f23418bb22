import { Testing } from 'cdk8s';
import { restrictedNamespace } from '../../lib/kube/namespace';
import { namespacesExcept, webhookConfiguration, type WebhookSpec } from '../../lib/kube/webhook';
import { SparkTesting, type Manifest } from '../../lib/testing';
import { at } from '../cluster/manifest';
import { schemaErrors } from '../schema/validator';

const SPEC: WebhookSpec = {
  objectName: 'things',
  name: 'things.example.com',
  mutating: false,
  service: { name: 'server', namespace: 'home', path: '/things' },
  apiGroup: 'example.com',
  apiVersion: 'v1',
  resources: ['things'],
  operations: ['CREATE', 'UPDATE'],
  clusterScoped: false,
  failurePolicy: 'Ignore',
};

function make(more: Partial<WebhookSpec> = {}): Manifest {
  const chart = Testing.chart();
  webhookConfiguration(chart, 'webhook', { ...SPEC, ...more });
  const [manifest] = SparkTesting.manifests(chart);
  if (manifest === undefined) throw new Error('no object');
  expect(schemaErrors(manifest)).toEqual([]);
  return manifest;
}

test('one webhook on one Service, without an authority: its server fills that in', () => {
  const { kind, metadata, webhooks } = make();
  expect(kind).toBe('ValidatingWebhookConfiguration');
  expect(metadata).not.toHaveProperty('namespace');
  expect(webhooks).toEqual([
    {
      name: 'things.example.com',
      clientConfig: { service: { name: 'server', namespace: 'home', path: '/things', port: 443 } },
      rules: [
        {
          apiGroups: ['example.com'],
          apiVersions: ['v1'],
          resources: ['things'],
          operations: ['CREATE', 'UPDATE'],
          scope: 'Namespaced',
        },
      ],
      failurePolicy: 'Ignore',
      admissionReviewVersions: ['v1'],
      sideEffects: 'None',
      timeoutSeconds: 5,
    },
  ]);
});

test('a mutating one is of another kind', () => {
  expect(make({ mutating: true }).kind).toBe('MutatingWebhookConfiguration');
});

test('namespaces and conditions narrow it', () => {
  const manifest = make({ namespaces: namespacesExcept('home', 'kube-system'), conditions: { mine: 'true' } });
  expect(at(manifest, 'webhooks.0.namespaceSelector')).toEqual({
    matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: ['home', 'kube-system'] }],
  });
  expect(at(manifest, 'webhooks.0.matchConditions')).toEqual([{ name: 'mine', expression: 'true' }]);
});

test('a restricted namespace enforces, audits and warns', () => {
  const chart = Testing.chart();
  restrictedNamespace(chart, 'namespace', 'home', { 'pod-security.kubernetes.io/enforce': 'privileged' });
  expect(SparkTesting.find(chart, 'Namespace').metadata.labels).toMatchObject({
    'pod-security.kubernetes.io/enforce': 'restricted',
    'pod-security.kubernetes.io/audit': 'restricted',
    'pod-security.kubernetes.io/warn': 'restricted',
  });
});

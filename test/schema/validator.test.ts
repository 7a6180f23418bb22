import { schemaErrors } from './validator';

type Json = { [field: string]: unknown };

function pod(spec: Json = {}, container: Json = {}): Json {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'driver', labels: { 'spark-role': 'driver' }, annotations: { note: 'x' } },
    spec: {
      containers: [
        {
          name: 'spark',
          image: 'spark:1',
          ports: [{ containerPort: 4040, protocol: 'TCP' }],
          env: [{ name: 'IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } }],
          resources: { requests: { cpu: 1, memory: '1Gi' }, limits: { memory: '1Gi' } },
          livenessProbe: { httpGet: { path: '/', port: 'ui' } },
          ...container,
        },
      ],
      nodeSelector: { type: 'driver' },
      volumes: [{ name: 'scratch', emptyDir: {} }],
      ...spec,
    },
  };
}

function job(completionMode: string): Json {
  const template = { spec: { containers: [], restartPolicy: 'Never' } };
  return { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'a' }, spec: { completionMode, template } };
}

describe('accepts', () => {
  test.each<[string, Json]>([
    ['a pod', pod()],
    ['fields newer than Kubernetes 1.27', pod({ hostUsers: false }, { lifecycle: { stopSignal: 'SIGTERM' } })],
    ['a value of the enum', job('Indexed')],
    ['a config map', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { 'a/b~c': 'x' } }],
    [
      'a role',
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'Role',
        metadata: { name: 'a' },
        rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }],
      },
    ],
    [
      'a network policy',
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: { name: 'a' },
        spec: { podSelector: {}, policyTypes: ['Ingress'], ingress: [{ ports: [{ port: 80 }, { port: 'ui' }] }] },
      },
    ],
  ])('%s', (_name, document) => expect(schemaErrors(document)).toEqual([]));
});

describe('rejects', () => {
  test.each<[string, unknown, string]>([
    ['an unknown field at the top', { ...pod(), spek: {} }, '/spek: unknown field'],
    ['an unknown field in a list', pod({}, { imagee: 'x' }), '/spec/containers/0/imagee: unknown field'],
    ['an unknown field with content', pod({ restart: { policy: 'Never' } }), '/spec/restart: unknown field'],
    ['a wrong type', pod({ hostNetwork: 'yes' }), '/spec/hostNetwork: must be boolean'],
    [
      'a number among labels',
      { ...pod(), metadata: { name: 'a', labels: { a: 1 } } },
      '/metadata/labels/a: must be string',
    ],
    ['a missing field', pod({ containers: undefined }), '/spec: must have required property containers'],
    ['an object for a list', pod({ tolerations: { a: 1 } }), '/spec/tolerations: must be array'],
    ['a value outside the enum', job('Sorted'), '/spec/completionMode: must be equal to one of the allowed values'],
    ['a part of a kind', { apiVersion: 'batch/v1', kind: 'JobSpec' }, ': no Kubernetes schema for JobSpec of batch/v1'],
    ['an unknown kind', { apiVersion: 'v1', kind: 'Podd' }, ': no Kubernetes schema for Podd of v1'],
    [
      'an unknown version',
      { apiVersion: 'apps/v7', kind: 'Deployment' },
      ': no Kubernetes schema for Deployment of apps/v7',
    ],
    ['no kind at all', { apiVersion: 'v1' }, ': no Kubernetes schema for undefined of v1'],
  ])('%s', (_name, document, error) => expect(schemaErrors(document)).toEqual([error]));

  test('several breaches at once', () => {
    expect(schemaErrors(pod({ hostNetwork: 1, one: 1 }, { two: 2 }))).toEqual([
      '/spec/hostNetwork: must be boolean',
      '/spec/containers/0/two: unknown field',
      '/spec/one: unknown field',
    ]);
  });
});

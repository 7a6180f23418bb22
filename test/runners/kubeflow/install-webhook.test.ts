import { KubeflowCertificates } from '../../../lib/runners/kubeflow/install/certificates';
import { KubeflowWebhookFailure } from '../../../lib/runners/kubeflow/install/props';
import { at } from '../../cluster/manifest';
import { flag, home, installed, kinds, one, podOf, type Props } from './installed';

interface Webhook {
  readonly name: string;
  readonly clientConfig: { readonly caBundle?: string; readonly service: { readonly path: string } };
  readonly failurePolicy: string;
  readonly namespaceSelector: object;
  readonly objectSelector?: object;
}

const CONFIGURATIONS = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'];
const NAME = 'spark-operator-webhook';

function webhooks(props: Props = {}): Webhook[] {
  return kinds(installed(props), ...CONFIGURATIONS).flatMap((one) => at<Webhook[]>(one, 'webhooks') ?? []);
}

test('the configurations', () => {
  expect(
    webhooks().map(({ name, clientConfig, failurePolicy }) => [name, clientConfig.service.path, failurePolicy]),
  ).toEqual(
    [
      ['mutate--v1-pod', 'Ignore'],
      ['mutate-sparkoperator-k8s-io-v1beta2-sparkapplication', 'Fail'],
      ['mutate-sparkoperator-k8s-io-v1beta2-scheduledsparkapplication', 'Fail'],
      ['mutate-sparkoperator-k8s-io-v1alpha1-sparkconnect', 'Fail'],
      ['validate-sparkoperator-k8s-io-v1beta2-sparkapplication', 'Fail'],
      ['validate-sparkoperator-k8s-io-v1beta2-scheduledsparkapplication', 'Fail'],
      ['validate-sparkoperator-k8s-io-v1alpha1-sparkconnect', 'Fail'],
    ].map(([path = '', policy]) => [`${path}.sparkoperator.k8s.io`, `/${path}`, policy]),
  );
});

test('leave the authority to the server, which is told their name', () => {
  for (const { clientConfig } of webhooks()) expect(clientConfig).not.toHaveProperty('caBundle');
  const manifests = installed();
  for (const kind of CONFIGURATIONS) one(manifests, kind, NAME);
  expect(flag(manifests, 'webhook', 'mutating-webhook-name')).toBe(NAME);
  expect(flag(manifests, 'webhook', 'validating-webhook-name')).toBe(NAME);
});

test('look at the namespaces of jobs, and of their pods at those of applications', () => {
  const key = 'kubernetes.io/metadata.name';
  for (const webhook of webhooks({ jobNamespaces: [home('etl'), home('reports')] })) {
    expect(webhook.namespaceSelector).toEqual({
      matchExpressions: [{ key, operator: 'In', values: ['etl', 'reports'] }],
    });
    const isPods = webhook.name.startsWith('mutate--v1-pod');
    const matchLabels = { 'sparkoperator.k8s.io/launched-by-spark-operator': 'true' };
    expect(webhook.objectSelector).toEqual(isPods ? { matchLabels } : undefined);
  }
  const [every] = webhooks({ jobNamespaces: [], insecureEveryNamespace: true });
  expect(every?.namespaceSelector).toEqual({
    matchExpressions: [{ key, operator: 'NotIn', values: ['kube-system', 'spark-operator'] }],
  });
});

test('policies can be turned round', () => {
  const { FAIL, IGNORE } = KubeflowWebhookFailure;
  const policies = webhooks({ webhook: { failurePolicy: IGNORE, podFailurePolicy: FAIL } }).map(
    (one) => one.failurePolicy,
  );
  expect(policies).toEqual(['Fail', ...Array<string>(6).fill('Ignore')]);
});

test('the server: two pods, one Service that the certificate is for, one Secret', () => {
  const manifests = installed();
  expect(at(one(manifests, 'Deployment', NAME), 'spec.replicas')).toBe(2);
  one(manifests, 'PodDisruptionBudget', NAME);
  const ports = at<object[]>(one(manifests, 'Service', NAME), 'spec.ports');
  expect(ports).toContainEqual({ name: 'webhook', port: 443, targetPort: 9443 });
  expect({
    service: flag(manifests, 'webhook', 'webhook-svc-name'),
    namespace: flag(manifests, 'webhook', 'webhook-svc-namespace'),
    secret: flag(manifests, 'webhook', 'webhook-secret-name'),
    port: flag(manifests, 'webhook', 'webhook-port'),
  }).toEqual({ service: NAME, namespace: 'spark-operator', secret: `${NAME}-certs`, port: '9443' });
  const mounts = podOf(manifests, 'webhook').containers[0]?.volumeMounts;
  expect(mounts).toContainEqual({ name: 'serving-certs', mountPath: flag(manifests, 'webhook', 'webhook-cert-dir') });
});

test('cert-manager: an RSA key in PKCS1, which is all that the server reads, and its authority in both configurations', () => {
  const manifests = installed({ webhook: { certificates: KubeflowCertificates.certManager() } });
  expect(one(manifests, 'Certificate', NAME).spec).toMatchObject({
    secretName: `${NAME}-certs`,
    dnsNames: [`${NAME}.spark-operator.svc`, `${NAME}.spark-operator.svc.cluster.local`],
    privateKey: { algorithm: 'RSA', encoding: 'PKCS1' },
    issuerRef: { kind: 'Issuer', name: `${NAME}-ca` },
  });
  expect(flag(manifests, 'webhook', 'enable-cert-manager')).toBe('true');
  for (const kind of CONFIGURATIONS) {
    const annotation = one(manifests, kind, NAME).metadata.annotations?.['cert-manager.io/inject-ca-from'];
    expect(annotation).toBe(`spark-operator/${NAME}`);
  }
  const issued = installed({ webhook: { certificates: KubeflowCertificates.certManager('corporate') } });
  expect(at(one(issued, 'Certificate', NAME), 'spec.issuerRef')).toMatchObject({
    kind: 'ClusterIssuer',
    name: 'corporate',
  });
  expect(kinds(issued, 'Issuer')).toEqual([]);
});

test('switched off, nothing of it is left', () => {
  const manifests = installed({ webhook: { enabled: false } });
  expect(JSON.stringify(manifests)).not.toContain(NAME);
});

test('the network is closed but for DNS, the API server, health, the webhook, and metrics where they are asked for', () => {
  const policies = (props: Props): string[] =>
    kinds(installed(props), 'NetworkPolicy').map(({ metadata }) => metadata.name.replace('spark-operator-', ''));
  expect(policies({})).toEqual(['default-deny', 'egress', 'health', 'webhook']);
  expect(policies({ webhook: { enabled: false } })).toEqual(['default-deny', 'egress', 'health']);
  const controllerEgress = [{ cidr: '10.0.0.0/8', ports: [443] }];
  expect(policies({ network: { metricsFrom: ['monitoring'], controllerEgress } })).toEqual([
    ...['default-deny', 'egress', 'health', 'webhook', 'metrics', 'controller-egress'],
  ]);
  expect(policies({ network: { enabled: false } })).toEqual([]);
  const spec = one(installed(), 'NetworkPolicy', NAME).spec;
  expect(spec).toMatchObject({ ingress: [{ ports: [{ port: 9443, protocol: 'TCP' }] }] });
});

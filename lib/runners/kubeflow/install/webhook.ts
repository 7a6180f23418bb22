import { Size, type ApiObjectProps } from 'cdk8s';
import { Construct } from 'constructs';
import { KubeObject } from '../../../kube/object';
import { CertManagerCertificate, KubeflowCertificates } from './certificates';
import { KubeflowPort, labelsOf } from './names';
import { KubeflowWebhookFailure, type KubeflowWebhook } from './props';
import { leaseRights, secretRights, webhookConfigurationRights, WEBHOOK_RIGHTS } from './rights';
import { uniqueNamespaces } from '../../job-namespaces';
import { KubeflowServerPart, scratch, type KubeflowPlace } from './server';

const CERTIFICATES_DIR = '/etc/k8s-webhook-server/serving-certs';
const HTTPS = 443;

/** The kinds whose objects are checked, by version. */
const KINDS = [
  ['v1beta2', 'sparkapplication'],
  ['v1beta2', 'scheduledsparkapplication'],
  ['v1alpha1', 'sparkconnect'],
] as const;

/** The webhook: its server, its certificate, and the configurations by which the API server calls it. */
export class KubeflowWebhookPart extends Construct {
  public readonly server: KubeflowServerPart;
  /** The mutating and the validating configuration. */
  public readonly configurations: KubeObject[];

  public constructor(scope: Construct, id: string, place: KubeflowPlace, webhook: KubeflowWebhook) {
    super(scope, id);
    const { operator, namespace } = place;
    const name = `${operator}-webhook`;
    const certificates = webhook.certificates ?? KubeflowCertificates.selfSigned();
    const certificate = certificates._certManager
      ? new CertManagerCertificate(this, 'Certificate', {
          operator,
          namespace,
          service: name,
          secretName: secretName(place),
          clusterIssuer: certificates._clusterIssuer,
        })
      : undefined;
    this.server = serverPart(this, place, webhook, certificate === undefined);
    if (certificate) this.server.workload.node.addDependency(certificate);
    this.configurations = [true, false].map((mutating) =>
      webhookConfiguration(this, place, webhook, mutating, certificate?.reference),
    );
    // Before its server, a configuration would refuse what is applied along with it.
    for (const configuration of this.configurations) configuration.addDependency(this.server);
  }
}

function secretName({ operator }: KubeflowPlace): string {
  return `${operator}-webhook-certs`;
}

function serverPart(
  scope: Construct,
  place: KubeflowPlace,
  webhook: KubeflowWebhook,
  selfSigned: boolean,
): KubeflowServerPart {
  const { operator, namespace } = place;
  const name = `${operator}-webhook`;
  const { replicas, cpu, memory } = webhook;
  return new KubeflowServerPart(scope, 'Server', place, {
    part: 'webhook',
    server: {
      ...(replicas !== undefined && { replicas }),
      ...(cpu !== undefined && { cpu }),
      ...(memory && { memory }),
    },
    defaults: { replicas: 2, cpu: 0.1, memory: Size.mebibytes(256) },
    rules: WEBHOOK_RIGHTS,
    clusterRules: selfSigned ? webhookConfigurationRights(name) : [],
    ownRules: [
      ...secretRights(secretName(place), selfSigned),
      ...(place.leaderElection ? leaseRights(`${name}-lock`) : []),
    ],
    args: [
      `--webhook-secret-name=${secretName(place)}`,
      `--webhook-secret-namespace=${namespace}`,
      `--webhook-svc-name=${name}`,
      `--webhook-svc-namespace=${namespace}`,
      `--webhook-port=${KubeflowPort.WEBHOOK}`,
      `--webhook-cert-dir=${CERTIFICATES_DIR}`,
      `--mutating-webhook-name=${name}`,
      `--validating-webhook-name=${name}`,
      `--enable-cert-manager=${!selfSigned}`,
    ],
    volumes: [scratch('tmp', '/tmp', '64Mi'), scratch('serving-certs', CERTIFICATES_DIR, '16Mi')],
    ports: { webhook: { port: HTTPS, target: KubeflowPort.WEBHOOK } },
  });
}

/**
 * All webhooks of one sort in one object: the server is told one name and writes its authority into every webhook of that
 * object. Written without `caBundle`, so that no apply takes that out again.
 */
function webhookConfiguration(
  scope: Construct,
  place: KubeflowPlace,
  webhook: KubeflowWebhook,
  mutating: boolean,
  injectFrom: string | undefined,
): KubeObject {
  const { operator, namespace } = place;
  const verb = mutating ? 'mutate' : 'validate';
  const common = {
    namespaceSelector: { matchExpressions: [watched(place)] },
    admissionReviewVersions: ['v1'],
    sideEffects: 'None',
    timeoutSeconds: 10,
  };
  const make = (path: string, policy: KubeflowWebhookFailure, rule: object, more: object = {}): object => ({
    name: `${path}.sparkoperator.k8s.io`,
    clientConfig: { service: { name: `${operator}-webhook`, namespace, path: `/${path}`, port: HTTPS } },
    rules: [rule],
    failurePolicy: policy,
    ...more,
    ...common,
  });
  const pods = make(
    'mutate--v1-pod',
    webhook.podFailurePolicy ?? KubeflowWebhookFailure.IGNORE,
    { apiGroups: [''], apiVersions: ['v1'], resources: ['pods'], operations: ['CREATE'], scope: 'Namespaced' },
    { objectSelector: { matchLabels: { 'sparkoperator.k8s.io/launched-by-spark-operator': 'true' } } },
  );
  const kinds = KINDS.map(([version, kind]) =>
    make(`${verb}-sparkoperator-k8s-io-${version}-${kind}`, webhook.failurePolicy ?? KubeflowWebhookFailure.FAIL, {
      apiGroups: ['sparkoperator.k8s.io'],
      apiVersions: [version],
      resources: [`${kind}s`],
      operations: ['CREATE', 'UPDATE'],
      scope: 'Namespaced',
    }),
  );
  const manifest = {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: mutating ? 'MutatingWebhookConfiguration' : 'ValidatingWebhookConfiguration',
    metadata: {
      name: `${operator}-webhook`,
      labels: labelsOf(operator, 'webhook'),
      ...(injectFrom !== undefined && { annotations: { 'cert-manager.io/inject-ca-from': injectFrom } }),
    },
    webhooks: [...(mutating ? [pods] : []), ...kinds],
  };
  return new KubeObject(scope, mutating ? 'Mutating' : 'Validating', manifest satisfies ApiObjectProps);
}

/** The namespaces whose objects are looked at, by the label that the API server gives each. */
function watched({ namespace, jobNamespaces }: KubeflowPlace): object {
  const key = 'kubernetes.io/metadata.name';
  return jobNamespaces
    ? { key, operator: 'In', values: uniqueNamespaces(jobNamespaces).map(({ namespaceName }) => namespaceName) }
    : { key, operator: 'NotIn', values: ['kube-system', namespace] };
}

import { Chart, Duration, Size, type App } from 'cdk8s';
import { KubeflowCertificates } from '../../lib/runners/kubeflow/install/certificates';
import { KubeflowCrds, type KubeflowSparkOperatorProps } from '../../lib/runners/kubeflow/install/props';
import { KubeflowSparkOperator } from '../../lib/runners/kubeflow/operator';
import type { Mistake } from './mistake';

const ETL = { namespaceName: 'etl' };

const install = (
  name: string,
  props: Partial<KubeflowSparkOperatorProps>,
  rule: string,
  at: string,
  value: string,
  says?: string,
): Mistake => ({
  name: `operator: ${name}`,
  build: (app: App) => void new KubeflowSparkOperator(new Chart(app, 'c'), 'o', { jobNamespaces: [ETL], ...props }),
  rule: `kubeflow/${rule}`,
  at,
  value,
  path: 'c/o',
  ...(says !== undefined && { says }),
});

/** A second operator; what it shares with the first is found on it. */
const second = (
  name: string,
  props: Partial<KubeflowSparkOperatorProps>,
  rule: string,
  at: string,
  value: string,
  spreads = false,
): Mistake => ({
  name: `two operators: ${name}`,
  build: (app: App) => {
    const chart = new Chart(app, 'c');
    new KubeflowSparkOperator(chart, 'a', { jobNamespaces: [ETL] });
    const other = {
      name: 'b',
      namespace: 'b',
      jobNamespaces: [{ namespaceName: 'reports' }],
      crds: KubeflowCrds.EXTERNAL,
    };
    new KubeflowSparkOperator(chart, 'b', { ...other, ...props });
  },
  rule: `kubeflow/${rule}`,
  at,
  value,
  path: 'c/b',
  spreads,
});

const url = (urlFormat: string, says: string): Mistake =>
  install(
    `a UI at ${urlFormat}`,
    { uiIngress: { urlFormat } },
    'ui-url-format',
    'uiIngress.urlFormat',
    JSON.stringify(urlFormat),
    says,
  );

/** Installations of Kubeflow's Spark operator. */
export const KUBEFLOW_INSTALL_MISTAKES: readonly Mistake[] = [
  install('no namespace of jobs', { jobNamespaces: [] }, 'no-job-namespace', 'jobNamespaces', '[]'),
  install(
    'every namespace and a list',
    { insecureEveryNamespace: true },
    'every-namespace',
    'jobNamespaces',
    '["etl"]',
  ),
  install(
    'a namespace twice',
    { jobNamespaces: [ETL, { namespaceName: 'etl' }] },
    'job-namespace-twice',
    'jobNamespaces[1]',
    '"etl"',
  ),
  install(
    'jobs in kube-system',
    { jobNamespaces: [{ namespaceName: 'kube-system' }] },
    'job-namespace-system',
    'jobNamespaces[0]',
    '"kube-system"',
  ),
  install(
    'jobs beside the operator',
    { jobNamespaces: [{ namespaceName: 'spark-operator' }] },
    'job-namespace-system',
    'jobNamespaces[0]',
    '"spark-operator"',
  ),
  {
    ...install(
      'a namespace in capitals',
      { jobNamespaces: [{ namespaceName: 'ETL' }] },
      '',
      'jobNamespaces[0]',
      '"ETL"',
    ),
    rule: 'names/dns-label',
    spreads: true,
  },
  install('a home in kube-system', { namespace: 'kube-system' }, 'install-namespace', 'namespace', '"kube-system"'),
  install('a home in default', { namespace: 'default' }, 'install-namespace', 'namespace', '"default"'),
  {
    ...install('a name that starts with a digit', { name: '1spark' }, 'operator-name', 'name', '"1spark"'),
    spreads: true,
  },
  {
    ...install(
      'a name of 53 letters',
      { name: 'a'.repeat(53) },
      'operator-name',
      'name',
      `"${'a'.repeat(53)}"`,
      'at most 52',
    ),
    spreads: true,
  },
  install('no controller', { controller: { replicas: 0 } }, 'replicas', 'controller.replicas', '0'),
  install('half a webhook', { webhook: { replicas: 1.5 } }, 'replicas', 'webhook.replicas', '1.5'),
  install(
    'two controllers without a Lease',
    { leaderElection: false, controller: { replicas: 2 } },
    'standby',
    'controller.replicas',
    '2',
  ),
  install('no workers', { controller: { workers: 0 } }, 'workers', 'controller.workers', '0'),
  install('a thousand workers', { controller: { workers: 1000 } }, 'workers', 'controller.workers', '1000'),
  install('a webhook without cores', { webhook: { cpu: 0 } }, 'server-resources', 'webhook.cpu', '0'),
  install(
    'a controller of 64 MiB',
    { controller: { memory: Size.mebibytes(64) } },
    'server-resources',
    'controller.memory',
    '"64 MiB"',
  ),
  install(
    'a grace period of half a second',
    { controller: { driverPodCreationGracePeriod: Duration.millis(500) } },
    'grace-period',
    'controller.driverPodCreationGracePeriod',
    '"0.5 s"',
  ),
  install(
    'no executors tracked',
    { controller: { maxTrackedExecutors: 0 } },
    'tracked-executors',
    'controller.maxTrackedExecutors',
    '0',
  ),
  install(
    'replicas of a webhook that is off',
    { webhook: { enabled: false, replicas: 2 } },
    'webhook-off',
    'webhook.replicas',
    '2',
  ),
  install(
    'a certificate of a webhook that is off',
    { webhook: { enabled: false, certificates: KubeflowCertificates.selfSigned() } },
    'webhook-off',
    'webhook.certificates',
    '"certificates"',
  ),
  install(
    'partial restarts without the webhook',
    { webhook: { enabled: false }, featureGates: { partialRestart: true } },
    'partial-restart-needs-webhook',
    'featureGates.partialRestart',
    'true',
  ),
  {
    ...install(
      'an issuer that is no name',
      { webhook: { certificates: KubeflowCertificates.certManager('My Issuer') } },
      'certificate-issuer',
      'webhook.certificates',
      '"My Issuer"',
    ),
  },
  install(
    'an Ingress of a UI without Service',
    { uiService: false, uiIngress: { urlFormat: '{{$appName}}.example.com' } },
    'ui-needs-service',
    'uiService',
    'false',
  ),
  url('https://{{$appName}}.example.com', 'scheme'),
  url('spark.example.com', 'all applications would have one URL'),
  url('{{$name}}.example.com', 'it knows $appName, $appNamespace, $appId only'),
  url('/{{$appName}}', '"" is no host'),
  install(
    'a certificate without hosts',
    { uiIngress: { urlFormat: '{{$appName}}.example.com', tls: [{ hosts: [], secretName: 'tls' }] } },
    'ui-tls',
    'uiIngress.tls[0]',
    '{"hosts":[],"secretName":"tls"}',
  ),
  install(
    'an API server at no address',
    { network: { apiServerCidrs: ['10.0.0.1'] } },
    'network-peer',
    'network.apiServerCidrs[0]',
    '"10.0.0.1"',
  ),
  install(
    'a way out to nobody',
    { network: { controllerEgress: [{ ports: [443] }] } },
    'network-peer',
    'network.controllerEgress[0]',
    'null',
  ),
  install(
    'openings of a network that is open',
    { network: { enabled: false, metricsFrom: ['monitoring'] } },
    'network-off',
    'network.metricsFrom',
    '["monitoring"]',
  ),
  second('one namespace', { jobNamespaces: [ETL] }, 'job-namespace-shared', 'jobNamespaces', '"etl"'),
  second(
    'every namespace beside a list',
    { jobNamespaces: [], insecureEveryNamespace: true },
    'job-namespace-shared',
    'jobNamespaces',
    '"etl"',
  ),
  second('one name', { name: 'spark-operator' }, 'name-taken', 'name', '"spark-operator"', true),
  second('both install the definitions', { crds: KubeflowCrds.INSTALL }, 'crds-twice', 'crds', '"install"', true),
];

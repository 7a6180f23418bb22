import { App, Chart, Duration, Size } from 'cdk8s';
import { NodePool } from '../../../lib/scheduling/node-pool';
import { SparkTenant } from '../../../lib/platform/tenant';
import { KubeflowCrds, KubeflowLogLevel, KubeflowWebhookFailure } from '../../../lib/runners/kubeflow/install/props';
import { KubeflowRunNamePrecision } from '../../../lib/runners/kubeflow/interfaces';
import { KubeflowSparkOperator } from '../../../lib/runners/kubeflow/operator';
import { SparkTesting } from '../../../lib/testing';
import { VERSIONS } from '../../../lib/versions';
import { at } from '../../cluster/manifest';
import { schemaErrors } from '../../schema/validator';
import { containerOf, flag, home, installed, kinds, one, operator, podOf, problems, warnings } from './installed';

const PARTS = ['controller', 'webhook'] as const;

test('it has no findings, and every object conforms to the API', () => {
  expect(problems({})).toEqual([]);
  expect(warnings({})).toEqual([]);
  const breaches = installed({ network: { metricsFrom: ['monitoring'] }, batchScheduler: true }).flatMap(schemaErrors);
  // The generated validators know little of schemas inside of definitions; the cluster test has those judged.
  expect(breaches.filter((breach) => !breach.includes('/openAPIV3Schema'))).toEqual([]);
});

test('it is an operator for jobs', () => {
  expect(operator({ batchScheduler: true })).toMatchObject({
    operatorName: 'spark-operator',
    operatorVersion: '2.5.2',
    jobNamespaceNames: ['etl'],
    webhook: true,
    batchScheduler: true,
    uiService: true,
    runNamePrecision: KubeflowRunNamePrecision.SECONDS,
  });
  expect(operator({ webhook: { enabled: false }, uiService: false })).toMatchObject({
    webhook: false,
    uiService: false,
  });
  const all = operator({ jobNamespaces: [], insecureEveryNamespace: true });
  expect(all.jobNamespaceNames).toBeUndefined();
});

describe('an existing one', () => {
  test('is as its chart installs it unless told otherwise', () => {
    expect(KubeflowSparkOperator.fromExisting()).toEqual({
      operatorName: 'spark-operator',
      operatorVersion: '2.5.2',
      webhook: true,
      batchScheduler: false,
      uiService: true,
      runNamePrecision: KubeflowRunNamePrecision.NANOS,
    });
    const told = KubeflowSparkOperator.fromExisting({ jobNamespaces: [home('etl')], webhook: false });
    expect(told).toMatchObject({ jobNamespaceNames: ['etl'], webhook: false });
  });
  test('has namespaces that can be', () => {
    expect(() => KubeflowSparkOperator.fromExisting({ jobNamespaces: [home('ETL')] })).toThrow(
      'names/dns-label: jobNamespaces[0] = "ETL"',
    );
  });
});

describe('every server', () => {
  const manifests = installed();

  test.each(PARTS)('%s runs without rights on its node', (part) => {
    expect(podOf(manifests, part)).toMatchObject({
      serviceAccountName: `spark-operator-${part}`,
      automountServiceAccountToken: true,
      securityContext: { runAsNonRoot: true, runAsUser: 185, fsGroup: 185, seccompProfile: { type: 'RuntimeDefault' } },
    });
    expect(containerOf(manifests, part)).toMatchObject({
      image: VERSIONS.KUBEFLOW_SPARK_OPERATOR.images.controller,
      securityContext: {
        capabilities: { drop: ['ALL'] },
        readOnlyRootFilesystem: true,
        allowPrivilegeEscalation: false,
      },
      livenessProbe: { httpGet: { path: '/healthz', port: 8081 } },
    });
  });

  test.each(PARTS)('%s watches the namespaces of the list, and writes what it sees as metrics', (part) => {
    const two = installed({ jobNamespaces: [home('etl'), home('reports')], logLevel: KubeflowLogLevel.DEBUG });
    expect(flag(two, part, 'namespaces')).toBe('etl,reports');
    expect(flag(two, part, 'zap-log-level')).toBe('debug');
    expect(flag(two, part, 'metrics-bind-address')).toBe(':8080');
    const service = one(two, 'Service', `spark-operator-${part}`);
    expect(at<object[]>(service, 'spec.ports')).toContainEqual({ name: 'metrics', port: 8080, targetPort: 8080 });
  });

  test.each(PARTS)('%s holds a Lease of its own', (part) => {
    expect(flag(manifests, part, 'leader-election')).toBe('true');
    expect(flag(manifests, part, 'leader-election-lock-name')).toBe(`spark-operator-${part}-lock`);
    expect(flag(manifests, part, 'leader-election-lock-namespace')).toBe('spark-operator');
    expect(flag(installed({ leaderElection: false }), part, 'leader-election')).toBe('false');
  });

  test('takes image, credentials and nodes from the props', () => {
    const images = { operator: 'registry.example.com/operator:1', pullSecrets: ['registry'] };
    const made = installed({ images, nodes: NodePool.labelled('type', 'system') });
    for (const part of PARTS) {
      expect(containerOf(made, part).image).toBe('registry.example.com/operator:1');
      expect(podOf(made, part)).toMatchObject({ imagePullSecrets: [{ name: 'registry' }] });
      expect(JSON.stringify(podOf(made, part).affinity)).toContain('"values":["system"]');
    }
  });
});

describe('the controller', () => {
  test('has memory for its workers, and a core for ten of them', () => {
    const resources = (workers: number): unknown =>
      containerOf(installed({ controller: { workers } }), 'controller').resources;
    expect(resources(10)).toEqual({ requests: { cpu: '1', memory: '4512Mi' }, limits: { memory: '4512Mi' } });
    expect(resources(2)).toEqual({ requests: { cpu: '500m', memory: '1312Mi' }, limits: { memory: '1312Mi' } });
    expect(flag(installed({ controller: { workers: 2 } }), 'controller', 'controller-threads')).toBe('2');
  });

  test('can write where Ivy keeps packages', () => {
    const container = containerOf(installed(), 'controller');
    expect(container.env).toContainEqual({
      name: 'SPARK_SUBMIT_OPTS',
      value: '-Divy.home=/tmp/.ivy2 -Divy.cache.dir=/tmp/.ivy2',
    });
    expect(container.volumeMounts).toEqual([{ name: 'tmp', mountPath: '/tmp' }]);
  });

  test('is told the rest', () => {
    const made = installed({
      controller: { driverPodCreationGracePeriod: Duration.minutes(1), maxTrackedExecutors: 50 },
      uiIngress: {
        urlFormat: '{{$appName}}-{{$appNamespace}}.spark.example.com',
        className: 'public',
        annotations: { 'example.com/a': 'b' },
        tls: [{ hosts: ['*.spark.example.com'], secretName: 'spark-tls' }],
      },
      batchScheduler: true,
      runNamePrecision: KubeflowRunNamePrecision.MILLIS,
      featureGates: { partialRestart: true },
    });
    expect({
      grace: flag(made, 'controller', 'driver-pod-creation-grace-period'),
      tracked: flag(made, 'controller', 'max-tracked-executor-per-app'),
      url: flag(made, 'controller', 'ingress-url-format'),
      className: flag(made, 'controller', 'ingress-class-name'),
      annotations: flag(made, 'controller', 'ingress-annotations'),
      tls: flag(made, 'controller', 'ingress-tls'),
      batch: flag(made, 'controller', 'enable-batch-scheduler'),
      precision: flag(made, 'controller', 'scheduled-spark-application-timestamp-precision'),
      gates: flag(made, 'controller', 'feature-gates'),
    }).toEqual({
      grace: '60s',
      tracked: '50',
      url: '{{$appName}}-{{$appNamespace}}.spark.example.com',
      className: 'public',
      annotations: '{"example.com/a":"b"}',
      tls: '[{"hosts":["*.spark.example.com"],"secretName":"spark-tls"}]',
      batch: 'true',
      precision: 'millis',
      gates: 'PartialRestart=true',
    });
  });

  test('alone and without a Lease goes before its successor comes', () => {
    const deployment = (leaderElection: boolean): unknown =>
      at(one(installed({ leaderElection }), 'Deployment', 'spark-operator-controller'), 'spec.strategy');
    expect(deployment(false)).toEqual({ type: 'Recreate' });
    expect(deployment(true)).toBeUndefined();
  });

  test('two of them have a budget', () => {
    const budgets = kinds(installed({ controller: { replicas: 2 } }), 'PodDisruptionBudget');
    expect(budgets.map(({ metadata }) => metadata.name)).toEqual([
      'spark-operator-controller',
      'spark-operator-webhook',
    ]);
  });
});

describe('beside other constructs', () => {
  test('a tenant is a namespace of jobs, and its Namespace comes before the rights in it', () => {
    const app = new App();
    const etl = new SparkTenant(new Chart(app, 'team'), 'etl');
    const made = new KubeflowSparkOperator(new Chart(app, 'c'), 'operator', { jobNamespaces: [etl] });
    expect(made.jobNamespaceNames).toEqual(['etl']);
    const rights = etl.node.findAll().filter(({ node }) => node.id.startsWith('Rights-c-operator-'));
    expect(rights).toHaveLength(2);
    for (const { node } of rights) expect(node.dependencies).toEqual([etl.namespace]);
  });

  test('two operators share a cluster by other names and namespaces', () => {
    const app = new App();
    const chart = new Chart(app, 'c');
    new KubeflowSparkOperator(chart, 'a', { jobNamespaces: [home('etl')] });
    const crds = KubeflowCrds.EXTERNAL;
    new KubeflowSparkOperator(chart, 'b', { name: 'b', namespace: 'b', jobNamespaces: [home('reports')], crds });
    expect(app.node.findAll().flatMap(({ node }) => node.validate())).toEqual([]);
    const ids = SparkTesting.manifests(app).map(
      ({ kind, metadata }) => `${kind} ${metadata.namespace} ${metadata.name}`,
    );
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('a namespace that is there already is not made, and only our pods in it are closed off', () => {
    const manifests = installed({ createNamespace: false });
    expect(kinds(manifests, 'Namespace')).toEqual([]);
    const deny = one(manifests, 'NetworkPolicy', 'spark-operator-default-deny');
    expect(at(deny, 'spec.podSelector')).toEqual({ matchLabels: { 'app.kubernetes.io/instance': 'spark-operator' } });
  });

  test('a field can be overridden', () => {
    const made = operator();
    made.override('/spec/template/spec/hostNetwork', true);
    expect(podOf(SparkTesting.manifests(made), 'controller').hostNetwork).toBe(true);
  });
});

test.each<[string, Parameters<typeof warnings>[0], string]>([
  ['less memory than its workers need', { controller: { memory: Size.gibibytes(1) } }, 'worker-memory'],
  ['names of runs by the minute', { runNamePrecision: KubeflowRunNamePrecision.MINUTES }, 'run-names'],
  ['a path without nginx', { uiIngress: { urlFormat: 'spark.example.com/{{$appName}}', className: 'alb' } }, 'ui-path'],
  ['the id of an application', { uiIngress: { urlFormat: '{{$appId}}.spark.example.com' } }, 'ui-app-id'],
  ['gangs without the webhook', { batchScheduler: true, webhook: { enabled: false } }, 'batch-scheduler-needs-webhook'],
  ['every namespace', { jobNamespaces: [], insecureEveryNamespace: true }, 'every-namespace-rights'],
  [
    'pods refused by one server',
    { webhook: { replicas: 1, podFailurePolicy: KubeflowWebhookFailure.FAIL } },
    'pods-refused',
  ],
])('%s is warned of', (_name, props, rule) => {
  expect(problems(props)).toEqual([]);
  expect(warnings(props)).toEqual([expect.stringMatching(new RegExp(`^kubeflow/${rule}: `))]);
});

test('a path is fine with nginx', () => {
  const uiIngress = { urlFormat: 'spark.example.com/{{$appNamespace}}/{{$appName}}', className: 'nginx' };
  expect(warnings({ uiIngress })).toEqual([]);
});

import { App, Chart, Size } from 'cdk8s';
import { PlatformApp, SparkTenant } from '../../../lib';
import { ApacheRunner } from '../../../lib/runners/apache/apache-runner';
import { ApacheCrds } from '../../../lib/runners/apache/install/props';
import {
  APPLICATION_RIGHTS,
  CLUSTER_RIGHTS,
  INGRESS_RIGHTS,
  LEASE_RIGHTS,
  ROUTE_RIGHTS,
} from '../../../lib/runners/apache/install/rights';
import { ApacheSparkOperator } from '../../../lib/runners/apache/operator';
import { SparkTesting, type Manifest } from '../../../lib/testing';
import { at, podTemplates } from '../../cluster/manifest';
import { schemaErrors } from '../../schema/validator';
import { PROPS, readProperties } from '../../spark/jobs';
import { temporary } from '../../synth/trees';
import { installed, JOB_NAMESPACES, kinds, operator } from './installed';

type Props = Parameters<typeof installed>[0];

function one(manifests: readonly Manifest[], kind: string, name?: string): Manifest {
  const found = kinds(manifests, kind).filter(({ metadata }) => name === undefined || metadata.name === name);
  expect(found).toHaveLength(1);
  return found[0] as Manifest;
}

const podOf = (props: Props = {}): object => podTemplates(one(installed(props), 'Deployment'))[0]?.spec as object;
const container = (props: Props = {}): unknown => at(podOf(props), 'containers.0');

function properties(props: Props = {}): { [key: string]: string } {
  const text = at<{ [file: string]: string }>(one(installed(props), 'ConfigMap'), 'data') ?? {};
  return readProperties(text['spark-operator.properties'] ?? '');
}

test('a full installation has no findings, and every object conforms to the API', () => {
  const made = operator({ replicas: 2, network: { metricsFrom: ['monitoring'], apiServerCidrs: ['10.0.0.1/32'] } });
  expect(made.node.findAll().flatMap(({ node }) => node.validate())).toEqual([]);
  const breaches = SparkTesting.manifests(made).flatMap(schemaErrors);
  // The generated validators know little of schemas inside of definitions; the cluster test has those judged.
  expect(breaches.filter((breach) => !breach.includes('/openAPIV3Schema'))).toEqual([]);
});

test('its objects', () => {
  const names = installed().map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`);
  expect(names.map((name) => name.replace(/-[0-9a-f]{10}$/, '-<hash>'))).toMatchInlineSnapshot(`
    [
      "Namespace /spark-kubernetes-operator",
      "CustomResourceDefinition /sparkapplications.spark.apache.org",
      "CustomResourceDefinition /sparkclusters.spark.apache.org",
      "NetworkPolicy spark-kubernetes-operator/default-deny",
      "NetworkPolicy spark-kubernetes-operator/spark-kubernetes-operator-egress",
      "NetworkPolicy spark-kubernetes-operator/spark-kubernetes-operator-health",
      "ConfigMap spark-kubernetes-operator/spark-kubernetes-operator-<hash>",
      "ServiceAccount spark-kubernetes-operator/spark-kubernetes-operator",
      "Role etl/spark-kubernetes-operator",
      "RoleBinding etl/spark-kubernetes-operator",
      "Role science/spark-kubernetes-operator",
      "RoleBinding science/spark-kubernetes-operator",
      "Deployment spark-kubernetes-operator/spark-kubernetes-operator",
      "Service spark-kubernetes-operator/spark-kubernetes-operator",
    ]
  `);
});

describe('the configuration', () => {
  test('names what it watches, and its ports', () => {
    expect(properties()).toEqual({
      'spark.kubernetes.operator.dynamicConfig.enabled': 'false',
      'spark.kubernetes.operator.health.probePort': '19091',
      'spark.kubernetes.operator.leaderElection.enabled': 'false',
      'spark.kubernetes.operator.leaderElection.leaseName': 'spark-operator-lease',
      'spark.kubernetes.operator.metrics.port': '19090',
      'spark.kubernetes.operator.name': 'spark-kubernetes-operator',
      'spark.kubernetes.operator.namespace': 'spark-kubernetes-operator',
      'spark.kubernetes.operator.watchedNamespaces': 'etl,science',
    });
  });

  test('takes further properties, and a change of them rolls out', () => {
    const key = 'spark.kubernetes.operator.reconciler.intervalSeconds';
    const changed = { properties: { [key]: '60' } };
    expect(properties(changed)[key]).toBe('60');
    const name = (props: Props): unknown => at(one(installed(props), 'ConfigMap'), 'metadata.name');
    expect(name(changed)).not.toBe(name({}));
    const volumes = at<{ configMap?: { name: string } }[]>(podOf(changed), 'volumes') ?? [];
    expect(volumes.flatMap(({ configMap }) => configMap?.name ?? [])).toEqual([name(changed)]);
  });
});

describe('the pod', () => {
  test('runs the operator alone, hardened, and is asked for its health', () => {
    expect(podOf()).toMatchObject({
      serviceAccountName: 'spark-kubernetes-operator',
      securityContext: { runAsNonRoot: true, runAsUser: 185, seccompProfile: { type: 'RuntimeDefault' } },
    });
    expect(container()).toMatchObject({
      image: 'docker.io/apache/spark-kubernetes-operator:1.0.0',
      securityContext: { readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
      resources: { requests: { cpu: '1', memory: '2Gi' }, limits: { cpu: '1', memory: '2Gi' } },
      startupProbe: { httpGet: { path: '/healthz', port: 19091 }, failureThreshold: 30 },
      livenessProbe: { httpGet: { path: '/healthz', port: 19091 } },
      readinessProbe: { httpGet: { path: '/readyz', port: 19091 } },
    });
    const command = at<string[]>(container(), 'command') ?? [];
    expect(command.slice(0, 3)).toEqual(['java', '-cp', './spark-kubernetes-operator.jar']);
    expect(command.at(-1)).toBe('org.apache.spark.k8s.operator.SparkOperator');
    expect(command.filter((word) => /\s/.test(word))).toEqual([]);
  });

  test('writes where its volumes are', () => {
    const mounts = at<{ mountPath: string; readOnly?: boolean }[]>(container(), 'volumeMounts') ?? [];
    expect(mounts.map(({ mountPath, readOnly }) => [mountPath, readOnly ?? false])).toEqual([
      ['/opt/spark-operator/logs', false],
      ['/tmp', false],
      ['/opt/spark-operator/conf', true],
    ]);
  });

  test('can be sized, moved and pulled from elsewhere', () => {
    const props = { cpu: 2, memory: Size.gibibytes(4), image: 'a/b:1', imagePullSecrets: ['pull'] };
    expect(container(props)).toMatchObject({ image: 'a/b:1', resources: { limits: { cpu: '2', memory: '4Gi' } } });
    expect(podOf(props)).toMatchObject({ imagePullSecrets: [{ name: 'pull' }] });
  });
});

describe('replicas', () => {
  test('one: no lease, and a new version waits for the old one to go', () => {
    const manifests = installed();
    expect(at(one(manifests, 'Deployment'), 'spec.strategy')).toEqual({ type: 'Recreate' });
    expect(kinds(manifests, 'PodDisruptionBudget')).toEqual([]);
    expect(JSON.stringify(manifests)).not.toContain('coordination.k8s.io');
  });

  test('two: a lease in its own namespace, a budget, and rolling updates', () => {
    const manifests = installed({ replicas: 2 });
    expect(properties({ replicas: 2 })['spark.kubernetes.operator.leaderElection.enabled']).toBe('true');
    expect(at(one(manifests, 'Deployment'), 'spec.strategy')).toBeUndefined();
    expect(kinds(manifests, 'PodDisruptionBudget')).toHaveLength(1);
    const roles = kinds(manifests, 'Role').filter((role) => JSON.stringify(role).includes('leases'));
    expect(roles.map(({ metadata }) => metadata.namespace)).toEqual(['spark-kubernetes-operator']);
  });
});

describe('rights', () => {
  const resources = (props: Props = {}): string[] => {
    const role = kinds(installed(props), 'Role').find(({ metadata }) => metadata.namespace === 'etl');
    return (at<{ resources: string[] }[]>(role, 'rules') ?? []).flatMap((rule) => rule.resources);
  };

  test('each has its reason', () => {
    const all = [...APPLICATION_RIGHTS, ...CLUSTER_RIGHTS, ...INGRESS_RIGHTS, ...ROUTE_RIGHTS, ...LEASE_RIGHTS];
    for (const { because } of all) expect(because).toMatch(/\w{3,}/);
  });

  test('hold in the namespaces of jobs, with neither wildcard nor Secret, and nowhere in the whole cluster', () => {
    const manifests = installed({
      replicas: 2,
      duties: { driverIngresses: true, driverRoutes: true },
    });
    expect(kinds(manifests, 'ClusterRole', 'ClusterRoleBinding')).toEqual([]);
    for (const role of kinds(manifests, 'Role')) expect(JSON.stringify(role)).not.toMatch(/"\*"|secrets/);
  });

  test("have the verbs of the operator's own chart, on every kind", () => {
    const rules = kinds(installed(), 'Role').flatMap((role) => at<{ verbs: string[] }[]>(role, 'rules') ?? []);
    const verbs = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'];
    expect(rules.map((rule) => rule.verbs)).toEqual(rules.map(() => verbs));
  });

  test('follow the duties', () => {
    expect(resources()).toEqual(expect.arrayContaining(['pods', 'sparkapplications/status', 'statefulsets']));
    expect(resources({ duties: { clusters: false } })).not.toContain('statefulsets');
    // It reads them at its start, whether there are any or not.
    expect(resources({ duties: { clusters: false } })).toContain('sparkclusters');
    expect(resources()).not.toContain('ingresses');
    expect(resources({ duties: { driverIngresses: true } })).toContain('ingresses');
    expect(resources({ duties: { driverRoutes: true } })).toContain('httproutes');
  });
});

describe('the network', () => {
  const policy = (name: string, props: Props = {}): unknown => one(installed(props), 'NetworkPolicy', name).spec;

  test('is closed but for DNS, the API server and health', () => {
    expect(policy('default-deny')).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
    expect(policy('spark-kubernetes-operator-health')).toMatchObject({ ingress: [{ ports: [{ port: 19091 }] }] });
    expect(at(policy('spark-kubernetes-operator-egress'), 'egress.1')).toEqual({
      ports: [
        { protocol: 'TCP', port: 443 },
        { protocol: 'TCP', port: 6443 },
      ],
    });
  });

  test('opens metrics to named namespaces', () => {
    expect(policy('spark-kubernetes-operator-metrics', { network: { metricsFrom: ['monitoring'] } })).toMatchObject({
      ingress: [
        {
          from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } }],
          ports: [{ port: 19090 }],
        },
      ],
    });
  });
});

test('definitions can be left to somebody else', () => {
  expect(operator({ crds: ApacheCrds.EXTERNAL }).definitions).toEqual([]);
  expect(kinds(installed({ crds: ApacheCrds.EXTERNAL }), 'CustomResourceDefinition')).toEqual([]);
});

test('it is an operator for jobs, as an existing one is', () => {
  const known = { operatorName: 'spark-kubernetes-operator', operatorVersion: '1.0.0' };
  expect(operator()).toMatchObject({ ...known, jobNamespaceNames: ['etl', 'science'] });
  expect(ApacheSparkOperator.fromExisting()).toEqual(known);
  const jobNamespaces = JOB_NAMESPACES;
  expect(ApacheSparkOperator.fromExisting({ jobNamespaces, operatorName: 'a', operatorVersion: '1.1.0' })).toEqual({
    operatorName: 'a',
    operatorVersion: '1.1.0',
    jobNamespaceNames: ['etl', 'science'],
  });
});

test('namespaces of tenants come before it, and it comes before their jobs', () => {
  const app = new PlatformApp({ outdir: temporary(), summary: false });
  const tenant = new SparkTenant(new Chart(app, 'team'), 'etl');
  const installation = new ApacheSparkOperator(new Chart(app, 'c'), 'operator', { jobNamespaces: [tenant] });
  const { application, image, driver, executor } = PROPS;
  const job = tenant.addJob('pi', {
    application,
    image,
    ...(driver && { driver }),
    ...(executor && { executor }),
    runner: new ApacheRunner(installation),
  });
  expect(() => app.synth()).not.toThrow();
  expect(job.resource.node.dependencies).toContain(installation);
  const rights = tenant.node.findAll().find(({ node }) => node.id === 'Rights-c-operator');
  expect(rights?.node.dependencies).toContain(tenant.namespace);
});

test('an app of its own needs nothing else', () => {
  const chart = new Chart(new App(), 'c');
  new ApacheSparkOperator(chart, 'operator', { jobNamespaces: JOB_NAMESPACES, namespace: 'operators' });
  const homes = new Set(SparkTesting.manifests(chart).map(({ metadata }) => metadata.namespace));
  expect([...homes].sort()).toEqual(['etl', 'operators', 'science', undefined]);
});

import { Chart, Size, Testing } from 'cdk8s';
import { SparkApplication, SparkJob, SparkRunner, SparkServiceAccount } from '../../../lib';
import { StandaloneRecovery } from '../../../lib/services/standalone/recovery';
import { StandaloneCluster } from '../../../lib/services/standalone/standalone-cluster';
import { SparkTesting } from '../../../lib/testing';
import { schemaErrors } from '../../schema/validator';
import { cluster, CLUSTER, daemonOf, findings, IMAGE, objectOf } from './cluster';

interface Row {
  readonly from?: readonly { readonly podSelector?: { readonly matchLabels: Record<string, string> } }[];
  readonly to?: Row['from'];
  readonly ports?: readonly { readonly port: number }[];
}
interface Policy {
  readonly podSelector: { readonly matchLabels: Record<string, string> };
  readonly ingress: readonly Row[];
  readonly egress: readonly Row[];
}

const policyOf = (made: StandaloneCluster, role: string): Policy =>
  objectOf(made, 'NetworkPolicy', role).spec as Policy;
const ports = (row: Row): number[] | undefined => row.ports?.map(({ port }) => port);
const isDriver = ({ from, to }: Row): boolean =>
  (from ?? to ?? []).some(({ podSelector }) => podSelector?.matchLabels['spark-role'] === 'driver');

test('masters let in members, and drivers of their namespace on 7077 alone', () => {
  const made = cluster();
  const { podSelector, ingress, egress } = policyOf(made, 'master');
  expect(podSelector.matchLabels).toEqual(daemonOf(made, 'master').set.selector.matchLabels);
  expect(ingress).toHaveLength(2);
  expect(ingress[0]).toEqual({ from: [{ podSelector: { matchLabels: made.labels } }] });
  expect(ingress.filter(isDriver).map(ports)).toEqual([[7077]]);
  expect(egress.filter(isDriver).map(ports)).toEqual([[7078, 7079, 4040]]);
  expect(made.clusterPeer).toEqual({ namespace: 'spark', podLabels: made.labels });
});

test('workers let drivers reach executors, whose ports are free', () => {
  const { ingress } = policyOf(cluster(), 'worker');
  expect(ingress.filter(isDriver).map(ports)).toEqual([undefined]);
});

test('drivers are those of the namespaces that are named', () => {
  const { ingress } = policyOf(cluster({ network: { driverNamespaces: ['etl', 'ml'] } }), 'master');
  const namespaces = JSON.stringify(ingress).match(/"kubernetes.io\/metadata.name":"\w+"/g) ?? [];
  expect(new Set(namespaces)).toEqual(
    new Set(['"kubernetes.io/metadata.name":"etl"', '"kubernetes.io/metadata.name":"ml"']),
  );
  // A row without peers would let everybody in.
  const nobody = cluster({ network: { driverNamespaces: [] } });
  for (const role of ['master', 'worker']) expect(policyOf(nobody, role).ingress).toHaveLength(1);
});

test('the ways out are members, drivers, DNS and what is named', () => {
  const zookeeper = { namespace: 'zoo', ports: [2181] };
  for (const role of ['master', 'worker']) {
    const { egress } = policyOf(cluster({ network: { driverNamespaces: [], egress: [zookeeper] } }), role);
    expect(egress.map(ports)).toEqual([undefined, [53, 53], [2181]]);
    expect(policyOf(cluster(), role).egress.map(ports)).toEqual([undefined, [7078, 7079, 4040], [53, 53]]);
  }
});

test('pages are for those who are named', () => {
  const made = cluster({ network: { uiClients: [{ namespace: 'ingress' }] } });
  expect(policyOf(made, 'master').ingress.map(ports)).toContainEqual([8080]);
  expect(policyOf(made, 'worker').ingress.map(ports)).toContainEqual([8081]);
});

describe('the REST port', () => {
  const REST = /rest|6066/;
  const text = (made: StandaloneCluster): string =>
    JSON.stringify(SparkTesting.manifests(made).filter(({ kind }) => kind !== 'ConfigMap'));

  test('is nowhere', () => expect(text(cluster())).not.toMatch(REST));
  test('is opened for those who are named', () => {
    const made = cluster({ insecureRestFrom: [{ podLabels: { app: 'gate' } }] });
    expect(policyOf(made, 'master').ingress).toContainEqual({
      from: [{ podSelector: { matchLabels: { app: 'gate' } } }],
      ports: [{ protocol: 'TCP', port: 6066 }],
    });
    expect(objectOf(made, 'Service', 'master').spec).toMatchObject({
      ports: expect.arrayContaining([expect.objectContaining({ name: 'rest', port: 6066 })]),
    });
    expect(JSON.stringify(policyOf(made, 'worker'))).not.toMatch(REST);
    expect(findings(made)).toEqual([]);
  });
});

test('pods have names before they are ready', () => {
  for (const role of ['master', 'worker'] as const) {
    expect(objectOf(cluster(), 'Service', role).spec).toMatchObject({
      clusterIP: 'None',
      publishNotReadyAddresses: true,
      selector: daemonOf(cluster(), role).set.selector.matchLabels,
    });
    expect(daemonOf(cluster(), role).set.serviceName).toBe(`analytics-${role}`);
  }
});

describe('jobs', () => {
  const job = (executorCores: number): Chart => {
    const chart = new Chart(Testing.app(), 'c', { namespace: 'spark' });
    const made = new StandaloneCluster(chart, 'analytics', { ...CLUSTER, workers: { cores: 2 } });
    new SparkJob(chart, 'pi', {
      application: SparkApplication.python('local:///opt/spark/examples/src/main/python/pi.py'),
      image: IMAGE,
      serviceAccount: SparkServiceAccount.fromName('spark'),
      driver: { memory: Size.mebibytes(512) },
      executor: { cores: executorCores, memory: Size.mebibytes(512) },
      runner: SparkRunner.standalone(made),
    });
    return chart;
  };
  const wrong = (chart: Chart): string[] => chart.node.findAll().flatMap(({ node }) => node.validate());

  test('take the cluster as it is, and are held against it', () => {
    expect(wrong(job(2))).toEqual([]);
    expect(wrong(job(3))).toEqual([expect.stringContaining('standalone/executor-cores')]);
  });

  test('know a cluster of elsewhere by its address', () => {
    expect(StandaloneCluster.fromUrl('spark://m:7077', { workerCores: 4 })).toEqual({
      masterUrl: 'spark://m:7077',
      workerCores: 4,
    });
  });
});

test.each([
  ['a small cluster', cluster()],
  [
    'a large cluster',
    cluster({
      masters: { replicas: 3 },
      workers: { autoscaling: { maxReplicas: 9 }, localStorage: Size.gibibytes(9) },
      recovery: StandaloneRecovery.zookeeper('zk:2181', { directory: '/a' }),
      network: { egress: [{ namespace: 'zk', ports: [2181] }], uiClients: [{ cidr: '10.0.0.0/8' }] },
    }),
  ],
  [
    'a cluster with a claim',
    cluster({
      recovery: StandaloneRecovery.filesystem({ size: Size.gibibytes(1) }),
      insecureRestFrom: [{ cidr: '10.1.0.0/16' }],
    }),
  ],
])('every object of %s is one of Kubernetes', (_, made) => {
  const manifests = SparkTesting.manifests(made);
  expect(findings(made)).toEqual([]);
  expect(manifests.length).toBeGreaterThan(8);
  expect(manifests.flatMap((one) => schemaErrors(one).map((error) => `${one.kind} ${error}`))).toEqual([]);
});

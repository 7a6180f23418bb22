import { Chart, Size, Testing } from 'cdk8s';
import { SparkConf, SparkImage, SparkVersion } from '../../../lib';
import { ApacheSparkCluster } from '../../../lib/runners/apache/cluster';
import type { ApacheSparkClusterProps } from '../../../lib/runners/apache/cluster-props';
import { SparkTesting, type Manifest } from '../../../lib/testing';
import { at } from '../../cluster/manifest';
import type { Pod } from '../../spark/jobs';
import { containerOf, mountsOf } from '../../spark/jobs';
import { examples } from './examples';
import { operator } from './installed';

const image = SparkImage.official(SparkVersion.V4_2);

function cluster(props: Partial<ApacheSparkClusterProps> = {}): ApacheSparkCluster {
  return new ApacheSparkCluster(new Chart(Testing.app(), 'c', { namespace: 'etl' }), 'team', { image, ...props });
}

const manifest = (props: Partial<ApacheSparkClusterProps> = {}): Manifest =>
  SparkTesting.find(cluster(props), 'SparkCluster');
const pod = (role: 'master' | 'worker', props: Partial<ApacheSparkClusterProps> = {}): Pod =>
  at<Pod>(manifest(props), `spec.${role}Spec.statefulSetSpec.template`) as Pod;
const env = (role: 'master' | 'worker', props: Partial<ApacheSparkClusterProps> = {}): { [name: string]: unknown } =>
  Object.fromEntries(containerOf(pod(role, props)).env.map(({ name, value }) => [name, value]));
const problems = (props: Partial<ApacheSparkClusterProps>): string[] => cluster(props).node.validate();

test('the largest cluster', () => {
  const large = examples('etl').find(({ kind, metadata }) => kind === 'SparkCluster' && metadata.name === 'large');
  expect(large).toMatchSnapshot();
});

test('is a cluster for the standalone runner', () => {
  expect(cluster({ workers: { cores: 4 } })).toMatchObject({
    masterUrl: 'spark://team-master-svc.etl.svc:7077',
    sparkVersion: SparkVersion.V4_2,
    workerCores: 4,
    acceptsDrivers: true,
  });
  expect(cluster({ namespace: 'science', name: 'shared' }).masterUrl).toBe(
    'spark://shared-master-svc.science.svc:7077',
  );
});

test('workers stay the same in number, or follow their load', () => {
  const counts = (workers: ApacheSparkClusterProps['workers']): unknown =>
    at(manifest(workers && { workers }), 'spec.clusterTolerations.instanceConfig');
  expect(counts({ min: 3 })).toEqual({ initWorkers: 3, minWorkers: 3, maxWorkers: 3 });
  expect(counts({ min: 2, max: 9 })).toEqual({ initWorkers: 2, minWorkers: 2, maxWorkers: 9 });
  expect(counts({})).toEqual({ initWorkers: 1, minWorkers: 1, maxWorkers: 1 });
});

test('a worker offers what it was given, and its container has the rest on top', () => {
  const workers = { cores: 4, memory: Size.gibibytes(10) };
  expect(env('worker', { workers })).toMatchObject({ SPARK_WORKER_CORES: '4', SPARK_WORKER_MEMORY: '10g' });
  // 10 GiB, a tenth of it, and 1 GiB for the worker itself.
  const memory = `${10240 + 1024 + 1024}Mi`;
  expect(containerOf(pod('worker', { workers })).resources).toEqual({
    requests: { cpu: '4', memory: '12Gi' },
    limits: { memory: '12Gi' },
  });
  expect(memory).toBe('12288Mi');
  const more = { ...workers, memoryOverhead: Size.gibibytes(6) };
  expect(containerOf(pod('worker', { workers: more })).resources.limits).toEqual({ memory: '16Gi' });
});

test('the master has its heap and half a GiB', () => {
  const master = { cpu: 2, memory: Size.gibibytes(3) };
  expect(env('master', { master })).toMatchObject({ SPARK_DAEMON_MEMORY: '3g', SPARK_MASTER_PORT: '7077' });
  expect(containerOf(pod('master', { master })).resources).toEqual({
    requests: { cpu: '2', memory: '3584Mi' },
    limits: { memory: '3584Mi' },
  });
});

test.each(['master', 'worker'] as const)('%s runs hardened, in the foreground, and is asked for its health', (role) => {
  const { spec, metadata } = pod(role);
  expect(spec).toMatchObject({
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: { runAsNonRoot: true, runAsUser: 185, seccompProfile: { type: 'RuntimeDefault' } },
  });
  const container = containerOf(pod(role));
  expect(container).toMatchObject({
    name: role,
    securityContext: { readOnlyRootFilesystem: true, allowPrivilegeEscalation: false },
    livenessProbe: { httpGet: { path: '/', port: role === 'master' ? 8080 : 8081 } },
  });
  // The operator appends these: given here they would stand there twice.
  for (const field of ['image', 'command', 'args', 'ports']) expect(container).not.toHaveProperty(field);
  expect(env(role)).toMatchObject({ SPARK_NO_DAEMONIZE: '1' });
  const written = role === 'master' ? '/opt/spark/logs' : '/opt/spark/work';
  expect(Object.values(mountsOf(pod(role)))).toEqual(expect.arrayContaining([written, '/tmp']));
  const label = { 'spark.operator/spark-cluster-name': 'team' };
  expect(metadata.labels).toEqual(label);
  expect(at(manifest(), `spec.${role}Spec.statefulSetSpec.selector.matchLabels`)).toEqual(label);
});

test('REST submission is off unless asked for', () => {
  const rest = (props: Partial<ApacheSparkClusterProps>): unknown =>
    at<{ [key: string]: string }>(manifest(props), 'spec.sparkConf')?.['spark.master.rest.enabled'];
  expect(rest({})).toBe('false');
  expect(rest({ restSubmission: true })).toBe('true');
});

test('properties that mean nothing on Kubernetes mean something here', () => {
  expect(
    problems({
      conf: SparkConf.of({
        'spark.shuffle.service.enabled': true,
        'spark.decommission.enabled': true,
        'spark.ui.reverseProxyUrl': 'https://spark.example.com',
        'spark.deploy.recoveryMode': 'NONE',
      }),
    }),
  ).toEqual([]);
});

test('it waits for its operator', () => {
  const installation = operator();
  const made = new ApacheSparkCluster(new Chart(Testing.app(), 'c', { namespace: 'etl' }), 'team', {
    image,
    operator: installation,
  });
  expect(made.node.dependencies).toContain(installation);
  expect(made.node.validate()).toEqual([]);
});

describe('the network', () => {
  const policies = (props: Partial<ApacheSparkClusterProps> = {}): Manifest[] =>
    SparkTesting.manifests(cluster(props)).filter(({ kind }) => kind === 'NetworkPolicy');
  const find = (name: string, props: Partial<ApacheSparkClusterProps> = {}): unknown =>
    policies(props).find(({ metadata }) => metadata.name === name)?.spec;
  const members = { podSelector: { matchLabels: { 'spark.operator/spark-cluster-name': 'team' } } };
  const clients = { matchExpressions: [{ key: 'spark-role', operator: 'In', values: ['driver', 'submitter'] }] };

  test('lets master, workers and drivers talk, and nobody else', () => {
    expect(policies().map(({ metadata }) => metadata.name)).toEqual(['team-cluster', 'team-clients']);
    expect(find('team-cluster')).toMatchObject({
      ...members,
      policyTypes: ['Ingress', 'Egress'],
      ingress: [{ from: [members, { podSelector: clients }] }],
    });
    expect(at(find('team-cluster'), 'ingress')).toHaveLength(1);
    // Every port: an empty list would not be stored.
    expect(JSON.stringify(policies())).not.toContain('"ports":[]');
    expect(find('team-clients')).toMatchObject({
      podSelector: clients,
      ingress: [{ from: [members], ports: [{ port: 7078 }, { port: 7079 }] }],
    });
  });

  test('opens what is named', () => {
    const network = { uiFrom: ['gateway'], egress: [{ cidr: '10.1.0.0/16', ports: [443] }] };
    expect(problems({ network })).toEqual([]);
    const spec = find('team-cluster', { network });
    expect(at(spec, 'ingress.1')).toMatchObject({ ports: [{ port: 8080 }, { port: 8081 }] });
    expect(at(spec, 'egress.2')).toMatchObject({ to: [{ ipBlock: { cidr: '10.1.0.0/16' } }], ports: [{ port: 443 }] });
  });
});

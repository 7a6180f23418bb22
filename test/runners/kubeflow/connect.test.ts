import { Chart, Size, Testing } from 'cdk8s';
import {
  Decommissioning,
  DynamicAllocation,
  NodePool,
  ObjectStore,
  SecretSource,
  SparkConf,
  SparkImage,
  SparkServiceAccount,
  SparkVersion,
} from '../../../lib';
import { KubeflowSparkConnect, type KubeflowSparkConnectProps } from '../../../lib/runners/kubeflow/spark-connect';
import { SparkTesting } from '../../../lib/testing';
import { mistakesOf, OPERATOR, type Role, specOf } from './jobs';

const PROPS: KubeflowSparkConnectProps = {
  operator: OPERATOR,
  image: SparkImage.official(SparkVersion.V4_1),
  serviceAccount: SparkServiceAccount.fromName('spark', 'etl'),
  server: { memory: Size.gibibytes(2) },
  executor: { memory: Size.gibibytes(2) },
};

function connect(props: Partial<KubeflowSparkConnectProps> = {}, id = 'adhoc'): KubeflowSparkConnect {
  return new KubeflowSparkConnect(new Chart(Testing.app(), 'c'), id, { ...PROPS, ...props });
}

const role = (one: KubeflowSparkConnect, name: 'server' | 'executor'): Role =>
  specOf(one, 'SparkConnect')[name] as Role;
const container = (one: KubeflowSparkConnect) => role(one, 'server').template.spec.containers[0];

test('the smallest server, whole', () => expect(SparkTesting.manifests(connect())).toMatchSnapshot());

test('where clients find it', () => {
  const one = connect();
  expect([one.connectName, one.serviceName, one.url]).toEqual([
    'adhoc',
    'adhoc-server',
    'sc://adhoc-server.etl.svc:15002',
  ]);
  expect(mistakesOf(one)).toEqual([]);
});

const one = connect({
  server: {
    memory: Size.gibibytes(2),
    cores: 2,
    coreLimit: 3,
    env: { A: '1' },
    secretEnv: { B: SecretSource.fromKubernetes('s', 'k') },
    secretFiles: [{ secretName: 'tls', path: '/etc/tls' }],
    labels: { team: 'a' },
    nodes: NodePool.labelled('type', 'driver'),
    podOverrides: { '/spec/containers/0/readinessProbe/periodSeconds': 20, '/spec/hostUsers': false },
  },
  executor: { memory: Size.gibibytes(4), cores: 4, labels: { team: 'a' }, annotations: { note: 'b c' } },
  conf: SparkConf.of({ 'spark.sql.shuffle.partitions': 8 }),
});

test('the server has in its template what jobs have as properties', () => {
  expect(role(one, 'server')).toMatchObject({
    cores: 2,
    memory: '2g',
    template: {
      metadata: { labels: { team: 'a', 'app.kubernetes.io/instance': 'adhoc' } },
      spec: { serviceAccountName: 'spark', hostUsers: false, securityContext: { runAsNonRoot: true } },
    },
  });
  expect(container(one)).toMatchObject({
    name: 'spark-kubernetes-driver',
    imagePullPolicy: 'IfNotPresent',
    resources: { requests: { cpu: '2', memory: '2432Mi' }, limits: { cpu: '3', memory: '2432Mi' } },
    securityContext: { readOnlyRootFilesystem: true },
    startupProbe: { tcpSocket: { port: 15002 } },
  });
  const env = container(one)?.env as readonly { readonly name: string }[];
  expect(env.map(({ name }) => name)).toEqual(['A', 'B', 'SPARK_LOCAL_DIRS', 'SPARK_LOG_DIR']);
  const mounts = container(one)?.volumeMounts as readonly { readonly mountPath: string }[];
  expect(mounts.map(({ mountPath }) => mountPath).sort()).toEqual([
    '/etc/tls',
    '/opt/spark/work-dir',
    '/tmp',
    '/var/data/spark-local',
  ]);
});

test('executors have account, labels and annotations in theirs', () => {
  expect(role(one, 'executor')).toMatchObject({
    instances: 2,
    cores: 4,
    memory: '4g',
    template: {
      metadata: { labels: { team: 'a' }, annotations: { note: 'b c' } },
      spec: { serviceAccountName: 'spark', automountServiceAccountToken: false },
    },
  });
});

test('no property says what a field, a template or the operator says', () => {
  expect(specOf(one, 'SparkConnect').sparkConf).toEqual({
    'spark.blockManager.port': '7079',
    'spark.kubernetes.container.image.pullPolicy': 'IfNotPresent',
    'spark.kubernetes.memoryOverheadFactor': '0.1',
    'spark.sql.shuffle.partitions': '8',
  });
});

test('features bind to it as to a job', () => {
  const rich = connect({
    executor: { memory: Size.gibibytes(2) },
    features: [
      DynamicAllocation.between({ maxExecutors: 4, decommission: false }),
      Decommissioning.migratingBlocks(),
      ObjectStore.hdfs({ authority: 'nn:8020', configMapName: 'hdfs' }),
    ],
  });
  const spec = specOf(rich, 'SparkConnect');
  expect(spec.dynamicAllocation).toMatchObject({ enabled: true, maxExecutors: 4 });
  expect(role(rich, 'executor')).not.toHaveProperty('instances');
  expect(spec.sparkConf).toMatchObject({
    'spark.decommission.enabled': 'true',
    'spark.kubernetes.executor.hadoopConfigMapName': 'hdfs',
  });
  expect(container(rich)?.env).toContainEqual({ name: 'HADOOP_CONF_DIR', value: '/opt/hadoop/conf' });
  expect(mistakesOf(rich)).toEqual([]);
});

test('a name has at most 56 characters', () => {
  expect(mistakesOf(connect({}, 'x'.repeat(56)))).toEqual([]);
  expect(mistakesOf(connect({}, 'x'.repeat(57)))).toEqual(['names/too-long: name']);
});

import { ApacheSparkOperator } from '../../../lib/runners/apache/operator';
import { App, Chart, Duration, Size } from 'cdk8s';
import {
  DynamicAllocation,
  NodePool,
  SparkApplication,
  SparkConf,
  SparkImage,
  SparkJob,
  SparkPriorityClass,
  SparkScheduler,
  SparkServiceAccount,
  SparkVersion,
  SparkVolume,
  StagedFile,
  ImagePullPolicy,
  type SparkJobProps,
} from '../../../lib';
import { ApacheSparkCluster } from '../../../lib/runners/apache/cluster';
import { ApacheRunner } from '../../../lib/runners/apache/apache-runner';
import { SparkTesting, type Manifest } from '../../../lib/testing';

const script = StagedFile.inline('pi.py', 'print(3.14)\n');
const secret = { secretName: 'store', key: 'token' };
const pool = NodePool.of('compute', {
  labels: [{ key: 'type', values: ['compute'] }],
  tolerations: [{ key: 'spark', value: 'yes', effect: 'NoSchedule' }],
});
const image = SparkImage.of('registry.example.com/spark:4.2.1', {
  version: SparkVersion.V4_2,
  pullPolicy: ImagePullPolicy.ALWAYS,
  pullSecrets: ['pull'],
});

/** A job that says all that this runner honours. */
export const FULL_JOB: Omit<SparkJobProps, 'serviceAccount'> = {
  image,
  application: SparkApplication.python(script.uri, {
    args: ['10', '--text=a b'],
    stagedFiles: [script],
    jars: ['local:///opt/app/a.jar', 'https://repo.example.com/b.jar'],
    pyFiles: ['local:///opt/app/lib.zip'],
    files: ['https://repo.example.com/table.csv'],
    packages: ['org.example:lib:1.0'],
    python: '/usr/bin/python3',
  }),
  driver: {
    cores: 1,
    coreRequest: 0.5,
    coreLimit: 2,
    memory: Size.gibibytes(1),
    ephemeralStorage: Size.gibibytes(1),
    nodes: pool,
    labels: { team: 'etl' },
    annotations: { 'example.com/note': 'yes' },
    env: { MODE: 'test' },
    secretEnv: { TOKEN: secret },
    secretFiles: [{ secretName: 'certificates', path: '/etc/certificates' }],
    volumes: [SparkVolume.claim('data', '/data', 'data', { readOnly: true, subPath: 'in' })],
    javaOptions: ['-XX:+UseG1GC'],
    terminationGracePeriod: Duration.seconds(60),
    podOverrides: { '/spec/hostAliases': [{ ip: '10.0.0.1', hostnames: ['store'] }] },
  },
  executor: {
    instances: 3,
    memory: Size.gibibytes(2),
    memoryOverhead: Size.mebibytes(512),
    devices: [{ name: 'gpu', vendor: 'nvidia.com', amount: 1, discoveryScript: '/opt/gpus.sh', taskAmount: 0.5 }],
    ephemeralStorage: Size.gibibytes(4),
    nodes: pool,
    labels: { team: 'etl' },
    env: { MODE: 'test' },
    secretEnv: { TOKEN: secret },
    volumes: [SparkVolume.emptyDir('spark-local-dir-1', '/scratch', { sizeLimit: Size.gibibytes(10) })],
    podOverrides: { '/spec/dnsPolicy': 'ClusterFirst' },
  },
  conf: SparkConf.of({ 'spark.sql.shuffle.partitions': 64, 'spark.log.level': 'WARN' }),
  priority: SparkPriorityClass.fromName('routine'),
  retries: 2,
  timeToLive: Duration.hours(6),
  uiService: true,
  scheduler: SparkScheduler.volcano({ queueName: 'etl' }),
};

/** Manifests of jobs and clusters, as many as there are ways to write their kinds. */
export function examples(namespace: string): Manifest[] {
  const chart = new Chart(new App(), 'c', { namespace });
  const serviceAccount = SparkServiceAccount.fromName('spark', namespace);
  const small = {
    image: SparkImage.official(SparkVersion.V4_1),
    serviceAccount,
    runner: new ApacheRunner(ApacheSparkOperator.fromExisting()),
  };
  new SparkJob(chart, 'python', { ...small, application: SparkApplication.python('local:///opt/app/pi.py') });
  new SparkJob(chart, 'r', { ...small, application: SparkApplication.r('local:///opt/app/pi.R') });
  new SparkJob(chart, 'java', {
    ...small,
    application: SparkApplication.java('local:///opt/app/pi.jar', 'com.acme.Pi', { args: ['10'] }),
    features: [DynamicAllocation.between({ minExecutors: 1, maxExecutors: 4 })],
    writableRootFilesystem: true,
  });
  new SparkJob(chart, 'full', {
    ...FULL_JOB,
    serviceAccount,
    runner: new ApacheRunner(ApacheSparkOperator.fromExisting(), {
      driverStartTimeout: Duration.minutes(2),
      executorStartTimeout: Duration.minutes(10),
      minimumExecutors: 3,
      restartDelay: Duration.seconds(10),
      javaVersion: 21,
    }),
  });
  new ApacheSparkCluster(chart, 'small', { image });
  new ApacheSparkCluster(chart, 'large', {
    image,
    workers: { min: 2, max: 8, cores: 4, memory: Size.gibibytes(16) },
    master: { cpu: 1, memory: Size.gibibytes(2) },
    conf: SparkConf.of({ 'spark.deploy.defaultCores': 2, 'spark.shuffle.service.enabled': true }),
    restSubmission: true,
    serviceAccountName: 'spark-executor',
    nodes: pool,
  });
  const problems = chart.node.findAll().flatMap(({ node }) => node.validate());
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return SparkTesting.manifests(chart);
}

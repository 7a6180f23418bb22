import { Chart, Duration, Size, type App } from 'cdk8s';
import {
  SparkApplication,
  SparkConf,
  SparkImage,
  SparkScheduler,
  SparkVersion,
  StagedFile,
  VolcanoBinding,
  type SparkJobProps,
  type SparkSchedule,
} from '../../lib';
import { ApacheRunner } from '../../lib/runners/apache/apache-runner';
import { ApacheSparkCluster } from '../../lib/runners/apache/cluster';
import type { ApacheSparkClusterProps } from '../../lib/runners/apache/cluster-props';
import type { ApacheSparkOperatorProps } from '../../lib/runners/apache/install/props';
import { ApacheSparkOperator } from '../../lib/runners/apache/operator';
import { ApacheRestartPolicy, ApacheRetainPolicy, type ApacheRunnerProps } from '../../lib/runners/apache/runner-props';
import { inJob, withJob, withSchedule, type Mistake } from './mistake';

const NAMESPACE = 'spark.kubernetes.operator.namespace';
const LONG = 'a-job-with-a-name-that-is-longer-than-it-should';

const install = (
  name: string,
  props: Partial<ApacheSparkOperatorProps>,
  rule: string,
  at: string,
  value: string,
  says?: string,
): Mistake => ({
  name,
  build: (app: App) =>
    void new ApacheSparkOperator(new Chart(app, 'c'), 'o', { jobNamespaces: [{ namespaceName: 'etl' }], ...props }),
  rule: `apache/${rule}`,
  at,
  value,
  path: 'c/o',
  ...(says !== undefined && { says }),
});

const cluster = (
  name: string,
  props: Partial<ApacheSparkClusterProps>,
  rule: string,
  at: string,
  value: string,
  says?: string,
): Mistake => ({
  name,
  build: (app: App) =>
    void new ApacheSparkCluster(new Chart(app, 'c', { namespace: 'etl' }), 'team', {
      image: SparkImage.official(SparkVersion.V4_2),
      ...props,
    }),
  rule: `apache/${rule}`,
  at,
  value,
  path: 'c/team',
  ...(says !== undefined && { says }),
});

const run = (props: Partial<SparkJobProps>, runner: ApacheRunnerProps = {}, id?: string): Mistake['build'] =>
  withJob({ ...props, runner: new ApacheRunner(ApacheSparkOperator.fromExisting(), runner) }, id);
const scheduled = (schedule: Partial<SparkSchedule>): Mistake['build'] =>
  withSchedule(schedule, { runner: new ApacheRunner(ApacheSparkOperator.fromExisting()) });
const ETL = { queueName: 'etl' };
const table = StagedFile.inline('table.csv', 'a,b\n');

/** Jobs that Apache's operator is to start. */
const JOBS: readonly Mistake[] = [
  inJob(
    'Spark 3.5 under the Apache operator',
    run({ image: SparkImage.official(SparkVersion.V3_5) }),
    'apache/spark-too-old',
    'image',
    '"3.5.8"',
  ),
  {
    ...inJob('an Apache job that starts with a digit', run({}, {}, '1st'), 'apache/name', 'name', '"1st"'),
    path: 'c/1st',
  },
  {
    ...inJob(
      'an Apache job whose pods would be named by a hash',
      run({ retries: 10 }, {}, LONG),
      'apache/name-hashed',
      'name',
      `"${LONG}"`,
      'shorten it by 4',
    ),
    path: `c/${LONG}`,
  },
  inJob(
    'a job where the Apache operator does not look',
    withJob({
      runner: new ApacheRunner(ApacheSparkOperator.fromExisting({ jobNamespaces: [{ namespaceName: 'science' }] })),
    }),
    'apache/namespace-not-watched',
    'namespace',
    '"etl"',
    'watches science',
  ),
  inJob(
    'no time for the driver to start',
    run({}, { driverStartTimeout: Duration.millis(0) }),
    'apache/timeout',
    'runner.driverStartTimeout',
    '"0 ms"',
  ),
  inJob(
    'a timeout for executors that nobody waits for',
    run({}, { executorStartTimeout: Duration.minutes(1) }),
    'apache/executor-timeout-unused',
    'runner.executorStartTimeout',
    '"1 minute"',
  ),
  inJob(
    'more executors to wait for than there are',
    run({}, { minimumExecutors: 3 }),
    'apache/minimum-executors',
    'runner.minimumExecutors',
    '3',
    'the job starts with 2',
  ),
  inJob(
    'pods of attempts that should stay and cannot',
    run({ retries: 1 }, { retain: ApacheRetainPolicy.ALWAYS }),
    'apache/retain-with-retries',
    'runner.retain',
    '"Always"',
  ),
  inJob(
    'a policy of restarts for a job that has none',
    run({}, { restartPolicy: ApacheRestartPolicy.ON_INFRASTRUCTURE_FAILURE }),
    'apache/restart-without-retries',
    'runner.restartPolicy',
    '"OnInfrastructureFailure"',
  ),
  inJob('Java 11 for Spark 4', run({}, { javaVersion: 11 }), 'apache/java-version', 'runner.javaVersion', '11'),
  inJob(
    'a group of Volcano that only a Job could name',
    run({ scheduler: SparkScheduler.volcano(ETL, { binding: VolcanoBinding.AUTO_GROUP }) }),
    'volcano/group-made-elsewhere',
    'scheduler.binding',
    '"AutoGroup"',
  ),
  inJob(
    'a staged file that the Apache operator would upload',
    run({ application: SparkApplication.python('local:///a.py', { stagedFiles: [table], files: [table.uri] }) }),
    'apache/staged-file',
    'application.files[0]',
    '"file:///opt/spark/staged/table.csv"',
  ),
  inJob(
    'a name of its own for an application of the Apache operator',
    run({ appName: 'Orders' }),
    'runners/not-portable',
    'appName',
    '"Orders"',
    'SparkRunner.native()',
  ),
  inJob(
    'a deadline under the Apache operator',
    run({ deadline: Duration.hours(1) }),
    'runners/not-portable',
    'deadline',
    '"1 hour"',
    'SparkRunner.native()',
  ),
  inJob(
    'a schedule under the Apache operator',
    scheduled({ cron: '@hourly' }),
    'runners/not-portable',
    'schedule.cron',
    '"@hourly"',
    'SparkRunner.native()',
  ),
  inJob(
    'an image of the driver that Spark replaces',
    run({ driver: { memory: Size.mebibytes(512), podOverrides: { '/spec/containers/0/image': 'a:1' } } }),
    'spark/template-overwritten',
    'driver.podOverrides',
    '"/spec/containers/0/image"',
  ),
];

/** Installations, jobs and clusters of Apache's operator. */
export const APACHE_MISTAKES: readonly Mistake[] = [
  {
    name: 'a SparkCluster in no namespace',
    build: (app) => {
      const image = SparkImage.official(SparkVersion.V4_1);
      new ApacheSparkCluster(new Chart(app, 'c'), 'team', { image });
    },
    rule: 'apache/cluster-namespace',
    at: 'namespace',
    value: 'undefined',
    path: 'c/team',
  },
  install('an Apache operator for nobody', { jobNamespaces: [] }, 'job-namespaces', 'jobNamespaces', '[]'),
  install(
    'a namespace of jobs twice for the Apache operator',
    { jobNamespaces: [{ namespaceName: 'etl' }, { namespaceName: 'etl' }] },
    'job-namespaces',
    'jobNamespaces[1]',
    '"etl"',
    'it stands twice',
  ),
  install('the Apache operator among its jobs', { namespace: 'etl' }, 'install-namespace', 'namespace', '"etl"'),
  install(
    'the Apache operator in kube-system',
    { namespace: 'kube-system' },
    'install-namespace',
    'namespace',
    '"kube-system"',
  ),
  install('no Apache operator', { replicas: 0 }, 'replicas', 'replicas', '0'),
  install('an Apache operator without cores', { cpu: 0 }, 'server-resources', 'cpu', '0'),
  install('an Apache operator of 256 MiB', { memory: Size.mebibytes(256) }, 'server-resources', 'memory', '"256 MiB"'),
  install(
    'a property of Spark for the Apache operator',
    { properties: { 'spark.executor.memory': '1g' } },
    'property-unknown',
    'properties["spark.executor.memory"]',
    '"1g"',
  ),
  install(
    'a property of the Apache operator that a prop owns',
    { properties: { [NAMESPACE]: 'x' } },
    'property-owned',
    `properties["${NAMESPACE}"]`,
    '"x"',
    'it follows from namespace',
  ),
  install(
    'an address of the API server that is none, for the Apache operator',
    { network: { apiServerCidrs: ['10.0.0.1'] } },
    'network-peer',
    'network.apiServerCidrs[0]',
    '"10.0.0.1"',
  ),
  install(
    'a port of the API server that is none, for the Apache operator',
    { network: { apiServerPorts: [0] } },
    'network-peer',
    'network.apiServerPorts',
    '[0]',
  ),
  ...JOBS,
  cluster('a cluster without workers', { workers: { min: 0 } }, 'cluster-workers', 'workers.min', '0'),
  cluster(
    'fewer workers at most than at least',
    { workers: { min: 4, max: 2 } },
    'cluster-workers',
    'workers.max',
    '2',
    'min is 4',
  ),
  cluster('half a core for a worker', { workers: { cores: 0.5 } }, 'cluster-size', 'workers.cores', '0.5'),
  cluster('no core for the master', { master: { cpu: 0 } }, 'cluster-size', 'master.cpu', '0'),
  cluster(
    'a worker with next to nothing to offer',
    { workers: { memory: Size.mebibytes(100) } },
    'cluster-size',
    'workers.memory',
    '"100 MiB"',
  ),
  cluster(
    'the image of a cluster as a property',
    { conf: SparkConf.of({ 'spark.kubernetes.container.image': 'a:1' }) },
    'cluster-conf-owned',
    'conf["spark.kubernetes.container.image"]',
    '"a:1"',
    'it follows from image',
  ),
  cluster(
    'a quote in a property of a cluster',
    { conf: SparkConf.of({ 'spark.ui.custom': 'a "b"' }) },
    'cluster-conf-value',
    'conf["spark.ui.custom"]',
    '"a \\"b\\""',
  ),
  cluster('a cluster that starts with a digit', { name: '1st' }, 'name', 'name', '"1st"'),
  cluster(
    'a cluster whose workers could not be labelled',
    { name: LONG },
    'name',
    'name',
    `"${LONG}"`,
    'shorten it by 2',
  ),
  cluster(
    'a cluster of Spark 3.5',
    { image: SparkImage.official(SparkVersion.V3_5) },
    'spark-too-old',
    'image',
    '"3.5.8"',
  ),
  cluster(
    'a cluster where the Apache operator does not look',
    { operator: ApacheSparkOperator.fromExisting({ jobNamespaces: [{ namespaceName: 'science' }] }) },
    'namespace-not-watched',
    'namespace',
    '"etl"',
  ),
  cluster(
    'a way out of a cluster to nowhere',
    { network: { egress: [{ ports: [443] }] } },
    'network-peer',
    'network.egress[0]',
    'null',
  ),
  cluster(
    'a way out of a cluster through no port',
    { network: { egress: [{ cidr: '10.0.0.0/8', ports: [] }] } },
    'network-peer',
    'network.egress[0].ports',
    '[]',
  ),
];

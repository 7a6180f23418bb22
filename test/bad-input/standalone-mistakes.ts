import { Chart, Duration, Size } from 'cdk8s';
import {
  ConcurrencyPolicy,
  ScheduledSparkJob,
  SecretSource,
  SparkApplication,
  SparkConf,
  SparkPriorityClass,
  SparkScheduler,
  SparkVersion,
  VolcanoQueue,
  type ISparkScheduler,
  type SparkExecutorProps,
  type SparkJobProps,
} from '../../lib';
import { StandaloneRunner } from '../../lib/runners/standalone/standalone-runner';
import { StandaloneDeployMode, type StandaloneRunnerProps } from '../../lib/runners/standalone/standalone-runner-props';
import {
  StandaloneCluster,
  type ExistingStandaloneClusterProps,
} from '../../lib/services/standalone/standalone-cluster';
import { JAVA, PROPS, R } from '../spark/jobs';
import { inJob, withJob, type Mistake } from './mistake';

const VOLCANO = SparkScheduler.volcano(VolcanoQueue.fromName('etl'));
const OWN: ISparkScheduler = { schedulerLabel: 'own', bind: () => [] };
const MASTER = 'spark://master:7077';
const onto = (
  props: Partial<SparkJobProps>,
  how: StandaloneRunnerProps = {},
  cluster: ExistingStandaloneClusterProps = {},
  url = MASTER,
): Mistake['build'] =>
  withJob({ ...props, runner: new StandaloneRunner(StandaloneCluster.fromUrl(url, cluster), how) });
const handed = (props: Partial<SparkJobProps>, cluster: ExistingStandaloneClusterProps = {}): Mistake['build'] =>
  onto({ application: JAVA, ...props }, { deployMode: StandaloneDeployMode.CLUSTER }, cluster);
const executor = (props: SparkExecutorProps): Mistake['build'] =>
  onto({ executor: { memory: Size.mebibytes(512), ...props } });
const refused = (name: string, build: Mistake['build'], at: string, value: string, says: string): Mistake =>
  inJob(`standalone: ${name}`, build, 'runners/not-portable', at, value, says);
const url = (name: string, value: string): Mistake =>
  inJob(`standalone: ${name}`, onto({}, {}, {}, value), 'standalone/master-url', 'cluster.masterUrl', `"${value}"`);

/** What a standalone cluster minds. */
export const STANDALONE_MISTAKES: readonly Mistake[] = [
  url('an address without scheme', 'master:7077'),
  url('an address without port', 'spark://master'),
  url('a scheme for each master', 'spark://a:7077,spark://b:7077'),
  url('an address of the REST server', 'http://master:6066'),
  inJob(
    'standalone: a cluster of another line',
    onto({}, {}, { sparkVersion: SparkVersion.V4_0 }),
    'standalone/version-line',
    'image',
    '"4.1.4"',
    'the cluster has Spark 4.0.5',
  ),
  inJob(
    'standalone: executors larger than a worker',
    onto({ executor: { memory: Size.mebibytes(512), cores: 4 } }, {}, { workerCores: 2 }),
    'standalone/executor-cores',
    'executor.cores',
    '4',
    'a worker offers 2',
  ),
  inJob(
    'standalone: half a core at most',
    onto({}, { coresMax: 0.5 }),
    'standalone/cores-max',
    'runner.coresMax',
    '0.5',
  ),
  inJob(
    'standalone: fewer cores than one executor has',
    onto({ executor: { memory: Size.mebibytes(512), cores: 4 } }, { coresMax: 3 }),
    'standalone/cores-max',
    'runner.coresMax',
    '3',
    'an executor has 4',
  ),
  inJob(
    'standalone: cores that nobody uses',
    onto({ executor: { memory: Size.mebibytes(512), cores: 4 } }, { coresMax: 6 }),
    'standalone/cores-unused',
    'runner.coresMax',
    '6',
    '2 are left',
  ),
  inJob(
    'standalone: a property of Kubernetes',
    onto({ conf: SparkConf.of({ 'spark.kubernetes.executor.deleteOnTermination': 'false' }) }),
    'standalone/kubernetes-property',
    'conf["spark.kubernetes.executor.deleteOnTermination"]',
    '"false"',
  ),
  inJob(
    'standalone: a supervised pod',
    onto({}, { supervise: true }),
    'standalone/supervise-client',
    'runner.supervise',
    'true',
  ),
  inJob(
    'standalone: Python without its suffix',
    onto({ application: SparkApplication.python('local:///opt/app/pi') }),
    'standalone/main-suffix',
    'application.main',
    '"local:///opt/app/pi"',
  ),
  inJob(
    'standalone: a driver for a cluster that takes none',
    handed({}, { acceptsDrivers: false }),
    'standalone/drivers-not-accepted',
    'runner.deployMode',
    '"cluster"',
  ),
  inJob(
    'standalone: a main file for workers that is no jar',
    handed({ application: SparkApplication.java('local:///opt/app/pi', 'com.acme.Pi') }),
    'standalone/main-suffix',
    'application.main',
    '"local:///opt/app/pi"',
  ),
  inJob(
    'standalone: a run in place of a driver that stays',
    (app) => {
      const runner = new StandaloneRunner(StandaloneCluster.fromUrl(MASTER), {
        deployMode: StandaloneDeployMode.CLUSTER,
      });
      const schedule = { cron: '@daily', concurrency: ConcurrencyPolicy.REPLACE };
      new ScheduledSparkJob(new Chart(app, 'c'), 'job', { ...PROPS, application: JAVA, runner, schedule });
    },
    'standalone/driver-left-behind',
    'schedule.concurrency',
    '"Replace"',
  ),
  inJob(
    'standalone: more configuration than a ConfigMap holds',
    onto({ conf: SparkConf.of({ 'spark.acme.list': 'x'.repeat(1024 * 1024) }) }),
    'runners/conf-too-large',
    'conf',
    '"1',
  ),
  refused(
    'labels of executors',
    executor({ labels: { team: 'etl' } }),
    'executor.labels',
    '"team"',
    'processes of workers',
  ),
  refused(
    'annotations of executors',
    executor({ annotations: { a: 'b' } }),
    'executor.annotations',
    '"a"',
    'processes of workers',
  ),
  refused(
    'a Secret for executors',
    executor({ secretEnv: { TOKEN: SecretSource.fromKubernetes('s', 'k') } }),
    'executor.secretEnv',
    '"TOKEN"',
    'SparkRunner.native()',
  ),
  refused(
    'a limit of executors',
    executor({ coreLimit: 2 }),
    'executor.coreLimit',
    '2',
    'share the pod of their worker',
  ),
  refused(
    'a class for executors',
    onto({ priority: SparkPriorityClass.fromName('high') }),
    'priority',
    '"high"',
    'podOverrides',
  ),
  refused(
    'a queue of Volcano',
    onto({ scheduler: VOLCANO }),
    'SparkScheduler.volcano',
    '"volcano"',
    'its masters share',
  ),
  refused(
    'a queue of Volcano for a driver on a worker',
    handed({ scheduler: VOLCANO }),
    'SparkScheduler.volcano',
    '"volcano"',
    'its masters share',
  ),
  refused('a scheduler from elsewhere', onto({ scheduler: OWN }), 'scheduler', '"own"', 'its masters share'),
  inJob(
    'standalone: the most cores as a property',
    onto({ conf: SparkConf.of({ 'spark.cores.max': '9' }) }),
    'standalone/conf-overwritten',
    'conf["spark.cores.max"]',
    '"9"',
    'coresMax',
  ),
  inJob(
    'standalone: the protocol of the master as a property',
    handed({ conf: SparkConf.of({ 'spark.master.rest.enabled': 'true' }) }),
    'standalone/conf-overwritten',
    'conf["spark.master.rest.enabled"]',
    '"true"',
  ),
  inJob(
    'standalone: a feature’s property of Kubernetes',
    onto({ features: [{ featureName: 'own', bind: (app) => app.setProperty('spark.kubernetes.own', 'x') }] }),
    'standalone/kubernetes-property',
    'conf["spark.kubernetes.own"]',
    '"x"',
  ),
  inJob(
    'standalone: a property that only the pod of the driver knows',
    onto({ features: [{ featureName: 'late', bind: (app) => app.setLateProperty('spark.own', '$(POD_NAME)') }] }),
    'runners/late-property',
    'scheduler',
    'undefined',
    'spark.own',
  ),
  refused('attempts of a driver on a worker', handed({ retries: 1 }), 'retries', '1', 'supervise'),
  refused(
    'a deadline of a driver on a worker',
    handed({ deadline: Duration.hours(1) }),
    'deadline',
    '"1 hour"',
    'nothing ends',
  ),
  refused(
    'Python on a worker',
    handed({ application: PROPS.application }),
    'SparkApplication.python',
    '"local:///opt/app/pi.py"',
    'SparkRunner.standalone(),',
  ),
  refused('R on a worker', handed({ application: R }), 'SparkApplication.r', '"local:///opt/app/pi.R"', 'the JVM only'),
  refused('the UI of a driver on a worker', handed({ uiService: true }), 'uiService', 'true', 'a process of a worker'),
];

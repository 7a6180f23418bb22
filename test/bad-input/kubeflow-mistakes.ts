import { Chart, Duration, Size, type App } from 'cdk8s';
import {
  DynamicAllocation,
  SparkApplication,
  SparkConf,
  SparkImage,
  SparkJob,
  SparkScheduler,
  SparkServiceAccount,
  SparkVersion,
  SparkVolume,
  StagedFile,
  Volcano,
  VolcanoQueue,
  type ISparkFeature,
  type SparkJobProps,
  type SparkSchedule,
} from '../../lib';
import { KubeflowRunNamePrecision, type IKubeflowSparkOperator } from '../../lib/runners/kubeflow/interfaces';
import { KubeflowRunner } from '../../lib/runners/kubeflow/kubeflow-runner';
import type { KubeflowRunnerProps } from '../../lib/runners/kubeflow/runner-props';
import { KubeflowSparkConnect, type KubeflowSparkConnectProps } from '../../lib/runners/kubeflow/spark-connect';
import { KueueLocalQueue } from '../../lib/scheduling/kueue/local-queue';
import { PROPS } from '../spark/jobs';
import { inJob, withJob, withSchedule, type Mistake } from './mistake';

const OPERATOR: IKubeflowSparkOperator = {
  operatorName: 'spark-operator',
  operatorVersion: '2.5.2',
  jobNamespaceNames: ['etl'],
  webhook: true,
  batchScheduler: true,
  uiService: true,
  runNamePrecision: KubeflowRunNamePrecision.NANOS,
};
const MEMORY = { memory: Size.mebibytes(512) };

const runner = (props: KubeflowRunnerProps = {}, operator: Partial<IKubeflowSparkOperator> = {}): KubeflowRunner =>
  new KubeflowRunner({ ...OPERATOR, ...operator }, props);

const job = (props: Partial<SparkJobProps>, id?: string) => withJob({ runner: runner(), ...props }, id);
const started = (props: KubeflowRunnerProps, operator: Partial<IKubeflowSparkOperator> = {}) =>
  withJob({ runner: runner(props, operator) });
const schedule = (props: Partial<SparkSchedule>, started: KubeflowRunnerProps = {}) =>
  withSchedule(props, { runner: runner(started) });
const driver = (podOverrides: { [path: string]: unknown }) => job({ driver: { ...MEMORY, podOverrides } });
const executor = (podOverrides: { [path: string]: unknown }) => job({ executor: { ...MEMORY, podOverrides } });
const python = (options: object) => job({ application: SparkApplication.python('local:///opt/app/a.py', options) });
const volcano = (schedulerName = 'volcano') =>
  SparkScheduler.volcano(VolcanoQueue.fromName('etl', { volcano: Volcano.fromExisting({ schedulerName }) }));

/** A feature from elsewhere that says what it may not. */
const saying = (key: string, value: string): ISparkFeature => ({
  featureName: 'Foreign',
  bind: (application) => application.setProperty(key, value),
});

const inChart = (labels: { [key: string]: string }, name: string) => (app: App) =>
  void new SparkJob(new Chart(app, 'c', { labels }), name, { ...PROPS, runner: runner() });

const connect =
  (props: Partial<KubeflowSparkConnectProps>, id = 'job') =>
  (app: App): void => {
    new KubeflowSparkConnect(new Chart(app, 'c'), id, {
      operator: OPERATOR,
      image: SparkImage.official(SparkVersion.V4_1),
      serviceAccount: SparkServiceAccount.fromName('spark', 'etl'),
      ...props,
    });
  };

const named = (name: string, build: Mistake['build'], rule: string, id: string): Mistake => ({
  name,
  build,
  rule,
  at: 'name',
  value: JSON.stringify(id),
  path: 'c/job',
});

const INGRESS = { servicePort: 8080, ingressUrlFormat: '{{$appName}}.example.com' };
const STAGED = StagedFile.inline('a.txt', 'a');
const OTHERS = 'SparkRunner.native()';

/** Jobs under Kubeflow's operator. */
const JOB_MISTAKES: readonly Mistake[] = [
  // Names, by what they must leave room for.
  named('an application that begins with a digit', job({ name: '3pi' }), 'kubeflow/name', '3pi'),
  named('an application with a dot', job({ name: 'pi.3' }), 'names/dns-label', 'pi.3'),
  named('an application of 64 characters', job({ name: 'x'.repeat(64) }), 'names/too-long', 'x'.repeat(64)),
  named(
    'a UI whose Service would be called otherwise',
    job({ name: 'x'.repeat(57), uiService: true }),
    'names/too-long',
    'x'.repeat(57),
  ),
  named(
    'a schedule without room for 19 digits',
    withSchedule({}, { name: 'x'.repeat(44), runner: runner() }),
    'names/too-long',
    'x'.repeat(44),
  ),
  named(
    'an ingress without room for its port',
    withJob({ name: 'x'.repeat(52), runner: runner({ driverIngress: [INGRESS] }) }),
    'names/too-long',
    'x'.repeat(52),
  ),
  // Where it runs, and whom it names.
  inJob(
    'a job where the operator does not look',
    started({}, { jobNamespaceNames: ['a', 'b'] }),
    'kubeflow/namespace-not-watched',
    'serviceAccount.namespace',
    '"etl"',
    'spark-operator looks at a, b',
  ),
  inJob(
    'a job in no namespace',
    job({ serviceAccount: SparkServiceAccount.fromName('spark') }),
    'kubeflow/namespace-not-watched',
    'serviceAccount.namespace',
    'undefined',
  ),
  inJob(
    'Volcano with an operator that makes no groups',
    withJob({ runner: runner({}, { batchScheduler: false }), scheduler: volcano() }),
    'kubeflow/batch-scheduler-off',
    'scheduler',
    '"volcano"',
  ),
  inJob(
    'a Volcano of another name under the webhook',
    job({ scheduler: volcano('vc') }),
    'kubeflow/scheduler-name',
    'scheduler',
    '"vc"',
  ),
  // What the operator cannot do.
  inJob(
    'an operator and a queue of Kueue',
    job({ scheduler: SparkScheduler.kueue(KueueLocalQueue.fromName('q')) }),
    'runners/not-portable',
    'SparkScheduler.kueue',
    '"kueue"',
    OTHERS,
  ),
  inJob(
    'an operator and a deadline',
    job({ deadline: Duration.hours(1) }),
    'runners/not-portable',
    'deadline',
    '"1 hour"',
    OTHERS,
  ),
  inJob(
    'an operator and a name that Spark shows',
    job({ appName: 'Pi' }),
    'runners/not-portable',
    'appName',
    '"Pi"',
    OTHERS,
  ),
  inJob(
    'an operator and a configuration file',
    job({ features: [{ featureName: 'Log', bind: (app) => app.addConfFile('log4j2.properties', 'a=b') }] }),
    'runners/not-portable',
    'addConfFile',
    '"log4j2.properties"',
    OTHERS,
  ),
  inJob(
    'an operator and a run that must not be late',
    schedule({ startingDeadline: Duration.minutes(5) }),
    'runners/not-portable',
    'schedule.startingDeadline',
    '"',
    OTHERS,
  ),
  // Sizes and numbers.
  inJob(
    'an operator and no executors',
    job({ executor: { ...MEMORY, instances: 0 } }),
    'kubeflow/instances',
    'executor.instances',
    '0',
  ),
  inJob(
    'an operator and half a core',
    job({ driver: { ...MEMORY, cores: 0.5 } }),
    'spark/cores',
    'driver.cores',
    '0.5',
  ),
  inJob(
    'an operator and a limit below the request',
    job({ driver: { ...MEMORY, cores: 2, coreLimit: 1 } }),
    'spark/core-limit-below-request',
    'driver.coreLimit',
    '1',
  ),
  inJob(
    'an operator and dynamic allocation beside a number of executors',
    job({
      executor: { ...MEMORY, instances: 3 },
      features: [DynamicAllocation.between({ maxExecutors: 5 })],
    }),
    'spark/dynamic-allocation-instances',
    'executor.instances',
    '3',
  ),
  inJob(
    'an operator and dynamic allocation by properties',
    job({ conf: SparkConf.of({ 'spark.dynamicAllocation.enabled': true }) }),
    'spark/conf-key-owned',
    'conf["spark.dynamicAllocation.enabled"]',
    '"true"',
  ),
  inJob(
    'minus one submission',
    started({ submissionRetries: -1 }),
    'kubeflow/submission-retries',
    'runner.submissionRetries',
    '-1',
  ),
  inJob(
    'half a second between runs',
    started({ retryInterval: Duration.millis(500) }),
    'spark/deadline',
    'runner.retryInterval',
    '"0.5 s"',
  ),
  // Properties that the operator refuses.
  ...[
    'spark.master',
    'spark.kubernetes.container.image',
    'spark.kubernetes.authenticate.driver.serviceAccountName',
  ].map((key) =>
    inJob(
      `an operator and ${key}`,
      job({ conf: SparkConf.of({ [key]: 'x' }) }),
      'spark/conf-key-owned',
      `conf["${key}"]`,
      '"x"',
    ),
  ),
  inJob(
    'an operator and another API server',
    job({ conf: SparkConf.of({ 'spark.kubernetes.driver.master': 'https://api:6443' }) }),
    'kubeflow/denied-property',
    'conf["spark.kubernetes.driver.master"]',
    '"https://api:6443"',
  ),
  inJob(
    'a feature that changes the account',
    job({ features: [saying('spark.kubernetes.authenticate.driver.serviceAccountName', 'admin')] }),
    'kubeflow/denied-property',
    'conf["spark.kubernetes.authenticate.driver.serviceAccountName"]',
    '"admin"',
  ),
  inJob(
    'a feature that changes the namespace',
    job({ features: [saying('spark.kubernetes.namespace', 'other')] }),
    'kubeflow/denied-property',
    'conf["spark.kubernetes.namespace"]',
    '"other"',
  ),
  // Labels.
  inJob(
    "a label of the operator's",
    job({ driver: { ...MEMORY, labels: { 'sparkoperator.k8s.io/app-name': 'x' } } }),
    'kubeflow/reserved-label',
    'driver.labels',
    '"sparkoperator.k8s.io/app-name"',
  ),
  inJob(
    "a label of Spark's under the operator",
    job({ executor: { ...MEMORY, labels: { 'spark-role': 'driver' } } }),
    'spark/reserved-label',
    'executor.labels',
    '"spark-role"',
  ),
  inJob(
    "a chart with a label of Spark's",
    inChart({ 'spark-app-selector': 'x' }, 'job'),
    'kubeflow/copied-label',
    'labels of the chart',
    '"spark-app-selector"',
  ),
  inJob(
    "a chart with a label of the operator's",
    inChart({ 'sparkoperator.k8s.io/submission-id': 'x' }, 'job'),
    'kubeflow/copied-label',
    'labels of the chart',
    '"sparkoperator.k8s.io/submission-id"',
  ),
  inJob(
    'a label longer than labels are',
    job({ driver: { ...MEMORY, labels: { team: 'x'.repeat(64) } } }),
    'names/label-value',
    'driver.labels["team"]',
    JSON.stringify('x'.repeat(64)),
  ),
  // Files.
  inJob(
    'a staged file for the working directory',
    python({ stagedFiles: [STAGED], files: [STAGED.uri] }),
    'kubeflow/staged-dependency',
    'application.files[0]',
    '"file:///opt/spark/staged/a.txt"',
  ),
  inJob(
    'a staged archive',
    python({ stagedFiles: [STAGED], archives: [STAGED.uri] }),
    'kubeflow/staged-dependency',
    'application.archives[0]',
    '"file:///opt/spark/staged/a.txt"',
  ),
  inJob(
    'a file of the machine that nobody submits from',
    job({ application: SparkApplication.python('file:///data/pi.py') }),
    'spark/main-uri',
    'application.main',
    '"file:///data/pi.py"',
  ),
  inJob(
    'an operator and a class that is none',
    job({ application: SparkApplication.java('local:///opt/app/pi.jar', '') }),
    'spark/main-class',
    'application.mainClass',
    '""',
  ),
  // Schedules.
  inJob(
    'an operator and a cron of six fields',
    schedule({ cron: '0 0 0 * * *' }),
    'spark/schedule',
    'schedule.cron',
    '"0 0 0 * * *"',
  ),
  inJob(
    'an operator and no time zone',
    schedule({ timeZone: 'Mars' }),
    'spark/time-zone',
    'schedule.timeZone',
    '"Mars"',
  ),
  inJob(
    'runs that are made suspended',
    schedule({}, { suspended: true }),
    'kubeflow/suspended-runs',
    'runner.suspended',
    'true',
  ),
  // The UI and other ports.
  inJob(
    'options of a UI without Service',
    started({ ui: { servicePort: 80 } }, { uiService: false }),
    'kubeflow/ui-service-off',
    'runner.ui',
    '["servicePort"]',
  ),
  inJob('port 0 of the UI', started({ ui: { servicePort: 0 } }), 'kubeflow/port', 'runner.ui.servicePort', '0'),
  inJob(
    'a certificate for no host',
    started({ ui: { ingressTls: [{ hosts: [], secretName: 'tls' }] } }),
    'kubeflow/tls',
    'runner.ui.ingressTls[0]',
    '{"hosts":[],"secretName":"tls"}',
  ),
  inJob(
    'two ingresses of one port',
    started({ driverIngress: [INGRESS, { ...INGRESS, ingressUrlFormat: 'b.example.com' }] }),
    'kubeflow/driver-ingress-twice',
    'runner.driverIngress[1].servicePort',
    '8080',
  ),
  inJob(
    'two ingresses of one URL',
    started({ driverIngress: [INGRESS, { ...INGRESS, servicePort: 9090 }] }),
    'kubeflow/driver-ingress-twice',
    'runner.driverIngress[1].ingressUrlFormat',
    '"{{$appName}}.example.com"',
  ),
  inJob(
    'an ingress without URL',
    started({ driverIngress: [{ servicePort: 8080, ingressUrlFormat: '' }] }),
    'kubeflow/driver-ingress-url',
    'runner.driverIngress[0].ingressUrlFormat',
    '""',
  ),
  inJob(
    'an ingress with a scheme',
    started({ driverIngress: [{ servicePort: 8080, ingressUrlFormat: 'https://a.example.com' }] }),
    'kubeflow/driver-ingress-url',
    'runner.driverIngress[0].ingressUrlFormat',
    '"https://a.example.com"',
  ),
  inJob(
    'one URL for all runs of a schedule',
    schedule({}, { driverIngress: [{ servicePort: 8080, ingressUrlFormat: 'a.example.com' }] }),
    'kubeflow/driver-ingress-shared',
    'runner.driverIngress[0].ingressUrlFormat',
    '"a.example.com"',
  ),
  // Templates.
  inJob(
    'containers that are none',
    driver({ '/spec/initContainers': 'oops' }),
    'kubeflow/template-shape',
    'driver.podOverrides["/spec/initContainers"]',
    '"oops"',
    'it is of type array',
  ),
  inJob(
    'a driver without containers',
    driver({ '/spec/containers': undefined }),
    'spark/template-whole',
    'driver.podOverrides',
    '"/spec/containers"',
  ),
  inJob(
    'executors without anything',
    executor({ '/spec': undefined }),
    'spark/template-whole',
    'executor.podOverrides',
    '"/spec"',
  ),
  inJob(
    'a word for a boolean',
    executor({ '/spec/hostNetwork': 'true' }),
    'kubeflow/template-shape',
    'executor.podOverrides["/spec/hostNetwork"]',
    '"true"',
  ),
  inJob(
    'a number for a label',
    driver({ '/metadata/labels': { release: 4 } }),
    'kubeflow/template-shape',
    'driver.podOverrides["/metadata/labels"]',
    '{"release":4}',
  ),
  inJob(
    'a container that is a word',
    executor({ '/spec/containers/-': 'logger' }),
    'kubeflow/template-shape',
    'executor.podOverrides["/spec/containers/1"]',
    '"logger"',
  ),
  inJob(
    "a template without Spark's container",
    driver({ '/spec/containers': [{ name: 'main', image: 'a:1' }] }),
    'spark/template-whole',
    'driver.podOverrides',
    '"/spec/containers"',
  ),
  inJob(
    'an image by override under the operator',
    driver({ '/spec/containers/0/image': 'a:1' }),
    'spark/template-overwritten',
    'driver.podOverrides',
    '"/spec/containers/0/image"',
  ),
  inJob(
    'a mount of nothing',
    driver({ '/spec/containers/0/volumeMounts/-': { name: 'data', mountPath: '/data' } }),
    'kubeflow/template-volume',
    'driver.podOverrides',
    '"data"',
    'no volume has this name',
  ),
  inJob(
    'two mounts at one place',
    executor({ '/spec/containers/0/volumeMounts/-': { name: 'tmp', mountPath: '/tmp' } }),
    'kubeflow/template-volume',
    'executor.podOverrides',
    '"/tmp"',
  ),
  inJob(
    'a volume twice, once by override',
    job({
      driver: {
        ...MEMORY,
        volumes: [SparkVolume.emptyDir('data', '/data')],
        podOverrides: { '/spec/volumes/-': { name: 'data', emptyDir: {} } },
      },
    }),
    'kubeflow/template-volume',
    'driver.podOverrides',
    '"data"',
    'two volumes have this name',
  ),
];

/** Spark Connect under Kubeflow's operator. */
const CONNECT_MISTAKES: readonly Mistake[] = [
  named('a SparkConnect that begins with a digit', connect({ name: '1a' }), 'kubeflow/name', '1a'),
  named('a SparkConnect of 57 characters', connect({ name: 'x'.repeat(57) }), 'names/too-long', 'x'.repeat(57)),
  inJob(
    'a SparkConnect where the operator does not look',
    connect({ operator: { ...OPERATOR, jobNamespaceNames: ['a'] } }),
    'kubeflow/namespace-not-watched',
    'serviceAccount.namespace',
    '"etl"',
  ),
  inJob(
    'a SparkConnect of Spark 3.5',
    connect({ image: SparkImage.official(SparkVersion.V3_5) }),
    'kubeflow/connect-version',
    'image',
    '"3.5.8"',
  ),
  inJob(
    'a property that a shell would change',
    connect({ conf: SparkConf.of({ 'spark.metrics.namespace': '${spark.app.name}' }) }),
    'kubeflow/connect-shell',
    'conf["spark.metrics.namespace"]',
    '"${spark.app.name}"',
  ),
  inJob(
    'two options of the JVM for executors of a SparkConnect',
    connect({ executor: { ...MEMORY, javaOptions: ['-XX:+UseG1GC', '-Da=b'] } }),
    'kubeflow/connect-shell',
    'conf["spark.executor.extraJavaOptions"]',
    '"-XX:+UseG1GC -Da=b"',
  ),
  inJob(
    'a configuration file for a SparkConnect',
    connect({ features: [{ featureName: 'Log', bind: (app) => app.addConfFile('log4j2.properties', 'a=b') }] }),
    'kubeflow/connect-conf-file',
    'addConfFile',
    '"log4j2.properties"',
  ),
  inJob(
    'a SparkConnect whose server is too small',
    connect({ server: { memory: Size.mebibytes(256) } }),
    'spark/driver-memory-too-small',
    'server.memory',
    '"256 MiB"',
  ),
  inJob(
    'a SparkConnect without its container',
    connect({ server: { podOverrides: { '/spec/containers': [{ name: 'server', image: 'a:1' }] } } }),
    'spark/template-whole',
    'server.podOverrides',
    '"/spec/containers"',
  ),
];

/** Applications and servers under Kubeflow's operator. */
export const KUBEFLOW_MISTAKES: readonly Mistake[] = [...JOB_MISTAKES, ...CONNECT_MISTAKES];

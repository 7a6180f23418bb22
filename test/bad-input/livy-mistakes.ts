import { Chart, Duration, Size, type App } from 'cdk8s';
import {
  KueueLocalQueue,
  NodePool,
  SecretSource,
  SparkConf,
  SparkImage,
  SparkJob,
  SparkPriorityClass,
  SparkScheduler,
  SparkServiceAccount,
  SparkVersion,
  StagedFile,
  SparkApplication,
  type ISparkScheduler,
  type SparkJobProps,
} from '../../lib';
import type { LivyRunnerProps } from '../../lib/runners/livy/livy-runner';
import type { LivyServerOptions } from '../../lib/services/livy/livy-server';
import { livy, PASSWORD, URL } from '../runners/livy/jobs';
import { PROPS } from '../spark/jobs';
import { inJob, withJob, withSchedule, type Mistake } from './mistake';

const MEMORY = Size.mebibytes(512);

/** A job that Livy cannot run as it is. */
const job = (
  name: string,
  props: Partial<SparkJobProps>,
  rule: string,
  at: string,
  value: string,
  says?: string,
): Mistake => inJob(`Livy: ${name}`, withJob({ runner: livy(), ...props }), rule, at, value, says);

/** A server that the job cannot be posted to. */
const server = (
  name: string,
  options: LivyServerOptions & { readonly url?: string },
  rule: string,
  at: string,
  value: string,
  says?: string,
): Mistake => job(name, { runner: livy(options) }, rule, at, value, says);

const runner = (name: string, props: LivyRunnerProps, rule: string, at: string, value: string): Mistake =>
  job(name, { runner: livy({}, props) }, rule, at, value);

const notPortable = (name: string, props: Partial<SparkJobProps>, at: string, value: string): Mistake =>
  job(name, props, 'runners/not-portable', at, value, 'SparkRunner.native()');

const inDriver = (driver: SparkJobProps['driver']): Partial<SparkJobProps> => ({
  driver: { memory: MEMORY, ...driver },
});

/** A scheduler that wants to know more than anybody knows before the pod runs. */
const curious: ISparkScheduler = {
  schedulerLabel: 'curious',
  bind: (_, { application }) => {
    application.setLateProperty('spark.kubernetes.executor.label.owner', '$(OWNER_UID)');
    return [];
  },
};

/** Jobs for Livy, and Livy servers. */
export const LIVY_MISTAKES: readonly Mistake[] = [
  server('a server without a scheme', { url: 'livy:8998' }, 'livy/url', 'server.livyUrl', '"livy:8998"'),
  server('a URL that is none', { url: 'livy' }, 'livy/url', 'server.livyUrl', '"livy"'),
  server('a slash at the end', { url: `${URL}/` }, 'livy/url', 'server.livyUrl', `"${URL}/"`),
  server('a query in the URL', { url: `${URL}?doAs=ada` }, 'livy/url', 'server.livyUrl', `"${URL}?doAs=ada"`),
  server(
    'a password in the URL',
    { url: 'https://etl:hunter2@livy.example.org' },
    'livy/url-credentials',
    'server.livyUrl',
    '"(not shown)"',
  ),
  server('a user without password', { username: 'etl' }, 'livy/credentials', 'server', '"username"'),
  server(
    'a password and a token',
    { url: 'https://livy', username: 'etl', password: PASSWORD, token: PASSWORD },
    'livy/credentials',
    'server',
    '"username, password, token"',
  ),
  server(
    'a password over http',
    { username: 'etl', password: SecretSource.fromKubernetes('livy', 'password') },
    'livy/http-credentials',
    'server.livyUrl',
    `"${URL}"`,
    'insecureHttpCredentials',
  ),
  server('a token over http', { token: PASSWORD }, 'livy/http-credentials', 'server.livyUrl', `"${URL}"`),
  server(
    'no template for executors',
    { executorTemplate: undefined } as never,
    'livy/unhardened',
    'server',
    '"driverTemplate"',
    'insecurePodsWithoutTemplate',
  ),
  server(
    'a template beside the caller',
    { driverTemplate: 'driver.yaml' },
    'livy/template-path',
    'server.driverTemplate',
    '"driver.yaml"',
  ),
  server(
    'a server of another namespace',
    { jobNamespaceName: 'science' },
    'livy/job-namespace',
    'namespace',
    '"etl"',
    'science',
  ),
  server(
    'a server of another Spark',
    { sparkVersion: SparkVersion.V3_5 },
    'livy/spark-line',
    'image',
    '"4.1.4"',
    '3.5.8',
  ),
  runner(
    'a poll too often',
    { pollInterval: Duration.millis(200) },
    'livy/poll-interval',
    'runner.pollInterval',
    '"0.2 s"',
  ),
  runner(
    'a poll too seldom',
    { pollInterval: Duration.minutes(5) },
    'livy/poll-interval',
    'runner.pollInterval',
    '"300 s"',
  ),
  runner('no patience', { patience: Duration.seconds(1) }, 'livy/patience', 'runner.patience', '"1 s"'),
  runner('a client without tag', { clientImage: 'python' }, 'livy/client-image', 'runner.clientImage', '"python"'),
  runner('a port of 0', { egressPorts: [443, 0] }, 'livy/egress-ports', 'runner.egressPorts', '0'),
  {
    ...job('no namespace', {}, 'livy/namespace', 'namespace', 'undefined'),
    build: (app: App) => {
      const serviceAccount = SparkServiceAccount.fromName('spark');
      new SparkJob(new Chart(app, 'c'), 'job', { ...PROPS, serviceAccount, runner: livy() });
    },
  },
  job('a name too long for its sessions', { name: 'a'.repeat(53) }, 'names/too-long', 'name', `"${'a'.repeat(53)}"`),
  inJob(
    'Livy: a scheduled name too long for its sessions',
    withSchedule({}, { runner: livy(), name: 'a'.repeat(42) }),
    'names/too-long',
    'name',
    `"${'a'.repeat(42)}"`,
  ),
  inJob(
    'Livy: a schedule of four fields',
    withSchedule({ cron: '0 2 * *' }, { runner: livy() }),
    'spark/schedule',
    'schedule.cron',
    '"0 2 * *"',
  ),
  job(
    'a pool of two labels’ values',
    inDriver({ nodes: NodePool.labelled('type', 'a', 'b') }),
    'livy/node-pool',
    'driver.nodes',
    '"type=a|b"',
  ),
  job(
    'a grace period that this Spark has no property for',
    {
      image: SparkImage.official(SparkVersion.V4_0),
      executor: { memory: MEMORY, terminationGracePeriod: Duration.minutes(2) },
    },
    'livy/executor-grace',
    'executor.terminationGracePeriod',
    '"2 minutes"',
  ),
  job(
    'a base path of the UI',
    { conf: SparkConf.of({ 'spark.ui.proxyBase': '/pi' }) },
    'livy/conf-overwritten',
    'conf["spark.ui.proxyBase"]',
    '"/pi"',
  ),
  job(
    'a label that Livy sets',
    inDriver({ labels: { 'spark-app-tag': 'mine' } }),
    'livy/conf-overwritten',
    'driver.labels["spark-app-tag"]',
    '"mine"',
  ),
  job(
    'a request larger than a ConfigMap',
    { conf: SparkConf.of({ 'spark.hadoop.big': 'x'.repeat(1024 * 1024) }) },
    'runners/conf-too-large',
    'conf',
    '"1',
  ),
  job('a scheduler that needs the pod', { scheduler: curious }, 'runners/late-property', 'scheduler', '"curious"'),
  notPortable('another name of the application', { appName: 'Pi!' }, 'appName', '"Pi!"'),
  notPortable('a Service of the UI', { uiService: true }, 'uiService', 'true'),
  notPortable('a priority', { priority: SparkPriorityClass.fromName('urgent') }, 'priority', '"urgent"'),
  notPortable('a root that can be written', { writableRootFilesystem: true }, 'writableRootFilesystem', 'true'),
  notPortable(
    'fields of the driver',
    inDriver({ podOverrides: { '/spec/hostNetwork': true } }),
    'driver.podOverrides',
    '"/spec/hostNetwork"',
  ),
  notPortable(
    'a grace period of the driver',
    inDriver({ terminationGracePeriod: Duration.minutes(2) }),
    'driver.terminationGracePeriod',
    '',
  ),
  notPortable('ephemeral storage', inDriver({ ephemeralStorage: Size.gibibytes(1) }), 'driver.ephemeralStorage', ''),
  notPortable(
    'staged files',
    {
      application: SparkApplication.python(StagedFile.inline('x.py', '').uri, {
        stagedFiles: [StagedFile.inline('x.py', '')],
      }),
    },
    'application.stagedFiles',
    '"x.py"',
  ),
  notPortable(
    'a queue of Kueue',
    { scheduler: SparkScheduler.kueue(KueueLocalQueue.fromName('etl')) },
    'SparkScheduler.kueue',
    '"kueue"',
  ),
];

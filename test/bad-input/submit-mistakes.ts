import { Chart, Duration, Size } from 'cdk8s';
import {
  ConcurrencyPolicy,
  ScheduledSparkJob,
  SparkApplication,
  SparkImage,
  SparkVersion,
  StagedFile,
} from '../../lib';
import { SparkScheduler, KueueLocalQueue, type SparkJobProps } from '../../lib';
import { SubmitRunner } from '../../lib/runners/submit/submit-runner';
import { SparkSubmitter } from '../../lib/runners/submit/submitter-account';
import { PROPS } from '../spark/jobs';
import { inJob, withJob, type Mistake } from './mistake';

const runner = new SubmitRunner();
const submitted = (props: Partial<SparkJobProps>, id?: string): Mistake['build'] => withJob({ runner, ...props }, id);
const shipping = (name: string): Mistake['build'] =>
  submitted({ features: [{ featureName: 'file', bind: (app) => app.addConfFile(name, 'x=1\n') }] });
const staged = StagedFile.inline('words.txt', 'a b\n');
const python = (options: object, main = 'local:///opt/app/pi.py'): Mistake['build'] =>
  submitted({ application: SparkApplication.python(main, options) });
const scheduled =
  (schedule: object): Mistake['build'] =>
  (app) => {
    new ScheduledSparkJob(new Chart(app, 'c'), 'job', { ...PROPS, runner, schedule: { cron: '@daily', ...schedule } });
  };
const driver = (podOverrides: { [path: string]: unknown }): Mistake['build'] =>
  submitted({ driver: { memory: Size.mebibytes(512), podOverrides } });

/** What only spark-submit in the cluster minds. */
export const SUBMIT_MISTAKES: readonly Mistake[] = [
  inJob(
    'submit: an image of another line',
    submitted({ runner: new SubmitRunner({ submitterImage: SparkImage.official(SparkVersion.V4_0) }) }),
    'submit/submitter-version',
    'submitterImage',
    '"4.0.5"',
    'the job has Spark 4.1.4',
  ),
  inJob(
    'submit: an account of another namespace',
    submitted({ runner: new SubmitRunner({ submitter: SparkSubmitter.fromName('submitter', 'elsewhere') }) }),
    'submit/submitter-namespace',
    'submitter',
    '"submitter"',
    'elsewhere is not etl',
  ),
  {
    name: 'submit: an account whose namespace nobody knows',
    build: (app) => void new SparkSubmitter(new Chart(app, 'c'), 'submitter'),
    rule: 'submit/namespace-unknown',
    at: 'namespace',
    value: 'undefined',
    path: 'c/submitter',
  },
  {
    name: 'submit: an account that is no name',
    build: () => void SparkSubmitter.fromName('Sub_Mitter'),
    rule: 'names/dns-label',
    at: 'name',
    value: '"Sub_Mitter"',
    path: null,
  },
  {
    name: 'submit: a new account that is no name',
    build: (app) => void new SparkSubmitter(new Chart(app, 'c', { namespace: 'etl' }), 'submitter', { name: 'A' }),
    rule: 'names/dns-label',
    at: 'name',
    value: '"A"',
    path: 'c/submitter',
    spreads: true,
  },
  inJob(
    'submit: Python without its suffix',
    python({}, 'local:///opt/app/pi'),
    'submit/main-suffix',
    'application.main',
    '"local:///opt/app/pi"',
  ),
  inJob(
    'submit: R without its suffix',
    submitted({ application: SparkApplication.r('local:///opt/app/pi') }),
    'submit/main-suffix',
    'application.main',
    '"local:///opt/app/pi"',
  ),
  inJob(
    'submit: a staged file among files',
    python({ stagedFiles: [staged], files: [staged.uri] }),
    'submit/staged-file',
    'application.files[0]',
    '"file:///opt/spark/staged/words.txt"',
  ),
  inJob(
    'submit: a staged archive',
    python({ stagedFiles: [staged], archives: [`${staged.uri}#words`] }),
    'submit/staged-file',
    'application.archives[0]',
    '"file:///opt/spark/staged/words.txt#words"',
  ),
  inJob(
    'submit: a configuration file that is a template',
    shipping('log4j2.properties.template'),
    'submit/conf-file-not-shipped',
    'addConfFile',
    '"log4j2.properties.template"',
  ),
  inJob(
    'submit: a configuration file that spark-submit keeps',
    shipping('spark-extra.conf'),
    'submit/conf-file-not-shipped',
    'addConfFile',
    '"spark-extra.conf"',
  ),
  inJob(
    'submit: more configuration than a ConfigMap holds',
    submitted({
      features: [{ featureName: 'file', bind: (app) => app.addConfFile('big.xml', 'x'.repeat(1024 * 1024)) }],
    }),
    'runners/conf-too-large',
    'conf',
    '"1',
  ),
  inJob(
    'submit: a property that names the driver’s pod',
    submitted({
      features: [
        {
          featureName: 'late',
          bind: (app) => app.setLateProperty('spark.kubernetes.executor.annotation.driver', '$(POD_NAME)'),
        },
      ],
    }),
    'runners/late-property',
    'scheduler',
    'undefined',
    '$(POD_NAME)',
  ),
  inJob(
    'submit: the name of the driver’s container',
    driver({ '/spec/containers/0/name': 'main' }),
    'spark/template-overwritten',
    'driver.podOverrides',
    '"/spec/containers/0/name"',
  ),
  inJob('submit: a schedule that is none', scheduled({ cron: 'daily' }), 'spark/schedule', 'schedule.cron', '"daily"'),
  inJob(
    'submit: a deadline for a start that is none',
    scheduled({ startingDeadline: Duration.millis(1), concurrency: ConcurrencyPolicy.REPLACE }),
    'spark/deadline',
    'schedule.startingDeadline',
    '"0.001 s"',
  ),
  {
    ...inJob(
      'submit: a queue of Kueue',
      submitted({ scheduler: SparkScheduler.kueue(KueueLocalQueue.fromName('lq')) }),
      'runners/not-portable',
      'SparkScheduler.kueue',
      '"kueue"',
      'neither count nor stop the driver',
    ),
    spreads: true,
  },
];

import { Chart, Duration, Testing } from 'cdk8s';
import {
  ConcurrencyPolicy,
  KubeflowSparkOperator,
  LivyServer,
  ScheduledSparkJob,
  SparkRunner,
  StandaloneCluster,
  type ISparkRunner,
  type SparkSchedule,
} from '../../lib';
import { SparkTesting } from '../../lib/testing';
import { problems, PROPS } from '../spark/jobs';

const RUNNERS: { readonly [name: string]: ISparkRunner } = {
  native: SparkRunner.native(),
  submit: SparkRunner.submit(),
  kubeflow: SparkRunner.kubeflow(KubeflowSparkOperator.fromExisting()),
  livy: SparkRunner.livy(
    LivyServer.fromUrl('https://livy.example.com', { driverTemplate: '/d.yaml', executorTemplate: '/e.yaml' }),
  ),
  standalone: SparkRunner.standalone(StandaloneCluster.fromUrl('spark://master:7077')),
};

function scheduled(runner: ISparkRunner | undefined, schedule: Partial<SparkSchedule> = {}): ScheduledSparkJob {
  return new ScheduledSparkJob(new Chart(Testing.app(), 'c', { namespace: 'etl' }), 'tick', {
    ...PROPS,
    schedule: { cron: '30 2 * * 1-5', ...schedule },
    ...(runner && { runner }),
  });
}

/** The schedule as the object says it, in the words of a CronJob. */
function scheduleOf(runner: ISparkRunner | undefined, schedule: Partial<SparkSchedule> = {}): object {
  const manifests = SparkTesting.manifests(scheduled(runner, schedule));
  const { spec } = manifests.find(({ kind }) => /^(CronJob|ScheduledSparkApplication)$/.test(kind)) as {
    spec?: { [field: string]: unknown };
  };
  const { successfulRunHistoryLimit, failedRunHistoryLimit, ...own } = spec ?? {};
  return {
    schedule: own.schedule,
    timeZone: own.timeZone,
    concurrencyPolicy: own.concurrencyPolicy,
    suspend: own.suspend,
    successfulJobsHistoryLimit: own.successfulJobsHistoryLimit ?? successfulRunHistoryLimit,
    failedJobsHistoryLimit: own.failedJobsHistoryLimit ?? failedRunHistoryLimit,
  };
}

describe.each(Object.entries(RUNNERS))('a schedule by %s', (_name, runner) => {
  test('means what it means without a word on it: UTC, no overlap, three runs kept', () =>
    expect(scheduleOf(runner)).toEqual({
      schedule: '30 2 * * 1-5',
      timeZone: 'Etc/UTC',
      concurrencyPolicy: 'Forbid',
      suspend: false,
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 1,
    }));

  test('means the same with every word on it', () => {
    const all: Partial<SparkSchedule> = {
      timeZone: 'Europe/Berlin',
      concurrency: ConcurrencyPolicy.REPLACE,
      successfulRunsKept: 5,
      failedRunsKept: 2,
      suspended: true,
    };
    expect(scheduleOf(runner, all)).toEqual(scheduleOf(undefined, all));
  });

  test.each([
    ['a cron of six fields', { cron: '0 30 2 * * *' }, 'spark/schedule'],
    ['an hour that no day has', { cron: '0 24 * * *' }, 'spark/schedule'],
    ['the eighth day of the week', { cron: '0 0 * * 7' }, 'spark/schedule'],
    ['a zone in the cron', { cron: 'CRON_TZ=Europe/Berlin 0 2 * * *' }, 'spark/schedule-time-zone-in-schedule'],
    ['a zone that is none', { timeZone: 'Europe/Atlantis' }, 'spark/time-zone'],
    ['a history of minus one', { failedRunsKept: -1 }, 'spark/history-limit'],
  ])('%s is refused', (_mistake, schedule, rule) =>
    expect(problems(scheduled(runner, schedule)).map((line) => line.slice(0, line.indexOf(':')))).toEqual([rule]),
  );
});

test('a deadline for the start is a CronJob’s, and others refuse it', () => {
  const late = { startingDeadline: Duration.minutes(5) };
  expect(problems(scheduled(RUNNERS.native, late))).toEqual([]);
  expect(problems(scheduled(RUNNERS.kubeflow, late))).toEqual([
    expect.stringMatching(/^runners\/not-portable: schedule\.startingDeadline = "5 minutes".*SparkRunner\.native\(\)/),
  ]);
});

test.each(['0 2 29 2 *', '0 2 30 */2 *', '0 2 31 4,5 *', '0 2 30 2 mon', '0 2 */31 2 *', '@monthly'])(
  '%s comes',
  (cron) => expect(problems(scheduled(undefined, { cron }))).toEqual([]),
);
test.each(['0 2 30 2 *', '0 2 31 4,6,9,11 ?', '0 2 30-31 feb *'])('%s never comes', (cron) =>
  expect(problems(scheduled(undefined, { cron }))).toEqual([expect.stringMatching(/^spark\/schedule-never/)]),
);

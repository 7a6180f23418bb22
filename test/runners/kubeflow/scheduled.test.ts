import { Duration } from 'cdk8s';
import { ConcurrencyPolicy } from '../../../lib';
import { KubeflowRunNamePrecision } from '../../../lib/runners/kubeflow/interfaces';
import { SparkTesting } from '../../../lib/testing';
import { driverOf, executorOf } from '../../spark/jobs';
import { job, mistakesOf, operator, runner, scheduledJob, specOf } from './jobs';

const KIND = 'ScheduledSparkApplication';

test('writes what is dangerous unset', () => {
  const { template, ...rest } = specOf(scheduledJob(), KIND);
  expect(rest).toEqual({
    schedule: '0 2 * * *',
    timeZone: 'Etc/UTC',
    concurrencyPolicy: 'Forbid',
    successfulRunHistoryLimit: 3,
    failedRunHistoryLimit: 1,
    suspend: false,
  });
  const { timeToLiveSeconds: _ttl, ...once } = specOf(job());
  expect(template).toEqual(once);
});

test('takes all of a schedule', () => {
  const schedule = {
    cron: '*/5 8-18 * * mon-fri',
    timeZone: 'Europe/Paris',
    concurrency: ConcurrencyPolicy.REPLACE,
    successfulRunsKept: 0,
    failedRunsKept: 7,
    suspended: true,
  };
  const one = scheduledJob(schedule, { timeToLive: Duration.hours(1), retries: 1 });
  expect(specOf(one, KIND)).toMatchObject({
    schedule: schedule.cron,
    timeZone: 'Europe/Paris',
    concurrencyPolicy: 'Replace',
    successfulRunHistoryLimit: 0,
    failedRunHistoryLimit: 7,
    suspend: true,
    template: { timeToLiveSeconds: 3600, restartPolicy: { type: 'OnFailure', onFailureRetries: 1 } },
  });
  expect(mistakesOf(one)).toEqual([]);
});

test('is the only object', () => {
  const [main, ...others] = SparkTesting.manifests(scheduledJob());
  expect(main).toMatchObject({ apiVersion: 'sparkoperator.k8s.io/v1beta2', kind: KIND, metadata: { name: 'pi' } });
  expect(others).toEqual([]);
});

test('has a driver of its own for each run', () => {
  const one = scheduledJob();
  expect(driverOf(one).metadata).toMatchObject({
    name: 'pi-<time>-driver',
    labels: { 'sparkoperator.k8s.io/scheduled-app-name': 'pi', 'sparkoperator.k8s.io/app-name': 'pi-<time>' },
  });
  expect(executorOf(one).metadata.ownerReferences).toMatchObject([{ name: 'pi-<time>' }, { name: 'pi-<time>-driver' }]);
});

const { NANOS, MICROS, MILLIS, SECONDS, MINUTES } = KubeflowRunNamePrecision;
const ingress = { driverIngress: [{ servicePort: 8080, ingressUrlFormat: '{{$appName}}.example.com' }] };

test.each([
  [NANOS, {}, 43],
  [MICROS, {}, 46],
  [MILLIS, {}, 49],
  [SECONDS, {}, 52],
  [MINUTES, {}, 54],
  [NANOS, ingress, 31],
  [SECONDS, ingress, 40],
])('with times in %s and %j a name has at most %i characters', (runNamePrecision, props, max) => {
  const started = { runner: runner(props, operator({ runNamePrecision })) };
  expect(mistakesOf(scheduledJob({}, { ...started, name: 'x'.repeat(max) }))).toEqual([]);
  expect(mistakesOf(scheduledJob({}, { ...started, name: 'x'.repeat(max + 1) }))).toEqual(['names/too-long: name']);
});

test.each([
  [{ cron: '0 0 * *' }, 'spark/schedule: schedule.cron'],
  [{ cron: '@every 10m' }, 'spark/schedule: schedule.cron'],
  [{ cron: 'CRON_TZ=Europe/Paris 0 0 * * *' }, 'spark/schedule-time-zone-in-schedule: schedule.cron'],
  [{ timeZone: 'Moon/Base' }, 'spark/time-zone: schedule.timeZone'],
  [{ startingDeadline: Duration.minutes(5) }, 'runners/not-portable: schedule.startingDeadline'],
])('%j is refused', (schedule, mistake) => expect(mistakesOf(scheduledJob(schedule))).toEqual([mistake]));

import { Duration } from 'cdk8s';
import {
  ConcurrencyPolicy,
  NativeDriverKind,
  SparkApplication,
  SparkConf,
  SparkImage,
  SparkRunner,
  SparkVersion,
  StagedFile,
} from '../../lib';
import { SparkTesting, type Manifest } from '../../lib/testing';
import { configMapOf, containerOf, driverOf, job, plain, problems, propertiesOf, scheduledJob } from '../spark/jobs';
import type { Container, Pod } from '../spark/jobs';

const specOf = (one: ReturnType<typeof job>): { [field: string]: unknown } =>
  plain<{ spec: { [field: string]: unknown } }>(one.resource.toJson()).spec;
const kinds = (one: ReturnType<typeof job>): string[] => SparkTesting.manifests(one).map(({ kind }) => kind);
const spec = (manifest: Manifest): { [field: string]: unknown } => manifest.spec as { [field: string]: unknown };
const barePod = SparkRunner.native({ driverKind: NativeDriverKind.POD });

describe('a job', () => {
  test('is a Job and two ConfigMaps, all in the account’s namespace and with the job’s labels', () => {
    const manifests = SparkTesting.manifests(job());
    expect(manifests.map(({ kind }) => kind)).toEqual(['ConfigMap', 'ConfigMap', 'Job']);
    for (const { metadata } of manifests) {
      expect(metadata.namespace).toBe('etl');
      expect(metadata.labels).toEqual({
        'app.kubernetes.io/managed-by': 'cdk8s-spark',
        'app.kubernetes.io/name': 'spark',
        'app.kubernetes.io/instance': 'pi',
      });
    }
  });

  test('has one attempt and stays for a day by default', () => {
    const { template: _, ...rest } = specOf(job());
    expect(rest).toEqual({
      backoffLimit: 0,
      completions: 1,
      parallelism: 1,
      ttlSecondsAfterFinished: 86_400,
      podFailurePolicy: {
        rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }],
      },
    });
  });

  test('takes retries, a deadline and a time to live', () => {
    const props = { retries: 3, deadline: Duration.hours(2), timeToLive: Duration.minutes(10) };
    expect(specOf(job(props))).toMatchObject({
      backoffLimit: 3,
      activeDeadlineSeconds: 7200,
      ttlSecondsAfterFinished: 600,
    });
  });

  test('carries the driver’s pod as its template', () => {
    const one = job();
    const { metadata, spec: pod } = driverOf(one);
    expect(specOf(one).template).toEqual({ metadata, spec: pod });
  });

  test('tells Spark what a submit would have told it', () => {
    expect(propertiesOf(job())).toEqual({
      'spark.app.name': 'pi',
      'spark.blockManager.port': '7079',
      'spark.driver.blockManager.port': '7079',
      'spark.driver.cores': '1',
      'spark.driver.memory': '512m',
      'spark.driver.port': '7078',
      'spark.executor.cores': '1',
      'spark.executor.instances': '2',
      'spark.executor.memory': '512m',
      'spark.kubernetes.authenticate.driver.serviceAccountName': 'spark',
      'spark.kubernetes.authenticate.executor.serviceAccountName': 'spark',
      'spark.kubernetes.container.image': 'apache/spark:4.1.4',
      'spark.kubernetes.container.image.pullPolicy': 'IfNotPresent',
      'spark.kubernetes.driver.service.deleteOnTermination': 'false',
      'spark.kubernetes.executor.label.app.kubernetes.io/instance': 'pi',
      'spark.kubernetes.executor.label.app.kubernetes.io/name': 'spark',
      'spark.kubernetes.executor.podTemplateFile': '/opt/spark/pod-template/pod-spec-template.yml',
      'spark.kubernetes.memoryOverheadFactor': '0.4',
      'spark.kubernetes.resource.type': 'python',
      'spark.kubernetes.submitInDriver': 'true',
      'spark.master': 'k8s://https://kubernetes.default.svc',
    });
  });
});

test('a bare pod', () => {
  const one = job({ runner: barePod });
  expect(kinds(one)).toEqual(['ConfigMap', 'ConfigMap', 'Pod']);
  expect(one.resource.name).toBe('pi-driver');
  expect(containerOf(driverOf(one)).args).not.toContain('spark.kubernetes.executor.podNamePrefix=$(POD_NAME)');
  expect(problems(one)).toEqual([]);
});

describe('a scheduled job', () => {
  test('is a CronJob with careful defaults; runs are kept by number', () => {
    const one = scheduledJob();
    const { jobTemplate, ...rest } = specOf(one);
    expect(one.resource.kind).toBe('CronJob');
    expect(rest).toEqual({
      schedule: '0 2 * * *',
      timeZone: 'Etc/UTC',
      concurrencyPolicy: 'Forbid',
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 1,
      suspend: false,
    });
    expect(jobTemplate).toMatchObject({ spec: { backoffLimit: 0 } });
    expect((jobTemplate as { spec: object }).spec).not.toHaveProperty('ttlSecondsAfterFinished');
  });

  test('takes all of a schedule', () => {
    const schedule = {
      cron: '*/5 8-18 * * mon-fri',
      timeZone: 'Europe/Paris',
      concurrency: ConcurrencyPolicy.REPLACE,
      successfulRunsKept: 0,
      failedRunsKept: 7,
      startingDeadline: Duration.minutes(5),
      suspended: true,
    };
    expect(specOf(scheduledJob({ schedule, timeToLive: Duration.hours(1) }))).toMatchObject({
      schedule: schedule.cron,
      timeZone: 'Europe/Paris',
      concurrencyPolicy: 'Replace',
      successfulJobsHistoryLimit: 0,
      failedJobsHistoryLimit: 7,
      startingDeadlineSeconds: 300,
      suspend: true,
      jobTemplate: { spec: { ttlSecondsAfterFinished: 3600 } },
    });
  });

  test.each(['@daily', '@hourly', '0 0 1 1 0', '*/15 * * * *', '0,30 1-5/2 * jan,feb sun', '5 4 ? * 0'])(
    'cron %s',
    (cron) => expect(problems(scheduledJob({ schedule: { cron } }))).toEqual([]),
  );
  test.each([
    '',
    '* * * *',
    '* * * * * *',
    '60 * * * *',
    '* 24 * * *',
    '* * 0 * *',
    '* * * 13 *',
    '* * * * 8',
    '5-1 * * * *',
    '*/0 * * * *',
    'x * * * *',
  ])('no cron: %p', (cron) =>
    expect(problems(scheduledJob({ schedule: { cron } }))).toEqual([expect.stringContaining('spark/schedule: ')]),
  );
  test.each(['Europe/Paris', 'Etc/UTC', 'UTC'])('time zone %s', (timeZone) =>
    expect(problems(scheduledJob({ schedule: { cron: '@daily', timeZone } }))).toEqual([]),
  );
  test.each(['Local', '', 'Moon/Base', 'europe/paris', '+02:00'])('no time zone: %p', (timeZone) =>
    expect(problems(scheduledJob({ schedule: { cron: '@daily', timeZone } }))).toEqual([
      expect.stringContaining('spark/time-zone: '),
    ]),
  );
});

describe('ConfigMaps', () => {
  test('are immutable and named after their content', () => {
    const conf = configMapOf(job(), 'conf');
    expect(conf.immutable).toBe(true);
    expect(conf.metadata.name).toMatch(/^pi-conf-[0-9a-f]{10}$/);
    expect(configMapOf(job(), 'conf').metadata.name).toBe(conf.metadata.name);
  });

  test('change their names with their content, and only then', () => {
    const plainJob = job();
    const other = job({ conf: SparkConf.of({ 'spark.sql.shuffle.partitions': 8 }) });
    expect(configMapOf(other, 'conf').metadata.name).not.toBe(configMapOf(plainJob, 'conf').metadata.name);
    expect(configMapOf(other, 'executor').metadata.name).toBe(configMapOf(plainJob, 'executor').metadata.name);
    expect(JSON.stringify(driverOf(other))).toContain(configMapOf(other, 'conf').metadata.name);
  });

  test('carry staged files, text and binary', () => {
    const binary = StagedFile.fromPath('apps/examples/java/java-pi.jar');
    const application = SparkApplication.python('local:///opt/app/pi.py', {
      stagedFiles: [StagedFile.inline('a.sql', 'select 1'), binary],
      files: [binary.uri],
    });
    const one = job({ application });
    const files = configMapOf(one, 'files');
    expect(files.data).toEqual({ 'a.sql': 'select 1' });
    expect(Object.keys(files.binaryData as object)).toEqual(['java-pi.jar']);
    expect(propertiesOf(one)['spark.files']).toBe('file:///opt/spark/staged/java-pi.jar');
    expect(problems(one)).toEqual([]);
  });

  test('hold to the namespace of the chart when the account has none', () => {
    const one = job({ serviceAccount: { serviceAccountName: 'spark' } });
    expect(SparkTesting.manifests(one).map(({ metadata }) => metadata.namespace)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('Services', () => {
  const service = (one: ReturnType<typeof job>, name: string): { [field: string]: unknown } =>
    spec(SparkTesting.find(one, 'Service', name));

  test('none by default', () => expect(kinds(job())).not.toContain('Service'));

  test('of the UI', () => {
    expect(service(job({ uiService: true }), 'pi-ui-svc')).toEqual({
      ports: [{ name: 'spark-ui', port: 4040, targetPort: 4040, protocol: 'TCP' }],
      selector: { 'app.kubernetes.io/name': 'spark', 'app.kubernetes.io/instance': 'pi', 'spark-role': 'driver' },
    });
  });

  test('of the driver, which executors then use', () => {
    const one = job({ runner: SparkRunner.native({ driverService: true }) });
    const { clusterIP, ports } = service(one, 'pi-driver-svc');
    expect(clusterIP).toBe('None');
    expect((ports as { port: number }[]).map(({ port }) => port)).toEqual([7078, 7079, 4040, 15002]);
    expect(containerOf(driverOf(one)).args).toContain('spark.driver.host=pi-driver-svc.$(POD_NAMESPACE).svc');
  });

  test('of an older driver has no port of Spark Connect', () => {
    const image = SparkImage.official(SparkVersion.V4_0);
    const one = job({ image, runner: SparkRunner.native({ driverService: true }) });
    expect(JSON.stringify(service(one, 'pi-driver-svc'))).not.toContain('15002');
  });
});

test.each([
  [{}, 63],
  [{ uiService: true }, 56],
  [{ runner: SparkRunner.native({ driverService: true }) }, 52],
])('with %j a name has at most %i characters', (props, max) => {
  expect(problems(job({ ...props, name: 'x'.repeat(max) }))).toEqual([]);
  expect(problems(job({ ...props, name: 'x'.repeat(max + 1) }))).toContainEqual(
    expect.stringContaining(`names/too-long: name = "${'x'.repeat(max + 1)}"`),
  );
});

test('durations below a second are findings, not crashes', () => {
  const half = Duration.millis(500);
  const role = { terminationGracePeriod: half };
  const messages = problems(job({ deadline: half, timeToLive: half, driver: role, executor: role }));
  expect(messages.map((message) => message.split(' ')[1]).sort()).toEqual([
    'deadline',
    'driver.terminationGracePeriod',
    'executor.terminationGracePeriod',
    'timeToLive',
  ]);
});

describe('a template for somebody else to start', () => {
  const template = SparkRunner.native({ driverKind: NativeDriverKind.TEMPLATE });
  const made = job({ runner: template, deadline: Duration.hours(1) });
  const { template: pod } = SparkTesting.find(made, 'PodTemplate') as unknown as { template: Pod };

  test('starts nothing, and brings the ConfigMaps that the pod names', () => {
    const kinds = SparkTesting.manifests(made).map(({ kind }) => kind);
    expect([...kinds].sort()).toEqual(['ConfigMap', 'ConfigMap', 'PodTemplate']);
  });
  test('holds the pod that the job hands out', () => {
    const handed = made.toPodTemplate() as Pod;
    expect(handed).toMatchObject({ apiVersion: 'v1', kind: 'Pod' });
    expect(handed.spec).toEqual(pod.spec);
    expect(handed.metadata.labels).toEqual(pod.metadata.labels);
  });
  test('bounds the time of each pod, which has no Job around it', () =>
    expect(pod.spec.activeDeadlineSeconds).toBe(3600));
  test('names executors after the pod, whose name is its starter’s choice', () =>
    expect((pod.spec.containers as Container[])[0]?.args).toContain(
      'spark.kubernetes.executor.podNamePrefix=$(POD_NAME)',
    ));
  test('obeys overrides', () => {
    const other = job({ runner: template, driver: { podOverrides: { '/spec/hostNetwork': true } } });
    expect(SparkTesting.find(other, 'PodTemplate')).toMatchObject({ template: { spec: { hostNetwork: true } } });
    expect(other.toPodTemplate()).toMatchObject({ spec: { hostNetwork: true } });
  });
});

import { Duration } from 'cdk8s';
import {
  DynamicAllocation,
  SparkApplication,
  SparkImage,
  SparkScheduler,
  SparkVersion,
  StagedFile,
  type SparkJobProps,
} from '../../../lib';
import {
  ApacheRestartPolicy,
  ApacheRetainPolicy,
  type ApacheRunnerProps,
} from '../../../lib/runners/apache/runner-props';
import { APACHE_SUPPORT } from '../../../lib/runners/apache/support';
import { JOB_PROPERTY_NAMES } from '../../../lib/runners/job-properties';
import { executorTemplate } from '../../../lib/spark/executor-pod';
import { driverTemplate, submissionProperties } from '../../../lib/spark/submission';
import { SparkTesting, type Manifest } from '../../../lib/testing';
import { at } from '../../cluster/manifest';
import { containerOf, driverOf, executorOf, JAVA, mountsOf, problems, R, volumesOf, type Pod } from '../../spark/jobs';
import { examples } from './examples';
import { application, job } from './installed';

const spec = (props: Partial<SparkJobProps> = {}, runner: ApacheRunnerProps = {}): unknown =>
  application(props, runner).spec;
const tolerations = (props: Partial<SparkJobProps> = {}, runner: ApacheRunnerProps = {}): unknown =>
  at(spec(props, runner), 'applicationTolerations');

describe('what runs', () => {
  test.each([
    ['Python', {}, { pyFiles: 'local:///opt/app/pi.py', mainClass: 'org.apache.spark.deploy.PythonRunner' }],
    ['Java', { application: JAVA }, { jars: 'local:///opt/app/pi.jar', mainClass: 'com.acme.Pi' }],
    ['R', { application: R }, { sparkRFiles: 'local:///opt/app/pi.R', mainClass: 'org.apache.spark.deploy.RRunner' }],
  ])('%s has its main file where the operator looks for it, and nowhere else', (_language, props, expected) => {
    const found = spec(props) as { [field: string]: unknown };
    const mains = ['jars', 'pyFiles', 'sparkRFiles', 'mainClass'].filter((field) => field in found);
    expect(Object.fromEntries(mains.map((field) => [field, found[field]]))).toEqual(expected);
  });

  test('arguments, versions and mode are written out', () => {
    const image = SparkImage.official(SparkVersion.V4_2);
    expect(
      spec(
        { image, application: SparkApplication.python('local:///a.py', { args: ['1', '$$(A)'] }) },
        { javaVersion: 21 },
      ),
    ).toMatchObject({
      deploymentMode: 'ClusterMode',
      driverArgs: ['1', '$$(A)'],
      runtimeVersions: { sparkVersion: '4.2.1', scalaVersion: '2.13', jdkVersion: '21' },
    });
  });

  test('properties and templates are those of every submission', () => {
    const made = job({ retries: 1 });
    const app = made._application;
    const found = SparkTesting.find(made, 'SparkApplication').spec;
    expect(at(found, 'sparkConf')).toEqual(submissionProperties(app));
    expect(at(found, 'driverSpec.podTemplateSpec.spec')).toEqual(at(driverTemplate(app), 'spec'));
    expect(at(found, 'executorSpec.podTemplateSpec.spec')).toEqual(at(executorTemplate(app), 'spec'));
    expect(Object.keys(at<object>(found, 'driverSpec.podTemplateSpec') ?? {})).toEqual(['spec']);
  });

  test('staged files are mounted in both pods, and named where they lie', () => {
    const script = StagedFile.inline('pi.py', 'print(3)');
    const made = job({ application: SparkApplication.python(script.uri, { stagedFiles: [script] }) });
    const found = SparkTesting.find(made, 'SparkApplication').spec;
    const [configMap] = SparkTesting.manifests(made).filter(({ kind }) => kind === 'ConfigMap');
    expect(at(found, 'pyFiles')).toBe('local:///opt/spark/staged/pi.py');
    for (const role of ['driverSpec', 'executorSpec']) {
      const template = at<Pod>(found, `${role}.podTemplateSpec`) as Pod;
      expect(mountsOf(template)['spark-staged-volume']).toBe('/opt/spark/staged');
      expect(volumesOf(template)).toContainEqual(
        expect.objectContaining({ configMap: expect.objectContaining({ name: configMap?.metadata.name }) as unknown }),
      );
    }
  });
});

describe('life', () => {
  test('one attempt: pods stay with the application, for a day', () => {
    expect(tolerations()).toMatchObject({
      restartConfig: { restartPolicy: 'Never', maxRestartAttempts: 0 },
      resourceRetainPolicy: 'Always',
      ttlAfterStopMillis: 86_400_000,
    });
  });

  test('retries, their delay, and the time to live', () => {
    const found = tolerations({ retries: 3, timeToLive: Duration.hours(1) }, { restartDelay: Duration.minutes(2) });
    expect(found).toMatchObject({
      restartConfig: {
        restartPolicy: 'OnFailure',
        maxRestartAttempts: 3,
        restartBackoffMillis: 120_000,
        maxRestartOnFailure: 3,
        restartBackoffMillisForFailure: 120_000,
        maxRestartOnSchedulingFailure: 3,
        restartBackoffMillisForSchedulingFailure: 120_000,
        restartCounterResetMillis: -1,
      },
      // The operator would remove the pods whatever is said.
      resourceRetainPolicy: 'Never',
      ttlAfterStopMillis: 3_600_000,
    });
  });

  test('failures of the application need not count', () => {
    const runner = { restartPolicy: ApacheRestartPolicy.ON_INFRASTRUCTURE_FAILURE };
    expect(at(tolerations({ retries: 1 }, runner), 'restartConfig.restartPolicy')).toBe('OnInfrastructureFailure');
  });

  test('timeouts and what they wait for', () => {
    const runner = {
      driverStartTimeout: Duration.minutes(1),
      driverReadyTimeout: Duration.minutes(2),
      executorStartTimeout: Duration.minutes(3),
      minimumExecutors: 2,
      retain: ApacheRetainPolicy.ON_FAILURE,
    };
    expect(problems(job({}, runner))).toEqual([]);
    expect(tolerations({}, runner)).toMatchObject({
      applicationTimeoutConfig: {
        driverStartTimeoutMillis: 60_000,
        driverReadyTimeoutMillis: 120_000,
        executorStartTimeoutMillis: 180_000,
      },
      instanceConfig: { initExecutors: 2, minExecutors: 0, maxExecutors: 0 },
      resourceRetainPolicy: 'OnFailure',
    });
  });

  test('with dynamic allocation the operator waits for no more than it starts with', () => {
    const features = [DynamicAllocation.between({ minExecutors: 1, maxExecutors: 9, initialExecutors: 3 })];
    expect(problems(job({ features }, { minimumExecutors: 3 }))).toEqual([]);
    expect(problems(job({ features }, { minimumExecutors: 4 }))).toEqual([
      expect.stringContaining('apache/minimum-executors: runner.minimumExecutors = 4'),
    ]);
  });
});

describe('schedulers', () => {
  test('Volcano: the PodGroup stands beside the application, and both pods name it', () => {
    const made = job({ scheduler: SparkScheduler.volcano({ queueName: 'etl' }) });
    expect(problems(made)).toEqual([]);
    expect(SparkTesting.find(made, 'PodGroup').metadata.name).toBe('pi');
    expect(at(SparkTesting.find(made, 'SparkApplication').spec, 'sparkConf')).toMatchObject({
      'spark.kubernetes.scheduler.name': 'volcano',
      'spark.kubernetes.driver.annotation.scheduling.k8s.io/group-name': 'pi',
      'spark.kubernetes.executor.annotation.scheduling.k8s.io/group-name': 'pi',
    });
    expect(driverOf(made).spec.schedulerName).toBe('volcano');
  });
});

describe('YuniKorn', () => {
  test('finds both pods by the id that Spark gives them', () => {
    const made = job({ scheduler: SparkScheduler.yunikorn({ queuePath: 'root.etl' }) });
    expect(problems(made)).toEqual([]);
    const conf = at<{ [key: string]: string }>(SparkTesting.find(made, 'SparkApplication').spec, 'sparkConf') ?? {};
    expect(conf).toMatchObject({
      'spark.kubernetes.scheduler.name': 'yunikorn',
      'spark.kubernetes.driver.label.yunikorn.apache.org/queue': 'root.etl',
      'spark.kubernetes.executor.label.yunikorn.apache.org/queue': 'root.etl',
    });
    expect(Object.keys(conf).filter((key) => key.endsWith('label.yunikorn.apache.org/app-id'))).toEqual([]);
  });
});

describe('previews', () => {
  const made = job();

  test('have names that only a run knows in angle brackets', () => {
    expect(driverOf(made).metadata).toMatchObject({
      name: 'pi-<attempt>-driver',
      namespace: 'etl',
      labels: { 'spark.operator/spark-app-name': 'pi', 'spark-role': 'driver', 'spark-version': '4.2.0' },
    });
    expect(executorOf(made).metadata).toMatchObject({ name: 'pi-<attempt>-exec-1', namespace: 'etl' });
  });

  test('say what the templates and properties do', () => {
    for (const pod of [driverOf(made), executorOf(made)]) {
      expect(containerOf(pod).image).toBe('apache/spark:4.1.4');
      expect(pod.spec).toMatchObject({ securityContext: { runAsNonRoot: true } });
    }
    expect(containerOf(driverOf(made)).args).toContain('local:///opt/app/pi.py');
  });
});

test('the UI has a Service that finds the driver of every attempt', () => {
  const service = SparkTesting.find(job({ uiService: true }), 'Service', 'pi-ui-svc');
  expect(at(service, 'spec.selector')).toEqual({
    'app.kubernetes.io/name': 'spark',
    'app.kubernetes.io/instance': 'pi',
    'spark-role': 'driver',
  });
});

test('every property of a job is honoured or refused, with a word on it', () => {
  for (const property of JOB_PROPERTY_NAMES) {
    const { how, because } = APACHE_SUPPORT[property];
    expect([property, how ?? because]).toEqual([property, expect.stringMatching(/\w{3,}/)]);
  }
});

test('a job that says everything', () => {
  const full = examples('etl').filter(({ metadata }: Manifest) => metadata.name.startsWith('full'));
  expect(full.map(({ kind }) => kind)).toEqual(['PodGroup', 'ConfigMap', 'Service', 'SparkApplication']);
  expect(full.at(-1)).toMatchSnapshot();
});

import { Chart, Duration, Size, Testing } from 'cdk8s';
import {
  DynamicAllocation,
  SparkApplication,
  SparkConf,
  SparkJob,
  SparkVersion,
  StagedFile,
  type SparkJobProps,
} from '../../../lib';
import { StandaloneRunner } from '../../../lib/runners/standalone/standalone-runner';
import {
  StandaloneDeployMode,
  type StandaloneRunnerProps,
} from '../../../lib/runners/standalone/standalone-runner-props';
import { StandaloneCluster } from '../../../lib/services/standalone/standalone-cluster';
import { SparkTesting, type Manifest } from '../../../lib/testing';
import {
  configMapOf,
  containerOf,
  driverOf,
  envOf,
  JAVA,
  job,
  plain,
  problems,
  PROPS,
  propertiesOf,
  scheduledJob,
  volumesOf,
} from '../../spark/jobs';

const cluster = StandaloneCluster.fromUrl('spark://master-0:7077,master-1:7077', { sparkVersion: SparkVersion.V4_1 });
const client = (props: StandaloneRunnerProps = {}): StandaloneRunner => new StandaloneRunner(cluster, props);
const onCluster = new StandaloneRunner(cluster, { deployMode: StandaloneDeployMode.CLUSTER, supervise: true });
const sent = (props: Partial<SparkJobProps> = {}): SparkJob => job({ runner: client(), ...props });
const handed = (props: Partial<SparkJobProps> = {}): SparkJob =>
  job({ runner: onCluster, application: JAVA, ...props });
const specOf = (one: SparkJob): { [field: string]: unknown } =>
  plain<Manifest>(one.resource.toJson()).spec as { [field: string]: unknown };

describe('in client mode', () => {
  test('a job is a ConfigMap and a Job around the driver', () => {
    const one = sent({ retries: 2, deadline: Duration.hours(1) });
    expect(problems(one)).toEqual([]);
    expect(SparkTesting.manifests(one).map(({ kind }) => kind)).toEqual(['ConfigMap', 'Job']);
    expect(specOf(one)).toMatchObject({ backoffLimit: 2, activeDeadlineSeconds: 3600 });
    const { metadata, spec } = driverOf(one);
    expect(specOf(one).template).toEqual({ metadata, spec });
  });

  test('properties name the masters, bound the cores, and say nothing of Kubernetes', () => {
    const executor = { memory: Size.gibibytes(1), instances: 3, cores: 2, env: { A: 'b' }, labels: {} };
    expect(propertiesOf(sent({ executor }))).toEqual({
      'spark.app.name': 'pi',
      'spark.blockManager.port': '7079',
      'spark.cores.max': '6',
      'spark.driver.blockManager.port': '7079',
      'spark.driver.cores': '1',
      'spark.driver.memory': '512m',
      'spark.driver.port': '7078',
      'spark.executor.cores': '2',
      'spark.executor.memory': '1g',
      'spark.executorEnv.A': 'b',
      'spark.master': 'spark://master-0:7077,master-1:7077',
    });
  });

  test('the driver tells workers its pod’s address and needs nothing of the API server', () => {
    const pod = driverOf(sent());
    const { args, env, ports } = containerOf(pod);
    expect(args).toEqual([
      'driver',
      ...['--properties-file', '/opt/spark/conf/spark.properties'],
      ...['--conf', 'spark.driver.host=$(SPARK_DRIVER_BIND_ADDRESS)'],
      ...['--class', 'org.apache.spark.deploy.PythonRunner', 'local:///opt/app/pi.py'],
    ]);
    expect(ports.map(({ containerPort }) => containerPort)).toEqual(expect.arrayContaining([7078, 7079, 4040]));
    expect(env.map(({ name }) => name)).toEqual([
      'SPARK_USER',
      'SPARK_DRIVER_BIND_ADDRESS',
      'SPARK_LOCAL_DIRS',
      'SPARK_CONF_DIR',
    ]);
    expect(envOf(pod, 'SPARK_DRIVER_BIND_ADDRESS')?.valueFrom).toMatchObject({
      fieldRef: { fieldPath: 'status.podIP' },
    });
    expect(pod.spec.automountServiceAccountToken).toBe(false);
    expect(volumesOf(pod).map(({ name }) => name)).toEqual([
      'opt-spark-work-dir',
      'tmp',
      'spark-local-dir-1',
      'spark-conf-volume-driver',
    ]);
  });

  test('dynamic allocation bounds itself; coresMax is said when it is wanted', () => {
    const features = [DynamicAllocation.between({ maxExecutors: 4 })];
    expect(propertiesOf(sent({ features }))['spark.cores.max']).toBeUndefined();
    expect(propertiesOf(sent({ features, runner: client({ coresMax: 8 }) }))['spark.cores.max']).toBe('8');
  });

  test('staged files lie where the driver serves them from', () => {
    const file = StagedFile.inline('main.py', 'print(1)\n');
    const one = sent({ application: SparkApplication.python(file.uri, { stagedFiles: [file] }) });
    expect(volumesOf(driverOf(one))).toContainEqual(
      expect.objectContaining({
        name: 'spark-staged-volume',
        configMap: { name: configMapOf(one, 'files').metadata.name, defaultMode: 0o644 },
      }),
    );
    expect(containerOf(driverOf(one)).args).toContain('file:///opt/spark/staged/main.py');
  });

  test('overrides reach the Job, and the preview', () => {
    const driver = { memory: Size.mebibytes(512), podOverrides: { '/spec/priorityClassName': 'high' } };
    const one = sent({ driver });
    expect(driverOf(one).spec.priorityClassName).toBe('high');
    expect(specOf(one)).toMatchObject({ template: { spec: { priorityClassName: 'high' } } });
  });

  test('labels of the chart, which every pod gets, are no demand on workers', () => {
    const chart = new Chart(Testing.app(), 'c', { labels: { team: 'etl' } });
    expect(problems(new SparkJob(chart, 'pi', { ...PROPS, runner: client() }))).toEqual([]);
    const executor = { ...PROPS.executor, labels: { mine: 'x' } };
    const own = new SparkJob(chart, 'own', { ...PROPS, executor, runner: client() });
    expect(problems(own)).toEqual([expect.stringContaining('executor.labels')]);
  });
});

describe('in cluster mode', () => {
  test('a Job hands the driver to the master and waits for its end', () => {
    const one = handed({ conf: SparkConf.of({ 'spark.sql.shuffle.partitions': 4 }) });
    expect(problems(one)).toEqual([]);
    const pod = driverOf(one);
    expect(containerOf(pod)).toMatchObject({
      command: ['/opt/spark/bin/spark-submit'],
      args: [
        ...['--deploy-mode', 'cluster', '--properties-file', '/opt/spark/conf/spark.properties', '--supervise'],
        ...['--class', 'com.acme.Pi', 'file:///opt/app/pi.jar'],
      ],
    });
    expect(pod.metadata.labels['spark-role']).toBe('submitter');
    expect(pod.spec.automountServiceAccountToken).toBe(false);
    expect(propertiesOf(one)).toMatchObject({
      'spark.master': 'spark://master-0:7077,master-1:7077',
      'spark.standalone.submit.waitAppCompletion': 'true',
      'spark.sql.shuffle.partitions': '4',
    });
    expect(propertiesOf(one)).not.toHaveProperty(['spark.driver.port']);
  });

  test.each([
    ['a Job', handed(), ''],
    ['a schedule', scheduledJob({ runner: onCluster, application: JAVA }), 'jobTemplate.spec.'],
  ])('%s never hands a second driver over', (_name, one, path) => {
    const rule = { action: 'FailJob', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] };
    expect(specOf(one)).toHaveProperty(`${path}podFailurePolicy.rules`, [rule]);
    expect(specOf(one)).toHaveProperty(`${path}backoffLimit`, 0);
  });

  test('Python is refused with the runners that can', () => {
    const [line] = problems(job({ runner: onCluster }));
    expect(line).toContain('runners/not-portable: SparkApplication.python = "local:///opt/app/pi.py"');
    expect(line).toContain('SparkRunner.standalone(),');
  });
});

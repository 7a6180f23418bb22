import { Duration, Size } from 'cdk8s';
import {
  ImagePullPolicy,
  NodePool,
  SecretSource,
  SparkApplication,
  SparkImage,
  SparkPriorityClass,
  SparkVersion,
  StagedFile,
} from '../../lib';
import { containerOf, driverOf, envOf, job, JAVA, mountsOf, R, volumesOf } from './jobs';

const args = (application: SparkApplication): string[] => containerOf(driverOf(job({ application }))).args;

describe('arguments', () => {
  test('options stand before the main file, the application’s own after it', () => {
    const application = SparkApplication.python('local:///opt/app/pi.py', { args: ['10', '$$(X)'] });
    expect(args(application)).toEqual([
      'driver',
      '--properties-file',
      '/opt/spark/conf/spark.properties',
      ...['--conf', 'spark.kubernetes.namespace=$(POD_NAMESPACE)'],
      ...['--conf', 'spark.kubernetes.driver.pod.name=$(POD_NAME)'],
      ...['--conf', 'spark.app.id=spark-$(POD_UID)'],
      ...['--conf', 'spark.driver.host=$(SPARK_DRIVER_BIND_ADDRESS)'],
      ...['--conf', 'spark.kubernetes.executor.podNamePrefix=$(POD_NAME)'],
      '--class',
      'org.apache.spark.deploy.PythonRunner',
      'local:///opt/app/pi.py',
      '10',
      '$$(X)',
    ]);
  });

  test('the class is that of the language', () => {
    expect(args(JAVA).slice(-3)).toEqual(['--class', 'com.acme.Pi', 'local:///opt/app/pi.jar']);
    expect(args(R).slice(-3)).toEqual(['--class', 'org.apache.spark.deploy.RRunner', 'local:///opt/app/pi.R']);
  });
});

describe('environment', () => {
  test('what the command line refers to comes first', () => {
    const names = containerOf(driverOf(job())).env.map(({ name }) => name);
    expect(names.slice(0, 3)).toEqual(['POD_NAME', 'POD_NAMESPACE', 'POD_UID']);
    expect(names.indexOf('POD_UID')).toBeLessThan(names.indexOf('SPARK_APPLICATION_ID'));
  });

  test('Spark’s own variables', () => {
    const pod = driverOf(job());
    expect(envOf(pod, 'SPARK_USER')?.value).toBe('spark');
    expect(envOf(pod, 'SPARK_APPLICATION_ID')?.value).toBe('spark-$(POD_UID)');
    expect(envOf(pod, 'SPARK_CONF_DIR')?.value).toBe('/opt/spark/conf');
    expect(envOf(pod, 'SPARK_LOCAL_DIRS')?.value).toBe('/var/data/spark-local');
    expect(envOf(pod, 'SPARK_DRIVER_BIND_ADDRESS')?.valueFrom).toEqual({
      fieldRef: { apiVersion: 'v1', fieldPath: 'status.podIP' },
    });
  });

  test('the user’s variables, sorted, and those from Secrets', () => {
    const pod = driverOf(
      job({ driver: { env: { B: '2', A: '1' }, secretEnv: { DB: SecretSource.fromKubernetes('db', 'password') } } }),
    );
    const names = containerOf(pod).env.map(({ name }) => name);
    expect(names.indexOf('A')).toBe(names.indexOf('B') - 1);
    expect(envOf(pod, 'DB')?.valueFrom).toEqual({ secretKeyRef: { name: 'db', key: 'password' } });
  });

  test('another Python', () => {
    const application = SparkApplication.python('local:///opt/app/pi.py', { python: '/opt/venv/bin/python' });
    const pod = driverOf(job({ application }));
    expect(envOf(pod, 'PYSPARK_PYTHON')?.value).toBe('/opt/venv/bin/python');
    expect(envOf(pod, 'PYSPARK_DRIVER_PYTHON')?.value).toBe('/opt/venv/bin/python');
    expect(envOf(driverOf(job()), 'PYSPARK_PYTHON')).toBeUndefined();
  });
});

test('ports, with that of Spark Connect from 4.1', () => {
  const ports = (version: SparkVersion): unknown =>
    containerOf(driverOf(job({ image: SparkImage.official(version) }))).ports.map(({ name, containerPort }) => [
      name,
      containerPort,
    ]);
  const common = [
    ['driver-rpc-port', 7078],
    ['blockmanager', 7079],
    ['spark-ui', 4040],
  ];
  expect(ports(SparkVersion.V4_0)).toEqual(common);
  expect(ports(SparkVersion.V4_1)).toEqual([...common, ['spark-connect', 15002]]);
});

test('cores are requested and not limited, unless asked', () => {
  const resources = (driver: object): unknown => containerOf(driverOf(job({ driver }))).resources;
  expect(resources({})).toEqual({ requests: { cpu: '1', memory: '1433Mi' }, limits: { memory: '1433Mi' } });
  expect(
    resources({
      cores: 2,
      coreRequest: 1.5,
      coreLimit: 4,
      ephemeralStorage: Size.gibibytes(10),
      devices: [{ name: 'gpu', vendor: 'nvidia.com', amount: 2, discoveryScript: '/opt/gpus.sh' }],
    }),
  ).toEqual({
    requests: { cpu: '1500m', memory: '1433Mi', 'ephemeral-storage': '10Gi' },
    limits: { cpu: '4', memory: '1433Mi', 'ephemeral-storage': '10Gi', 'nvidia.com/gpu': '2' },
  });
});

test('labels: Spark’s win, the application’s name is made to fit', () => {
  const { labels } = driverOf(job({ appName: ' My Pi: 2nd! ', driver: { labels: { team: 'data' } } })).metadata;
  expect(labels).toEqual({
    team: 'data',
    'app.kubernetes.io/name': 'spark',
    'app.kubernetes.io/instance': 'pi',
    'spark-role': 'driver',
    'spark-app-name': 'my-pi-2nd',
    'spark-version': '4.1.4',
  });
});

test('image, accounts, priority, nodes and grace period', () => {
  const image = SparkImage.of('registry/spark:1', {
    version: SparkVersion.V4_1,
    pullPolicy: ImagePullPolicy.ALWAYS,
    pullSecrets: ['regcred'],
    uid: 1000,
  });
  const pod = driverOf(
    job({
      image,
      priority: SparkPriorityClass.fromName('urgent'),
      executorPriority: SparkPriorityClass.fromName('routine'),
      driver: { nodes: NodePool.DRIVER, terminationGracePeriod: Duration.minutes(1) },
    }),
  );
  expect(pod.spec).toMatchObject({
    restartPolicy: 'Never',
    serviceAccountName: 'spark',
    automountServiceAccountToken: true,
    imagePullSecrets: [{ name: 'regcred' }],
    priorityClassName: 'urgent',
    terminationGracePeriodSeconds: 60,
    securityContext: { runAsUser: 1000, runAsGroup: 1000, fsGroup: 1000 },
  });
  expect(containerOf(pod)).toMatchObject({
    name: 'spark-kubernetes-driver',
    image: 'registry/spark:1',
    imagePullPolicy: 'Always',
  });
});

test('volumes: configuration, template, staged files, scratch', () => {
  const file = StagedFile.inline('pi.py', 'print(1)');
  const pod = driverOf(job({ application: SparkApplication.python(file.uri, { stagedFiles: [file] }) }));
  expect(mountsOf(pod)).toEqual({
    'pod-template-volume': '/opt/spark/pod-template',
    'spark-staged-volume': '/opt/spark/staged',
    'opt-spark-work-dir': '/opt/spark/work-dir',
    tmp: '/tmp',
    'spark-local-dir-1': '/var/data/spark-local',
    'spark-conf-volume-driver': '/opt/spark/conf',
  });
  const volume = (name: string): unknown => volumesOf(pod).find((one) => one.name === name)?.configMap;
  expect(volume('spark-conf-volume-driver')).toMatchObject({
    defaultMode: 0o644,
    items: [{ key: 'spark.properties', path: 'spark.properties', mode: 0o644 }],
  });
  expect(volume('pod-template-volume')).toMatchObject({
    items: [{ key: 'podspec-configmap-key', path: 'pod-spec-template.yml' }],
  });
});

test('Secrets as files are mounted under Spark’s names', () => {
  const pod = driverOf(job({ driver: { secretFiles: [{ secretName: 'keys', path: '/mnt/keys' }] } }));
  expect(volumesOf(pod)[0]).toEqual({ name: 'keys-volume', secret: { secretName: 'keys' } });
  expect(mountsOf(pod)['keys-volume']).toBe('/mnt/keys');
});

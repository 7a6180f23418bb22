import { Duration, Size } from 'cdk8s';
import { parse } from 'yaml';
import {
  Decommissioning,
  NodePool,
  SecretSource,
  SparkImage,
  SparkPriorityClass,
  SparkVersion,
  type SparkExecutorProps,
} from '../../lib';
import { configMapOf, containerOf, envOf, executorOf, job, mountsOf, propertiesOf, type Pod } from './jobs';

const withExecutor = (executor: SparkExecutorProps, version = SparkVersion.V4_1) =>
  job({ executor, image: SparkImage.official(version) });
const template = (one: ReturnType<typeof job>): Pod =>
  parse((configMapOf(one, 'executor').data as { [key: string]: string })['podspec-configmap-key'] ?? '') as Pod;

test('belongs to the driver, which knows its id', () => {
  const { metadata, spec } = executorOf(job());
  expect(metadata).toMatchObject({
    name: 'pi-xxxxx-exec-1',
    namespace: 'etl',
    ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', controller: true, name: 'pi-xxxxx', uid: '<driver-pod-uid>' }],
  });
  expect(metadata.labels).toEqual({
    'app.kubernetes.io/name': 'spark',
    'app.kubernetes.io/instance': 'pi',
    'spark-role': 'executor',
    'spark-app-name': 'pi',
    'spark-version': '4.1.4',
    'spark-app-selector': 'spark-<driver-pod-uid>',
    'spark-exec-id': '1',
    'spark-exec-resourceprofile-id': '0',
  });
  expect(spec).toMatchObject({
    restartPolicy: 'Never',
    serviceAccountName: 'spark',
    automountServiceAccountToken: false,
  });
});

test('variables, ports of Spark as options, the user’s options first', () => {
  const pod = executorOf(
    withExecutor({
      cores: 2,
      memory: Size.gibibytes(2),
      env: { A: '1' },
      secretEnv: { DB: SecretSource.fromKubernetes('db', 'password') },
      javaOptions: ['-XX:+UseG1GC'],
    }),
  );
  expect(envOf(pod, 'SPARK_EXECUTOR_CORES')?.value).toBe('2');
  expect(envOf(pod, 'SPARK_EXECUTOR_MEMORY')?.value).toBe('2048m');
  expect(envOf(pod, 'SPARK_DRIVER_URL')?.value).toBe('spark://CoarseGrainedScheduler@<driver-pod-ip>:7078');
  expect(envOf(pod, 'A')?.value).toBe('1');
  expect(envOf(pod, 'DB')?.valueFrom).toEqual({ secretKeyRef: { name: 'db', key: 'password' } });
  expect(envOf(pod, 'SPARK_JAVA_OPT_0')?.value).toBe('-XX:+UseG1GC');
  expect(envOf(pod, 'SPARK_JAVA_OPT_1')?.value).toBe('-Dspark.blockManager.port=7079');
  expect(containerOf(pod).ports).toEqual([{ name: 'blockmanager', containerPort: 7079, protocol: 'TCP' }]);
  expect(mountsOf(pod)['spark-conf-volume-exec']).toBe('/opt/spark/conf');
});

test('everything that has a property reaches Spark as one', () => {
  const properties = propertiesOf(
    withExecutor({
      instances: 5,
      cores: 2,
      coreRequest: 1.5,
      coreLimit: 3,
      labels: { team: 'data' },
      annotations: { note: 'x' },
      env: { A: '1' },
      secretEnv: { DB: SecretSource.fromKubernetes('db', 'password') },
      secretFiles: [{ secretName: 'keys', path: '/mnt/keys' }],
      javaOptions: ['-XX:+UseG1GC', '-ea'],
      devices: [{ name: 'gpu', vendor: 'nvidia.com', amount: 1, discoveryScript: '/opt/gpus.sh', taskAmount: 0.5 }],
      allocationBatchSize: 7,
      allocationBatchDelay: Duration.seconds(3),
      terminationGracePeriod: Duration.minutes(2),
    }),
  );
  expect(properties).toMatchObject({
    'spark.executor.instances': '5',
    'spark.executor.cores': '2',
    'spark.kubernetes.executor.request.cores': '1500m',
    'spark.kubernetes.executor.limit.cores': '3',
    'spark.kubernetes.executor.label.team': 'data',
    'spark.kubernetes.executor.label.app.kubernetes.io/instance': 'pi',
    'spark.kubernetes.executor.annotation.note': 'x',
    'spark.executorEnv.A': '1',
    'spark.kubernetes.executor.secretKeyRef.DB': 'db:password',
    'spark.kubernetes.executor.secrets.keys': '/mnt/keys',
    'spark.executor.extraJavaOptions': '-XX:+UseG1GC -ea',
    'spark.executor.resource.gpu.amount': '1',
    'spark.executor.resource.gpu.vendor': 'nvidia.com',
    'spark.executor.resource.gpu.discoveryScript': '/opt/gpus.sh',
    'spark.task.resource.gpu.amount': '0.5',
    'spark.kubernetes.allocation.batch.size': '7',
    'spark.kubernetes.allocation.batch.delay': '3s',
    'spark.kubernetes.executor.terminationGracePeriodSeconds': '120s',
  });
});

test('two executors by default, and Spark’s own batch size and delay', () => {
  const properties = propertiesOf(withExecutor({}));
  expect(properties['spark.executor.instances']).toBe('2');
  expect(Object.keys(properties).filter((key) => key.includes('.allocation.'))).toEqual([]);
});

test('the template has what Spark has no property for', () => {
  const { spec } = template(
    job({
      priority: SparkPriorityClass.fromName('routine'),
      executor: {
        nodes: NodePool.COMPUTE,
        ephemeralStorage: Size.gibibytes(5),
        podOverrides: { '/spec/hostIPC': false },
      },
    }),
  );
  expect(spec).toMatchObject({
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    priorityClassName: 'routine',
    hostIPC: false,
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchExpressions: [{ key: 'type', operator: 'In', values: ['compute'] }] }],
        },
      },
    },
    containers: [{ resources: { requests: { 'ephemeral-storage': '5Gi' }, limits: { 'ephemeral-storage': '5Gi' } } }],
  });
});

test('what depends on the version', () => {
  const spec = (version: SparkVersion, executor: SparkExecutorProps = {}): Pod['spec'] =>
    executorOf(withExecutor(executor, version)).spec;
  expect(spec(SparkVersion.V4_0).terminationGracePeriodSeconds).toBeUndefined();
  expect(spec(SparkVersion.V4_1).terminationGracePeriodSeconds).toBe(30);
  expect(spec(SparkVersion.V4_0, { terminationGracePeriod: Duration.minutes(1) }).terminationGracePeriodSeconds).toBe(
    60,
  );
  expect(spec(SparkVersion.V4_1).containers).toEqual([
    expect.not.objectContaining({ resizePolicy: expect.anything() }),
  ]);
  expect(spec(SparkVersion.V4_2).containers).toMatchObject([
    {
      resizePolicy: [
        { resourceName: 'cpu', restartPolicy: 'NotRequired' },
        { resourceName: 'memory', restartPolicy: 'NotRequired' },
      ],
    },
  ]);
});

test('a decommissioned executor hands over in a preStop hook', () => {
  const container = containerOf(executorOf(job({ features: [Decommissioning.migratingBlocks()] })));
  expect(container.lifecycle).toEqual({ preStop: { exec: { command: ['/opt/decom.sh'] } } });
  expect(containerOf(executorOf(job())).lifecycle).toBeUndefined();
});

test('executors may have a priority and an account of their own', () => {
  const one = job({
    priority: SparkPriorityClass.fromName('urgent'),
    executorPriority: SparkPriorityClass.fromName('routine'),
    serviceAccount: { serviceAccountName: 'driver', executorServiceAccountName: 'worker', namespace: 'etl' },
  });
  expect(executorOf(one).spec).toMatchObject({ priorityClassName: 'routine', serviceAccountName: 'worker' });
  expect(propertiesOf(one)).toMatchObject({
    'spark.kubernetes.authenticate.driver.serviceAccountName': 'driver',
    'spark.kubernetes.authenticate.executor.serviceAccountName': 'worker',
  });
});

test.each([
  '/spec/restartPolicy',
  '/metadata/name',
  '/spec/containers/0/args',
  '/spec/containers/0/resources/limits/memory',
])('an override of %s would be lost', (path) => {
  const one = withExecutor({ podOverrides: { [path]: '1Gi' } });
  expect(one.node.validate()).toEqual([expect.stringContaining('spark/template-overwritten')]);
});

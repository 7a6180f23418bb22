import { App, Chart, Duration, Size } from 'cdk8s';
import {
  DynamicAllocation,
  NodePool,
  ObjectStore,
  SparkMetrics,
  SecretSource,
  SparkApplication,
  SparkConf,
  SparkImage,
  SparkJob,
  SparkPriorityClass,
  SparkScheduler,
  SparkVersion,
  SparkVolume,
  StagedFile,
  VolcanoQueue,
  type SparkJobProps,
} from '../../../lib';
import { JOB_PROPERTY_NAMES } from '../../../lib/runners/job-properties';
import { sparkApplicationManifest } from '../../../lib/runners/kubeflow/scheduled-spark-application';
import { KUBEFLOW_SUPPORT } from '../../../lib/runners/kubeflow/support';
import { KubeflowJvmType, KubeflowServiceType } from '../../../lib/runners/kubeflow/runner-props';
import { YuniKornQueue } from '../../../lib/scheduling/yunikorn/queue';
import { SparkTesting } from '../../../lib/testing';
import { containerOf, driverOf, executorOf, JAVA, PROPS, PYTHON, R, volumesOf } from '../../spark/jobs';
import { confIn, driverIn, executorIn, job, mistakesOf, operator, runner, specOf, warnings } from './jobs';

const MIB = Size.mebibytes(512);
const image = SparkImage.of('acme/etl:1', { version: SparkVersion.V4_1, pullSecrets: ['a', 'b'] });

test('the smallest job, whole', () => expect(SparkTesting.manifests(job())).toMatchSnapshot());

describe('every value is written', () => {
  test('of the life cycle', () => {
    expect(specOf(job())).toMatchObject({
      type: 'Python',
      mode: 'cluster',
      sparkVersion: SparkVersion.V4_1.release,
      restartPolicy: { type: 'Never', onFailureRetryInterval: 10, onSubmissionFailureRetryInterval: 20 },
      timeToLiveSeconds: 86_400,
    });
    expect(executorIn(job()).instances).toBe(2);
    expect(driverIn(job()).serviceAccount).toBe('spark');
  });

  test('of retries', () => {
    const retry = {
      submissionRetries: 7,
      submissionRetryInterval: Duration.minutes(1),
      retryInterval: Duration.hours(1),
    };
    expect(specOf(job({ retries: 2 })).restartPolicy).toEqual({
      type: 'OnFailure',
      onFailureRetries: 2,
      onFailureRetryInterval: 10,
      onSubmissionFailureRetries: 3,
      onSubmissionFailureRetryInterval: 20,
    });
    expect(specOf(job({ retries: 0, runner: runner(retry) })).restartPolicy).toEqual({
      type: 'OnFailure',
      onFailureRetries: 0,
      onFailureRetryInterval: 3600,
      onSubmissionFailureRetries: 7,
      onSubmissionFailureRetryInterval: 60,
    });
  });

  test('of a release that is no semantic version', () => {
    const amazon = SparkImage.of('emr/spark:7', { version: SparkVersion.of('3.5.6.amzn.1') });
    expect(specOf(job({ image: amazon })).sparkVersion).toBe('3.5.6');
    const suffixed = SparkImage.of('emr/spark:7', { version: SparkVersion.of('3.5.6-amzn-1') });
    expect(specOf(job({ image: suffixed })).sparkVersion).toBe('3.5.6-amzn-1');
  });
});

describe('the application', () => {
  test('in Python, with all it needs', () => {
    const application = SparkApplication.python('local:///opt/app/pi.py', {
      args: ['--day', 'a b'],
      jars: ['local:///a.jar', 's3a://b/c.jar'],
      packages: ['g:a:1'],
      excludePackages: ['g:x'],
      repositories: ['https://repo.example.com'],
      files: ['s3a://b/f'],
      archives: ['s3a://b/env.tgz#env'],
      pyFiles: ['s3a://b/lib.zip'],
      python: './env/bin/python',
    });
    const one = job({ application, image });
    expect(specOf(one)).toMatchObject({
      type: 'Python',
      mainApplicationFile: 'local:///opt/app/pi.py',
      arguments: ['--day', 'a b'],
      imagePullSecrets: ['a', 'b'],
      deps: {
        jars: ['local:///a.jar', 's3a://b/c.jar'],
        packages: ['g:a:1'],
        excludePackages: ['g:x'],
        repositories: ['https://repo.example.com'],
        files: ['s3a://b/f'],
        archives: ['s3a://b/env.tgz#env'],
        pyFiles: ['s3a://b/lib.zip'],
      },
    });
    expect(specOf(one)).not.toHaveProperty('mainClass');
    expect(confIn(one)).toMatchObject({ 'spark.jars.ivy': '/tmp/ivy', 'spark.pyspark.python': './env/bin/python' });
    expect(warnings(one)).toEqual(['kubeflow/packages-in-operator: application.packages']);
  });

  test('for the JVM: its own jar is added by the submission', () => {
    expect(specOf(job({ application: JAVA }))).toMatchObject({ type: 'Java', mainClass: 'com.acme.Pi' });
    expect(specOf(job({ application: JAVA }))).not.toHaveProperty('deps');
    expect(specOf(job({ application: JAVA, runner: runner({ jvmType: KubeflowJvmType.SCALA }) })).type).toBe('Scala');
    expect(specOf(job({ application: PYTHON, runner: runner({ jvmType: KubeflowJvmType.SCALA }) })).type).toBe(
      'Python',
    );
  });

  test('in R', () => expect(specOf(job({ application: R }))).toMatchObject({ type: 'R', memoryOverheadFactor: '0.4' }));

  test('with staged files, mounted by both templates', () => {
    const script = StagedFile.inline('a.py', 'pass');
    const lib = StagedFile.inline('b.py', 'pass');
    const application = SparkApplication.python(script.uri, { stagedFiles: [script, lib], pyFiles: [lib.uri] });
    const one = job({ application });
    const { name } = SparkTesting.find(one, 'ConfigMap').metadata;
    const mount = { name: 'spark-staged-volume', mountPath: '/opt/spark/staged', readOnly: true };
    for (const { template } of [driverIn(one), executorIn(one)]) {
      expect(template.spec.volumes).toContainEqual({
        name: 'spark-staged-volume',
        configMap: { name, defaultMode: 0o644 },
      });
      expect(template.spec.containers[0]?.volumeMounts).toContainEqual(mount);
    }
    for (const pod of [driverOf(one), executorOf(one)]) expect(containerOf(pod).volumeMounts).toContainEqual(mount);
    expect(specOf(one)).toMatchObject({
      mainApplicationFile: 'local:///opt/spark/staged/a.py',
      deps: { pyFiles: ['local:///opt/spark/staged/b.py'] },
    });
    expect(mistakesOf(one)).toEqual([]);
  });
});

const rich: Partial<SparkJobProps> = {
  driver: {
    memory: MIB,
    memoryOverhead: MIB,
    coreRequest: 0.5,
    coreLimit: 1,
    labels: { team: 'a' },
    annotations: { note: 'b c' },
    env: { A: '1' },
    secretEnv: { B: SecretSource.fromKubernetes('s', 'k') },
    secretFiles: [{ secretName: 'tls', path: '/etc/tls' }],
    javaOptions: ['-XX:+UseG1GC', '-Da=b'],
    volumes: [SparkVolume.claim('data', '/data', 'claim')],
    terminationGracePeriod: Duration.minutes(2),
    nodes: NodePool.labelled('type', 'driver'),
    podOverrides: { '/spec/hostAliases': [{ ip: '10.0.0.1', hostnames: ['a'] }], '/metadata/annotations': { x: 'y' } },
  },
  executor: {
    memory: MIB,
    instances: 3,
    cores: 2,
    devices: [{ name: 'gpu', vendor: 'nvidia.com', amount: 1, discoveryScript: '/a.sh' }],
    env: { C: '2' },
    volumes: [SparkVolume.emptyDir('spark-local-dir-1', '/scratch')],
  },
  conf: SparkConf.of({ 'spark.sql.shuffle.partitions': 8, 'spark.hadoop.a.b': 'c' }),
};

describe('a role', () => {
  const one = job(rich);
  test('has its fields', () => {
    expect(driverIn(one)).toMatchObject({
      cores: 1,
      coreRequest: '500m',
      coreLimit: '1',
      memory: '512m',
      memoryOverhead: '512m',
      labels: { team: 'a', 'app.kubernetes.io/instance': 'pi' },
      annotations: { note: 'b c', 'karpenter.sh/do-not-disrupt': 'true' },
      javaOptions: '-XX:+UseG1GC -Da=b',
    });
    expect(executorIn(one)).toMatchObject({ instances: 3, cores: 2, memory: '512m', deleteOnTermination: true });
  });

  test('keeps as properties what has no other field without a webhook', () => {
    expect(confIn(one)).toMatchObject({
      'spark.kubernetes.driverEnv.A': '1',
      'spark.kubernetes.driver.secretKeyRef.B': 's:k',
      'spark.kubernetes.driver.secrets.tls': '/etc/tls',
      'spark.executorEnv.C': '2',
      'spark.executor.resource.gpu.vendor': 'nvidia.com',
      'spark.kubernetes.executor.volumes.emptyDir.spark-local-dir-1.mount.path': '/scratch',
      'spark.sql.shuffle.partitions': '8',
      'spark.hadoop.a.b': 'c',
    });
  });

  test('says nothing twice', () => {
    const owned =
      /^spark\.(app\.name|master|jars$|(driver|executor)\.(cores|memory|memoryOverhead|extraJavaOptions)$|executor\.instances|kubernetes\.(namespace|container|authenticate|resource|memoryOverheadFactor|(driver|executor)\.(label|annotation|request|limit|pod|podTemplate)))/;
    expect(Object.keys(confIn(one)).filter((key) => owned.test(key))).toEqual([]);
  });

  test('has the rest in its template', () => {
    expect(driverIn(one).template).toMatchObject({
      metadata: { annotations: { x: 'y' } },
      spec: {
        hostAliases: [{ ip: '10.0.0.1', hostnames: ['a'] }],
        terminationGracePeriodSeconds: 120,
        securityContext: { runAsNonRoot: true },
        containers: [{ name: 'spark-kubernetes-driver', securityContext: { readOnlyRootFilesystem: true } }],
      },
    });
    expect(driverIn(one).template.spec.volumes).toContainEqual({
      name: 'data',
      persistentVolumeClaim: { claimName: 'claim' },
    });
    expect(Object.keys(driverIn(one).template).sort()).toEqual(['metadata', 'spec']);
    expect(JSON.stringify(driverIn(one).template.spec.affinity)).toContain('"driver"');
  });

  test('is right', () => expect(mistakesOf(one)).toEqual([]));

  const WEBHOOK_ONLY =
    'env envFrom configMaps volumes volumeMounts affinity tolerations nodeSelector securityContext podSecurityContext schedulerName sidecars initContainers hostNetwork dnsConfig hostAliases terminationGracePeriodSeconds lifecycle shareProcessNamespace ports priorityClassName gpu memoryLimit sparkConfigMap hadoopConfigMap'.split(
      ' ',
    );
  test('has no field that only the webhook honours', () => {
    for (const fields of [specOf(one), driverIn(one), executorIn(one)]) {
      expect(Object.keys(fields).filter((field) => WEBHOOK_ONLY.includes(field))).toEqual([]);
    }
  });
});

describe('features', () => {
  test('dynamic allocation is a field, without a number of executors beside it', () => {
    const one = job({
      executor: { memory: MIB },
      features: [DynamicAllocation.between({ maxExecutors: 9, executorIdleTimeout: Duration.seconds(30) })],
    });
    expect(specOf(one).dynamicAllocation).toEqual({
      enabled: true,
      initialExecutors: 0,
      minExecutors: 0,
      maxExecutors: 9,
      shuffleTrackingEnabled: true,
    });
    expect(executorIn(one)).not.toHaveProperty('instances');
    expect(Object.keys(confIn(one)).filter((key) => key.startsWith('spark.dynamicAllocation'))).toEqual([
      'spark.dynamicAllocation.executorIdleTimeout',
    ]);
    expect(confIn(one)).toMatchObject({ 'spark.decommission.enabled': 'true' });
    expect(mistakesOf(one)).toEqual([]);
  });

  test('metrics need no monitoring block', () => {
    const one = job({ features: [SparkMetrics.servlet()] });
    expect(specOf(one)).not.toHaveProperty('monitoring');
    expect(confIn(one)).toMatchObject({ 'spark.metrics.namespace': 'spark' });
  });

  test("Hadoop's configuration is mounted by Spark", () => {
    const one = job({ features: [ObjectStore.hdfs({ authority: 'nn:8020', configMapName: 'hdfs' })] });
    expect(confIn(one)).toMatchObject({ 'spark.kubernetes.hadoop.configMapName': 'hdfs' });
  });
});

describe('Volcano', () => {
  const volcano = SparkScheduler.volcano(VolcanoQueue.fromName('etl'));
  const priority = SparkPriorityClass.fromName('routine');

  test('is a batch scheduler, sizes included', () => {
    const one = job({ scheduler: volcano, priority });
    expect(specOf(one)).toMatchObject({
      batchScheduler: 'volcano',
      batchSchedulerOptions: {
        queue: 'etl',
        priorityClassName: 'routine',
        resources: { cpu: '3', memory: '2688Mi' },
      },
    });
    for (const { template, annotations = {} } of [driverIn(one), executorIn(one)]) {
      expect(template.spec).toMatchObject({ schedulerName: 'volcano', priorityClassName: 'routine' });
      expect(annotations).not.toHaveProperty('scheduling.k8s.io/group-name');
    }
    expect(SparkTesting.manifests(one).map(({ kind }) => kind)).toEqual(['SparkApplication']);
    expect(mistakesOf(one)).toEqual([]);
  });

  test('counts what the templates add', () => {
    const sidecar = { name: 'log', image: 'log:1', resources: { requests: { cpu: '1', memory: '128Mi' } } };
    const one = job({
      scheduler: volcano,
      driver: { memory: MIB, podOverrides: { '/spec/containers/-': sidecar } },
    });
    expect(specOf(one).batchSchedulerOptions).toMatchObject({ resources: { cpu: '4', memory: '2816Mi' } });
    expect(driverIn(one).template.spec.containers.map(({ name }) => name)).toEqual(['spark-kubernetes-driver', 'log']);
    expect(mistakesOf(one)).toEqual([]);
  });
});

test('YuniKorn needs labels and annotations, and no batch scheduler of the operator', () => {
  const one = job({
    scheduler: SparkScheduler.yunikorn(YuniKornQueue.fromPath('root.etl')),
    runner: runner({}, operator({ batchScheduler: false })),
  });
  expect(specOf(one)).not.toHaveProperty('batchScheduler');
  for (const role of [driverIn(one), executorIn(one)]) {
    expect(role.labels).toMatchObject({ 'yunikorn.apache.org/queue': 'root.etl' });
    expect(role.annotations).toMatchObject({ 'yunikorn.apache.org/task-group-name': expect.any(String) as string });
    expect(role.template.spec.schedulerName).toBe('yunikorn');
  }
  expect(mistakesOf(one)).toEqual([]);
});

test('the UI: a Service of the operator with options, or one of ours', () => {
  const ui = {
    servicePort: 80,
    serviceType: KubeflowServiceType.NODE_PORT,
    serviceAnnotations: { a: 'b' },
    ingressAnnotations: { c: 'd' },
    ingressTls: [{ hosts: ['h'], secretName: 's' }],
  };
  const one = job({ uiService: true, runner: runner({ ui }) });
  expect(specOf(one).sparkUIOptions).toEqual({
    servicePort: 80,
    serviceType: 'NodePort',
    serviceAnnotations: { a: 'b' },
    ingressAnnotations: { c: 'd' },
    ingressTLS: [{ hosts: ['h'], secretName: 's' }],
  });
  expect(SparkTesting.manifests(one)).toHaveLength(1);
  const ours = job({ uiService: true, runner: runner({}, operator({ uiService: false })) });
  expect(SparkTesting.find(ours, 'Service').metadata.name).toBe('pi-ui-svc');
  expect(mistakesOf(ours)).toEqual([]);
});

test('driver ingresses', () => {
  const driverIngress = [
    { servicePort: 8080, ingressUrlFormat: '{{$appName}}.example.com' },
    { servicePort: 9090, ingressUrlFormat: '{{$appId}}.example.com/x', servicePortName: 'x' },
  ];
  const one = job({ runner: runner({ driverIngress }) });
  expect(specOf(one).driverIngressOptions).toEqual([
    { servicePort: 8080, servicePortName: 'driver-ing-8080', ingressURLFormat: '{{$appName}}.example.com' },
    { servicePort: 9090, servicePortName: 'x', ingressURLFormat: '{{$appId}}.example.com/x' },
  ]);
  expect(mistakesOf(one)).toEqual([]);
  expect(warnings(one)).toEqual(['kubeflow/app-id-in-url: runner.driverIngress[1].ingressUrlFormat']);
});

test('a suspended application', () => expect(specOf(job({ runner: runner({ suspended: true }) })).suspend).toBe(true));

describe('previews', () => {
  const one = job(rich);
  test('the driver as the operator has it made', () => {
    const { metadata, spec } = driverOf(one);
    expect(metadata).toMatchObject({
      name: 'pi-driver',
      namespace: 'etl',
      labels: {
        team: 'a',
        'app.kubernetes.io/managed-by': 'cdk8s-spark',
        'sparkoperator.k8s.io/app-name': 'pi',
        'sparkoperator.k8s.io/launched-by-spark-operator': 'true',
        'spark-role': 'driver',
        'spark-version': '4.0.4',
      },
    });
    expect(spec.serviceAccountName).toBe('spark');
  });

  test('an executor', () => {
    const { metadata } = executorOf(one);
    expect(metadata).toMatchObject({
      labels: { 'sparkoperator.k8s.io/app-name': 'pi', 'spark-version': SparkVersion.V4_1.release },
      ownerReferences: [
        { kind: 'SparkApplication', name: 'pi' },
        { kind: 'Pod', name: 'pi-driver' },
      ],
    });
    expect(volumesOf(executorOf(one)).map(({ name }) => name)).toContain('spark-local-dir-1');
  });
});

test.each([
  [{}, 63],
  [{ uiService: true }, 56],
  [{ runner: runner({ driverIngress: [{ servicePort: 15002, ingressUrlFormat: 'a.b' }] }) }, 50],
  [{ runner: runner({ driverIngress: [{ servicePort: 8080, ingressUrlFormat: 'a.b' }] }) }, 51],
])('with %j a name has at most %i characters', (props, max) => {
  expect(mistakesOf(job({ ...props, name: 'x'.repeat(max) }))).toEqual([]);
  expect(mistakesOf(job({ ...props, name: 'x'.repeat(max + 1) }))).toEqual(['names/too-long: name']);
});

test('warnings', () => {
  const one = job({
    image: SparkImage.of('registry.local/spark-py:v4.0.1-x', { version: SparkVersion.V4_1 }),
    executor: { memory: MIB, cores: 4, coreRequest: 1, coreLimit: 2 },
  });
  expect(warnings(one)).toEqual(['kubeflow/limit-throttles: executor.coreLimit', 'kubeflow/version-tag: image']);
  expect(mistakesOf(one)).toEqual([]);
});

test('an operator of every namespace takes all of them', () => {
  const { jobNamespaceNames: _names, ...anywhere } = operator({});
  expect(mistakesOf(job({ runner: runner({}, anywhere) }))).toEqual([]);
});

test('a job waits for its operator', () => {
  const chart = new Chart(new App(), 'c');
  const installation = Object.assign(new Chart(chart, 'operator'), operator({}));
  const one = new SparkJob(chart, 'pi', { ...PROPS, runner: runner({}, installation) });
  expect(one.resource.node.dependencies).toContain(installation);
});

test('the manifest alone: the same as in the tree', () => {
  const one = job(rich);
  const { apiVersion, kind, spec } = SparkTesting.find(one, 'SparkApplication');
  const run = { name: 'pi', application: job(rich)._application, retries: 0, uiService: false };
  expect(JSON.parse(JSON.stringify(sparkApplicationManifest(run)))).toMatchObject({ apiVersion, kind, spec });
});

test('the table of support has a line for each property', () => {
  expect(Object.keys(KUBEFLOW_SUPPORT).sort()).toEqual([...JOB_PROPERTY_NAMES].sort());
});

import { Chart, Duration, Size, Testing } from 'cdk8s';
import {
  ConcurrencyPolicy,
  DynamicAllocation,
  EventLog,
  NodePool,
  SecretSource,
  SparkApplication,
  SparkConf,
  SparkImage,
  SparkJob,
  SparkScheduler,
  SparkServiceAccount,
  SparkVersion,
  SparkVolume,
  VolcanoQueue,
  YuniKornQueue,
} from '../../../lib';
import { warningsOf } from '../../../lib/core/rules';
import type { ILivyRenderedRun } from '../../../lib/runners/livy/livy-runner';
import type { LivyBatch } from '../../../lib/runners/livy/livy-batch';
import { SparkTesting, type Manifest } from '../../../lib/testing';
import { driverOf, executorOf, JAVA, job, plain, problems, PROPS, scheduledJob } from '../../spark/jobs';
import { livy, PASSWORD, TEMPLATES } from './jobs';

const runner = livy();

/** The request in the job's ConfigMap. */
function batchOf(one: ReturnType<typeof job>): LivyBatch {
  const { data } = SparkTesting.find(one, 'ConfigMap') as unknown as { data: { [file: string]: string } };
  return JSON.parse(data['batch.json'] ?? '') as LivyBatch;
}

interface PodSpec {
  readonly containers: [{ readonly env: object[]; readonly image: string; readonly [field: string]: unknown }];
  readonly [field: string]: unknown;
}

const podOf = (manifest: Manifest): PodSpec =>
  plain<{ spec: { template: { spec: PodSpec } } }>(manifest).spec.template.spec;

describe('the request', () => {
  test('of a Python job: sizes in fields, the rest in conf, no name', () => {
    expect(batchOf(job({ runner }))).toEqual({
      file: 'local:///opt/app/pi.py',
      driverMemory: '512m',
      driverCores: 1,
      executorMemory: '512m',
      executorCores: 1,
      numExecutors: 2,
      conf: {
        'spark.blockManager.port': '7079',
        'spark.driver.blockManager.port': '7079',
        'spark.driver.port': '7078',
        'spark.kubernetes.authenticate.driver.serviceAccountName': 'spark',
        'spark.kubernetes.authenticate.executor.serviceAccountName': 'spark',
        'spark.kubernetes.container.image': 'apache/spark:4.1.4',
        'spark.kubernetes.container.image.pullPolicy': 'IfNotPresent',
        'spark.kubernetes.driver.annotation.cluster-autoscaler.kubernetes.io/safe-to-evict': 'false',
        'spark.kubernetes.driver.annotation.karpenter.sh/do-not-disrupt': 'true',
        'spark.kubernetes.driver.label.app.kubernetes.io/instance': 'pi',
        'spark.kubernetes.driver.label.app.kubernetes.io/name': 'spark',
        'spark.kubernetes.driver.podTemplateFile': '/etc/spark/driver.yaml',
        'spark.kubernetes.executor.label.app.kubernetes.io/instance': 'pi',
        'spark.kubernetes.executor.label.app.kubernetes.io/name': 'spark',
        'spark.kubernetes.executor.podTemplateFile': '/etc/spark/executor.yaml',
        'spark.kubernetes.memoryOverheadFactor': '0.4',
        'spark.kubernetes.namespace': 'etl',
        'spark.kubernetes.resource.type': 'python',
      },
    });
  });

  test('of a Java job: class and further jars; its own jar is the file', () => {
    const application = SparkApplication.java('local:///opt/app/pi.jar', 'com.acme.Pi', {
      args: ['10'],
      jars: ['s3a://jars/a.jar', 's3a://jars/b.jar'],
      files: ['s3a://files/x.json'],
      archives: ['s3a://files/env.tar.gz#env'],
    });
    const { conf, ...rest } = batchOf(job({ runner, application }));
    expect(rest).toMatchObject({
      file: 'local:///opt/app/pi.jar',
      className: 'com.acme.Pi',
      args: ['10'],
      jars: ['s3a://jars/a.jar', 's3a://jars/b.jar'],
      files: ['s3a://files/x.json'],
    });
    expect(rest).not.toHaveProperty('archives');
    expect(conf).toMatchObject({ 'spark.archives': 's3a://files/env.tar.gz#env' });
    expect(conf).not.toHaveProperty(['spark.jars']);
    expect(batchOf(job({ runner, application: JAVA }))).not.toHaveProperty('jars');
  });

  test('says volumes, variables, Secrets, nodes and features of both roles', () => {
    const role = {
      memory: Size.gibibytes(2),
      coreRequest: 0.5,
      env: { MODE: 'x' },
      secretEnv: { KEY: SecretSource.fromKubernetes('s', 'k') },
      secretFiles: [{ secretName: 'tls', path: '/tls' }],
      volumes: [SparkVolume.claim('data', '/data', 'shared')],
      nodes: NodePool.labelled('type', 'compute'),
      annotations: { a: 'b' },
    };
    const features = [
      EventLog.to('s3a://lake/events'),
      DynamicAllocation.between({ minExecutors: 1, maxExecutors: 9 }),
    ];
    const batch = batchOf(job({ runner, driver: role, executor: role, features }));
    expect(batch).toMatchObject({ driverMemory: '2g', executorMemory: '2g' });
    expect(batch).not.toHaveProperty('numExecutors');
    for (const name of ['driver', 'executor']) {
      expect(batch.conf).toMatchObject({
        [`spark.kubernetes.${name}.request.cores`]: '500m',
        [`spark.kubernetes.${name}.secretKeyRef.KEY`]: 's:k',
        [`spark.kubernetes.${name}.secrets.tls`]: '/tls',
        [`spark.kubernetes.${name}.volumes.persistentVolumeClaim.data.mount.path`]: '/data',
        [`spark.kubernetes.${name}.volumes.persistentVolumeClaim.data.options.claimName`]: 'shared',
        [`spark.kubernetes.${name}.node.selector.type`]: 'compute',
        [`spark.kubernetes.${name}.annotation.a`]: 'b',
      });
    }
    expect(batch.conf).toMatchObject({
      'spark.kubernetes.driverEnv.MODE': 'x',
      'spark.executorEnv.MODE': 'x',
      'spark.eventLog.dir': 's3a://lake/events',
      'spark.dynamicAllocation.maxExecutors': '9',
    });
  });

  test('names no namespace to a server that is bound to one, and no template that it does not have', () => {
    const props = { runner: livy({ jobNamespaceName: 'etl' }, { proxyUser: 'ada' }) };
    const { conf = {}, proxyUser } = batchOf(job(props));
    expect(conf).not.toHaveProperty(['spark.kubernetes.namespace']);
    expect(conf['spark.kubernetes.driver.podTemplateFile']).toBe(TEMPLATES.driverTemplate);
    expect(conf['spark.kubernetes.executor.podTemplateFile']).toBe(TEMPLATES.executorTemplate);
    expect(proxyUser).toBe('ada');
  });
});

describe('a job', () => {
  test('is a Job of the client, with its account, its rights and its openings', () => {
    const one = job({ runner });
    expect(SparkTesting.manifests(one).map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
      'ServiceAccount pi-livy',
      'Role pi-livy',
      'RoleBinding pi-livy',
      'NetworkPolicy pi-livy',
      expect.stringMatching(/^ConfigMap pi-livy-[0-9a-f]{10}$/),
      'Job pi',
    ]);
    expect(SparkTesting.find(one, 'Role').rules).toEqual([
      { apiGroups: ['batch'], resources: ['jobs'], resourceNames: ['pi'], verbs: ['get'] },
      { apiGroups: [''], resources: ['pods'], verbs: ['list'] },
    ]);
    expect(SparkTesting.find(one, 'NetworkPolicy').spec).toEqual({
      podSelector: { matchLabels: { 'cdk8s-spark/livy-client': 'pi' } },
      policyTypes: ['Ingress', 'Egress'],
      egress: [
        {
          to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } } }],
          ports: [
            { port: 53, protocol: 'UDP' },
            { port: 53, protocol: 'TCP' },
          ],
        },
        { ports: [443, 6443, 8998].map((port) => ({ port, protocol: 'TCP' })) },
      ],
    });
    expect(problems(one)).toEqual([]);
  });

  test('fails at once where no attempt can succeed, and loses none when its pod is moved', () => {
    const { spec } = SparkTesting.find(job({ runner, retries: 2, deadline: Duration.hours(1) }), 'Job');
    expect(spec).toMatchObject({
      backoffLimit: 2,
      activeDeadlineSeconds: 3600,
      podFailurePolicy: {
        rules: [
          { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
          { action: 'FailJob', onExitCodes: { containerName: 'livy-client', operator: 'In', values: [3] } },
          { action: 'Ignore', onExitCodes: { containerName: 'livy-client', operator: 'In', values: [4] } },
        ],
      },
    });
  });

  test('has a small hardened pod', () => {
    const { containers, ...pod } = podOf(SparkTesting.find(job({ runner, retries: 2 }), 'Job'));
    expect(pod).toEqual({
      serviceAccountName: 'pi-livy',
      automountServiceAccountToken: true,
      enableServiceLinks: false,
      restartPolicy: 'Never',
      terminationGracePeriodSeconds: 120,
      securityContext: expect.objectContaining({ runAsNonRoot: true, runAsUser: 185 }) as unknown,
      volumes: [{ name: 'batch', configMap: { name: expect.stringMatching(/^pi-livy-/) as unknown } }],
    });
    const { env, ...container } = containers[0];
    expect(container).toEqual({
      name: 'livy-client',
      image: 'apache/spark:4.1.4',
      imagePullPolicy: 'IfNotPresent',
      command: ['python3', '-B', '/opt/livy-batch/livy_batch.py'],
      resources: { requests: { cpu: '10m', memory: '64Mi' }, limits: { cpu: '500m', memory: '128Mi' } },
      securityContext: expect.objectContaining({ readOnlyRootFilesystem: true }) as unknown,
      volumeMounts: [{ name: 'batch', mountPath: '/opt/livy-batch', readOnly: true }],
    });
    const label = (key: string): unknown => ({ fieldRef: { fieldPath: `metadata.labels['${key}']` } });
    expect(env).toEqual([
      { name: 'LIVY_URL', value: 'http://livy.livy.svc:8998' },
      { name: 'LIVY_POLL_SECONDS', value: '5' },
      { name: 'LIVY_PATIENCE_SECONDS', value: '600' },
      { name: 'LIVY_RETRIES', value: '2' },
      { name: 'LIVY_BATCH_FILE', value: '/opt/livy-batch/batch.json' },
      { name: 'JOB_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
      { name: 'JOB_NAME', valueFrom: label('batch.kubernetes.io/job-name') },
      { name: 'JOB_UID', valueFrom: label('batch.kubernetes.io/controller-uid') },
    ]);
  });

  test('takes credentials from Secrets, an authority from a ConfigMap, and an image of its own', () => {
    const server = { url: 'https://livy.example.org/livy', username: 'etl', password: PASSWORD, caConfigMapName: 'ca' };
    const props = {
      clientImage: 'python:3.13-slim',
      pollInterval: Duration.seconds(10),
      patience: Duration.minutes(30),
    };
    const pod = podOf(SparkTesting.find(job({ runner: livy(server, props) }), 'Job'));
    expect(pod.containers[0].image).toBe('python:3.13-slim');
    expect(pod.containers[0].env).toEqual(
      expect.arrayContaining([
        { name: 'LIVY_URL', value: 'https://livy.example.org/livy' },
        { name: 'LIVY_POLL_SECONDS', value: '10' },
        { name: 'LIVY_PATIENCE_SECONDS', value: '1800' },
        { name: 'LIVY_CA_FILE', value: '/etc/livy-ca/ca.crt' },
        { name: 'LIVY_USERNAME', value: 'etl' },
        { name: 'LIVY_PASSWORD', valueFrom: { secretKeyRef: { name: 'livy', key: 'password' } } },
      ]),
    );
    expect(pod.volumes).toContainEqual({ name: 'ca', configMap: { name: 'ca' } });
  });

  test('gets a new ConfigMap, and so a new name, when its request changes', () => {
    const nameOf = (args: string[]): string =>
      SparkTesting.find(job({ runner, application: SparkApplication.python('local:///x.py', { args }) }), 'ConfigMap')
        .metadata.name;
    expect(nameOf(['1'])).not.toBe(nameOf(['2']));
  });

  test('lives in the namespace of the chart when its accounts name none', () => {
    const chart = new Chart(Testing.app(), 'c', { namespace: 'there' });
    const serviceAccount = SparkServiceAccount.fromName('spark');
    const one = new SparkJob(chart, 'pi', { ...PROPS, serviceAccount, runner });
    expect(SparkTesting.manifests(one).map(({ metadata }) => metadata.namespace)).toEqual(Array(6).fill('there'));
    expect(problems(one)).toEqual([]);
  });
});

test('a scheduled job is a CronJob that keeps the semantics of its schedule', () => {
  const schedule = {
    cron: '@daily',
    timeZone: 'Europe/Paris',
    concurrency: ConcurrencyPolicy.REPLACE,
    suspended: true,
  };
  const one = scheduledJob({ runner, schedule, timeToLive: Duration.hours(1) });
  const { spec } = SparkTesting.find(one, 'CronJob') as unknown as { spec: { jobTemplate: { spec: object } } };
  expect(spec).toMatchObject({
    schedule: '@daily',
    timeZone: 'Europe/Paris',
    concurrencyPolicy: 'Replace',
    suspend: true,
  });
  expect(spec.jobTemplate.spec).toMatchObject({ ttlSecondsAfterFinished: 3600 });
  expect(JSON.stringify(spec.jobTemplate)).toContain('"action":"FailJob"');
  // The names of its Jobs are not known beforehand.
  expect(JSON.stringify(SparkTesting.find(one, 'Role').rules)).not.toContain('resourceNames');
  expect(problems(one)).toEqual([]);
});

describe('the pods that Livy will cause', () => {
  test('carry the name of the session, and choose nodes by selector', () => {
    const nodes = NodePool.labelled('type', 'compute');
    const memory = Size.mebibytes(512);
    const one = job({ runner, driver: { memory, nodes }, executor: { memory, nodes } });
    expect(driverOf(one).metadata).toMatchObject({
      name: 'pi-<uid>-1-<id>-driver',
      namespace: 'etl',
      labels: { 'spark-app-name': 'pi-<uid>-1', 'spark-app-tag': '<livy-tag>', 'app.kubernetes.io/instance': 'pi' },
    });
    for (const pod of [driverOf(one), executorOf(one)]) {
      expect(pod.spec).toMatchObject({ nodeSelector: { type: 'compute' }, securityContext: { runAsNonRoot: true } });
      expect(pod.spec).not.toHaveProperty('affinity');
    }
  });

  test('are bare without templates', () => {
    const { spec } = driverOf(
      job({
        runner: livy({ driverTemplate: undefined, executorTemplate: undefined } as never, {
          insecurePodsWithoutTemplate: true,
        }),
      }),
    );
    expect(spec).not.toHaveProperty('securityContext');
    expect(JSON.stringify(spec)).not.toMatch(/readOnlyRootFilesystem|opt-spark-work-dir/);
  });
});

describe('a queue', () => {
  test('of Volcano: a PodGroup of the job, and annotations of the pods', () => {
    const one = job({ runner, scheduler: SparkScheduler.volcano(VolcanoQueue.fromName('etl')) });
    expect(SparkTesting.find(one, 'PodGroup').metadata.name).toBe('pi');
    expect(batchOf(one).conf).toMatchObject({
      'spark.kubernetes.scheduler.name': 'volcano',
      'spark.kubernetes.driver.annotation.scheduling.k8s.io/group-name': 'pi',
      'spark.kubernetes.executor.annotation.scheduling.k8s.io/group-name': 'pi',
    });
    expect(problems(one)).toEqual([]);
  });

  test('of YuniKorn: labels, and Spark’s own id', () => {
    const one = job({ runner, scheduler: SparkScheduler.yunikorn(YuniKornQueue.fromPath('root.etl')) });
    expect(batchOf(one).conf).toMatchObject({
      'spark.kubernetes.scheduler.name': 'yunikorn',
      'spark.kubernetes.driver.label.yunikorn.apache.org/queue': 'root.etl',
    });
    expect(JSON.stringify(batchOf(one))).not.toContain('POD_UID');
    expect(problems(one)).toEqual([]);
  });
});

test('the request for others names the application and no session, so that it can be posted again', () => {
  const chart = new Chart(Testing.app(), 'c');
  const { _application: application } = job();
  const run = { name: 'pi', application, retries: 0, uiService: false };
  const { livyBatch } = livy().render(chart, run) as ILivyRenderedRun;
  expect(livyBatch).not.toHaveProperty('name');
  expect(livyBatch.conf).toMatchObject({ 'spark.app.name': 'pi' });
});

test('a conf of the user’s is sent as it is', () => {
  const conf = SparkConf.of({ 'spark.sql.shuffle.partitions': 7 });
  expect(batchOf(job({ runner, conf })).conf).toMatchObject({ 'spark.sql.shuffle.partitions': '7' });
});

test('an image of Spark 4 is a warning while nothing is known of the server’s Spark', () => {
  const warned = (version: SparkVersion, sparkVersion?: SparkVersion): string[] => {
    const server = livy(sparkVersion && { sparkVersion });
    return warningsOf(job({ image: SparkImage.official(version), runner: server }));
  };
  expect(warned(SparkVersion.V4_1)).toEqual([expect.stringMatching(/^livy\/spark-unknown: image = "4\.1/)]);
  expect(warned(SparkVersion.V4_1, SparkVersion.V4_1)).toEqual([]);
  expect(warned(SparkVersion.V3_5)).toEqual([]);
});

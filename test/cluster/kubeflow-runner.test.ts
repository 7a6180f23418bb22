import { App, Chart, Duration, Size } from 'cdk8s';
import { buildKubeflow } from '../../apps/examples/kubeflow';
import {
  DynamicAllocation,
  NodePool,
  ScheduledSparkJob,
  SecretSource,
  SparkApplication,
  SparkConf,
  SparkJob,
  SparkScheduler,
  SparkServiceAccount,
  SparkVolume,
  StagedFile,
  VolcanoQueue,
  type SparkJobProps,
} from '../../lib';
import { KubeflowRunNamePrecision, type IKubeflowSparkOperator } from '../../lib/runners/kubeflow/interfaces';
import { KubeflowRunner } from '../../lib/runners/kubeflow/kubeflow-runner';
import { KubeflowServiceType } from '../../lib/runners/kubeflow/runner-props';
import { KubeflowSparkConnect } from '../../lib/runners/kubeflow/spark-connect';
import { SparkTesting } from '../../lib/testing';
import { PROPS } from '../spark/jobs';
import { restrictedNamespace } from './applied';
import { installCrds, publishedCrds } from './crds';
import { differences } from './flatten';
import { apply, kubectl, remove, tryKubectl } from './kubectl';
import { at, type Manifest } from './manifest';
import { MINUTES } from './wait';

const HOME = 'kubeflow-runner-test';
const GROUP = 'sparkoperator.k8s.io/';
const CRDS = publishedCrds('spark-operator-2.5.2');
const GROUND = [restrictedNamespace(HOME)];

const OPERATOR: IKubeflowSparkOperator = {
  operatorName: 'spark-operator',
  operatorVersion: '2.5.2',
  jobNamespaceNames: [HOME],
  webhook: true,
  batchScheduler: true,
  uiService: true,
  runNamePrecision: KubeflowRunNamePrecision.SECONDS,
};

/** A job that says about all that a job can say. */
function rich(): SparkJobProps {
  const file = StagedFile.inline('a.py', 'pass');
  const role = {
    memory: Size.gibibytes(1),
    memoryOverhead: Size.mebibytes(512),
    coreRequest: 0.5,
    coreLimit: 2,
    ephemeralStorage: Size.gibibytes(1),
    env: { A: 'y' },
    secretEnv: { B: SecretSource.fromKubernetes('s', 'k') },
    secretFiles: [{ secretName: 'tls', path: '/etc/tls' }],
    labels: { team: 'a' },
    annotations: { note: 'on: "off"' },
    javaOptions: ['-XX:+UseG1GC'],
    nodes: NodePool.labelled('type', 'compute'),
    terminationGracePeriod: Duration.minutes(1),
    volumes: [SparkVolume.claimOnDemand('data', '/data', { size: Size.gibibytes(1), storageClass: 'fast' })],
    podOverrides: { '/spec/hostAliases': [{ ip: '10.0.0.1', hostnames: ['a'] }] },
  };
  return {
    ...PROPS,
    serviceAccount: SparkServiceAccount.fromName('spark', HOME),
    application: SparkApplication.python(file.uri, {
      stagedFiles: [file],
      packages: ['g:a:1'],
      jars: ['local:///a.jar'],
    }),
    driver: role,
    executor: { ...role, cores: 2, offHeapMemory: Size.mebibytes(64) },
    conf: SparkConf.of({ 'spark.sql.shuffle.partitions': 8 }),
    scheduler: SparkScheduler.volcano(VolcanoQueue.fromName('etl')),
    retries: 2,
    uiService: true,
    runner: new KubeflowRunner(OPERATOR, {
      suspended: true,
      ui: {
        servicePort: 80,
        serviceType: KubeflowServiceType.NODE_PORT,
        serviceAnnotations: { a: 'b' },
        ingressAnnotations: { c: 'd' },
        ingressTls: [{ hosts: ['a.example.com'], secretName: 'tls' }],
      },
      driverIngress: [{ servicePort: 8080, ingressUrlFormat: '{{$appName}}.example.com' }],
    }),
  };
}

/** Every kind of custom resource that the runner makes, small and large. */
function manifests(): Manifest[] {
  const app = new App();
  buildKubeflow(app);
  const chart = new Chart(app, 'more');
  const { scheduler: _scheduler, runner: _runner, ...other } = rich();
  const runner = new KubeflowRunner(OPERATOR);
  const serviceAccount = SparkServiceAccount.fromName('spark', HOME);
  new SparkJob(chart, 'small', { ...PROPS, serviceAccount, runner });
  new SparkJob(chart, 'rich', rich());
  new SparkJob(chart, 'dynamic', {
    ...PROPS,
    serviceAccount,
    runner,
    features: [DynamicAllocation.between({ maxExecutors: 3 })],
  });
  new ScheduledSparkJob(chart, 'nightly', { ...other, runner, schedule: { cron: '0 2 * * *' } });
  const image = PROPS.image;
  new KubeflowSparkConnect(chart, 'connect', { operator: OPERATOR, image, serviceAccount });
  const { driver: server = {}, executor = {} } = rich();
  new KubeflowSparkConnect(chart, 'connect-rich', {
    operator: OPERATOR,
    image,
    serviceAccount,
    server,
    executor,
  });
  return SparkTesting.manifests(app).filter(({ apiVersion }) => apiVersion.startsWith(GROUP));
}

const resources = manifests().map((one) => ({ ...one, metadata: { ...one.metadata, namespace: HOME } }));

// Skipped, and listed as such, where the folder of CDK8S_SPARK_CRDS does not have them.
(CRDS === undefined ? describe.skip : describe)('under the official definitions', () => {
  const official = CRDS ?? [];
  let mine: Manifest[] = [];

  beforeAll(async () => {
    const known = await kubectl(['get', 'crd', '-o', 'name']);
    mine = official.filter(({ metadata }) => !known.includes(metadata.name));
    await installCrds(official);
    await apply(GROUND);
  }, 2 * MINUTES);

  afterAll(async () => {
    await remove(GROUND);
    await remove(mine);
  }, 2 * MINUTES);

  test('there is something of each kind', () => {
    expect(new Set(resources.map(({ kind }) => kind))).toEqual(
      new Set(['SparkApplication', 'ScheduledSparkApplication', 'SparkConnect']),
    );
  });

  test.each(resources.map((one) => [`${one.kind} ${one.metadata.name}`, one] as const))(
    '%s is stored as sent',
    async (_name, sent) => {
      const stored = await kubectl(['create', '--validate=strict', '-o', 'json', '-f', '-'], JSON.stringify(sent));
      const { spec, metadata } = JSON.parse(stored) as Manifest;
      expect(differences(spec, at(sent, 'spec'))).toEqual([]);
      expect(metadata.labels).toEqual(sent.metadata.labels);
    },
    MINUTES,
  );

  test('the definitions refuse what we never write', async () => {
    const [sent] = resources;
    const broken = {
      ...sent,
      metadata: { name: 'broken', namespace: HOME },
      spec: { ...at<object>(sent, 'spec'), colour: 1 },
    };
    const answer = await tryKubectl(['create', '--validate=strict', '-f', '-'], JSON.stringify(broken));
    expect(answer.stderr).toContain('unknown field "spec.colour"');
  });
});

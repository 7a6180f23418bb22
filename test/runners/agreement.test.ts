import { Chart, Size, Testing } from 'cdk8s';
import { parse } from 'yaml';
import {
  ApacheSparkOperator,
  KubeflowSparkOperator,
  LivyServer,
  NodePool,
  SecretSource,
  SparkApplication,
  SparkConf,
  SparkImage,
  SparkJob,
  SparkPriorityClass,
  SparkRunner,
  SparkScheduler,
  SparkServiceAccount,
  SparkVersion,
  SparkVolume,
  type ISparkRunner,
  type SparkJobProps,
} from '../../lib';
import { SparkTesting, type Manifest } from '../../lib/testing';
import { submitted, written, type EffectivePod, type PodLike, type Submission } from './effective';
import { ofApache, ofKubeflow, ofLivy, parseProperties } from './submissions';

/** All that every runner with pods can honour. */
const PLAIN: SparkJobProps = {
  application: SparkApplication.python('local:///opt/app/etl.py', { args: ['2026'] }),
  image: SparkImage.of('registry.example.com/etl:1.2', { version: SparkVersion.V4_1 }),
  serviceAccount: { serviceAccountName: 'spark', executorServiceAccountName: 'spark-executor', namespace: 'etl' },
  driver: {
    cores: 1,
    coreRequest: 0.5,
    memory: Size.gibibytes(2),
    env: { MODE: 'fast' },
    secretEnv: { KEY: SecretSource.fromKubernetes('store', 'key') },
    secretFiles: [{ secretName: 'tls', path: '/etc/tls' }],
    labels: { team: 'etl' },
    annotations: { 'example.com/note': 'driver' },
    nodes: NodePool.labelled('type', 'driver'),
    javaOptions: ['-XX:+UseG1GC'],
  },
  executor: {
    instances: 3,
    cores: 2,
    memory: Size.gibibytes(4),
    memoryOverhead: Size.gibibytes(1),
    pysparkMemory: Size.gibibytes(1),
    env: { MODE: 'fast' },
    secretEnv: { KEY: SecretSource.fromKubernetes('store', 'key') },
    labels: { team: 'etl' },
    annotations: { 'example.com/note': 'executor' },
    nodes: NodePool.labelled('type', 'compute'),
    volumes: [SparkVolume.claim('lake', '/lake', 'lake')],
  },
  conf: SparkConf.of({ 'spark.sql.shuffle.partitions': 64 }),
};

/** And what a pod template is needed for. */
const RICH: SparkJobProps = {
  ...PLAIN,
  driver: { ...PLAIN.driver, volumes: [SparkVolume.nfs('ref', '/ref', { server: 'nfs', exportPath: '/ref' })] },
  executor: {
    ...PLAIN.executor,
    nodes: NodePool.of('spot', {
      labels: [{ key: 'type', values: ['compute'] }],
      taints: [{ key: 'spot', value: 'yes', effect: 'NoSchedule' }],
    }),
  },
  priority: SparkPriorityClass.fromName('urgent'),
  executorPriority: SparkPriorityClass.fromName('routine'),
};

/** What the server's administrator has written down, hardened as the native runner hardens. */
const SERVER = LivyServer.fromUrl('https://livy.example.com', {
  driverTemplate: '/templates/driver.yaml',
  executorTemplate: '/templates/executor.yaml',
});

function make(runner: ISparkRunner, props: SparkJobProps): SparkJob {
  return new SparkJob(new Chart(Testing.app(), 'c', { namespace: 'etl' }), 'etl', { ...props, runner });
}

const data = (job: SparkJob, file: string): string => {
  const maps = SparkTesting.manifests(job).filter(({ kind }) => kind === 'ConfigMap');
  const found = maps.map((map) => (map.data as { [name: string]: string } | undefined)?.[file]).find(Boolean);
  if (found === undefined) throw new Error(`no ${file} in the ConfigMaps of the job`);
  return found;
};

/** The pods and properties of a job, read from nothing but its objects. */
interface Outcome {
  readonly driver: EffectivePod;
  readonly executor: EffectivePod;
  readonly conf: Submission['conf'];
}

function ofSubmission(submission: Submission): Outcome {
  return {
    driver: submitted('driver', submission),
    executor: submitted('executor', submission),
    conf: submission.conf,
  };
}

const native = (props: SparkJobProps): Outcome => {
  const job = make(SparkRunner.native(), props);
  const conf = parseProperties(data(job, 'spark.properties'));
  const executor = parse(data(job, 'podspec-configmap-key')) as PodLike;
  const { template } = job.resource.toJson().spec as { template: PodLike };
  return {
    conf,
    driver: written('driver', template),
    executor: submitted('executor', { conf, executor, driver: executor }),
  };
};

const main = (runner: ISparkRunner, props: SparkJobProps): Manifest =>
  SparkTesting.manifests(make(runner, props)).find(({ kind }) => kind === 'SparkApplication') as Manifest;

const OTHERS: { readonly [runner: string]: (props: SparkJobProps) => Outcome } = {
  submit: (props) => {
    const job = make(SparkRunner.submit(), props);
    const conf = parseProperties(data(job, 'spark.properties'));
    const template = (name: string): PodLike => parse(data(job, name)) as PodLike;
    return ofSubmission({
      conf,
      driver: template('driver-template.json'),
      executor: template('executor-template.yaml'),
    });
  },
  kubeflow: (props) =>
    ofSubmission(ofKubeflow(main(SparkRunner.kubeflow(KubeflowSparkOperator.fromExisting()), props))),
  apache: (props) => ofSubmission(ofApache(main(SparkRunner.apache(ApacheSparkOperator.fromExisting()), props))),
};

/** Properties that differ by who starts the driver, and stand in the pod or on the command line elsewhere. */
const STARTERS =
  /^spark\.(master|app\.name|jars\.ivy|submit\.deployMode|kubernetes\.(namespace|submitInDriver|submission\.\w+|resource\.type|hadoop\.\w+|driver\..*|driverEnv\..*|executor\.(podTemplate\w+|podNamePrefix|deleteOnTermination|node\.selector\..*)|authenticate\.driver\..*|container\.image\.pullSecrets))$/;
const comparable = (conf: Submission['conf']): object =>
  Object.fromEntries(
    Object.entries(conf)
      .filter(([key]) => !STARTERS.test(key))
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );

describe.each([
  ['a plain job', PLAIN],
  ['a rich job', RICH],
])('%s', (_name, props) => {
  const wanted = native(props);

  describe.each(Object.entries(OTHERS))('by %s', (_runner, outcome) => {
    const found = outcome(props);
    test('has the driver of the native runner', () => expect(found.driver).toEqual(wanted.driver));
    test('has its executors', () => expect(found.executor).toEqual(wanted.executor));
    test('has its properties', () => expect(comparable(found.conf)).toEqual(comparable(wanted.conf)));
  });
});

describe('a plain job by Livy', () => {
  const wanted = native(PLAIN);
  const batch = make(SparkRunner.livy(SERVER), PLAIN).toLivyBatch();
  const template = (role: 'driver' | 'executor'): PodLike => ({
    spec: {
      securityContext: wanted[role].podSecurity,
      automountServiceAccountToken: role === 'driver',
      containers: [{ name: `spark-kubernetes-${role}`, securityContext: wanted[role].containerSecurity }],
    },
  });
  const found = ofSubmission(ofLivy(batch, { driver: template('driver'), executor: template('executor') }));
  /** Empty volumes for a read-only root are the template's business, and so the server's. */
  const withoutEmpty = ({ mounts, ...pod }: EffectivePod): object => ({
    ...pod,
    mounts: Object.fromEntries(Object.entries(mounts).filter(([path]) => !/^\/(tmp|opt\/spark\/work-dir)$/.test(path))),
  });

  test.each(['driver', 'executor'] as const)('has the %s of the native runner', (role) =>
    expect(withoutEmpty(found[role])).toEqual(withoutEmpty(wanted[role])),
  );
  test('has its properties', () => expect(comparable(found.conf)).toEqual(comparable(wanted.conf)));
});

describe('under Volcano', () => {
  const scheduler = SparkScheduler.volcano({ queueName: 'etl' });
  const operator = KubeflowSparkOperator.fromExisting({ batchScheduler: true });
  const wanted = native({ ...PLAIN, scheduler });

  test.each(['driver', 'executor'] as const)('the %s of an operator goes to the same scheduler', (role) => {
    const cr = main(SparkRunner.kubeflow(operator), { ...PLAIN, scheduler });
    expect(submitted(role, ofKubeflow(cr)).scheduler).toBe(wanted[role].scheduler);
    expect(cr.spec).toMatchObject({ batchScheduler: 'volcano' });
  });
  test('an operator is told the sums that the native runner’s PodGroup has', () => {
    const cr = main(SparkRunner.kubeflow(operator), { ...PLAIN, scheduler });
    const group = SparkTesting.find(make(SparkRunner.native(), { ...PLAIN, scheduler }), 'PodGroup');
    const { batchSchedulerOptions } = cr.spec as { batchSchedulerOptions: { resources: unknown; queue: string } };
    const { minResources, queue } = group.spec as { minResources: unknown; queue: string };
    expect(batchSchedulerOptions).toMatchObject({ queue, resources: minResources });
  });
  test.each(['driver', 'executor'] as const)('the %s of Apache’s operator joins the same group', (role) => {
    const cr = main(SparkRunner.apache(ApacheSparkOperator.fromExisting()), { ...PLAIN, scheduler });
    const found = submitted(role, ofApache(cr));
    expect([found.scheduler, found.annotations]).toEqual([wanted[role].scheduler, wanted[role].annotations]);
  });
});

test('the reader would see a difference', () => {
  const { driver } = native({ ...PLAIN, driver: { ...PLAIN.driver, env: { MODE: 'slow' } } });
  expect(driver).not.toEqual(native(PLAIN).driver);
  expect(SparkServiceAccount.fromName('spark').serviceAccountName).toBe('spark');
});

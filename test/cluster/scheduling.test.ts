import { Size } from 'cdk8s';
import {
  DynamicAllocation,
  ResolvedApplication,
  SparkConf,
  SparkJob,
  SparkPriorities,
  SparkScheduler,
  SparkServiceAccount,
  SparkVolume,
  VolcanoJobScheduler,
  type IPriorityClass,
  type SparkJobProps,
} from '../../lib';
import { Applied } from './applied';
import { installCrds, publishedCrds } from './crds';
import { apply, get, kubectl, list, remove } from './kubectl';
import { at, type Manifest } from './manifest';
import { drivers, executors, phase, running, withoutExecutors } from './runs';
import { sparkSubmit } from './spark-submit';
import { MINUTES, waitFor } from './wait';
import { DRIVER, EXECUTOR, IMAGE, JAVA_HOLD, PYTHON_PI, script, tenantWith } from './workloads';

const NAMESPACE = 'scheduling-test';
const HOME = 'scheduling-test-home';
type JobProps = Omit<SparkJobProps, 'serviceAccount'>;

/** spark-submit's own pods are not admitted where Pod Security enforces `restricted`. */
const SUBMIT = 'scheduling-test-submit';
const SUBMIT_GROUND: readonly Manifest[] = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: SUBMIT } },
  { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'spark', namespace: SUBMIT } },
];
const ETL = { queueName: 'etl' };

/** Keeps its executors until it is deleted. */
const HOLD = `
import time
from pyspark.sql import SparkSession
spark = SparkSession.builder.getOrCreate()
spark.sparkContext.parallelize(range(2), 2).map(lambda i: time.sleep(1200)).count()
`;
const PYTHON = script('hold.py', HOLD);
const SIDECAR = {
  '/spec/containers/-': {
    name: 'sidecar',
    image: 'localhost/cdk8s-spark/spark:4.2.1',
    imagePullPolicy: 'IfNotPresent',
    command: ['sleep', '1200'],
    resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '16Mi' } },
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
  },
};

const onNode = process.env.CDK8S_SPARK_NODE === '1' ? describe : describe.skip;
const VOLCANO_CRDS = publishedCrds('volcano-1.15.1');

/** The manifests of one job in the tenant of these tests. */
function jobIn(id: string, props: JobProps): Manifest[] {
  return tenantWith(
    NAMESPACE,
    (chart, { serviceAccount }) => {
      new SparkJob(chart, id, { serviceAccount, driver: DRIVER, executor: EXECUTOR, ...props });
    },
    { persistentVolumeClaims: true },
  );
}

function resolved({ application, image, driver = DRIVER, executor = EXECUTOR }: JobProps): ResolvedApplication {
  return new ResolvedApplication({
    ...{ jobName: 'submit', appName: 'submit', application, image, driver, executor },
    serviceAccount: SparkServiceAccount.fromName('spark', NAMESPACE),
    conf: new SparkConf(),
    features: [],
    writableRootFilesystem: false,
  });
}

/** What a pod asks for, read as the API server gives it back: CPU in thousandths, the rest in base units. */
function requestsOf(pod: Manifest): Map<string, number> {
  const sum = new Map<string, number>();
  for (const container of at<{ resources?: { requests?: Record<string, string> } }[]>(pod, 'spec.containers') ?? []) {
    for (const [name, text] of Object.entries(container.resources?.requests ?? {})) {
      sum.set(name, (sum.get(name) ?? 0) + baseUnits(name, text));
    }
  }
  return sum;
}

function baseUnits(name: string, text: string): number {
  const [, digits = '', unit = ''] = /^(\d+)([A-Za-z]*)$/.exec(text) ?? [];
  const binary = ['', 'Ki', 'Mi', 'Gi'].indexOf(unit);
  if (name === 'cpu') return unit === 'm' ? Number(digits) : Number(digits) * 1000;
  if (binary < 0) throw new Error(`${name}: ${text} is not read here`);
  return Number(digits) * 1024 ** binary;
}

async function deleted(id: string): Promise<void> {
  await kubectl(['delete', 'job', id, '-n', NAMESPACE, '--ignore-not-found', '--cascade=foreground', '--timeout=120s']);
  await withoutExecutors(id, NAMESPACE);
}

onNode('scheduling on a real node', () => {
  const ground = new Applied(
    tenantWith(NAMESPACE, () => undefined, { persistentVolumeClaims: true }),
    HOME,
  );

  beforeAll(async () => {
    await ground.remove();
    await ground.apply();
  }, 5 * MINUTES);

  afterAll(() => ground.remove(), 5 * MINUTES);

  describe('the room that a PodGroup reserves is the sum of what the pods of real Spark ask for', () => {
    const claim = SparkVolume.claimOnDemand('data', '/data', { storageClass: 'standard', size: Size.mebibytes(64) });
    const cases: readonly [string, JobProps, number][] = [
      ['python', { application: PYTHON, image: IMAGE }, 2],
      ['java', { application: JAVA_HOLD, image: IMAGE, executor: { ...EXECUTOR, instances: 1 } }, 1],
      [
        'dynamic-allocation',
        {
          application: PYTHON,
          image: IMAGE,
          executor: { coreRequest: 0.1, memory: Size.mebibytes(512) },
          features: [DynamicAllocation.between({ minExecutors: 1, initialExecutors: 2, maxExecutors: 2 })],
        },
        2,
      ],
      ['claim', { application: PYTHON, image: IMAGE, executor: { ...EXECUTOR, instances: 1, volumes: [claim] } }, 1],
      [
        'extra-container',
        {
          application: PYTHON,
          image: IMAGE,
          driver: { ...DRIVER, podOverrides: SIDECAR },
          executor: { ...EXECUTOR, instances: 1, podOverrides: SIDECAR },
        },
        1,
      ],
    ];

    test.each(cases)('%s', async (id, options, count) => {
      const volcano = jobIn(id, { ...options, scheduler: SparkScheduler.volcano(ETL) });
      const group = volcano.find(({ kind }) => kind === 'PodGroup');
      const reserved = at<Record<string, string>>(group, 'spec.minResources') ?? {};

      await new Applied(jobIn(id, options), HOME).again();
      const pods = await waitFor(
        `driver and ${count} executors of ${id} are there`,
        async () => {
          const [driver] = await drivers(id, NAMESPACE);
          const made = await executors(id, NAMESPACE);
          return driver !== undefined && made.length === count && [driver, ...made];
        },
        { deadline: 4 * MINUTES },
      );
      const asked: Record<string, number> = {};
      for (const pod of pods) {
        for (const [name, amount] of requestsOf(pod)) asked[name] = (asked[name] ?? 0) + amount;
      }
      await deleted(id);
      expect(Object.fromEntries(Object.entries(reserved).map(([name, text]) => [name, baseUnits(name, text)]))).toEqual(
        asked,
      );
    });
  });

  test(
    'rush takes the place of routine, exceptional waits',
    async () => {
      const driverOf = async (id: string): Promise<Manifest | undefined> => (await drivers(id, NAMESPACE)).pop();
      const cores = baseUnits(
        'cpu',
        await kubectl(['get', 'nodes', '-o', 'jsonpath={.items[0].status.allocatable.cpu}']),
      );
      // Of two such drivers only one fits the node.
      const driver = { ...DRIVER, coreRequest: Math.round(cores * 0.55) / 1000 };
      const start = async (id: string, pick: (all: SparkPriorities) => IPriorityClass): Promise<void> => {
        const manifests = tenantWith(NAMESPACE, (chart, { serviceAccount }) => {
          const priority = pick(new SparkPriorities(chart, 'priorities'));
          const executor = { ...EXECUTOR, instances: 1 };
          new SparkJob(chart, id, { serviceAccount, application: PYTHON, image: IMAGE, driver, executor, priority });
        });
        await new Applied(manifests, HOME).again();
      };

      await start('routine', ({ routine }) => routine);
      const { driver: victim } = await running('routine', NAMESPACE, 1);
      await start('exceptional', ({ exceptional }) => exceptional);
      await waitFor('exceptional finds no room', async () => unschedulable(await driverOf('exceptional')));
      expect(phase((await driverOf('routine')) as Manifest)).toBe('Running');

      await start('rush', ({ rush }) => rush);
      await waitFor('rush runs', async () => phase((await driverOf('rush')) as Manifest) === 'Running', {
        deadline: 4 * MINUTES,
        explain: () => kubectl(['get', 'events', '-n', NAMESPACE, '--sort-by=.lastTimestamp']),
      });
      const left = await drivers('routine', NAMESPACE);
      const old = left.find(({ metadata }) => metadata.uid === victim.metadata.uid);
      expect(old === undefined || disrupted(old)).toBe(true);
      expect(phase((await driverOf('exceptional')) as Manifest)).toBe('Pending');
      for (const id of ['exceptional', 'routine', 'rush']) await deleted(id);
      await remove(tenantWith(NAMESPACE, (chart) => void new SparkPriorities(chart, 'priorities')).filter(isPriority));
    },
    12 * MINUTES,
  );

  const withCrds = VOLCANO_CRDS === undefined ? describe.skip : describe;
  withCrds('with the kinds of Volcano and no Volcano', () => {
    beforeAll(() => installCrds(VOLCANO_CRDS ?? []), 3 * MINUTES);
    afterAll(() => remove(VOLCANO_CRDS ?? []), 5 * MINUTES);

    test('a job under Volcano waits, and nobody else binds it', async () => {
      const executor = { ...EXECUTOR, instances: 0 };
      const scheduler = SparkScheduler.volcano(ETL);
      await new Applied(jobIn('waits', { application: PYTHON, image: IMAGE, executor, scheduler }), HOME).again();
      await new Applied(jobIn('goes', { application: PYTHON, image: IMAGE, executor }), HOME).again();
      await waitFor('the same job under the default scheduler runs', async () => {
        const [driver] = await drivers('goes', NAMESPACE);
        return driver !== undefined && phase(driver) === 'Running';
      });
      const [pod] = await drivers('waits', NAMESPACE);
      expect(at(pod, 'spec.schedulerName')).toBe('volcano');
      expect(at(pod, 'status')).toMatchObject({ phase: 'Pending' });
      // kube-scheduler writes a condition on every pod it looks at.
      expect(at(pod, 'status.conditions')).toBeUndefined();
      expect(at(pod, 'spec.nodeName')).toBeUndefined();
      const [group] = await list('podgroups.scheduling.volcano.sh', NAMESPACE);
      expect(at(group, 'spec')).toMatchObject({ queue: 'etl', minMember: 1 });
      for (const id of ['waits', 'goes']) await deleted(id);
    });

    const withSubmit = process.env.SPARK_HOME ? test : test.skip;
    withSubmit('the real spark-submit makes the same group from the properties for runners that submit', async () => {
      const options: JobProps = { application: PYTHON_PI, image: IMAGE };
      const scheduler = new VolcanoJobScheduler(ETL);
      const group = jobIn('submit', { ...options, scheduler }).find(({ kind }) => kind === 'PodGroup');
      const properties = scheduler.submitProperties(resolved(options));
      await apply(SUBMIT_GROUND);
      const name = await sparkSubmit(jobIn('submit', options), SUBMIT, properties);
      const driver = await get('pod', name, SUBMIT);
      const made = await list('podgroups.scheduling.volcano.sh', SUBMIT);
      const [real] = made.filter(({ metadata }) => metadata.name.endsWith('-podgroup'));
      expect(at(real, 'spec')).toEqual(at(group, 'spec'));
      expect(driver?.metadata.annotations).toMatchObject({
        'scheduling.k8s.io/group-name': real?.metadata.name,
        'volcano.sh/preemptable': 'false',
      });
      await kubectl(['delete', 'pod', name, '-n', SUBMIT, '--grace-period=0', '--force']);
      await remove(SUBMIT_GROUND);
    });
  });
});

function unschedulable(pod: Manifest | undefined): boolean {
  const conditions = at<{ type: string; reason?: string }[]>(pod, 'status.conditions') ?? [];
  return conditions.some(({ type, reason }) => type === 'PodScheduled' && reason === 'Unschedulable');
}

function disrupted(pod: Manifest): boolean {
  const conditions = at<{ type: string; reason?: string }[]>(pod, 'status.conditions') ?? [];
  return conditions.some(({ type, reason }) => type === 'DisruptionTarget' && reason === 'PreemptionByScheduler');
}

function isPriority({ kind }: Manifest): boolean {
  return kind === 'PriorityClass';
}

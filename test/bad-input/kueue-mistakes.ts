import { Chart, Size, type App } from 'cdk8s';
import { SparkJob, SparkPriorityClass, SparkServiceAccount, type SparkJobProps } from '../../lib';
import { KueueClusterQueue } from '../../lib/scheduling/kueue/cluster-queue';
import {
  KueueFlavorPreference,
  KueuePreemptionPolicy,
  KueueReclaimPolicy,
  type KueueClusterQueueProps,
} from '../../lib/scheduling/kueue/cluster-queue-props';
import { KueueCohort } from '../../lib/scheduling/kueue/cohort';
import { KueueFramework, type KueueResourceGroup } from '../../lib/scheduling/kueue/interfaces';
import { Kueue } from '../../lib/scheduling/kueue/kueue';
import { KueueQueues } from '../../lib/scheduling/kueue/kueue-queues';
import { KueueScheduler, type KueueSchedulingProps } from '../../lib/scheduling/kueue/kueue-scheduler';
import { KueueLocalQueue } from '../../lib/scheduling/kueue/local-queue';
import { KueueResourceFlavor, type KueueResourceFlavorProps } from '../../lib/scheduling/kueue/resource-flavor';
import { KueueWorkloadPriorityClass } from '../../lib/scheduling/kueue/workload-priority-class';
import { NodePool } from '../../lib/scheduling/node-pool';
import { PROPS } from '../spark/jobs';
import { JOB, type Mistake } from './mistake';

const ANY = KueueResourceFlavor.fromName('any');
const SPOT = KueueResourceFlavor.fromName('spot', { nodeLabels: { type: 'compute' } });
const COHORT = KueueCohort.fromName('all');
const amount = (cpu: number) => ({ cpu, memory: Size.gibibytes(cpu * 4) });
const quota = (cpu: number, more: object = {}): KueueResourceGroup[] => [
  { flavors: [{ flavor: ANY, nominalQuota: amount(cpu), ...more }] },
];

const OWN = quota(1).flatMap(({ flavors }) => flavors);

const mistake = (
  build: (chart: Chart) => void,
  path: string | null,
  [name, rule, at, value, says]: readonly [name: string, rule: string, at: string, value: string, says?: string],
): Mistake => ({
  name,
  build: (app: App) => {
    build(new Chart(app, 'c', { namespace: 'etl' }));
  },
  rule: `kueue/${rule}`,
  at,
  value,
  path,
  ...(says !== undefined && { says }),
});

type Line = Parameters<typeof mistake>[2];
const flavor = (props: KueueResourceFlavorProps, ...line: Line): Mistake =>
  mistake((chart) => void new KueueResourceFlavor(chart, 'f', props), 'c/f', line);
const queue = (props: Partial<KueueClusterQueueProps>, ...line: Line): Mistake =>
  mistake((chart) => void new KueueClusterQueue(chart, 'q', { resourceGroups: quota(8), ...props }), 'c/q', line);
const job = (
  clusterQueue: Partial<KueueClusterQueueProps>,
  scheduling: KueueSchedulingProps,
  props: Partial<SparkJobProps>,
  ...line: Line
): Mistake =>
  mistake(
    (chart) => {
      const existing = KueueClusterQueue.fromName('q', clusterQueue);
      const local = KueueLocalQueue.fromName('jobs', { namespaceName: 'etl', clusterQueue: existing });
      new SparkJob(chart, 'job', { ...PROPS, ...props, scheduler: new KueueScheduler(local, scheduling) });
    },
    JOB,
    line,
  );
const inNamespace = (name: string) => ({ serviceAccount: SparkServiceAccount.fromName('spark', name) });
const labels = (key: string, value: string) => ({ executor: { ...PROPS.executor, labels: { [key]: value } } });

/** Queues of Kueue, and jobs that it would never admit. */
export const KUEUE_MISTAKES: readonly Mistake[] = [
  flavor(
    { pool: NodePool.labelled('type', 'a', 'b') },
    'a flavor of two values',
    'flavor-label-values',
    'pool["type"]',
    '["a","b"]',
  ),
  flavor(
    { pool: NodePool.of('wish', { labels: [{ key: 'a', values: ['b'] }], preferred: true }) },
    'a flavor that is a wish',
    'flavor-preferred',
    'pool',
    '"wish"',
  ),
  flavor(
    { pool: NodePool.DRIVER, nodeLabels: {} },
    'a flavor with pool and labels',
    'flavor-two-sources',
    'pool',
    '"type=driver"',
  ),
  flavor(
    { tolerations: [...'abcdefghi'].map((key) => ({ key })) },
    'a flavor with nine tolerations',
    'flavor-too-many',
    'tolerations',
    '9',
  ),
  flavor(
    { nodeTaints: [{ key: 'a', effect: 'Never' }] },
    'a flavor with an unknown effect',
    'taint-effect',
    'nodeTaints[0].effect',
    '"Never"',
  ),
  queue({ resourceGroups: [] }, 'a queue without quota', 'cpu-and-memory', 'resourceGroups', '""', 'no cpu and memory'),
  queue(
    { resourceGroups: [...quota(1), { flavors: [] }] },
    'a group without flavors',
    'group-without-flavors',
    'resourceGroups[1].flavors',
    '[]',
  ),
  queue(
    {
      resourceGroups: [
        {
          flavors: [...OWN, { flavor: KueueResourceFlavor.fromName('b'), nominalQuota: { cpu: 1 } }],
        },
      ],
    },

    'flavors of different resources',
    'covered-resources',
    'resourceGroups[0].flavors[1].nominalQuota',
    '"cpu"',
    'any has cpu, memory',
  ),
  queue(
    { resourceGroups: [{ flavors: [...OWN, ...OWN] }] },
    'a flavor twice',
    'flavor-twice',
    'resourceGroups[0].flavors[1].flavor',
    '"any"',
  ),
  queue(
    {
      resourceGroups: [
        ...quota(1),
        { flavors: [{ flavor: KueueResourceFlavor.fromName('b'), nominalQuota: { cpu: 1 } }] },
      ],
    },
    'a resource in two groups',
    'resource-twice',
    'resourceGroups[1]',
    '"cpu"',
  ),
  queue(
    { resourceGroups: quota(1, { borrowingLimit: { cpu: 1 } }) },

    'a borrowing limit without cohort',
    'limit-without-cohort',
    'resourceGroups[0].flavors[0].borrowingLimit',
    '"any"',
  ),
  queue(
    { cohort: COHORT, resourceGroups: quota(1, { lendingLimit: { cpu: 2 } }) },

    'more lent than owned',
    'lending-above-quota',
    'resourceGroups[0].flavors[0].lendingLimit["cpu"]',
    '"2"',
    'the quota is 1',
  ),
  queue(
    { preemption: { reclaimWithinCohort: KueueReclaimPolicy.ANY } },
    'reclaim without cohort',
    'reclaim-without-cohort',
    'preemption.reclaimWithinCohort',
    '"Any"',
  ),
  queue(
    { cohort: COHORT, preemption: { borrowWithinCohort: KueuePreemptionPolicy.LOWER_PRIORITY } },

    'borrowing by force without reclaim',
    'borrow-without-reclaim',
    'preemption.borrowWithinCohort',
    '"LowerPriority"',
  ),
  queue(
    { flavorFungibility: { preference: KueueFlavorPreference.BORROWING_OVER_PREEMPTION } },

    'a preference of flavors that is not read',
    'flavor-preference',
    'flavorFungibility.preference',
    '"BorrowingOverPreemption"',
  ),
  queue({ namespaces: [] }, 'a queue for no namespace', 'no-namespaces', 'namespaces', '[]'),
  queue({ fairWeight: -1 }, 'a negative fair weight', 'fair-weight', 'fairWeight', '-1'),
  mistake(
    (chart) => {
      const clusterQueue = KueueClusterQueue.fromName('q', { namespaces: ['ml'] });
      new KueueLocalQueue(chart, 'jobs', { clusterQueue });
    },
    'c/jobs',
    ['a LocalQueue that its quota does not serve', 'namespace-not-admitted', 'namespaceName', '"etl"', 'q takes ml'],
  ),
  mistake(
    (chart) => {
      const tenant = { name: 'etl', quota: amount(8), share: amount(4) };
      new KueueQueues({ flavor: ANY }).makeQueue(chart, tenant);
    },
    'c',
    ['a share that nobody lends', 'share-without-cohort', 'queue.share', '"cpu 4, memory 16Gi"', 'outside a cohort'],
  ),
  mistake((chart) => void new KueueWorkloadPriorityClass(chart, 'p', { value: 2 ** 31 }), 'c/p', [
    'a workload priority beyond 32 bits',
    'workload-priority',
    'value',
    '2147483648',
  ]),
  mistake(
    (chart) => void KueueWorkloadPriorityClass.fromPriorityClass(chart, 'p', SparkPriorityClass.fromName('x')),
    'c/p',
    ['a workload priority of unknown value', 'priority-of-unknown', 'priority', '"x"'],
  ),
  job(
    {},
    { kueue: Kueue.fromExisting({ frameworks: [KueueFramework.BATCH_JOB] }) },
    {},

    'a Kueue that does not manage pods',
    'framework-disabled',
    'kueue.frameworks',
    '["batch/job"]',
    'no pod',
  ),
  job(
    {},
    {},
    inNamespace('ml'),
    'a queue of another namespace',
    'queue-namespace',
    'scheduler.queue',
    '"jobs"',
    'jobs is in etl, the job in ml',
  ),
  job(
    {},
    {},
    inNamespace('kube-system'),
    'a queued job in kube-system',
    'unmanaged-namespace',
    'serviceAccount.namespace',
    '"kube-system"',
  ),
  job(
    {},
    {},
    labels('kueue.x-k8s.io/pod-group-name', 'pi'),
    'a pod group of executors',
    'key-owned',
    'executor.labels["kueue.x-k8s.io/pod-group-name"]',
    '"pi"',
  ),
  job(
    { resourceGroups: quota(1) },
    {},
    {},
    'a queue that has no room for an executor',
    'job-never-admitted',
    'executor',
    '"cpu 2, memory 1792Mi"',
    'q has cpu 1',
  ),
  job(
    { resourceGroups: quota(1) },
    {},
    { executor: { ...PROPS.executor, cores: 2 } },

    'an executor larger than any flavor',
    'pod-never-admitted',
    'executor',
    '"cpu 2, memory 896Mi"',
    'cpu 1, memory 4Gi of any',
  ),
  job(
    { resourceGroups: [{ flavors: [{ flavor: SPOT, nominalQuota: amount(8) }] }] },
    {},
    { driver: { ...PROPS.driver, nodes: NodePool.DRIVER } },
    'a driver on nodes that the queue has no flavor of',
    'flavor-of-other-nodes',
    'driver.nodes',
    '"type=driver"',
    'in q, spot has type=compute',
  ),
  job(
    { resourceGroups: quota(8) },
    {},
    { executor: { ...PROPS.executor, ephemeralStorage: Size.gibibytes(1) } },

    'disk that the queue does not count',
    'resource-not-covered',
    'executor',
    '"ephemeral-storage"',
    'q counts cpu, memory',
  ),
];

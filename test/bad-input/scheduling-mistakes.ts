import { Chart, Duration, Size, type App } from 'cdk8s';
import {
  NodePool,
  SparkJob,
  SparkPriorities,
  SparkQueues,
  SparkScheduler,
  VolcanoBinding,
  VolcanoQueue,
  type ISparkScheduler,
  type IVolcano,
  type SparkJobOptions,
  type SparkJobProps,
  type VolcanoTraits,
} from '../../lib';
import { PROPS } from '../spark/jobs';
import { inJob, withJob, withSchedule, withTenant, type Mistake } from './mistake';

const { application, image } = PROPS;
const JOB_OPTIONS: SparkJobOptions = { application, image };
const QUEUE = VolcanoQueue.fromName('etl', { capability: { cpu: 2, memory: Size.gibibytes(64) } });
const VOLCANO = SparkScheduler.volcano(VolcanoQueue.fromName('etl'));
const MEMORY = Size.mebibytes(512);
const TRAITS: VolcanoTraits = {
  ...{ enqueues: true, gatesByQueue: true, preempts: false, reclaims: true, readsWaitingTime: false },
  ...{ capacity: true, hierarchical: true, proportion: false },
};
const EXISTING: IVolcano = { namespaceName: 'volcano-system', schedulerName: 'volcano' };
const RECLAIMING: IVolcano = { ...EXISTING, traits: TRAITS };
const RECLAIMED = VolcanoQueue.fromName('etl', { volcano: RECLAIMING });
const SMALL = NodePool.of('small', {
  labels: [{ key: 'type', values: ['compute'] }],
  node: { cpu: 2, memory: Size.gibibytes(4) },
  maxNodes: 2,
});

const withPriorities = (pick: (all: SparkPriorities) => Partial<SparkJobProps>) => (app: App) => {
  const chart = new Chart(app, 'c');
  new SparkJob(chart, 'job', { ...PROPS, scheduler: VOLCANO, ...pick(new SparkPriorities(chart, 'priorities')) });
};

const overridden = (scheduler: ISparkScheduler) => (app: App) => {
  const job = new SparkJob(new Chart(app, 'c'), 'job', { ...PROPS, scheduler });
  job.override('/spec/template/spec/containers/0/resources/requests/cpu', '3');
};

/** Schedulers of jobs, queues of tenants, and capacity on paper. */
export const SCHEDULING_MISTAKES: readonly Mistake[] = [
  inJob(
    'a gang larger than its Volcano queue',
    withJob({ scheduler: SparkScheduler.volcano(QUEUE) }),
    'volcano/gang-exceeds-queue',
    'scheduler.queue',
    '"cpu 3"',
    'queue etl may have 2',
  ),
  inJob(
    'executors above their driver',
    withPriorities(({ routine, rush }) => ({ priority: routine, executorPriority: rush })),
    'spark/executor-above-driver',
    'executorPriority',
    '"rush"',
    'its value is 100, that of routine 2',
  ),
  inJob(
    'a PodGroup for a schedule',
    withSchedule(
      {},
      {
        scheduler: SparkScheduler.volcano(VolcanoQueue.fromName('etl'), { binding: VolcanoBinding.POD_GROUP }),
      },
    ),
    'volcano/scheduled-pod-group',
    'scheduler',
    '"volcano, binding PodGroup"',
  ),
  inJob(
    'a waiting time of nothing',
    withJob({
      scheduler: SparkScheduler.volcano(VolcanoQueue.fromName('etl'), { waitingTime: Duration.millis(500) }),
    }),
    'volcano/waiting-time',
    'scheduler.waitingTime',
    '"0.5 s"',
  ),
  inJob(
    'a group named by hand beside the scheduler',
    withJob({ scheduler: VOLCANO, driver: { annotations: { 'scheduling.k8s.io/group-name': 'mine' } } }),
    'volcano/binding-annotation',
    'driver.annotations',
    '"scheduling.k8s.io/group-name"',
  ),
  inJob(
    'a queue named by hand without a scheduler',
    withJob({ executor: { annotations: { 'scheduling.volcano.sh/queue-name': 'etl' } } }),
    'spark/scheduler-by-annotation',
    'executor.annotations',
    '"scheduling.volcano.sh/queue-name"',
  ),
  inJob(
    'a label of Kueue by hand',
    withJob({ driver: { labels: { 'kueue.x-k8s.io/queue-name': 'etl' } } }),
    'spark/scheduler-by-annotation',
    'driver.labels',
    '"kueue.x-k8s.io/queue-name"',
  ),
  inJob(
    'an override behind the back of the reservation',
    overridden(VOLCANO),
    'spark/override-changes-requests',
    'override',
    '"cpu 3, memory 896Mi"',
    'reserved is cpu 1, memory 896Mi',
  ),
  inJob(
    'a job in the namespace of Volcano',
    withJob({
      scheduler: SparkScheduler.volcano({
        queueName: 'etl',
        volcano: { namespaceName: 'etl', schedulerName: 'volcano' },
      }),
    }),
    'volcano/job-beside-volcano',
    'serviceAccount.namespace',
    '"etl"',
  ),
  inJob(
    'an executor larger than each node of its pool',
    withJob({ executor: { memory: Size.gibibytes(8), nodes: SMALL } }),
    'job/pod-exceeds-node',
    'executor, memory',
    '"11468Mi"',
    'a node of pool small has cpu 2, memory 4Gi',
  ),
  inJob(
    'more executors than the pool ever takes',
    withJob({ executor: { memory: Size.mebibytes(512), instances: 5, nodes: SMALL } }),
    'job/job-exceeds-pool',
    'driver and executors',
    '"3 nodes"',
    'at most 2',
  ),
  inJob(
    'a job in a queue with queues below it',
    (app) => {
      const chart = new Chart(app, 'c');
      const parent = VolcanoQueue.fromName('org');
      new VolcanoQueue(chart, 'team', { parent });
      new SparkJob(chart, 'job', { ...PROPS, scheduler: SparkScheduler.volcano(parent) });
    },
    'volcano/job-in-parent-queue',
    'scheduler.queue',
    '"org"',
    'below it are team',
  ),
  inJob(
    'a queue known by name that is too small where it is made',
    (app) => {
      const chart = new Chart(app, 'c');
      new VolcanoQueue(chart, 'etl', { capability: { cpu: 2 } });
      new SparkJob(chart, 'job', { ...PROPS, scheduler: VOLCANO });
    },
    'volcano/gang-exceeds-queue',
    'scheduler.queue',
    '"cpu 3"',
  ),
  inJob(
    'a waiting time that nobody reads',
    withJob({ scheduler: SparkScheduler.volcano(RECLAIMED, { waitingTime: Duration.minutes(1) }) }),
    'volcano/waiting-time-not-read',
    'scheduler.waitingTime',
    '"1 minute"',
  ),
  inJob(
    'another scheduler for the driver alone',
    withJob({ scheduler: VOLCANO, driver: { memory: MEMORY, podOverrides: { '/spec/schedulerName': 'mine' } } }),
    'spark/override-unbinds',
    'override of the driver, schedulerName',
    '"mine"',
    'bound is "volcano"',
  ),
  inJob(
    'another group for executors',
    withJob({
      scheduler: VOLCANO,
      executor: { memory: MEMORY, podOverrides: { '/metadata/annotations/scheduling.k8s.io~1group-name': 'x' } },
    }),
    'spark/override-unbinds',
    'override of the executor, scheduling.k8s.io/group-name',
    '"x"',
  ),
  inJob(
    'a further container that asks for nothing',
    withJob({
      scheduler: VOLCANO,
      executor: { memory: MEMORY, podOverrides: { '/spec/containers/-': { name: 'side', image: 'side:1' } } },
    }),
    'spark/container-without-requests',
    'executor.podOverrides',
    '"side"',
    'cpu and memory',
  ),
  inJob(
    'an amount that is none',
    withJob({
      driver: { memory: MEMORY, podOverrides: { '/spec/containers/0/resources/requests/cpu': '500 m' } },
    }),
    'spark/quantity',
    'driver.podOverrides["/spec/containers/0/resources/requests/cpu"]',
    '"500 m"',
  ),
  inJob(
    'executors with a class under a driver without',
    (app) => {
      const chart = new Chart(app, 'c');
      const executorPriority = new SparkPriorities(chart, 'priorities').rush;
      new SparkJob(chart, 'job', { ...PROPS, executorPriority });
    },
    'spark/executor-above-driver',
    'executorPriority',
    '"rush"',
    'a driver without a class 0',
  ),
  {
    name: 'a guarantee above the quota',
    build: withTenant({
      quota: { cpu: 10, memory: Size.gibibytes(40) },
      queue: { system: SparkQueues.volcano(EXISTING), guarantee: { cpu: 20 } },
    }),
    rule: 'platform/guarantee-above-share',
    at: 'queue.guarantee.cpu',
    value: '"20"',
    path: 'c/team',
    says: 'share or quota is 10',
    spreads: true,
  },
  {
    name: 'a container larger than the tenant allows to one',
    build: withTenant({ limits: { maxMemory: Size.gibibytes(1) } }, (tenant) => {
      tenant.addJob('job', { ...JOB_OPTIONS, driver: { memory: Size.mebibytes(512) } });
    }),
    rule: 'platform/job-exceeds-limit',
    at: 'job "job", executor',
    value: '"1433Mi"',
    path: 'c/team/job',
    says: 'limits.maxMemory is 1Gi',
  },
  {
    name: 'a tenant with a queue and another scheduler',
    build: withTenant({
      scheduler: SparkScheduler.default(),
      queue: { system: SparkQueues.volcano({ namespaceName: 'volcano-system', schedulerName: 'volcano' }) },
    }),
    rule: 'platform/queue-and-scheduler',
    at: 'scheduler',
    value: '"default"',
    path: 'c/team',
  },
  {
    name: 'a share above the quota',
    build: withTenant({
      quota: { cpu: 2, memory: Size.gibibytes(8) },
      queue: { system: SparkQueues.volcano(RECLAIMING), share: { cpu: 3, memory: Size.gibibytes(8) } },
    }),
    rule: 'platform/share-above-quota',
    at: 'queue.share.cpu',
    value: '"3"',
    path: 'c/team',
    says: 'quota is 2',
    spreads: true,
  },
  {
    name: 'a share that nothing reads',
    build: withTenant({
      quota: { cpu: 2, memory: Size.gibibytes(8) },
      queue: {
        system: SparkQueues.volcano({ ...RECLAIMING, traits: { ...TRAITS, capacity: false, hierarchical: false } }),
        share: { cpu: 1, memory: Size.gibibytes(4) },
      },
    }),
    rule: 'volcano/deserved-not-read',
    at: 'deserved',
    value: '"cpu 1, memory 4Gi"',
    path: 'c/team/Queue',
  },
];

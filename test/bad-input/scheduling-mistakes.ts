import { Chart, Duration, Size, type App } from 'cdk8s';
import {
  NodePool,
  SparkCapacity,
  SparkJob,
  SparkPriorities,
  SparkQueues,
  SparkScheduler,
  VolcanoBinding,
  VolcanoQueue,
  type ISparkScheduler,
  type SparkJobOptions,
  type SparkJobProps,
} from '../../lib';
import { PROPS } from '../spark/jobs';
import { inJob, withJob, withSchedule, withTenant, type Mistake } from './mistake';

const { application, image } = PROPS;
const JOB_OPTIONS: SparkJobOptions = { application, image };
const QUEUE = VolcanoQueue.fromName('etl', { capability: { cpu: 2, memory: Size.gibibytes(64) } });
const VOLCANO = SparkScheduler.volcano(VolcanoQueue.fromName('etl'));
const SMALL = NodePool.of('small', {
  labels: [{ key: 'type', values: ['compute'] }],
  node: { cpu: 2, memory: Size.gibibytes(4) },
  maxNodes: 2,
});

/** A job and a capacity check beside it. */
const onPaper = (props: Partial<SparkJobProps>) => (app: App) => {
  const chart = new Chart(app, 'c');
  new SparkJob(chart, 'job', { ...PROPS, ...props });
  new SparkCapacity(chart, 'capacity');
};

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
    'volcano/executor-above-driver',
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
  {
    name: 'an executor larger than each node of its pool',
    build: onPaper({ executor: { memory: Size.gibibytes(8), nodes: SMALL } }),
    rule: 'platform/pod-exceeds-node',
    at: 'job "job", executor, memory',
    value: '"11468Mi"',
    path: 'c/capacity',
    says: 'a node of pool small has cpu 2, memory 4Gi',
  },
  {
    name: 'more executors than the pool ever takes',
    build: onPaper({ executor: { memory: Size.mebibytes(512), instances: 5, nodes: SMALL } }),
    rule: 'platform/job-exceeds-pool',
    at: 'job "job"',
    value: '"3 nodes"',
    path: 'c/capacity',
    says: 'at most 2',
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
      queue: {
        system: SparkQueues.volcano({
          namespaceName: 'volcano-system',
          schedulerName: 'volcano',
          traits: {
            ...{ enqueues: true, preempts: false, reclaims: true, readsWaitingTime: false },
            ...{ capacity: true, hierarchical: true, proportion: false },
          },
        }),
        share: { cpu: 3, memory: Size.gibibytes(8) },
      },
    }),
    rule: 'volcano/deserved-above-capability',
    at: 'deserved["cpu"]',
    value: '"3"',
    path: 'c/team/Queue',
  },
];

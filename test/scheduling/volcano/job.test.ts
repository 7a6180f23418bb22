import { Chart, Duration, Size, Testing } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import {
  DynamicAllocation,
  ScheduledSparkJob,
  SparkJob,
  SparkPriorities,
  SchedulingRoute,
  SparkImage,
  SparkScheduler,
  SparkServiceAccount,
  SparkVersion,
  SparkVolume,
  VolcanoBinding,
  VolcanoQueue,
  VolcanoJobScheduler,
  type IVolcanoQueue,
  type SparkJobProps,
  type SparkSchedule,
  type VolcanoSchedulingProps,
  type VolcanoTraits,
} from '../../../lib';
import { warningsOf } from '../../../lib/core/rules';
import { SparkTesting, type Manifest } from '../../../lib/testing';
import { driverOf, executorOf, JAVA, problems, PROPS, propertiesOf } from '../../spark/jobs';

const QUEUE: IVolcanoQueue = { queueName: 'etl' };
const SIZES: Partial<SparkJobProps> = {
  driver: { cores: 1, memory: Size.gibibytes(1) },
  executor: { cores: 2, memory: Size.gibibytes(2), instances: 3 },
};

function volcanoJob(props: Partial<SparkJobProps> = {}, options: VolcanoSchedulingProps = {}, queue = QUEUE): SparkJob {
  const scheduler = SparkScheduler.volcano(queue, options);
  return new SparkJob(new Chart(Testing.app(), 'c'), 'pi', { ...PROPS, ...SIZES, scheduler, ...props });
}

const groupOf = (job: SparkJob): Manifest => SparkTesting.find(job, 'PodGroup');
const minResources = (props: Partial<SparkJobProps>): unknown =>
  (groupOf(volcanoJob(props)).spec as { minResources: unknown }).minResources;
const found = (job: SparkJob | ScheduledSparkJob): string[] =>
  problems(job).map((message) => message.slice(0, message.indexOf(' = ')));

describe('the PodGroup of a job', () => {
  test('is named after the job and stands in its queue with one member', () => {
    const priorities = new SparkPriorities(new Chart(Testing.app(), 'p'), 'p');
    const group = groupOf(volcanoJob({ priority: priorities.urgent }));
    expect(group).toMatchObject({
      apiVersion: 'scheduling.volcano.sh/v1beta1',
      metadata: { name: 'pi', namespace: 'etl', labels: { 'app.kubernetes.io/instance': 'pi' } },
      spec: { queue: 'etl', minMember: 1, priorityClassName: 'urgent' },
    });
  });

  test('reserves driver and executors, Python overhead included', () => {
    // 1024 + 0.4 × 1024, and three times 2048 + 0.4 × 2048 MiB
    expect(minResources({})).toEqual({ cpu: '7', memory: `${1024 + 409 + 3 * (2048 + 819)}Mi` });
  });

  test('reserves less for the JVM, whose workers live inside the heap', () => {
    expect(minResources({ application: JAVA })).toEqual({ cpu: '7', memory: `${1024 + 384 + 3 * (2048 + 384)}Mi` });
  });

  test('reserves the executors that dynamic allocation starts with, not its maximum', () => {
    const features = [DynamicAllocation.between({ minExecutors: 1, initialExecutors: 2, maxExecutors: 50 })];
    const executor = { cores: 2, memory: Size.gibibytes(2) };
    expect(minResources({ features, executor })).toEqual({ cpu: '5', memory: `${1024 + 409 + 2 * (2048 + 819)}Mi` });
  });

  test('reserves devices, ephemeral storage and fractions of cores', () => {
    const gpu = { name: 'gpu', vendor: 'nvidia.com', amount: 2, discoveryScript: '/gpu.sh' };
    const executor = { instances: 2, coreRequest: 0.1, devices: [gpu], ephemeralStorage: Size.gibibytes(3) };
    expect(minResources({ executor, driver: { coreRequest: 0.1 } })).toEqual({
      cpu: '300m',
      memory: `${3 * (1024 + 409)}Mi`,
      'nvidia.com/gpu': '4',
      'ephemeral-storage': '6Gi',
    });
  });

  test('reserves further containers of both pods', () => {
    const sidecar = (cpu: string): { [path: string]: unknown } => ({
      '/spec/containers/-': { name: 'side', resources: { requests: { cpu }, limits: { memory: '1Gi' } } },
    });
    const driver = { cores: 1, memory: Size.gibibytes(1), podOverrides: sidecar('500m') };
    const executor = { cores: 2, memory: Size.gibibytes(2), instances: 3, podOverrides: sidecar('250m') };
    expect(minResources({ driver, executor })).toEqual({
      cpu: '8250m',
      memory: `${1024 + 409 + 1024 + 3 * (2048 + 819 + 1024)}Mi`,
    });
  });

  test('reserves the largest step of the initialization where that is more', () => {
    const init = { name: 'init', resources: { requests: { cpu: '3' } } };
    const driver = { cores: 1, memory: Size.gibibytes(1), podOverrides: { '/spec/initContainers/-': init } };
    expect(minResources({ driver })).toMatchObject({ cpu: '9' });
  });

  test('comes before the job', () => {
    const job = volcanoJob();
    const kinds = Testing.synth(Chart.of(job)).map(({ kind }: { kind: string }) => kind);
    expect(kinds.indexOf('PodGroup')).toBeLessThan(kinds.indexOf('Job'));
    expect(kinds.indexOf('PodGroup')).toBeGreaterThanOrEqual(0);
  });

  test('lets classes in at once that preempt, and no others', () => {
    const priorities = new SparkPriorities(new Chart(Testing.app(), 'p'), 'p');
    const annotations = (priority: SparkJobProps['priority'], options: VolcanoSchedulingProps = {}): unknown =>
      groupOf(volcanoJob({ ...(priority && { priority }) }, options)).metadata.annotations;
    expect(annotations(priorities.rush)).toEqual({ 'volcano.sh/sla-waiting-time': '1s' });
    expect(annotations(priorities.exceptional)).toBeUndefined();
    expect(annotations(undefined, { waitingTime: Duration.minutes(5) })).toEqual({
      'volcano.sh/sla-waiting-time': '300s',
    });
  });
});

describe('the pods of a job', () => {
  test('name the scheduler and the group, both of them', () => {
    const job = volcanoJob();
    expect(driverOf(job).spec.schedulerName).toBe('volcano');
    expect(executorOf(job).spec.schedulerName).toBe('volcano');
    expect(propertiesOf(job)['spark.kubernetes.scheduler.name']).toBe('volcano');
    expect(driverOf(job).metadata.annotations?.['scheduling.k8s.io/group-name']).toBe('pi');
    expect(executorOf(job).metadata.annotations?.['scheduling.k8s.io/group-name']).toBe('pi');
    expect(propertiesOf(job)['spark.kubernetes.executor.annotation.scheduling.k8s.io/group-name']).toBe('pi');
  });

  test('carry the class, so that Never is respected', () => {
    const priorities = new SparkPriorities(new Chart(Testing.app(), 'p'), 'p');
    const job = volcanoJob({ priority: priorities.exceptional });
    expect(driverOf(job).spec.priorityClassName).toBe('exceptional');
    expect(executorOf(job).spec.priorityClassName).toBe('exceptional');
  });

  test('shield the driver, and only the driver, unless told otherwise', () => {
    const job = volcanoJob();
    expect(driverOf(job).metadata.annotations?.['volcano.sh/preemptable']).toBe('false');
    expect(executorOf(job).metadata.annotations?.['volcano.sh/preemptable']).toBeUndefined();
    const open = volcanoJob({}, { preemptableDriver: true });
    expect(driverOf(open).metadata.annotations?.['volcano.sh/preemptable']).toBeUndefined();
  });

  test('name the scheduler of an installation with another name', () => {
    const volcano = { namespaceName: 'batch', schedulerName: 'volcano-2' };
    expect(driverOf(volcanoJob({}, {}, { queueName: 'etl', volcano })).spec.schedulerName).toBe('volcano-2');
  });

  test('without a scheduler say nothing of one', () => {
    const job = new SparkJob(new Chart(Testing.app(), 'c'), 'pi', PROPS);
    expect(driverOf(job).spec).not.toHaveProperty('schedulerName');
    expect(propertiesOf(job)).not.toHaveProperty('spark.kubernetes.scheduler.name');
  });
});

describe('for runners that do not make the PodGroup', () => {
  const application = volcanoJob({ application: JAVA })._application;
  const scheduler = new VolcanoJobScheduler(QUEUE);
  const memory = `${1024 + 384 + 3 * (2048 + 384)}Mi`;

  test('spark-submit gets a template with the sums, and the shield of the driver', () => {
    const properties = scheduler.submitProperties(application);
    expect(properties).toMatchObject({
      'spark.kubernetes.scheduler.name': 'volcano',
      'spark.kubernetes.driver.pod.featureSteps': 'org.apache.spark.deploy.k8s.features.VolcanoFeatureStep',
      'spark.kubernetes.executor.pod.featureSteps': 'org.apache.spark.deploy.k8s.features.VolcanoFeatureStep',
      'spark.kubernetes.driver.annotation.volcano.sh/preemptable': 'false',
    });
    const template = properties['spark.kubernetes.scheduler.volcano.podGroupTemplateJson'] ?? '';
    expect(JSON.parse(template)).toMatchObject({
      spec: { queue: 'etl', minMember: 1, minResources: { cpu: '7', memory } },
    });
  });

  test('an operator gets the same sums', () => {
    expect(scheduler.batchOptions(application)).toEqual({ queue: 'etl', resources: { cpu: '7', memory } });
  });
});

describe('bound for a runner that does not write the pods', () => {
  const bound = (route: SchedulingRoute, version: SparkVersion, schedule?: SparkSchedule) => {
    const image = SparkImage.official(version);
    const { _application: application } = new SparkJob(new Chart(Testing.app(), 'c'), 'pi', {
      ...PROPS,
      ...SIZES,
      image,
    });
    const scope = new Chart(Testing.app(), 'job');
    const run = { name: 'pi', application, retries: 0, uiService: false, route, ...(schedule && { schedule }) };
    new VolcanoJobScheduler(QUEUE).bind(scope, run);
    return { application, scope, groups: SparkTesting.manifests(scope).filter(({ kind }) => kind === 'PodGroup') };
  };
  const GROUP = 'scheduling.k8s.io/group-name';

  test('by properties: the PodGroup stands among the manifests, and both pods name it', () => {
    const { application, groups } = bound(SchedulingRoute.PROPERTIES, SparkVersion.V4_1);
    expect(groups).toHaveLength(1);
    expect([application.driver.annotations[GROUP], application.executor.annotations[GROUP]]).toEqual(['pi', 'pi']);
    expect(application._lateProperties).toEqual({});
  });
  test('by properties, a schedule has no group for each run, and is told so', () => {
    const { scope } = bound(SchedulingRoute.PROPERTIES, SparkVersion.V4_1, { cron: '@daily' });
    expect(scope.node.validate().join()).toContain('volcano/scheduled-pod-group');
  });
  test('by an operator: no group, no annotation that would keep the operator from making one', () => {
    const { application, groups } = bound(SchedulingRoute.OPERATOR, SparkVersion.V4_1);
    expect(groups).toEqual([]);
    expect(application.driver.annotations).toEqual({ 'volcano.sh/preemptable': 'false' });
    expect(application._schedulerName).toBe('volcano');
  });
  test('by spark-submit: Spark makes the group from 4.2 on, and is given the sums', () => {
    const { application, groups } = bound(SchedulingRoute.SUBMISSION, SparkVersion.V4_2, { cron: '@daily' });
    expect(groups).toEqual([]);
    expect(application.property('spark.kubernetes.scheduler.volcano.podGroupTemplateJson')).toContain('"queue":"etl"');
  });
  test('by spark-submit before 4.2, which has no step for it: the PodGroup stands among the manifests', () => {
    const { application, groups } = bound(SchedulingRoute.SUBMISSION, SparkVersion.V4_1);
    expect(groups).toHaveLength(1);
    expect(application.property('spark.kubernetes.driver.pod.featureSteps')).toBeUndefined();
  });
});

describe('a scheduled job', () => {
  const scheduled = (options: VolcanoSchedulingProps = {}): ScheduledSparkJob =>
    new ScheduledSparkJob(new Chart(Testing.app(), 'c'), 'pi', {
      ...PROPS,
      schedule: { cron: '@daily' },
      scheduler: SparkScheduler.volcano(QUEUE, { waitingTime: Duration.seconds(1), ...options }),
    });

  test('gets a group for each run: no PodGroup, its queue on the driver, executors told at run time', () => {
    const job = scheduled();
    expect(SparkTesting.manifests(job).map(({ kind }) => kind)).not.toContain('PodGroup');
    const cron = SparkTesting.find(job, 'CronJob') as unknown as {
      spec: { jobTemplate: { metadata: unknown; spec: { template: Manifest } } };
    };
    const { metadata, spec } = cron.spec.jobTemplate;
    expect(metadata).toEqual({ annotations: { 'volcano.sh/sla-waiting-time': '1s' } });
    expect(spec.template.metadata.annotations).toMatchObject({ 'scheduling.volcano.sh/queue-name': 'etl' });
    expect(spec.template.metadata.annotations).not.toHaveProperty(['scheduling.k8s.io/group-name']);
    const [driver] = (spec.template.spec as { containers: { args: string[]; env: unknown[] }[] }).containers;
    expect(driver?.args).toContain(
      'spark.kubernetes.executor.annotation.scheduling.k8s.io/group-name=podgroup-$(OWNER_UID)',
    );
    expect(driver?.env).toContainEqual({
      name: 'OWNER_UID',
      valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: "metadata.labels['batch.kubernetes.io/controller-uid']" } },
    });
  });

  test('refuses a PodGroup that would keep its room between two runs', () => {
    expect(found(scheduled({ binding: VolcanoBinding.POD_GROUP }))).toEqual(['volcano/scheduled-pod-group: scheduler']);
  });
});

describe('what the configuration does', () => {
  const TRAITS: VolcanoTraits = {
    ...{ enqueues: true, gatesByQueue: false, preempts: true, reclaims: false, readsWaitingTime: true },
    ...{ capacity: false, hierarchical: false, proportion: true },
  };
  const served = (traits: Partial<VolcanoTraits>): IVolcanoQueue => ({
    queueName: 'etl',
    volcano: { namespaceName: 'volcano-system', schedulerName: 'volcano', traits: { ...TRAITS, ...traits } },
  });
  const rush = new SparkPriorities(new Chart(Testing.app(), 'p'), 'p').rush;
  const ids = (construct: Construct): string[] =>
    warningsOf(construct).map((message) => message.slice(0, message.indexOf(': ')));

  test('decides whether a preempting class is let in at once: only where that helps it', () => {
    const annotations = (traits: Partial<VolcanoTraits>): unknown =>
      groupOf(volcanoJob({ priority: rush }, {}, served(traits))).metadata.annotations;
    expect(annotations({})).toEqual({ 'volcano.sh/sla-waiting-time': '1s' });
    expect(annotations({ preempts: false })).toBeUndefined();
    expect(annotations({ readsWaitingTime: false })).toBeUndefined();
  });

  test('makes a preempting class void where nothing preempts', () => {
    expect(ids(volcanoJob({ priority: rush }, {}, served({ preempts: false })))).toEqual([
      'volcano/class-never-preempts',
    ]);
    expect(ids(volcanoJob({ priority: rush }, {}, served({})))).toEqual([]);
  });

  test('leaves the queue default without bounds where queues form a tree', () => {
    const inDefault = (hierarchical: boolean): string[] =>
      ids(volcanoJob({}, {}, { ...served({ hierarchical, capacity: hierarchical }), queueName: 'default' }));
    expect(inDefault(true)).toEqual(['volcano/default-queue-unbounded']);
    expect(inDefault(false)).toEqual([]);
  });

  test('lets drivers fill a queue that does not gate them, until no executor has room', () => {
    const warned = (cpu: number, gatesByQueue = false): string[] => {
      const chart = new Chart(Testing.app(), 'c');
      const volcano = { namespaceName: 'v', schedulerName: 'volcano', traits: { ...TRAITS, gatesByQueue } };
      const queue = new VolcanoQueue(chart, 'etl', { volcano, capability: { cpu } });
      for (const id of ['a', 'b', 'c']) {
        new SparkJob(chart, id, { ...PROPS, ...SIZES, scheduler: SparkScheduler.volcano(queue) });
      }
      return ids(queue);
    };
    // Three drivers of 1 core, executors of 2.
    expect(warned(4)).toEqual(['volcano/drivers-fill-queue']);
    expect(warned(5)).toEqual([]);
    expect(warned(4, true)).toEqual([]);
  });
});

test('a queue that this app does not make, though it makes others, is worth a look', () => {
  const chart = new Chart(Testing.app(), 'c');
  new VolcanoQueue(chart, 'etl');
  const put = (name: string): string[] =>
    warningsOf(
      new SparkJob(chart, `in-${name}`, { ...PROPS, scheduler: SparkScheduler.volcano(VolcanoQueue.fromName(name)) }),
    );
  expect(put('elt')).toEqual([expect.stringContaining('made here: etl')]);
  expect(put('etl')).toEqual([]);
});

test('a job waits for its group, and the group for its queue', () => {
  const chart = new Chart(Testing.app(), 'c');
  const job = new SparkJob(chart, 'pi', {
    ...PROPS,
    scheduler: SparkScheduler.volcano(new VolcanoQueue(chart, 'etl')),
  });
  const names = (construct: IConstruct): string[] => construct.node.dependencies.map(({ node }) => node.path);
  expect(names(job.resource)).toEqual(['c/pi/PodGroup']);
  expect(names(job.node.findChild('PodGroup'))).toEqual(['c/etl']);
});

describe('mistakes', () => {
  test('a gang larger than its queue, or than a queue above it', () => {
    const small: IVolcanoQueue = { queueName: 'small', limits: { capability: { cpu: 6 } } };
    expect(problems(volcanoJob({}, {}, small))).toEqual([expect.stringContaining('queue small may have 6')]);
    expect(found(volcanoJob({}, {}, { queueName: 'leaf', parent: small }))).toEqual([
      'volcano/gang-exceeds-queue: scheduler.queue',
    ]);
    expect(found(volcanoJob({}, {}, { queueName: 'fits', limits: { capability: { cpu: 7 } } }))).toEqual([]);
  });

  test('a job in the namespace of Volcano', () => {
    const volcano = { namespaceName: 'etl', schedulerName: 'volcano' };
    expect(found(volcanoJob({}, {}, { queueName: 'q', volcano }))).toEqual([
      'volcano/job-beside-volcano: serviceAccount.namespace',
    ]);
  });

  test('a job in the namespace of Volcano by way of its chart', () => {
    const volcano = { namespaceName: 'batch', schedulerName: 'volcano' };
    const chart = new Chart(Testing.app(), 'c', { namespace: 'batch' });
    const scheduler = SparkScheduler.volcano({ queueName: 'q', volcano });
    const serviceAccount = SparkServiceAccount.fromName('spark');
    expect(found(new SparkJob(chart, 'pi', { ...PROPS, serviceAccount, scheduler }))).toEqual([
      'volcano/job-beside-volcano: serviceAccount.namespace',
    ]);
  });

  test('executors above their driver', () => {
    const priorities = new SparkPriorities(new Chart(Testing.app(), 'p'), 'p');
    const job = volcanoJob({ priority: priorities.routine, executorPriority: priorities.rush });
    expect(found(job)).toEqual(['spark/executor-above-driver: executorPriority']);
  });

  test('annotations that bind, or seem to', () => {
    const annotations = { 'scheduling.volcano.sh/group-name': 'mine' };
    expect(found(volcanoJob({ driver: { annotations } }))).toEqual(['volcano/binding-annotation: driver.annotations']);
    const bare = new SparkJob(new Chart(Testing.app(), 'c'), 'pi', { ...PROPS, driver: { annotations } });
    expect(found(bare)).toEqual(['spark/scheduler-by-annotation: driver.annotations']);
  });

  test('an override behind the back of the reservation', () => {
    const job = volcanoJob();
    job.override('/spec/template/spec/containers/0/resources/requests/cpu', '4');
    expect(problems(job)).toEqual([expect.stringContaining('cpu 4')]);
    expect(found(job)).toEqual(['spark/override-changes-requests: override']);
  });
});

test('claims ask for no compute', () => {
  const serviceAccount = SparkServiceAccount.fromName('spark', 'etl');
  const executor = { volumes: [SparkVolume.claim('data', '/data', 'claim')] };
  expect(minResources({ serviceAccount, executor })).toEqual(minResources({ executor: {} }));
});

import { Chart, Size, Testing } from 'cdk8s';
import {
  DynamicAllocation,
  NodePool,
  PreemptionScope,
  SparkCapacity,
  SparkJob,
  SparkPriorities,
  SparkPriorityClass,
  SparkScheduler,
  VolcanoQueue,
  type ISparkScheduler,
  type SparkJobProps,
} from '../../lib';
import { reportsOf, warningsOf } from '../../lib/core/rules';
import { JAVA, PROPS } from '../spark/jobs';

// 1 core and 1408 MiB each: the JVM's floor of 384 MiB on top of 1 GiB.
const SIZES = { cores: 1, memory: Size.gibibytes(1) };
const NODE = { cpu: 4, memory: Size.gibibytes(8) };

const pool = (maxNodes: number, node = NODE): NodePool =>
  NodePool.of('workers', { labels: [{ key: 'type', values: ['compute'] }], node, maxNodes });

function found(props: Partial<SparkJobProps>): { errors: string[]; warnings: string[] } {
  const job = new SparkJob(new Chart(Testing.app(), 'c'), 'pi', {
    ...PROPS,
    application: JAVA,
    driver: SIZES,
    executor: { ...SIZES, instances: 3 },
    ...props,
  });
  const ids = (messages: string[]): string[] => messages.map((message) => message.slice(0, message.indexOf(': ')));
  return { errors: ids(job.node.validate()), warnings: ids(warningsOf(job)) };
}

const queued = (cpu: number): ISparkScheduler =>
  SparkScheduler.volcano(VolcanoQueue.fromName('etl', { capability: { cpu } }));

describe('placement on paper', () => {
  test('a job that fits says nothing', () => {
    const nodes = pool(1);
    expect(found({ driver: { ...SIZES, nodes }, executor: { ...SIZES, instances: 3, nodes } })).toEqual({
      errors: [],
      warnings: [],
    });
  });

  test('a pod larger than each node of its pool never starts', () => {
    const nodes = pool(10, { cpu: 4, memory: Size.gibibytes(1) });
    expect(found({ executor: { ...SIZES, nodes } }).errors).toEqual(['job/pod-exceeds-node']);
    expect(found({ executor: { ...SIZES, nodes: pool(10) } }).errors).toEqual([]);
  });

  test('pods together need more nodes than the pool may have', () => {
    const executor = { ...SIZES, instances: 9, nodes: pool(2) };
    expect(found({ executor }).errors).toEqual(['job/job-exceeds-pool']);
    expect(found({ executor: { ...executor, nodes: pool(3) } }).errors).toEqual([]);
    expect(found({ executor: { ...executor, instances: 8 } }).errors).toEqual([]);
  });

  test('driver and executors share the nodes of a pool that both name', () => {
    const nodes = pool(2);
    const executor = { ...SIZES, instances: 8, nodes };
    expect(found({ executor }).errors).toEqual([]);
    expect(found({ executor, driver: { ...SIZES, nodes } }).errors).toEqual(['job/job-exceeds-pool']);
  });

  test('counts whole pods on each node, not sums', () => {
    // Two of 3 cores do not fit on 4, so each has a node for itself; by the sum two nodes would do for two.
    const executor = {
      cores: 3,
      memory: Size.gibibytes(1),
      instances: 3,
      nodes: pool(2, { cpu: 5, memory: NODE.memory }),
    };
    expect(found({ executor }).errors).toEqual(['job/job-exceeds-pool']);
  });

  test('a pool that is only preferred forbids nothing', () => {
    const nodes = NodePool.of('wish', {
      labels: [{ key: 'a', values: ['b'] }],
      preferred: true,
      node: { cpu: 0.5, memory: Size.gibibytes(1) },
      maxNodes: 1,
    });
    expect(found({ executor: { ...SIZES, nodes } }).errors).toEqual([]);
  });
});

describe('warnings', () => {
  test('of a job that takes nearly all of its queue', () => {
    expect(found({ scheduler: queued(4) }).warnings).toEqual(['job/job-rarely-fits']);
    expect(found({ scheduler: queued(5) }).warnings).toEqual([]);
  });

  test('of executors that dynamic allocation never gets', () => {
    const features = [DynamicAllocation.between({ initialExecutors: 1, maxExecutors: 9 })];
    expect(found({ features, executor: SIZES, scheduler: queued(8) }).warnings).toEqual(['job/maximum-never-fits']);
    expect(found({ features, executor: SIZES, scheduler: queued(10) }).warnings).toEqual([]);
    expect(found({ features, executor: { ...SIZES, nodes: pool(2) } }).warnings).toEqual(['job/maximum-never-fits']);
    expect(found({ features, executor: { ...SIZES, nodes: pool(3) } }).warnings).toEqual([]);
  });
});

describe('the table', () => {
  const app = Testing.app();
  const chart = new Chart(app, 'c');
  const priorities = new SparkPriorities(chart, 'priorities');
  const etl = queued(8);
  const other = SparkScheduler.volcano(VolcanoQueue.fromName('other'));
  const add = (id: string, props: Partial<SparkJobProps>): SparkJob =>
    new SparkJob(chart, id, {
      ...PROPS,
      application: JAVA,
      driver: SIZES,
      executor: { ...SIZES, instances: 3 },
      ...props,
    });
  add('nightly', { scheduler: etl, priority: priorities.routine });
  add('report', { scheduler: etl, priority: priorities.urgent });
  add('fire', { scheduler: etl, priority: priorities.rush });
  add('elsewhere', { scheduler: other, priority: priorities.routine });
  add('plain', { priority: priorities.rush });
  add('plain-routine', { priority: priorities.routine });
  const row = (id: string): unknown => SparkCapacity.of(app).find(({ job }) => job === `c/${id}`);

  test('tells queue, priority, size and share of each job', () => {
    expect(row('nightly')).toEqual({
      job: 'c/nightly',
      queue: 'etl',
      priority: 'routine',
      executors: 3,
      cpu: '4',
      memory: '5632Mi',
      share: '50 %',
      preempts: [],
    });
    expect(row('elsewhere')).toMatchObject({ queue: 'other', share: '-' });
    expect(row('plain')).toMatchObject({ queue: '-', share: '-' });
  });

  test('tells whom a preempting job may evict: lower ones of its queue, or all under the default scheduler', () => {
    expect(row('fire')).toMatchObject({ preempts: ['c/nightly', 'c/report'] });
    expect(row('report')).toMatchObject({ preempts: [] });
    expect(row('plain')).toMatchObject({ preempts: ['c/plain-routine'] });
  });

  test('claims nothing of classes made elsewhere, and reads the class of the job in queues, of each pod elsewhere', () => {
    const one = new Chart(Testing.app(), 'c');
    const own = new SparkPriorities(one, 'priorities');
    const put = (id: string, props: Partial<SparkJobProps>): void => void new SparkJob(one, id, { ...PROPS, ...props });
    put('unknown', { priority: SparkPriorityClass.fromName('elsewhere') });
    put('split', { priority: own.rush, executorPriority: own.routine });
    put('split-queued', { scheduler: etl, priority: own.rush, executorPriority: own.routine });
    put('rush', { priority: own.rush });
    put('rush-queued', { scheduler: etl, priority: own.rush });
    const victims = (id: string): string[] =>
      SparkCapacity.of(one).find(({ job }) => job === `c/${id}`)?.preempts ?? [];
    expect(victims('rush')).toEqual(['c/split']);
    expect(victims('rush-queued')).toEqual([]);
  });

  test('takes the bound of a queue above where the queue has none', () => {
    const parent = VolcanoQueue.fromName('org', { capability: { cpu: 40 } });
    const scheduler = SparkScheduler.volcano(VolcanoQueue.fromName('leaf', { parent }));
    const one = new SparkJob(new Chart(Testing.app(), 'c'), 'pi', { ...PROPS, scheduler });
    expect(SparkCapacity.of(one)[0]?.share).toBe('8 %');
  });

  test('is printed at the end of a synthesis, unless told otherwise', () => {
    const chart = new Chart(Testing.app(), 'c');
    expect(reportsOf(new SparkCapacity(chart, 'shown'))).toEqual([expect.stringContaining('PREEMPTS')]);
    expect(reportsOf(new SparkCapacity(chart, 'silent', { print: false }))).toEqual([]);
  });

  test('nobody is evicted where the configuration does not preempt', () => {
    const traits = {
      ...{ enqueues: true, gatesByQueue: true, preempts: false, reclaims: false, readsWaitingTime: true },
      ...{ capacity: false, hierarchical: false, proportion: true },
    };
    const volcano = { namespaceName: 'volcano-system', schedulerName: 'volcano', traits };
    const scheduler = SparkScheduler.volcano({ queueName: 'etl', volcano });
    expect(scheduler.jobQueue?.preemption).toBe(PreemptionScope.NOBODY);
  });

  test('is printed as text, columns aligned', () => {
    expect(SparkCapacity.table(app)).toMatchSnapshot();
  });
});

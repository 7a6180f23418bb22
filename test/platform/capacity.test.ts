import { Chart, Size, Testing } from 'cdk8s';
import {
  DynamicAllocation,
  NodePool,
  PreemptionScope,
  SparkCapacity,
  SparkJob,
  SparkPriorities,
  SparkScheduler,
  VolcanoQueue,
  type ISparkScheduler,
  type SparkJobProps,
} from '../../lib';
import { warningsOf } from '../../lib/core/rules';
import { JAVA, PROPS } from '../spark/jobs';

// 1 core and 1408 MiB each: the JVM's floor of 384 MiB on top of 1 GiB.
const SIZES = { cores: 1, memory: Size.gibibytes(1) };
const NODE = { cpu: 4, memory: Size.gibibytes(8) };

const pool = (maxNodes: number, node = NODE): NodePool =>
  NodePool.of('workers', { labels: [{ key: 'type', values: ['compute'] }], node, minNodes: 0, maxNodes });

function tree(props: Partial<SparkJobProps>, pools: NodePool[] = []): { errors: string[]; warnings: string[] } {
  const app = Testing.app();
  const chart = new Chart(app, 'c');
  new SparkJob(chart, 'pi', {
    ...PROPS,
    application: JAVA,
    driver: SIZES,
    executor: { ...SIZES, instances: 3 },
    ...props,
  });
  const capacity = new SparkCapacity(app, 'capacity', { pools });
  const ids = (messages: string[]): string[] => messages.map((message) => message.slice(0, message.indexOf(': ')));
  return { errors: ids(capacity.node.validate()), warnings: ids(warningsOf(capacity)) };
}

const queued = (cpu: number): ISparkScheduler =>
  SparkScheduler.volcano(VolcanoQueue.fromName('etl', { capability: { cpu } }));

describe('placement on paper', () => {
  test('a job that fits says nothing', () => {
    const nodes = pool(1);
    expect(tree({ driver: { ...SIZES, nodes }, executor: { ...SIZES, instances: 3, nodes } })).toEqual({
      errors: [],
      warnings: [],
    });
  });

  test('a pod larger than each node of its pool never starts', () => {
    const nodes = pool(10, { cpu: 4, memory: Size.gibibytes(1) });
    expect(tree({ executor: { ...SIZES, nodes } }).errors).toEqual(['platform/pod-exceeds-node']);
    expect(tree({ executor: { ...SIZES, nodes: pool(10) } }).errors).toEqual([]);
  });

  test('pods together need more nodes than the pool may have', () => {
    const executor = { ...SIZES, instances: 9, nodes: pool(2) };
    expect(tree({ executor }).errors).toEqual(['platform/job-exceeds-pool']);
    expect(tree({ executor: { ...executor, nodes: pool(3) } }).errors).toEqual([]);
    expect(tree({ executor: { ...executor, instances: 8 } }).errors).toEqual([]);
  });

  test('driver and executors share the nodes of a pool that both name', () => {
    const nodes = pool(2);
    const executor = { ...SIZES, instances: 8, nodes };
    expect(tree({ executor }).errors).toEqual([]);
    expect(tree({ executor, driver: { ...SIZES, nodes } }).errors).toEqual(['platform/job-exceeds-pool']);
  });

  test('counts whole pods on each node, not sums', () => {
    // Two of 3 cores do not fit on 4, so each has a node for itself; by the sum two nodes would do for two.
    const executor = {
      cores: 3,
      memory: Size.gibibytes(1),
      instances: 3,
      nodes: pool(2, { cpu: 5, memory: NODE.memory }),
    };
    expect(tree({ executor }).errors).toEqual(['platform/job-exceeds-pool']);
  });

  test('one pool given stands for all nodes, of two nobody knows which', () => {
    const executor = { ...SIZES, instances: 9 };
    expect(tree({ executor }, [pool(2)]).errors).toEqual(['platform/job-exceeds-pool']);
    const other = NodePool.labelled('type', 'other');
    expect(tree({ executor }, [pool(2), other]).errors).toEqual([]);
  });

  test('a pool that is only preferred forbids nothing', () => {
    const nodes = NodePool.of('wish', {
      labels: [{ key: 'a', values: ['b'] }],
      preferred: true,
      node: { cpu: 0.5, memory: Size.gibibytes(1) },
      maxNodes: 1,
    });
    expect(tree({ executor: { ...SIZES, nodes } }).errors).toEqual([]);
  });
});

describe('warnings', () => {
  test('of a job that takes nearly all of its queue', () => {
    expect(tree({ scheduler: queued(4) }).warnings).toEqual(['platform/job-rarely-fits']);
    expect(tree({ scheduler: queued(5) }).warnings).toEqual([]);
  });

  test('of executors that dynamic allocation never gets', () => {
    const features = [DynamicAllocation.between({ initialExecutors: 1, maxExecutors: 9 })];
    expect(tree({ features, executor: SIZES, scheduler: queued(8) }).warnings).toEqual(['platform/maximum-never-fits']);
    expect(tree({ features, executor: SIZES, scheduler: queued(10) }).warnings).toEqual([]);
    expect(tree({ features, executor: { ...SIZES, nodes: pool(2) } }).warnings).toEqual([
      'platform/maximum-never-fits',
    ]);
    expect(tree({ features, executor: { ...SIZES, nodes: pool(3) } }).warnings).toEqual([]);
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

  test('nobody is evicted where the configuration does not preempt', () => {
    const traits = {
      ...{ enqueues: true, preempts: false, reclaims: false, readsWaitingTime: true },
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

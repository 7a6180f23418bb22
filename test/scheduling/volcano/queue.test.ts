import { ApiObject, Chart, Size, Testing } from 'cdk8s';
import { Construct } from 'constructs';
import { PlatformApp } from '../../../lib';
import { RuleError, warningsOf } from '../../../lib/core/rules';
import type { IVolcano, VolcanoTraits } from '../../../lib/scheduling/volcano/interfaces';
import { VolcanoQueue, type VolcanoQueueProps } from '../../../lib/scheduling/volcano/queue';

const NOTHING: VolcanoTraits = {
  enqueues: true,
  gatesByQueue: true,
  preempts: false,
  reclaims: false,
  readsWaitingTime: false,
  capacity: false,
  hierarchical: false,
  proportion: false,
};
const volcano = (traits: Partial<VolcanoTraits>): IVolcano => ({
  namespaceName: 'volcano-system',
  schedulerName: 'volcano',
  traits: { ...NOTHING, ...traits },
});
const FAIR = volcano({ proportion: true });
const QUOTA = volcano({ capacity: true, hierarchical: true, reclaims: true });

const amount = (cpu: number, gib = cpu * 4) => ({ cpu, memory: Size.gibibytes(gib) });
const problems = (props: VolcanoQueueProps, id = 'etl'): string[] =>
  new VolcanoQueue(Testing.chart(), id, props).node.validate();
const says = (...texts: string[]) => texts.map((text) => expect.stringContaining(text) as unknown);

test('makes a Queue below root, with what Volcano would fill in itself', () => {
  const chart = new Chart(Testing.app(), 'test', { namespace: 'team' });
  new VolcanoQueue(chart, 'etl');
  expect(Testing.synth(chart)).toEqual([
    {
      apiVersion: 'scheduling.volcano.sh/v1beta1',
      kind: 'Queue',
      metadata: { name: 'etl', labels: { 'app.kubernetes.io/managed-by': 'cdk8s-spark' } },
      spec: { parent: 'root', reclaimable: true },
    },
  ]);
});

test('writes bounds as canonical quantities, devices included', () => {
  const queue = new VolcanoQueue(Testing.chart(), 'q', {
    name: 'gpu.etl',
    priority: 3,
    reclaimable: false,
    capability: { cpu: 1000, memory: Size.gibibytes(4096), devices: { 'nvidia.com/gpu': 8 } },
    deserved: { cpu: 1.5, memory: Size.mebibytes(2048) },
    guarantee: { cpu: 0.5 },
  });
  expect(queue.resource.toJson()).toMatchObject({
    metadata: { name: 'gpu.etl' },
    spec: {
      priority: 3,
      reclaimable: false,
      capability: { cpu: '1k', memory: '4Ti', 'nvidia.com/gpu': '8' },
      deserved: { cpu: '1500m', memory: '2Gi' },
      guarantee: { resource: { cpu: '500m' } },
    },
  });
  expect(queue.node.validate()).toEqual([]);
});

test('parents come before children, also when a child stands inside its parent', () => {
  const app = new PlatformApp({ outdir: 'unused', summary: false });
  const chart = new Chart(app, 'queues');
  const scope = new Chart(app, 'first');
  const parent = new VolcanoQueue(chart, 'parent');
  const child = new VolcanoQueue(parent, 'child', { parent });
  const other = new VolcanoQueue(scope, 'other', { parent });
  expect(child.resource.node.dependencies).toEqual([parent.resource]);
  expect(other.resource.node.dependencies).toEqual([parent.resource]);
  expect(child.resource.toJson()).toMatchObject({ spec: { parent: 'parent' } });
  const order = [...app.synthYaml().matchAll(/^ {2}name: (.*)$/gm)].map(([, name]) => name);
  expect(order).toHaveLength(3);
  expect(order[0]).toBe('parent');
});

test('queues below root come after the Volcano that serves them', () => {
  const chart = Testing.chart();
  const installation = Object.assign(new Construct(chart, 'volcano'), { ...QUOTA });
  const parent = new VolcanoQueue(chart, 'parent', { volcano: installation, capability: amount(8) });
  const child = new VolcanoQueue(chart, 'child', { parent });
  const inside = new VolcanoQueue(installation, 'inside', { volcano: installation });
  expect(parent.resource.node.dependencies).toEqual([installation]);
  expect(child.resource.node.dependencies).toEqual([parent.resource]);
  expect(inside.resource.node.dependencies).toEqual([]);
});

test('the Volcano of a parent serves its children', () => {
  const chart = Testing.chart();
  const parent = new VolcanoQueue(chart, 'parent', { volcano: QUOTA, capability: amount(8) });
  expect(new VolcanoQueue(chart, 'child', { parent }).volcano).toBe(QUOTA);
  expect(new VolcanoQueue(chart, 'own', { parent, volcano: FAIR }).volcano).toBe(FAIR);
  expect(VolcanoQueue.fromName('old', { parent }).volcano).toBe(QUOTA);
});

test('fromName refers to a queue that exists', () => {
  expect(VolcanoQueue.fromName('team')).toEqual({ queueName: 'team' });
  const parent = VolcanoQueue.fromName('org', { volcano: FAIR });
  const capability = amount(8);
  const told = { queueName: 'team', parent, volcano: FAIR, limits: { capability } };
  expect(VolcanoQueue.fromName('team', { parent, capability })).toEqual(told);
  expect(VolcanoQueue.defaultOf(FAIR)).toEqual({ queueName: 'default', volcano: FAIR });
  expect(() => VolcanoQueue.fromName('Team')).toThrow('names/dns-label: name = "Team"');
  expect(() => VolcanoQueue.fromName('root')).toThrow(RuleError);
  expect(() => VolcanoQueue.fromName('root')).toThrow('volcano/root-queue-holds-nothing');
});

test.each([
  [{ weight: 1 }, []],
  [{ weight: 65535, priority: 2147483647 }, []],
  [{ priority: 0 }, []],
  [{ weight: 0 }, ['volcano/queue-weight: weight = 0']],
  [{ weight: 1.5 }, ['volcano/queue-weight: weight = 1.5']],
  [{ weight: 65536 }, ['volcano/queue-weight: weight = 65536']],
  [{ weight: NaN }, ['volcano/queue-weight: weight = NaN']],
  [{ priority: -1 }, ['volcano/queue-priority: priority = -1']],
  [{ priority: 2147483648 }, ['volcano/queue-priority: priority = 2147483648']],
])('numbers %j', (props, found) => {
  expect(problems(props)).toEqual(says(...found));
});

test.each([
  ['root', 'volcano/reserved-queue-name: name = "root"'],
  ['default', 'volcano/reserved-queue-name: name = "default"'],
  ['ETL', 'names/dns-label: name = "ETL"'],
  ['a'.repeat(254), 'names/too-long: name = '],
])('refuses the name %s', (name, found) => {
  expect(problems({ name })).toEqual(says(found));
});

describe('bounds of one queue', () => {
  test('equal bounds are in order', () => {
    expect(problems({ capability: amount(4), deserved: amount(4), guarantee: amount(4) })).toEqual([]);
  });

  test.each<[string, VolcanoQueueProps, string[]]>([
    [
      'a guarantee that deserved does not name',
      { deserved: { cpu: 4 }, guarantee: amount(4) },
      ['volcano/guarantee-without-deserved: guarantee["memory"] = "16Gi"'],
    ],
    [
      'a guarantee above deserved',
      { deserved: { cpu: 2 }, guarantee: { cpu: 3 } },
      ['volcano/guarantee-above-deserved: guarantee["cpu"] = "3"', '(deserved is 2)'],
    ],
    [
      'deserved above the capability',
      { capability: amount(4), deserved: { cpu: 2, memory: Size.gibibytes(32) } },
      ['volcano/deserved-above-capability: deserved["memory"] = "32Gi"', '(the capability is 16Gi)'],
    ],
    [
      'a device beyond its capability',
      { capability: { devices: { 'nvidia.com/gpu': 1 } }, deserved: { devices: { 'nvidia.com/gpu': 2 } } },
      ['volcano/deserved-above-capability: deserved["nvidia.com/gpu"] = "2"'],
    ],
    ['no capability', { capability: { cpu: 0 } }, ['volcano/zero-capability: capability["cpu"] = 0']],
    ['pods', { capability: { pods: 10 } }, ['volcano/queue-pods: capability.pods = 10']],
    [
      'amounts that are none',
      { capability: { cpu: -1 }, deserved: { cpu: 4 } },
      ['kube/amount-cpu: capability.cpu = -1'],
    ],
  ])('%s', (_name, props, [start, ...more]) => {
    const found = problems(props);
    expect(found).toEqual(says(start ?? ''));
    for (const text of more) expect(found[0]).toContain(text);
  });
});

describe('what the configuration reads', () => {
  test('a weight is read by proportion', () => {
    expect(problems({ volcano: FAIR, weight: 4 })).toEqual([]);
    expect(problems({ volcano: QUOTA, weight: 4, capability: amount(8) })).toEqual(
      says('volcano/weight-not-read: weight = 4'),
    );
  });

  test('deserved is read by capacity', () => {
    expect(problems({ volcano: FAIR, deserved: amount(4) })).toEqual(
      says('volcano/deserved-not-read: deserved = "cpu 4, memory 16Gi"'),
    );
  });

  test('a guarantee without capacity brings the deserved share that admission asks for', () => {
    const queue = new VolcanoQueue(Testing.chart(), 'q', { volcano: FAIR, guarantee: amount(4) });
    expect(queue.node.validate()).toEqual([]);
    expect(queue.resource.toJson()).toMatchObject({
      spec: { deserved: { cpu: '4', memory: '16Gi' }, guarantee: { resource: { cpu: '4', memory: '16Gi' } } },
    });
    const unknown = new VolcanoQueue(Testing.chart(), 'q', { guarantee: amount(4) });
    expect(unknown.resource.toJson()).not.toHaveProperty('spec.deserved');
  });

  test('a tree needs hierarchical capacity', () => {
    const chart = Testing.chart();
    const parent = new VolcanoQueue(chart, 'parent', { volcano: FAIR });
    expect(new VolcanoQueue(chart, 'child', { parent }).node.validate()).toEqual(
      says('volcano/parent-without-hierarchy: parent = "parent"'),
    );
    const flat = volcano({ capacity: true });
    const under = new VolcanoQueue(chart, 'flat', { volcano: flat, parent: VolcanoQueue.fromName('x') });
    expect(under.node.validate()).toEqual(says('volcano/parent-without-hierarchy'));
  });

  test('nothing is held against a Volcano of which nothing is known', () => {
    const parent = VolcanoQueue.fromName('x');
    const unknown = { namespaceName: 'volcano-system', schedulerName: 'volcano' };
    expect(problems({ volcano: unknown, parent, weight: 2, deserved: amount(1) })).toEqual([]);
  });
});

describe('a tree', () => {
  const tree = (parentProps: VolcanoQueueProps, ...children: VolcanoQueueProps[]) => {
    const chart = Testing.chart();
    const parent = new VolcanoQueue(chart, 'parent', parentProps);
    return [parent, ...children.map((props, i) => new VolcanoQueue(chart, `c${i}`, { ...props, parent }))];
  };
  const all = (queues: VolcanoQueue[]): string[][] => queues.map((queue) => queue.node.validate());

  test('children within their parent are in order', () => {
    const limits = { capability: amount(8), deserved: amount(4), guarantee: amount(2) };
    const half = { capability: amount(8), deserved: amount(2), guarantee: amount(1) };
    expect(all(tree({ volcano: QUOTA, ...limits }, half, half))).toEqual([[], [], []]);
  });

  test('the shares of the children are at most that of the parent, and what it does not name is 0', () => {
    const parent = { deserved: { cpu: 4 }, guarantee: { cpu: 1 } };
    const child = { deserved: { cpu: 3, memory: Size.gibibytes(1) }, guarantee: { cpu: 1 } };
    expect(all(tree(parent, child, child))).toEqual([
      says(
        'volcano/children-exceed-parent: deserved["cpu"] = "4": ',
        'volcano/children-exceed-parent: deserved["memory"] = "0": ',
        'volcano/children-exceed-parent: guarantee["cpu"] = "1": ',
      ),
      [],
      [],
    ]);
    expect(all(tree(parent, child, child))[0]?.[0]).toContain('(c0, c1 have 6 in all)');
  });

  test('queues below root may have more than the cluster', () => {
    const chart = Testing.chart();
    const queues = ['a', 'b'].map((id) => new VolcanoQueue(chart, id, { deserved: amount(1000) }));
    expect(all(queues)).toEqual([[], []]);
  });

  test('the first child reports for a parent that exists', () => {
    const chart = Testing.chart();
    const parent = VolcanoQueue.fromName('org', { deserved: amount(4) });
    const [a, b] = ['a', 'b'].map((id) => new VolcanoQueue(chart, id, { parent, deserved: amount(3) }));
    expect(a?.node.validate()).toEqual(
      says('volcano/children-exceed-parent: parent.deserved["cpu"]', 'parent.deserved["memory"]'),
    );
    expect(b?.node.validate()).toEqual([]);
    const unknown = VolcanoQueue.fromName('unknown');
    expect(new VolcanoQueue(chart, 'c', { parent: unknown, deserved: amount(3) }).node.validate()).toEqual([]);
  });

  test('the nearest queue above that names a resource bounds it', () => {
    const chart = Testing.chart();
    const top = new VolcanoQueue(chart, 'top', { capability: amount(8) });
    const middle = new VolcanoQueue(chart, 'middle', { parent: top, capability: { cpu: 4 } });
    const leaf = new VolcanoQueue(chart, 'leaf', { parent: middle, capability: amount(6, 64) });
    expect(leaf.node.validate()).toEqual(
      says(
        'volcano/capability-above-ancestor: capability["cpu"] = "6": ',
        'volcano/capability-above-ancestor: capability["memory"] = "64Gi": ',
      ),
    );
    expect(leaf.node.validate()[0]).toContain('(middle has 4)');
    expect(leaf.node.validate()[1]).toContain('(top has 32Gi)');
  });

  test('five queues deep and no deeper, existing ones counted', () => {
    const chart = Testing.chart();
    const existing = VolcanoQueue.fromName('b', { parent: VolcanoQueue.fromName('a') });
    const c = new VolcanoQueue(chart, 'c', { parent: existing });
    const d = new VolcanoQueue(chart, 'd', { parent: c });
    const e = new VolcanoQueue(chart, 'e', { parent: d });
    const f = new VolcanoQueue(chart, 'f', { parent: e });
    expect(e.node.validate()).toEqual([]);
    expect(f.node.validate()).toEqual(says('volcano/queue-depth: parent = "e": '));
    expect(f.node.validate()[0]).toContain('(6 deep: a > b > c > d > e > f)');
  });

  test('nothing goes below default', () => {
    expect(problems({ parent: VolcanoQueue.defaultOf(QUOTA) })).toEqual(
      says('volcano/parent-default: parent = "default"'),
    );
  });

  test('leaves of a hierarchical capacity need a capability, which they may inherit', () => {
    expect(problems({ volcano: QUOTA })).toEqual(says('volcano/leaf-without-capability: capability = "": '));
    expect(problems({ volcano: QUOTA, capability: { cpu: 8 } })[0]).toContain('(no memory)');
    expect(
      all(tree({ volcano: QUOTA, capability: { cpu: 8 } }, { capability: { memory: Size.gibibytes(4) } })),
    ).toEqual([[], []]);
    expect(problems({ volcano: QUOTA, parent: VolcanoQueue.fromName('untold') })).toEqual([]);
    expect(problems({ volcano: volcano({ capacity: true }) })).toEqual([]);
  });

  test('thousands of queues are checked in one go', () => {
    const chart = Testing.chart();
    const parents = Array.from({ length: 50 }, (_, i) => new VolcanoQueue(chart, `p${i}`, { deserved: amount(100) }));
    const queues = parents.flatMap((parent) =>
      Array.from(
        { length: 100 },
        (_, i) => new VolcanoQueue(parent, `${parent.queueName}-${i}`, { parent, deserved: amount(1) }),
      ),
    );
    expect([...parents, ...queues].flatMap((queue) => queue.node.validate())).toEqual([]);
  });
});

describe('warnings', () => {
  const warnings = (props: VolcanoQueueProps): string[] => warningsOf(new VolcanoQueue(Testing.chart(), 'q', props));

  test('a leaf that deserves nothing, where queues reclaim', () => {
    const capability = amount(8);
    expect(warnings({ volcano: QUOTA, capability })).toEqual(says('volcano/leaf-without-deserved: deserved = "": '));
    expect(warnings({ volcano: QUOTA, capability, deserved: { cpu: 2 } })[0]).toContain('(no memory)');
    expect(warnings({ volcano: QUOTA, capability, deserved: amount(2) })).toEqual([]);
    expect(warnings({ volcano: FAIR })).toEqual([]);
    expect(warnings({})).toEqual([]);
  });

  test('memory per core of no real node', () => {
    expect(warnings({ deserved: amount(2, 128) })).toEqual(
      says('volcano/deserved-ratio: deserved = "cpu 2, memory 128Gi"'),
    );
    expect(warnings({ deserved: amount(8, 1) })[0]).toContain('(0.125 GiB per core)');
    expect(warnings({ deserved: amount(2, 64) })).toEqual([]);
  });
});

test('overrides reach the Queue', () => {
  const queue = new VolcanoQueue(Testing.chart(), 'q');
  queue.override('/spec/type', 'batch');
  expect(ApiObject.of(queue).toJson()).toMatchObject({ spec: { type: 'batch' } });
});

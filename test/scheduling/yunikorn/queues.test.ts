import { Chart, Duration, Size, Testing } from 'cdk8s';
import { parse } from 'yaml';
import { warningsOf } from '../../../lib/core/rules';
import { YuniKornSortPolicy } from '../../../lib/scheduling/yunikorn/interfaces';
import { YuniKornPlacementRule } from '../../../lib/scheduling/yunikorn/placement-rule';
import { YuniKornQueue } from '../../../lib/scheduling/yunikorn/queue';
import { YuniKornPreemptionPolicy } from '../../../lib/scheduling/yunikorn/queue-options';
import { YuniKorn } from '../../../lib/scheduling/yunikorn/yunikorn';
import { YuniKornNodeOrder, type YuniKornProps } from '../../../lib/scheduling/yunikorn/yunikorn-props';
import { SparkTesting } from '../../../lib/testing';

const gib = (amount: number): Size => Size.gibibytes(amount);

function installed(props: YuniKornProps = {}): YuniKorn {
  return new YuniKorn(new Chart(Testing.app(), 'c'), 'yunikorn', props);
}

/** The one partition, as YuniKorn reads it from the ConfigMap. */
function partition(yunikorn: YuniKorn): { [key: string]: unknown } {
  const { data } = SparkTesting.find(yunikorn, 'ConfigMap') as unknown as { data: { [key: string]: string } };
  const { partitions } = parse(data['queues.yaml'] ?? '') as { partitions: { [key: string]: unknown }[] };
  expect(partitions).toHaveLength(1);
  return partitions[0] ?? {};
}

function everything(): YuniKorn {
  const yunikorn = installed({
    nodeOrder: YuniKornNodeOrder.BIN_PACKING,
    preemption: false,
    submitters: { users: ['ci'], groups: ['data-team'] },
    admins: { groups: ['platform'] },
    namespaces: ['etl', 'bi'],
  });
  const team = yunikorn.addQueue('team', { max: { cpu: 100, memory: gib(400) }, maxApplications: 20 });
  team.addQueue('etl', {
    guaranteed: { cpu: 0.5, memory: gib(2) },
    max: { cpu: 60.25, memory: Size.mebibytes(307300), pods: 1000, devices: { 'nvidia.com/gpu': 4 } },
    maxApplications: 10,
    sortPolicy: YuniKornSortPolicy.FIFO,
    sortByPriority: false,
    priorityFence: true,
    priorityOffset: -5,
    preemptionPolicy: YuniKornPreemptionPolicy.FENCE,
    preemptionDelay: Duration.seconds(45),
    submitters: { users: ['alice', 'system:serviceaccount:etl:ci'] },
    admins: { groups: ['ops'] },
    userLimits: [
      { users: ['alice'], max: { cpu: 4 } },
      { groups: ['ops', '*'], maxApplications: 3 },
    ],
  });
  team.addQueue('bi', { sortPolicy: YuniKornSortPolicy.FAIR, maxApplications: 5 });
  yunikorn.addQueue('users', { dynamicChildren: { max: { cpu: 8 }, maxApplications: 2 } });
  return yunikorn;
}

test('queues of every kind', () => {
  const yunikorn = everything();
  expect(yunikorn.node.findAll().flatMap((one) => one.node.validate())).toEqual([]);
  expect(yunikorn.queuesYaml()).toMatchSnapshot();
});

test('by default everybody submits to root, and a job names its queue', () => {
  expect(partition(installed())).toEqual({
    name: 'default',
    placementrules: [{ name: 'provided', create: false }],
    queues: [{ name: 'root', submitacl: '*' }],
  });
});

test('the path of a queue is full', () => {
  const etl = installed().addQueue('team').addQueue('etl');
  expect(etl.queuePath).toBe('root.team.etl');
  expect(etl.queueName).toBe('etl');
});

test('a queue may be added anywhere in the tree, and after the installation', () => {
  const yunikorn = installed();
  new YuniKornQueue(new Chart(Testing.app(), 'other'), 'late', { yunikorn, name: 'etl', max: { cpu: 1.5 } });
  expect(partition(yunikorn).queues).toEqual([
    { name: 'root', submitacl: '*', queues: [{ name: 'etl', resources: { max: { vcore: '1500m' } } }] },
  ]);
});

test('two trees do not mix', () => {
  const [one, other] = [installed(), installed()];
  one.addQueue('etl');
  expect(partition(other).queues).toEqual([{ name: 'root', submitacl: '*' }]);
});

test('quantities are whole numbers with suffixes that YuniKorn knows', () => {
  const amounts = /^[0-9]+([kMGTPE]i?|Ki)?$/;
  const cores = /^[0-9]+(m|k)?$/;
  const yunikorn = installed();
  const max = { cpu: 0.001, memory: Size.mebibytes(1025), ephemeralStorage: gib(3), pods: 1500 };
  yunikorn.addQueue('etl', { max });
  const [root] = partition(yunikorn).queues as { queues: { resources: { max: { [name: string]: string } } }[] }[];
  const { vcore, ...others } = root?.queues[0]?.resources.max ?? {};
  expect(vcore).toMatch(cores);
  expect(Object.keys(others)).toEqual(['memory', 'ephemeral-storage', 'pods']);
  for (const other of Object.values(others)) expect(other).toMatch(amounts);
});

test('the order of a parent holds below', () => {
  const parent = installed().addQueue('team', { sortPolicy: YuniKornSortPolicy.FAIR });
  expect(parent.addQueue('a').sortPolicy).toBe(YuniKornSortPolicy.FAIR);
  expect(parent.addQueue('b', { sortPolicy: YuniKornSortPolicy.FIFO }).sortPolicy).toBe(YuniKornSortPolicy.FIFO);
});

test('placement rules stand in their order', () => {
  const other = YuniKornQueue.fromPath('root.other');
  const people = YuniKornQueue.fromPath('root.people');
  const yunikorn = installed({
    placementRules: [
      YuniKornPlacementRule.provided(),
      YuniKornPlacementRule.namespaced({ create: true }),
      YuniKornPlacementRule.user({ parent: people, create: true }),
      YuniKornPlacementRule.fixed(other),
    ],
  });
  expect(partition(yunikorn).placementrules).toEqual([
    { name: 'provided', create: false },
    { name: 'tag', value: 'namespace', create: true },
    { name: 'user', create: true, parent: { name: 'fixed', value: 'root.people', create: false } },
    { name: 'fixed', value: 'root.other', create: false },
  ]);
});

test('a queue without guarantee passes on what those below are guaranteed', () => {
  const yunikorn = installed();
  const top = yunikorn.addQueue('top', { guaranteed: { cpu: 10 } });
  const middle = top.addQueue('middle');
  const leaf = middle.addQueue('leaf', { guaranteed: { cpu: 11 } });
  expect(leaf.node.validate()).toEqual([]);
  expect(middle.node.validate()).toEqual([
    expect.stringContaining('yunikorn/guaranteed-sum: guaranteed["cpu"] = "11"'),
  ]);
});

describe('users are unknown', () => {
  const warnings = (props: YuniKornProps): string[] => {
    const yunikorn = installed(props);
    const queue = yunikorn.addQueue('etl', { submitters: { users: ['alice'] } });
    return [...warningsOf(queue), ...warningsOf(yunikorn)];
  };
  test('where no namespace is handed over', () => {
    expect(warnings({})).toEqual([expect.stringContaining('yunikorn/users-unknown: submitters = {"users":["alice"]}')]);
  });
  test('without the admission controller', () => {
    expect(warnings({ namespaces: ['etl'], admission: { enabled: false } })).toEqual([
      expect.stringContaining('yunikorn/users-unknown: submitters'),
      expect.stringContaining('yunikorn/users-unknown: namespaces = ["etl"]'),
    ]);
  });
  test('but not where one is', () => expect(warnings({ namespaces: ['etl'] })).toEqual([]));
});

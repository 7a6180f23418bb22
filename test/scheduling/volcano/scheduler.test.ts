import { Duration } from 'cdk8s';
import { parse } from 'yaml';
import { RuleError } from '../../../lib/core/rules';
import {
  VolcanoAction,
  VolcanoMetrics,
  VolcanoPlugin,
  VolcanoScheduler,
} from '../../../lib/scheduling/volcano/scheduler';
import { readConf, type ConfPlugin } from './conf-reader';

const PRESETS = [
  ['fairShare', VolcanoScheduler.fairShare()],
  ['priorityPreempt', VolcanoScheduler.priorityPreempt()],
  ['quotaReclaim', VolcanoScheduler.quotaReclaim()],
] as const;

/** What was seen to work with Volcano 1.15.1; each flag was removed once, and something failed. */
const SEEN_TO_WORK: { readonly [preset: string]: string } = {
  fairShare: `
actions: "enqueue, allocate, backfill"
tiers:
- plugins:
  - {name: priority}
  - {name: gang, enablePreemptable: false}
  - {name: conformance}
  - {name: sla, enableJobOrder: false, arguments: {sla-waiting-time: 1h}}
- plugins:
  - {name: overcommit}
  - {name: drf, enablePreemptable: false}
  - {name: predicates}
  - {name: proportion}
  - {name: nodeorder}
  - {name: binpack}
`,
  priorityPreempt: `
actions: "enqueue, allocate, preempt, backfill"
tiers:
- plugins:
  - {name: priority}
  - {name: gang, enablePreemptable: false, enableJobStarving: false}
  - {name: conformance}
  - {name: sla, enableJobOrder: false, arguments: {sla-waiting-time: 1h}}
- plugins:
  - {name: overcommit, arguments: {overcommit-factor: 2.0}}
  - {name: drf, enablePreemptable: false}
  - {name: predicates}
  - {name: proportion, enableJobEnqueued: false}
  - {name: nodeorder}
  - {name: binpack}
`,
  quotaReclaim: `
actions: "enqueue, allocate, reclaim, backfill"
tiers:
- plugins:
  - {name: priority}
  - {name: gang, enablePreemptable: false, enableReclaimable: false, enableJobStarving: false}
- plugins:
  - {name: conformance}
  - {name: drf, enablePreemptable: false}
  - {name: predicates}
  - {name: capacity, enableHierarchy: true}
  - {name: nodeorder}
  - {name: binpack}
`,
};

describe.each(PRESETS)('%s', (name, scheduler) => {
  test('is the configuration seen to work', () => {
    expect(parse(scheduler.render())).toEqual(parse(SEEN_TO_WORK[name] ?? ''));
  });

  test('has nothing wrong', () => expect(scheduler.validate()).toEqual([]));

  test('is read strictly', () => expect(readConf(scheduler.render()).tiers).toHaveLength(2));

  test('keeps its file', () => expect(scheduler.render()).toMatchSnapshot());
});

const tierOne = (scheduler: VolcanoScheduler): readonly ConfPlugin[] =>
  readConf(scheduler.render()).tiers[0]?.plugins ?? [];

test('options of presets', () => {
  const fair = VolcanoScheduler.fairShare({ waitingTime: Duration.seconds(90), overcommitFactor: 1.5 });
  expect(tierOne(fair)[3]?.arguments).toEqual({ 'sla-waiting-time': '90s' });
  expect(fair.render()).toContain('overcommit-factor: 1.5\n');
  const preempt = VolcanoScheduler.priorityPreempt({ waitingTime: Duration.minutes(30), overcommitFactor: 3 });
  expect(preempt.render()).toContain('sla-waiting-time: 30m\n');
  expect(preempt.render()).toContain('overcommit-factor: 3.0\n');
  const reclaim = VolcanoScheduler.quotaReclaim({ ancestorReclaimLevel: 1 });
  expect(reclaim.render()).toContain('ancestorReclaimLevel: 1\n');
  for (const one of [fair, preempt, reclaim]) expect(one.validate()).toEqual([]);
});

describe('the seed', () => {
  const seed = VolcanoScheduler.seed();

  test('is the file byte for byte', () => {
    expect(seed.render()).toBe(
      [
        'actions: "enqueue, allocate, preempt, backfill"',
        'tiers:',
        '- plugins:',
        '  - name: priority',
        '  - name: gang',
        '  - name: conformance',
        '- plugins:',
        '  - name: drf',
        '  - name: predicates',
        '  - name: proportion',
        '  - name: nodeorder',
        '  - name: binpack',
        '',
      ].join('\n'),
    );
    expect(readConf(seed.render()).actions).toHaveLength(4);
  });

  test.each([
    ['volcano/enqueue-defeats-preempt', 'tiers[1].plugins[2].enableJobEnqueued = true', 'overcommitFactor: 2'],
    ['volcano/drf-evicts-higher', 'tiers[1].plugins[0].enablePreemptable = true', 'enablePreemptable: false on drf'],
    ['volcano/gang-picks-victims', 'tiers[0].plugins[1].enablePreemptable = true', 'false on gang'],
    [
      'volcano/gang-keeps-executors-from-preempting',
      'tiers[0].plugins[1].enableJobStarving = true',
      'enableJobStarving: false on gang',
    ],
    ['volcano/class-on-pods', 'batchSchedulerOptions.priorityClassName = "routine"', 'SparkJob, which sets'],
  ])('has %s', (rule, at, fix) => {
    const lines = seed.validate();
    expect(lines).toHaveLength(5);
    const line = lines.find((one) => one.startsWith(`${rule}: ${at}`)) ?? '';
    expect(line.slice(line.indexOf('Fix: '))).toContain(fix);
  });

  test('the flaw of its jobs is none of the configuration', () => {
    expect(seed._findings().map(({ rule }) => rule.id)).not.toContain('volcano/class-on-pods');
  });
});

describe('what queues and jobs have to know', () => {
  const all = { enqueues: true, preempts: false, reclaims: false };
  test.each([
    [
      'fairShare',
      { ...all, gatesByQueue: true, readsWaitingTime: true, capacity: false, hierarchical: false, proportion: true },
    ],
    [
      'priorityPreempt',
      {
        ...all,
        preempts: true,
        gatesByQueue: false,
        readsWaitingTime: true,
        capacity: false,
        hierarchical: false,
        proportion: true,
      },
    ],
    [
      'quotaReclaim',
      {
        ...all,
        reclaims: true,
        gatesByQueue: true,
        readsWaitingTime: false,
        capacity: true,
        hierarchical: true,
        proportion: false,
      },
    ],
  ])('of %s', (name, traits) => {
    expect(PRESETS.find(([one]) => one === name)?.[1]._traits).toEqual(traits);
  });

  test('a waiting time is not read without enqueue', () => {
    const scheduler = VolcanoScheduler.of({
      actions: [VolcanoAction.ALLOCATE],
      tiers: [{ plugins: [VolcanoPlugin.sla()] }],
    });
    expect(scheduler._traits).toMatchObject({ enqueues: false, readsWaitingTime: false });
  });
});

describe('accepting', () => {
  const { PREEMPT, ALLOCATE, ENQUEUE } = VolcanoAction;

  test('gives a copy without these findings', () => {
    const seed = VolcanoScheduler.seed();
    const accepted = seed
      .accepting('volcano/drf-evicts-higher', 'volcano/class-on-pods')
      .accepting('volcano/gang-picks-victims');
    expect(accepted.validate().map((line) => line.slice(0, line.indexOf(':')))).toEqual([
      'volcano/enqueue-defeats-preempt',
      'volcano/gang-keeps-executors-from-preempting',
    ]);
    expect(accepted.render()).toBe(seed.render());
    expect(seed.validate()).toHaveLength(5);
  });

  test.each([
    ['volcano/drf-evicts-highest', 'volcano/unknown-rule'],
    ['spark/retries', 'volcano/unknown-rule'],
    ['volcano/no-tiers', 'volcano/not-acceptable'],
  ])('refuses %s', (id, rule) => {
    const accept = (): VolcanoScheduler => VolcanoScheduler.seed().accepting(id);
    expect(accept).toThrow(RuleError);
    expect(accept).toThrow(`${rule}: accepting = "${id}"`);
  });

  test('lists given are copied', () => {
    const actions = [ENQUEUE, ALLOCATE];
    const plugins = [VolcanoPlugin.gang()];
    const tiers = [{ plugins }];
    const scheduler = VolcanoScheduler.of({ actions, tiers });
    const before = scheduler.render();
    actions.push(PREEMPT);
    plugins.push(VolcanoPlugin.drf());
    tiers.push({ plugins: [] });
    expect(scheduler.render()).toBe(before);
  });
});

test('arguments of actions, and metrics', () => {
  const { ENQUEUE, ALLOCATE, PREEMPT } = VolcanoAction;
  const scheduler = VolcanoScheduler.of({
    actions: [ENQUEUE, ALLOCATE, PREEMPT],
    tiers: [{ plugins: [VolcanoPlugin.priority()] }],
    actionArguments: { preempt: { topologyAware: true, workers: 4 }, allocate: { predicateErrorCache: false } },
    metrics: VolcanoMetrics.prometheus('https://prometheus.monitoring:9090', {
      interval: Duration.seconds(15),
      insecureSkipVerify: true,
    }),
  });
  expect(readConf(scheduler.render())).toMatchObject({
    configurations: [
      { name: 'allocate', arguments: { predicateErrorCacheEnable: false } },
      { name: 'preempt', arguments: { enableTopologyAwarePreemption: true, topologyAwarePreemptWorkerNum: 4 } },
    ],
    metrics: {
      type: 'prometheus',
      address: 'https://prometheus.monitoring:9090',
      interval: '15s',
      'tls.insecureSkipVerify': 'true',
    },
  });
});

test('no measuring server can be given a password', () => {
  const scheduler = VolcanoScheduler.of({
    actions: [VolcanoAction.ALLOCATE],
    tiers: [{ plugins: [VolcanoPlugin.usage()] }],
    metrics: VolcanoMetrics.elasticsearch('http://es:9200', { index: 'beats-*', hostnameField: 'host.name' }),
  });
  expect(readConf(scheduler.render()).metrics).toEqual({
    type: 'elasticsearch',
    address: 'http://es:9200',
    'elasticsearch.index': 'beats-*',
    'elasticsearch.hostnameFieldName': 'host.name',
  });
});

test('where preemption and reclaim are wanted both, priority and shares judge in one tier', () => {
  const { ENQUEUE, ALLOCATE, PREEMPT, RECLAIM } = VolcanoAction;
  const gang = VolcanoPlugin.gang({ enablePreemptable: false, enableReclaimable: false, enableJobStarving: false });
  const [conformance, drf] = [VolcanoPlugin.conformance(), VolcanoPlugin.drf({ enablePreemptable: false })];
  const rest = [drf, VolcanoPlugin.predicates(), VolcanoPlugin.capacity({ enableHierarchy: true })];
  const both = (...tiers: VolcanoPlugin[][]): string[] =>
    VolcanoScheduler.of({
      actions: [ENQUEUE, ALLOCATE, PREEMPT, RECLAIM],
      tiers: tiers.map((plugins) => ({ plugins })),
    })
      .validate()
      .map((line) => line.slice(0, line.indexOf(' = ')));
  expect(both([VolcanoPlugin.priority(), gang, conformance, ...rest])).toEqual([]);
  expect(both([VolcanoPlugin.priority(), gang], [conformance, ...rest])).toEqual([
    'volcano/tier-evicts-higher: tiers[1].plugins[0].enablePreemptable',
    'volcano/critical-pods-unprotected: tiers[0].plugins[0]',
  ]);
});

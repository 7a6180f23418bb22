import { readConf } from './conf-reader';

const GOOD = `actions: "enqueue, allocate, preempt"
tiers:
- plugins:
  - name: priority
  - name: sla
    enableJobOrder: false
    arguments:
      sla-waiting-time: 1h30m
- plugins:
  - name: overcommit
    arguments:
      overcommit-factor: 2.0
  - name: binpack
    arguments:
      binpack.resources: "nvidia.com/gpu"
      binpack.resources.nvidia.com/gpu: 2
configurations:
- name: preempt
  arguments:
    enableTopologyAwarePreemption: true
metrics:
  type: prometheus
  address: "http://prometheus:9090"
`;

test('reads what Volcano reads', () => {
  const { actions, tiers, configurations, metrics } = readConf(GOOD);
  expect(actions).toEqual(['enqueue', 'allocate', 'preempt']);
  expect(tiers[0]?.plugins).toEqual([
    { name: 'priority', flags: {}, arguments: {} },
    { name: 'sla', flags: { enableJobOrder: false }, arguments: { 'sla-waiting-time': '1h30m' } },
  ]);
  expect(tiers[1]?.plugins.map(({ name, arguments: args }) => [name, args])).toEqual([
    ['overcommit', { 'overcommit-factor': 2 }],
    ['binpack', { 'binpack.resources': 'nvidia.com/gpu', 'binpack.resources.nvidia.com/gpu': 2 }],
  ]);
  expect(configurations).toEqual([{ name: 'preempt', arguments: { enableTopologyAwarePreemption: true } }]);
  expect(metrics).toEqual({ type: 'prometheus', address: 'http://prometheus:9090' });
});

test.each([
  ['an unknown top-level key', 'tiers:', 'tier:', 'unknown key tier'],
  ['an unknown action', 'allocate', 'elect', 'unknown action "elect"'],
  ['an action in capitals', 'allocate', 'Allocate', 'unknown action "Allocate"'],
  ['a trailing comma', 'preempt"', 'preempt, "', 'unknown action ""'],
  ['no actions', 'actions: "enqueue, allocate, preempt"\n', '', 'actions: missing'],
  ['an unknown plugin', 'name: priority', 'name: prioritize', 'unknown plugin prioritize'],
  ['an unknown plugin key', '- plugins:\n  - name: over', '- plugin:\n  - name: over', 'unknown key plugin'],
  ['a flag in the wrong spelling', 'enableJobOrder', 'enabledJobOrder', 'unknown key enabledJobOrder'],
  ['a flag of another plugin', 'enableJobOrder', 'enablePredicate', 'unknown key enablePredicate'],
  ['a quoted flag', 'enableJobOrder: false', 'enableJobOrder: "false"', 'bool expected'],
  ['a flag as number', 'enableJobOrder: false', 'enableJobOrder: 0', 'bool expected'],
  ['an unknown argument', 'sla-waiting-time', 'waiting-time', 'unknown key waiting-time'],
  ['a bad duration', '1h30m', '1 h', 'duration expected'],
  ['a duration without unit', '1h30m', '90', 'duration expected'],
  ['a quoted float', 'factor: 2.0', 'factor: "2.0"', 'float expected'],
  ['a float for an int', 'gpu: 2', 'gpu: 2.0', 'int expected'],
  ['a quoted int', 'gpu: 2', 'gpu: "2"', 'int expected'],
  ['an argument of another action', 'enableTopologyAwarePreemption', 'maxDomains', 'unknown key maxDomains'],
  ['a null', 'address: "http://prometheus:9090"', 'address:', 'address'],
  ['a key twice', 'type: prometheus', 'type: prometheus\n  type: prometheus', 'unique'],
])('throws for %s', (_name, from, to, message) => {
  const text = GOOD.replace(from, to);
  expect(text).not.toBe(GOOD);
  expect(() => readConf(text)).toThrow(message);
});

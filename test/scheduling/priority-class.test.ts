import { ApiObject, Chart, Testing } from 'cdk8s';
import { SparkPriorities } from '../../lib/scheduling/priorities';
import { SparkPriorityClass, type SparkPriorityClassProps } from '../../lib/scheduling/priority-class';

function problems(props: SparkPriorityClassProps, id = 'routine'): string[] {
  return new SparkPriorityClass(Testing.chart(), id, props).node.validate();
}

test('makes a PriorityClass that waits, by default', () => {
  const chart = Testing.chart();
  new SparkPriorityClass(chart, 'routine', { value: 2, description: 'Routine priority' });
  expect(Testing.synth(chart)).toEqual([
    {
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: { name: 'routine', labels: { 'app.kubernetes.io/managed-by': 'cdk8s-spark' } },
      value: 2,
      preemptionPolicy: 'Never',

      description: 'Routine priority',
    },
  ]);
});

test('a preempting class says so', () => {
  const one = new SparkPriorityClass(Testing.chart(), 'rush', { value: 100, preempting: true, globalDefault: true });
  expect(one.resource.toJson()).toMatchObject({ preemptionPolicy: 'PreemptLowerPriority', globalDefault: true });
  expect(one.resource.toJson()).not.toHaveProperty('description');
});

test('the namespace of a chart is not stamped on it', () => {
  const chart = new Chart(Testing.app(), 'test', { namespace: 'team-a' });
  new SparkPriorityClass(chart, 'routine', { value: 2 });
  const [manifest] = Testing.synth(chart) as { metadata: object }[];
  expect(manifest?.metadata).not.toHaveProperty('namespace');
});

test.each([-2147483648, -1, 0, 1000000000])('takes the value %d', (value) => {
  expect(problems({ value })).toEqual([]);
});

test.each([-2147483649, 1000000001, 1.5, Number.NaN])('refuses the value %d', (value) => {
  expect(problems({ value })).toEqual([expect.stringContaining(`scheduling/priority-value: value = ${value}`)]);
});

test.each([
  ['scheduling/reserved-priority-name: name = "system-mine"', 'system-mine'],
  ['names/dns-label: name = "Rush"', 'Rush'],
  ['names/too-long: name', 'a'.repeat(254)],
])('reports %s', (text, name) => {
  expect(problems({ value: 1, name })).toEqual([expect.stringContaining(text)]);
});

test('two mistakes are reported together', () => {
  expect(problems({ value: 0.5, name: 'system-mine' })).toHaveLength(2);
});

describe('global default', () => {
  test('one is fine, beside others', () => {
    const app = Testing.app();
    const chart = new Chart(app, 'a');
    const one = new SparkPriorityClass(chart, 'one', { value: 1, globalDefault: true });
    new SparkPriorityClass(new Chart(app, 'b'), 'two', { value: 2 });
    expect(one.node.validate()).toEqual([]);
  });

  test('a second one of the same app is reported, whatever its chart', () => {
    const app = Testing.app();
    const one = new SparkPriorityClass(new Chart(app, 'a'), 'one', { value: 1, globalDefault: true });
    const two = new SparkPriorityClass(new Chart(app, 'b'), 'two', { value: 2, globalDefault: true });
    expect(one.node.validate()).toEqual([]);
    expect(two.node.validate()).toEqual([
      expect.stringMatching(/^scheduling\/global-default-twice: globalDefault = true: .*one at a\/one\/Resource/),
    ]);
    expect(() => {
      app.synth();
    }).toThrow('scheduling/global-default-twice');
  });

  test('a default made without this package counts', () => {
    const chart = Testing.chart();
    const foreign = { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', value: 1, globalDefault: true };
    new ApiObject(chart, 'foreign', foreign);
    const ours = new SparkPriorityClass(chart, 'ours', { value: 2, globalDefault: true });
    expect(ours.node.validate()).toEqual([expect.stringContaining('scheduling/global-default-twice')]);
  });
});

test('fromName refers to a class that exists', () => {
  expect(SparkPriorityClass.fromName('urgent')).toEqual({ priorityClassName: 'urgent' });
  expect(SparkPriorityClass.fromName('system-cluster-critical').priorityClassName).toBe('system-cluster-critical');
  expect(() => SparkPriorityClass.fromName('Urgent')).toThrow('names/dns-label: name = "Urgent"');
});

describe('the preset', () => {
  const priorities = new SparkPriorities(Testing.chart(), 'priorities');

  test('has four classes, of which one preempts', () => {
    expect(priorities.all.map((one) => one.resource.toJson())).toMatchObject([
      { metadata: { name: 'routine' }, value: 2, preemptionPolicy: 'Never' },
      { metadata: { name: 'urgent' }, value: 10, preemptionPolicy: 'Never' },
      { metadata: { name: 'exceptional' }, value: 50, preemptionPolicy: 'Never' },
      { metadata: { name: 'rush' }, value: 100, preemptionPolicy: 'PreemptLowerPriority' },
    ]);
    expect(priorities.rush.resource.toJson()).toMatchObject({ description: 'Rush priority' });
  });

  test('takes a prefix', () => {
    const prefixed = new SparkPriorities(Testing.chart(), 'priorities', { prefix: 'spark-' });
    expect(prefixed.urgent.priorityClassName).toBe('spark-urgent');
    expect(prefixed.urgent.resource.name).toBe('spark-urgent');
  });

  test('shows who preempts whom and who waits', () => {
    expect(priorities.preemptionGraph()).toBe(
      [
        'CLASS        VALUE  PREEMPTS                      WAITS AHEAD OF   PREEMPTED BY',
        'rush         100    exceptional, urgent, routine  -                -',
        'exceptional  50     -                             urgent, routine  rush',
        'urgent       10     -                             routine          rush',
        'routine      2      -                             -                rush',
      ].join('\n'),
    );
  });

  test('equal classes do not preempt each other', () => {
    const chart = Testing.chart();
    const pair = ['b', 'a'].map((id) => new SparkPriorityClass(chart, id, { value: 5, preempting: true }));
    expect(SparkPriorityClass.preemptionGraph(pair).split('\n').slice(1)).toEqual([
      'a      5      -         -               -',
      'b      5      -         -               -',
    ]);
  });
});

import { Testing } from 'cdk8s';
import { KueueResourceFlavor, type KueueResourceFlavorProps } from '../../../lib/scheduling/kueue/resource-flavor';
import { KueueWorkloadPriorityClass } from '../../../lib/scheduling/kueue/workload-priority-class';
import { NodePool } from '../../../lib/scheduling/node-pool';
import { SparkPriorityClass } from '../../../lib/scheduling/priority-class';
import { chart, says } from './objects';

describe('a ResourceFlavor', () => {
  const make = (props: KueueResourceFlavorProps = {}): KueueResourceFlavor =>
    new KueueResourceFlavor(chart('team'), 'spot', props);
  const problems = (props: KueueResourceFlavorProps): string[] => make(props).node.validate();

  test('is any node, without props', () => {
    expect(make().resource.toJson()).toEqual({
      apiVersion: 'kueue.x-k8s.io/v1beta2',
      kind: 'ResourceFlavor',
      metadata: { name: 'spot', labels: { 'app.kubernetes.io/managed-by': 'cdk8s-spark' } },
      spec: {},
    });
    expect(make().node.validate()).toEqual([]);
  });

  test('is nodes of labels and taints', () => {
    const one = make({
      nodeLabels: { type: 'compute' },
      nodeTaints: [
        { key: 'spot', value: 'yes', effect: 'NoSchedule' },
        { key: 'spot', effect: 'NoExecute' },
      ],
      tolerations: [{ key: 'spot', value: 'yes', effect: 'NoSchedule' }, { key: 'spot' }, {}],
    });
    expect(one.resource.toJson()).toMatchObject({
      spec: {
        nodeLabels: { type: 'compute' },
        nodeTaints: [
          { key: 'spot', value: 'yes', effect: 'NoSchedule' },
          { key: 'spot', effect: 'NoExecute' },
        ],
        tolerations: [
          { key: 'spot', operator: 'Equal', value: 'yes', effect: 'NoSchedule' },
          { key: 'spot', operator: 'Exists' },
          { operator: 'Exists' },
        ],
      },
    });
    expect(one.node.validate()).toEqual([]);
  });

  test('is made from a pool', () => {
    const pool = NodePool.of('spot', {
      labels: [{ key: 'type', values: ['compute'] }],
      tolerations: [{ key: 'spot', effect: 'NoSchedule' }],
    });
    expect(make({ pool }).resource.toJson()).toMatchObject({
      spec: {
        nodeLabels: { type: 'compute' },
        tolerations: [{ key: 'spot', operator: 'Exists', effect: 'NoSchedule' }],
      },
    });
    expect(problems({ pool })).toEqual([]);
    expect(problems({ pool: NodePool.of('tainted', { tolerations: [{ key: 'a' }] }) })).toEqual([]);
  });

  const compute = NodePool.COMPUTE;
  test.each<[string, KueueResourceFlavorProps, string]>([
    ['several values of a label', { pool: NodePool.labelled('type', 'a', 'b') }, 'flavor-label-values: pool["type"]'],
    [
      'a wish',
      { pool: NodePool.of('wish', { labels: [{ key: 'a', values: ['b'] }], preferred: true }) },
      'flavor-preferred: pool = "wish"',
    ],
    ['pool and labels', { pool: compute, nodeLabels: {} }, 'flavor-two-sources: pool = "type=compute"'],
    ['pool and tolerations', { pool: compute, tolerations: [] }, 'flavor-two-sources: pool = "type=compute"'],
    [
      'nine labels',
      { nodeLabels: Object.fromEntries([...'abcdefghi'].map((key) => [key, ''])) },
      'flavor-too-many: nodeLabels = 9',
    ],
    ['nine tolerations', { tolerations: [...'abcdefghi'].map((key) => ({ key })) }, 'flavor-too-many: tolerations = 9'],
    [
      'an effect that is none',
      { nodeTaints: [{ key: 'a', effect: 'Never' }] },
      'taint-effect: nodeTaints[0].effect = "Never"',
    ],
    [
      'a taint twice',
      {
        nodeTaints: [
          { key: 'a', effect: 'NoSchedule' },
          { key: 'a', value: 'b', effect: 'NoSchedule' },
        ],
      },
      'taint-twice: nodeTaints[1] = "a"',
    ],
    [
      'a value without key',
      { tolerations: [{ value: 'a' }] },
      'toleration-value-without-key: tolerations[0].value = "a"',
    ],
    [
      'a toleration of no effect',
      { tolerations: [{ effect: 'Never' }] },
      'taint-effect: tolerations[0].effect = "Never"',
    ],
  ])('refuses %s', (_name, props, found) => {
    expect(problems(props)).toEqual(says(`kueue/${found}`));
  });

  test('refuses keys and values that Kubernetes refuses', () => {
    expect(problems({ name: 'Spot' })).toEqual(says('names/dns-label: name = "Spot"'));
    expect(problems({ nodeLabels: { 'a b': 'x' } })).toEqual(says('names/label-key: nodeLabels = "a b"'));
    expect(problems({ nodeLabels: { a: 'x y' } })).toEqual(says('names/label-value: nodeLabels["a"] = "x y"'));
    expect(problems({ nodeTaints: [{ key: 'a', value: 'x y', effect: 'NoExecute' }] })).toEqual(
      says('names/label-value: nodeTaints[0]["a"] = "x y"'),
    );
    expect(problems({ tolerations: [{ key: '-' }, { key: 'a', value: '-' }] })).toEqual(
      says('names/label-key: tolerations[0] = "-"', 'names/label-value: tolerations[1]["a"] = "-"'),
    );
  });
});

describe('a WorkloadPriorityClass', () => {
  test('is a name and a value', () => {
    const one = new KueueWorkloadPriorityClass(chart('team'), 'urgent', { value: -3, description: 'Soon' });
    expect(one.resource.toJson()).toEqual({
      apiVersion: 'kueue.x-k8s.io/v1beta2',
      kind: 'WorkloadPriorityClass',
      metadata: { name: 'urgent', labels: { 'app.kubernetes.io/managed-by': 'cdk8s-spark' } },
      value: -3,
      description: 'Soon',
    });
    expect(one.node.validate()).toEqual([]);
    expect(KueueWorkloadPriorityClass.fromName('rush')).toEqual({ workloadPriorityClassName: 'rush' });
    expect(() => KueueWorkloadPriorityClass.fromName('Rush')).toThrow('names/dns-label');
  });

  test('is made from a class of pods whose value is known', () => {
    const home = Testing.chart();
    const rush = new SparkPriorityClass(home, 'rush', { value: 100, preempting: true });
    const one = KueueWorkloadPriorityClass.fromPriorityClass(home, 'kueue-rush', rush);
    expect(one.resource.toJson()).toMatchObject({ metadata: { name: 'rush' }, value: 100 });
    const unknown = SparkPriorityClass.fromName('elsewhere');
    expect(() => KueueWorkloadPriorityClass.fromPriorityClass(home, 'x', unknown)).toThrow(
      '[test/x] kueue/priority-of-unknown: priority = "elsewhere"',
    );
  });

  test.each([
    [{ value: 0.5 }, 'kueue/workload-priority: value = 0.5'],
    [{ value: 2 ** 31 }, 'kueue/workload-priority: value = 2147483648'],
    [{ value: 1, description: 'x'.repeat(2049) }, 'kueue/description: description = '],
    [{ value: 1, name: 'a'.repeat(64) }, 'names/too-long: name = '],
  ])('refuses %j', (props, found) => {
    expect(new KueueWorkloadPriorityClass(chart(), 'p', props).node.validate()).toEqual(says(found));
  });
});

import { RuleError } from '../../lib/core/rules';
import { NodePool, type NodePoolProps } from '../../lib/scheduling/node-pool';

test('the presets are the labels of the two kinds of nodes', () => {
  expect(NodePool.DRIVER).toMatchObject({
    poolName: 'type=driver',
    nodeLabels: [{ key: 'type', values: ['driver'] }],
    preferred: false,
    tolerations: [],
  });
  expect(NodePool.COMPUTE.nodeLabels).toEqual([{ key: 'type', values: ['compute'] }]);
});

test('a label may have several values', () => {
  const pool = NodePool.labelled('example.com/zone', 'a', 'b');
  expect(pool.nodeLabels).toEqual([{ key: 'example.com/zone', values: ['a', 'b'] }]);
  expect(pool.poolName).toBe('example.com/zone=a|b');
});

test('a pool keeps labels, tolerations and preference, as copies', () => {
  const labels = [{ key: 'disk', values: ['ssd'] }];
  const tolerations = [{ key: 'spark', value: 'only', effect: 'NoSchedule' }, { effect: 'NoExecute' }, {}];
  const pool = NodePool.of('ssd', { labels, tolerations, preferred: true });
  labels[0]?.values.push('nvme');
  expect(pool).toMatchObject({ poolName: 'ssd', preferred: true, tolerations });
  expect(pool.nodeLabels).toEqual([{ key: 'disk', values: ['ssd'] }]);
});

test('a pool of tainted nodes needs no label', () => {
  expect(NodePool.of('tainted', { tolerations: [{ key: 'spark' }] }).nodeLabels).toEqual([]);
});

const label = (key: string, ...values: string[]): NodePoolProps => ({ labels: [{ key, values }] });

test.each<[string, string, NodePoolProps]>([
  ['scheduling/pool-empty', 'labels', {}],
  ['scheduling/node-label-without-values', 'labels[0].values', label('type')],
  [
    'scheduling/node-label-twice',
    'labels[1].key',
    {
      labels: [
        { key: 'a', values: ['x'] },
        { key: 'a', values: ['y'] },
      ],
    },
  ],
  ['names/label-key', 'labels[0].key', label('not a key', 'x')],
  ['names/label-value', 'labels["type"]', label('type', 'ok', 'not ok')],
  ['scheduling/toleration-effect', 'tolerations[0].effect', { tolerations: [{ key: 'a', effect: 'Never' }] }],
  ['scheduling/toleration-value-without-key', 'tolerations[0].value', { tolerations: [{ value: 'x' }] }],
  ['names/label-key', 'tolerations[0].key', { tolerations: [{ key: '-a' }] }],
  ['names/label-value', 'tolerations[0]["a"]', { tolerations: [{ key: 'a', value: 'x y' }] }],
])('throws %s at %s', (rule, at, props) => {
  const make = (): NodePool => NodePool.of('pool', props);
  expect(make).toThrow(RuleError);
  expect(make).toThrow(`${rule}: ${at} = `);
});

test('a pool needs a name', () => {
  expect(() => NodePool.of(' ', label('type', 'x'))).toThrow('scheduling/pool-name: name = " "');
});

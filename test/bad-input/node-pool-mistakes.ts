import { Chart, Duration, Size, type App } from 'cdk8s';
import { KarpenterNodePool } from '../../lib/scheduling/karpenter/karpenter-node-pool';
import { KarpenterOperator, type KarpenterNodePoolProps } from '../../lib/scheduling/karpenter/karpenter-props';
import { NodePool, type NodePoolProps } from '../../lib/scheduling/node-pool';
import { CpuArchitecture } from '../../lib/scheduling/node-pool-props';
import { SpotNodes } from '../../lib/scheduling/node-pool-spot';
import { SpreadPolicy } from '../../lib/spark/node-spread';
import type { Mistake } from './mistake';

const ZONE = 'topology.kubernetes.io/zone';
const NODE = { cpu: 15, memory: Size.gibibytes(57) };
const LABELS = [{ key: 'type', values: ['compute'] }];
const strict = SpreadPolicy.DO_NOT_SCHEDULE;

/** A pool that cannot be made. */
const pool = (name: string, props: NodePoolProps, rule: string, at: string, value: string, says?: string): Mistake => ({
  name,
  build: () => void NodePool.of('executors', { labels: LABELS, ...props }),
  rule: `scheduling/${rule}`,
  at,
  value,
  path: null,
  ...(says !== undefined && { says }),
});

/** What an autoscaler cannot be told. */
const hint = (
  name: string,
  props: NodePoolProps,
  tell: (pool: NodePool) => unknown,
  rule: string,
  at: string,
  value: string,
) => ({
  ...pool(name, props, rule, at, value),
  build: () => void tell(NodePool.of('executors', props)),
});
const tags = (one: NodePool): unknown => one.clusterAutoscalerTags();
const annotations = (one: NodePool): unknown => one.clusterApiAnnotations();

/** A pool that Karpenter would refuse. */
const karpenter = (
  name: string,
  props: Partial<KarpenterNodePoolProps>,
  rule: string,
  at: string,
  value: string,
): Mistake => ({
  name,
  build: (app: App) =>
    void new KarpenterNodePool(new Chart(app, 'c'), 'executors', {
      pool: NodePool.of('executors', { labels: LABELS }),
      nodeClass: { group: 'karpenter.k8s.aws', kind: 'EC2NodeClass', name: 'spark' },
      ...props,
    }),
  rule: rule.includes('/') ? rule : `karpenter/${rule}`,
  at,
  value,
  path: 'c/executors',
});
const of = (props: NodePoolProps): Partial<KarpenterNodePoolProps> => ({
  pool: NodePool.of('executors', { labels: LABELS, ...props }),
});
const minutes = (count: number): Duration => Duration.minutes(count);

/** Pools of nodes, what autoscalers are told of them, and Karpenter. */
export const NODE_POOL_MISTAKES: readonly Mistake[] = [
  pool('a node without memory', { node: { cpu: 4 } }, 'node-shape', 'node', '["cpu"]'),
  pool('a node of no cores', { node: { ...NODE, cpu: 0 } }, 'node-shape', 'node["cpu"]', '0'),
  pool(
    'a node without the device it names',
    { node: { ...NODE, devices: { 'nvidia.com/gpu': 0 } } },
    'node-shape',
    'node["nvidia.com/gpu"]',
    '0',
  ),
  {
    ...pool('a negative node', { node: { ...NODE, cpu: -1 } }, '', 'node.cpu', '-1'),
    rule: 'kube/amount-cpu',
  },
  pool('half a node', { minNodes: 0.5, node: NODE }, 'node-count', 'minNodes', '0.5'),
  pool('a pool of no nodes at all', { maxNodes: 0 }, 'node-count', 'maxNodes', '0'),
  pool(
    'more nodes at least than at most',
    { minNodes: 5, maxNodes: 3 },
    'node-count-order',
    'minNodes',
    '5',
    'maxNodes is 3',
  ),
  pool('a pool from zero of unknown shape', { minNodes: 0 }, 'pool-from-zero-without-shape', 'node', 'undefined'),
  pool(
    'a taint with an effect of its own',
    { taints: [{ key: 'spark', effect: 'noschedule' }] },
    'toleration-effect',
    'taints[0].effect',
    '"noschedule"',
  ),
  pool(
    'a taint that stands twice',
    {
      taints: [
        { key: 'spark', value: 'a', effect: 'NoSchedule' },
        { key: 'spark', value: 'b', effect: 'NoSchedule' },
      ],
    },
    'taint-twice',
    'taints[1].key',
    '"spark:NoSchedule"',
  ),
  {
    ...pool('a taint without key', { taints: [{ key: '', effect: 'NoSchedule' }] }, '', 'taints[0].key', '""'),
    rule: 'names/label-key',
  },
  {
    ...pool(
      'a taint with a value that is none',
      { taints: [{ key: 'spark', value: 'a b', effect: 'NoSchedule' }] },
      '',
      'taints[0]["spark"]',
      '"a b"',
    ),
    rule: 'names/label-value',
  },
  pool(
    'a zone as label and as zone',
    { labels: [{ key: ZONE, values: ['a'] }], zones: ['b'] },
    'node-label-twice',
    'zones',
    `"${ZONE}"`,
    'labels[0] has it too',
  ),
  pool(
    'on-demand spot nodes',
    { labels: [{ key: 'karpenter.sh/capacity-type', values: ['on-demand'] }], spot: SpotNodes.KARPENTER },
    'node-label-twice',
    'spot',
    '"karpenter.sh/capacity-type"',
  ),
  pool('no zone', { zones: [] }, 'node-label-without-values', 'zones', '[]'),
  pool(
    'a wish of weight 0',
    { preferences: [{ key: 'disk', values: ['ssd'], weight: 0 }] },
    'preference-weight',
    'preferences[0].weight',
    '0',
  ),
  pool(
    'a wish that the pool excludes',
    { architecture: CpuArchitecture.ARM64, preferences: [{ key: 'kubernetes.io/arch', values: ['amd64'] }] },
    'preference-excluded',
    'preferences[0].values',
    '["amd64"]',
    'the pool allows arm64',
  ),
  pool('a skew of 0', { spread: [{ topologyKey: ZONE, maxSkew: 0 }] }, 'spread-skew', 'spread[0].maxSkew', '0'),
  pool(
    'a spread over one zone',
    { zones: ['a'], spread: [{ topologyKey: ZONE }] },
    'spread-over-one-place',
    'spread[0].topologyKey',
    `"${ZONE}"`,
  ),
  pool(
    'a spread over the one node',
    { maxNodes: 1, spread: [{ topologyKey: 'kubernetes.io/hostname' }] },
    'spread-over-one-place',
    'spread[0].topologyKey',
    '"kubernetes.io/hostname"',
  ),
  pool(
    'a spread that stands twice',
    { spread: [{ topologyKey: ZONE }, { topologyKey: ZONE, maxSkew: 3 }] },
    'spread-twice',
    'spread[1].topologyKey',
    `"${ZONE}"`,
  ),
  pool(
    'a loose spread with a minimum of places',
    { spread: [{ topologyKey: ZONE, minDomains: 2 }] },
    'spread-loose-domains',
    'spread[0].minDomains',
    '2',
  ),
  pool(
    'more places than zones',
    { zones: ['a', 'b'], spread: [{ topologyKey: ZONE, whenUnsatisfiable: strict, minDomains: 3 }] },
    'spread-too-many-domains',
    'spread[0].minDomains',
    '3',
    'at most 2',
  ),
  hint('tags of unknown nodes', { labels: LABELS }, tags, 'autoscaler-shape', 'node', 'undefined'),
  hint(
    'a tag of two values',
    { labels: [{ key: 'type', values: ['a', 'b'] }], node: NODE },
    tags,
    'autoscaler-label',
    'labels["type"]',
    '["a","b"]',
  ),
  hint(
    'a tag too long for AWS',
    { labels: [{ key: `${'x'.repeat(60)}.example.com/${'y'.repeat(30)}`, values: ['a'] }], node: NODE },
    tags,
    'autoscaler-tag',
    'clusterAutoscalerTags',
    `"k8s.io/cluster-autoscaler/node-template/label/${'x'.repeat(60)}.example.com/${'y'.repeat(30)}"`,
  ),
  hint(
    'annotations without bounds',
    { labels: LABELS, node: NODE },
    annotations,
    'autoscaler-count',
    'maxNodes',
    'undefined',
  ),
  hint(
    'annotations of two kinds of devices',
    { labels: LABELS, maxNodes: 2, node: { ...NODE, devices: { 'nvidia.com/gpu': 1, 'amd.com/gpu': 1 } } },
    annotations,
    'autoscaler-devices',
    'node.devices',
    '["nvidia.com/gpu","amd.com/gpu"]',
  ),
  karpenter(
    'a node class with a version',
    { nodeClass: { group: 'karpenter.k8s.aws/v1', kind: 'EC2NodeClass', name: 'spark' } },
    'node-class',
    'nodeClass.group',
    '"karpenter.k8s.aws/v1"',
  ),
  karpenter('a Karpenter pool with a minimum', of({ node: NODE, minNodes: 2 }), 'minimum', 'pool.minNodes', '2'),
  karpenter(
    'spot nodes of another cloud',
    of({ spot: SpotNodes.EKS }),
    'spot-of-another',
    'pool.spot',
    '"eks.amazonaws.com/capacityType"',
  ),
  karpenter(
    'a label that is not ours to set',
    of({ labels: [{ key: 'node-role.kubernetes.io/spark', values: ['true'] }] }),
    'label-restricted',
    'pool.labels',
    '"node-role.kubernetes.io/spark"',
  ),
  karpenter(
    'a requirement that the pool has',
    { ...of({ zones: ['a', 'b'] }), requirements: [{ key: ZONE, values: ['a'] }] },
    'requirement-twice',
    'requirements[0].key',
    `"${ZONE}"`,
  ),
  karpenter(
    'a requirement above two numbers',
    { requirements: [{ key: 'karpenter.k8s.aws/instance-cpu', operator: KarpenterOperator.GT, values: ['4', '8'] }] },
    'requirement-values',
    'requirements[0].values',
    '["4","8"]',
  ),
  karpenter(
    'a choice of more values than there are',
    { requirements: [{ key: 'karpenter.k8s.aws/instance-family', values: ['m7g'], minValues: 3 }] },
    'requirement-min-values',
    'requirements[0].minValues',
    '3',
  ),
  karpenter('a weight of 0', { weight: 0 }, 'weight', 'weight', '0'),
  karpenter('a limit of 0', { limits: { cpu: 0 } }, 'limits', 'limits["cpu"]', '0'),
  karpenter('machines that are all reserved', { reservedShare: 1 }, 'reserved-share', 'reservedShare', '1'),
  karpenter(
    'a budget of 120 percent',
    { budgets: [{ percent: 120 }] },
    'budget-nodes',
    'budgets[0]',
    '{"percent":120}',
  ),
  karpenter(
    'a budget in nodes and percent',
    { budgets: [{ nodes: 1, percent: 10 }] },
    'budget-nodes',
    'budgets[0]',
    '{"nodes":1,"percent":10}',
  ),
  karpenter(
    'a schedule without duration',
    { budgets: [{ nodes: 0, schedule: '@daily' }] },
    'budget-schedule',
    'budgets[0].schedule',
    '"@daily"',
  ),
  karpenter(
    'a schedule with a time zone',
    { budgets: [{ nodes: 0, schedule: 'TZ=Europe/Berlin 0 8 * * *', duration: minutes(60) }] },
    'budget-schedule',
    'budgets[0].schedule',
    '"TZ=Europe/Berlin 0 8 * * *"',
  ),
  karpenter(
    'a budget of half a minute',
    { budgets: [{ nodes: 0, schedule: '@daily', duration: Duration.seconds(30) }] },
    'budget-duration',
    'budgets[0].duration',
    '"0.5 minutes"',
  ),
  karpenter(
    'too many budgets',
    { budgets: Array.from({ length: 51 }, () => ({ nodes: 1 })) },
    'budget-count',
    'budgets',
    '51',
  ),
  karpenter(
    'milliseconds',
    { consolidateAfter: Duration.millis(1500) },
    'duration',
    'consolidateAfter',
    '"1.5 seconds"',
  ),
  karpenter(
    'a node that expires and never does',
    { neverExpires: true, expireAfter: Duration.days(1) },
    'lifetime',
    'expireAfter',
    '"86400 seconds"',
  ),
  karpenter(
    'a startup taint with an effect of its own',
    { startupTaints: [{ key: 'cilium', effect: 'Never' }] },
    'scheduling/toleration-effect',
    'startupTaints[0].effect',
    '"Never"',
  ),
  karpenter('a name too long for a label', { name: 'x'.repeat(64) }, 'names/too-long', 'name', `"${'x'.repeat(64)}"`),
];

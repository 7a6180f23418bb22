import { Chart, Duration, Size, Testing } from 'cdk8s';
import { warningsOf } from '../../lib/core/rules';
import { KarpenterNodePool } from '../../lib/scheduling/karpenter/karpenter-node-pool';
import {
  KarpenterConsolidation,
  KarpenterDisruption,
  KarpenterOperator,
  type KarpenterNodePoolProps,
} from '../../lib/scheduling/karpenter/karpenter-props';
import { NodePool, type NodePoolProps } from '../../lib/scheduling/node-pool';
import { CpuArchitecture } from '../../lib/scheduling/node-pool-props';
import { SpotNodes } from '../../lib/scheduling/node-pool-spot';
import { SparkTesting } from '../../lib/testing';
import { job, type Pod } from '../spark/jobs';

const NODE = { cpu: 15.5, memory: Size.gibibytes(57) };
const EXECUTORS: NodePoolProps = {
  labels: [{ key: 'type', values: ['compute'] }],
  taints: [{ key: 'spark', value: 'executors', effect: 'NoSchedule' }],
  zones: ['eu-1a', 'eu-1b'],
  architecture: CpuArchitecture.ARM64,
  spot: SpotNodes.KARPENTER,
  node: { ...NODE, devices: { 'nvidia.com/gpu': 2 } },
  minNodes: 0,
  maxNodes: 20,
};
const NODE_CLASS = { group: 'karpenter.k8s.aws', kind: 'EC2NodeClass', name: 'spark' };

/** The pool above, less some of its props. */
function without(...props: (keyof NodePoolProps)[]): NodePoolProps {
  return Object.fromEntries(Object.entries(EXECUTORS).filter(([prop]) => !props.includes(prop as keyof NodePoolProps)));
}

interface Requirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: string[];
}

interface Spec {
  readonly template: {
    readonly metadata?: { readonly labels: { readonly [key: string]: string } };
    readonly spec: {
      readonly requirements: Requirement[];
      readonly taints?: { readonly key: string; readonly value?: string; readonly effect: string }[];
      readonly expireAfter: string;
      readonly terminationGracePeriod?: string;
    };
  };
  readonly disruption: {
    readonly consolidateAfter: string;
    readonly consolidationPolicy: string;
    readonly budgets: { readonly nodes: string; readonly duration?: string; readonly reasons?: string[] }[];
  };
  readonly limits?: { readonly [resource: string]: string };
  readonly weight?: number;
}

function made(props: Partial<KarpenterNodePoolProps> = {}, pool: NodePoolProps = EXECUTORS) {
  const chart = new Chart(Testing.app(), 'c', { namespace: 'etl' });
  const karpenter = new KarpenterNodePool(chart, 'executors', {
    pool: NodePool.of('executors', pool),
    nodeClass: NODE_CLASS,
    ...props,
  });
  return { chart, karpenter, errors: karpenter.node.validate() };
}

function specOf(props: Partial<KarpenterNodePoolProps> = {}, pool: NodePoolProps = EXECUTORS): Spec {
  const { chart, errors } = made(props, pool);
  expect(errors).toEqual([]);
  return SparkTesting.find(chart, 'NodePool').spec as Spec;
}

test('a pool of spot executors, whole', () => {
  const { chart } = made();
  expect(SparkTesting.manifests(chart)).toMatchSnapshot();
});

test('a pool of drivers, with everything said', () => {
  const { chart, errors } = made(
    {
      name: 'drivers',
      requirements: [
        { key: 'karpenter.k8s.aws/instance-category', values: ['m', 'r'], minValues: 2 },
        { key: 'karpenter.k8s.aws/instance-generation', operator: KarpenterOperator.GT, values: ['6'] },
        { key: 'karpenter.k8s.aws/instance-local-nvme', operator: KarpenterOperator.EXISTS },
      ],
      startupTaints: [{ key: 'node.cilium.io/agent-not-ready', value: 'true', effect: 'NoExecute' }],
      limits: { cpu: 64, memory: Size.gibibytes(256) },
      consolidation: KarpenterConsolidation.WHEN_EMPTY_OR_UNDERUTILIZED,
      consolidateAfter: Duration.seconds(90),
      budgets: [
        { percent: 20, reasons: [KarpenterDisruption.EMPTY, KarpenterDisruption.DRIFTED] },
        { nodes: 0, schedule: '0 8 * * mon-fri', duration: Duration.hours(10) },
      ],
      expireAfter: Duration.days(7),
      terminationGracePeriod: Duration.hours(4),
      weight: 10,
    },
    { ...without('spot', 'zones', 'labels'), labels: [{ key: 'type', values: ['driver'] }] },
  );
  expect(errors).toEqual([]);
  expect(SparkTesting.manifests(chart)).toMatchSnapshot();
});

test('is one object of the whole cluster', () => {
  const { chart, karpenter } = made();
  const [object, ...others] = SparkTesting.manifests(chart);
  expect(others).toEqual([]);
  expect(object).toMatchObject({ apiVersion: 'karpenter.sh/v1', kind: 'NodePool' });
  expect(object?.metadata).not.toHaveProperty('namespace');
  expect(karpenter.nodePoolName).toBe('executors');
});

/** Whether the scheduler would put a pod on a node with these labels and taints. */
function accepts(
  pod: Pod,
  labels: { readonly [key: string]: string },
  taints: Spec['template']['spec']['taints'] = [],
) {
  const { affinity, tolerations = [] } = pod.spec as {
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: { matchExpressions: { key: string; values: string[] }[] }[];
        };
      };
    };
    tolerations?: { key?: string; value?: string; effect?: string }[];
  };
  const [term] = affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms;
  const fits = term?.matchExpressions.every(({ key, values }) => values.includes(labels[key] ?? ''));
  return (
    fits &&
    taints.every((taint) =>
      tolerations.some(
        ({ key, value, effect }) =>
          key === taint.key && (value === undefined || value === taint.value) && effect === taint.effect,
      ),
    )
  );
}

test('executors of the pool fit the nodes that Karpenter makes, and others stay away', () => {
  const { karpenter } = made();
  const { template } = specOf();
  const chosen = template.spec.requirements.map(({ key, values = [] }) => [key, values[0] ?? '']);
  const labels = { ...template.metadata?.labels, ...(Object.fromEntries(chosen) as { [key: string]: string }) };
  const pod = (nodes: NodePool) => job({ executor: { nodes } }).executorPod as Pod;
  expect(accepts(pod(karpenter.pool), labels, template.spec.taints)).toBe(true);
  expect(accepts(pod(NodePool.COMPUTE), labels, template.spec.taints)).toBe(false);
});

describe('requirements', () => {
  const requirement = (spec: Spec, key: string) => spec.template.spec.requirements.find((one) => one.key === key);

  test('are on demand and Linux unless the pool says otherwise', () => {
    const spec = specOf({}, without('spot'));
    expect(requirement(spec, 'karpenter.sh/capacity-type')?.values).toEqual(['on-demand']);
    expect(requirement(spec, 'kubernetes.io/os')?.values).toEqual(['linux']);
    expect(requirement(specOf(), 'karpenter.sh/capacity-type')?.values).toEqual(['spot']);
  });
  test('may name both kinds of capacity', () => {
    const labels = [{ key: 'karpenter.sh/capacity-type', values: ['spot', 'on-demand'] }];
    const spec = specOf({}, { ...without('spot'), labels });
    expect(requirement(spec, 'karpenter.sh/capacity-type')?.values).toEqual(['spot', 'on-demand']);
  });
  test('are labels of machines; labels of your own are put on the nodes', () => {
    const { template } = specOf();
    expect(template.metadata?.labels).toEqual({ type: 'compute' });
    expect(template.spec.requirements.map(({ key }) => key)).toEqual([
      'kubernetes.io/os',
      'topology.kubernetes.io/zone',
      'kubernetes.io/arch',
      'karpenter.sh/capacity-type',
    ]);
  });
  test('stand for a label of your own with several values', () => {
    const { template } = specOf({}, { ...EXECUTORS, labels: [{ key: 'type', values: ['compute', 'any'] }] });
    expect(template.metadata).toBeUndefined();
    expect(template.spec.requirements).toContainEqual({ key: 'type', operator: 'In', values: ['compute', 'any'] });
  });
});

describe('limits', () => {
  test('leave room for what machines keep for themselves', () =>
    // 20 × 15.5 ÷ 0.85 = 364.7; 20 × 57 ÷ 0.85 = 1341.2
    expect(specOf().limits).toEqual({ cpu: '365', memory: '1342Gi', 'nvidia.com/gpu': '40' }));
  test('are exact where nothing is reserved', () =>
    expect(specOf({ reservedShare: 0 }).limits).toEqual({ cpu: '310', memory: '1140Gi', 'nvidia.com/gpu': '40' }));
  test('let a single node exist', () => {
    const { limits } = specOf({}, { ...EXECUTORS, maxNodes: 1, node: NODE });
    expect(limits).toEqual({ cpu: '19', memory: '68Gi' });
  });
  test('are those of the user, or none', () => {
    expect(specOf({ limits: { cpu: 8 } }).limits).toEqual({ cpu: '8' });
    expect(specOf({}, without('maxNodes')).limits).toBeUndefined();
  });
});

describe('disruption', () => {
  test('leaves nodes in use alone', () => {
    expect(specOf().disruption).toEqual({
      consolidationPolicy: 'WhenEmpty',
      consolidateAfter: '2m',
      budgets: [
        { nodes: '100%', reasons: ['Empty'] },
        { nodes: '0', reasons: ['Drifted'] },
      ],
    });
  });
  test('of underutilized nodes is bounded where it is asked for', () => {
    const { budgets } = specOf({ consolidation: KarpenterConsolidation.WHEN_EMPTY_OR_UNDERUTILIZED }).disruption;
    expect(budgets).toContainEqual({ nodes: '10%', reasons: ['Underutilized'] });
  });
  test('by age is after 30 days, or never', () => {
    expect(specOf().template.spec.expireAfter).toBe('720h');
    expect(specOf({ neverExpires: true }).template.spec.expireAfter).toBe('Never');
    expect(specOf({ expireAfter: Duration.minutes(90) }).template.spec.expireAfter).toBe('90m');
  });

  // The patterns of Karpenter's own schema, karpenter.sh/v1.
  test.each([0, 1, 30, 60, 90, 3600, 5400, 86400])('writes %d seconds as Karpenter reads them', (seconds) => {
    const duration = Duration.seconds(seconds);
    const spec = specOf({ consolidateAfter: duration, terminationGracePeriod: duration });
    expect(spec.disruption.consolidateAfter).toMatch(/^(([0-9]+(s|m|h))+|Never)$/);
    expect(spec.template.spec.terminationGracePeriod).toMatch(/^([0-9]+(s|m|h))+$/);
  });
  test.each([
    [{ percent: 0 }, '0%'],
    [{ percent: 7 }, '7%'],
    [{ percent: 100 }, '100%'],
    [{ nodes: 12 }, '12'],
  ])('writes a budget of %j as Karpenter reads it', (one, nodes) => {
    const budget = { ...one, schedule: '@daily', duration: Duration.hours(36) };
    const [written] = specOf({ budgets: [budget] }).disruption.budgets;
    expect(written).toEqual({ nodes, schedule: '@daily', duration: '2160m' });
    expect(written?.nodes).toMatch(/^((100|[0-9]{1,2})%|[0-9]+)$/);
    expect(written?.duration).toMatch(/^((([0-9]+(h|m))|([0-9]+h[0-9]+m))(0s)?)$/);
  });
});

test('a pool without any bound is warned of', () => {
  const warned = (props: Partial<KarpenterNodePoolProps>, pool: NodePoolProps): string[] =>
    warningsOf(made(props, pool).karpenter);
  expect(warned({}, without('maxNodes'))).toEqual([expect.stringMatching(/^karpenter\/unlimited: limits = undefined/)]);
  expect(warned({ limits: { cpu: 8 } }, without('maxNodes'))).toEqual([]);
  expect(warned({}, EXECUTORS)).toEqual([]);
});

test('every field can be overridden', () => {
  const { chart, karpenter } = made();
  karpenter.override('/spec/template/metadata/annotations', { team: 'etl' });
  expect(SparkTesting.find(chart, 'NodePool')).toMatchObject({
    spec: { template: { metadata: { annotations: { team: 'etl' } } } },
  });
});

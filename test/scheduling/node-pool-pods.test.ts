import { Decommissioning, DynamicAllocation, SparkPriorityClass, type SparkJobProps } from '../../lib';
import { NodePool, type NodePoolProps } from '../../lib/scheduling/node-pool';
import { CpuArchitecture } from '../../lib/scheduling/node-pool-props';
import { SpotNodes } from '../../lib/scheduling/node-pool-spot';
import { executorTemplate } from '../../lib/spark/executor-pod';
import { poolFindings, poolWarnings } from '../../lib/spark/node-placement-findings';
import { SpreadPolicy } from '../../lib/spark/node-spread';
import type { INodePool } from '../../lib/spark/placement';
import { Size } from 'cdk8s';
import { job, type Pod } from '../spark/jobs';

const ZONE = 'topology.kubernetes.io/zone';
const NODE = { cpu: 15, memory: Size.gibibytes(57) };

/** The spec of both pods, and of the template from which Spark makes executors. */
function specs(props: NodePoolProps) {
  const nodes = NodePool.of('pool', props);
  const made = job({ driver: { nodes }, executor: { nodes } });
  return {
    driver: (made.driverPod as Pod).spec,
    executor: (made.executorPod as Pod).spec,
    template: (executorTemplate(made._application) as Pod).spec,
  };
}

const required = (...matchExpressions: object[]) => ({
  requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions }] },
});

test.each(['driver', 'executor', 'template'] as const)('needs and wishes stand side by side in the %s', (pod) => {
  const spec = specs({
    labels: [{ key: 'type', values: ['compute'] }],
    preferences: [
      { key: 'disk', values: ['nvme', 'ssd'], weight: 30 },
      { key: 'rack', values: ['1'] },
    ],
  })[pod];
  expect(spec.affinity).toEqual({
    nodeAffinity: {
      ...required({ key: 'type', operator: 'In', values: ['compute'] }),
      preferredDuringSchedulingIgnoredDuringExecution: [
        { weight: 30, preference: { matchExpressions: [{ key: 'disk', operator: 'In', values: ['nvme', 'ssd'] }] } },
        { weight: 100, preference: { matchExpressions: [{ key: 'rack', operator: 'In', values: ['1'] }] } },
      ],
    },
  });
});

test('zones, architecture and spot are labels that a node must have', () => {
  const { executor, template } = specs({
    labels: [{ key: 'type', values: ['compute'] }],
    zones: ['a', 'b'],
    architecture: CpuArchitecture.ARM64,
    spot: SpotNodes.KARPENTER,
  });
  expect(executor.affinity).toEqual({
    nodeAffinity: required(
      { key: 'type', operator: 'In', values: ['compute'] },
      { key: ZONE, operator: 'In', values: ['a', 'b'] },
      { key: 'kubernetes.io/arch', operator: 'In', values: ['arm64'] },
      { key: 'karpenter.sh/capacity-type', operator: 'In', values: ['spot'] },
    ),
  });
  expect(template.affinity).toEqual(executor.affinity);
  expect(executor.tolerations).toBeUndefined();
});

test('a preferred pool makes wishes only', () => {
  const { driver } = specs({ labels: [{ key: 'a', values: ['b'] }], zones: ['z'], preferred: true });
  expect(driver.affinity).toEqual({
    nodeAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [
        {
          weight: 100,
          preference: {
            matchExpressions: [
              { key: 'a', operator: 'In', values: ['b'] },
              { key: ZONE, operator: 'In', values: ['z'] },
            ],
          },
        },
      ],
    },
  });
});

test.each([
  ['GKE', SpotNodes.GKE, 'cloud.google.com/gke-spot', 'true'],
  ['AKS', SpotNodes.AKS, 'kubernetes.azure.com/scalesetpriority', 'spot'],
] as const)('spot nodes of %s are asked for and entered', (_cloud, spot, key, value) => {
  const { executor, template } = specs({ spot });
  expect(executor.affinity).toEqual({ nodeAffinity: required({ key, operator: 'In', values: [value] }) });
  expect(executor.tolerations).toEqual([{ key, operator: 'Equal', value, effect: 'NoSchedule' }]);
  expect(template.tolerations).toEqual(executor.tolerations);
});

test('spot nodes of EKS have a label and no taint', () => {
  const pool = NodePool.of('spot', { spot: SpotNodes.EKS });
  expect(pool).toMatchObject({ spot: true, tolerations: [] });
  expect(pool.nodeLabels).toEqual([{ key: 'eks.amazonaws.com/capacityType', values: ['SPOT'] }]);
});

test('pods accept the taints of their pool, each once', () => {
  const { driver, template } = specs({
    taints: [
      { key: 'spark', value: 'only', effect: 'NoSchedule' },
      { key: 'gpu', effect: 'NoExecute' },
    ],
    tolerations: [{ key: 'spark', value: 'only', effect: 'NoSchedule' }, { key: 'other' }],
  });
  expect(driver.tolerations).toEqual([
    { key: 'spark', operator: 'Equal', value: 'only', effect: 'NoSchedule' },
    { key: 'other', operator: 'Exists' },
    { key: 'gpu', operator: 'Exists', effect: 'NoExecute' },
  ]);
  expect(template.tolerations).toEqual(driver.tolerations);
});

test('executors of one job are spread, and drivers are not', () => {
  const { driver, executor, template } = specs({
    zones: ['a', 'b', 'c'],
    spread: [
      { topologyKey: ZONE, maxSkew: 2, whenUnsatisfiable: SpreadPolicy.DO_NOT_SCHEDULE, minDomains: 3 },
      { topologyKey: 'kubernetes.io/hostname' },
    ],
  });
  const labelSelector = {
    matchLabels: { 'app.kubernetes.io/name': 'spark', 'app.kubernetes.io/instance': 'pi', 'spark-role': 'executor' },
  };
  const ours = { nodeTaintsPolicy: 'Honor', labelSelector };
  expect(executor.topologySpreadConstraints).toEqual([
    { topologyKey: ZONE, maxSkew: 2, whenUnsatisfiable: 'DoNotSchedule', minDomains: 3, ...ours },
    { topologyKey: 'kubernetes.io/hostname', maxSkew: 1, whenUnsatisfiable: 'ScheduleAnyway', ...ours },
  ]);
  expect(template.topologySpreadConstraints).toEqual(executor.topologySpreadConstraints);
  expect(driver).not.toHaveProperty('topologySpreadConstraints');
});

test('the selector of a spread finds executors and no driver', () => {
  const nodes = NodePool.of('p', { spread: [{ topologyKey: ZONE }] });
  const made = job({ executor: { nodes }, driver: { nodes } });
  const [spread] = (made.executorPod as Pod).spec.topologySpreadConstraints as [
    { labelSelector: { matchLabels: { [key: string]: string } } },
  ];
  const selected = (pod: unknown): boolean =>
    Object.entries(spread.labelSelector.matchLabels).every(([k, v]) => (pod as Pod).metadata.labels[k] === v);
  expect([selected(made.executorPod), selected(made.driverPod)]).toEqual([true, false]);
});

test('anybody may implement a pool with nothing but the old members', () => {
  const nodes: INodePool = {
    poolName: 'own',
    nodeLabels: [{ key: 'a', values: ['b'] }],
    preferred: false,
    tolerations: [],
  };
  const spec = (job({ executor: { nodes } }).executorPod as Pod).spec;
  expect(spec.affinity).toEqual({ nodeAffinity: required({ key: 'a', operator: 'In', values: ['b'] }) });
  expect(spec).not.toHaveProperty('topologySpreadConstraints');
});

describe('size and shape', () => {
  test('are there for checks of capacity', () => {
    const pool = NodePool.of('p', { zones: ['a'], node: NODE, minNodes: 0, maxNodes: 20 });
    expect(pool.capacity).toEqual({ node: NODE, minNodes: 0, maxNodes: 20 });
  });
  test('are one node and no upper bound unless said', () =>
    expect(NodePool.of('p', { zones: ['a'], node: NODE }).capacity).toEqual({ node: NODE, minNodes: 1 }));
  test('are not known without a shape', () => {
    expect(NodePool.of('p', { zones: ['a'], maxNodes: 3 }).capacity).toBeUndefined();
    expect(NodePool.DRIVER.capacity).toBeUndefined();
  });
});

const warnings = (props: Partial<SparkJobProps>): string[] =>
  poolWarnings(job(props)._application).map(({ rule, at, value }) => `${rule.id} ${at} ${JSON.stringify(value)}`);

describe('warnings', () => {
  const spot = NodePool.of('cheap', { spot: SpotNodes.EKS });
  const expendable = { priorityClassName: 'filler', known: { value: -11, preempting: false } };
  const sized = (props: NodePoolProps) => NodePool.of('sized', { zones: ['a', 'b'], node: NODE, ...props });
  const strict = { topologyKey: ZONE, whenUnsatisfiable: SpreadPolicy.DO_NOT_SCHEDULE };

  test('a driver on nodes that the cloud may take', () => {
    const props = { driver: { nodes: spot }, features: [Decommissioning.migratingBlocks()] };
    expect(warnings(props)).toEqual(['spark/driver-on-spot-nodes driver.nodes "cheap"']);
  });
  test('executors there without decommissioning', () => {
    expect(warnings({ executor: { nodes: spot } })).toEqual(['spark/executors-on-spot-nodes executor.nodes "cheap"']);
    expect(warnings({ executor: { nodes: spot }, features: [Decommissioning.migratingBlocks()] })).toEqual([]);
  });
  test('a priority for which no node is added', () => {
    const nodes = sized({ minNodes: 0, maxNodes: 5 });
    expect(warnings({ priority: expendable, executor: { nodes } })).toEqual([
      'spark/priority-below-autoscaler priority -11',
    ]);
    expect(
      warnings({
        priority: expendable,
        executorPriority: { ...expendable, known: { value: -10, preempting: false } },
        executor: { nodes },
      }),
    ).toEqual([]);
    expect(warnings({ priority: SparkPriorityClass.fromName('unknown'), executor: { nodes } })).toEqual([]);
    expect(warnings({ priority: expendable, executor: { nodes: sized({ minNodes: 5, maxNodes: 5 }) } })).toEqual([]);
  });
  test('a strict spread over places that are not there yet', () => {
    const spread = (one: object, minNodes = 0) => ({
      executor: { nodes: sized({ minNodes, spread: [{ ...strict, ...one }] }) },
    });
    expect(warnings(spread({}))).toEqual(['spark/spread-from-zero executor.nodes "sized"']);
    expect(warnings(spread({ minDomains: 2 }))).toEqual([]);
    expect(warnings(spread({ whenUnsatisfiable: SpreadPolicy.SCHEDULE_ANYWAY }))).toEqual([]);
    expect(warnings(spread({ topologyKey: 'kubernetes.io/hostname' }))).toEqual([]);
    expect(warnings(spread({}, 1))).toEqual([]);
  });
  test('nothing of an ordinary job', () => {
    const features = [DynamicAllocation.between({ maxExecutors: 4 })];
    expect(warnings({ driver: { nodes: NodePool.DRIVER }, executor: { nodes: NodePool.COMPUTE }, features })).toEqual(
      [],
    );
  });
});

describe('devices', () => {
  const executor = (nodes: INodePool) => ({
    executor: { nodes, devices: [{ name: 'gpu', vendor: 'nvidia.com', amount: 1 }] },
  });
  const findings = (nodes: INodePool) => poolFindings(job(executor(nodes))._application);
  const pool = (props: NodePoolProps) => NodePool.of('gpus', { zones: ['a'], ...props });

  test('that no node of the pool has are refused', () => {
    expect(findings(pool({ node: NODE }))).toEqual([
      expect.objectContaining({ at: 'executor.devices', value: 'nvidia.com/gpu', because: 'pool gpus' }),
    ]);
  });
  test('are taken on trust where the pool has no shape, and where pods may go elsewhere', () => {
    expect(findings(pool({}))).toEqual([]);
    expect(findings(pool({ node: NODE, preferred: true }))).toEqual([]);
    expect(findings(pool({ node: { ...NODE, devices: { 'nvidia.com/gpu': 4 } } }))).toEqual([]);
  });
});

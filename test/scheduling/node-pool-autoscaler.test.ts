import { Size } from 'cdk8s';
import { NodePool, type NodePoolProps } from '../../lib/scheduling/node-pool';
import { CpuArchitecture } from '../../lib/scheduling/node-pool-props';
import { SpotNodes } from '../../lib/scheduling/node-pool-spot';
import { volcanoPoolFindings } from '../../lib/scheduling/volcano/pool-findings';
import type { VolcanoTraits } from '../../lib/scheduling/volcano/interfaces';
import { describe as text } from '../../lib/core/rules';

const NODE = { cpu: 15.5, memory: Size.gibibytes(57) };
const POOL: NodePoolProps = {
  labels: [{ key: 'type', values: ['compute'] }],
  taints: [
    { key: 'spark', value: 'only', effect: 'NoSchedule' },
    { key: 'batch', effect: 'NoExecute' },
  ],
  architecture: CpuArchitecture.ARM64,
  zones: ['a'],
  spot: SpotNodes.EKS,
  node: { ...NODE, ephemeralStorage: Size.gibibytes(100), pods: 58, devices: { 'nvidia.com/gpu': 2 } },
  minNodes: 0,
  maxNodes: 20,
};

test('the tags of an auto scaling group describe a node that is not there yet', () => {
  const template = 'k8s.io/cluster-autoscaler/node-template';
  expect(NodePool.of('compute', POOL).clusterAutoscalerTags()).toEqual({
    [`${template}/label/type`]: 'compute',
    [`${template}/label/topology.kubernetes.io/zone`]: 'a',
    [`${template}/label/kubernetes.io/arch`]: 'arm64',
    [`${template}/label/eks.amazonaws.com/capacityType`]: 'SPOT',
    [`${template}/taint/spark`]: 'only:NoSchedule',
    [`${template}/taint/batch`]: ':NoExecute',
    [`${template}/resources/cpu`]: '15500m',
    [`${template}/resources/memory`]: '57Gi',
    [`${template}/resources/ephemeral-storage`]: '100Gi',
    [`${template}/resources/pods`]: '58',
    [`${template}/resources/nvidia.com/gpu`]: '2',
  });
});

test('the annotations of a MachineDeployment describe the same node, and the bounds', () => {
  const capacity = 'capacity.cluster-autoscaler.kubernetes.io';
  expect(NodePool.of('compute', POOL).clusterApiAnnotations()).toEqual({
    'cluster.x-k8s.io/cluster-api-autoscaler-node-group-min-size': '0',
    'cluster.x-k8s.io/cluster-api-autoscaler-node-group-max-size': '20',
    [`${capacity}/cpu`]: '15500m',
    [`${capacity}/memory`]: '57Gi',
    [`${capacity}/ephemeral-disk`]: '100Gi',
    [`${capacity}/maxPods`]: '58',
    [`${capacity}/gpu-type`]: 'nvidia.com/gpu',
    [`${capacity}/gpu-count`]: '2',
    [`${capacity}/labels`]:
      'type=compute,topology.kubernetes.io/zone=a,kubernetes.io/arch=arm64,eks.amazonaws.com/capacityType=SPOT',
    [`${capacity}/taints`]: 'spark=only:NoSchedule,batch:NoExecute',
  });
});

test('a pool without labels and taints has no lists of them', () => {
  const pool = NodePool.of('p', { zones: ['a', 'b'], node: NODE, maxNodes: 2 });
  expect(Object.keys(pool.clusterApiAnnotations()).sort()).toEqual([
    'capacity.cluster-autoscaler.kubernetes.io/cpu',
    'capacity.cluster-autoscaler.kubernetes.io/memory',
    'cluster.x-k8s.io/cluster-api-autoscaler-node-group-max-size',
    'cluster.x-k8s.io/cluster-api-autoscaler-node-group-min-size',
  ]);
});

test('of several zones the autoscaler knows by itself', () => {
  const tags = NodePool.of('p', { zones: ['a', 'b'], node: NODE }).clusterAutoscalerTags();
  expect(Object.keys(tags).filter((key) => key.includes('zone'))).toEqual([]);
});

describe('an empty pool under Volcano', () => {
  const traits: VolcanoTraits = {
    enqueues: true,
    gatesByQueue: true,
    preempts: false,
    reclaims: false,
    readsWaitingTime: false,
    capacity: false,
    hierarchical: false,
    proportion: true,
  };
  const empty = NodePool.of('empty', { zones: ['a'], node: NODE, minNodes: 0, maxNodes: 10 });
  const open = NodePool.of('open', { zones: ['a'], node: NODE, minNodes: 0 });
  const kept = NodePool.of('kept', { zones: ['a'], node: NODE, minNodes: 1 });

  test.each<[string, Partial<VolcanoTraits>, number]>([
    ['proportion', {}, 1],
    ['flat capacity', { proportion: false, capacity: true }, 1],
    ['hierarchical capacity', { proportion: false, capacity: true, hierarchical: true }, 0],
    ['no enqueue', { enqueues: false }, 0],
    ['neither of the plugins', { proportion: false }, 0],
  ])('%s', (_name, some, count) => {
    expect(volcanoPoolFindings({ ...traits, ...some }, [empty, kept, NodePool.DRIVER])).toHaveLength(count);
  });

  test('is reported with what it could grow to', () => {
    const [first, second] = volcanoPoolFindings(traits, [empty, open]).map(text);
    expect(first).toMatch(
      /^volcano\/pool-from-zero: minNodes = 0: .*\(pool empty, which can grow to cpu 155, memory 570Gi\)\. Fix: use plugin capacity with enableHierarchy/,
    );
    expect(second).toContain('(pool open)');
  });
});

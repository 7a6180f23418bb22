import { RuleError, type Finding } from '../core/rules';
import { amountsOf, amountQuantities, amountQuantity, type Amounts } from '../kube/resources';
import type { NodeLabel, NodePoolCapacity } from '../spark/placement';
import type { NodeTaint } from './node-pool-props';
import { SCHEDULING_RULES as RULES } from './rules';

const TEMPLATE = 'k8s.io/cluster-autoscaler/node-template';
const CAPACITY = 'capacity.cluster-autoscaler.kubernetes.io';
const BOUNDS = 'cluster.x-k8s.io/cluster-api-autoscaler-node-group';
const TAG_KEY_MAX = 128;
/** Autoscalers know the zones of a node group by themselves. */
const ZONE = 'topology.kubernetes.io/zone';
/** Resources for which a MachineDeployment has an annotation of its own; what is left are devices. */
const ANNOTATED: { readonly [resource: string]: string } = {
  cpu: 'cpu',
  memory: 'memory',
  'ephemeral-storage': 'ephemeral-disk',
  pods: 'maxPods',
};

/** What the Cluster Autoscaler has to be told of a pool that may be empty. */
export interface AutoscaledPool {
  readonly nodeLabels: NodeLabel[];
  readonly taints: NodeTaint[];
  readonly capacity?: NodePoolCapacity;
}

/**
 * Tags of the AWS auto scaling group.
 *
 * @see https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/README.md
 */
export function awsTags(pool: AutoscaledPool): { [key: string]: string } {
  const { node } = capacityOf(pool);
  const labels = singleLabels(pool).map(([key, value]) => [`${TEMPLATE}/label/${key}`, value]);
  const taints = pool.taints.map(({ key, value = '', effect }) => [`${TEMPLATE}/taint/${key}`, `${value}:${effect}`]);
  const resources = Object.entries(amountQuantities(amountsOf(node))).map(([name, quantity]) => [
    `${TEMPLATE}/resources/${name}`,
    quantity,
  ]);
  const tags = Object.fromEntries([...labels, ...taints, ...resources]) as { [key: string]: string };
  const long = Object.keys(tags).find((key) => key.length > TAG_KEY_MAX);
  if (long !== undefined) refuse({ rule: RULES.autoscalerTag, at: 'clusterAutoscalerTags', value: long });
  return tags;
}

/**
 * Annotations of the MachineDeployment of Cluster API.
 *
 * @see https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/clusterapi/README.md
 */
export function clusterApiAnnotations(pool: AutoscaledPool): { [key: string]: string } {
  const { node, minNodes, maxNodes } = capacityOf(pool);
  if (maxNodes === undefined) refuse({ rule: RULES.autoscalerCount, at: 'maxNodes', value: maxNodes });
  const amounts = amountsOf(node);
  const labels = singleLabels(pool).map(([key, value]) => `${key}=${value}`);
  const taints = pool.taints.map(
    ({ key, value, effect }) => `${key}${value === undefined ? '' : `=${value}`}:${effect}`,
  );
  return {
    [`${BOUNDS}-min-size`]: String(minNodes),
    [`${BOUNDS}-max-size`]: String(maxNodes),
    ...Object.fromEntries(
      Object.entries(amounts)
        .filter(([name]) => name in ANNOTATED)
        .map(([name, amount]) => [`${CAPACITY}/${ANNOTATED[name] ?? name}`, amountQuantity(name, amount)]),
    ),
    ...deviceAnnotations(amounts),
    ...(labels.length > 0 && { [`${CAPACITY}/labels`]: labels.join(',') }),
    ...(taints.length > 0 && { [`${CAPACITY}/taints`]: taints.join(',') }),
  };
}

function deviceAnnotations(amounts: Amounts): { [key: string]: string } {
  const devices = Object.keys(amounts).filter((name) => !(name in ANNOTATED));
  const [device, second] = devices;
  if (second !== undefined) refuse({ rule: RULES.autoscalerDevices, at: 'node.devices', value: devices });
  if (device === undefined) return {};
  return { [`${CAPACITY}/gpu-type`]: device, [`${CAPACITY}/gpu-count`]: String(amounts[device]) };
}

function capacityOf({ capacity }: AutoscaledPool): NodePoolCapacity {
  return capacity ?? refuse({ rule: RULES.autoscalerShape, at: 'node', value: undefined });
}

/** A pool over several zones is told nothing about zones; any other label has one value. */
function singleLabels({ nodeLabels }: AutoscaledPool): [string, string][] {
  return nodeLabels
    .filter(({ key, values }) => key !== ZONE || values.length === 1)
    .map(({ key, values }) => {
      const [value, second] = values;
      if (value !== undefined && second === undefined) return [key, value];
      return refuse({ rule: RULES.autoscalerLabel, at: `labels["${key}"]`, value: values });
    });
}

function refuse(finding: Finding): never {
  throw new RuleError(finding);
}

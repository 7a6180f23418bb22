import { RuleError, type Finding } from '../core/rules';
import type { NodeSpread } from '../spark/node-spread';
import type { INodePool, NodeLabel, NodePoolCapacity, NodePreference, NodeToleration } from '../spark/placement';
import { awsTags, clusterApiAnnotations } from './node-pool-autoscaler';
import { nodePoolFindings, type PlacedLabel } from './node-pool-findings';
import type { NodePoolProps, NodeTaint } from './node-pool-props';
import { SCHEDULING_RULES } from './rules';

export type { NodePoolProps } from './node-pool-props';

const ZONE = 'topology.kubernetes.io/zone';
const ARCHITECTURE = 'kubernetes.io/arch';

/**
 * Nodes that pods can be sent to: chosen by label, entered in spite of taints, with the size and shape that checks of
 * capacity need. Describes nodes and creates none; `KarpenterNodePool` lets Karpenter create them.
 */
export class NodePool implements INodePool {
  /** Nodes labelled `type=driver`. */
  public static readonly DRIVER: NodePool = NodePool.labelled('type', 'driver');
  /** Nodes labelled `type=compute`. */
  public static readonly COMPUTE: NodePool = NodePool.labelled('type', 'compute');

  /**
   * Nodes with a label, untainted; the pool's name is `key=value`.
   *
   * @param key The label's key.
   * @param values At least one; a node with any of them fits.
   * @throws RuleError if key or values are none of a label.
   */
  public static labelled(key: string, ...values: string[]): NodePool {
    return new NodePool(`${key}=${values.join('|')}`, { labels: [{ key, values }] });
  }

  /**
   * Nodes with several labels, taints, zones, a size or a shape.
   *
   * @param name Name of the pool in messages.
   * @throws RuleError if a label, taint, spread or size is one that Kubernetes refuses, or that no node can satisfy.
   */
  public static of(name: string, props: NodePoolProps): NodePool {
    return new NodePool(name, props);
  }

  public readonly poolName: string;
  public readonly nodeLabels: NodeLabel[];
  public readonly preferred: boolean;
  public readonly tolerations: NodeToleration[];
  public readonly preferences?: NodePreference[];
  public readonly spread?: NodeSpread[];
  public readonly spot?: boolean;
  public readonly capacity?: NodePoolCapacity;
  /** Taints of the nodes. */
  public readonly taints: NodeTaint[];

  private constructor(name: string, props: NodePoolProps) {
    const labels = poolLabels(props);
    this.poolName = name;
    this.nodeLabels = labels.map(({ key, values }) => ({ key, values: [...values] }));
    this.preferred = props.preferred ?? false;
    this.taints = (props.taints ?? []).map((taint) => ({ ...taint }));
    this.tolerations = poolTolerations(props);
    this.preferences = (props.preferences ?? []).map((wish) => ({ ...wish, values: [...wish.values] }));
    this.spread = (props.spread ?? []).map((one) => ({ ...one }));
    this.spot = props.spot !== undefined;
    if (props.node !== undefined) {
      const { node, minNodes = 1, maxNodes } = props;
      this.capacity = { node, minNodes, ...(maxNodes !== undefined && { maxNodes }) };
    }
    const [finding] = [...this.checkPool(), ...nodePoolFindings(props, labels)];
    if (finding)
      throw new RuleError({ ...finding, because: [finding.because, `pool ${name}`].filter(Boolean).join(', ') });
  }

  /**
   * What the Cluster Autoscaler must know of nodes that do not exist yet, as tags of the AWS auto scaling group: labels,
   * taints and amounts. Without them an empty group of labelled or tainted nodes is never scaled up.
   *
   * @throws RuleError if the pool has no `node`, or a label with several values.
   */
  public clusterAutoscalerTags(): { [key: string]: string } {
    return awsTags(this);
  }

  /**
   * The same as annotations of the MachineDeployment of Cluster API, with the bounds of the pool.
   *
   * @throws RuleError if the pool has no `node` or `maxNodes`, a label with several values, or several kinds of devices.
   */
  public clusterApiAnnotations(): { [key: string]: string } {
    return clusterApiAnnotations(this);
  }

  private checkPool(): Finding[] {
    const name = this.poolName;
    if (name.trim() === '') return [{ rule: SCHEDULING_RULES.poolName, at: 'name', value: name }];
    const { nodeLabels, tolerations, preferences = [], spread = [] } = this;
    if (nodeLabels.length + tolerations.length + preferences.length + spread.length > 0) return [];
    return [{ rule: SCHEDULING_RULES.poolEmpty, at: 'labels', value: [], because: `pool ${name}` }];
  }
}

/** Labels that stand in the props by themselves, and those that other props stand for. */
function poolLabels({ labels = [], zones, architecture, spot }: NodePoolProps): PlacedLabel[] {
  return [
    ...labels.map((label, i) => ({ ...label, at: `labels[${i}]` })),
    ...(zones === undefined ? [] : [{ key: ZONE, values: zones, at: 'zones' }]),
    ...(architecture === undefined ? [] : [{ key: ARCHITECTURE, values: [architecture], at: 'architecture' }]),
    ...(spot === undefined ? [] : [{ ...spot.label, at: 'spot' }]),
  ];
}

/** Whoever is sent to tainted nodes accepts their taints. */
function poolTolerations({ tolerations = [], taints = [], spot }: NodePoolProps): NodeToleration[] {
  const all: NodeToleration[] = [...tolerations, ...taints, ...(spot?.toleration ? [spot.toleration] : [])];
  const same = (a: NodeToleration, b: NodeToleration): boolean =>
    a.key === b.key && a.value === b.value && a.effect === b.effect;
  return all
    .filter((one, i) => all.findIndex((other) => same(one, other)) === i)
    .map(({ key, value, effect }) => ({
      ...(key !== undefined && { key }),
      ...(value !== undefined && { value }),
      ...(effect !== undefined && { effect }),
    }));
}

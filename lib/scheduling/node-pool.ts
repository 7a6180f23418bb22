import { checkKeys, checkLabels } from '../core/names';
import { RuleError, type Finding } from '../core/rules';
import type { INodePool, NodeLabel, NodeToleration } from '../spark/placement';
import { SCHEDULING_RULES } from './rules';

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

/** What a `NodePool` is made of. At least labels or tolerations. */
export interface NodePoolProps {
  /** Labels that a node must have, all of them, each with any of its values. @default - none */
  readonly labels?: NodeLabel[];
  /** Taints of the nodes that pods sent here accept. @default - none */
  readonly tolerations?: NodeToleration[];
  /** Whether the labels are a wish rather than a condition. @default false */
  readonly preferred?: boolean;
}

/** Nodes that pods can be sent to: chosen by label, entered in spite of taints. Describes nodes and creates none. */
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
   * Nodes with several labels, or taints.
   *
   * @param name Name of the pool in messages.
   * @throws RuleError if a label, value or toleration is one that Kubernetes refuses.
   */
  public static of(name: string, props: NodePoolProps): NodePool {
    return new NodePool(name, props);
  }

  public readonly poolName: string;
  public readonly nodeLabels: NodeLabel[];
  public readonly preferred: boolean;
  public readonly tolerations: NodeToleration[];

  private constructor(name: string, props: NodePoolProps) {
    this.poolName = name;
    this.nodeLabels = (props.labels ?? []).map(({ key, values }) => ({ key, values: [...values] }));
    this.preferred = props.preferred ?? false;
    this.tolerations = (props.tolerations ?? []).map((toleration) => ({ ...toleration }));
    const [finding] = [...this.checkPool(), ...this.checkNodeLabels(), ...this.tolerations.flatMap(checkToleration)];
    if (finding) throw new RuleError(finding);
  }

  private checkPool(): Finding[] {
    const name = this.poolName;
    if (name.trim() === '') return [{ rule: SCHEDULING_RULES.poolName, at: 'name', value: name }];
    if (this.nodeLabels.length + this.tolerations.length > 0) return [];
    return [{ rule: SCHEDULING_RULES.poolEmpty, at: 'labels', value: [], because: `pool ${name}` }];
  }

  private checkNodeLabels(): Finding[] {
    const keys = this.nodeLabels.map(({ key }) => key);
    return this.nodeLabels.flatMap(({ key, values }, i) => [
      ...(keys.indexOf(key) < i ? [{ rule: SCHEDULING_RULES.nodeLabelTwice, at: `labels[${i}].key`, value: key }] : []),
      ...(values.length === 0
        ? [{ rule: SCHEDULING_RULES.nodeLabelWithoutValues, at: `labels[${i}].values`, value: values }]
        : []),
      ...checkKeys(`labels[${i}].key`, { [key]: '' }),
      ...values.flatMap((value) => checkLabels('labels', { [key]: value })),
    ]);
  }
}

function checkToleration({ key, value, effect }: NodeToleration, i: number): Finding[] {
  const at = `tolerations[${i}]`;
  return [
    ...(key !== undefined ? checkKeys(`${at}.key`, { [key]: '' }) : []),
    ...(key === undefined && value !== undefined
      ? [{ rule: SCHEDULING_RULES.tolerationValueWithoutKey, at: `${at}.value`, value }]
      : []),
    ...(key !== undefined && value !== undefined ? checkLabels(at, { [key]: value }) : []),
    ...(effect !== undefined && !EFFECTS.includes(effect)
      ? [{ rule: SCHEDULING_RULES.tolerationEffect, at: `${at}.effect`, value: effect }]
      : []),
  ];
}

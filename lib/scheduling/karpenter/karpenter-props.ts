import type { Duration } from 'cdk8s';
import type { ComputeResources } from '../../kube/resources';
import type { NodePool } from '../node-pool';
import type { NodeTaint } from '../node-pool-props';

/** The object with the cloud's part of a node: image, network, disks. Made elsewhere. */
export interface KarpenterNodeClass {
  /** API group, such as `karpenter.k8s.aws`. Cannot be changed on a living pool. */
  readonly group: string;
  /** Kind, such as `EC2NodeClass`, `AKSNodeClass`. Cannot be changed on a living pool. */
  readonly kind: string;
  /** `metadata.name`. */
  readonly name: string;
}

/** How a requirement compares the label of a machine. */
export enum KarpenterOperator {
  /** It has one of the values. */
  IN = 'In',
  /** It has none of the values. */
  NOT_IN = 'NotIn',
  /** It has the label. */
  EXISTS = 'Exists',
  /** It has no such label. */
  DOES_NOT_EXIST = 'DoesNotExist',
  /** Its value is a number above this one. */
  GT = 'Gt',
  /** Its value is a number below this one. */
  LT = 'Lt',
}

/** What machines of the pool must be, beyond what the `NodePool` says. */
export interface KarpenterRequirement {
  /** Label of the machine: `karpenter.k8s.aws/instance-category`, `node.kubernetes.io/instance-type`. */
  readonly key: string;
  /** How it is compared. @default KarpenterOperator.IN */
  readonly operator?: KarpenterOperator;
  /** Values; one number for `GT` and `LT`. @default - none, for `EXISTS` and `DOES_NOT_EXIST` */
  readonly values?: string[];
  /** How many of the values Karpenter must be able to choose from, from 1 to 50. @default - 1 */
  readonly minValues?: number;
}

/** When Karpenter removes nodes to save money. */
export enum KarpenterConsolidation {
  /** When no pod but those of DaemonSets is left. */
  WHEN_EMPTY = 'WhenEmpty',
  /** Also when the pods fit elsewhere: executors are evicted in the middle of their work. */
  WHEN_EMPTY_OR_UNDERUTILIZED = 'WhenEmptyOrUnderutilized',
}

/** Why Karpenter disrupts a node. */
export enum KarpenterDisruption {
  /** Nothing runs on it. */
  EMPTY = 'Empty',
  /** The pool or the node class has changed. */
  DRIFTED = 'Drifted',
  /** Its pods fit elsewhere. */
  UNDERUTILIZED = 'Underutilized',
}

/** How many nodes may be disrupted at once: `nodes` or `percent`, one of them. The smallest budget that applies holds. */
export interface KarpenterBudget {
  /** Nodes; 0 is none. @default - percent */
  readonly nodes?: number;
  /** Percent of the pool's nodes, a whole number from 0 to 100, rounded up to whole nodes. @default - nodes */
  readonly percent?: number;
  /** For which reasons. @default - all */
  readonly reasons?: KarpenterDisruption[];
  /** When the budget starts to apply: five cron fields or a macro such as `@daily`, in UTC. @default - always */
  readonly schedule?: string;
  /** How long it applies then, in whole minutes. @default - always; needed with `schedule` */
  readonly duration?: Duration;
}

/** What a `KarpenterNodePool` is made of. */
export interface KarpenterNodePoolProps {
  /** Labels, taints, zones, architecture, spot, size and shape of the nodes. `minNodes` must be 0 where `node` is given. */
  readonly pool: NodePool;
  /** The cloud's part of a node. */
  readonly nodeClass: KarpenterNodeClass;
  /** `metadata.name`, at most 63 characters: nodes carry it as a label. @default - the construct's id */
  readonly name?: string;
  /** What machines must be besides, such as their families. @default - any that fit the pool */
  readonly requirements?: KarpenterRequirement[];
  /** Taints that a DaemonSet removes when the node is ready; pods need not accept them. @default - none */
  readonly startupTaints?: NodeTaint[];
  /** Sum of the machines, over which no node is added. @default - maxNodes × node ÷ (1 − reservedShare), rounded up; none without these */
  readonly limits?: ComputeResources;
  /** Share of a machine that pods cannot have: limits count whole machines. @default 0.15 */
  readonly reservedShare?: number;
  /** When nodes are removed to save money. @default KarpenterConsolidation.WHEN_EMPTY */
  readonly consolidation?: KarpenterConsolidation;
  /** How long a node must have been so; the time in which the next job finds it warm. @default Duration.minutes(2) */
  readonly consolidateAfter?: Duration;
  /**
   * How many nodes may be disrupted at once. At most 50.
   *
   * @default - every empty node; none that drifted, because it is removed when its last executor has gone; a tenth of those underutilized
   */
  readonly budgets?: KarpenterBudget[];
  /** Age at which a node is drained, whatever the budgets say. @default Duration.days(30) */
  readonly expireAfter?: Duration;
  /** Never drain a node because of its age. @default false */
  readonly neverExpires?: boolean;
  /** How long a drain may wait for pods; then even drivers are killed. @default - for ever */
  readonly terminationGracePeriod?: Duration;
  /** From 1 to 100; of several pools that fit, the highest is used. @default - 0 */
  readonly weight?: number;
}

import type { ComputeResources } from '../kube/resources';
import type { NodeSpread } from './node-spread';

/** A node label, with the values a node may have for a pod to land there. */
export interface NodeLabel {
  readonly key: string;
  /** At least one value; a node with any of them fits. */
  readonly values: string[];
}

/** A taint that a pod accepts. @see https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/ */
export interface NodeToleration {
  /** The taint's key. @default - every key; then the operator is `Exists` */
  readonly key?: string;
  /** The taint's value. @default - any value: the operator is `Exists` */
  readonly value?: string;
  /** `NoSchedule`, `PreferNoSchedule` or `NoExecute`. @default - every effect */
  readonly effect?: string;
}

/** A node label that pods would like, beside those they need. */
export interface NodePreference extends NodeLabel {
  /** How much it counts against other wishes, from 1 to 100. @default 100 */
  readonly weight?: number;
}

/** Size and shape of a pool. */
export interface NodePoolCapacity {
  /** What pods can have of one node. */
  readonly node: ComputeResources;
  /** Nodes that are always there; a pool of 0 is empty while nothing runs. */
  readonly minNodes: number;
  /** The most nodes that the pool may have. @default - not known */
  readonly maxNodes?: number;
}

/** A set of nodes that pods can be sent to. `NodePool` makes them. */
export interface INodePool {
  /** Name of the pool in messages. */
  readonly poolName: string;
  /** Labels that a node must have, all of them. */
  readonly nodeLabels: NodeLabel[];
  /** Whether the labels are a wish rather than a condition. */
  readonly preferred: boolean;
  /** Taints of the pool's nodes that its pods accept. */
  readonly tolerations: NodeToleration[];
  /** Labels that pods would like beside `nodeLabels`. @default - none */
  readonly preferences?: NodePreference[];
  /** How the executors of one job are spread within the pool; a driver is alone and is not. @default - not */
  readonly spread?: NodeSpread[];
  /** Whether the cloud may take the nodes back at any time. @default - not known */
  readonly spot?: boolean;
  /** Size and shape. @default - not known */
  readonly capacity?: NodePoolCapacity;
}

/** What is known of a class that was made here. */
export interface KnownPriority {
  /** The priority. */
  readonly value: number;
  /** Whether pods of the class evict lower ones. */
  readonly preempting: boolean;
}

/** A priority class, made here or existing. `SparkPriorityClass` makes them. */
export interface IPriorityClass {
  /** `metadata.name` of the PriorityClass. */
  readonly priorityClassName: string;
  /** Its value and policy. @default - not known: the class was made elsewhere */
  readonly known?: KnownPriority;
}

/** The accounts of a job's pods. `SparkServiceAccount` makes them. */
export interface ISparkServiceAccount {
  /** Account of the driver, with the rights of `SPARK_DRIVER_RULES`. */
  readonly serviceAccountName: string;
  /** Account of the executors, which need no rights. @default - the driver's account, with its token not mounted */
  readonly executorServiceAccountName?: string;
  /** Namespace of both. @default - the namespace of the chart */
  readonly namespace?: string;
}

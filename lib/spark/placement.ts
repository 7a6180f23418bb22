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

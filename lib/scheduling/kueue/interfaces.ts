import type { ComputeResources } from '../../kube/resources';
import type { NodeToleration } from '../../spark/placement';

/** Kinds of jobs that a Kueue manages, as its configuration names them. */
export enum KueueFramework {
  /** Jobs of Kubernetes: the driver of the native runner. */
  BATCH_JOB = 'batch/job',
  /** Bare pods: executors, and drivers that are bare pods. */
  POD = 'pod',
  /** SparkApplications of the Kubeflow operator; off by default. */
  SPARK_APPLICATION = 'sparkoperator.k8s.io/sparkapplication',
}

/** A Kueue in the cluster. `Kueue` makes them. */
export interface IKueue {
  /** Namespace of its server. No Spark job belongs there. */
  readonly namespaceName: string;
  /** Kinds of jobs that it manages. */
  readonly frameworks: KueueFramework[];
}

/** A taint of nodes. Only pods that tolerate it are admitted to them. */
export interface KueueNodeTaint {
  /** Key of the taint. */
  readonly key: string;
  /** Value of the taint. @default - none */
  readonly value?: string;
  /** `NoSchedule`, `PreferNoSchedule` or `NoExecute`. */
  readonly effect: string;
}

/** A kind of nodes that quota is counted for. `KueueResourceFlavor` makes them. */
export interface IKueueResourceFlavor {
  /** `metadata.name` of the ResourceFlavor. */
  readonly flavorName: string;
  /** Labels of the nodes. @default - not known */
  readonly nodeLabels?: { readonly [key: string]: string };
  /** Taints that pods have to tolerate. @default - not known */
  readonly nodeTaints?: KueueNodeTaint[];
  /** Tolerations that admitted pods get, which count for `nodeTaints`. @default - none */
  readonly tolerations?: NodeToleration[];
}

/** Quota of one flavor. */
export interface KueueFlavorQuota {
  /** The kind of nodes. */
  readonly flavor: IKueueResourceFlavor;
  /** What is the queue's own. It names every resource that the group counts. */
  readonly nominalQuota: ComputeResources;
  /** The most that may be borrowed from the cohort beyond that. @default - all that others leave */
  readonly borrowingLimit?: ComputeResources;
  /** The most of its own that others of the cohort may borrow. @default - all of it */
  readonly lendingLimit?: ComputeResources;
}

/** Flavors that stand for the same resources, tried in this order. */
export interface KueueResourceGroup {
  /** At least one, all of them naming the same resources. */
  readonly flavors: KueueFlavorQuota[];
}

/** Queues that lend each other what they leave unused. `KueueCohort` makes them. */
export interface IKueueCohort {
  /** `metadata.name` of the Cohort. */
  readonly cohortName: string;
}

/** A pool of quota. `KueueClusterQueue` makes them. */
export interface IKueueClusterQueue {
  /** `metadata.name` of the ClusterQueue. */
  readonly clusterQueueName: string;
  /** The cohort it borrows from. @default - none, or not known */
  readonly cohort?: IKueueCohort;
  /** Its quota. @default - not known */
  readonly resourceGroups?: KueueResourceGroup[];
  /** The only namespaces whose jobs it takes. @default - any, or not known */
  readonly namespaces?: string[];
}

/** Where the jobs of a namespace queue up. `KueueLocalQueue` makes them. */
export interface IKueueLocalQueue {
  /** `metadata.name` of the LocalQueue. */
  readonly localQueueName: string;
  /** Its namespace; jobs have to be in the same. @default - not known */
  readonly namespaceName?: string;
  /** The quota behind it. @default - not known */
  readonly clusterQueue?: IKueueClusterQueue;
}

/** A priority in the queue, apart from that of pods. `KueueWorkloadPriorityClass` makes them. */
export interface IKueueWorkloadPriorityClass {
  /** `metadata.name` of the WorkloadPriorityClass. */
  readonly workloadPriorityClassName: string;
}

/** Whether a queue admits jobs. */
export enum KueueStopPolicy {
  /** It does. */
  NONE = 'None',
  /** It admits no more; admitted jobs go on. */
  HOLD = 'Hold',
  /** It admits no more, and stops the admitted ones. */
  HOLD_AND_DRAIN = 'HoldAndDrain',
}

/** The API version of every object made for Kueue. */
export const KUEUE_API = 'kueue.x-k8s.io/v1beta2';

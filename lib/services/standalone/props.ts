import type { Duration, Size } from 'cdk8s';
import type { UiEndpoint } from '../../ingress/ui-endpoint';
import type { NetworkPeer } from '../../kube/network-policy';
import type { SparkConf } from '../../spark/conf';
import type { SparkImage } from '../../spark/image';
import type { INodePool, IPriorityClass } from '../../spark/placement';
import type { SparkServerOpening } from '../../kube/server-network';
import type { StandaloneRecovery } from './recovery';

/** The masters of a cluster: one leads, the others wait to follow it. */
export interface StandaloneMasters {
  /** From 1 to 3; more than one need ZooKeeper. @default 1 */
  readonly replicas?: number;
  /** Cores that each asks for; it may use more. @default 0.5 */
  readonly cores?: number;
  /** Heap, in whole MiB. The pod asks for half a GiB more. @default Size.gibibytes(1) */
  readonly memory?: Size;
  /**
   * Heap of a shell that somebody starts in the pod of a master, which may then use that much more, and 40 % of it, at
   * least 384 MiB, for Python. A shell that takes more than that takes the master with it.
   *
   * @default Size.mebibytes(512)
   */
  readonly shellMemory?: Size;
  /** Nodes they run on. @default - any */
  readonly nodes?: INodePool;
}

/** A number of workers that follows their load. It sees busy cores; applications that wait for cores it does not see. */
export interface StandaloneAutoscaling {
  /** The fewest, 1 or more. @default 1 */
  readonly minReplicas?: number;
  /** The most. */
  readonly maxReplicas: number;
  /** Share of their cores that workers should use, in percent. @default 50 */
  readonly targetCpuPercent?: number;
}

/** The workers of a cluster. */
export interface StandaloneWorkers {
  /** How many. @default 1 */
  readonly replicas?: number;
  /** A number that follows the load instead. @default - a fixed number */
  readonly autoscaling?: StandaloneAutoscaling;
  /** Cores that each offers to applications, whole ones; its pod asks for as many. @default 1 */
  readonly cores?: number;
  /** Memory that each offers to the heaps of executors, in whole MiB. @default Size.gibibytes(1) */
  readonly memory?: Size;
  /**
   * What executors need beside their heaps, in the same container: off-heap memory, Python. A worker does not count it,
   * and executors that take more than there is end all others of their worker.
   *
   * @default - a tenth of memory, at least 384 MiB; Python wants 40 %
   */
  readonly memoryOverhead?: Size;
  /** Most that shuffles and spills take on the disk of a node. @default - no bound but the node's */
  readonly localStorage?: Size;
  /** Nodes they run on. @default - any */
  readonly nodes?: INodePool;
}

/** Who may reach a cluster, and whom it may reach beside itself, its drivers and DNS. */
export interface StandaloneNetwork {
  /** Namespaces whose drivers, pods with `spark-role` driver or submitter, may use the cluster. @default - its own */
  readonly driverNamespaces?: string[];
  /** Who else may open the pages and metrics of masters and workers: Prometheus. They ask nobody who he is. @default - nobody */
  readonly uiClients?: NetworkPeer[];
  /** Ways out for masters and executors: ZooKeeper, object stores. @default - none */
  readonly egress?: SparkServerOpening[];
}

/** What a standalone cluster is made of. */
export interface StandaloneClusterProps {
  /** Image of masters, workers and executors. Applications need the same line of Spark. */
  readonly image: SparkImage;
  /** Name of the cluster and stem of the names of its objects: a DNS label. @default - the construct's id */
  readonly name?: string;
  /** Its namespace. @default - the namespace of the chart */
  readonly namespace?: string;
  /** The masters. @default - one */
  readonly masters?: StandaloneMasters;
  /** The workers. @default - one, of 1 core and 1 GiB */
  readonly workers?: StandaloneWorkers;
  /** What becomes of the state when a master ends. @default StandaloneRecovery.none() */
  readonly recovery?: StandaloneRecovery;
  /** Cores of an application that doesn't say how many it wants. Spark would give it all. @default - those of one worker */
  readonly defaultCores?: number;
  /** Time for a worker that is asked to go to move the data of its executors to others; 0 for none. @default Duration.minutes(2) */
  readonly decommissionGrace?: Duration;
  /** How long workers keep the files of applications that are over. @default Duration.days(7) - as Spark */
  readonly appDataTtl?: Duration;
  /** The way in to the masters' pages, below which are those of workers and applications. @default - none: without a prefix */
  readonly ui?: UiEndpoint;
  /** Who may reach it, and whom it may reach. @default - the drivers of its namespace, and nothing but them and DNS */
  readonly network?: StandaloneNetwork;
  /**
   * Opens the REST port 6066 on the masters for these peers. It asks for no password, whatever else is set, and runs what
   * it is sent: name nobody but a gateway that asks.
   *
   * @default - the port is closed: submit over RPC, as `SparkRunner.standalone` does
   */
  readonly insecureRestFrom?: NetworkPeer[];
  /** Annotations of the account of all its pods, by which clouds know a workload. @default - none */
  readonly accountAnnotations?: { [key: string]: string };
  /** Priority of all its pods. @default - the cluster's default */
  readonly priority?: IPriorityClass;
  /** Further properties of masters and workers. @default - none */
  readonly conf?: SparkConf;
}

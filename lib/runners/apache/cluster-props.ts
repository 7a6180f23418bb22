import type { Size } from 'cdk8s';
import type { NetworkPeer } from '../../kube/network-policy';
import type { SparkConf } from '../../spark/conf';
import type { SparkImage } from '../../spark/image';
import type { INodePool } from '../../spark/placement';
import type { IApacheSparkOperator } from './interfaces';

/** The workers of a cluster. */
export interface ApacheClusterWorkers {
  /** The fewest, and how many there are at the start. @default 1 */
  readonly min?: number;
  /** The most: up to there their number follows their load. @default - min: it stays the same */
  readonly max?: number;
  /** Cores that each offers to applications, whole ones. @default 1 */
  readonly cores?: number;
  /** Memory that each offers to applications, in whole MiB. @default Size.gibibytes(1) */
  readonly memory?: Size;
  /**
   * Memory of each beside what it offers: its own JVM, and what executors use outside of their heaps. They all live in the
   * worker's container, and one that takes more ends them all.
   *
   * @default - 1 GiB, and a tenth of memory
   */
  readonly memoryOverhead?: Size;
}

/** The master of a cluster. */
export interface ApacheClusterMaster {
  /** Cores that it asks for; it may use more. @default 0.5 */
  readonly cpu?: number;
  /** Heap, in whole MiB. The pod gets half a GiB more. @default Size.gibibytes(1) */
  readonly memory?: Size;
}

/** A way out of a cluster, such as the object store that applications read. */
export interface ApacheClusterEgress extends NetworkPeer {
  /** TCP ports behind the Service. */
  readonly ports: number[];
}

/** What masters and workers may reach, and who may reach them, beside each other and the drivers of their namespace. */
export interface ApacheClusterNetwork {
  /** Namespaces whose pods may open the web pages of master and workers. @default - none */
  readonly uiFrom?: string[];
  /** Ways out. @default - none */
  readonly egress?: ApacheClusterEgress[];
}

/** What an `ApacheSparkCluster` is made of. */
export interface ApacheSparkClusterProps {
  /** Image of masters and workers; it also tells the Spark version. */
  readonly image: SparkImage;
  /** Name of the cluster and stem of the names of its objects. @default - the construct's id */
  readonly name?: string;
  /** Namespace. @default - the namespace of the chart */
  readonly namespace?: string;
  /** The workers. @default - one of 1 core and 1 GiB */
  readonly workers?: ApacheClusterWorkers;
  /** The master. @default - 0.5 cores, 1 GiB */
  readonly master?: ApacheClusterMaster;
  /** Properties of master and workers, such as `spark.deploy.defaultCores`. @default - none */
  readonly conf?: SparkConf;
  /**
   * Whether the master takes submissions over REST as well, on port 6066. Whoever reaches the port runs code in the
   * cluster; spark-submit does not need it.
   *
   * @default false
   */
  readonly restSubmission?: boolean;
  /** What reaches the cluster, and what it reaches. @default - the cluster itself, DNS, and drivers of its namespace */
  readonly network?: ApacheClusterNetwork;
  /** Account of the pods; none of them gets its token. @default - the namespace's default account */
  readonly serviceAccountName?: string;
  /** Nodes of master and workers. @default - any node */
  readonly nodes?: INodePool;
  /** The operator: the namespace is checked against it, and the cluster waits for it. @default - not known */
  readonly operator?: IApacheSparkOperator;
}

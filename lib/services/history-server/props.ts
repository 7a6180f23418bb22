import type { Duration, Size } from 'cdk8s';
import type { UiEndpoint } from '../../ingress/ui-endpoint';
import type { SparkConf } from '../../spark/conf';
import type { SparkImage } from '../../spark/image';
import type { INodePool, IPriorityClass } from '../../spark/placement';
import type { SparkServerNetwork } from '../../kube/server-network';
import type { SparkHistoryLogs } from './logs';

/** Deletes old logs. A lifecycle rule of the bucket does the same for less. */
export interface SparkHistoryCleaner {
  /** Age of logs that are deleted. @default Duration.days(7) */
  readonly maxAge?: Duration;
  /** Time between two rounds. @default Duration.days(1) */
  readonly interval?: Duration;
  /** Most applications that are kept, whatever their age. @default - any number */
  readonly maxCount?: number;
}

/** Where the server keeps what it has read, so that it doesn't read it again. */
export interface SparkHistoryStore {
  /** Most that it takes on the node's disk. @default Size.gibibytes(10) */
  readonly size?: Size;
  /** A claim that keeps it over restarts, in the server's namespace. @default - an empty directory of the pod */
  readonly claimName?: string;
  /** Memory in which an application is read before it goes to disk; the heap grows by it. @default - none: straight to disk */
  readonly hybridMemory?: Size;
}

/** Who sees which application: its owner, those whom the job names, and these. Needs a filter that signs users on. */
export interface SparkHistoryAcls {
  /** Users who see every application. @default - none */
  readonly admins?: string[];
  /** Groups whose members see every application. @default - none */
  readonly adminGroups?: string[];
}

/** What a History Server is made of. */
export interface SparkHistoryServerProps {
  /** Image with Spark: that of the jobs, or a newer one. For an object store it must contain its connector. */
  readonly image: SparkImage;
  /** Where the jobs write their events. */
  readonly logs: SparkHistoryLogs;
  /** Name of the server and its objects: a DNS label. @default - the construct's id */
  readonly name?: string;
  /** Its namespace. @default - the namespace of the chart */
  readonly namespace?: string;
  /** The way in for people. @default - none: only what `network.clients` names reaches it */
  readonly ui?: UiEndpoint;
  /** Time between two looks into the directory. @default - 10 seconds on a claim, 30 in a store */
  readonly updateInterval?: Duration;
  /** Applications whose pages are kept in memory. @default 50 - as Spark */
  readonly retainedApplications?: number;
  /** Applications on the first page. @default - all */
  readonly maxApplications?: number;
  /** Deletes old logs. @default - nobody does */
  readonly cleaner?: SparkHistoryCleaner;
  /** Files of a rolling log that are kept; older ones are merged, which loses details of finished work. @default - all */
  readonly compactAfter?: number;
  /** Where the server keeps what it has read. @default - on an empty directory of at most 10 GiB */
  readonly store?: SparkHistoryStore;
  /** Who sees which application. @default - everybody sees everything: put a sign-on in front */
  readonly acls?: SparkHistoryAcls;
  /** Pods: 1, or 0 to stop it. @default 1 */
  readonly replicas?: number;
  /** Cores that the pod asks for; it may use more. @default 0.5 */
  readonly cores?: number;
  /** Heap. @default Size.gibibytes(1) */
  readonly memory?: Size;
  /** Further options of the JVM. @default - none */
  readonly javaOptions?: string[];
  /** Annotations of its account, by which clouds know a workload. @default - none */
  readonly accountAnnotations?: { [key: string]: string };
  /** Nodes it runs on. @default - any */
  readonly nodes?: INodePool;
  /** Priority of the pod. @default - the cluster's default */
  readonly priority?: IPriorityClass;
  /** Who may reach it beside `ui`, and whom it may reach. @default - nobody, and nothing but DNS */
  readonly network?: SparkServerNetwork;
  /** Further Spark properties. @default - none */
  readonly conf?: SparkConf;
  /** Let the container write to the image's file system. @default false */
  readonly writableRootFilesystem?: boolean;
}

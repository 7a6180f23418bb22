import type { Duration, Size } from 'cdk8s';
import type { SecretSource } from '../../core/secrets';
import type { UiEndpoint } from '../../ingress/ui-endpoint';
import type { SparkConf } from '../../spark/conf';
import type { SparkImage } from '../../spark/image';
import type { INodePool, IPriorityClass, ISparkServiceAccount } from '../../spark/placement';
import type { ISparkFeature } from '../../spark/resolved-application';
import type { SparkDriverProps, SparkExecutorProps } from '../../spark/role-props';
import type { ISparkHistoryServer } from '../history-server/interfaces';
import type { SparkServerNetwork } from '../../kube/server-network';
import type { LivyAuthentication } from './authentication';
import type { LivyConf } from './conf';

/** What jobs are that say nothing else: what stands in `spark-defaults.conf` and in the templates of their pods. */
export interface LivyJobDefaults {
  /** Image of drivers and executors; for sessions with the jars of Livy, where the server's image has them. @default - the server's */
  readonly image?: SparkImage;
  /** Drivers. What Spark has no property for is the same for all jobs. @default - 1 core, 1 GiB of heap */
  readonly driver?: SparkDriverProps;
  /** Executors. @default - 2 of 1 core, 1 GiB of heap */
  readonly executor?: SparkExecutorProps;
  /** Event log, object stores, dynamic allocation, metrics, a catalog. @default - none */
  readonly features?: ISparkFeature[];
  /** Further Spark properties. They stand readable beside each driver. @default - none */
  readonly conf?: SparkConf;
  /** Priority of drivers and executors. @default - the cluster's default */
  readonly priority?: IPriorityClass;
  /** Priority of executors alone. @default - priority */
  readonly executorPriority?: IPriorityClass;
  /** Let containers write to the image's file system. @default false */
  readonly writableRootFilesystem?: boolean;
}

/** What Livy may do in a namespace of jobs, beside what every batch needs. */
export interface LivyJobNamespaceOptions {
  /** Whether pods of `SparkRunner.livy()` in the namespace may call the server. @default false */
  readonly jobsMayPost?: boolean;
  /** Whether drivers may have claims on demand. @default false */
  readonly persistentVolumeClaims?: boolean;
  /** Whether spark-submit makes PodGroups for Volcano. @default false */
  readonly volcano?: boolean;
  /** Whether the namespace has no network policies: an opening for drivers would be the first, and close the rest. @default false */
  readonly openNetwork?: boolean;
  /** Properties of the tenant's jobs, for `requestConf()`. @default - none */
  readonly conf?: SparkConf;
}

/** Interactive sessions. */
export interface LivySessions {
  /** How long a session may be idle. @default Duration.hours(1) */
  readonly idleTimeout?: Duration;
  /** How long a session may live. @default Duration.hours(8) */
  readonly maxAge?: Duration;
  /** Whether a session that works is not idle. @default true */
  readonly busyIsNotIdle?: boolean;
  /** How long a driver may take to start and call. @default Duration.minutes(10) */
  readonly startTimeout?: Duration;
}

/** Who may do what, for a server that knows its users. */
export interface LivyAccessControl {
  /** Users who may call the server. @default - all */
  readonly users?: string[];
  /** Users who may change what others started. @default - none */
  readonly modifyUsers?: string[];
  /** Users who may see what others started. @default - none */
  readonly viewUsers?: string[];
}

/** A certificate for port 8998. */
export interface LivyTls {
  /** The keystore, in the namespace of the server. */
  readonly keystore: SecretSource;
  /** A store of Hadoop credentials (JCEKS) with `livy.keystore.password` and `livy.key-password`: passwords stand in no file of settings. */
  readonly credentials: SecretSource;
  /** Type of the keystore. @default PKCS12 */
  readonly keystoreType?: string;
}

/** The name under which Livy and its drivers come to a Hadoop that asks for Kerberos. */
export interface LivyHadoopLogin {
  /** `livy/livy.example.com@EXAMPLE.COM`. */
  readonly principal: string;
  /** The keytab, in the namespace of the server. */
  readonly keytab: SecretSource;
}

/** Where the state is kept. */
export interface LivyState {
  /** Size of the claim. @default Size.gibibytes(1) */
  readonly size?: Size;
  /** Its StorageClass. A rename must be atomic there. @default - the cluster's default class */
  readonly storageClassName?: string;
}

/** Removes drivers that have ended, which Livy never does. */
export interface LivyCleanup {
  /** How long they stay, in hours. @default Duration.hours(24) */
  readonly keep?: Duration;
  /** An image with `python3` 3.8 or later. @default - the server's */
  readonly image?: string;
}

/** Links to the logs of drivers and executors in Grafana, from Loki. */
export interface LivyLogLinks {
  /** Address of Grafana: `https://grafana.example.com`. */
  readonly grafanaUrl: string;
  /** Name of the Loki datasource. @default loki */
  readonly datasource?: string;
  /** How far back the links look. @default Duration.hours(6) */
  readonly timeRange?: Duration;
}

/** What a `LivyServer` is made of. */
export interface LivyServerProps {
  /** Image of the server, with Livy 0.9 and Spark 3.5: `images/livy`. */
  readonly image: SparkImage;
  /** Account of jobs that name none; its namespace is that of jobs that name none. More are added with `addJobNamespace`. */
  readonly jobAccount: ISparkServiceAccount;
  /** How the server knows who calls. */
  readonly authentication: LivyAuthentication;
  /** Name of the server and its objects: a DNS label. @default - the construct's id */
  readonly name?: string;
  /** Its namespace. @default - the namespace of the chart */
  readonly namespace?: string;
  /** What the server may do in the namespace of `jobAccount`. @default - what every batch needs */
  readonly jobNamespace?: LivyJobNamespaceOptions;
  /** What jobs are that say nothing else. @default - of the server's image, with Spark's own sizes */
  readonly jobs?: LivyJobDefaults;
  /** Interactive sessions. @default - for at most 8 hours, one of them idle */
  readonly sessions?: LivySessions;
  /** Address for people and programs outside. @default - none */
  readonly ui?: UiEndpoint;
  /** The History Server that finished applications link to. @default - none: the link leads nowhere */
  readonly history?: ISparkHistoryServer;
  /** Links to logs. @default - none */
  readonly logLinks?: LivyLogLinks;
  /** Who may do what. @default - everybody who may call sees all, and changes his own */
  readonly accessControl?: LivyAccessControl;
  /** Whether jobs run as the user who asks, in the eyes of Hadoop. Pods have the same account. @default false */
  readonly impersonation?: boolean;
  /** Users who may ask in the name of others. @default - none */
  readonly superusers?: string[];
  /** The name under which Hadoop knows Livy. @default - none: Hadoop does not ask */
  readonly hadoopLogin?: LivyHadoopLogin;
  /** ConfigMap with a `krb5.conf`, in the namespace of the server. @default - the image's /etc/krb5.conf */
  readonly krb5ConfigMap?: string;
  /** A certificate for port 8998. @default - plain http inside the cluster */
  readonly tls?: LivyTls;
  /** Where the state is kept. @default - on a new claim of 1 GiB */
  readonly state?: LivyState;
  /** How long ended jobs can be asked for. @default Duration.hours(12) */
  readonly retain?: Duration;
  /** Most submissions at the same time; the server's memory grows with each. Beyond it, requests are refused. @default 10 */
  readonly maxSubmissions?: number;
  /** How often drivers are looked at. @default Duration.seconds(5) */
  readonly pollInterval?: Duration;
  /** Threads that look at drivers. @default 16 */
  readonly pollThreads?: number;
  /** Properties that requests may not set, beside those that the server needs for itself. @default - none */
  readonly deniedProperties?: string[];
  /** Further settings of `livy.conf`. @default - none */
  readonly settings?: LivyConf;
  /** Levels of loggers by name, such as `{ 'org.apache.livy': 'DEBUG' }`. @default - INFO */
  readonly loggers?: { [name: string]: string };
  /** Removes drivers that have ended. @default - after a day */
  readonly cleanup?: LivyCleanup;
  /** Pods: 1, or 0 to stop it. @default 1 */
  readonly replicas?: number;
  /** Cores that the pod asks for; it may use more. @default 0.5 */
  readonly cores?: number;
  /** Heap of the server. @default Size.gibibytes(1) */
  readonly memory?: Size;
  /** Further options of the JVM. @default - none */
  readonly javaOptions?: string[];
  /** Annotations of its account, by which clouds know a workload. @default - none */
  readonly accountAnnotations?: { [key: string]: string };
  /** Nodes it runs on. @default - any */
  readonly nodes?: INodePool;
  /** Priority of the pod: above its jobs. @default - the cluster's default */
  readonly priority?: IPriorityClass;
  /** Who may call it beside `ui`, and whom it may reach. @default - nobody; DNS, the API server and its drivers */
  readonly network?: SparkServerNetwork;
  /** Addresses of the API server, as CIDRs. @default - every address, on the ports of `apiServerPorts` */
  readonly apiServerCidrs?: string[];
  /** Ports of the API server: of its Service, and its own. @default [443, 6443] */
  readonly apiServerPorts?: number[];
}

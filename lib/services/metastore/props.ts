import type { Size } from 'cdk8s';
import type { SecretSource } from '../../core/secrets';
import type { ObjectStore } from '../../spark/features/object-store';
import type { INodePool, IPriorityClass } from '../../spark/placement';
import type { SparkServerNetwork } from '../../kube/server-network';

/** How the connection to PostgreSQL is protected. @see https://jdbc.postgresql.org/documentation/ssl/ */
export enum PostgresTls {
  /** Encrypted, and the certificate is that of the host. */
  VERIFY_FULL = 'verify-full',
  /** Encrypted, and the certificate is one of the authority. */
  VERIFY_CA = 'verify-ca',
  /** Encrypted; whose certificate it is, nobody looks. */
  REQUIRE = 'require',
  /** In clear, for a database on a closed network. */
  INSECURE_NONE = 'disable',
}

/** A database of PostgreSQL that exists, empty or with the tables of a metastore. */
export interface MetastoreDatabase {
  /** Its host name. */
  readonly host: string;
  /** Its port. @default 5432 */
  readonly port?: number;
  /** Name of the database. */
  readonly name: string;
  /** User that owns the tables. */
  readonly user: string;
  /** Password of the user, in the namespace of the metastore. */
  readonly password: SecretSource;
  /** How the connection is protected. @default PostgresTls.REQUIRE */
  readonly tls?: PostgresTls;
  /** Certificate of the authority, as PEM, in the namespace of the metastore. @default - none: nothing is checked */
  readonly rootCertificate?: SecretSource;
}

/** What a metastore is made of. */
export interface HiveMetastoreProps {
  /**
   * Image with Hive in `/opt/hive`, as `apache/hive` has it, and with the JDBC driver of PostgreSQL in `/opt/hive/lib`,
   * which `apache/hive` does not have.
   */
  readonly image: string;
  /** Hive's release in the image: `3.1.3`. */
  readonly hiveVersion: string;
  /** Where it keeps what it knows. */
  readonly database: MetastoreDatabase;
  /** Where new tables go: `s3a://lake/warehouse`. */
  readonly warehouse: string;
  /** The store of the warehouse: the metastore makes the directories of tables. @default - none: HDFS or a mounted path */
  readonly store?: ObjectStore;
  /** Directory in Spark's image with the jars of a client of `hiveVersion`. Needed from Hive 4 on. @default - Spark's own client */
  readonly clientJars?: string;
  /** Name of the metastore and its objects: a DNS label. @default - the construct's id */
  readonly name?: string;
  /** Its namespace. @default - the namespace of the chart */
  readonly namespace?: string;
  /** User id of the image's user. @default 1000 */
  readonly uid?: number;
  /** Pods. All of them work. @default 1 */
  readonly replicas?: number;
  /** Cores that each pod asks for; it may use more. @default 0.5 */
  readonly cores?: number;
  /** Heap of each pod. @default Size.gibibytes(1) */
  readonly memory?: Size;
  /** Whether a Job makes or upgrades the tables of the database. @default true */
  readonly schemaJob?: boolean;
  /** Annotations of its account, by which clouds know a workload. @default - none */
  readonly accountAnnotations?: { [key: string]: string };
  /** Names of Secrets with registry credentials. @default - none */
  readonly imagePullSecrets?: string[];
  /** Nodes it runs on. @default - any */
  readonly nodes?: INodePool;
  /** Priority of its pods. @default - the cluster's default */
  readonly priority?: IPriorityClass;
  /** Further properties of `hive-site.xml`. Secrets do not belong here. @default - none */
  readonly settings?: { [key: string]: string };
  /** Who may reach it, and whom it may reach: its database and its store. @default - nobody */
  readonly network?: SparkServerNetwork;
}

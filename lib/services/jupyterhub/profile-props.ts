import type { Duration, Size } from 'cdk8s';
import type { SecretSource } from '../../core/secrets';
import type { SparkConf } from '../../spark/conf';
import type { ImagePullPolicy, SparkImage } from '../../spark/image';
import type { ILivyServer } from '../../spark/livy-server';
import type { INodePool, IPriorityClass, ISparkServiceAccount } from '../../spark/placement';
import type { ISparkFeature } from '../../spark/resolved-application';
import type { SparkExecutorProps } from '../../spark/role-props';
import type { ISparkConnectServer } from '../connect/interfaces';
import type { SparkServerOpening } from '../../kube/server-network';
import type { SparkmagicSettings } from './sparkmagic-props';

/** What a user may choose to start. */
export interface NotebookProfileProps {
  /** Name that users see. Its slug is part of the names of objects. */
  readonly name: string;
  /** Image with `jupyterhub-singleuser`, of the line of the hub, and with a tag. */
  readonly image: string;
  /** A sentence below the name. @default - none */
  readonly description?: string;
  /** Whether it is chosen already. @default - the first profile is */
  readonly isDefault?: boolean;
  /** Groups whose members see it, any of them. The authenticator has to tell groups. @default - everybody who is let in */
  readonly groups?: string[];
  /** Cores that a notebook asks for. @default 0.5 */
  readonly cores?: number;
  /** Most cores that it gets. @default - what the node has */
  readonly coreLimit?: number;
  /** Memory, which is asked for and never exceeded. @default Size.gibibytes(2) */
  readonly memory?: Size;
  /** Variables. `{username}` and the like are replaced; other braces are doubled. @default - none */
  readonly env?: { [name: string]: string };
  /** Variables from Secrets in the namespace of the hub. All code of the notebook can read them. @default - none */
  readonly secretEnv?: { [name: string]: SecretSource };
  /** Further ways out for its notebooks. @default - none */
  readonly egress?: SparkServerOpening[];
  /** Nodes of its notebooks. @default - any */
  readonly nodes?: INodePool;
  /** Priority of its notebooks. @default - the cluster's default */
  readonly priority?: IPriorityClass;
  /** When the kubelet pulls the image. @default ImagePullPolicy.IF_NOT_PRESENT */
  readonly pullPolicy?: ImagePullPolicy;
  /** Names of Secrets of type `kubernetes.io/dockerconfigjson`. @default - none */
  readonly pullSecrets?: string[];
  /** User of the image. @default 1000 */
  readonly uid?: number;
  /** Its group, which owns the home. @default 100 */
  readonly gid?: number;
  /** Time for image and volumes to arrive. @default Duration.minutes(5) */
  readonly startTimeout?: Duration;
}

/** A notebook whose kernels run in sessions of a Livy server. The image has sparkmagic and its kernels, and needs no Spark. */
export interface SparkmagicProfileProps extends NotebookProfileProps {
  /** The server. Its password or token is then a Secret in the namespace of the hub, too. */
  readonly livy: ILivyServer;
  /** Pods of the server, for the network policy. @default - those of a `LivyServer`; else every pod of the namespace in its URL */
  readonly livyPeer?: SparkServerOpening;
  /** What sessions get and how sparkmagic behaves. @default - as Livy and sparkmagic, with patience */
  readonly settings?: SparkmagicSettings;
  /** Run sessions in the name of the user. Livy has to take names from nobody else. @default false */
  readonly proxyUser?: boolean;
}

/** A notebook that is a client of a Spark Connect server. The image has `pyspark-client` or `pyspark[connect]`. */
export interface ConnectProfileProps extends NotebookProfileProps {
  /** The server. */
  readonly server: ISparkConnectServer;
  /** Its token, in the namespace of the hub; letters, digits, "-" and "_", since it goes into an address. @default - none */
  readonly token?: SecretSource;
}

/**
 * A notebook that is the driver: its pod makes executors, with the rights of the account. The image has the Spark of
 * `sparkImage`, and the Python of its minor version. One session at a time for each notebook server.
 */
export interface ClientModeProfileProps extends NotebookProfileProps {
  /** Accounts of notebook and executors, in the namespace of the hub. */
  readonly account: ISparkServiceAccount;
  /** Image of the executors; it also tells the Spark version. */
  readonly sparkImage: SparkImage;
  /** The executors. @default - 2 of 1 core, 1 GiB each */
  readonly executor?: SparkExecutorProps;
  /** Heap of the driver, a part of `memory`. @default Size.gibibytes(1) */
  readonly driverMemory?: Size;
  /** Event log, object stores, dynamic allocation. @default - none */
  readonly features?: ISparkFeature[];
  /** Further Spark properties. @default - none */
  readonly conf?: SparkConf;
}

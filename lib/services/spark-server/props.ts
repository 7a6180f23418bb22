import type { UiEndpoint } from '../../ingress/ui-endpoint';
import type { SparkConf } from '../../spark/conf';
import type { SparkImage } from '../../spark/image';
import type { IPriorityClass, ISparkServiceAccount } from '../../spark/placement';
import type { ISparkFeature } from '../../spark/resolved-application';
import type { SparkDriverProps, SparkExecutorProps } from '../../spark/role-props';
import type { NetworkPeer } from '../../kube/network-policy';

/** Who may reach a server that is a driver. Where it may go is up to the other policies of its namespace. */
export interface SparkDriverServerNetwork {
  /** Who may call it: notebooks, the gateway that speaks TLS. @default - nobody */
  readonly clients?: NetworkPeer[];
  /** Who else may open Spark's UI and metrics on port 4040: Prometheus. They ask nobody who he is. @default - nobody */
  readonly uiClients?: NetworkPeer[];
}

/** A server that is a driver: it has executors, and runs what its clients send. */
export interface SparkDriverServerProps {
  /** Image of driver and executors; it also tells the Spark version. */
  readonly image: SparkImage;
  /** Accounts of driver and executors; their namespace is the server's. */
  readonly serviceAccount: ISparkServiceAccount;
  /** Name of the server and stem of the names of its objects: a DNS label. @default - the construct's id */
  readonly name?: string;
  /** Its pod. @default - 1 core, 2 GiB of heap */
  readonly driver?: SparkDriverProps;
  /** The executors. @default - 2 of 1 core, 1 GiB each */
  readonly executor?: SparkExecutorProps;
  /** Event log, object stores, dynamic allocation, metrics, a catalog. @default - none */
  readonly features?: ISparkFeature[];
  /** Further Spark properties. @default - none */
  readonly conf?: SparkConf;
  /** URIs of jars for driver and executors. @default - none */
  readonly jars?: string[];
  /** Maven coordinates `group:artifact:version`, fetched at start. @default - none */
  readonly packages?: string[];
  /** Priority of driver and executors. @default - the cluster's default */
  readonly priority?: IPriorityClass;
  /** Priority of the executors alone. @default - priority */
  readonly executorPriority?: IPriorityClass;
  /** Who may reach it. @default - nobody */
  readonly network?: SparkDriverServerNetwork;
  /** The way in to Spark's UI on port 4040, for people. @default - none */
  readonly ui?: UiEndpoint;
  /** Pods: 1, or 0 to stop the server and keep its address. @default 1 */
  readonly replicas?: number;
  /** Let containers write to the image's file system. @default false */
  readonly writableRootFilesystem?: boolean;
}

/** What one kind of such servers has beside what all of them have. */
export interface SparkDriverServerSpec {
  /** Value of `app.kubernetes.io/component` on its pod. */
  readonly component: string;
  /** Name in Spark's UI. */
  readonly appName: string;
  /** The class that Spark starts. */
  readonly mainClass: string;
  /** Its arguments. @default - none */
  readonly args?: string[];
  /** The port of its clients; it tells whether the server serves. */
  readonly port: number;
  /** The port that is asked whether the server lives, once it serves. @default - port */
  readonly alivePort?: number;
  /** Name of the port. */
  readonly portName: string;
  /** Where programs outside reach that port, over gRPC. @default - nowhere */
  readonly address?: UiEndpoint;
  /** What clients speak there, for gateways. @default - not said */
  readonly appProtocol?: string;
  /** Its properties. */
  readonly properties: { readonly [key: string]: string };
  /** Properties that follow from a prop, and the prop: users cannot set them in `conf`. @default - none */
  readonly owners?: { readonly [key: string]: string };
  /** What it adds beside the user's features, such as Secrets. @default - none */
  readonly features?: ISparkFeature[];
}

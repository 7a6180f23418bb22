import type { Duration, Size } from 'cdk8s';
import type { UiEndpoint } from '../../ingress/ui-endpoint';
import type { NetworkPeer } from '../../kube/network-policy';
import type { ComputeResources } from '../../kube/resources';
import type { INodePool, IPriorityClass } from '../../spark/placement';
import type { SparkServerOpening } from '../../kube/server-network';
import type { ZeppelinAuthentication } from './authentication';
import type { ZeppelinInterpreter } from './interpreters';
import type { ZeppelinNotes, ZeppelinStorage } from './storage';

/** Who may reach a server and its interpreters, and whom they may reach. */
export interface ZeppelinNetwork {
  /** Who may call the server beside the gateway of `ui`. @default - nobody */
  readonly clients?: NetworkPeer[];
  /** Ways out for the server: a directory of users, S3. @default - none but DNS, the API server and interpreters */
  readonly egress?: SparkServerOpening[];
  /** Ways out for interpreters and executors: data, Livy outside of the cluster, package repositories. @default - none */
  readonly interpreterEgress?: SparkServerOpening[];
  /** Who may open the pages of Spark drivers on port 4040. They ask nobody who he is. @default - nobody */
  readonly sparkUiClients?: NetworkPeer[];
  /** Addresses of the API server. @default - every address */
  readonly apiServerCidrs?: string[];
  /** Ports of the API server. @default [443, 6443] */
  readonly apiServerPorts?: number[];
}

/** What a Zeppelin server is made of. */
export interface ZeppelinProps {
  /** Groups of interpreters that notes may use. */
  readonly interpreters: ZeppelinInterpreter[];
  /** Who asks users who they are. */
  readonly authentication: ZeppelinAuthentication;
  /** The claim with notes and settings. */
  readonly storage: ZeppelinStorage;
  /** Name of the server and its objects: a DNS label. @default - the construct's id */
  readonly name?: string;
  /** Namespace of server, interpreters and executors. Whoever edits interpreters runs pods in it. @default - the namespace of the chart */
  readonly namespace?: string;
  /** Image of the server. @default docker.io/apache/zeppelin:0.12.1 */
  readonly image?: string;
  /** Image of interpreters, of the same Zeppelin. @default - that of the server */
  readonly interpreterImage?: string;
  /** Names of Secrets with registry credentials, for server and interpreters. @default - none */
  readonly imagePullSecrets?: string[];
  /** Where notes are. @default ZeppelinNotes.onClaim() */
  readonly notes?: ZeppelinNotes;
  /** Its address for people. @default - none: only its Service */
  readonly ui?: UiEndpoint;
  /** Further origins of pages that may call the server: `https://portal.example.com`. @default - none but that of `ui` */
  readonly allowedOrigins?: string[];
  /** Further settings by the names of Zeppelin's documentation: `zeppelin.notebook.cron.enable`. @default - none */
  readonly settings?: { readonly [key: string]: string };
  /** Time without work after which an interpreter and its executors end. @default Duration.hours(1) */
  readonly idleTimeout?: Duration;
  /** Whether changes on the interpreter page outlive a restart; then later changes here have no effect there. @default false */
  readonly keepInterpreterChanges?: boolean;
  /** What interpreters other than Spark get unless their properties say. @default - 0.5 CPU, 2 GiB */
  readonly interpreterResources?: ComputeResources;
  /** Pods: 1, or 0 to stop it. @default 1 */
  readonly replicas?: number;
  /** Cores that the server asks for; it may use more. @default 0.5 */
  readonly cores?: number;
  /** Heap of the server. @default Size.gibibytes(1) */
  readonly memory?: Size;
  /** Nodes of the server. @default - any */
  readonly nodes?: INodePool;
  /** Nodes of interpreters other than Spark; Spark's have theirs in `driver` and `executor`. @default - any */
  readonly interpreterNodes?: INodePool;
  /** Priority of the server. @default - the cluster's default */
  readonly priority?: IPriorityClass;
  /** Priority of interpreters and executors. @default - the cluster's default */
  readonly interpreterPriority?: IPriorityClass;
  /** Annotations of the server's account, by which clouds know a workload. @default - none */
  readonly accountAnnotations?: { readonly [key: string]: string };
  /** Who may reach it, and whom it may reach. @default - nobody, and nothing but its interpreters, DNS and the API server */
  readonly network?: ZeppelinNetwork;
  /** Let server and interpreters write to the image's file system. @default false */
  readonly writableRootFilesystem?: boolean;
}

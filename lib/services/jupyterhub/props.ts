import type { Duration, Size } from 'cdk8s';
import type { SecretSource } from '../../core/secrets';
import type { UiEndpoint } from '../../ingress/ui-endpoint';
import type { NetworkPeer } from '../../kube/network-policy';
import type { ImagePullPolicy } from '../../spark/image';
import type { INodePool, IPriorityClass } from '../../spark/placement';
import type { SparkServerOpening } from '../../kube/server-network';
import type { JupyterHubAuthenticator } from './authenticator';
import type { JupyterHubDatabase } from './database';
import type { NotebookProfile } from './profile';
import type { NotebookStorage } from './storage';

/** Who may come in, of those whom the authenticator knows. */
export interface JupyterHubAccess {
  /** All of them. @default false */
  readonly everyone?: boolean;
  /** Names of users. @default - none */
  readonly users?: string[];
  /** Groups whose members come in; with a directory their distinguished names. @default - none */
  readonly groups?: string[];
  /** Users who see and stop the servers of all, and may come in. @default - none */
  readonly admins?: string[];
  /** Groups whose members are admins. @default - none */
  readonly adminGroups?: string[];
}

/**
 * Secrets of the hub, in its namespace. They are made once and stay: a new one signs everybody out, or makes what is stored
 * unreadable.
 */
export interface JupyterHubSecrets {
  /** Signs the cookies: 32 bytes as 64 hexadecimal digits, of `openssl rand -hex 32`. */
  readonly cookie: SecretSource;
  /** By which hub and proxy know each other: as long. */
  readonly proxyToken: SecretSource;
  /** Encrypts what the provider tells of users: as long, several with ";" between them. @default - none: it is not stored */
  readonly cryptKeys?: SecretSource;
}

/** Stops notebooks that nobody uses. Sessions on a Livy or Connect server end by the timeouts of that server. */
export interface JupyterHubCuller {
  /** Whether there is one. @default true */
  readonly enabled?: boolean;
  /** Time without activity after which a notebook is stopped. @default Duration.hours(1) */
  readonly idleTimeout?: Duration;
  /** Time between two looks. @default Duration.minutes(10) */
  readonly interval?: Duration;
  /** Age at which any notebook is stopped. @default - none */
  readonly maxAge?: Duration;
}

/** Images of hub and proxy. */
export interface JupyterHubImages {
  /** With `jupyterhub`, KubeSpawner, the authenticator and the culler. @default quay.io/jupyterhub/k8s-hub:4.4.0 */
  readonly hub?: string;
  /** With `configurable-http-proxy`. @default quay.io/jupyterhub/configurable-http-proxy:5.2.0 */
  readonly proxy?: string;
  /** When the kubelet pulls them. @default ImagePullPolicy.IF_NOT_PRESENT */
  readonly pullPolicy?: ImagePullPolicy;
  /** Names of Secrets of type `kubernetes.io/dockerconfigjson`. @default - none */
  readonly pullSecrets?: string[];
}

/** Who may reach the hub, and whom it and its notebooks may reach. */
export interface JupyterHubNetwork {
  /** Who may call the proxy beside those whom `ui` brings. @default - nobody */
  readonly clients?: NetworkPeer[];
  /** Who may read `/hub/metrics` past the proxy; see the setting JupyterHub.authenticate_prometheus. @default - nobody */
  readonly metricsClients?: NetworkPeer[];
  /** Ways out of the hub: provider of identities, database. @default - none beside DNS and the API server */
  readonly egress?: SparkServerOpening[];
  /** Ways out of every notebook: package indexes, stores. @default - none beside DNS and the hub */
  readonly notebookEgress?: SparkServerOpening[];
  /** Addresses of the API server. @default - every address */
  readonly apiServerCidrs?: string[];
  /** Ports of the API server. @default [443, 6443] */
  readonly apiServerPorts?: number[];
}

/** What a JupyterHub is made of. */
export interface JupyterHubProps {
  /** Who tells the hub who a user is. */
  readonly authenticator: JupyterHubAuthenticator;
  /** Who may come in. */
  readonly access: JupyterHubAccess;
  /** Secrets of the hub. */
  readonly secrets: JupyterHubSecrets;
  /** Where it keeps its state. */
  readonly database: JupyterHubDatabase;
  /** What users choose from; `addProfile` adds more. @default - none */
  readonly profiles?: NotebookProfile[];
  /** The homes of users. @default NotebookStorage.perUser({ size: Size.gibibytes(10) }) */
  readonly storage?: NotebookStorage;
  /** What stops idle notebooks. @default - after an hour */
  readonly culler?: JupyterHubCuller;
  /** The address that people type. @default - none: only `network.clients` reach it */
  readonly ui?: UiEndpoint;
  /** Name of the hub and stem of the names of its objects: a DNS label. @default - the construct's id */
  readonly name?: string;
  /** Its namespace, and that of the notebooks. @default - the namespace of the chart */
  readonly namespace?: string;
  /** Images of hub and proxy. @default - the official ones */
  readonly images?: JupyterHubImages;
  /** Cores that the hub asks for; it may use more. @default 0.2 */
  readonly cores?: number;
  /** Memory of the hub. @default Size.gibibytes(1) */
  readonly memory?: Size;
  /** Let the hub change the tables of its database at start, for one deployment of a new release. @default false */
  readonly upgradeDatabase?: boolean;
  /** Nodes of hub and proxy. @default - any */
  readonly nodes?: INodePool;
  /** Priority of hub and proxy. @default - the cluster's default */
  readonly priority?: IPriorityClass;
  /** Who may reach it, and whom it and its notebooks may reach. @default - nobody, and nothing but DNS and the API server */
  readonly network?: JupyterHubNetwork;
  /** Further settings as `Class.trait`, such as `JupyterHub.concurrent_spawn_limit`; others are refused. @default - none */
  readonly traits?: { [trait: string]: unknown };
  /** Blocks of Python for the end of jupyterhub_config.py, in the order of their keys. @default - none */
  readonly extraConfig?: { [key: string]: string };
}

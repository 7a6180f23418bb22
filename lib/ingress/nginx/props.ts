import type { Size } from 'cdk8s';
import type { UiGatewayProps } from '../gateway-base';

/** The kinds that routes are written in. */
export enum NginxRouteKind {
  /** VirtualServer and VirtualServerRoute of F5's controller: WebSockets by themselves, headers that clients cannot set. */
  VIRTUAL_SERVER = 'virtual-server',
  /** Ingress: a master for each host, a minion for each route. */
  INGRESS = 'ingress',
}

/** What keeps the pods of the controller. */
export enum NginxWorkload {
  /** So many pods, spread over nodes. */
  DEPLOYMENT = 'Deployment',
  /** One pod on each node. */
  DAEMON_SET = 'DaemonSet',
}

/** How the controller is reached. */
export enum NginxServiceType {
  /** By a load balancer of the cloud. */
  LOAD_BALANCER = 'LoadBalancer',
  /** By a port of every node. */
  NODE_PORT = 'NodePort',
  /** From inside the cluster, or by what somebody else puts in front. */
  CLUSTER_IP = 'ClusterIP',
}

/** Who installs the definitions of the kinds. */
export enum NginxCrds {
  /** This package, in a short form. */
  INSTALL = 'install',
  /** Somebody else. */
  EXTERNAL = 'external',
}

/** The Service of the controller. */
export interface NginxServiceOptions {
  /** How it is reached. @default NginxServiceType.LOAD_BALANCER */
  readonly type?: NginxServiceType;
  /** What the cloud wants to know, such as whether the load balancer is an internal one. @default - nothing */
  readonly annotations?: { readonly [key: string]: string };
  /** Ranges that the load balancer lets in. @default - everybody */
  readonly sourceRanges?: string[];
}

/** Who reaches the controller, and whom it reaches, beside its backends. */
export interface NginxNetwork {
  /** Addresses that may connect, as CIDRs. @default - everybody */
  readonly clientCidrs?: string[];
  /** Namespaces whose pods may read the metrics, on port 9113. @default - none */
  readonly metricsFrom?: string[];
  /** Addresses of the API server, as CIDRs. @default - every address, on the ports of `apiServerPorts` */
  readonly apiServerCidrs?: string[];
  /** Ports of the API server: of its Service, and its own. @default [443, 6443] */
  readonly apiServerPorts?: number[];
}

/** Image of the controller. */
export interface NginxImages {
  /** @default - that of the release this package was written for */
  readonly controller?: string;
  /** Names of Secrets with registry credentials. @default - none */
  readonly pullSecrets?: string[];
}

/** What a `NginxIngress` is made of. */
export interface NginxIngressProps extends UiGatewayProps {
  /** Name of its namespace. @default nginx-ingress */
  readonly namespace?: string;
  /** Name of its IngressClass. @default nginx */
  readonly className?: string;
  /** The kinds that routes are written in. @default NginxRouteKind.VIRTUAL_SERVER */
  readonly routeKind?: NginxRouteKind;
  /** What keeps its pods. @default NginxWorkload.DEPLOYMENT */
  readonly workload?: NginxWorkload;
  /** Pods of a Deployment. @default 2 */
  readonly replicas?: number;
  /** Cores that each pod asks for; it may use more. @default 0.1 */
  readonly cpu?: number;
  /** Memory of each pod, asked for and the most it gets. @default Size.mebibytes(512) */
  readonly memory?: Size;
  /** Its Service. @default - a load balancer */
  readonly service?: NginxServiceOptions;
  /** Secret with the certificate for hosts that no route has, in its namespace. @default - such connections are refused */
  readonly defaultTlsSecret?: string;
  /** Namespaces it watches beside its own and those of its routes, for routes that others write. @default - none */
  readonly watchNamespaces?: string[];
  /** Further settings of its ConfigMap, such as `worker-processes`; see docs/ingress.md. @default - none */
  readonly settings?: { readonly [key: string]: string };
  /** Who installs the definitions of its kinds. @default NginxCrds.INSTALL */
  readonly crds?: NginxCrds;
  /** Who reaches it, and whom it reaches. @default - everybody reaches it; it reaches what it needs */
  readonly network?: NginxNetwork;
  /** Its image, such as a copy in a registry of your own. @default - that of the release this package was written for */
  readonly images?: NginxImages;
}

/** A controller of F5 that somebody else installed: release 5.5 or later, custom resources on. */
export interface ExistingNginxIngressProps extends UiGatewayProps {
  /** Namespace of its pods. Hosts and policies are made here. @default nginx-ingress */
  readonly namespace?: string;
  /** Name of its IngressClass. @default nginx */
  readonly className?: string;
  /** Name of its Service. @default nginx-ingress */
  readonly serviceName?: string;
  /** The kinds that routes are written in. @default NginxRouteKind.VIRTUAL_SERVER */
  readonly routeKind?: NginxRouteKind;
  /** Labels of its pods. @default - every pod of its namespace */
  readonly podLabels?: { readonly [key: string]: string };
  /** Namespaces that it watches. @default - all of them */
  readonly watchNamespaces?: string[];
}

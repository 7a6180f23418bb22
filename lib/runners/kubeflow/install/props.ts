import type { Duration, Size } from 'cdk8s';
import type { NetworkPeer } from '../../../kube/network-policy';
import type { IJobNamespace } from '../../../spark/job-namespace';
import type { INodePool } from '../../../spark/placement';
import type { KubeflowRunNamePrecision } from '../interfaces';
import type { KubeflowCertificates } from './certificates';

/** How much the servers log. */
export enum KubeflowLogLevel {
  /** Every step of every application. */
  DEBUG = 'debug',
  /** What changes. */
  INFO = 'info',
  /** What fails. */
  ERROR = 'error',
}

/** Who installs the CustomResourceDefinitions. */
export enum KubeflowCrds {
  /** This package: slim definitions that every `kubectl apply` takes. */
  INSTALL = 'install',
  /** Somebody else, or another operator of the same app. */
  EXTERNAL = 'external',
}

/** What becomes of a request while no webhook server answers. */
export enum KubeflowWebhookFailure {
  /** It is refused. */
  FAIL = 'Fail',
  /** It goes on unseen. */
  IGNORE = 'Ignore',
}

/** One of the operator's servers. */
export interface KubeflowServer {
  /** Pods. Of several controllers one works and the others wait; webhook servers all work. @default 1; 2 for the webhook */
  readonly replicas?: number;
  /** Cores that each pod asks for; it may use more. @default - 0.1 for each worker, at least 0.5; 0.1 for the webhook */
  readonly cpu?: number;
  /** Memory of each pod, asked for and the most it gets. @default - 512 MiB and 400 MiB for each worker; 256 MiB for the webhook */
  readonly memory?: Size;
}

/** The controller: it starts applications, each by a spark-submit of its own. */
export interface KubeflowController extends KubeflowServer {
  /** Applications that are submitted at the same time. Each is a JVM of 300 to 400 MiB for some seconds. @default 10 */
  readonly workers?: number;
  /** How long after a submission the driver pod may be missing before the run counts as failed. @default Duration.seconds(30) */
  readonly driverPodCreationGracePeriod?: Duration;
  /** Executors whose state is written into the status of one application. @default 1000 */
  readonly maxTrackedExecutors?: number;
}

/** The webhook: it refuses applications that cannot run, fills in what they leave out, and changes pods. */
export interface KubeflowWebhook extends KubeflowServer {
  /** Whether there is one. @default true */
  readonly enabled?: boolean;
  /** Where its certificate comes from. @default KubeflowCertificates.selfSigned() */
  readonly certificates?: KubeflowCertificates;
  /** Applications while no server answers. Unseen, one may name another account or image by `sparkConf`. @default KubeflowWebhookFailure.FAIL */
  readonly failurePolicy?: KubeflowWebhookFailure;
  /**
   * Pods of applications while no server answers. Refused, a running job gets no executors; unseen, they lack what the application
   * says outside of its pod templates. Jobs of this package say everything in templates.
   *
   * @default KubeflowWebhookFailure.IGNORE
   */
  readonly podFailurePolicy?: KubeflowWebhookFailure;
}

/** A certificate for hosts of Ingresses. */
export interface KubeflowIngressTls {
  /** Hosts of the certificate. */
  readonly hosts: string[];
  /** Secret with the certificate, in the namespace of the job. */
  readonly secretName: string;
}

/** An Ingress for the UI of each running application. */
export interface KubeflowUiIngress {
  /**
   * Host, or host and path, of the UI. `{{$appName}}` and `{{$appNamespace}}` stand for those of the application. With a path only
   * ingress-nginx will do, for it rewrites the path by an annotation.
   */
  readonly urlFormat: string;
  /** IngressClass. @default - the cluster's default class */
  readonly className?: string;
  /** Annotations of the Ingresses, unless the application has its own. @default - none */
  readonly annotations?: { readonly [key: string]: string };
  /** Certificates, unless the application has its own. @default - none: plain HTTP */
  readonly tls?: KubeflowIngressTls[];
}

/** Behaviours of the operator that are still alpha. */
export interface KubeflowFeatureGates {
  /** Changes of where executors run apply to new executors, and the application is not run again. @default false */
  readonly partialRestart?: boolean;
  /** spark-submit reads `spark-defaults.conf` of the operator's image too. @default false */
  readonly loadSparkDefaults?: boolean;
}

/** A way out for the controller, such as the repository that `deps.packages` come from. */
export interface KubeflowEgress extends NetworkPeer {
  /** TCP ports behind the Service. */
  readonly ports: number[];
}

/** Who reaches the servers, and whom they reach. */
export interface KubeflowNetwork {
  /** Whether there are NetworkPolicies. @default true */
  readonly enabled?: boolean;
  /** Namespaces whose pods may read the metrics. @default - none */
  readonly metricsFrom?: string[];
  /** Addresses of the API server, as CIDRs. @default - every address, on the ports of `apiServerPorts` */
  readonly apiServerCidrs?: string[];
  /** Ports of the API server: of its Service, and its own. @default [443, 6443] */
  readonly apiServerPorts?: number[];
  /** Addresses from which the API server calls the webhook, as CIDRs. @default - every address */
  readonly webhookFrom?: string[];
  /** Further ways out of the controller. @default - none */
  readonly controllerEgress?: KubeflowEgress[];
}

/** Images, for clusters that pull from a registry of their own. */
export interface KubeflowImages {
  /** Controller and webhook. @default - the official one of `VERSIONS.KUBEFLOW_SPARK_OPERATOR` */
  readonly operator?: string;
  /** Names of Secrets with registry credentials, in the operator's namespace. @default - none */
  readonly pullSecrets?: string[];
}

/** What a `KubeflowSparkOperator` is made of. */
export interface KubeflowSparkOperatorProps {
  /** Name of the operator, with which the names of its objects begin. @default spark-operator */
  readonly name?: string;
  /** Namespace of the servers. No Spark job belongs there. @default spark-operator */
  readonly namespace?: string;
  /** Whether the namespace is made here; it admits pods of the level `restricted` only. @default true */
  readonly createNamespace?: boolean;
  /** Namespaces whose applications it starts. Tenants are such. At least one, and none of another operator. */
  readonly jobNamespaces: IJobNamespace[];
  /** Whether it starts applications of every namespace, with rights in all of them. `jobNamespaces` is empty then. @default false */
  readonly insecureEveryNamespace?: boolean;
  /** The controller. @default - one pod with 10 workers */
  readonly controller?: KubeflowController;
  /** The webhook. @default - two pods, with a certificate of their own */
  readonly webhook?: KubeflowWebhook;
  /** Whether it makes PodGroups for Volcano, and sets the annotations that YuniKorn reads. @default false */
  readonly batchScheduler?: boolean;
  /** Whether the UI of each driver gets a Service. @default true */
  readonly uiService?: boolean;
  /** An Ingress for the UI of each application. @default - none */
  readonly uiIngress?: KubeflowUiIngress;
  /** Whether applications may have Ingresses of their own: `driverIngressOptions`. @default - with `uiIngress` */
  readonly driverIngresses?: boolean;
  /** Whether it runs SparkConnects. @default true */
  readonly sparkConnect?: boolean;
  /** Whether servers agree by a Lease on who works. @default true */
  readonly leaderElection?: boolean;
  /** How exact the time is in the names of scheduled runs; the shorter, the longer a schedule may be named. @default KubeflowRunNamePrecision.SECONDS */
  readonly runNamePrecision?: KubeflowRunNamePrecision;
  /** How much the servers log. @default KubeflowLogLevel.INFO */
  readonly logLevel?: KubeflowLogLevel;
  /** Behaviours that are still alpha. @default - none */
  readonly featureGates?: KubeflowFeatureGates;
  /**
   * Whether it may set `blockOwnerDeletion` where the API server asks for the right to finalize owners, as OpenShift does.
   *
   * @default false
   */
  readonly ownerPermissions?: boolean;
  /** Who installs the CustomResourceDefinitions. @default KubeflowCrds.INSTALL */
  readonly crds?: KubeflowCrds;
  /** Whether everybody who may edit or view a namespace may do so with its applications. @default true */
  readonly userRoles?: boolean;
  /** Who reaches the servers, and whom they reach. @default - only what they need */
  readonly network?: KubeflowNetwork;
  /** Images. @default - the official one of `VERSIONS.KUBEFLOW_SPARK_OPERATOR` */
  readonly images?: KubeflowImages;
  /** Nodes of the servers. @default - any node */
  readonly nodes?: INodePool;
}

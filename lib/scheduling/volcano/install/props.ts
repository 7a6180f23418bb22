import type { Size } from 'cdk8s';
import type { NetworkPeer } from '../../../kube/network-policy';
import type { INodePool } from '../../../spark/placement';
import type { VolcanoCertificates } from './certificates';
import type { VolcanoScheduler } from '../scheduler/scheduler';

/** One of Volcano's servers. */
export interface VolcanoServer {
  /** Pods. More than one is a standby: the one that holds the lease works, the others wait. @default 1; 2 for admission */
  readonly replicas?: number;
  /** Cores that each pod asks for; it may use more. @default 0.5 for the scheduler, 0.1 for the others */
  readonly cpu?: number;
  /** Memory of each pod, asked for and the most it gets. @default 1 GiB for the scheduler, 512 MiB for the controllers, 256 MiB for admission */
  readonly memory?: Size;
  /** How much the server logs, from 0 to 10. @default 3 */
  readonly verbosity?: number;
}

/** Controllers of Volcano that Spark does not need. */
export enum VolcanoController {
  /** Runs Volcano's own Job. */
  JOB = 'job-controller',
  /** Removes Volcano's finished Jobs. */
  GARBAGE_COLLECTOR = 'gc-controller',
  /** Runs Volcano's own CronJob. */
  CRON_JOB = 'cronjob-controller',
  /** Runs Volcano's JobFlow. */
  JOB_FLOW = 'jobflow-controller',
  /** Counts the Jobs of a JobTemplate. */
  JOB_TEMPLATE = 'jobtemplate-controller',
}

/** The controllers: they open queues, and make a PodGroup for pods that have none. */
export interface VolcanoControllers extends VolcanoServer {
  /** Controllers beside those of queues and PodGroups. Their kinds are not installed here. @default - none */
  readonly extra?: VolcanoController[];
}

/** The webhook `/pods/mutate`. */
export interface VolcanoPodsWebhook {
  /** Labels of the namespaces whose pods are looked at, all of them. At least one. */
  readonly namespaceLabels: { readonly [key: string]: string };
}

/** The admission server: it refuses queues that would stop the scheduler. */
export interface VolcanoAdmission extends VolcanoServer {
  /** Whether there is one. Without it only the checks of this package look at queues. @default true */
  readonly enabled?: boolean;
  /** Where its certificate comes from. @default VolcanoCertificates.job() */
  readonly certificates?: VolcanoCertificates;
  /** Whether queues may be changed unseen while the server is down; otherwise such changes wait. @default false */
  readonly failOpen?: boolean;
  /** Pods that the server may change. @default - none: no webhook for pods */
  readonly pods?: VolcanoPodsWebhook;
}

/** Who installs the CustomResourceDefinitions. */
export enum VolcanoCrds {
  /** This package: slim definitions of what Spark needs. */
  INSTALL = 'install',
  /** Somebody else. */
  EXTERNAL = 'external',
}

/** Behaviours of Volcano that can be switched. @see https://github.com/volcano-sh/volcano/blob/v1.15.1/pkg/features/volcano_features.go */
export interface VolcanoFeatureGates {
  /** Reads Numatopologies. @default true */
  readonly resourceTopology?: boolean;
  /** Reads PodDisruptionBudgets. @default true */
  readonly podDisruptionBudgets?: boolean;
  /**
   * Keeps pods over the quota of their queue out of the sight of cluster autoscalers. Pods ask for it with the annotation
   * `scheduling.volcano.sh/queue-allocation-gate: "true"`. Needs plugin `capacity` and `admission.pods`.
   *
   * @default false
   */
  readonly schedulingGates?: boolean;
}

/** A way out for the scheduler, such as the metrics that plugin `usage` reads. */
export interface VolcanoEgress extends NetworkPeer {
  /** TCP ports behind the Service. */
  readonly ports: number[];
}

/** Who reaches Volcano's servers, and whom they reach. */
export interface VolcanoNetwork {
  /** Namespaces whose pods may read the metrics. @default - none */
  readonly metricsFrom?: string[];
  /** Addresses of the API server, as CIDRs. @default - every address, on the ports of `apiServerPorts` */
  readonly apiServerCidrs?: string[];
  /** Ports of the API server: of its Service, and its own. @default [443, 6443] */
  readonly apiServerPorts?: number[];
  /** Addresses from which the API server calls the admission server, as CIDRs. @default - every address */
  readonly admissionFrom?: string[];
  /** Further ways out of the scheduler. @default - none */
  readonly schedulerEgress?: VolcanoEgress[];
}

/** Images, for clusters that pull from a registry of their own. */
export interface VolcanoImages {
  /** The scheduler. @default - the official one of `VERSIONS.VOLCANO` */
  readonly scheduler?: string;
  /** The controllers. @default - the official one of `VERSIONS.VOLCANO` */
  readonly controllers?: string;
  /** The admission server; its `sh`, `kubectl` and `openssl` make the certificate and sweep. @default - the official one of `VERSIONS.VOLCANO` */
  readonly admission?: string;
  /** Names of Secrets with registry credentials, in Volcano's namespace. @default - none */
  readonly pullSecrets?: string[];
}

/** What a `Volcano` is made of. */
export interface VolcanoProps {
  /** Namespace of the servers, made here. No Spark job belongs there. @default volcano-system */
  readonly namespace?: string;
  /** Value of `schedulerName` in the pods that it schedules. @default volcano */
  readonly schedulerName?: string;
  /** What the scheduler does. @default VolcanoScheduler.priorityPreempt() */
  readonly configuration?: VolcanoScheduler;
  /** The scheduler. @default - one pod */
  readonly scheduler?: VolcanoServer;
  /** The controllers. @default - one pod, for queues and PodGroups */
  readonly controllers?: VolcanoControllers;
  /** The admission server. @default - two pods */
  readonly admission?: VolcanoAdmission;
  /** Who installs the CustomResourceDefinitions. @default VolcanoCrds.INSTALL */
  readonly crds?: VolcanoCrds;
  /** Behaviours that differ from Volcano's own choice. @default - none */
  readonly featureGates?: VolcanoFeatureGates;
  /**
   * Provisioners of claims that no CSI driver of a node stands for. Volcano counts a place on the node for each claim, and
   * a pod whose claim has one of these waits for ever unless it is named here.
   *
   * @default ['kubernetes.io/no-provisioner', 'rancher.io/local-path']
   */
  readonly ignoredProvisioners?: string[];
  /** Who reaches the servers, and whom they reach. @default - only what they need */
  readonly network?: VolcanoNetwork;
  /** Whether PodGroups without a job are removed. @default true */
  readonly sweeper?: boolean;
  /**
   * Whether a ResourceQuota allows pods of the class `system-cluster-critical` in the namespace. Clusters that limit this
   * class, GKE among them, refuse Volcano's pods otherwise.
   *
   * @default false
   */
  readonly criticalPodsQuota?: boolean;
  /** Images. @default - the official ones of `VERSIONS.VOLCANO` */
  readonly images?: VolcanoImages;
  /** Nodes of the servers. @default - any node */
  readonly nodes?: INodePool;
}

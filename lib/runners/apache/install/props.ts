import type { Size } from 'cdk8s';
import type { IJobNamespace } from '../../../spark/job-namespace';
import type { INodePool } from '../../../spark/placement';

/** Who installs the CustomResourceDefinitions. */
export enum ApacheCrds {
  /** This package: slim definitions, typed where the operator would stumble. */
  INSTALL = 'install',
  /** Somebody else: the official ones, for instance. */
  EXTERNAL = 'external',
}

/** What the operator may do in the namespaces of jobs, beside starting applications. */
export interface ApacheOperatorDuties {
  /** Run standalone clusters: SparkCluster. @default true */
  readonly clusters?: boolean;
  /** Make the Ingresses that an application lists in `driverServiceIngressList`. @default false */
  readonly driverIngresses?: boolean;
  /** Make the routes of the Gateway API that an application lists. @default false */
  readonly driverRoutes?: boolean;
}

/** Who reaches the operator, and whom it reaches. */
export interface ApacheOperatorNetwork {
  /** Namespaces whose pods may read the metrics. @default - none */
  readonly metricsFrom?: string[];
  /** Addresses of the API server, as CIDRs. @default - every address, on the ports of `apiServerPorts` */
  readonly apiServerCidrs?: string[];
  /** Ports of the API server: of its Service, and its own. @default [443, 6443] */
  readonly apiServerPorts?: number[];
}

/** What an `ApacheSparkOperator` is made of. */
export interface ApacheSparkOperatorProps {
  /** Namespaces whose applications and clusters it runs; it has rights nowhere else. Tenants are such. */
  readonly jobNamespaces: IJobNamespace[];
  /** Namespace of the operator, made here. No job belongs there. @default spark-kubernetes-operator */
  readonly namespace?: string;
  /** Pods. More than one is a standby: the one that holds the lease works, the others wait. @default 1 */
  readonly replicas?: number;
  /** Cores of each pod, asked for and the most it gets. @default 1 */
  readonly cpu?: number;
  /** Memory of each pod, asked for and the most it gets. @default Size.gibibytes(2) */
  readonly memory?: Size;
  /**
   * Further properties of the operator, such as `spark.kubernetes.operator.reconciler.intervalSeconds`.
   *
   * @default - none
   * @see https://github.com/apache/spark-kubernetes-operator/blob/main/docs/config_properties.md
   */
  readonly properties?: { [key: string]: string };
  /** What it does beside applications. @default - standalone clusters */
  readonly duties?: ApacheOperatorDuties;
  /** Who installs the CustomResourceDefinitions. @default ApacheCrds.INSTALL */
  readonly crds?: ApacheCrds;
  /** Who reaches the operator, and whom it reaches. @default - the API server, DNS, and health checks */
  readonly network?: ApacheOperatorNetwork;
  /** Image, for clusters that pull from a registry of their own. @default - the official one of `VERSIONS` */
  readonly image?: string;
  /** Names of Secrets with registry credentials, in the operator's namespace. @default - none */
  readonly imagePullSecrets?: string[];
  /** Nodes of the operator. @default - any node */
  readonly nodes?: INodePool;
}

/** An operator that somebody else installed. */
export interface ExistingApacheSparkOperatorProps {
  /** Namespaces whose applications it starts. @default - every namespace */
  readonly jobNamespaces?: IJobNamespace[];
  /** Name in messages. @default spark-kubernetes-operator */
  readonly operatorName?: string;
  /** Release. @default 1.0.0 */
  readonly operatorVersion?: string;
}

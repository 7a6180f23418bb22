import type { Duration } from 'cdk8s';
import type { KubeflowIngressTls } from './install/props';

/** What the operator counts an application for the JVM as, in its metrics. Spark makes no difference. */
export enum KubeflowJvmType {
  JAVA = 'Java',
  SCALA = 'Scala',
}

/** How a Service is reached. @see https://kubernetes.io/docs/concepts/services-networking/service/#publishing-services-service-types */
export enum KubeflowServiceType {
  /** From within the cluster. */
  CLUSTER_IP = 'ClusterIP',
  /** By a port of every node. */
  NODE_PORT = 'NodePort',
  /** By a load balancer of the cloud. */
  LOAD_BALANCER = 'LoadBalancer',
}

/** The Service of the driver's UI, and its Ingress where the operator makes Ingresses. */
export interface KubeflowUiOptions {
  /** Port of the Service. @default 4040 */
  readonly servicePort?: number;
  /** How the Service is reached. @default KubeflowServiceType.CLUSTER_IP */
  readonly serviceType?: KubeflowServiceType;
  /** Annotations of the Service. @default - none */
  readonly serviceAnnotations?: { readonly [key: string]: string };
  /** Annotations of the Ingress, in place of those of the installation. @default - those of the installation */
  readonly ingressAnnotations?: { readonly [key: string]: string };
  /** Certificates of the Ingress, in place of those of the installation. @default - those of the installation */
  readonly ingressTls?: KubeflowIngressTls[];
}

/** A Service and an Ingress for a port of the driver that is not the UI's. */
export interface KubeflowDriverIngress {
  /** The port, of the driver and of the Service `<name>-driver-<port>`. */
  readonly servicePort: number;
  /** Host, or host and path, without scheme. `{{$appName}}` and `{{$appNamespace}}` stand for those of the application. */
  readonly ingressUrlFormat: string;
  /** Name of the port. @default - driver-ing-<port> */
  readonly servicePortName?: string;
  /** How the Service is reached. @default KubeflowServiceType.CLUSTER_IP */
  readonly serviceType?: KubeflowServiceType;
  /** Annotations of the Service. @default - none */
  readonly serviceAnnotations?: { readonly [key: string]: string };
}

/** How jobs are started by Kubeflow's operator. */
export interface KubeflowRunnerProps {
  /** What applications for the JVM are called. @default KubeflowJvmType.JAVA */
  readonly jvmType?: KubeflowJvmType;
  /**
   * Further submissions after one fails, for instance because the API server was away. They are counted apart from `retries`.
   *
   * @default 3 for jobs with retries; the operator submits others once
   */
  readonly submissionRetries?: number;
  /** Time before a submission is tried again; it grows by itself with each attempt. @default Duration.seconds(20) */
  readonly submissionRetryInterval?: Duration;
  /** Time before a failed run is tried again; it grows by itself with each attempt. @default Duration.seconds(10) */
  readonly retryInterval?: Duration;
  /** Make applications and start none: they start when `spec.suspend` becomes false. Not for schedules. @default false */
  readonly suspended?: boolean;
  /** Service and Ingress of the UI. @default - those of the installation */
  readonly ui?: KubeflowUiOptions;
  /** Services and Ingresses for further ports of the driver. @default - none */
  readonly driverIngress?: KubeflowDriverIngress[];
}

import type { SecretSource } from '../core/secrets';
import type { NetworkPeer } from '../kube/network-policy';
import type { SparkVersion } from './version';

/** A Livy server that jobs are posted to. `LivyServer` has those of this package. */
export interface ILivyServer {
  /** Where it answers, without a slash at the end: `http://livy.livy.svc:8998`. */
  readonly livyUrl: string;
  /** Namespace in which it starts drivers. @default - the namespace of the job */
  readonly jobNamespaceName?: string;
  /** Namespaces in which it may start drivers, where requests name one; a job elsewhere is refused. @default - any */
  readonly jobNamespaceNames?: string[];
  /** Properties that the server sets itself, and refuses in requests. @default - none */
  readonly fixedProperties?: string[];
  /** Its pods, for the network policies of its clients. @default - not known */
  readonly livyPeer?: NetworkPeer;
  /**
   * Pod template of drivers, as a path or URL that the server reads. It has to hold what Pod Security asks for, since Livy
   * takes none from a request. @default - none: pods are not hardened
   */
  readonly driverTemplate?: string;
  /** Pod template of executors, as a path or URL that the server reads. @default - none: pods are not hardened */
  readonly executorTemplate?: string;
  /** User for HTTP basic authentication. @default - none */
  readonly username?: string;
  /** Password for HTTP basic authentication, in the namespace of the job. @default - none */
  readonly password?: SecretSource;
  /** A token sent as `Authorization: Bearer`, in the namespace of the job. @default - none */
  readonly token?: SecretSource;
  /**
   * ConfigMap with the certificate authority of an https URL, under the key `ca.crt`, in the namespace of the job.
   *
   * @default - the authorities that the client's image trusts
   */
  readonly caConfigMapName?: string;
  /** The Spark that the server submits with: images need the same line. @default - not known */
  readonly sparkVersion?: SparkVersion;
}

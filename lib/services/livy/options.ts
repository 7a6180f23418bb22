import type { SecretSource } from '../../core/secrets';
import type { SparkVersion } from '../../spark/version';

/** What the URL of a Livy server does not tell. */
export interface LivyServerOptions {
  /** Namespace in which it starts drivers; a job elsewhere is refused. @default - the namespace of each job */
  readonly jobNamespaceName?: string;
  /** Pod template of drivers, as a path or URL that the server reads. @default - none: pods are not hardened */
  readonly driverTemplate?: string;
  /** Pod template of executors, as a path or URL that the server reads. @default - none: pods are not hardened */
  readonly executorTemplate?: string;
  /** User for HTTP basic authentication. @default - none */
  readonly username?: string;
  /** Password for HTTP basic authentication, in the namespace of the jobs. @default - none */
  readonly password?: SecretSource;
  /** A token sent as `Authorization: Bearer`, in the namespace of the jobs. @default - none */
  readonly token?: SecretSource;
  /**
   * ConfigMap with the certificate authority of an https URL, under the key `ca.crt`, in the namespace of the jobs.
   *
   * @default - the authorities that the client's image trusts
   */
  readonly caConfigMapName?: string;
  /** The Spark that the server submits with: images need the same line. @default - not known */
  readonly sparkVersion?: SparkVersion;
}

/** As whom jobs are posted to a server that asks. */
export interface LivyCredentials {
  /** User for HTTP basic authentication. @default - none */
  readonly username?: string;
  /** Password for HTTP basic authentication, in the namespace of the jobs. @default - none */
  readonly password?: SecretSource;
  /** A token sent as `Authorization: Bearer`, in the namespace of the jobs. @default - none */
  readonly token?: SecretSource;
  /** ConfigMap with the certificate authority of the server, under the key `ca.crt`, in the namespace of the jobs. @default - the authorities that the client's image trusts */
  readonly caConfigMapName?: string;
}

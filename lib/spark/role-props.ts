import type { Duration, Size } from 'cdk8s';
import type { SecretSource } from '../core/secrets';
import type { INodePool } from './placement';
import type { SparkVolume } from './volumes';

/** A device such as a GPU. @see https://spark.apache.org/docs/latest/running-on-kubernetes.html#resource-allocation-and-configuration-overview */
export interface SparkDevice {
  /** Spark's name of the resource: `gpu`. */
  readonly name: string;
  /** Domain of the device plugin: `nvidia.com`. Vendor and name make the Kubernetes resource `nvidia.com/gpu`. */
  readonly vendor: string;
  /** Devices for each pod. */
  readonly amount: number;
  /** Script in the image that prints the addresses of the devices. @default - none; then conf names spark.resources.discoveryPlugin */
  readonly discoveryScript?: string;
  /** Devices for each task; fractions share a device. Executors only. @default - tasks ask for none and get no address */
  readonly taskAmount?: number;
}

/** All keys of a Secret as files. */
export interface SecretFiles {
  /** `metadata.name` of the Secret. */
  readonly secretName: string;
  /** Directory where its keys appear as files. */
  readonly path: string;
}

/** What drivers and executors have in common. */
export interface SparkRoleProps {
  /** Cores that Spark counts, a whole number; also the CPU request. @default 1 */
  readonly cores?: number;
  /** CPU request in cores, fractions allowed. @default - cores */
  readonly coreRequest?: number;
  /** CPU limit in cores. @default - no limit, as Spark: limits throttle */
  readonly coreLimit?: number;
  /** Heap of the JVM, in whole MiB. The pod gets the overhead on top. @default Size.gibibytes(1) */
  readonly memory?: Size;
  /** Memory beside the heap. @default - memoryOverheadFactor × memory, at least minMemoryOverhead */
  readonly memoryOverhead?: Size;
  /** Share of the heap that is added as overhead. @default - 0.1 for the JVM, 0.4 for Python and R */
  readonly memoryOverheadFactor?: number;
  /** Floor of the computed overhead. Spark 4.0 and later. @default Size.mebibytes(384) */
  readonly minMemoryOverhead?: Size;
  /** GPUs and other extended resources. @default - none */
  readonly devices?: SparkDevice[];
  /** Request and limit of ephemeral storage. @default - none */
  readonly ephemeralStorage?: Size;
  /** Nodes the pods go to. @default - any */
  readonly nodes?: INodePool;
  /** Further labels. Spark's own keys are refused. @default - none */
  readonly labels?: { [key: string]: string };
  /** Annotations. @default - none */
  readonly annotations?: { [key: string]: string };
  /** Environment variables. Secrets belong into `secretEnv`. @default - none */
  readonly env?: { [name: string]: string };
  /** Environment variables from keys of Secrets. @default - none */
  readonly secretEnv?: { [name: string]: SecretSource };
  /** Secrets mounted as files. @default - none */
  readonly secretFiles?: SecretFiles[];
  /** Volumes. @default - one emptyDir for shuffle and spill */
  readonly volumes?: SparkVolume[];
  /** Options of the JVM, without heap size and `-Dspark.*`. @default - none */
  readonly javaOptions?: string[];
  /** Time between TERM and KILL. @default - Kubernetes' and Spark's 30 seconds */
  readonly terminationGracePeriod?: Duration;
  /**
   * Fields of the pod, by JSON pointer: `/spec/hostNetwork`, or `/spec/containers/-` for one more container. `undefined`
   * removes a field. For executors they change the pod template; what Spark overwrites anyway (image, CPU, memory, names)
   * is refused. Unlike `override` on the job they are known to schedulers and capacity checks.
   *
   * @default - none
   */
  readonly podOverrides?: { [path: string]: unknown };
}

/** The driver. */
export interface SparkDriverProps extends SparkRoleProps {}

/** The executors. */
export interface SparkExecutorProps extends SparkRoleProps {
  /** Number of executors. @default 2 - as Spark on Kubernetes */
  readonly instances?: number;
  /** Memory of Python workers, added to the pod. Python applications only. @default - none: it comes out of the overhead */
  readonly pysparkMemory?: Size;
  /** Memory outside the heap for Spark's own data, added to the pod. @default - off */
  readonly offHeapMemory?: Size;
  /** Executors asked for in one round. @default - 5 in Spark 3.5, 10 in 4.0 and 4.1, 20 from 4.2 */
  readonly allocationBatchSize?: number;
  /** Time between rounds, more than 100 ms. @default Duration.seconds(1) */
  readonly allocationBatchDelay?: Duration;
}

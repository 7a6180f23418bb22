import type { SparkVersion } from './version';

/** A standalone cluster of Spark: masters and workers that stay. `StandaloneCluster` has those of this package. */
export interface IStandaloneCluster {
  /** All masters: `spark://master-0:7077,master-1:7077`. */
  readonly masterUrl: string;
  /** Its release: applications need the same line. @default - not known */
  readonly sparkVersion?: SparkVersion;
  /** Cores that one worker offers. @default - not known */
  readonly workerCores?: number;
  /** Whether the cluster hands driver processes to its workers. @default - not known */
  readonly acceptsDrivers?: boolean;
}

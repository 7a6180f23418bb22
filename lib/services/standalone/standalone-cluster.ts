import type { IStandaloneCluster } from '../../spark/standalone-cluster';
import type { SparkVersion } from '../../spark/version';

/** What is known of a standalone cluster besides its address. Whatever is said here is held against the jobs. */
export interface ExistingStandaloneClusterProps {
  /** Its release: applications need the same line. @default - not known */
  readonly sparkVersion?: SparkVersion;
  /** Cores that one worker offers. @default - not known */
  readonly workerCores?: number;
  /** Whether it hands driver processes to its workers, which cluster mode asks for. @default - not known */
  readonly acceptsDrivers?: boolean;
}

/** Standalone clusters of Spark: masters and workers that stay, and applications that share them. */
export class StandaloneCluster {
  /**
   * A cluster that exists already.
   *
   * @param url All its masters: `spark://master:7077`, or `spark://master-0:7077,master-1:7077`. Jobs check it.
   * @see https://spark.apache.org/docs/latest/spark-standalone.html
   */
  public static fromUrl(url: string, props: ExistingStandaloneClusterProps = {}): IStandaloneCluster {
    return { masterUrl: url, ...props };
  }

  private constructor() {}
}

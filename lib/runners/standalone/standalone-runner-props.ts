/** Where the driver runs. */
export enum StandaloneDeployMode {
  /** In a pod of ours: its log, its exit code and its retries are the Job's. */
  CLIENT = 'client',
  /** On a worker, which the master chooses. For the JVM only. */
  CLUSTER = 'cluster',
}

/** How applications reach a standalone cluster. */
export interface StandaloneRunnerProps {
  /** Where the driver runs. @default StandaloneDeployMode.CLIENT */
  readonly deployMode?: StandaloneDeployMode;
  /**
   * Most cores on all workers together, `spark.cores.max`. Without it a cluster gives an application all it has.
   *
   * @default - instances × cores of the executor; with DynamicAllocation no bound but its own
   */
  readonly coresMax?: number;
  /** Start the driver again on another worker when it fails, without end. Cluster mode only. @default false */
  readonly supervise?: boolean;
}

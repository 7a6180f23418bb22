/** How precise the time is that the operator appends to the name of a scheduled run; the shorter, the longer names may be. */
export enum KubeflowRunNamePrecision {
  /** 19 digits; the operator's own choice. */
  NANOS = 'nanos',
  /** 16 digits. */
  MICROS = 'micros',
  /** 13 digits. */
  MILLIS = 'millis',
  /** 10 digits. */
  SECONDS = 'seconds',
  /** 8 digits; two runs within a minute collide. */
  MINUTES = 'minutes',
}

/** An installation of Kubeflow's Spark operator, made here or existing. `KubeflowSparkOperator` makes them. */
export interface IKubeflowSparkOperator {
  /** Name in messages. */
  readonly operatorName: string;
  /** Release: `2.5.2`. */
  readonly operatorVersion: string;
  /** Namespaces whose applications it starts. @default - every namespace, or those of a selector: not known */
  readonly jobNamespaceNames?: string[];
  /** Whether its webhooks are installed. */
  readonly webhook: boolean;
  /** Whether it makes PodGroups for batch schedulers. */
  readonly batchScheduler: boolean;
  /** Whether it gives the UI of each driver a Service. */
  readonly uiService: boolean;
  /** Precision of the names of scheduled runs. */
  readonly runNamePrecision: KubeflowRunNamePrecision;
}

/** An installation of Apache's Spark Kubernetes operator, made here or existing. `ApacheSparkOperator` makes them. */
export interface IApacheSparkOperator {
  /** Name in messages. */
  readonly operatorName: string;
  /** Release: `1.0.0`. */
  readonly operatorVersion: string;
  /** Namespaces whose applications it starts. @default - every namespace */
  readonly jobNamespaceNames?: string[];
}

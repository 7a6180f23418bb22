/** A History Server that pages link to. `SparkHistoryServer` has those of this package. */
export interface ISparkHistoryServer {
  /** What people type, without a slash at the end: `https://spark.example.com/past`. */
  readonly historyServerUrl: string;
}

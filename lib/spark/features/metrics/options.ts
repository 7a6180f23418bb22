import type { IPushgateway } from '../../pushgateway';

/** What all ways of showing metrics have in common. */
export interface SparkMetricsOptions {
  /**
   * Memory of each process of an executor, from `/proc`: the only way to see what Python workers use.
   *
   * @default false - the series are there and say 0
   */
  readonly processTree?: boolean;
  /** Rates, latency and state of streaming queries. Each query needs a `queryName`, or its series change with each run. @default false */
  readonly streaming?: boolean;
  /**
   * Where the job leaves its last word: when it ended and with which exit code, how long it took, and its records. For
   * jobs that end before anybody has looked at their pages.
   *
   * @default - no last word
   */
  readonly lastWord?: IPushgateway;
  /** The image's entrypoint, which the last word waits for. @default /opt/entrypoint.sh */
  readonly entrypoint?: string;
}

/** Pages of metrics on the driver's UI port. */
export interface SparkMetricsServletOptions extends SparkMetricsOptions {}

/** The agent that shows what executors know of themselves. */
export interface SparkMetricsJmxOptions extends SparkMetricsOptions {
  /**
   * Path of the agent's jar in the image, release 1.0 or later. Tested with 1.0.1.
   *
   * @see https://prometheus.github.io/jmx_exporter/
   */
  readonly agentJar: string;
  /** Port of the agent, in both pods. @default 8090 */
  readonly port?: number;
  /**
   * Path of the agent's configuration in the image. Operators and Livy make the configuration directory of the pods
   * themselves; with them `SparkMetrics.JMX_RULES` has to be a file of the image.
   *
   * @default - the rules of this package, as a file of the configuration directory
   */
  readonly rulesFile?: string;
}

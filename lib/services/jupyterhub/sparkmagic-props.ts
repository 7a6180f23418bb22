import type { Duration, Size } from 'cdk8s';

/** What a session gets unless a notebook says `%%configure`. @see https://livy.apache.org/docs/latest/rest-api.html */
export interface SparkmagicSession {
  /** Heap of the driver. @default - Livy's */
  readonly driverMemory?: Size;
  /** Cores of the driver. @default - Livy's */
  readonly driverCores?: number;
  /** Heap of an executor. @default - Livy's */
  readonly executorMemory?: Size;
  /** Cores of an executor. @default - Livy's */
  readonly executorCores?: number;
  /** Executors. @default - Livy's */
  readonly numExecutors?: number;
  /** Queue of the scheduler. @default - Livy's */
  readonly queue?: string;
  /** URIs of jars. @default - none */
  readonly jars?: string[];
  /** URIs of Python files. @default - none */
  readonly pyFiles?: string[];
  /** URIs of files. @default - none */
  readonly files?: string[];
  /** Time without a statement after which Livy ends it. @default - Livy's */
  readonly ttl?: Duration;
  /** Further Spark properties: namespace, accounts, image, labels. @default - none */
  readonly conf?: { [property: string]: string };
}

/** How data frames are sampled. */
export enum SparkmagicSample {
  /** The first rows. */
  TAKE = 'take',
  /** Some rows. */
  SAMPLE = 'sample',
}

/** Settings of sparkmagic 0.23.0. What it knows beside them follows from the profile or is not for a platform. */
export interface SparkmagicSettings {
  /** `session_configs_defaults`: each key stays unless a notebook names that one. @default - none */
  readonly session?: SparkmagicSession;
  /** `livy_session_startup_timeout_seconds`: at least 5 minutes. @default Duration.minutes(10) */
  readonly startupTimeout?: Duration;
  /** `heartbeat_refresh_seconds`. @default Duration.seconds(30) */
  readonly heartbeat?: Duration;
  /** `livy_server_heartbeat_timeout_seconds`: Livy ends the session of a kernel that is silent for so long. @default Duration.seconds(120) */
  readonly heartbeatTimeout?: Duration;
  /** `heartbeat_retry_seconds`. @default Duration.seconds(10) */
  readonly heartbeatRetry?: Duration;
  /** `wait_for_idle_timeout_seconds`. @default Duration.seconds(15) */
  readonly idleTimeout?: Duration;
  /** `default_maxrows`. @default 2500 */
  readonly maxRows?: number;
  /** `default_samplemethod`. @default SparkmagicSample.TAKE */
  readonly sampleMethod?: SparkmagicSample;
  /** `default_samplefraction`. @default 0.1 */
  readonly sampleFraction?: number;
  /** `use_auto_viz`. @default true */
  readonly autoViz?: boolean;
  /** `coerce_dataframe`. @default true */
  readonly coerceDataframe?: boolean;
  /** `pyspark_dataframe_encoding`. @default utf-8 */
  readonly dataframeEncoding?: string;
  /** `configurable_retry_policy_max_retries`. @default 8 */
  readonly maxRetries?: number;
  /** `retry_seconds_to_sleep_list`, in seconds. @default [0.2, 0.5, 1, 3, 5] */
  readonly retryPauses?: number[];
  /** `custom_headers`, which must hold no secret. @default - none */
  readonly headers?: { [name: string]: string };
  /** `fatal_error_suggestion`; `{}` stands for the error. @default - sparkmagic's */
  readonly fatalErrorSuggestion?: string;
  /** `resource_limit_mitigation_suggestion`. @default - none */
  readonly resourceLimitSuggestion?: string;
  /** `shutdown_session_on_spark_statement_errors`. @default false */
  readonly endSessionOnError?: boolean;
  /** `all_errors_are_fatal`. @default false */
  readonly allErrorsAreFatal?: boolean;
  /** `cleanup_all_sessions_on_exit`: a kernel that ends takes its sessions along. @default true */
  readonly cleanUpOnExit?: boolean;
  /** `server_extension_default_kernel_name`. @default pysparkkernel */
  readonly defaultKernel?: string;
}

import { Duration } from 'cdk8s';

/** From where on alerts speak. Ratios are 0 to 1. */
export interface AlertThresholds {
  /** How long a driver may wait for a node. @default 10 minutes */
  readonly driverPending?: Duration;
  /** How long executors may wait for nodes. @default 10 minutes */
  readonly executorsPending?: Duration;
  /** How many executors of an application may die of memory in 15 minutes. @default 2 */
  readonly executorOomKills?: number;
  /** How many executors an application may lose unexpectedly in 10 minutes. @default 5 */
  readonly executorsLost?: number;
  /** Part of the tasks that may fail. @default 0.05 */
  readonly taskFailureRatio?: number;
  /** Part of the time of tasks that collecting garbage may take. @default 0.2 */
  readonly gcRatio?: number;
  /** Part of a driver's heap that may be full. @default 0.92 */
  readonly heapRatio?: number;
  /** Part of a container's memory limit that may be in use. @default 0.95 */
  readonly memoryRatio?: number;
  /** How long after its time a run of a schedule may succeed. @default 2 hours */
  readonly jobLate?: Duration;
  /** How long an application may run. @default 24 hours */
  readonly running?: Duration;
  /** How long a driver may keep executors without work. @default 2 hours */
  readonly idle?: Duration;
  /** How old the data of a streaming query may be. @default 15 minutes */
  readonly streamingLag?: Duration;
  /** How early the end of a certificate is told. @default 14 days */
  readonly certificateEnd?: Duration;
  /** How long a scheduling cycle may last, at the 95th percentile; Volcano measures up to 80 seconds. @default 30 seconds */
  readonly schedulingCycle?: Duration;
  /** Part of a quota that may be used. @default 0.95 */
  readonly quotaRatio?: number;
  /** Part of a volume that must be free. @default 0.1 */
  readonly volumeFreeRatio?: number;
  /** How old the last push of a job may be. @default 8 days, for jobs of every week */
  readonly pushAge?: Duration;
}

/** Thresholds that are all known. */
export type Limits = Required<AlertThresholds>;

/** What holds where nothing is said. */
export const DEFAULT_LIMITS: Limits = {
  driverPending: Duration.minutes(10),
  executorsPending: Duration.minutes(10),
  executorOomKills: 2,
  executorsLost: 5,
  taskFailureRatio: 0.05,
  gcRatio: 0.2,
  heapRatio: 0.92,
  memoryRatio: 0.95,
  jobLate: Duration.hours(2),
  running: Duration.hours(24),
  idle: Duration.hours(2),
  streamingLag: Duration.minutes(15),
  certificateEnd: Duration.days(14),
  schedulingCycle: Duration.seconds(30),
  quotaRatio: 0.95,
  volumeFreeRatio: 0.1,
  pushAge: Duration.days(8),
};

/** What tables of alerts are made with. */
export interface AlertContext {
  readonly limits: Limits;
  /** Matcher for the namespaces of Spark, with the comma before it; empty for all. */
  readonly namespaces: string;
}

/** A duration as PromQL and the operator write it: `2h`, `90s`. */
export function promDuration(duration: Duration): string {
  const ms = duration.toMilliseconds();
  const units = [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['m', 60_000],
    ['s', 1000],
  ] as const;
  const [unit, size] = units.find(([, one]) => ms % one === 0) ?? ['ms', 1];
  return `${ms / size}${unit}`;
}

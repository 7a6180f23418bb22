import type { ApiObject, Duration } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import type { ComputeResources } from '../kube/resources';
import type { ResolvedApplication } from './resolved-application';

/** When a scheduled job runs. */
export interface SparkSchedule {
  /** Five cron fields, or a macro such as `@daily`. */
  readonly cron: string;
  /** Time zone of the fields, from the IANA database. @default Etc/UTC */
  readonly timeZone?: string;
  /** What happens when a run is due while the last one still runs. @default ConcurrencyPolicy.FORBID */
  readonly concurrency?: ConcurrencyPolicy;
  /** Finished runs that are kept. @default 3 */
  readonly successfulRunsKept?: number;
  /** Failed runs that are kept. @default 1 */
  readonly failedRunsKept?: number;
  /** How late a run may start; later it is skipped. @default - no bound */
  readonly startingDeadline?: Duration;
  /** Keep the schedule but start nothing. @default false */
  readonly suspended?: boolean;
}

/** What happens when a run is due while the last one still runs. @see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#concurrency-policy */
export enum ConcurrencyPolicy {
  /** Both run. */
  ALLOW = 'Allow',
  /** The new run is skipped. */
  FORBID = 'Forbid',
  /** The old run is stopped. */
  REPLACE = 'Replace',
}

/** Who makes the pods of a job, as far as a scheduler has to know. */
export enum SchedulingRoute {
  /** The runner writes the driver's pod, and fills in what only that pod knows. */
  PODS = 'pods',
  /** Labels, annotations and properties reach the pods; what only a running pod knows does not. */
  PROPERTIES = 'properties',
  /** The job's own spark-submit makes them, and may make more for them. */
  SUBMISSION = 'submission',
  /** An operator makes them, and the scheduler's object for the job. */
  OPERATOR = 'operator',
}

/** What a runner is asked to render. */
export interface SparkRun {
  /** Name of the job, and stem of the names of its objects. */
  readonly name: string;
  /** What runs. */
  readonly application: ResolvedApplication;
  /** Attempts after the first. */
  readonly retries: number;
  /** Time after which the job fails, all attempts together. @default - none */
  readonly deadline?: Duration;
  /** Time after which a finished job is deleted. @default - the runner's choice */
  readonly timeToLive?: Duration;
  /** Who decides when the pods start. @default - the cluster's default scheduler */
  readonly scheduler?: ISparkScheduler;
  /** Who makes the pods. @default SchedulingRoute.PODS */
  readonly route?: SchedulingRoute;
  /** Whether the driver's UI gets a Service. */
  readonly uiService: boolean;
  /** When it runs. @default - once, now */
  readonly schedule?: SparkSchedule;
}

/** What a runner made. */
export interface IRenderedRun {
  /** The object that starts the job: a Job, Pod, CronJob or custom resource. */
  readonly main: ApiObject;
  /** The driver's pod as a manifest. */
  readonly driverPod: unknown;
  /** The first executor's pod as Spark will create it, with `<…>` for what only a run knows. */
  readonly executorPod: unknown;
  /** The driver's pod for somebody else to start. @default - the runner has none that would run */
  readonly podTemplate?: unknown;
}

/** A way to start a Spark application. `SparkRunner` has those of this package. */
export interface ISparkRunner {
  /** Name in messages. */
  readonly runnerName: string;
  /**
   * Makes the objects that start the application.
   *
   * @param scope The job; the runner's main object is its child `Resource`.
   */
  render(scope: Construct, run: SparkRun): IRenderedRun;
}

/** How far a job that preempts may reach. */
export enum PreemptionScope {
  /** Nobody is evicted for it. */
  NOBODY = 'nobody',
  /** Lower jobs of its own queue. */
  QUEUE = 'queue',
  /** Lower pods anywhere. */
  CLUSTER = 'cluster',
}

/** The queue that a job stands in, as far as capacity is concerned. */
export interface SchedulerQueue {
  /** Its name, in full. */
  readonly name: string;
  /** The most that its jobs may have together. @default - no bound known */
  readonly capability?: ComputeResources;
  /** Whom its jobs may evict, if their class preempts. */
  readonly preemption: PreemptionScope;
}

/**
 * Decides when the pods of a job start, and in whose place. `SparkScheduler` has those of this package. A job's text does
 * not change with its scheduler.
 */
export interface ISparkScheduler {
  /** Name in messages: `volcano`. */
  readonly schedulerLabel: string;
  /** The queue of its jobs. @default - it has no queues */
  readonly jobQueue?: SchedulerQueue;
  /**
   * Binds one run. Runners call it once, before they build the pods: it names the scheduler, adds labels, annotations and
   * properties to the application, and makes the objects that the scheduler wants for the job.
   *
   * @param scope The job.
   * @param run What will be started.
   * @returns The objects that must exist before the job.
   */
  bind(scope: Construct, run: SparkRun): IConstruct[];
}

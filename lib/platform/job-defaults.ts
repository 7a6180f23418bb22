import type { Duration } from 'cdk8s';
import type { SparkJobOptions } from '../jobs/spark-job-base';
import type { SparkImage } from '../spark/image';
import type { IPriorityClass } from '../spark/placement';
import type { ISparkFeature } from '../spark/resolved-application';
import type { SparkDriverProps, SparkExecutorProps } from '../spark/role-props';

/** What jobs are, unless they say otherwise. Driver and executors take over what a job doesn't say of them, property by property. */
export interface SparkJobDefaults {
  /** Image of driver and executors. @default - each job names its own */
  readonly image?: SparkImage;
  /** The driver. @default - 1 core, 1 GiB */
  readonly driver?: SparkDriverProps;
  /** The executors. @default - 2 of 1 core, 1 GiB each */
  readonly executor?: SparkExecutorProps;
  /** Bound before a job's own; a job's feature of the same name takes the place of the one here. @default - none */
  readonly features?: ISparkFeature[];
  /** Priority of driver and executors. @default - the cluster's default */
  readonly priority?: IPriorityClass;
  /** Priority of the executors alone. @default - priority */
  readonly executorPriority?: IPriorityClass;
  /** Attempts after the first one fails. @default 0 */
  readonly retries?: number;
  /** Time after which a finished job is deleted. @default - one day */
  readonly timeToLive?: Duration;
}

/** Defaults with others in their place where those say something. */
export function overDefaults<T extends SparkJobDefaults | SparkJobOptions>(own: T, defaults: SparkJobDefaults): T {
  const driver = { ...defaults.driver, ...own.driver };
  const executor = { ...defaults.executor, ...own.executor };
  const features = [...missingIn(own.features ?? [], defaults.features ?? []), ...(own.features ?? [])];
  // Priorities go together: a job that names one does not mean another for its executors.
  const { executorPriority: _, ...rest } = defaults;
  return {
    ...(own.priority === undefined ? defaults : rest),
    ...own,
    ...(Object.keys(driver).length > 0 && { driver }),
    ...(Object.keys(executor).length > 0 && { executor }),
    ...(features.length > 0 && { features }),
  };
}

function missingIn(own: readonly ISparkFeature[], defaults: readonly ISparkFeature[]): ISparkFeature[] {
  return defaults.filter(({ featureName }) => own.every((one) => one.featureName !== featureName));
}

import type { Construct } from 'constructs';
import type { SparkSchedule } from '../spark/runner';
import { SparkJobBase, type SparkJobOptions, type SparkJobProps } from './spark-job-base';

/** A job of a tenant, and its schedule. */
export interface ScheduledSparkJobOptions extends SparkJobOptions {
  /** When it runs. */
  readonly schedule: SparkSchedule;
}

/** A job and its schedule. */
export interface ScheduledSparkJobProps extends SparkJobProps {
  /** When it runs. */
  readonly schedule: SparkSchedule;
}

/**
 * A Spark job that runs again and again. Each run has its own driver, executors and application id. Unlike a
 * one-time job it can be changed in place: the next run follows the change.
 *
 * @see apps/examples/scheduled.ts
 */
export class ScheduledSparkJob extends SparkJobBase {
  public constructor(scope: Construct, id: string, props: ScheduledSparkJobProps) {
    super(scope, id, props, props.schedule);
  }
}

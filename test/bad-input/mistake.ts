import { Chart, Size, type App } from 'cdk8s';
import { ScheduledSparkJob, SparkJob, SparkTenant, type SparkConf, type SparkJobProps } from '../../lib';
import type { SparkDriverProps, SparkExecutorProps, SparkSchedule, SparkTenantProps } from '../../lib';
import { PROPS } from '../spark/jobs';

/** A mistake and the line it must give: `[path] rule: at = value: … Fix: …`. */
export interface Mistake {
  readonly name: string;
  readonly build: (app: App) => void;
  readonly rule: string;
  readonly at: string;
  /** The value as it stands in the message. */
  readonly value: string;
  /** Path of the construct; null where none exists yet. */
  readonly path: string | null;
  /** Something else that the line must say. */
  readonly says?: string;
  /** Whether objects named after the value are reported as well. */
  readonly spreads?: boolean;
}

/** The path of the job that the helpers below make. */
export const JOB = 'c/job';

export const withJob =
  (props: Partial<SparkJobProps>, id = 'job') =>
  (app: App): void => {
    new SparkJob(new Chart(app, 'c'), id, { ...PROPS, ...props });
  };

export const withDriver = (driver: SparkDriverProps) => withJob({ driver: { memory: Size.mebibytes(512), ...driver } });

export const withExecutor = (executor: SparkExecutorProps) =>
  withJob({ executor: { memory: Size.mebibytes(512), ...executor } });

export const withConf = (conf: SparkConf) => withJob({ conf });

export const withSchedule =
  (schedule: Partial<SparkSchedule>, props: Partial<SparkJobProps> = {}, id = 'job') =>
  (app: App): void => {
    new ScheduledSparkJob(new Chart(app, 'c'), id, {
      ...PROPS,
      ...props,
      schedule: { cron: '@daily', ...schedule },
    });
  };

export const withTenant =
  (props: SparkTenantProps, then?: (tenant: SparkTenant) => void) =>
  (app: App): void => {
    const tenant = new SparkTenant(new Chart(app, 'c'), 'team', props);
    then?.(tenant);
  };

/** Where most mistakes are found: at synth, with the job's path. */
export const inJob = (
  name: string,
  build: Mistake['build'],
  rule: string,
  at: string,
  value: string,
  says?: string,
): Mistake => ({ name, build, rule, at, value, path: JOB, ...(says !== undefined && { says }) });

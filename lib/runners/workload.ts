import { Duration } from 'cdk8s';
import type { k8s } from 'cdk8s-plus-27';
import { ConcurrencyPolicy, type SparkRun, type SparkSchedule } from '../spark/runner';

/** Finished jobs, their pods and logs stay for a day. */
const DEFAULT_TIME_TO_LIVE = Duration.days(1);

/** Time after which a finished run is deleted; undefined for schedules, which keep their runs by number. */
export function timeToLiveOf({ timeToLive, schedule }: SparkRun): Duration | undefined {
  return timeToLive ?? (schedule === undefined ? DEFAULT_TIME_TO_LIVE : undefined);
}

/** The Job around a driver. Eviction and preemption are not the job's fault and do not use up its retries. */
export function jobSpec(run: SparkRun, template: k8s.PodTemplateSpec): k8s.JobSpec {
  const timeToLive = timeToLiveOf(run);
  return {
    backoffLimit: run.retries,
    completions: 1,
    parallelism: 1,
    ...(run.deadline !== undefined && { activeDeadlineSeconds: run.deadline.toSeconds({ integral: false }) }),
    ...(timeToLive !== undefined && { ttlSecondsAfterFinished: timeToLive.toSeconds({ integral: false }) }),
    podFailurePolicy: {
      rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }],
    },
    template,
  };
}

/** The CronJob that starts such Jobs. */
export function cronJobSpec(run: SparkRun, schedule: SparkSchedule, template: k8s.PodTemplateSpec): k8s.CronJobSpec {
  return {
    schedule: schedule.cron,
    timeZone: schedule.timeZone ?? 'Etc/UTC',
    concurrencyPolicy: schedule.concurrency ?? ConcurrencyPolicy.FORBID,
    successfulJobsHistoryLimit: schedule.successfulRunsKept ?? 3,
    failedJobsHistoryLimit: schedule.failedRunsKept ?? 1,
    suspend: schedule.suspended ?? false,
    ...(schedule.startingDeadline !== undefined && {
      startingDeadlineSeconds: schedule.startingDeadline.toSeconds({ integral: false }),
    }),
    jobTemplate: { ...jobMetadata(run), spec: jobSpec(run, template) },
  };
}

/** Labels and annotations that the scheduler reads on the object around the driver's pod. */
export function forScheduler(run: SparkRun, metadata: k8s.ObjectMeta = {}): k8s.ObjectMeta {
  const { _jobLabels: labels, _jobAnnotations: annotations } = run.application;
  return {
    ...(Object.keys(labels).length > 0 && { labels: { ...metadata.labels, ...labels } }),
    ...(Object.keys(annotations).length > 0 && { annotations: { ...metadata.annotations, ...annotations } }),
  };
}

function jobMetadata(run: SparkRun): { metadata?: k8s.ObjectMeta } {
  const metadata = forScheduler(run);
  return Object.keys(metadata).length > 0 ? { metadata } : {};
}

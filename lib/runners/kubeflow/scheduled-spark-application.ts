import { ConcurrencyPolicy, type SparkRun, type SparkSchedule } from '../../spark/runner';
import { metadataOf } from '../metadata';
import { forScheduler } from '../workload';
import type { KubeflowRunnerProps } from './runner-props';
import { sparkApplicationSpec } from './spark-application';

/** Group and version of the operator's applications. */
export const KUBEFLOW_API = 'sparkoperator.k8s.io/v1beta2';

/**
 * The SparkApplication of a run, or the ScheduledSparkApplication of a schedule, as plain JSON: nothing is made in any tree. The
 * application must have been bound to its scheduler on the route `OPERATOR`, or have none.
 *
 * @param stagedConfigMap Name of the ConfigMap with staged files, where the run has any.
 */
export function sparkApplicationManifest(
  run: SparkRun,
  props: KubeflowRunnerProps = {},
  stagedConfigMap?: string,
): { readonly [field: string]: unknown } {
  const metadata = metadataOf(run);
  const spec = sparkApplicationSpec(run, props, stagedConfigMap);
  return {
    apiVersion: KUBEFLOW_API,
    kind: run.schedule === undefined ? 'SparkApplication' : 'ScheduledSparkApplication',
    metadata: { ...metadata, ...forScheduler(run, metadata) },
    spec: run.schedule === undefined ? spec : scheduledSpec(run.schedule, spec),
  };
}

/** Without a policy for runs that overlap, the operator would start one run and no other. */
function scheduledSpec(schedule: SparkSchedule, template: object): object {
  return {
    schedule: schedule.cron,
    timeZone: schedule.timeZone ?? 'Etc/UTC',
    concurrencyPolicy: schedule.concurrency ?? ConcurrencyPolicy.FORBID,
    successfulRunHistoryLimit: schedule.successfulRunsKept ?? 3,
    failedRunHistoryLimit: schedule.failedRunsKept ?? 1,
    suspend: schedule.suspended ?? false,
    template,
  };
}

import { Duration } from 'cdk8s';
import { AlertSeverity, type StockAlert } from './rule';
import { promDuration, type AlertContext } from './thresholds';

const { CRITICAL, WARNING, INFO } = AlertSeverity;
const CLUSTER = ['kube-state-metrics'];
const OF_POD = 'by (namespace, pod)';
const ON_POD = 'on (namespace, pod)';
const OF_NAME = 'by (namespace, label_spark_app_selector, label_spark_app_name)';
const DRIVERS = 'spark:pod_labels:max{label_spark_role="driver"}';
const WHO = '{{ $labels.label_spark_app_name }} in {{ $labels.namespace }}';

/** What pods and schedules of Spark tell about themselves, by kube-state-metrics. */
export function podAlerts({ limits, namespaces }: AlertContext): StockAlert[] {
  const terminated = 'kube_pod_container_status_terminated_reason{reason="OOMKilled"';
  const restarted = 'kube_pod_container_status_last_terminated_reason{reason="OOMKilled"';
  const failed = 'kube_pod_status_phase{phase="Failed"}';
  const running = promDuration(limits.running);
  const schedule = 'max by (namespace, cronjob)';
  const cron = (metric: string): string => `${schedule} (kube_cronjob_${metric}{cronjob!=""${namespaces}})`;
  return [
    {
      alert: 'SparkDriverOOMKilled',
      // A finished driver stays until it is deleted, and with it the reason of its end: the time of its end bounds it.
      expr: `max ${OF_POD} (${terminated}, container="spark-kubernetes-driver"}) == 1
and ${ON_POD} (time() - max ${OF_POD} (kube_pod_completion_time) < 3600)
or max ${OF_POD} (${restarted}, container="spark-kubernetes-driver"}) == 1
and ${ON_POD} max ${OF_POD} (increase(kube_pod_container_status_restarts_total{container="spark-kubernetes-driver"}[1h])) > 0`,
      severity: CRITICAL,
      summary: 'A Spark driver ran out of memory',
      description:
        'Driver {{ $labels.pod }} in {{ $labels.namespace }} was killed at its memory limit in the last hour.',
      needs: CLUSTER,
    },
    {
      alert: 'SparkExecutorOOMKilled',
      expr: `sum by (namespace, label_spark_app_name) (
  (
    max ${OF_POD} (max_over_time(${terminated}, container="spark-kubernetes-executor"}[15m]))
    and ${ON_POD} (time() - max ${OF_POD} (max_over_time(kube_pod_completion_time[15m])) < 900)
  )
  * ${ON_POD} group_left (label_spark_app_name) max_over_time(spark:pod_labels:max[15m])
) > ${limits.executorOomKills}`,
      severity: WARNING,
      summary: 'Executors run out of memory',
      description: `{{ $value }} executors of ${WHO} were killed at their memory limit in 15 minutes.`,
      needs: CLUSTER,
    },
    {
      alert: 'SparkExecutorsPending',
      expr: `sum ${OF_NAME} (spark:pod_phase:sum{label_spark_role="executor", phase="Pending"}) > 0`,
      holds: limits.executorsPending,
      severity: WARNING,
      summary: 'Executors find no node',
      description: `{{ $value }} executors of ${WHO} have been pending for ${promDuration(limits.executorsPending)}.`,
      needs: CLUSTER,
    },
    {
      alert: 'SparkDriverPending',
      expr: `sum ${OF_NAME} (spark:pod_phase:sum{label_spark_role="driver", phase="Pending"}) > 0`,
      holds: limits.driverPending,
      severity: WARNING,
      summary: 'A Spark driver finds no node',
      description: `The driver of ${WHO} has been pending for ${promDuration(limits.driverPending)}.`,
      needs: CLUSTER,
    },
    {
      alert: 'SparkApplicationFailed',
      // A pod that never started has no time of its end; a Job that has not failed tries again, or did.
      expr: `max ${OF_POD} (${failed}) * ${ON_POD} group_left (label_spark_app_name) ${DRIVERS} == 1
and ${ON_POD} (time() - max ${OF_POD} (kube_pod_completion_time or kube_pod_created) < 900)
unless ${ON_POD} (
  max by (namespace, pod, job_name) (label_replace(kube_pod_owner{owner_kind="Job"}, "job_name", "$1", "owner_name", "(.+)"))
  * on (namespace, job_name) group_left ()
  (max by (namespace, job_name) (kube_job_created) unless max by (namespace, job_name) (kube_job_failed{condition="true"}) == 1)
)`,
      severity: WARNING,
      summary: 'A Spark application failed',
      description: `Driver {{ $labels.pod }} of ${WHO} ended with a failure, and nothing tries again.`,
      needs: CLUSTER,
    },
    {
      alert: 'SparkScheduledJobLate',
      // The time that is due moves on with each run, so it holds for long only where runs do not succeed or do not start.
      expr: `(
  (${cron('status_last_schedule_time')} > ${cron('status_last_successful_time')})
  or (${cron('status_last_schedule_time')} unless on (namespace, cronjob) ${cron('status_last_successful_time')})
  or (time() > ${cron('next_schedule_time')} + 60)
)
unless on (namespace, cronjob) ${cron('spec_suspend')} == 1`,
      holds: limits.jobLate,
      severity: CRITICAL,
      summary: 'A scheduled job is late',
      description: `No run of {{ $labels.cronjob }} in {{ $labels.namespace }} has succeeded for ${promDuration(limits.jobLate)} after it was due.`,
      needs: CLUSTER,
    },
    {
      alert: 'SparkApplicationRunsTooLong',
      // Connect and Thrift servers are drivers too, and run until they are replaced.
      expr: `(
  time() - max ${OF_POD} (kube_pod_start_time)
) * ${ON_POD} group_left (label_spark_app_name) ${DRIVERS} > ${limits.running.toSeconds()}
and ${ON_POD} (max ${OF_POD} (kube_pod_status_phase{phase="Running"}) == 1)
unless ${ON_POD} max ${OF_POD} (kube_pod_owner{owner_kind=~"ReplicaSet|StatefulSet"})`,
      severity: INFO,
      summary: 'A Spark application runs for very long',
      description: `Driver {{ $labels.pod }} of ${WHO} has run for {{ $value | humanizeDuration }}, more than ${running}.`,
      needs: CLUSTER,
    },
    {
      alert: 'SparkContainerNearMemoryLimit',
      expr: `spark:pod_memory_ws:max
/ on (namespace, pod, container) max by (namespace, pod, container) (kube_pod_container_resource_limits{resource="memory"})
> ${limits.memoryRatio}`,
      holds: Duration.minutes(10),
      severity: WARNING,
      summary: 'A Spark container is about to be killed for its memory',
      description:
        '{{ $labels.pod }} in {{ $labels.namespace }} uses {{ $value | humanizePercentage }} of its memory limit.',
      needs: ['kube-state-metrics', 'kubelet'],
    },
    {
      alert: 'SparkJobKeepsFailing',
      expr: `max by (namespace, job) (spark_job_last_run_timestamp_seconds)
> max by (namespace, job) (spark_job_last_success_timestamp_seconds)
or max by (namespace, job) (spark_job_last_run_timestamp_seconds)
unless on (namespace, job) max by (namespace, job) (spark_job_last_success_timestamp_seconds)`,
      holds: limits.jobLate,
      severity: WARNING,
      summary: 'A job has not succeeded since its last failure',
      description: `The last run of {{ $labels.job }} in {{ $labels.namespace }} failed, and none has succeeded for ${promDuration(limits.jobLate)}.`,
      needs: ['pushgateway'],
    },
  ];
}

import { histogram, metrics, type MetricTable } from './table';

const QUEUE = ['queue_name'];
const AMOUNTS = ['milli_cpu', 'memory_bytes'];

/** Scheduler and controllers of Volcano 1.15. */
export const VOLCANO: MetricTable = {
  ...['allocated', 'request', 'deserved', 'capacity', 'real_capacity'].reduce<MetricTable>(
    (table, kind) => ({
      ...table,
      ...metrics(`volcano_queue_${kind}_`, AMOUNTS, QUEUE),
      [`volcano_queue_${kind}_scalar_resources`]: [...QUEUE, 'resource'],
    }),
    {},
  ),
  ...metrics('volcano_queue_', ['share', 'weight', 'overused'], QUEUE),
  ...metrics(
    'volcano_queue_pod_group_',
    ['pending_count', 'inqueue_count', 'running_count', 'unknown_count', 'completed_count'],
    QUEUE,
  ),
  ...histogram('volcano_e2e_scheduling_latency_milliseconds'),
  ...histogram('volcano_e2e_job_scheduling_latency_milliseconds'),
  ...histogram('volcano_open_session_duration_milliseconds'),
  ...histogram('volcano_action_scheduling_latency_milliseconds', ['action']),
  ...histogram('volcano_plugin_scheduling_latency_milliseconds', ['plugin', 'OnSession']),
  ...histogram('volcano_task_scheduling_latency_milliseconds', ['stage']),
  ...metrics(
    'volcano_e2e_job_scheduling_',
    ['duration', 'start_time', 'last_time'],
    ['job_name', 'queue', 'job_namespace'],
  ),
  volcano_schedule_attempts_total: ['result'],
  ...metrics('volcano_', ['pod_preemption_victims', 'total_preemption_attempts', 'unschedule_job_count']),
  volcano_unschedule_task_count: ['job_id'],
  volcano_job_retry_counts: ['job_id'],
  volcano_job_share: ['job_ns', 'job_id'],
  ...metrics('volcano_namespace_', ['share', 'weight', 'weighted_share'], ['namespace_name']),
};

/** Core of YuniKorn 1.9. */
export const YUNIKORN: MetricTable = {
  yunikorn_queue_app: ['queue', 'state'],
  yunikorn_queue_resource: ['queue', 'state', 'resource'],
  yunikorn_scheduler_container_allocation_attempt_total: ['state'],
  yunikorn_scheduler_application_submission_total: ['result'],
  yunikorn_scheduler_application_total: ['state'],
  yunikorn_scheduler_node: ['state'],
  ...histogram('yunikorn_scheduler_scheduling_latency_milliseconds'),
};

const CLUSTER_QUEUE = ['cluster_queue', 'replica_role'];
const QUEUE_RESOURCE = ['cohort', ...CLUSTER_QUEUE, 'flavor', 'resource'];

/** Kueue 0.19. */
export const KUEUE: MetricTable = {
  kueue_pending_workloads: [...CLUSTER_QUEUE, 'status'],
  ...metrics('kueue_', ['reserving_active_workloads', 'admitted_active_workloads'], CLUSTER_QUEUE),
  ...metrics(
    'kueue_',
    ['admitted_workloads_total', 'quota_reserved_workloads_total'],
    [...CLUSTER_QUEUE, 'priority_class'],
  ),
  ...histogram('kueue_admission_wait_time_seconds', [...CLUSTER_QUEUE, 'priority_class']),
  kueue_evicted_workloads_total: [...CLUSTER_QUEUE, 'reason', 'underlying_cause', 'priority_class'],
  kueue_preempted_workloads_total: ['preempting_cluster_queue', 'reason', 'replica_role'],
  kueue_admission_attempts_total: ['result', 'replica_role'],
  kueue_cluster_queue_status: [...CLUSTER_QUEUE, 'status'],
  ...metrics('kueue_cluster_queue_', ['resource_reservation', 'resource_usage', 'nominal_quota'], QUEUE_RESOURCE),
  ...metrics('kueue_cluster_queue_', ['borrowing_limit', 'lending_limit'], QUEUE_RESOURCE),
  kueue_cluster_queue_weighted_share: [...CLUSTER_QUEUE, 'cohort'],
};

const APP_TYPE = ['app_type'];

/** Kubeflow's Spark operator 2.5; its counters have no `_total`. */
export const SPARK_OPERATOR: MetricTable = {
  ...metrics(
    'spark_application_',
    ['count', 'submit_count', 'failed_submission_count', 'running_count', 'success_count', 'failure_count'],
    APP_TYPE,
  ),
  ...['success_execution_time', 'failure_execution_time', 'submit_latency', 'start_latency'].reduce<MetricTable>(
    (table, name) => ({
      ...table,
      [`spark_application_${name}_seconds`]: [...APP_TYPE, 'quantile'],
      ...metrics(`spark_application_${name}_seconds_`, ['sum', 'count'], APP_TYPE),
    }),
    {},
  ),
  ...histogram('spark_application_submit_latency_seconds_histogram', APP_TYPE),
  ...histogram('spark_application_start_latency_seconds_histogram', APP_TYPE),
  ...metrics('spark_executor_', ['running_count', 'success_count', 'failure_count'], APP_TYPE),
  ...metrics('workqueue_', ['depth', 'adds_total', 'retries_total', 'unfinished_work_seconds'], ['name', 'controller']),
  ...histogram('workqueue_queue_duration_seconds', ['name', 'controller']),
  controller_runtime_reconcile_total: ['controller', 'result'],
  controller_runtime_reconcile_errors_total: ['controller'],
  controller_runtime_webhook_requests_total: ['webhook', 'code'],
};

import type { RecordingRule } from './rule';

const CONTAINERS = 'spark-kubernetes-(driver|executor)';
const LABELS = 'label_spark_app_selector, label_spark_app_name, label_spark_role';
const EXECUTORS = 'executor_id!="driver"';
const DRIVER = 'metrics_spark_driver';
const ALLOCATION = `${DRIVER}_ExecutorAllocationManager_executors_number`;
const OF_APP = 'by (namespace, app_id, app_name)';
const OF_DRIVER = 'by (namespace, pod, app_id, app_name)';

/**
 * Queries that alerts and dashboards share. Each takes the maximum of what stands for the same thing, since two
 * kube-state-metrics, two kubelet pages or two Prometheus pages may tell it twice.
 */
export const RECORDING: readonly RecordingRule[] = [
  {
    record: 'spark:pod_labels:max',
    // Drivers of the native runner carry no label with their id: it follows from the uid of their pod.
    expr: `max by (namespace, pod, ${LABELS}) (
  kube_pod_labels{label_spark_role!="", label_spark_app_selector!=""}
  or label_replace(
    kube_pod_labels{label_spark_role!="", label_spark_app_selector=""},
    "label_spark_app_selector", "spark-$1", "uid", "(.+)"
  )
)`,
    needs: ['kube-state-metrics'],
  },
  {
    record: 'spark:pod_phase:sum',
    expr: `sum by (namespace, ${LABELS}, phase) (
  max by (namespace, pod, phase) (kube_pod_status_phase)
  * on (namespace, pod) group_left (${LABELS}) spark:pod_labels:max
)`,
    needs: ['kube-state-metrics'],
  },
  {
    record: 'spark:pod_cpu_usage:rate5m',
    expr: `sum by (namespace, pod, container) (
  max by (namespace, pod, container, cpu) (rate(container_cpu_usage_seconds_total{container=~"${CONTAINERS}"}[5m]))
)`,
    needs: ['kubelet'],
  },
  {
    record: 'spark:pod_memory_ws:max',
    expr: `max by (namespace, pod, container) (container_memory_working_set_bytes{container=~"${CONTAINERS}"})`,
    needs: ['kubelet'],
  },
  {
    record: 'spark:app_tasks_completed:rate5m',
    expr: `sum ${OF_APP} (rate(metrics_executor_completedTasks_total{${EXECUTORS}}[5m]))`,
    needs: ['spark-driver'],
  },
  {
    record: 'spark:app_gc_ratio:rate5m',
    expr: `sum ${OF_APP} (rate(metrics_executor_totalGCTime_seconds_total{${EXECUTORS}}[5m]))
/ clamp_min(sum ${OF_APP} (rate(metrics_executor_totalDuration_seconds_total{${EXECUTORS}}[5m])), 0.001)`,
    needs: ['spark-driver'],
  },
  {
    record: 'spark:driver_heap_usage:ratio',
    expr: `max ${OF_DRIVER} (${DRIVER}_jvm_heap_used_Value) / (max ${OF_DRIVER} (${DRIVER}_jvm_heap_max_Value) > 0)`,
    needs: ['spark-driver'],
  },
  {
    record: 'spark:executors_missing',
    expr: `clamp_min(
  max ${OF_DRIVER} (${ALLOCATION}TargetExecutors_Value) - max ${OF_DRIVER} (${ALLOCATION}AllExecutors_Value),
  0
)`,
    needs: ['spark-driver'],
  },
];

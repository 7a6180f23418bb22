import type { MetricTable } from './table';

const APPLICATION = ['namespace', 'app_id', 'app_name'];
const POD = ['label_spark_app_selector', 'label_spark_app_name', 'label_spark_role'];

/** What our recording rules write: series with exactly these labels. */
export const RECORDED: MetricTable = {
  'spark:pod_labels:max': ['namespace', 'pod', ...POD],
  'spark:pod_phase:sum': ['namespace', ...POD, 'phase'],
  'spark:pod_cpu_usage:rate5m': ['namespace', 'pod', 'container'],
  'spark:pod_memory_ws:max': ['namespace', 'pod', 'container'],
  'spark:app_tasks_completed:rate5m': APPLICATION,
  'spark:app_gc_ratio:rate5m': APPLICATION,
  'spark:driver_heap_usage:ratio': [...APPLICATION, 'pod'],
  'spark:executors_missing': [...APPLICATION, 'pod'],
};

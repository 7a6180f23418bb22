import { APP, driver, DRIVER, executor, series, sparkPod, type Labels, type Series } from './case';

/** What a recording rule makes of some series. */
export interface RecordingCase {
  readonly record: string;
  readonly name: string;
  readonly series: Series;
  readonly at: string;
  /** The series that it has then. */
  readonly samples: readonly { readonly labels: Labels; readonly value: number }[];
}

const APPLICATION = { namespace: 'etl', label_spark_app_selector: 'spark-1', label_spark_app_name: 'daily' };
const TWICE = {
  ...sparkPod('e1', 'executor', 'Running', '1x20'),
  ...sparkPod('e1', 'executor', 'Running', '1x20', 'ksm-1'),
};
const CONTAINER = { namespace: 'etl', pod: 'e1', container: 'spark-kubernetes-executor' };
const ALLOCATION = 'ExecutorAllocationManager_executors_number';
const gc = (id: string): Series => ({
  ...executor('totalGCTime_seconds_total', id, '0+6x20'),
  ...executor('totalDuration_seconds_total', id, '0+60x20'),
});
const missing = (target: string, all: string): Series => ({
  ...driver(`${ALLOCATION}TargetExecutors_Value`, target),
  ...driver(`${ALLOCATION}AllExecutors_Value`, all),
});

/** At least one for each recording rule. */
export const RECORDING_CASES: readonly RecordingCase[] = [
  {
    record: 'spark:pod_labels:max',
    name: 'two kube-state-metrics tell the same, and of a pod without Spark',
    series: { ...TWICE, [series('kube_pod_labels', { namespace: 'etl', pod: 'web' })]: '1x20' },
    at: '10m',
    samples: [{ labels: { ...APPLICATION, pod: 'e1', label_spark_role: 'executor' }, value: 1 }],
  },
  {
    record: 'spark:pod_phase:sum',
    name: 'two kube-state-metrics tell of two executors',
    series: { ...TWICE, ...sparkPod('e2', 'executor', 'Running', '1x20') },
    at: '10m',
    samples: ['Pending', 'Running', 'Succeeded', 'Failed'].map((phase) => ({
      labels: { ...APPLICATION, label_spark_role: 'executor', phase },
      value: phase === 'Running' ? 2 : 0,
    })),
  },
  {
    record: 'spark:pod_cpu_usage:rate5m',
    name: 'half a core, and a container that is not of Spark',
    series: {
      [series('container_cpu_usage_seconds_total', { ...CONTAINER, cpu: 'total', id: '/a' })]: '0+30x20',
      [series('container_cpu_usage_seconds_total', { ...CONTAINER, container: 'web', id: '/b' })]: '0+30x20',
    },
    at: '10m',
    samples: [{ labels: CONTAINER, value: 0.5 }],
  },
  {
    record: 'spark:pod_memory_ws:max',
    name: 'a container that two pages show',
    series: {
      [series('container_memory_working_set_bytes', { ...CONTAINER, id: '/a', instance: 'n1' })]: '7x20',
      [series('container_memory_working_set_bytes', { ...CONTAINER, id: '/a', instance: 'n1b' })]: '7x20',
    },
    at: '10m',
    samples: [{ labels: CONTAINER, value: 7 }],
  },
  {
    record: 'spark:app_tasks_completed:rate5m',
    name: 'two executors and the driver',
    series: {
      ...executor('completedTasks_total', '1', '0+60x20'),
      ...executor('completedTasks_total', '2', '0+60x20'),
      ...executor('completedTasks_total', 'driver', '0+60x20'),
    },
    at: '10m',
    samples: [{ labels: APP, value: 2 }],
  },
  {
    record: 'spark:app_gc_ratio:rate5m',
    name: 'a tenth, on two executors',
    series: { ...gc('1'), ...gc('2') },
    at: '10m',
    samples: [{ labels: APP, value: 0.1 }],
  },
  {
    record: 'spark:app_gc_ratio:rate5m',
    name: 'no task runs',
    series: {
      ...executor('totalGCTime_seconds_total', '1', '5x20'),
      ...executor('totalDuration_seconds_total', '1', '5x20'),
    },
    at: '10m',
    samples: [{ labels: APP, value: 0 }],
  },
  {
    record: 'spark:driver_heap_usage:ratio',
    name: 'a half',
    series: { ...driver('jvm_heap_used_Value', '5x20'), ...driver('jvm_heap_max_Value', '10x20') },
    at: '10m',
    samples: [{ labels: DRIVER, value: 0.5 }],
  },
  {
    record: 'spark:executors_missing',
    name: 'it wants more than it has',
    series: missing('5x20', '2x20'),
    at: '10m',
    samples: [{ labels: DRIVER, value: 3 }],
  },
  {
    record: 'spark:executors_missing',
    name: 'it has more than it wants',
    series: missing('2x20', '5x20'),
    at: '10m',
    samples: [{ labels: DRIVER, value: 0 }],
  },
];

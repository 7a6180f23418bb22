import { metrics, type MetricTable } from './table';

/** Labels that the monitor of drivers takes from the pod. */
const APPLICATION = ['app_id', 'app_name', 'spark_role', 'job_name'];

const EXECUTOR = [...APPLICATION, 'application_id', 'application_name', 'executor_id'];

const QUEUES = ['appStatus', 'eventLog', 'executorManagement', 'shared', 'streams'];

const PEAKS = [
  ...['JVMHeapMemory', 'JVMOffHeapMemory', 'OnHeapExecutionMemory', 'OffHeapExecutionMemory'],
  ...['OnHeapStorageMemory', 'OffHeapStorageMemory', 'OnHeapUnifiedMemory', 'OffHeapUnifiedMemory'],
  ...['DirectPoolMemory', 'MappedPoolMemory'],
  ...['JVM', 'Python', 'Other'].flatMap((kind) => [`ProcessTree${kind}VMemory`, `ProcessTree${kind}RSSMemory`]),
];

const COLLECTIONS = ['Minor', 'Major', 'Concurrent'];

const suffixed = (prefix: string, names: readonly string[], suffix: string): string[] =>
  names.map((name) => `${prefix}${name}${suffix}`);

/**
 * What `/metrics/prometheus/` of a driver shows with the constant namespace `spark`, after the drop rules of the
 * monitor. `<…>` stands for a name that only the run knows.
 */
export const SPARK_DRIVER: MetricTable = metrics(
  'metrics_spark_driver_',
  [
    ...suffixed(
      'BlockManager_',
      [
        'disk_diskSpaceUsed',
        ...['maxMem', 'maxOnHeapMem', 'maxOffHeapMem', 'memUsed', 'onHeapMemUsed', 'offHeapMemUsed'].map(memory),
        ...['remainingMem', 'remainingOnHeapMem', 'remainingOffHeapMem'].map(memory),
      ],
      '_MB_Value',
    ),
    ...suffixed(
      'DAGScheduler_',
      ['job_activeJobs', 'job_allJobs', 'stage_failedStages', 'stage_runningStages', 'stage_waitingStages'],
      '_Value',
    ),
    ...timer('DAGScheduler_messageProcessingTime'),
    ...['jobDuration_Value'].map(appStatus),
    ...suffixed('appStatus_jobs_', ['succeededJobs', 'failedJobs'], '_Count'),
    ...suffixed('appStatus_stages_', ['completedStages', 'failedStages', 'skippedStages'], '_Count'),
    ...suffixed('appStatus_tasks_', ['completedTasks', 'failedTasks', 'killedTasks', 'skippedTasks'], '_Count'),
    ...suffixed('appStatus_tasks_', ['excludedExecutors', 'unexcludedExecutors'], '_Count'),
    ...suffixed(
      'ExecutorAllocationManager_executors_number',
      [
        ...['AllExecutors', 'TargetExecutors', 'MaxNeededExecutors', 'ExecutorsToAdd', 'ExecutorsPendingToRemove'],
        'DecommissioningExecutors',
      ],
      '_Value',
    ),
    ...suffixed(
      'ExecutorAllocationManager_executors_numberExecutors',
      ['GracefullyDecommissioned', 'DecommissionUnfinished', 'ExitedUnexpectedly', 'KilledByDriver'],
      '_Count',
    ),
    ...suffixed(
      'ExecutorMetrics_',
      [...PEAKS, ...COLLECTIONS.flatMap((kind) => [`${kind}GCCount`, `${kind}GCTime`]), 'TotalGCTime'],
      '_Value',
    ),
    'JVMCPU_jvmCpuTime_Value',
    'LiveListenerBus_numEventsPosted_Count',
    ...QUEUES.flatMap((queue) => [
      ...suffixed(`LiveListenerBus_queue_${queue}_`, ['size_Value', 'numDroppedEvents_Count'], ''),
      ...timer(`LiveListenerBus_queue_${queue}_listenerProcessingTime`),
    ]),
    ...['heap', 'non_heap'].flatMap((area) =>
      suffixed(`jvm_${area}_`, ['committed', 'init', 'max', 'usage', 'used'], '_Value'),
    ),
    ...suffixed('jvm_total_', ['committed', 'init', 'max', 'used'], '_Value'),
    ...['direct', 'mapped'].flatMap((pool) => suffixed(`jvm_${pool}_`, ['capacity', 'count', 'used'], '_Value')),
    ...suffixed('jvm_pools_<pool>_', ['committed', 'max', 'used', 'used_after_gc'], '_Value'),
    ...suffixed('jvm_<collector>_', ['count', 'time'], '_Value'),
    ...suffixed(
      'spark_streaming_<query>_',
      ['inputRate_total', 'processingRate_total', 'latency', 'eventTime_watermark', 'states_rowsTotal'],
      '_Value',
    ),
    'spark_streaming_<query>_states_usedBytes_Value',
  ],
  APPLICATION,
);

/** What `/metrics/executors/prometheus` of a driver shows: one row per executor, and one for the driver itself. */
export const SPARK_EXECUTORS: MetricTable = {
  ...metrics(
    'metrics_executor_',
    [
      ...['rddBlocks', 'memoryUsed_bytes', 'diskUsed_bytes', 'totalCores', 'maxTasks', 'activeTasks'],
      ...['failedTasks_total', 'completedTasks_total', 'totalTasks_total'],
      ...['totalDuration_seconds_total', 'totalGCTime_seconds_total', 'totalInputBytes_bytes_total'],
      ...['totalShuffleRead_bytes_total', 'totalShuffleWrite_bytes_total', 'maxMemory_bytes'],
      ...['usedOnHeapStorageMemory_bytes', 'usedOffHeapStorageMemory_bytes'],
      ...['totalOnHeapStorageMemory_bytes', 'totalOffHeapStorageMemory_bytes'],
      ...suffixed('', PEAKS, '_bytes'),
      ...COLLECTIONS.flatMap((kind) => [`${kind}GCCount_total`, `${kind}GCTime_seconds_total`]),
    ],
    EXECUTOR,
  ),
  spark_info: [...APPLICATION, 'version', 'revision'],
};

/** What the JMX agent of drivers and executors shows beside its own JVM metrics. */
export const SPARK_JMX: MetricTable = {
  ...metrics(
    'spark_executor_',
    [
      ...['bytesRead', 'bytesWritten', 'recordsRead', 'recordsWritten', 'cpuTime', 'runTime', 'jvmGCTime'],
      ...['deserializeTime', 'diskBytesSpilled', 'memoryBytesSpilled', 'resultSize', 'shuffleBytesWritten'],
      ...['shuffleFetchWaitTime', 'shuffleLocalBytesRead', 'shuffleRemoteBytesRead', 'shuffleRemoteBytesReadToDisk'],
      ...['shuffleRecordsRead', 'shuffleWriteTime', 'succeededTasks'],
    ],
    [...APPLICATION, 'executor_id'],
  ),
};

/** What the JMX agent shows of any JVM: drivers, executors, Livy, the History Server, the metastore. */
export const JVM: MetricTable = {
  ...metrics('jvm_memory_', ['used_bytes', 'committed_bytes', 'max_bytes'], [...APPLICATION, 'executor_id', 'area']),
  ...metrics('jvm_gc_collection_seconds_', ['sum', 'count'], [...APPLICATION, 'executor_id', 'gc']),
  ...metrics('jvm_threads_', ['current', 'daemon', 'peak', 'deadlocked'], [...APPLICATION, 'executor_id']),
};

/** What a finished job pushes; `job` and `namespace` are those of the job, not of the Pushgateway. */
export const SPARK_JOB: MetricTable = metrics('spark_job_', [
  ...['last_run_timestamp_seconds', 'last_success_timestamp_seconds', 'last_duration_seconds', 'last_exit_code'],
  ...['last_input_records', 'last_output_records'],
]);

function memory(name: string): string {
  return `memory_${name}`;
}

function appStatus(name: string): string {
  return `appStatus_${name}`;
}

/** The series of a timer that the drop rules leave. */
function timer(name: string): string[] {
  return suffixed(`${name}_`, ['Count', 'Max', 'Mean', '95thPercentile'], '');
}

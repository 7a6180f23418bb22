import { query } from '../model/query';
import { closedRow, row } from '../model/row';
import { rising, Unit } from '../model/scale';
import { timeseries } from '../model/timeseries';
import { CHOSEN, DRIVER, driver, executors, ofPods, resource } from './selectors';

/** Whether memory is what it lacks. */
export const memory = row(
  'Memory and garbage collection',
  timeseries(
    {
      title: 'Time in garbage collection',
      about:
        'Share of the task time of executors, over 5 minutes. Above 10 % memory is too small for what each core does; above 20 % it is the reason.',
      unit: Unit.SHARE,
      queries: [query(`max by (app_name) (spark:app_gc_ratio:rate5m{${DRIVER}})`, '{{app_name}}')],
    },
    { thresholds: rising(0.1, 0.2) },
  ),
  timeseries(
    {
      title: 'Fullest containers against their limit',
      about: 'Working set of the five pods nearest to their memory limit. The kernel kills a container at 100 %.',
      unit: Unit.SHARE,
      queries: [
        query(
          `topk(5, ${ofPods(`spark:pod_memory_ws:max / on (namespace, pod, container) ${resource('limits', 'memory')}`)})`,
          '{{pod}}',
        ),
      ],
    },
    { thresholds: rising(0.9, 0.97) },
  ),
  timeseries(
    {
      title: 'Containers killed for memory',
      about: 'Pods of the application whose container ended with OOMKilled and are still there.',
      unit: Unit.COUNT,
      queries: [
        query(
          `sum by (pod) (max by (namespace, pod) (kube_pod_container_status_terminated_reason{namespace=~"$namespace",reason="OOMKilled"}) * on (namespace, pod) group_left () spark:pod_labels:max{${CHOSEN}}) > 0`,
          '{{pod}}',
        ),
      ],
    },
    { bars: true, stacked: true, empty: 'none' },
  ),
  timeseries({
    title: 'Driver heap',
    about: 'Heap of the driver against its maximum. It grows with collect(), broadcast tables and the number of tasks.',
    unit: Unit.BYTES,
    queries: [
      query(`max(${driver('jvm_heap_used_Value')})`, 'used'),
      query(`max(${driver('jvm_heap_committed_Value')})`, 'committed'),
      query(`max(${driver('jvm_heap_max_Value')})`, 'maximum'),
    ],
  }),
  timeseries({
    title: 'Peak heap of executors',
    about: 'Greatest heap that each executor has had since it started: the ten highest. It never falls.',
    unit: Unit.BYTES,
    queries: [
      query(`topk(10, max by (executor_id) (${executors('JVMHeapMemory_bytes')}))`, 'executor {{executor_id}}'),
    ],
  }),
  timeseries({
    title: 'Cached data',
    about: 'Memory in use for cached data and broadcasts, against what Spark may use.',
    unit: Unit.BYTES,
    queries: [
      query(`sum(${executors('memoryUsed_bytes')})`, 'used'),
      query(`sum(${executors('maxMemory_bytes')})`, 'maximum'),
    ],
  }),
);

/** Where the memory of executors goes. */
export const memoryDetails = closedRow(
  'Memory in detail',
  timeseries({
    title: 'Peak execution memory',
    about:
      'Greatest memory for joins, sorts and aggregations of each executor since it started. What does not fit is spilled.',
    unit: Unit.BYTES,
    queries: [
      query(
        `topk(10, max by (executor_id) (${executors('OnHeapExecutionMemory_bytes')} + ${executors('OffHeapExecutionMemory_bytes')}))`,
        'executor {{executor_id}}',
      ),
    ],
  }),
  timeseries({
    title: 'Peak memory outside the heap',
    about: 'Greatest direct and mapped buffers since executors started. They count against memoryOverhead.',
    unit: Unit.BYTES,
    queries: [
      query(
        `topk(5, max by (executor_id) (${executors('DirectPoolMemory_bytes')}))`,
        'direct, executor {{executor_id}}',
      ),
      query(
        `topk(5, max by (executor_id) (${executors('MappedPoolMemory_bytes')}))`,
        'mapped, executor {{executor_id}}',
      ),
    ],
  }),
  timeseries(
    {
      title: 'Peak memory of Python workers',
      about:
        'Greatest resident memory of the Python processes of each executor. It counts against memoryOverhead, or spark.executor.pyspark.memory.',
      unit: Unit.BYTES,
      queries: [
        query(
          `topk(10, max by (executor_id) (${executors('ProcessTreePythonRSSMemory_bytes')}))`,
          'executor {{executor_id}}',
        ),
      ],
    },
    { empty: 'needs spark.executor.processTreeMetrics.enabled' },
  ),
);

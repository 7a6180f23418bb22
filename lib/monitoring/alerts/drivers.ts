import { Duration } from 'cdk8s';
import { AlertSeverity, type StockAlert } from './rule';
import { promDuration, type AlertContext } from './thresholds';

const { CRITICAL, WARNING } = AlertSeverity;
const NEEDS = ['spark-driver'];
const METRIC = 'metrics_spark_driver';
const OF_DRIVER = 'by (namespace, pod, app_id, app_name)';
const EXECUTORS = 'count by (namespace, app_id) (metrics_executor_maxTasks{executor_id!="driver"})';
const WHO = '{{ $labels.app_name }} ({{ $labels.app_id }}) in {{ $labels.namespace }}';
/** Queues of Spark's listener bus: those of a running driver, and those of event logs, own listeners and streaming. */
const QUEUES = ['appStatus', 'executorManagement', 'eventLog', 'shared', 'streams'];

/** What drivers tell about their application, at their own pages. */
export function driverAlerts({ limits }: AlertContext): StockAlert[] {
  const tasks = (outcome: string): string =>
    `max ${OF_DRIVER} (increase(${METRIC}_appStatus_tasks_${outcome}Tasks_Count[15m]))`;
  const lag = limits.streamingLag.toSeconds();
  return [
    {
      alert: 'SparkExecutorsBelowTarget',
      // Without executors nobody counts them, and "less than one" would never hold.
      expr: `(spark:executors_missing > 0 unless on (namespace, app_id) ${EXECUTORS})
or spark:executors_missing > 5`,
      holds: Duration.minutes(15),
      severity: WARNING,
      summary: 'An application does not get the executors that it wants',
      description: `${WHO} has {{ $value }} executors less than it wants.`,
      needs: NEEDS,
    },
    {
      alert: 'SparkJobFailuresInsideApp',
      expr: `max ${OF_DRIVER} (increase(${METRIC}_appStatus_jobs_failedJobs_Count[10m])) > 0`,
      severity: WARNING,
      summary: 'Jobs fail inside a running application',
      description: `{{ $value | humanize }} jobs of ${WHO} failed in 10 minutes.`,
      needs: NEEDS,
    },
    {
      alert: 'SparkTaskFailureRatio',
      expr: `${tasks('failed')} / (${tasks('failed')} + ${tasks('completed')}) > ${limits.taskFailureRatio}
and ${tasks('failed')} >= 20`,
      holds: Duration.minutes(5),
      severity: WARNING,
      summary: 'Many tasks of an application fail',
      description: `{{ $value | humanizePercentage }} of the tasks of ${WHO} failed in 15 minutes.`,
      needs: NEEDS,
    },
    {
      alert: 'SparkGcOverhead',
      expr: `spark:app_gc_ratio:rate5m > ${limits.gcRatio}`,
      holds: Duration.minutes(15),
      severity: WARNING,
      summary: 'Executors spend their time on garbage',
      description: `Executors of ${WHO} spend {{ $value | humanizePercentage }} of their time collecting garbage.`,
      needs: NEEDS,
    },
    {
      alert: 'SparkDriverHeapHigh',
      expr: `spark:driver_heap_usage:ratio > ${limits.heapRatio}`,
      holds: Duration.minutes(10),
      severity: WARNING,
      summary: 'The heap of a driver is nearly full',
      description: `The driver of ${WHO} uses {{ $value | humanizePercentage }} of its heap.`,
      needs: NEEDS,
    },
    {
      alert: 'SparkListenerEventsDropped',
      // increase() over several names at once would lose the name and find the same series twice.
      expr: QUEUES.map(
        (queue) =>
          `label_replace(max ${OF_DRIVER} (increase(${METRIC}_LiveListenerBus_queue_${queue}_numDroppedEvents_Count[5m])), "queue", "${queue}", "", "") > 0`,
      ).join('\nor '),
      severity: WARNING,
      summary: 'A driver drops events',
      description: `${WHO} dropped {{ $value | humanize }} events of queue {{ $labels.queue }} in 5 minutes.`,
      needs: NEEDS,
    },
    {
      alert: 'SparkExecutorsLost',
      expr: `max ${OF_DRIVER} (increase(${METRIC}_ExecutorAllocationManager_executors_numberExecutorsExitedUnexpectedly_Count[10m]))
> ${limits.executorsLost}`,
      severity: WARNING,
      summary: 'An application loses executors',
      description: `${WHO} lost {{ $value | humanize }} executors unexpectedly in 10 minutes.`,
      needs: NEEDS,
    },
    {
      alert: 'SparkDriverIdle',
      // Jobs shorter than the time between two scrapes show only in the number of all jobs.
      expr: `max ${OF_DRIVER} (max_over_time(${METRIC}_DAGScheduler_job_activeJobs_Value[15m])) == 0
and max ${OF_DRIVER} (changes(${METRIC}_DAGScheduler_job_allJobs_Value[15m])) == 0
and on (namespace, app_id) ${EXECUTORS} > 0`,
      holds: limits.idle,
      severity: WARNING,
      summary: 'An application keeps executors and does nothing',
      description: `${WHO} has had executors and no job for ${promDuration(limits.idle)}.`,
      needs: NEEDS,
    },
    {
      alert: 'SparkStreamingFallsBehind',
      expr: `${streaming('processingRate_total')} < 0.9 * (${streaming('inputRate_total')} > 0)`,
      holds: Duration.minutes(15),
      severity: CRITICAL,
      summary: 'A streaming query is slower than its input',
      description: `Query {{ $labels.query }} of ${WHO} processes {{ $value | humanize }} rows a second, and more arrive.`,
      needs: NEEDS,
    },
    {
      alert: 'SparkStreamingLag',
      // A query without a watermark shows 0.
      expr: `time() - (${streaming('eventTime_watermark')} > 0) / 1000 > ${lag}`,
      holds: Duration.minutes(5),
      severity: CRITICAL,
      summary: 'The data of a streaming query is old',
      description: `The watermark of query {{ $labels.query }} of ${WHO} is {{ $value | humanizeDuration }} old.`,
      needs: NEEDS,
    },
    {
      alert: 'SparkDriverScrapeDown',
      expr: `min ${OF_DRIVER} (up{job="spark-driver"}) == 0`,
      holds: Duration.minutes(10),
      severity: WARNING,
      summary: 'A running driver shows no metrics',
      description: `Driver {{ $labels.pod }} of ${WHO} does not answer at its pages of metrics.`,
      needs: NEEDS,
    },
  ];

  /** The metric of each streaming query, whose name stands inside that of the metric. */
  function streaming(metric: string): string {
    const name = `${METRIC}_spark_streaming_(.+)_${metric}_Value`;
    return `max by (namespace, pod, app_id, app_name, query) (label_replace({__name__=~"${name}"}, "query", "$1", "__name__", "${name}"))`;
  }
}

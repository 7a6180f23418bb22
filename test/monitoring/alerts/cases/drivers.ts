import { APP, driver, DRIVER, executor, fires, series, silent, type AlertCase, type Labels, type Series } from './case';

const ALLOCATION = 'ExecutorAllocationManager_executors_number';
const missing = (target: string, all: string): Series => ({
  ...driver(`${ALLOCATION}TargetExecutors_Value`, target),
  ...driver(`${ALLOCATION}AllExecutors_Value`, all),
});
const tasks = (failed: string, completed: string): Series => ({
  ...driver('appStatus_tasks_failedTasks_Count', failed),
  ...driver('appStatus_tasks_completedTasks_Count', completed),
});
const gc = (time: string, id = '1'): Series => ({
  ...executor('totalGCTime_seconds_total', id, time),
  ...executor('totalDuration_seconds_total', id, '0+60x60'),
});
const heap = (used: string, max = '100x60'): Series => ({
  ...driver('jvm_heap_used_Value', used),
  ...driver('jvm_heap_max_Value', max),
});
const jobs = (active: string, all: string): Series => ({
  ...driver('DAGScheduler_job_activeJobs_Value', active),
  ...driver('DAGScheduler_job_allJobs_Value', all),
});
const stream = (metric: string, values: string, query = 'orders'): Series =>
  driver(`spark_streaming_${query}_${metric}_Value`, values);
const up = (path: string, values: string, labels: Labels = {}): Series => ({
  [series('up', { ...DRIVER, job: 'spark-driver', instance: '10.0.0.1:4040', metrics_path: path, ...labels })]: values,
});

/** Alerts of `driverAlerts`. */
export const DRIVER_CASES: readonly AlertCase[] = [
  fires('SparkExecutorsBelowTarget', 'it wants two and has none', '20m', missing('2x60', '0x60'), {
    labels: DRIVER,
    value: '2',
  }),
  fires(
    'SparkExecutorsBelowTarget',
    'it lacks six',
    '20m',
    { ...missing('8x60', '2x60'), ...executor('maxTasks', '1', '4x60') },
    { labels: DRIVER, value: '6' },
  ),
  silent('SparkExecutorsBelowTarget', 'it lacks five of many', '30m', {
    ...missing('7x60', '2x60'),
    ...executor('maxTasks', '1', '4x60'),
  }),
  silent('SparkExecutorsBelowTarget', 'it has more than it wants', '30m', missing('0x60', '2x60')),
  silent('SparkExecutorsBelowTarget', 'for 14 minutes', '14m', missing('2x60', '0x60')),

  fires('SparkJobFailuresInsideApp', 'a job failed', '12m', driver('appStatus_jobs_failedJobs_Count', '0x5 1x20'), {
    labels: DRIVER,
    value: '1',
  }),
  silent(
    'SparkJobFailuresInsideApp',
    'one failed long ago',
    '40m',
    driver('appStatus_jobs_failedJobs_Count', '0x5 1x60'),
  ),

  fires('SparkTaskFailureRatio', 'one of ten tasks fails', '30m', tasks('0+10x60', '0+90x60'), {
    labels: DRIVER,
    value: '10%',
  }),
  silent('SparkTaskFailureRatio', 'one of a hundred fails', '30m', tasks('0+10x60', '0+990x60')),
  silent('SparkTaskFailureRatio', 'few fail, of few', '30m', tasks('0+1x60', '0+1x60')),

  fires('SparkGcOverhead', 'a quarter of the time', '30m', gc('0+15x60'), { labels: APP, value: '25%' }),
  silent('SparkGcOverhead', 'a tenth of the time', '30m', gc('0+6x60')),
  silent('SparkGcOverhead', 'only the driver', '30m', gc('0+15x60', 'driver')),

  fires('SparkDriverHeapHigh', '95 %', '12m', heap('95x60'), { labels: DRIVER, value: '95%' }),
  silent('SparkDriverHeapHigh', '91 %', '30m', heap('91x60')),
  silent('SparkDriverHeapHigh', 'the heap has no limit', '30m', heap('-95x60', '-1x60')),

  fires(
    'SparkListenerEventsDropped',
    'two queues drop events',
    '6m',
    {
      ...driver('LiveListenerBus_queue_appStatus_numDroppedEvents_Count', '0x2 4x20'),
      ...driver('LiveListenerBus_queue_executorManagement_numDroppedEvents_Count', '0x2 8x20'),
    },
    { labels: { ...DRIVER, queue: 'appStatus' }, value: '4' },
    { labels: { ...DRIVER, queue: 'executorManagement' }, value: '8' },
  ),
  silent('SparkListenerEventsDropped', 'events were dropped long ago', '20m', {
    ...driver('LiveListenerBus_queue_appStatus_numDroppedEvents_Count', '0x2 4x30'),
    ...driver('LiveListenerBus_queue_eventLog_numDroppedEvents_Count', '0x40'),
  }),

  fires(
    'SparkExecutorsLost',
    'ten are lost',
    '12m',
    driver(`${ALLOCATION}ExecutorsExitedUnexpectedly_Count`, '0+1x60'),
    {
      labels: DRIVER,
      value: '10',
    },
  ),
  silent(
    'SparkExecutorsLost',
    'five are lost',
    '12m',
    driver(`${ALLOCATION}ExecutorsExitedUnexpectedly_Count`, '0x6 4x60'),
  ),

  fires(
    'SparkDriverIdle',
    'no job for more than two hours',
    '150m',
    { ...jobs('0x200', '7x200'), ...executor('maxTasks', '1', '4x200') },
    { labels: DRIVER },
  ),
  silent('SparkDriverIdle', 'short jobs between two scrapes', '150m', {
    ...jobs('0x200', '0+1x200'),
    ...executor('maxTasks', '1', '4x200'),
  }),
  silent('SparkDriverIdle', 'it has no executors', '150m', {
    ...jobs('0x200', '7x200'),
    ...executor('maxTasks', 'driver', '4x200'),
  }),
  silent('SparkDriverIdle', 'for less than two hours', '100m', {
    ...jobs('0x200', '7x200'),
    ...executor('maxTasks', '1', '4x200'),
  }),

  fires(
    'SparkStreamingFallsBehind',
    '80 rows of 100',
    '20m',
    { ...stream('processingRate_total', '80x60'), ...stream('inputRate_total', '100x60') },
    { labels: { ...DRIVER, query: 'orders' }, value: '80' },
  ),
  silent('SparkStreamingFallsBehind', '95 rows of 100', '30m', {
    ...stream('processingRate_total', '95x60'),
    ...stream('inputRate_total', '100x60'),
  }),
  silent('SparkStreamingFallsBehind', 'nothing arrives', '30m', {
    ...stream('processingRate_total', '0x60'),
    ...stream('inputRate_total', '0x60'),
  }),
  silent('SparkStreamingFallsBehind', 'another query is slow at another time', '30m', {
    ...stream('processingRate_total', '80x60', 'clicks'),
    ...stream('inputRate_total', '100x60'),
  }),

  fires('SparkStreamingLag', 'the watermark stands still', '30m', stream('eventTime_watermark', '60000x60'), {
    labels: { ...DRIVER, query: 'orders' },
    value: '29m 0s',
  }),
  silent('SparkStreamingLag', 'the watermark follows', '30m', stream('eventTime_watermark', '1000+60000x60')),
  silent('SparkStreamingLag', 'a query without a watermark', '30m', stream('eventTime_watermark', '0x60')),

  fires(
    'SparkDriverScrapeDown',
    'one of its pages does not answer',
    '12m',
    { ...up('/metrics/prometheus/', '0x60'), ...up('/metrics/executors/prometheus', '1x60') },
    { labels: DRIVER },
  ),
  silent('SparkDriverScrapeDown', 'for 9 minutes', '9m', up('/metrics/prometheus/', '0x60')),
  silent('SparkDriverScrapeDown', 'another job', '30m', up('/metrics', '0x60', { job: 'spark-jmx' })),
  silent('SparkDriverScrapeDown', 'the driver is gone', '30m', up('/metrics/prometheus/', '0x5 stale')),
];

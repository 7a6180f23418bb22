import { query } from '../model/query';
import { closedRow } from '../model/row';
import { rising, Unit } from '../model/scale';
import { timeseries } from '../model/timeseries';
import { DRIVER, driver } from './selectors';

const QUEUES = ['appStatus', 'eventLog', 'executorManagement', 'shared'];

/** Whether the driver itself keeps up. */
export const internals = closedRow(
  'Driver internals',
  timeseries({
    title: 'Events waiting for listeners',
    about:
      'Events in the queues of the driver. A queue that stays long drops events: the UI, the event log or dynamic allocation become wrong.',
    unit: Unit.COUNT,
    queries: QUEUES.map((queue) => query(`max(${driver(`LiveListenerBus_queue_${queue}_size_Value`)})`, queue)),
  }),
  timeseries(
    {
      title: 'Events dropped',
      about: 'Events that a full queue lost. Raise spark.scheduler.listenerbus.eventqueue.capacity.',
      unit: Unit.COUNT,
      queries: QUEUES.map((queue) =>
        query(
          `sum(increase(${driver(`LiveListenerBus_queue_${queue}_numDroppedEvents_Count`)}[$__rate_interval]))`,
          queue,
        ),
      ),
    },
    { bars: true, stacked: true, thresholds: rising(1, 100) },
  ),
  timeseries({
    title: 'Time for one message of the scheduler',
    about:
      'How long the scheduler of the driver takes for one event. Seconds: stages start late, since the driver is short of CPU or has too many tasks.',
    unit: Unit.MILLISECONDS,
    queries: [
      query(`max(${driver('DAGScheduler_messageProcessingTime_Mean')}) / 1e6`, 'mean'),
      query(`max(${driver('DAGScheduler_messageProcessingTime_95thPercentile')}) / 1e6`, '95 %'),
    ],
  }),
);

const PREFIX = 'metrics_spark_driver_spark_streaming_';

/** A gauge of each streaming query, with the name of the query as a label. */
const streaming = (gauge: string): string =>
  `label_replace({__name__=~"${PREFIX}.+_${gauge}_Value",${DRIVER}}, "query", "$1", "__name__", "${PREFIX}(.+)_${gauge}_Value")`;

/** Structured Streaming; only with `spark.sql.streaming.metricsEnabled`. */
export const streams = closedRow(
  'Structured Streaming',
  timeseries({
    title: 'Rows in and done',
    about:
      'Rows that arrive and rows that are done, each second, by query. Below its input a query falls behind. Queries need a name.',
    unit: Unit.ROWS_PER_SECOND,
    queries: [
      query(streaming('inputRate_total'), '{{query}} in'),
      query(streaming('processingRate_total'), '{{query}} done'),
    ],
  }),
  timeseries({
    title: 'Duration of a trigger',
    about:
      'How long a batch takes, from its start to its commit. Longer than the trigger interval: the query falls behind.',
    unit: Unit.MILLISECONDS,
    queries: [query(streaming('latency'), '{{query}}')],
  }),
  timeseries({
    title: 'Watermark behind now',
    about: 'Age of the watermark. It grows while no data comes, and while the query falls behind.',
    unit: Unit.SECONDS,
    queries: [query(`(time() - ${streaming('eventTime_watermark')} / 1000) < 1e9`, '{{query}}')],
  }),
  timeseries(
    {
      title: 'Rows of state',
      about: 'Rows that queries keep between batches. Without a watermark they grow for ever.',
      unit: Unit.COUNT,
      queries: [query(streaming('states_rowsTotal'), '{{query}}')],
    },
    { width: 12 },
  ),
  timeseries(
    {
      title: 'Memory of state',
      about: 'Memory that the state of queries uses, on all executors together.',
      unit: Unit.BYTES,
      queries: [query(streaming('states_usedBytes'), '{{query}}')],
    },
    { width: 12 },
  ),
);

import { now, query } from '../model/query';
import { closedRow, row } from '../model/row';
import { rising, Unit } from '../model/scale';
import { table } from '../model/table';
import { timeseries } from '../model/timeseries';

const QUEUE = '{queue_name=~"$queue"}';

const queueOf = (metric: string): string => `max by (queue_name) (volcano_queue_${metric}${QUEUE})`;

const amounts = (name: string, metric: string, unit: string, factor: string) =>
  timeseries(
    {
      title: `${name} of queues`,
      about: `${name} that each queue has, asks for, deserves and may have at most. Asking for more than it deserves while it has less: it waits for others to give back.`,
      unit,
      queries: [
        query(`${queueOf(`allocated_${metric}`)}${factor}`, '{{queue_name}} has'),
        query(`${queueOf(`request_${metric}`)}${factor}`, '{{queue_name}} asks for'),
        query(`${queueOf(`deserved_${metric}`)}${factor}`, '{{queue_name}} deserves'),
        query(`${queueOf(`real_capacity_${metric}`)}${factor}`, '{{queue_name}} at most'),
      ],
    },
    { width: 12 },
  );

const groups = (state: string): string => `max by (queue_name) (volcano_queue_pod_group_${state}_count${QUEUE})`;

/** Queues of Volcano. */
export const volcanoQueues = row(
  'Volcano: queues',
  table({
    title: 'Queues',
    about:
      'What each queue has against what it deserves, and how many pod groups wait in it. Pending groups with less than deserved: the queue starves.',
    labels: [{ label: 'queue_name', title: 'Queue' }],
    numbers: [
      { title: 'Pending groups', unit: Unit.COUNT, thresholds: rising(1, 20), query: now(groups('pending')) },
      { title: 'Admitted groups', unit: Unit.COUNT, query: now(groups('inqueue')) },
      { title: 'Running groups', unit: Unit.COUNT, query: now(groups('running')) },
      { title: 'Unknown groups', unit: Unit.COUNT, thresholds: rising(1, 5), query: now(groups('unknown')) },
      { title: 'Cores', unit: Unit.CORES, query: now(`${queueOf('allocated_milli_cpu')} / 1000`) },
      { title: 'Deserved cores', unit: Unit.CORES, query: now(`${queueOf('deserved_milli_cpu')} / 1000`) },
      { title: 'Memory', unit: Unit.BYTES, query: now(queueOf('allocated_memory_bytes')) },
      { title: 'Weight', unit: Unit.COUNT, query: now(queueOf('weight')) },
      { title: 'Share', unit: Unit.SHARE, thresholds: rising(0.9, 1), query: now(queueOf('share')) },
      { title: 'Overused', unit: Unit.BOOLEAN, query: now(queueOf('overused')) },
    ],
  }),
  amounts('Cores', 'milli_cpu', Unit.CORES, ' / 1000'),
  amounts('Memory', 'memory_bytes', Unit.BYTES, ''),
  timeseries(
    {
      title: 'Pod groups pending',
      about: 'Applications that their queue has not let in yet.',
      unit: Unit.COUNT,
      queries: [query(groups('pending'), '{{queue_name}}')],
    },
    { stacked: true },
  ),
  timeseries(
    {
      title: 'Pod groups running',
      about: 'Applications of each queue whose pods run.',
      unit: Unit.COUNT,
      queries: [query(groups('running'), '{{queue_name}}')],
    },
    { stacked: true },
  ),
  timeseries({
    title: 'Preemption',
    about: 'Attempts to free room for pods of higher priority, and the victims of the last one.',
    unit: Unit.COUNT,
    queries: [
      query('sum(increase(volcano_total_preemption_attempts[$__rate_interval]))', 'attempts'),
      query('max(volcano_pod_preemption_victims)', 'victims of the last'),
    ],
  }),
);

const quantile = (share: number, histogram: string, by = 'le'): string =>
  `histogram_quantile(${share}, sum by (${by}) (rate(${histogram}_bucket[$__rate_interval])))`;

/** Volcano's scheduler itself. */
export const volcanoScheduler = closedRow(
  'Volcano: scheduler',
  timeseries({
    title: 'Duration of a cycle',
    about: 'Time of one round of the scheduler. Seconds: it is short of CPU, or has too many pending pods.',
    unit: Unit.MILLISECONDS,
    queries: [
      query(quantile(0.5, 'volcano_e2e_scheduling_latency_milliseconds'), 'median'),
      query(quantile(0.95, 'volcano_e2e_scheduling_latency_milliseconds'), '95 %'),
    ],
  }),
  timeseries({
    title: 'Duration of actions',
    about: 'Which action takes that time: 95 of 100 are faster.',
    unit: Unit.MILLISECONDS,
    queries: [query(quantile(0.95, 'volcano_action_scheduling_latency_milliseconds', 'le, action'), '{{action}}')],
  }),
  timeseries(
    {
      title: 'Attempts by result',
      about:
        'Attempts to place a pod, each second. Errors are failures of the scheduler; unschedulable ones found no room.',
      unit: Unit.PER_SECOND,
      queries: [query('sum by (result) (rate(volcano_schedule_attempts_total[$__rate_interval]))', '{{result}}')],
    },
    { stacked: true },
  ),
  timeseries(
    {
      title: 'Pods without room, by pod group',
      about: 'The ten pod groups with most pods that found no node.',
      unit: Unit.COUNT,
      queries: [query('topk(10, max by (job_id) (volcano_unschedule_task_count)) > 0', '{{job_id}}')],
    },
    { stacked: true, width: 24, empty: 'none' },
  ),
);

import { query } from '../model/query';
import { row } from '../model/row';
import { Unit } from '../model/scale';
import { timeseries } from '../model/timeseries';

const resources = (state: string, resource: string): string =>
  `max by (queue) (yunikorn_queue_resource{state="${state}",resource="${resource}"}) > 0`;

const yunikornAmounts = (name: string, resource: string, unit: string, factor: string) =>
  timeseries({
    title: `${name} of queues of YuniKorn`,
    about: `${name} that each queue has, waits for, is guaranteed and may have at most.`,
    unit,
    queries: [
      query(`(${resources('allocated', resource)})${factor}`, '{{queue}} has'),
      query(`(${resources('pending', resource)})${factor}`, '{{queue}} waits for'),
      query(`(${resources('guaranteed', resource)})${factor}`, '{{queue}} guaranteed'),
      query(`(${resources('max', resource)})${factor}`, '{{queue}} at most'),
    ],
  });

/** Queues of YuniKorn. */
export const yunikorn = row(
  'YuniKorn',
  yunikornAmounts('Cores', 'vcore', Unit.CORES, ' / 1000'),
  yunikornAmounts('Memory', 'memory', Unit.BYTES, ''),
  timeseries(
    {
      title: 'Applications by state',
      about: 'Applications that YuniKorn knows, by state. Accepted ones wait for their first pod.',
      unit: Unit.COUNT,
      queries: [query('max by (state) (yunikorn_scheduler_application_total) > 0', '{{state}}')],
    },
    { stacked: true },
  ),
);

const kueueAmounts = (name: string, resource: string, unit: string) =>
  timeseries({
    title: `${name} of queues of Kueue`,
    about: `${name} that admitted workloads of each queue use, have reserved, and may have without borrowing.`,
    unit,
    queries: [
      query(
        `sum by (cluster_queue) (kueue_cluster_queue_resource_usage{resource="${resource}"})`,
        '{{cluster_queue}} uses',
      ),
      query(
        `sum by (cluster_queue) (kueue_cluster_queue_resource_reservation{resource="${resource}"})`,
        '{{cluster_queue}} reserved',
      ),
      query(
        `sum by (cluster_queue) (kueue_cluster_queue_nominal_quota{resource="${resource}"})`,
        '{{cluster_queue}} quota',
      ),
    ],
  });

/** Queues of Kueue. */
export const kueue = row(
  'Kueue',
  timeseries(
    {
      title: 'Workloads waiting',
      about: 'Workloads that wait in their queue. Inadmissible ones cannot be let in before something changes.',
      unit: Unit.COUNT,
      queries: [query('sum by (cluster_queue, status) (kueue_pending_workloads) > 0', '{{cluster_queue}} {{status}}')],
    },
    { stacked: true },
  ),
  timeseries({
    title: 'Time until admission',
    about: 'Time that workloads waited in their queue: 95 of 100 waited less.',
    unit: Unit.SECONDS,
    queries: [
      query(
        'histogram_quantile(0.95, sum by (cluster_queue, le) (rate(kueue_admission_wait_time_seconds_bucket[$__rate_interval])))',
        '{{cluster_queue}}',
      ),
    ],
  }),
  timeseries(
    {
      title: 'Workloads that had to give way',
      about: 'Workloads that Kueue evicted, by reason.',
      unit: Unit.COUNT,
      queries: [
        query(
          'sum by (cluster_queue, reason) (increase(kueue_evicted_workloads_total[$__rate_interval])) > 0',
          '{{cluster_queue}} {{reason}}',
        ),
      ],
    },
    { bars: true, stacked: true, empty: 'none' },
  ),
  kueueAmounts('Cores', 'cpu', Unit.CORES),
  kueueAmounts('Memory', 'memory', Unit.BYTES),
);

import { assemble, type DashboardJson } from '../model/assemble';
import { drillDown, field, label, Uid } from '../model/links';
import { now, query } from '../model/query';
import { row, type Row } from '../model/row';
import { falling, Unit } from '../model/scale';
import { stat } from '../model/stat';
import { table, type LabelColumn, type NumberColumn } from '../model/table';
import { timeseries } from '../model/timeseries';
import { Choice, labelValues, METRICS_SOURCE, text } from '../model/variables';
import type { Settings } from '../options';
import { amount, hours, price, waste, type By, type Resource } from './amounts';
import { quotas } from './quotas';

/** What tenants and jobs ask for, use and cost. */
export function costDashboard(settings: Settings): DashboardJson {
  const { coreHour, gibibyteHour, currency } = settings.costs;
  return assemble({
    uid: Uid.COST,
    title: 'Cost and capacity',
    about:
      'What tenants and jobs ask for, use and cost. Hours are added up over the time range; a pod costs what it asks for, used or not.',
    tags: settings.tags,
    interval: settings.interval,
    from: 'now-24h',
    refresh: '5m',
    variables: [
      METRICS_SOURCE,
      labelValues('namespace', 'Tenant', 'spark:pod_labels:max', 'namespace', Choice.MANY_NAMED),
      text('core_hour', `${currency} per core hour`, String(coreHour), 'Price of one core for one hour.'),
      text('gib_hour', `${currency} per GiB hour`, String(gibibyteHour), 'Price of one GiB of memory for one hour.'),
    ],
    links: [drillDown('Platform', Uid.PLATFORM), drillDown('Scheduling', Uid.SCHEDULING)],
    rows: [total(currency), tenants(currency), jobs(currency), quotas],
  });
}

const ALL = (expr: string): string => `sum(${expr})`;
const money = (currency: string): string => `currency:${currency} `;
const cost = (by: By): string => price(hours('requested', 'cpu', by), hours('requested', 'memory', by));
const wasted = (by: By): string => price(waste('cpu', by), waste('memory', by));

const efficiency = (resource: Resource, by: By): string =>
  `(${hours('used', resource, by)}) / ((${hours('requested', resource, by)}) > 0)`;

const share = (resource: Resource): string =>
  `${ALL(hours('used', resource, 'namespace'))} / (${ALL(hours('requested', resource, 'namespace'))} > 0)`;

const total = (currency: string): Row =>
  row(
    'In the time range',
    stat({
      title: 'Cost',
      about: 'Price of the cores and the memory that pods of Spark asked for while they ran.',
      unit: money(currency),
      queries: [now(ALL(cost('namespace')))],
    }),
    stat({
      title: 'Not used',
      about: 'Price of what was asked for and not used. Smaller executors, or dynamic allocation, save it.',
      unit: money(currency),
      queries: [now(ALL(wasted('namespace')))],
    }),
    stat({
      title: 'Core hours',
      about: 'Cores asked for, times the hours that they were.',
      unit: Unit.CORE_HOURS,
      queries: [now(ALL(hours('requested', 'cpu', 'namespace')))],
    }),
    stat({
      title: 'GiB hours',
      about: 'Memory asked for, times the hours that it was.',
      unit: Unit.GIBIBYTE_HOURS,
      queries: [now(ALL(hours('requested', 'memory', 'namespace')))],
    }),
    stat(
      {
        title: 'Cores used of requested',
        about:
          'Share of the core hours asked for that were used. Below a third: tasks wait for data, or executors are idle.',
        unit: Unit.SHARE,
        queries: [now(share('cpu'))],
      },
      { thresholds: falling(0.3, 0.6) },
    ),
    stat(
      {
        title: 'Memory used of requested',
        about:
          'Share of the GiB hours asked for that were used. Heaps rarely use all of it; below a third, executors can be smaller.',
        unit: Unit.SHARE,
        queries: [now(share('memory'))],
      },
      { thresholds: falling(0.3, 0.6) },
    ),
  );

const columns = (by: By, currency: string): NumberColumn[] => [
  { title: 'Cost', unit: money(currency), decimals: 2, query: now(cost(by)) },
  { title: 'Not used', unit: money(currency), decimals: 2, query: now(wasted(by)) },
  { title: 'Core hours', unit: Unit.CORE_HOURS, decimals: 1, query: now(hours('requested', 'cpu', by)) },
  { title: 'Cores used', unit: Unit.SHARE, thresholds: falling(0.3, 0.6), query: now(efficiency('cpu', by)) },
  { title: 'GiB hours', unit: Unit.GIBIBYTE_HOURS, decimals: 1, query: now(hours('requested', 'memory', by)) },
  { title: 'Memory used', unit: Unit.SHARE, thresholds: falling(0.3, 0.6), query: now(efficiency('memory', by)) },
];

const NAMESPACE: LabelColumn = { label: 'namespace', title: 'Tenant' };

const tenants = (currency: string): Row =>
  row(
    'Tenants',
    table({
      title: 'Cost by tenant',
      about: 'What each namespace asked for in the time range, and how much of it was used.',
      labels: [NAMESPACE],
      numbers: columns('namespace', currency),
      sortBy: 'Cost',
    }),
    timeseries(
      {
        title: 'Cost per hour',
        about: 'Price of what pods ask for now, for one hour, by namespace.',
        unit: money(currency),
        queries: [
          query(
            price(amount('requested', 'cpu', 'namespace'), amount('requested', 'memory', 'namespace')),
            '{{namespace}}',
          ),
        ],
      },
      { stacked: true, links: [drillDown('Platform', Uid.PLATFORM, { namespace: label('namespace') })] },
    ),
    timeseries({
      title: 'Cores',
      about: 'Cores that pods of Spark ask for, and use.',
      unit: Unit.CORES,
      queries: [
        query(ALL(amount('requested', 'cpu', 'namespace')), 'requested'),
        query(ALL(amount('used', 'cpu', 'namespace')), 'used'),
      ],
    }),
    timeseries({
      title: 'Memory',
      about: 'Memory, in GiB, that pods of Spark ask for, and use.',
      unit: 'suffix: GiB',
      queries: [
        query(ALL(amount('requested', 'memory', 'namespace')), 'requested'),
        query(ALL(amount('used', 'memory', 'namespace')), 'used'),
      ],
    }),
  );

const BY_JOB = 'namespace, label_spark_app_name';

const jobs = (currency: string): Row =>
  row(
    'Jobs',
    table(
      {
        title: 'Cost by job',
        about:
          'What all runs of each job asked for in the time range. Much that is not used: its executors are too big, or wait.',
        labels: [
          NAMESPACE,
          {
            label: 'label_spark_app_name',
            title: 'Job',
            links: [
              drillDown('Open application', Uid.APPLICATION, {
                namespace: field('namespace'),
                app_name: field('label_spark_app_name'),
              }),
            ],
          },
        ],
        numbers: columns(BY_JOB, currency),
        sortBy: 'Cost',
      },
      { height: 7 },
    ),
  );

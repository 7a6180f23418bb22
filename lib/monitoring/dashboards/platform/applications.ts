import { drillDown, field, Uid } from '../model/links';
import { now, orZero, query } from '../model/query';
import { row } from '../model/row';
import { rising, Unit } from '../model/scale';
import { stat } from '../model/stat';
import { table } from '../model/table';

const PODS = 'spark:pod_phase:sum{namespace=~"$namespace"';
const APP = 'by (namespace, app_id, app_name)';
const EXECUTORS = '{namespace=~"$namespace",executor_id!="driver"}';

const pods = (role: string, phase: string): string =>
  orZero(`sum(${PODS},label_spark_role="${role}",phase="${phase}"})`);

/** What runs, and what stands out. */
export const overview = row(
  'Now',
  stat({
    title: 'Applications running',
    about: 'Drivers that run.',
    unit: Unit.COUNT,
    queries: [query(pods('driver', 'Running'))],
  }),
  stat(
    {
      title: 'Drivers pending',
      about: 'Applications that wait for a node before they can start. The Scheduling dashboard shows for what.',
      unit: Unit.COUNT,
      queries: [query(pods('driver', 'Pending'))],
    },
    { thresholds: rising(1, 10), links: [drillDown('Scheduling', Uid.SCHEDULING)] },
  ),
  stat({
    title: 'Executors running',
    about: 'Executor pods that run.',
    unit: Unit.COUNT,
    queries: [query(pods('executor', 'Running'))],
  }),
  stat(
    {
      title: 'Executors pending',
      about: 'Executor pods without a node. Applications are slower than they could be.',
      unit: Unit.COUNT,
      queries: [query(pods('executor', 'Pending'))],
    },
    { thresholds: rising(1, 50), links: [drillDown('Scheduling', Uid.SCHEDULING)] },
  ),
  stat(
    {
      title: 'Drivers failed',
      about: 'Driver pods that failed and are still there.',
      unit: Unit.COUNT,
      queries: [query(pods('driver', 'Failed'))],
    },
    { thresholds: rising(1, 5) },
  ),
  stat(
    {
      title: 'Alerts',
      about: 'Alerts of this package that fire, but those that only inform.',
      unit: Unit.COUNT,
      queries: [
        now(orZero('count(ALERTS{alertstate="firing",severity=~"warning|critical",namespace=~"$namespace|"})')),
      ],
    },
    { thresholds: rising(1, 5) },
  ),
);

const toApplication = drillDown('Open application', Uid.APPLICATION, {
  namespace: field('namespace'),
  app_name: field('app_name'),
  app_id: field('app_id'),
});

/** Each running application on one line, and what keeps it back. */
export const applications = row(
  'Running applications',
  table(
    {
      title: 'Applications',
      about: 'Applications that answer now. Click a name: its dashboard says why it is slow.',
      labels: [
        { label: 'namespace', title: 'Namespace' },
        { label: 'app_name', title: 'Application', links: [toApplication] },
        {
          label: 'app_id',
          title: 'Run',
          links: [drillDown('Logs', Uid.LOGS, { namespace: field('namespace'), app_id: field('app_id') })],
        },
      ],
      numbers: [
        { title: 'Cores', unit: Unit.COUNT, query: now(`sum ${APP} (metrics_executor_totalCores${EXECUTORS})`) },
        { title: 'Executors', unit: Unit.COUNT, query: now(`count ${APP} (metrics_executor_maxTasks${EXECUTORS})`) },
        {
          title: 'Executors missing',
          unit: Unit.COUNT,
          thresholds: rising(1, 5),
          query: now(`max ${APP} (spark:executors_missing{namespace=~"$namespace"})`),
        },
        {
          title: 'Slots busy',
          unit: Unit.SHARE,
          query: now(
            `sum ${APP} (metrics_executor_activeTasks${EXECUTORS}) / (sum ${APP} (metrics_executor_maxTasks${EXECUTORS}) > 0)`,
          ),
        },
        {
          title: 'Tasks/s',
          unit: Unit.PER_SECOND,
          decimals: 1,
          query: now(
            'max by (namespace, app_id, app_name) (spark:app_tasks_completed:rate5m{namespace=~"$namespace"})',
          ),
        },
        {
          title: 'Garbage collection',
          unit: Unit.SHARE,
          thresholds: rising(0.1, 0.2),
          query: now(`max ${APP} (spark:app_gc_ratio:rate5m{namespace=~"$namespace"})`),
        },
        {
          title: 'Driver heap',
          unit: Unit.SHARE,
          thresholds: rising(0.85, 0.92),
          query: now(`max ${APP} (spark:driver_heap_usage:ratio{namespace=~"$namespace"})`),
        },
        {
          title: 'Failed tasks',
          unit: Unit.COUNT,
          thresholds: rising(1, 50),
          query: now(`sum ${APP} (metrics_spark_driver_appStatus_tasks_failedTasks_Count{namespace=~"$namespace"})`),
        },
      ],
    },
    { height: 7, empty: 'no application answers' },
  ),
);

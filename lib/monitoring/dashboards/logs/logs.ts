import { assemble, type DashboardJson } from '../model/assemble';
import { drillDown, Uid } from '../model/links';
import { logs } from '../model/logs';
import { logql } from '../model/query';
import { row } from '../model/row';
import { rising, Unit } from '../model/scale';
import { stat } from '../model/stat';
import { timeseries } from '../model/timeseries';
import { Choice, LOGS_SOURCE, streamValues, text } from '../model/variables';
import type { Settings } from '../options';

const STREAMS =
  '{namespace=~"$namespace",app=~"$app",job_name=~"$job_name",spark_role=~"$role"} | spark_app_id=~"$app_id"';
const LINES = `${STREAMS} | detected_level=~"$level" |~ "$search"`;
const TROUBLE = 'ERROR|FATAL|Exception|Traceback|panic:';

/** Lines of drivers, executors and servers. */
export function logsDashboard(settings: Settings): DashboardJson {
  const chain = '{namespace=~"$namespace"}';
  return assemble({
    uid: Uid.LOGS,
    title: 'Logs',
    about:
      'Lines of drivers, executors and servers, by job and by run. Lines of finished applications are here as long as Loki keeps them.',
    tags: settings.tags,
    interval: settings.interval,
    variables: [
      LOGS_SOURCE,
      streamValues('namespace', 'Namespace', '', 'namespace', Choice.MANY_NAMED),
      streamValues('app', 'Server', chain, 'app', Choice.MANY),
      streamValues('job_name', 'Job', chain, 'job_name', Choice.MANY),
      streamValues('role', 'Role', chain, 'spark_role', Choice.MANY),
      text('app_id', 'Run', '.*', 'Application id, or a regular expression of several.'),
      text('level', 'Level', '.*', 'A regular expression: error|warn.'),
      text('search', 'Search', '(?i)', 'A regular expression that lines match. (?i) at its start ignores case.'),
    ],
    links: [drillDown('Application', Uid.APPLICATION, {}, 'namespace'), drillDown('Platform', Uid.PLATFORM)],
    rows: [overview, lines],
  });
}

const overview = row(
  'How much',
  stat({
    title: 'Number of lines',
    about: 'Lines that match all that is chosen, in the time range.',
    unit: Unit.COUNT,
    queries: [logql(`sum(count_over_time(${LINES} [$__range]))`)],
  }),
  stat(
    {
      title: 'Trouble',
      about: 'Lines of the choice that speak of an error or an exception.',
      unit: Unit.COUNT,
      queries: [logql(`sum(count_over_time(${STREAMS} |~ "${TROUBLE}" [$__range]))`)],
    },
    { thresholds: rising(1, 100), empty: 'none' },
  ),
  timeseries(
    {
      title: 'Lines by level',
      about: 'When lines were written, by the level that Loki found in them.',
      unit: Unit.COUNT,
      queries: [logql(`sum by (detected_level) (count_over_time(${LINES} [$__auto]))`, '{{detected_level}}')],
    },
    { width: 8, bars: true, stacked: true },
  ),
  timeseries(
    {
      title: 'Trouble by job and server',
      about: 'Lines that speak of an error, by who wrote them: the ten loudest.',
      unit: Unit.COUNT,
      queries: [
        logql(
          `topk(10, sum by (namespace, app, job_name, spark_role) (count_over_time(${STREAMS} |~ "${TROUBLE}" [$__auto])))`,
          '{{namespace}} {{app}} {{job_name}} {{spark_role}}',
        ),
      ],
    },
    { width: 8, bars: true, stacked: true, empty: 'none' },
  ),
);

const lines = row(
  'Lines',
  logs(
    {
      title: 'Lines',
      about:
        'All lines of the choice, the newest first. Open one for its pod, node and run, and for the way to its application.',
    },
    LINES,
    { height: 22 },
  ),
);

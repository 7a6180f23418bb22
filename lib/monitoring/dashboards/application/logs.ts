import { drillDown, Uid } from '../model/links';
import { logs } from '../model/logs';
import { logql } from '../model/query';
import { closedRow } from '../model/row';
import { Unit } from '../model/scale';
import { timeseries } from '../model/timeseries';

const lines = (roles: string): string => `{namespace=~"$namespace",spark_role=~"${roles}"} | spark_app_id=~"$app_id"`;

export const logRows = closedRow(
  'Logs',
  timeseries(
    {
      title: 'Lines by level',
      about: 'Lines of driver and executors. A burst of errors shows when it went wrong.',
      unit: Unit.COUNT,
      queries: [
        logql(`sum by (detected_level) (count_over_time(${lines('driver|executor')} [$__auto]))`, '{{detected_level}}'),
      ],
    },
    {
      width: 24,
      height: 6,
      bars: true,
      stacked: true,
      links: [drillDown('All lines', Uid.LOGS, {}, 'namespace', 'app_id')],
    },
  ),
  logs(
    {
      title: 'Errors of the driver',
      about:
        'Lines of the driver that speak of an error, the newest first. The last one is often the reason of the end.',
    },
    `${lines('driver')} |~ "ERROR|FATAL|Exception|Traceback"`,
    { width: 12 },
  ),
  logs(
    {
      title: 'Why executors were lost',
      about: 'What driver and executors say of killed containers, lost executors and failed fetches.',
    },
    `${lines('driver|executor')} |~ "ExecutorLostFailure|Lost executor|Container killed|exit code 137|OutOfMemoryError|FetchFailed|No space left"`,
    { width: 12 },
  ),
);

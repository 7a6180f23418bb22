import { assemble, type DashboardJson } from '../model/assemble';
import { drillDown, Uid, type DrillDown } from '../model/links';
import { Choice, implied, labelValues, LOGS_SOURCE, METRICS_SOURCE } from '../model/variables';
import type { Settings } from '../options';
import { internals, streams } from './internals';
import { cpu, io } from './io';
import { logRows } from './logs';
import { memory, memoryDetails } from './memory';
import { ALERTS, scheduling } from './scheduling';
import { tasks } from './tasks';
import { overview, verdict } from './verdict';

const TASKS = 'metrics_executor_maxTasks';

/** One application: first why it is slow, then everything behind that. */
export function applicationDashboard(settings: Settings): DashboardJson {
  return assemble({
    uid: Uid.APPLICATION,
    title: 'Spark application',
    about:
      'One application of Spark, running or finished. Start with the colours of the first row: each panel says what to do.',
    tags: settings.tags,
    interval: settings.interval,
    variables: [
      METRICS_SOURCE,
      LOGS_SOURCE,
      labelValues('namespace', 'Namespace', TASKS, 'namespace', Choice.MANY_NAMED),
      labelValues('app_name', 'Name', `${TASKS}{namespace=~"$namespace"}`, 'app_name', Choice.MANY),
      labelValues('app_id', 'Run', `${TASKS}{namespace=~"$namespace",app_name=~"$app_name"}`, 'app_id', Choice.ONE),
      implied('run_namespace', `${TASKS}{app_id=~\"$app_id\"}`, 'namespace'),
      implied('run_name', `${TASKS}{app_id=~\"$app_id\"}`, 'app_name'),
      labelValues(
        'executor',
        'Executor',
        `${TASKS}{app_id=~"$app_id",executor_id!="driver"}`,
        'executor_id',
        Choice.MANY_NAMED,
      ),
    ],
    links: links(settings),
    alerts: ALERTS,
    rows: [verdict, overview, scheduling, tasks, memory, memoryDetails, cpu, io, internals, streams, logRows],
  });
}

function links({ historyUrl, sparkUiUrl }: Settings): DrillDown[] {
  const ui = sparkUiUrl
    ?.replaceAll('{namespace}', '${run_namespace:raw}')
    .replaceAll('{app_name}', '${run_name:raw}')
    .replaceAll('{app_id}', '${app_id:raw}');
  return [
    drillDown('Logs', Uid.LOGS, {}, 'namespace', 'app_id'),
    drillDown('Platform', Uid.PLATFORM),
    drillDown('Scheduling', Uid.SCHEDULING, {}, 'namespace'),
    drillDown('Cost', Uid.COST, { namespace: '${run_namespace:raw}' }),
    ...(ui === undefined ? [] : [{ title: 'Spark UI', url: ui, outside: true }]),
    ...(historyUrl === undefined
      ? []
      : [{ title: 'History Server', url: `${historyUrl}/history/\${app_id:raw}/jobs/`, outside: true }]),
  ];
}

import { assemble, type DashboardJson } from '../model/assemble';
import { drillDown, Uid } from '../model/links';
import type { Row } from '../model/row';
import { Choice, labelValues, METRICS_SOURCE, type Variable } from '../model/variables';
import { DashboardScheduler, type Settings } from '../options';
import { kueue, yunikorn } from './others';
import { priorities, waiting } from './pods';
import { volcanoQueues, volcanoScheduler } from './volcano';

const ROWS: Record<DashboardScheduler, readonly Row[]> = {
  [DashboardScheduler.VOLCANO]: [volcanoQueues, volcanoScheduler],
  [DashboardScheduler.YUNIKORN]: [yunikorn],
  [DashboardScheduler.KUEUE]: [kueue],
};

/** What waits for room, in which queue, and who goes first. */
export function schedulingDashboard(settings: Settings): DashboardJson {
  const queues: Variable[] = settings.schedulers.includes(DashboardScheduler.VOLCANO)
    ? [labelValues('queue', 'Queue', 'volcano_queue_weight', 'queue_name', Choice.MANY_NAMED)]
    : [];
  return assemble({
    uid: Uid.SCHEDULING,
    title: 'Scheduling',
    about: 'What waits for room, in which queue, and who goes first.',
    tags: settings.tags,
    interval: settings.interval,
    variables: [
      METRICS_SOURCE,
      labelValues('namespace', 'Namespace', 'spark:pod_labels:max', 'namespace', Choice.MANY_NAMED),
      ...queues,
    ],
    links: [
      drillDown('Platform', Uid.PLATFORM),
      drillDown('Application', Uid.APPLICATION),
      drillDown('Cost and capacity', Uid.COST),
    ],
    alerts: 'alertname=~"Spark.*Pending|Volcano.*|SchedulingLatency.*|NamespaceQuota.*"',
    rows: [waiting, priorities, ...settings.schedulers.flatMap((scheduler) => ROWS[scheduler])],
  });
}

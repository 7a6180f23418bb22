import { assemble, type DashboardJson } from '../model/assemble';
import { drillDown, Uid } from '../model/links';
import { Choice, labelValues, METRICS_SOURCE } from '../model/variables';
import type { Settings } from '../options';
import { applications, overview } from './applications';
import { capacity } from './capacity';
import { flow, jobs, operator } from './flow';

/** All applications of all tenants: what runs, what waits, what stands out. */
export function platformDashboard(settings: Settings): DashboardJson {
  return assemble({
    uid: Uid.PLATFORM,
    title: 'Spark platform',
    about: 'All applications of all tenants. From a row of the table, go on to the application.',
    tags: settings.tags,
    interval: settings.interval,
    variables: [
      METRICS_SOURCE,
      labelValues('namespace', 'Namespace', 'spark:pod_labels:max', 'namespace', Choice.MANY_NAMED),
    ],
    links: [
      drillDown('Application', Uid.APPLICATION),
      drillDown('Scheduling', Uid.SCHEDULING),
      drillDown('Services', Uid.SERVICES),
      drillDown('Cost', Uid.COST),
      drillDown('Logs', Uid.LOGS),
    ],
    alerts: 'alertname=~"Spark.*",namespace=~"$namespace|"',
    rows: [overview, applications, flow, jobs, capacity, operator],
  });
}

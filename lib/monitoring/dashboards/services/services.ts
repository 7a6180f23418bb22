import { assemble, type DashboardJson } from '../model/assemble';
import { drillDown, Uid } from '../model/links';
import { Choice, labelValues, LOGS_SOURCE, METRICS_SOURCE } from '../model/variables';
import type { Settings } from '../options';
import { availability } from './availability';
import { edge, jvms, monitoring, serviceLogs } from './inside';
import { SERVER, SERVERS } from './selectors';

/** The servers of the platform: Livy, History Server, notebooks, operators, schedulers, and monitoring itself. */
export function servicesDashboard(settings: Settings): DashboardJson {
  return assemble({
    uid: Uid.SERVICES,
    title: 'Services',
    about: 'The servers of the platform: whether they answer, restart or run out of memory.',
    tags: settings.tags,
    interval: settings.interval,
    variables: [METRICS_SOURCE, LOGS_SOURCE, labelValues('server', 'Server', SERVERS, SERVER, Choice.MANY_NAMED)],
    links: [drillDown('Platform', Uid.PLATFORM), drillDown('Logs', Uid.LOGS)],
    alerts: 'alertname=~".*Down|CertificateExpiry|VolumeFilling|LivyHighHeap"',
    rows: [availability, jvms, edge, monitoring, serviceLogs],
  });
}

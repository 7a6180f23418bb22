import { fires, series, silent, type AlertCase, type Labels, type Series } from './case';
import { scraped, volume } from './services';

const POD = { namespace: 'monitoring', pod: 'p-0' };
const of = (name: string, values: string, labels: Labels = {}): Series => ({
  [series(name, { ...POD, instance: 'p-0:1', ...labels })]: values,
});
const push = (what: string, values: string): Series => ({
  [series(`push_${what}`, { job: 'daily', namespace: 'etl', instance: '' })]: values,
});
const memory = (used: string, container: string): Series => ({
  ...of('container_memory_working_set_bytes', used, { container }),
  ...of('kube_pod_container_resource_limits', '1000x60', { container, resource: 'memory' }),
});
const remote = (metric: string, values: string): Series =>
  of(`prometheus_remote_storage_queue_${metric}_timestamp_seconds`, values, {
    remote_name: 'central',
    url: 'https://c',
  });
const REMOTE = { ...POD, remote_name: 'central', url: 'https://c' };
const rejected = (values: string, state = 'rejected'): Series =>
  of('prometheus_operator_managed_resources', values, { controller: 'prometheus', resource: 'PodMonitor', state });
const daemons = (ready: string, namespace = 'monitoring'): Series => {
  const set = { namespace, daemonset: 'alloy' };
  return {
    [series('kube_daemonset_status_number_ready', set)]: ready,
    [series('kube_daemonset_status_desired_number_scheduled', set)]: '4x60',
    [series('up', { namespace: 'monitoring', job: 'alloy', instance: 'a' })]: '1x60',
  };
};
const up = (job: string, instance: string, values: string): Series => ({
  [series('up', { namespace: 'monitoring', job, instance })]: values,
});
const ten = (down: number, job = 'loki'): Series =>
  Object.assign({}, ...Array.from({ length: 10 }, (_, i) => up(job, `i${i}`, i < down ? '0x60' : '1x60'))) as Series;
const sent = (failed: string, total: string): Series => ({
  ...of('alertmanager_notifications_failed_total', failed, { integration: 'slack', reason: 'other' }),
  ...of('alertmanager_notifications_total', total, { integration: 'slack' }),
});
const firing = (alertname: string, severity: string, namespace = 'etl', alertstate = 'firing'): Series => ({
  [series('ALERTS', { alertname, severity, namespace, alertstate })]: '1x60',
});
const PROMETHEUS_CLAIM = 'prometheus-main-db-prometheus-main-0';

/** Alerts of `stackAlerts`. */
export const STACK_CASES: readonly AlertCase[] = [
  ...scraped('PushgatewayDown', 'pushgateway', 5),
  ...scraped('GrafanaDown', 'grafana', 10),
  ...scraped('LokiDown', 'loki', 5),
  ...scraped('KubeStateMetricsDown', 'kube-state-metrics', 5),
  ...scraped('BlackboxExporterDown', 'blackbox-exporter', 5),
  ...scraped('PrometheusOperatorDown', 'prometheus-operator', 10),

  fires('PushgatewayGroupStale', 'nine days', '35m', push('time_seconds', '-775500x60'), {
    labels: { namespace: 'etl', job: 'daily' },
    value: '9d 0h 0m 0s',
  }),
  silent('PushgatewayGroupStale', 'a job of every week', '35m', push('time_seconds', '-604800x60')),

  fires(
    'PushgatewayPushRejected',
    'the last push was refused',
    '12m',
    { ...push('time_seconds', '60x60'), ...push('failure_time_seconds', '120x60') },
    { labels: { namespace: 'etl', job: 'daily' } },
  ),
  silent('PushgatewayPushRejected', 'none was ever refused', '12m', {
    ...push('time_seconds', '60x60'),
    ...push('failure_time_seconds', '0x60'),
  }),

  fires('MonitoringNearMemoryLimit', '95 %', '12m', memory('950x60', 'loki'), {
    labels: { ...POD, container: 'loki' },
    value: '95%',
  }),
  silent('MonitoringNearMemoryLimit', '90 %', '30m', memory('900x60', 'loki')),
  silent('MonitoringNearMemoryLimit', "somebody else's container", '30m', memory('990x60', 'web')),

  fires(
    'PrometheusBadConfig',
    'the last reload failed',
    '20m',
    of('prometheus_config_last_reload_successful', '1x2 0x60'),
    {
      labels: POD,
    },
  ),
  silent(
    'PrometheusBadConfig',
    'it failed for a moment',
    '30m',
    of('prometheus_config_last_reload_successful', '1x2 0x3 1x60'),
  ),

  fires(
    'PrometheusRuleFailures',
    'a rule fails at each evaluation',
    '30m',
    of('prometheus_rule_evaluation_failures_total', '0+2x60', { rule_group: 'g' }),
    { labels: { ...POD, rule_group: 'g' }, value: '10' },
  ),
  silent(
    'PrometheusRuleFailures',
    'it failed once',
    '30m',
    of('prometheus_rule_evaluation_failures_total', '0x5 1x60'),
  ),

  fires(
    'PrometheusNotConnectedToAlertmanagers',
    'it knows none',
    '20m',
    of('prometheus_notifications_alertmanagers_discovered', '0x60'),
    { labels: POD },
  ),
  silent(
    'PrometheusNotConnectedToAlertmanagers',
    'it knows one',
    '20m',
    of('prometheus_notifications_alertmanagers_discovered', '1x60'),
  ),

  fires(
    'PrometheusRemoteWriteBehind',
    'five minutes behind',
    '30m',
    { ...remote('highest', '1000+60x60'), ...remote('highest_sent', '700+60x60') },
    { labels: REMOTE, value: '5m 0s' },
  ),
  silent('PrometheusRemoteWriteBehind', 'a minute behind', '30m', {
    ...remote('highest', '1000+60x60'),
    ...remote('highest_sent', '940+60x60'),
  }),

  fires('PrometheusOperatorRejectedResources', 'two monitors are refused', '20m', rejected('2x60'), {
    labels: { namespace: 'monitoring', controller: 'prometheus', resource: 'PodMonitor' },
    value: '2',
  }),
  silent('PrometheusOperatorRejectedResources', 'all are selected', '30m', rejected('2x60', 'selected')),
  silent('PrometheusOperatorRejectedResources', 'one was refused for a moment', '30m', rejected('0x3 1x2 0x60')),

  fires(
    'PrometheusSampleLimitHit',
    'a page is refused again and again',
    '30m',
    of('prometheus_target_scrapes_exceeded_sample_limit_total', '0+2x60'),
    { labels: POD, value: '10' },
  ),
  silent(
    'PrometheusSampleLimitHit',
    'a page was refused once',
    '30m',
    of('prometheus_target_scrapes_exceeded_sample_limit_total', '0x3 1x60'),
  ),

  fires(
    'PrometheusVolumeFilling',
    'a tenth is left, and less each minute',
    '505m',
    volume(PROMETHEUS_CLAIM, '540-1x600'),
    {
      labels: { namespace: 'spark', persistentvolumeclaim: PROMETHEUS_CLAIM },
      value: '3.5%',
    },
  ),
  silent('PrometheusVolumeFilling', "somebody else's", '505m', volume('events', '540-1x600')),
  silent('PrometheusVolumeFilling', 'little is left, and stays', '505m', volume(PROMETHEUS_CLAIM, '50x600')),

  fires('MonitoringDaemonSetIncomplete', 'three of four are ready', '20m', daemons('3x60'), {
    labels: { namespace: 'monitoring', daemonset: 'alloy' },
    value: '75%',
  }),
  silent('MonitoringDaemonSetIncomplete', 'all are ready', '30m', daemons('4x60')),
  silent('MonitoringDaemonSetIncomplete', 'a namespace without agents', '30m', daemons('3x60', 'gpu')),

  fires('TargetDown', 'two of ten', '12m', ten(2), { labels: { namespace: 'monitoring', job: 'loki' }, value: '20%' }),
  silent('TargetDown', 'one of ten', '30m', ten(1)),
  silent('TargetDown', 'drivers that end', '30m', ten(5, 'spark-driver')),

  fires('AlertmanagerFailedToSend', 'one of ten', '30m', sent('0+1x60', '0+10x60'), {
    labels: { namespace: 'monitoring', integration: 'slack' },
    value: '10%',
  }),
  silent('AlertmanagerFailedToSend', 'one of a thousand', '30m', sent('0+1x60', '0+1000x60')),
  silent('AlertmanagerFailedToSend', 'nothing is sent', '30m', sent('0x60', '0x60')),

  fires(
    'AlertmanagerClusterDown',
    'two of three are down',
    '20m',
    { ...up('alertmanager', 'a', '1x60'), ...up('alertmanager', 'b', '0x60'), ...up('alertmanager', 'c', '0x60') },
    { labels: { namespace: 'monitoring', job: 'alertmanager' } },
  ),
  fires('AlertmanagerClusterDown', 'it is gone', '30m', up('alertmanager', 'a', '1x3 stale'), {
    labels: { job: 'alertmanager' },
  }),
  silent('AlertmanagerClusterDown', 'one of three is down', '30m', {
    ...up('alertmanager', 'a', '1x60'),
    ...up('alertmanager', 'b', '1x60'),
    ...up('alertmanager', 'c', '0x60'),
  }),

  fires('Watchdog', 'always', '1m', {}, { labels: {} }),

  fires('InfoInhibitor', 'only severity info', '5m', firing('SparkApplicationRunsTooLong', 'info'), {
    labels: { namespace: 'etl' },
  }),
  fires(
    'InfoInhibitor',
    'something of more weight, elsewhere',
    '5m',
    { ...firing('SparkApplicationRunsTooLong', 'info'), ...firing('SparkDriverPending', 'warning', 'ml') },
    { labels: { namespace: 'etl' } },
  ),
  silent('InfoInhibitor', 'something of more weight', '5m', {
    ...firing('SparkApplicationRunsTooLong', 'info'),
    ...firing('SparkDriverPending', 'warning'),
  }),
  silent(
    'InfoInhibitor',
    'it does not fire yet',
    '5m',
    firing('SparkApplicationRunsTooLong', 'info', 'etl', 'pending'),
  ),
];

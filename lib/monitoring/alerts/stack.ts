import { Duration } from 'cdk8s';
import { AlertSeverity, type StockAlert } from './rule';
import { scraped, VOLUME, volumeFilling } from './services';
import type { AlertContext } from './thresholds';

const { CRITICAL, WARNING, NONE } = AlertSeverity;
const PODS = 'by (namespace, pod)';
/** Namespaces with agents, whose DaemonSets matter. */
const AGENTS = 'on (namespace) group by (namespace) (up{job=~"alloy|node-exporter"})';
const CONTAINERS = 'container=~"pushgateway|prometheus|alertmanager|loki|alloy|grafana|kube-state-metrics"';

/** Those who watch. */
export function stackAlerts({ limits }: AlertContext): StockAlert[] {
  return [
    scraped(['PushgatewayDown', 'pushgateway', 'The Pushgateway', 5, WARNING]),
    scraped(['GrafanaDown', 'grafana', 'Grafana', 10, WARNING]),
    scraped(['LokiDown', 'loki', 'Loki', 5, CRITICAL]),
    scraped(['KubeStateMetricsDown', 'kube-state-metrics', 'The exporter kube-state-metrics', 5, CRITICAL]),
    scraped(['BlackboxExporterDown', 'blackbox-exporter', 'The prober', 5, WARNING]),
    scraped(['PrometheusOperatorDown', 'prometheus-operator', 'The Prometheus operator', 10, WARNING]),
    {
      alert: 'PushgatewayGroupStale',
      expr: `time() - max by (namespace, job) (push_time_seconds) > ${limits.pushAge.toSeconds()}`,
      holds: Duration.minutes(30),
      severity: WARNING,
      summary: 'The last word of a job is old',
      description: 'Job {{ $labels.job }} of {{ $labels.namespace }} pushed {{ $value | humanizeDuration }} ago.',
      needs: ['pushgateway'],
    },
    {
      alert: 'PushgatewayPushRejected',
      expr: 'max by (namespace, job) (push_failure_time_seconds) > max by (namespace, job) (push_time_seconds)',
      holds: Duration.minutes(5),
      severity: WARNING,
      summary: 'The Pushgateway refuses what a job pushes',
      description: 'The last push of job {{ $labels.job }} of {{ $labels.namespace }} was refused.',
      needs: ['pushgateway'],
    },
    {
      alert: 'MonitoringNearMemoryLimit',
      expr: `max by (namespace, pod, container) (container_memory_working_set_bytes{${CONTAINERS}})
/ max by (namespace, pod, container) (kube_pod_container_resource_limits{resource="memory", ${CONTAINERS}}) > 0.9`,
      holds: Duration.minutes(10),
      severity: WARNING,
      summary: 'A part of the monitoring is about to be killed for its memory',
      description:
        '{{ $labels.pod }} in {{ $labels.namespace }} uses {{ $value | humanizePercentage }} of its memory limit.',
      needs: ['kubelet', 'kube-state-metrics'],
    },
    {
      alert: 'PrometheusBadConfig',
      expr: `max ${PODS} (max_over_time(prometheus_config_last_reload_successful[5m])) == 0`,
      holds: Duration.minutes(10),
      severity: CRITICAL,
      summary: 'Prometheus cannot load its configuration',
      description: '{{ $labels.pod }} in {{ $labels.namespace }} goes on with the configuration that it had.',
      needs: ['prometheus'],
    },
    {
      alert: 'PrometheusRuleFailures',
      expr: `sum by (namespace, pod, rule_group) (increase(prometheus_rule_evaluation_failures_total[5m])) > 0`,
      holds: Duration.minutes(15),
      severity: CRITICAL,
      summary: 'Prometheus cannot evaluate rules',
      description: 'Rules of {{ $labels.rule_group }} failed {{ $value | humanize }} times in {{ $labels.pod }}.',
      needs: ['prometheus'],
    },
    {
      alert: 'PrometheusNotConnectedToAlertmanagers',
      expr: `max ${PODS} (max_over_time(prometheus_notifications_alertmanagers_discovered[5m])) < 1`,
      holds: Duration.minutes(10),
      severity: WARNING,
      summary: 'Prometheus knows no Alertmanager',
      description: 'What {{ $labels.pod }} in {{ $labels.namespace }} finds, nobody hears of.',
      needs: ['prometheus', 'alertmanager'],
    },
    {
      alert: 'PrometheusRemoteWriteBehind',
      expr: `max by (namespace, pod, remote_name, url) (max_over_time(prometheus_remote_storage_queue_highest_timestamp_seconds[5m]))
- max by (namespace, pod, remote_name, url) (max_over_time(prometheus_remote_storage_queue_highest_sent_timestamp_seconds[5m]))
> 120`,
      holds: Duration.minutes(15),
      severity: CRITICAL,
      summary: 'The central store gets metrics too late',
      description: '{{ $labels.pod }} is {{ $value | humanizeDuration }} behind with {{ $labels.remote_name }}.',
      needs: ['prometheus'],
    },
    {
      alert: 'PrometheusOperatorRejectedResources',
      expr: 'max by (namespace, controller, resource) (min_over_time(prometheus_operator_managed_resources{state="rejected"}[5m])) > 0',
      holds: Duration.minutes(5),
      severity: WARNING,
      summary: 'The Prometheus operator refuses monitors or rules',
      description: '{{ $value }} objects {{ $labels.resource }} are refused by controller {{ $labels.controller }}.',
      needs: ['prometheus-operator'],
    },
    {
      alert: 'PrometheusSampleLimitHit',
      expr: `sum ${PODS} (increase(prometheus_target_scrapes_exceeded_sample_limit_total[5m])) > 0`,
      holds: Duration.minutes(15),
      severity: WARNING,
      summary: 'Pages of metrics are refused for their size',
      description: '{{ $labels.pod }} refused {{ $value | humanize }} pages in 5 minutes: nothing of them is kept.',
      needs: ['prometheus'],
    },
    {
      alert: 'PrometheusVolumeFilling',
      expr: volumeFilling('persistentvolumeclaim=~"prometheus-.+-db-.+"', limits.volumeFreeRatio),
      holds: Duration.hours(1),
      severity: CRITICAL,
      summary: 'The volume of Prometheus fills up',
      description: VOLUME,
      needs: ['kubelet', 'prometheus'],
    },
    {
      alert: 'MonitoringDaemonSetIncomplete',
      expr: `max by (namespace, daemonset) (kube_daemonset_status_number_ready)
/ (max by (namespace, daemonset) (kube_daemonset_status_desired_number_scheduled) > 0) < 1
and ${AGENTS}`,
      holds: Duration.minutes(15),
      severity: WARNING,
      summary: 'Some nodes are not watched',
      description:
        'Only {{ $value | humanizePercentage }} of the pods of {{ $labels.daemonset }} in {{ $labels.namespace }} are ready.',
      needs: ['kube-state-metrics'],
    },
    {
      alert: 'TargetDown',
      // Drivers come and go, and have an alert of their own; a cluster without targets of a job is not its business.
      expr: `count by (namespace, job) (up{job!~"spark-driver|spark-jmx"} == 0)
/ count by (namespace, job) (up{job!~"spark-driver|spark-jmx"}) > 0.1`,
      holds: Duration.minutes(10),
      severity: WARNING,
      summary: 'Targets do not answer',
      description:
        '{{ $value | humanizePercentage }} of the targets of {{ $labels.job }} in {{ $labels.namespace }} do not answer.',
    },
    {
      alert: 'AlertmanagerFailedToSend',
      expr: `sum by (namespace, integration) (rate(alertmanager_notifications_failed_total[15m]))
/ sum by (namespace, integration) (rate(alertmanager_notifications_total[15m])) > 0.01`,
      holds: Duration.minutes(5),
      severity: WARNING,
      summary: 'Alertmanager cannot notify',
      description: '{{ $value | humanizePercentage }} of the notifications by {{ $labels.integration }} failed.',
      needs: ['alertmanager'],
    },
    {
      alert: 'AlertmanagerClusterDown',
      expr: 'avg by (namespace, job) (avg_over_time(up{job="alertmanager"}[5m])) < 0.5',
      absent: 'up{job="alertmanager"}',
      holds: Duration.minutes(5),
      severity: CRITICAL,
      summary: 'Most of Alertmanager is down',
      description: 'Less than half of the replicas of job {{ $labels.job }} answer, or none is left.',
      needs: ['alertmanager'],
    },
    {
      alert: 'Watchdog',
      expr: 'vector(1)',
      severity: NONE,
      summary: 'Alerts reach their receiver',
      description: 'Fires always: who expects it and does not get it knows that the alerting is broken.',
    },
    {
      alert: 'InfoInhibitor',
      expr: `group by (namespace) (ALERTS{severity="info", alertstate="firing"} == 1)
unless on (namespace) ALERTS{severity=~"warning|critical", alertstate="firing"} == 1`,
      severity: NONE,
      summary: 'Only alerts of little weight fire in a namespace',
      description: 'Mutes severity info in {{ $labels.namespace }} until something of more weight fires there.',
    },
  ];
}

import { Duration } from 'cdk8s';
import { AlertSeverity, type StockAlert } from './rule';
import { promDuration, type AlertContext } from './thresholds';

const { CRITICAL, WARNING } = AlertSeverity;

/** A server that is asked from outside, and a server that shows metrics: both are down where the answer is missing. */
type Asked = readonly [alert: string, job: string, what: string, minutes: number, severity: AlertSeverity];

const PROBED: readonly Asked[] = [
  ['SparkHistoryServerDown', 'spark-history-probe', 'The Spark History Server', 5, WARNING],
  ['LivyDown', 'livy-probe', 'Livy', 3, CRITICAL],
  ['JupyterHubDown', 'jupyterhub-probe', 'JupyterHub', 5, WARNING],
  ['ZeppelinDown', 'zeppelin-probe', 'Zeppelin', 5, WARNING],
  ['HiveMetastoreDown', 'hive-metastore-probe', 'The Hive Metastore', 5, CRITICAL],
];

const SCRAPED: readonly Asked[] = [
  ['SparkMasterDown', 'spark-master', 'The master of a standalone cluster', 5, CRITICAL],
  ['NginxIngressDown', 'nginx-ingress', 'The ingress controller', 5, CRITICAL],
  ['OAuth2ProxyDown', 'oauth2-proxy', 'The login in front of the web interfaces', 5, CRITICAL],
  ['SparkOperatorDown', 'spark-operator', 'The Kubeflow Spark operator', 5, CRITICAL],
  ['ApacheSparkOperatorDown', 'apache-spark-operator', 'The Apache Spark operator', 5, CRITICAL],
  ['VolcanoSchedulerDown', 'volcano-scheduler', 'The scheduler of Volcano', 5, CRITICAL],
  ['VolcanoControllersDown', 'volcano-controllers', 'The controllers of Volcano', 5, CRITICAL],
  ['YuniKornDown', 'yunikorn', 'YuniKorn', 5, CRITICAL],
  ['KueueDown', 'kueue', 'Kueue', 5, CRITICAL],
];

/** A server whose metrics cannot be read. */
export function scraped([alert, job, what, minutes, severity]: Asked): StockAlert {
  return down('up', [alert, job, what, minutes, severity], `No pod of job {{ $labels.job }} shows its metrics`);
}

function probed(row: Asked): StockAlert {
  return down('probe_success', row, 'Probe {{ $labels.job }} gets no answer ({{ $labels.instance }})');
}

function down(metric: string, [alert, job, what, minutes, severity]: Asked, seen: string): StockAlert {
  // One replica that answers is enough; what is asked at several addresses is several servers.
  const by = metric === 'up' ? 'by (job, namespace)' : 'by (job, namespace, instance)';
  return {
    alert,
    expr: `max ${by} (${metric}{job="${job}"}) == 0`,
    absent: `${metric}{job="${job}"}`,
    holds: Duration.minutes(minutes),
    severity,
    summary: `${what} is down`,
    description: `${seen}, or nothing is left to ask.`,
    needs: [job],
  };
}

/** Servers that jobs and people rely on. */
export function serviceAlerts({ limits, namespaces }: AlertContext): StockAlert[] {
  return [
    ...PROBED.map(probed),
    ...SCRAPED.map(scraped),
    {
      alert: 'SparkSubmissionFailures',
      // The operator shows the count from its first failure on, and increase() does not see the step from nothing to 1.
      expr: `sum by (namespace) (increase(spark_application_failed_submission_count[10m])) > 0
or sum by (namespace) (spark_application_failed_submission_count unless spark_application_failed_submission_count offset 10m) > 0`,
      severity: WARNING,
      summary: 'The operator cannot submit applications',
      description:
        'The operator in {{ $labels.namespace }} failed to submit {{ $value | humanize }} applications in 10 minutes.',
      needs: ['spark-operator'],
    },
    {
      alert: 'SparkOperatorQueueLong',
      expr: 'max by (namespace, name) (workqueue_depth{job="spark-operator"}) > 50',
      holds: Duration.minutes(10),
      severity: WARNING,
      summary: 'The operator cannot keep up',
      description: 'Queue {{ $labels.name }} of the operator in {{ $labels.namespace }} holds {{ $value }} objects.',
      needs: ['spark-operator'],
    },
    {
      alert: 'SparkOperatorWebhookErrors',
      expr: 'sum by (namespace, webhook) (increase(controller_runtime_webhook_requests_total{job="spark-operator", code=~"5.."}[10m])) > 0',
      holds: Duration.minutes(10),
      severity: WARNING,
      summary: "The operator's webhook fails",
      description:
        'Webhook {{ $labels.webhook }} in {{ $labels.namespace }} answered {{ $value | humanize }} requests with an error.',
      needs: ['spark-operator'],
    },
    {
      alert: 'CertificateExpiry',
      expr: `min by (namespace, job, instance) (probe_ssl_earliest_cert_expiry) - time() < ${limits.certificateEnd.toSeconds()}`,
      holds: Duration.hours(1),
      severity: WARNING,
      summary: 'A certificate ends soon',
      description: 'The certificate of {{ $labels.instance }} ends in {{ $value | humanizeDuration }}.',
      needs: ['blackbox-exporter'],
    },
    {
      alert: 'VolcanoQueueStarved',
      expr: `max by (queue_name) (volcano_queue_pod_group_pending_count) > 0
and max by (queue_name) (volcano_queue_allocated_milli_cpu) < 0.5 * max by (queue_name) (volcano_queue_deserved_milli_cpu)`,
      holds: Duration.minutes(15),
      severity: WARNING,
      summary: 'A queue waits although it has not got its share',
      description:
        '{{ $value }} groups wait in queue {{ $labels.queue_name }}, which has less than half of what it deserves.',
      needs: ['volcano-scheduler'],
    },
    {
      alert: 'VolcanoSchedulingSlow',
      expr: `histogram_quantile(0.95, sum by (namespace, le) (rate(volcano_e2e_scheduling_latency_milliseconds_bucket[10m]))) / 1000
> ${limits.schedulingCycle.toSeconds()}`,
      holds: Duration.minutes(15),
      severity: WARNING,
      summary: 'Scheduling is slow',
      description: `A cycle of the scheduler lasts {{ $value | humanizeDuration }} (95th percentile), more than ${promDuration(limits.schedulingCycle)}.`,
      needs: ['volcano-scheduler'],
    },
    {
      alert: 'NamespaceQuotaNearlyFull',
      expr: `max by (namespace, resourcequota, resource) (kube_resourcequota{type="used"${namespaces}})
/ (max by (namespace, resourcequota, resource) (kube_resourcequota{type="hard"${namespaces}}) > 0) > ${limits.quotaRatio}`,
      holds: Duration.minutes(15),
      severity: WARNING,
      summary: 'A quota is nearly used up',
      description:
        '{{ $value | humanizePercentage }} of {{ $labels.resource }} of quota {{ $labels.resourcequota }} in {{ $labels.namespace }} are used.',
      needs: ['kube-state-metrics'],
    },
    {
      alert: 'VolumeFilling',
      expr: volumeFilling(`persistentvolumeclaim!~"prometheus-.+-db-.+"${namespaces}`, limits.volumeFreeRatio),
      holds: Duration.hours(1),
      severity: WARNING,
      summary: 'A volume fills up',
      description: VOLUME,
      needs: ['kubelet'],
    },
  ];
}

/** What alerts about volumes say. */
export const VOLUME =
  'Claim {{ $labels.persistentvolumeclaim }} in {{ $labels.namespace }} has {{ $value | humanizePercentage }} left, and none in four days if this goes on.';

/** Little is left, and at the pace of six hours nothing in four days. Several nodes may tell of the same claim. */
export function volumeFilling(matchers: string, free: number): string {
  const by = 'min by (namespace, persistentvolumeclaim)';
  const available = `kubelet_volume_stats_available_bytes{${matchers}}`;
  return `${by} (${available}) / ${by} (kubelet_volume_stats_capacity_bytes{${matchers}}) < ${free}
and ${by} (predict_linear(${available}[6h], 4 * 86400)) < 0`;
}

import { Duration } from 'cdk8s';
import { AlertSeverity, type StockAlert } from './rule';

const { CRITICAL, WARNING } = AlertSeverity;

/** Loki and its collector. */
export function logAlerts(): StockAlert[] {
  return [
    {
      alert: 'LokiRequestErrors',
      expr: `sum by (namespace, job, route) (rate(loki_request_duration_seconds_count{status_code=~"5.."}[2m]))
/ sum by (namespace, job, route) (rate(loki_request_duration_seconds_count[2m])) > 0.1`,
      holds: Duration.minutes(15),
      severity: CRITICAL,
      summary: 'Loki answers with errors',
      description:
        '{{ $value | humanizePercentage }} of the requests to {{ $labels.route }} fail in {{ $labels.namespace }}.',
      needs: ['loki'],
    },
    {
      alert: 'LokiDiscardedSamples',
      expr: 'sum by (namespace, tenant, reason) (rate(loki_discarded_samples_total[5m])) > 0',
      holds: Duration.minutes(10),
      severity: WARNING,
      summary: 'Loki throws lines away',
      description: '{{ $value | humanize }} lines a second are thrown away: {{ $labels.reason }}.',
      needs: ['loki'],
    },
    {
      alert: 'LokiNoIngestion',
      expr: 'sum by (namespace) (rate(loki_distributor_lines_received_total[15m])) == 0',
      absent: 'loki_distributor_lines_received_total',
      holds: Duration.minutes(15),
      severity: CRITICAL,
      summary: 'Loki gets no lines',
      description: 'No line of a log has arrived for 15 minutes.',
      needs: ['loki', 'alloy'],
    },
    {
      alert: 'LokiCompactionStale',
      // 0 until the first success after a start.
      expr: `time() - max by (namespace) (loki_boltdb_shipper_compact_tables_operation_last_successful_run_timestamp_seconds > 0)
> 10800`,
      holds: Duration.hours(1),
      severity: WARNING,
      summary: 'Loki does not compact, nor delete what is old',
      description: 'The last compaction in {{ $labels.namespace }} was {{ $value | humanizeDuration }} ago.',
      needs: ['loki'],
    },
    {
      alert: 'LokiPanics',
      expr: 'sum by (namespace, pod) (increase(loki_panic_total[10m])) > 0',
      severity: CRITICAL,
      summary: 'Loki panics',
      description: '{{ $labels.pod }} in {{ $labels.namespace }} panicked {{ $value | humanize }} times in 10 minutes.',
      needs: ['loki'],
    },
    {
      alert: 'LokiWalDiskFull',
      expr: 'sum by (namespace, pod) (increase(loki_ingester_wal_disk_full_failures_total[15m])) > 0',
      severity: CRITICAL,
      summary: 'The volume of Loki is full',
      description: '{{ $labels.pod }} in {{ $labels.namespace }} could not write ahead {{ $value | humanize }} times.',
      needs: ['loki'],
    },
    {
      alert: 'AlloyDroppingLogs',
      expr: 'sum by (namespace, pod, reason) (rate(loki_write_dropped_entries_total[5m])) > 0',
      holds: Duration.minutes(10),
      severity: WARNING,
      summary: 'The log collector throws lines away',
      description: '{{ $labels.pod }} throws {{ $value | humanize }} lines a second away: {{ $labels.reason }}.',
      needs: ['alloy'],
    },
    {
      alert: 'AlloyUnhealthyComponents',
      expr: 'max by (namespace, pod, health_type) (alloy_component_controller_running_components{health_type!="healthy"}) > 0',
      holds: Duration.minutes(15),
      severity: WARNING,
      summary: 'Parts of the log collector do not work',
      description:
        '{{ $value }} components of {{ $labels.pod }} in {{ $labels.namespace }} are {{ $labels.health_type }}.',
      needs: ['alloy'],
    },
  ];
}

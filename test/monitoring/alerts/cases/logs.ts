import { fires, series, silent, type AlertCase, type Labels, type Series } from './case';

const LOKI = { namespace: 'monitoring', pod: 'loki-0', job: 'loki' };
const loki = (name: string, values: string, labels: Labels = {}): Series => ({
  [series(`loki_${name}`, { ...LOKI, instance: 'loki-0:3100', ...labels })]: values,
});
const ALLOY = { namespace: 'monitoring-agents', pod: 'alloy-x' };
const alloy = (name: string, values: string, labels: Labels = {}): Series => ({
  [series(name, { ...ALLOY, job: 'alloy', instance: 'n1:12345', ...labels })]: values,
});
const requests = (code: string, values: string): Series =>
  loki('request_duration_seconds_count', values, { route: 'loki_api_v1_push', status_code: code });
const compacted = (values: string): Series =>
  loki('boltdb_shipper_compact_tables_operation_last_successful_run_timestamp_seconds', values);

/** Alerts of `logAlerts`. */
export const LOG_CASES: readonly AlertCase[] = [
  fires(
    'LokiRequestErrors',
    'one of five fails',
    '20m',
    { ...requests('500', '0+10x60'), ...requests('204', '0+40x60') },
    { labels: { namespace: 'monitoring', job: 'loki', route: 'loki_api_v1_push' }, value: '20%' },
  ),
  silent('LokiRequestErrors', 'one of twenty fails', '30m', {
    ...requests('500', '0+2x60'),
    ...requests('204', '0+38x60'),
  }),
  silent('LokiRequestErrors', 'clients ask for what is wrong', '30m', requests('400', '0+40x60')),

  fires(
    'LokiDiscardedSamples',
    'a tenant sends too fast',
    '20m',
    loki('discarded_samples_total', '0+120x60', { tenant: 'etl', reason: 'rate_limited' }),
    { labels: { namespace: 'monitoring', tenant: 'etl', reason: 'rate_limited' }, value: '2' },
  ),
  silent(
    'LokiDiscardedSamples',
    'it did once',
    '30m',
    loki('discarded_samples_total', '0x3 9x60', { tenant: 'etl', reason: 'rate_limited' }),
  ),

  fires('LokiNoIngestion', 'no line for half an hour', '40m', loki('distributor_lines_received_total', '5x60'), {
    labels: { namespace: 'monitoring' },
  }),
  fires('LokiNoIngestion', 'there has never been a line', '20m', {}, { labels: {} }),
  silent('LokiNoIngestion', 'a few lines', '40m', loki('distributor_lines_received_total', '0+1x60')),

  fires('LokiCompactionStale', 'five hours ago', '310m', compacted('600x400'), {
    labels: { namespace: 'monitoring' },
    value: '5h 0m 0s',
  }),
  silent('LokiCompactionStale', 'every ten minutes', '310m', compacted('0+60x400')),
  silent('LokiCompactionStale', 'none since the start', '310m', compacted('0x400')),

  fires('LokiPanics', 'one panic', '6m', loki('panic_total', '0x5 1x60'), {
    labels: { namespace: 'monitoring', pod: 'loki-0' },
    value: '1',
  }),
  silent('LokiPanics', 'one panic, long ago', '40m', loki('panic_total', '0x5 1x60')),

  fires('LokiWalDiskFull', 'it cannot write', '20m', loki('ingester_wal_disk_full_failures_total', '0+1x60'), {
    labels: { namespace: 'monitoring', pod: 'loki-0' },
    value: '15',
  }),
  silent('LokiWalDiskFull', 'it could not, long ago', '40m', loki('ingester_wal_disk_full_failures_total', '0x5 1x60')),

  fires(
    'AlloyDroppingLogs',
    'lines that Loki refuses',
    '20m',
    alloy('loki_write_dropped_entries_total', '0+60x60', { reason: 'ingester_error' }),
    { labels: { ...ALLOY, reason: 'ingester_error' }, value: '1' },
  ),
  silent(
    'AlloyDroppingLogs',
    'none is dropped',
    '30m',
    alloy('loki_write_dropped_entries_total', '7x60', { reason: 'x' }),
  ),

  fires(
    'AlloyUnhealthyComponents',
    'one component',
    '20m',
    alloy('alloy_component_controller_running_components', '1x60', { health_type: 'unhealthy' }),
    { labels: { ...ALLOY, health_type: 'unhealthy' }, value: '1' },
  ),
  silent(
    'AlloyUnhealthyComponents',
    'all are healthy',
    '30m',
    alloy('alloy_component_controller_running_components', '9x60', { health_type: 'healthy' }),
  ),
  silent(
    'AlloyUnhealthyComponents',
    'one for 14 minutes',
    '14m',
    alloy('alloy_component_controller_running_components', '1x60', { health_type: 'unhealthy' }),
  ),
];

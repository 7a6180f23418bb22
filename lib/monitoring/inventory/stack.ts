import { histogram, metrics, type MetricTable } from './table';

/** What Prometheus itself adds for each target. */
export const SCRAPE: MetricTable = {
  up: ['app_id', 'app_name', 'spark_role'],
  ...metrics('scrape_', ['duration_seconds', 'samples_scraped', 'samples_post_metric_relabeling', 'series_added']),
  ALERTS: ['alertname', 'alertstate', 'severity', 'app_id', 'app_name'],
  ALERTS_FOR_STATE: ['alertname', 'severity', 'app_id', 'app_name'],
};

/** What every Go and many other processes show. */
export const PROCESS: MetricTable = metrics('process_', [
  ...['cpu_seconds_total', 'resident_memory_bytes', 'open_fds', 'max_fds', 'start_time_seconds'],
]);

export const PROMETHEUS: MetricTable = {
  ...metrics('prometheus_config_', ['last_reload_successful', 'last_reload_success_timestamp_seconds']),
  ...metrics('prometheus_rule_', ['evaluation_failures_total', 'evaluations_total'], ['rule_group']),
  ...metrics(
    'prometheus_rule_group_',
    ['iterations_missed_total', 'last_duration_seconds', 'interval_seconds'],
    ['rule_group'],
  ),
  ...metrics('prometheus_notifications_', [
    'alertmanagers_discovered',
    'queue_length',
    'queue_capacity',
    'dropped_total',
  ]),
  ...metrics('prometheus_notifications_', ['sent_total', 'errors_total'], ['alertmanager']),
  prometheus_sd_discovered_targets: ['name', 'config'],
  ...metrics('prometheus_target_scrapes_', [
    ...['exceeded_sample_limit_total', 'exceeded_body_size_limit_total', 'exceeded_target_limit_total'],
    ...['sample_duplicate_timestamp_total', 'sample_out_of_order_total', 'sample_out_of_bounds_total'],
  ]),
  prometheus_target_scrape_pool_exceeded_label_limits_total: [],
  ...metrics('prometheus_tsdb_', [
    ...['head_series', 'head_chunks', 'head_samples_appended_total', 'head_series_created_total'],
    ...['storage_blocks_bytes', 'wal_storage_size_bytes', 'compactions_failed_total', 'reloads_failures_total'],
    ...['wal_corruptions_total', 'retention_limit_bytes', 'lowest_timestamp_seconds'],
  ]),
  prometheus_engine_query_duration_seconds: ['slice', 'quantile'],
  ...histogram('prometheus_http_request_duration_seconds', ['handler']),
  ...metrics(
    'prometheus_remote_storage_',
    [
      ...['samples_pending', 'samples_total', 'samples_failed_total', 'samples_dropped_total', 'samples_retried_total'],
      ...[
        'shards',
        'shards_desired',
        'shards_max',
        'queue_highest_sent_timestamp_seconds',
        'queue_highest_timestamp_seconds',
      ],
      'highest_timestamp_in_seconds',
    ],
    ['remote_name', 'url'],
  ),
  prometheus_build_info: ['version', 'revision'],
};

export const PROMETHEUS_OPERATOR: MetricTable = {
  prometheus_operator_managed_resources: ['controller', 'resource', 'state'],
  ...metrics(
    'prometheus_operator_',
    ['reconcile_operations_total', 'reconcile_errors_total', 'syncs', 'ready', 'list_operations_failed_total'],
    ['controller', 'status'],
  ),
};

export const ALERTMANAGER: MetricTable = {
  alertmanager_alerts: ['state'],
  alertmanager_notifications_total: ['integration', 'receiver_name'],
  alertmanager_notifications_failed_total: ['integration', 'receiver_name', 'reason'],
  alertmanager_notifications_suppressed_total: ['reason'],
  ...metrics('alertmanager_cluster_', ['members', 'failed_peers', 'health_score']),
  ...metrics('alertmanager_config_', ['last_reload_successful', 'last_reload_success_timestamp_seconds', 'hash']),
  ...histogram('alertmanager_notification_latency_seconds', ['integration', 'receiver_name']),
};

/** Labels are those of the pushed groups. */
export const PUSHGATEWAY: MetricTable = {
  ...metrics('', ['push_time_seconds', 'push_failure_time_seconds']),
  ...histogram('pushgateway_http_push_duration_seconds', ['method']),
  pushgateway_http_requests_total: ['code', 'handler', 'method'],
};

export const BLACKBOX: MetricTable = {
  ...metrics('probe_', [
    ...['success', 'duration_seconds', 'http_status_code', 'ssl_earliest_cert_expiry', 'dns_lookup_time_seconds'],
    ...['failed_due_to_regex', 'http_content_length'],
  ]),
  probe_http_duration_seconds: ['phase'],
};

export const LOKI: MetricTable = {
  ...histogram('loki_request_duration_seconds', ['method', 'route', 'status_code', 'ws']),
  ...metrics('loki_distributor_', ['lines_received_total', 'bytes_received_total'], ['tenant']),
  loki_discarded_samples_total: ['reason', 'tenant'],
  loki_discarded_bytes_total: ['reason', 'tenant'],
  loki_ingester_memory_streams: ['tenant'],
  ...metrics('loki_ingester_', ['memory_chunks', 'wal_disk_full_failures_total', 'flush_queue_length']),
  loki_panic_total: [],
  loki_compactor_apply_retention_last_successful_run_timestamp_seconds: [],
  loki_boltdb_shipper_compact_tables_operation_last_successful_run_timestamp_seconds: [],
  loki_boltdb_shipper_compactor_running: [],
  loki_ring_members: ['name', 'state'],
};

const COMPONENT = ['component_id', 'component_path'];

export const ALLOY: MetricTable = {
  ...metrics(
    'loki_write_',
    ['sent_entries_total', 'sent_bytes_total', 'batch_retries_total'],
    [...COMPONENT, 'host', 'tenant'],
  ),
  ...metrics(
    'loki_write_',
    ['dropped_entries_total', 'dropped_bytes_total'],
    [...COMPONENT, 'host', 'tenant', 'reason'],
  ),
  ...metrics(
    'loki_source_file_',
    ['read_lines_total', 'read_bytes_total', 'files_active_total'],
    [...COMPONENT, 'path'],
  ),
  alloy_component_controller_running_components: ['controller_id', 'controller_path', 'health_type'],
  ...metrics('alloy_config_', ['last_load_successful', 'last_load_success_timestamp_seconds', 'load_failures_total']),
  alloy_build_info: ['version'],
};

export const GRAFANA: MetricTable = {
  ...histogram('grafana_http_request_duration_seconds', ['handler', 'method', 'status_code']),
  ...metrics('grafana_stat_', ['totals_dashboard', 'total_users', 'active_users']),
  grafana_build_info: ['version', 'edition'],
};

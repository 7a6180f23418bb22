import { histogram, metrics, type MetricTable } from './table';

const POD = ['namespace', 'pod', 'uid'];
const CONTAINER = [...POD, 'container'];

/** Labels of Spark pods that kube-state-metrics is told to show. */
const POD_LABELS = [
  ...['label_spark_role', 'label_spark_app_selector', 'label_spark_app_name', 'label_spark_exec_id'],
  ...['label_spark_version', 'label_spark_app_tag', 'label_sparkoperator_k8s_io_app_name'],
  ...['label_app_kubernetes_io_name', 'label_app_kubernetes_io_instance'],
];

/** kube-state-metrics 2. */
export const KUBE_STATE: MetricTable = {
  ...metrics('kube_pod_', ['created', 'start_time', 'completion_time', 'deletion_timestamp'], POD),
  ...metrics('kube_pod_status_', ['scheduled_time', 'container_ready_time', 'unschedulable'], POD),
  ...metrics('kube_pod_status_', ['ready', 'scheduled'], [...POD, 'condition']),
  ...metrics('kube_pod_status_', ['phase'], [...POD, 'phase']),
  ...metrics('kube_pod_status_', ['reason', 'disruption_reason'], [...POD, 'reason']),
  kube_pod_info: [...POD, 'host_ip', 'pod_ip', 'node', 'created_by_kind', 'created_by_name', 'priority_class'],
  kube_pod_labels: [...POD, ...POD_LABELS],
  kube_pod_owner: [...POD, 'owner_kind', 'owner_name', 'owner_is_controller'],
  kube_pod_scheduler: [...POD, 'name'],
  kube_pod_spec_volumes_persistentvolumeclaims_info: [...POD, 'volume', 'persistentvolumeclaim'],
  kube_pod_container_info: [...CONTAINER, 'image', 'image_id', 'container_id'],
  ...metrics('kube_pod_container_resource_', ['requests', 'limits'], [...CONTAINER, 'resource', 'unit', 'node']),
  ...metrics('kube_pod_container_status_', ['ready', 'running', 'waiting', 'terminated', 'restarts_total'], CONTAINER),
  ...metrics(
    'kube_pod_container_status_',
    ['waiting_reason', 'terminated_reason', 'last_terminated_reason'],
    [...CONTAINER, 'reason'],
  ),
  kube_pod_container_status_last_terminated_exitcode: CONTAINER,
  kube_namespace_labels: ['namespace', 'label_team'],
  kube_namespace_created: ['namespace'],
  kube_namespace_status_phase: ['namespace', 'phase'],
  kube_resourcequota: ['namespace', 'resourcequota', 'resource', 'type'],
  kube_node_info: ['node', 'kernel_version', 'kubelet_version', 'os_image', 'provider_id'],
  kube_node_created: ['node'],
  kube_node_labels: ['node'],
  ...metrics('kube_node_status_', ['allocatable', 'capacity'], ['node', 'resource', 'unit']),
  kube_node_status_condition: ['node', 'condition', 'status', 'reason'],
  kube_node_spec_unschedulable: ['node'],
  kube_node_spec_taint: ['node', 'key', 'value', 'effect'],
  ...metrics(
    'kube_deployment_',
    ['spec_replicas', 'status_replicas', 'status_replicas_ready', 'status_replicas_available'],
    ['namespace', 'deployment'],
  ),
  ...metrics(
    'kube_statefulset_',
    ['replicas', 'status_replicas', 'status_replicas_ready', 'status_replicas_available'],
    ['namespace', 'statefulset'],
  ),
  ...metrics(
    'kube_daemonset_status_',
    ['number_ready', 'desired_number_scheduled', 'number_available', 'number_unavailable'],
    ['namespace', 'daemonset'],
  ),
  ...metrics(
    'kube_cronjob_',
    ['status_last_successful_time', 'status_last_schedule_time', 'next_schedule_time', 'status_active', 'spec_suspend'],
    ['namespace', 'cronjob'],
  ),
  kube_job_status_failed: ['namespace', 'job_name', 'reason'],
  ...metrics('kube_job_', ['status_succeeded', 'status_active', 'created'], ['namespace', 'job_name']),
  ...metrics('kube_job_status_', ['start_time', 'completion_time'], ['namespace', 'job_name']),
  kube_job_owner: ['namespace', 'job_name', 'owner_kind', 'owner_name'],
  ...metrics('kube_job_', ['complete', 'failed'], ['namespace', 'job_name', 'condition']),
  kube_persistentvolumeclaim_info: ['namespace', 'persistentvolumeclaim', 'storageclass', 'volumename'],
  kube_persistentvolumeclaim_status_phase: ['namespace', 'persistentvolumeclaim', 'phase'],
  kube_state_metrics_list_total: ['resource', 'result'],
  kube_state_metrics_watch_total: ['resource', 'result'],
};

const CADVISOR = ['namespace', 'pod', 'container', 'id', 'name', 'image'];

/** cAdvisor and the rest of the kubelet. */
export const KUBELET: MetricTable = {
  ...metrics('container_cpu_', ['usage_seconds_total', 'system_seconds_total', 'user_seconds_total'], CADVISOR),
  ...metrics('container_cpu_cfs_', ['periods_total', 'throttled_periods_total', 'throttled_seconds_total'], CADVISOR),
  ...metrics('container_memory_', ['working_set_bytes', 'rss', 'cache', 'usage_bytes'], CADVISOR),
  container_oom_events_total: CADVISOR,
  container_start_time_seconds: CADVISOR,
  ...metrics('container_fs_', ['usage_bytes', 'reads_bytes_total', 'writes_bytes_total'], [...CADVISOR, 'device']),
  ...metrics(
    'container_network_',
    [
      ...['receive_bytes_total', 'transmit_bytes_total', 'receive_errors_total', 'transmit_errors_total'],
      ...['receive_packets_dropped_total', 'transmit_packets_dropped_total'],
    ],
    [...CADVISOR, 'interface'],
  ),
  ...metrics(
    'kubelet_volume_stats_',
    ['used_bytes', 'capacity_bytes', 'available_bytes', 'inodes', 'inodes_used', 'inodes_free'],
    ['namespace', 'persistentvolumeclaim'],
  ),
  ...metrics('kubelet_', ['running_pods', 'running_containers', 'node_name']),
  ...histogram('kubelet_pod_start_duration_seconds'),
};

/** node-exporter. */
export const NODE: MetricTable = {
  node_cpu_seconds_total: ['cpu', 'mode'],
  ...metrics('node_', ['load1', 'load5', 'load15', 'boot_time_seconds']),
  ...metrics('node_memory_', ['MemTotal_bytes', 'MemAvailable_bytes', 'MemFree_bytes', 'Cached_bytes']),
  ...metrics(
    'node_filesystem_',
    ['size_bytes', 'avail_bytes', 'free_bytes', 'files', 'files_free', 'readonly'],
    ['device', 'mountpoint', 'fstype'],
  ),
  ...metrics('node_network_', ['receive_bytes_total', 'transmit_bytes_total'], ['device']),
  ...metrics(
    'node_disk_',
    ['io_time_seconds_total', 'read_bytes_total', 'written_bytes_total', 'io_time_weighted_seconds_total'],
    ['device'],
  ),
  ...metrics('node_pressure_', [
    'cpu_waiting_seconds_total',
    'memory_waiting_seconds_total',
    'io_waiting_seconds_total',
  ]),
  node_uname_info: ['nodename', 'release', 'machine'],
};

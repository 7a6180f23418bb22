import type { Series } from './series';
import {
  APPLICATIONS,
  counter,
  level,
  made,
  STORY_END,
  STORY_NODES,
  steps,
  wave,
  type MadeApplication,
  type MadePod,
} from './story';

const GIB = 2 ** 30;
const NAMESPACES = ['etl', 'ml'];
const SERVERS = [
  ['spark-history-server', 'history-6d8f7c9b5-x2x7q', 2.6],
  ['livy', 'livy-0', 1.7],
  ['jupyterhub', 'jupyterhub-hub-7b9c4d6f8-k9wzp', 0.4],
  ['spark', 'connect-5c7d8b9f6-m4v2t', 2.9],
] as const;

/** What kube-state-metrics and kubelets tell of applications, nodes and tenants. */
export const kubeSeries = (): Series[] => [
  ...APPLICATIONS.flatMap((app) => app.pods.flatMap((pod) => podSeries(app, pod))),
  ...STORY_NODES.flatMap(nodeSeries),
  ...NAMESPACES.flatMap(tenantSeries),
  ...SERVERS.flatMap(([name, pod, used], i) => serverSeries(name, pod, used, i)),
];

function serverSeries(name: string, pod: string, used: number, i: number): Series[] {
  const own = { namespace: 'platform', pod, uid: pod, job: 'kube-state-metrics' };
  const [container, node] = ['server', STORY_NODES[i % STORY_NODES.length] ?? ''];
  const cadvisor = { namespace: 'platform', pod, container, job: 'kubelet', metrics_path: '/metrics/cadvisor', node };
  const role = name === 'spark' ? { label_spark_role: 'driver', label_spark_app_name: 'connect' } : {};
  const owner = { owner_kind: name === 'livy' ? 'StatefulSet' : 'ReplicaSet', owner_name: pod };
  return [
    made('kube_pod_labels', { ...own, label_app_kubernetes_io_name: name, ...role }, level(1)),
    made('kube_pod_owner', { ...own, ...owner, owner_is_controller: 'true' }, level(1)),
    made('kube_pod_container_info', { ...own, container }, level(1)),
    made('kube_pod_container_status_ready', { ...own, container }, level(1)),
    made('kube_pod_container_status_restarts_total', { ...own, container }, steps([0, 0], [2400, i === 1 ? 1 : 0])),
    made('kube_pod_container_resource_limits', { ...own, container, resource: 'memory', unit: 'byte' }, level(3 * GIB)),
    made('container_memory_working_set_bytes', cadvisor, wave(used * GIB, 0.1 * GIB, 1300)),
    made('container_cpu_usage_seconds_total', cadvisor, counter(0.2 * (i + 1))),
  ];
}

function podSeries({ id, name }: MadeApplication, { namespace, pod, node, role, executor, life }: MadePod): Series[] {
  const [from, to] = life;
  const own = { namespace, pod, uid: pod, job: 'kube-state-metrics' };
  const container = `spark-kubernetes-${role}`;
  const phase = (value: string, at: readonly [number, number]): Series =>
    made('kube_pod_status_phase', { ...own, phase: value }, level(1), at);
  const amounts = [
    ['cpu', 'core', role === 'driver' ? 1 : 4],
    ['memory', 'byte', (role === 'driver' ? 3 : 6) * GIB],
  ] as const;
  const stays: [number, number] = [from - 60, role === 'driver' ? 5400 : to];
  const cadvisor = { namespace, pod, container, job: 'kubelet', metrics_path: '/metrics/cadvisor', node };
  return [
    made('kube_pod_created', own, level(STORY_END - 5400 + from - 60), stays),
    made('kube_pod_start_time', own, level(STORY_END - 5400 + from), stays),
    made('kube_pod_status_scheduled_time', own, level(STORY_END - 5400 + from - 10), stays),
    made('kube_pod_info', { ...own, node, priority_class: namespace === 'ml' ? 'routine' : 'urgent' }, level(1), stays),
    made(
      'kube_pod_labels',
      {
        ...own,
        label_spark_role: role,
        label_spark_app_selector: id,
        label_spark_app_name: name,
        label_spark_exec_id: executor,
        label_spark_version: '4.2.1',
      },
      level(1),
      stays,
    ),
    phase('Pending', [from - 60, from]),
    phase('Running', [from + 30, to]),
    ...(role === 'driver' && to < 5400 ? [phase('Succeeded', [to + 30, 5400])] : []),
    ...(['requests', 'limits'] as const).flatMap((kind) =>
      amounts.map(([resource, unit, value]) =>
        made(`kube_pod_container_resource_${kind}`, { ...own, container, resource, unit, node }, level(value), life),
      ),
    ),
    made('container_cpu_usage_seconds_total', cadvisor, counter(role === 'driver' ? 0.4 : 3.2), life),
    made('container_cpu_cfs_periods_total', cadvisor, counter(10), life),
    made('container_cpu_cfs_throttled_periods_total', cadvisor, counter(0.3), life),
    made(
      'container_memory_working_set_bytes',
      cadvisor,
      wave((role === 'driver' ? 2 : 4.6) * GIB, 0.6 * GIB, 1300),
      life,
    ),
    ...['receive', 'transmit'].map((way) =>
      made(
        `container_network_${way}_bytes_total`,
        { ...cadvisor, container: '', interface: 'eth0' },
        counter(7e6),
        life,
      ),
    ),
  ];
}

function nodeSeries(node: string, i: number): Series[] {
  const own = { node, job: 'kube-state-metrics' };
  const amounts = [
    ['cpu', 'core', 16],
    ['memory', 'byte', 64 * GIB],
    ['pods', 'integer', 110],
  ] as const;
  return [
    ...(['allocatable', 'capacity'] as const).flatMap((kind) =>
      amounts.map(([resource, unit, value]) =>
        made(`kube_node_status_${kind}`, { ...own, resource, unit }, level(value)),
      ),
    ),
    ...['Ready', 'MemoryPressure', 'DiskPressure'].flatMap((condition) =>
      ['true', 'false'].map((status) =>
        made(
          'kube_node_status_condition',
          { ...own, condition, status },
          level((condition === 'Ready') === (status === 'true') ? 1 : 0),
        ),
      ),
    ),
    made('kube_node_spec_unschedulable', own, steps([0, 0], [4800, i === 2 ? 1 : 0])),
  ];
}

function tenantSeries(namespace: string, i: number): Series[] {
  const own = { namespace, resourcequota: 'tenant', job: 'kube-state-metrics' };
  const quota = [
    ['requests.cpu', 40, 26],
    ['requests.memory', 160 * GIB, 44 * GIB],
    ['pods', 100, 11],
  ] as const;
  return [
    ...quota.flatMap(([resource, hard, used]) => [
      made('kube_resourcequota', { ...own, resource, type: 'hard' }, level(hard)),
      made('kube_resourcequota', { ...own, resource, type: 'used' }, wave(used / (1 + i), used / 5, 1500)),
    ]),
    ...['used', 'capacity'].map((kind) =>
      made(
        `kubelet_volume_stats_${kind}_bytes`,
        { namespace, persistentvolumeclaim: 'events', job: 'kubelet' },
        kind === 'used' ? wave(31 * GIB, GIB) : level(50 * GIB),
      ),
    ),
  ];
}

import { drillDown, Uid } from '../model/links';
import { query } from '../model/query';
import { row } from '../model/row';
import { rising, Unit } from '../model/scale';
import { timeseries } from '../model/timeseries';

const RUNNING = '(max by (namespace, pod) (kube_pod_status_phase{phase=~"Running|Pending"}) == 1)';

const requested = (resource: string): string =>
  `sum((sum by (namespace, pod) (max by (namespace, pod, container) (kube_pod_container_resource_requests{resource="${resource}"})) and on (namespace, pod) ${RUNNING}) * on (namespace, pod) group_left () spark:pod_labels:max)`;

const everything = (resource: string): string =>
  `sum(sum by (namespace, pod) (max by (namespace, pod, container) (kube_pod_container_resource_requests{resource="${resource}"})) and on (namespace, pod) ${RUNNING})`;

const allocatable = (resource: string): string =>
  `sum(max by (node) (kube_node_status_allocatable{resource="${resource}"}))`;

const load = (resource: string, unit: string, name: string) =>
  timeseries(
    {
      title: `${name} requested`,
      about: `${name} that pods ask for, those of Spark and all, against what the nodes have. At the line, new pods wait for the autoscaler.`,
      unit,
      queries: [
        query(requested(resource), 'Spark'),
        query(everything(resource), 'all pods'),
        query(allocatable(resource), 'nodes'),
      ],
    },
    { links: [drillDown('Cost and capacity', Uid.COST)] },
  );

const broken = (condition: string, status: string): string =>
  `sum(max by (node) (kube_node_status_condition{condition="${condition}",status="${status}"}))`;

/** Whether the cluster has room. */
export const capacity = row(
  'Room',
  load('cpu', Unit.CORES, 'Cores'),
  load('memory', Unit.BYTES, 'Memory'),
  timeseries(
    {
      title: 'Quota used',
      about:
        'How much of its quota each namespace uses: the ten fullest. At 100 % the API server refuses pods, and executors are missing.',
      unit: Unit.SHARE,
      queries: [
        query(
          'topk(10, max by (namespace, resource) (kube_resourcequota{namespace=~"$namespace",type="used"}) / on (namespace, resource) (min by (namespace, resource) (kube_resourcequota{namespace=~"$namespace",type="hard"}) > 0))',
          '{{namespace}}: {{resource}}',
        ),
      ],
    },
    { thresholds: rising(0.9, 1), empty: 'no quotas' },
  ),
  timeseries({
    title: 'Nodes',
    about: 'Nodes that are ready, that are not, and that take no further pods.',
    unit: Unit.COUNT,
    queries: [
      query(broken('Ready', 'true'), 'ready'),
      query(broken('Ready', 'false|unknown').replace('status="', 'status=~"'), 'not ready'),
      query('sum(max by (node) (kube_node_spec_unschedulable))', 'cordoned'),
    ],
  }),
  timeseries(
    {
      title: 'Nodes under pressure',
      about:
        'Nodes that are short of memory, disk or process numbers, and evict pods. Shuffle files on small root disks are the usual reason.',
      unit: Unit.COUNT,
      queries: [
        query(
          'sum by (condition) (max by (node, condition) (kube_node_status_condition{condition=~"MemoryPressure|DiskPressure|PIDPressure",status="true"})) > 0',
          '{{condition}}',
        ),
      ],
    },
    { bars: true, stacked: true, empty: 'none' },
  ),
  timeseries(
    {
      title: 'Claimed volumes',
      about: 'How full claimed volumes are: the ten fullest. Event logs, shuffle volumes and notebooks fill theirs.',
      unit: Unit.SHARE,
      queries: [
        query(
          'topk(10, max by (namespace, persistentvolumeclaim) (kubelet_volume_stats_used_bytes{namespace=~"$namespace"} / kubelet_volume_stats_capacity_bytes{namespace=~"$namespace"}))',
          '{{namespace}}: {{persistentvolumeclaim}}',
        ),
      ],
    },
    { thresholds: rising(0.8, 0.9), empty: 'no claims' },
  ),
);

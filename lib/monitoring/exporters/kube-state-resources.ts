import type { RbacRule } from '../../kube/rbac';

/** Kinds whose objects become metrics. Secrets and ConfigMaps are none of them: reading those is not an exporter's business. */
export enum KubeStateResource {
  CRON_JOBS = 'cronjobs',
  DAEMON_SETS = 'daemonsets',
  DEPLOYMENTS = 'deployments',
  ENDPOINT_SLICES = 'endpointslices',
  HORIZONTAL_POD_AUTOSCALERS = 'horizontalpodautoscalers',
  INGRESSES = 'ingresses',
  JOBS = 'jobs',
  LEASES = 'leases',
  LIMIT_RANGES = 'limitranges',
  NAMESPACES = 'namespaces',
  NETWORK_POLICIES = 'networkpolicies',
  NODES = 'nodes',
  PERSISTENT_VOLUME_CLAIMS = 'persistentvolumeclaims',
  PERSISTENT_VOLUMES = 'persistentvolumes',
  POD_DISRUPTION_BUDGETS = 'poddisruptionbudgets',
  PODS = 'pods',
  REPLICA_SETS = 'replicasets',
  RESOURCE_QUOTAS = 'resourcequotas',
  SERVICES = 'services',
  STATEFUL_SETS = 'statefulsets',
  STORAGE_CLASSES = 'storageclasses',
}

const R = KubeStateResource;

/** API group, whether it is watched unless somebody says otherwise, and what its metrics are for. */
const RESOURCES: { readonly [resource in KubeStateResource]: readonly [string, boolean, string] } = {
  [R.CRON_JOBS]: ['batch', true, 'scheduled jobs that did not run'],
  [R.DAEMON_SETS]: ['apps', true, 'collectors that are missing on a node'],
  [R.DEPLOYMENTS]: ['apps', true, 'servers with too few pods'],
  [R.ENDPOINT_SLICES]: ['discovery.k8s.io', false, 'Services without pods'],
  [R.HORIZONTAL_POD_AUTOSCALERS]: ['autoscaling', false, 'autoscalers at their limit'],
  [R.INGRESSES]: ['networking.k8s.io', false, 'hosts and certificates of ways in'],
  [R.JOBS]: ['batch', true, 'jobs that failed, and how long they took'],
  [R.LEASES]: ['coordination.k8s.io', false, 'which pod of an operator works'],
  [R.LIMIT_RANGES]: ['', false, 'defaults and bounds of a namespace'],
  [R.NAMESPACES]: ['', true, 'teams, by the labels of their namespaces'],
  [R.NETWORK_POLICIES]: ['networking.k8s.io', false, 'namespaces that are open'],
  [R.NODES]: ['', true, 'what nodes have, and whether they are ready'],
  [R.PERSISTENT_VOLUME_CLAIMS]: ['', true, 'claims that wait, and what they asked for'],
  [R.PERSISTENT_VOLUMES]: ['', false, 'volumes that nobody has claimed'],
  [R.POD_DISRUPTION_BUDGETS]: ['policy', true, 'budgets that let no node be drained'],
  [R.PODS]: ['', true, 'drivers and executors: phase, requests, restarts, and the application they belong to'],
  [R.REPLICA_SETS]: ['apps', false, 'which Deployment a pod belongs to'],
  [R.RESOURCE_QUOTAS]: ['', true, 'how much of its quota a team has used'],
  [R.SERVICES]: ['', false, 'addresses of servers'],
  [R.STATEFUL_SETS]: ['apps', true, 'servers with state and too few pods'],
  [R.STORAGE_CLASSES]: ['storage.k8s.io', false, 'what sorts of storage there are'],
};

/** Kinds that rules and dashboards of this package ask for. */
export const DEFAULT_RESOURCES: readonly KubeStateResource[] = Object.values(R).filter(
  (resource) => RESOURCES[resource][1],
);

/** Rights for these kinds: to see what is there and what changes, and nothing else. */
export function kubeStateRights(resources: readonly KubeStateResource[]): RbacRule[] {
  return resources.map((resource) => {
    const [group, , because] = RESOURCES[resource];
    return { apiGroups: [group], resources: [resource], verbs: ['list', 'watch'], because };
  });
}

/** Labels of pods by which metrics are joined with applications and their jobs. */
export const POD_LABELS: readonly string[] = [
  'spark-role',
  'spark-app-selector',
  'spark-app-name',
  'spark-exec-id',
  'spark-app-tag',
  'spark-version',
  'sparkoperator.k8s.io/app-name',
  'app.kubernetes.io/name',
  'app.kubernetes.io/instance',
];

/** Labels of namespaces that tell who they belong to. */
export const NAMESPACE_LABELS: readonly string[] = ['app.kubernetes.io/instance', 'app.kubernetes.io/part-of', 'team'];

/** Metrics that nobody asks for: most pods have each of them, many times. */
export const DROPPED_METRICS: readonly string[] = [
  '^kube_.+_metadata_resource_version$',
  '^kube_.+_annotations$',
  '^kube_pod_tolerations$',
  '^kube_pod_ips$',
  '^kube_pod_restart_policy$',
  '^kube_pod_status_qos_class$',
  '^kube_pod_status_initialized_time$',
  '^kube_pod_init_container_.+$',
  '^kube_pod_container_state_started$',
  '^kube_(cronjob|deployment|daemonset|poddisruptionbudget|replicaset|resourcequota|statefulset)_created$',
];

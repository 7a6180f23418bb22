const NAMESPACE = 'namespace=~"$namespace"';
const CONTAINERS = `${NAMESPACE},container=~"spark-kubernetes-(driver|executor)"`;
const RUNNING = `(max by (namespace, pod) (kube_pod_status_phase{${NAMESPACE},phase="Running"}) == 1)`;

/** Labels that cost is told by. */
export type By = 'namespace' | 'namespace, label_spark_app_name';

export type Resource = 'cpu' | 'memory';

const GIBIBYTE = 1024 ** 3;

const perPod: Record<'requested' | 'used', Record<Resource, string>> = {
  requested: {
    cpu: `(sum by (namespace, pod) (max by (namespace, pod, container) (kube_pod_container_resource_requests{${CONTAINERS},resource="cpu"})) and on (namespace, pod) ${RUNNING})`,
    memory: `(sum by (namespace, pod) (max by (namespace, pod, container) (kube_pod_container_resource_requests{${CONTAINERS},resource="memory"})) and on (namespace, pod) ${RUNNING})`,
  },
  used: {
    cpu: `sum by (namespace, pod) (spark:pod_cpu_usage:rate5m{${NAMESPACE}})`,
    memory: `sum by (namespace, pod) (spark:pod_memory_ws:max{${NAMESPACE}})`,
  },
};

/** Cores, or GiB, that running pods of Spark have asked for, or use, at one moment. */
export function amount(what: 'requested' | 'used', resource: Resource, by: By): string {
  const scale = resource === 'memory' ? ` / ${GIBIBYTE}` : '';
  return `sum by (${by}) (${perPod[what][resource]} * on (namespace, pod) group_left (label_spark_app_name) spark:pod_labels:max{${NAMESPACE}})${scale}`;
}

/** How far apart the moments are that hours are added up from: a day has 288 of them. */
const STEP = '5m';
const STEPS_PER_HOUR = 12;

/** Core hours, or GiB hours, of the time range. */
export const hours = (what: 'requested' | 'used', resource: Resource, by: By): string =>
  `sum_over_time((${amount(what, resource, by)})[$__range:${STEP}]) / ${STEPS_PER_HOUR}`;

/** Price of cores and memory together; the dashboard's variables hold what each costs. */
export const price = (cores: string, memory: string): string => `(${cores}) * $core_hour + (${memory}) * $gib_hour`;

/** Hours that were paid for and not used; never below 0, since memory may grow beyond its request. */
export const waste = (resource: Resource, by: By): string =>
  `clamp_min((${hours('requested', resource, by)}) - (${hours('used', resource, by)}), 0)`;

/** Series of the chosen application: those of its driver, of its executors, and those that Kubernetes tells of its pods. */
export const DRIVER = 'namespace=~"$namespace",app_id=~"$app_id"';
export const EXECUTORS = `${DRIVER},executor_id!="driver",executor_id=~"$executor"`;
export const CHOSEN = 'label_spark_app_selector=~"$app_id"';

/** A metric of the driver's servlet. */
export const driver = (metric: string): string => `metrics_spark_driver_${metric}{${DRIVER}}`;

/** A metric of dynamic allocation. */
export const allocation = (metric: string): string => driver(`ExecutorAllocationManager_executors_number${metric}`);

/** A metric of the executors. */
export const executors = (metric: string): string => `metrics_executor_${metric}{${EXECUTORS}}`;

export const rateOf = (series: string): string => `rate(${series}[$__rate_interval])`;
export const increaseOf = (series: string): string => `increase(${series}[$__rate_interval])`;
export const overRange = (series: string): string => `increase(${series}[$__range])`;

/** What the pods of the application have of something that is told per pod. */
export const ofPods = (vector: string, role?: 'driver' | 'executor'): string =>
  `${vector} * on (namespace, pod) group_left () spark:pod_labels:max{${CHOSEN}${role ? `,label_spark_role="${role}"` : ''}}`;

/** Requests or limits of containers of Spark. */
export const resource = (kind: 'requests' | 'limits', name: 'cpu' | 'memory'): string =>
  `max by (namespace, pod, container) (kube_pod_container_resource_${kind}{namespace=~"$namespace",resource="${name}",container=~"spark-kubernetes-(driver|executor)"})`;

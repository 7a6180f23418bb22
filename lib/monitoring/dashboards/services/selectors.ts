/**
 * Servers of the platform, by the label `app.kubernetes.io/name` of their pods: those of this package, and Kueue and
 * ingress-nginx, which others install.
 */
export const SERVER_NAMES: readonly string[] = [
  // Spark Connect and Thrift servers are drivers that stand.
  ...['spark-history-server', 'spark', 'livy', 'jupyterhub', 'zeppelin', 'hive-metastore', 'spark-standalone'],
  ...['spark-operator', 'spark-kubernetes-operator', 'volcano', 'yunikorn', 'kueue'],
  ...['nginx-ingress', 'ingress-nginx', 'oauth2-proxy'],
  ...['prometheus-operator', 'prometheus', 'prometheus-agent', 'alertmanager', 'pushgateway'],
  ...['kube-state-metrics', 'node-exporter', 'blackbox-exporter', 'loki', 'alloy', 'grafana'],
];

export const SERVER = 'label_app_kubernetes_io_name';

/** Pods of these servers, and those of applications, which share a name with standing drivers. */
export const SERVERS = `kube_pod_labels{${SERVER}=~"${SERVER_NAMES.join('|')}"}`;

/** Drivers of servers stand in a ReplicaSet; those of applications do not, and executors never. */
const CHOSEN = `max by (namespace, pod, ${SERVER}) (kube_pod_labels{${SERVER}=~"$server",label_spark_role=""} or kube_pod_labels{${SERVER}=~"$server",label_spark_role="driver"} and on (namespace, pod) kube_pod_owner{owner_kind="ReplicaSet"})`;

/** Something that is told per pod, with the name of the server. */
export const ofServers = (vector: string): string => `${vector} * on (namespace, pod) group_left (${SERVER}) ${CHOSEN}`;

import { Label } from '../../core/labels';
import { SparkLabel } from '../../spark/labels';

/** Index labels that lines get from their pod, and Loki adds by itself. */
export const INDEX_LABELS = ['namespace', 'app', 'container', 'spark_role', 'job_name', 'stream', 'service_name'];

/** Structured metadata from the pod: what is different in each run. */
export const METADATA_LABELS = ['spark_app_id', 'spark_exec_id', 'pod', 'node'];

/** Labels that sources add, each of its own value in every pod. They must not become streams. */
export const SOURCE_LABELS = ['job', 'instance', 'filename'];

/** Labels of pods that have another value in each pod or run. */
export const PER_POD_LABELS: readonly string[] = [
  SparkLabel.APP_SELECTOR,
  SparkLabel.EXECUTOR_ID,
  'apps.kubernetes.io/pod-index',
  'batch.kubernetes.io/controller-uid',
  'batch.kubernetes.io/job-completion-index',
  'batch.kubernetes.io/job-name',
  'controller-revision-hash',
  'controller-uid',
  'job-name',
  'pod-template-hash',
  'sparkoperator.k8s.io/submission-id',
  'statefulset.kubernetes.io/pod-name',
];

/** How a label comes from what discovery knows. */
export interface RelabelRule {
  readonly sources: readonly string[];
  readonly target: string;
  readonly separator?: string;
  readonly regex?: string;
  readonly replacement?: string;
}

/** The name under which discovery has a label of the pod. */
export function podLabel(key: string): string {
  return `__meta_kubernetes_pod_label_${key.replace(/[^A-Za-z0-9_]/g, '_')}`;
}

const NOT_EMPTY = '(.+)';

/** The contract with dashboards. Later rows win. */
export const RELABEL_RULES: readonly RelabelRule[] = [
  { sources: ['__meta_kubernetes_namespace'], target: 'namespace' },
  { sources: ['__meta_kubernetes_pod_container_name'], target: 'container' },
  { sources: [podLabel('app')], regex: NOT_EMPTY, target: 'app' },
  { sources: [podLabel(SparkLabel.ROLE)], regex: NOT_EMPTY, replacement: 'spark', target: 'app' },
  { sources: [podLabel(Label.NAME)], regex: NOT_EMPTY, target: 'app' },
  { sources: [podLabel(SparkLabel.ROLE)], target: 'spark_role' },
  // The instance of a server is no job.
  {
    sources: [podLabel(Label.NAME), podLabel(SparkLabel.ROLE), podLabel(Label.INSTANCE)],
    separator: ';',
    regex: 'spark;.+;(.+)',
    target: 'job_name',
  },
  // Drivers of the native runner carry no label with their id: it follows from the uid of their pod.
  {
    sources: [podLabel(SparkLabel.ROLE), '__meta_kubernetes_pod_uid'],
    separator: ';',
    regex: 'driver;(.+)',
    replacement: 'spark-$1',
    target: 'spark_app_id',
  },
  { sources: [podLabel(SparkLabel.APP_SELECTOR)], regex: NOT_EMPTY, target: 'spark_app_id' },
  { sources: [podLabel(SparkLabel.EXECUTOR_ID)], target: 'spark_exec_id' },
  { sources: ['__meta_kubernetes_pod_name'], target: 'pod' },
  { sources: ['__meta_kubernetes_pod_node_name'], target: 'node' },
];

/** Rows of the user. */
export function userRules(labels: { readonly [name: string]: string }): RelabelRule[] {
  return Object.entries(labels).map(([target, key]) => ({ sources: [podLabel(key)], target }));
}

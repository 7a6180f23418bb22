import { groupOf } from '../kube/scopes';
import { below, dig, list, record, text, type Json } from './json';

/** A pod or a template of pods inside an object. */
export interface PodView {
  /** JSON path of the template, '' when the object is the pod. */
  readonly at: string;
  readonly labels: Json;
  readonly spec: Json;
}

/** A container of a pod, those that run before the others included. */
export interface ContainerView {
  /** JSON path of the container. */
  readonly at: string;
  readonly container: Json;
}

/** Where kinds keep their pods; `[]` stands for every item of a list. */
const TEMPLATES: { readonly [kind: string]: readonly string[] } = {
  '/Pod': [''],
  '/PodTemplate': ['template'],
  '/ReplicationController': ['spec.template'],
  'apps/DaemonSet': ['spec.template'],
  'apps/Deployment': ['spec.template'],
  'apps/ReplicaSet': ['spec.template'],
  'apps/StatefulSet': ['spec.template'],
  'batch/CronJob': ['spec.jobTemplate.spec.template'],
  'batch/Job': ['spec.template'],
  'batch.volcano.sh/Job': ['spec.tasks[].template'],
};

/** Where custom resources keep templates that their operator completes: sizes and images come from other fields. */
const PARTIAL_TEMPLATES: { readonly [kind: string]: readonly string[] } = {
  'sparkoperator.k8s.io/SparkApplication': ['spec.driver.template', 'spec.executor.template'],
  'sparkoperator.k8s.io/ScheduledSparkApplication': [
    'spec.template.driver.template',
    'spec.template.executor.template',
  ],
  'sparkoperator.k8s.io/SparkConnect': ['spec.server.template', 'spec.executor.template'],
  'spark.apache.org/SparkApplication': ['spec.driverSpec.podTemplateSpec', 'spec.executorSpec.podTemplateSpec'],
  'spark.apache.org/SparkCluster': [
    'spec.masterSpec.statefulSetSpec.template',
    'spec.workerSpec.statefulSetSpec.template',
  ],
};

/** The pods an object is or makes, and the templates that an operator completes. */
export function templatesOf(manifest: Json): PodView[] {
  const partial = PARTIAL_TEMPLATES[kindOf(manifest)] ?? [];
  return [...podsOf(manifest), ...partial.flatMap((path) => templates(manifest, path)).map(withContainer)];
}

/** Without a word on its container, Spark makes one that nothing restricts. */
function withContainer(pod: PodView): PodView {
  return list(pod.spec.containers).length > 0 ? pod : { ...pod, spec: { ...pod.spec, containers: [{}] } };
}

/** The pods an object is or makes. Pods that software makes by itself, such as executors, are not to be seen here. */
export function podsOf(manifest: Json): PodView[] {
  return (TEMPLATES[kindOf(manifest)] ?? []).flatMap((path) => templates(manifest, path));
}

function kindOf(manifest: Json): string {
  return `${groupOf(text(manifest.apiVersion))}/${text(manifest.kind)}`;
}

/** Every container of a pod. */
export function containersOf(pod: PodView): ContainerView[] {
  return ['initContainers', 'containers', 'ephemeralContainers'].flatMap((field) =>
    list(pod.spec[field]).map((container, index) => ({
      at: below(pod.at, `spec.${field}[${index}]`),
      container,
    })),
  );
}

function templates(manifest: Json, path: string): PodView[] {
  const [outer = '', inner] = path.split('[].');
  const value = dig(manifest, ...outer.split('.').filter(Boolean));
  if (inner === undefined) return [view(outer, record(value))];
  return list(value).map((item, index) => view(`${outer}[${index}].${inner}`, record(item[inner])));
}

function view(at: string, template: Json): PodView {
  return { at, labels: record(dig(template, 'metadata', 'labels')), spec: record(template.spec) };
}

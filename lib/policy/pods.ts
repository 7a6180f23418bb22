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

/** The pods an object is or makes. Pods that software makes by itself, such as executors, are not to be seen here. */
export function podsOf(manifest: Json): PodView[] {
  const kind = `${groupOf(text(manifest.apiVersion))}/${text(manifest.kind)}`;
  return (TEMPLATES[kind] ?? []).flatMap((path) => templates(manifest, path));
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

import { groupOf } from '../kube/scopes';
import type { Manifest } from '../synth/identity';
import { reference } from './identity';

/** Anything in a manifest: a field that is missing, or of another type, reads as nothing. */
type Json = { readonly [field: string]: unknown };

const RBAC = 'rbac.authorization.k8s.io';
const ROLE_BINDINGS = ['RoleBinding', 'ClusterRoleBinding'];

/**
 * The objects that must exist before this one is of use, as Kubernetes' own fields name them. Whether they are part of
 * the deployment is another question.
 */
export function referencesOf(manifest: Manifest): string[] {
  const { kind, apiVersion } = manifest;
  const { namespace } = manifest.metadata ?? {};
  const found = new Set<string>();
  if (namespace !== undefined) found.add(reference('', 'Namespace', undefined, namespace));
  found.add(definitionOf(groupOf(apiVersion), kind));
  if (kind === 'CustomResourceDefinition') return [...found];
  if (ROLE_BINDINGS.includes(kind)) addRole(manifest, namespace, found);
  if (kind === 'ServiceAccount') addPulls(manifest as unknown as Json, namespace, found);
  if (kind === 'HorizontalPodAutoscaler') addScaled(manifest, namespace, found);
  const claim = field(manifest, 'spec');
  if (kind === 'PersistentVolumeClaim') {
    add(found, 'storage.k8s.io', 'StorageClass', undefined, claim.storageClassName);
  }
  addPods(manifest, namespace, found);
  return [...found];
}

/** What a CustomResourceDefinition is found by: the kind it defines. */
export function definitionOf(group: string, kind: string): string {
  return `definition of ${group}/${kind}`;
}

/** The kind that a CustomResourceDefinition defines. */
export function definedBy(manifest: Manifest): string | undefined {
  if (manifest.kind !== 'CustomResourceDefinition') return undefined;
  const spec = field(manifest, 'spec');
  return definitionOf(String(spec.group), String(field(spec, 'names').kind));
}

function addRole(manifest: Manifest, namespace: string | undefined, found: Set<string>): void {
  const role = field(manifest, 'roleRef');
  add(found, RBAC, String(role.kind), role.kind === 'Role' ? namespace : undefined, role.name);
  for (const subject of list((manifest as unknown as Json).subjects)) {
    if (subject.kind !== 'ServiceAccount') continue;
    add(
      found,
      '',
      'ServiceAccount',
      typeof subject.namespace === 'string' ? subject.namespace : namespace,
      subject.name,
    );
  }
}

function addScaled(manifest: Manifest, namespace: string | undefined, found: Set<string>): void {
  const { apiVersion, kind, name } = field(field(manifest, 'spec'), 'scaleTargetRef');
  if (typeof apiVersion === 'string' && typeof kind === 'string')
    add(found, groupOf(apiVersion), kind, namespace, name);
}

/** Whether an object guards the pods of another: a budget has no use before them, and would hold their removal up. */
export function guards(budget: Manifest, workload: Manifest): boolean {
  if (budget.kind !== 'PodDisruptionBudget' || budget.metadata?.namespace !== workload.metadata?.namespace)
    return false;
  const wanted = Object.entries(field(field(field(budget, 'spec'), 'selector'), 'matchLabels'));
  const labels = field(field(field(field(workload, 'spec'), 'template'), 'metadata'), 'labels');
  return wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value);
}

/** Pods stand in many kinds, those of operators among them; what has a list of containers is one. */
function addPods(value: unknown, namespace: string | undefined, found: Set<string>): void {
  if (Array.isArray(value)) {
    for (const item of value) addPods(item, namespace, found);
  } else if (typeof value === 'object' && value !== null) {
    if (Array.isArray((value as Json).containers)) addPod(value as Json, namespace, found);
    for (const member of Object.values(value)) if (typeof member === 'object') addPods(member, namespace, found);
  }
}

function addPod(pod: Json, namespace: string | undefined, found: Set<string>): void {
  add(found, '', 'ServiceAccount', namespace, pod.serviceAccountName);
  add(found, 'scheduling.k8s.io', 'PriorityClass', undefined, pod.priorityClassName);
  add(found, 'node.k8s.io', 'RuntimeClass', undefined, pod.runtimeClassName);
  addPulls(pod, namespace, found);
  for (const volume of list(pod.volumes)) {
    add(found, '', 'PersistentVolumeClaim', namespace, field(volume, 'persistentVolumeClaim').claimName);
    for (const source of [volume, ...list(field(volume, 'projected').sources)]) {
      add(found, '', 'ConfigMap', namespace, field(source, 'configMap').name);
      add(found, '', 'Secret', namespace, field(source, 'secret').secretName ?? field(source, 'secret').name);
    }
  }
  for (const container of [...list(pod.initContainers), ...list(pod.containers)]) {
    const sources = list(container.env).map((variable) => field(variable, 'valueFrom'));
    for (const source of [...sources, ...list(container.envFrom)]) {
      add(
        found,
        '',
        'ConfigMap',
        namespace,
        field(source, 'configMapKeyRef').name ?? field(source, 'configMapRef').name,
      );
      add(found, '', 'Secret', namespace, field(source, 'secretKeyRef').name ?? field(source, 'secretRef').name);
    }
  }
}

function addPulls(owner: Json, namespace: string | undefined, found: Set<string>): void {
  for (const secret of list(owner.imagePullSecrets)) add(found, '', 'Secret', namespace, secret.name);
}

function add(found: Set<string>, group: string, kind: string, namespace: string | undefined, name: unknown): void {
  if (typeof name === 'string') found.add(reference(group, kind, namespace, name));
}

function field(value: unknown, name: string): Json {
  const member = (value as Json)[name];
  return typeof member === 'object' && member !== null ? (member as Json) : {};
}

function list(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter((item): item is Json => typeof item === 'object' && item !== null) : [];
}

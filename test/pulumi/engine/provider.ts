import { ClusterError, describe, idOf, refOf, type Cluster, type KubeManifest, type ObjectRef } from './cluster';
import { changedPaths, touches } from './diff';
import { hasSecret, isProperties, reveal, secret, type Properties, type Value } from './wire';

/** Annotation by which the provider takes fields from other managers. */
const PATCH_FORCE = 'pulumi.com/patchForce';

/** Fields that the API server never changes in place, by kind; the provider knows them by itself. */
const IMMUTABLE: { readonly [kind: string]: readonly string[] } = {
  DaemonSet: ['spec.selector'],
  Deployment: ['spec.selector'],
  Job: ['spec.completions', 'spec.parallelism', 'spec.selector', 'spec.template'],
  PersistentVolumeClaim: ['spec.accessModes', 'spec.selector', 'spec.storageClassName', 'spec.volumeName'],
  Pod: ['spec'],
  ClusterRoleBinding: ['roleRef'],
  RoleBinding: ['roleRef'],
  Service: ['spec.clusterIP'],
  StatefulSet: ['spec.podManagementPolicy', 'spec.selector', 'spec.serviceName', 'spec.volumeClaimTemplates'],
  StorageClass: ['parameters', 'provisioner', 'volumeBindingMode'],
};
const IDENTITY = ['apiVersion', 'kind', 'metadata.name', 'metadata.namespace'];

/** Settings of the provider resource that change what it does. */
export interface ProviderSettings {
  readonly configMapMutable: boolean;
  readonly secretMutable: boolean;
}

/** What a resource's type token says about its kind, against what the object says. */
export function tokenOf(manifest: Properties): string {
  const { apiVersion, kind } = manifestOf(manifest);
  return `kubernetes:${apiVersion.includes('/') ? apiVersion : `core/${apiVersion}`}:${kind}`;
}

/** Paths whose change the provider answers with a replacement. */
export function immutablePaths(manifest: Properties, before: Properties, settings: ProviderSettings): string[] {
  const { kind } = manifestOf(manifest);
  const data =
    (kind === 'ConfigMap' && (!settings.configMapMutable || before.immutable === true)) ||
    (kind === 'Secret' && (!settings.secretMutable || before.immutable === true));
  return [...(data ? ['binaryData', 'data', 'stringData'] : []), ...(IMMUTABLE[kind] ?? [])];
}

export function identityChanged(path: string): boolean {
  return IDENTITY.some((pattern) => touches(path, pattern));
}

/** What the provider plugin does: resources of Kubernetes kinds against a cluster. Nothing is awaited but deletions. */
export class KubernetesProvider {
  public constructor(private readonly cluster: Cluster) {}

  public id(inputs: Properties): string {
    return idOf(refOf(manifestOf(inputs)));
  }

  public create(inputs: Properties): Promise<KubeManifest> {
    return this.cluster.create(manifestOf(inputs));
  }

  public update(inputs: Properties): Promise<KubeManifest> {
    const manifest = manifestOf(inputs);
    const { annotations } = manifest.metadata;
    const force = isProperties(annotations) && annotations[PATCH_FORCE] === 'true';
    return this.cluster.apply(manifest, { force });
  }

  public remove(ref: ObjectRef): Promise<void> {
    return this.cluster.remove(ref);
  }

  public read(ref: ObjectRef): Promise<KubeManifest | undefined> {
    return this.cluster.read(ref);
  }

  /** The live object, and where it would change if the inputs were applied. */
  public async adopt(inputs: Properties): Promise<{ readonly live: KubeManifest; readonly differences: string[] }> {
    const manifest = manifestOf(inputs);
    const live = await this.cluster.read(refOf(manifest));
    if (live === undefined)
      throw new ClusterError(`${describe(refOf(manifest))} does not exist, it cannot be imported`);
    const would = await this.cluster.apply(manifest, { dryRun: true, force: true });
    return { live, differences: changedPaths(content(live), content(would)) };
  }
}

/** The identity of an object by what the state keeps; names are never secret. */
export function refOfInputs(inputs: Properties): ObjectRef {
  return refOf(inputs as KubeManifest);
}

/** What the program sees of a live object: the properties that hold secrets stay secret. */
export function outputsOf(live: Properties, inputs: Properties, secretOutputs: readonly string[]): Properties {
  const marked = (key: string): boolean =>
    secretOutputs.includes(key) ||
    hasSecret(inputs[key]) ||
    (live.kind === 'Secret' && (key === 'data' || key === 'stringData'));
  return Object.fromEntries(Object.entries(live).map(([key, value]) => [key, marked(key) ? secret(value) : value]));
}

function manifestOf(inputs: Properties): KubeManifest {
  const manifest = reveal(inputs);
  if (typeof manifest.apiVersion !== 'string' || typeof manifest.kind !== 'string' || !isProperties(manifest.metadata))
    throw new ClusterError(`an object needs apiVersion, kind and metadata, got ${Object.keys(manifest).join(', ')}`);
  return manifest as KubeManifest;
}

/** An object without what the server keeps about it. */
function content(manifest: KubeManifest): Value {
  const { managedFields: _fields, resourceVersion: _version, generation: _generation, ...metadata } = manifest.metadata;
  const { status: _status, ...rest } = manifest;
  return { ...rest, metadata };
}

import { randomUUID } from 'node:crypto';
import {
  ClusterError,
  describe,
  refOf,
  type ApplyOptions,
  type Cluster,
  type KubeManifest,
  type ObjectRef,
} from './cluster';
import { isProperties, type Value } from './wire';

/** Objects in memory: as much of Kubernetes as the engine's own tests need. */
export class MemoryCluster implements Cluster {
  private readonly objects = new Map<string, KubeManifest>();

  public create(manifest: KubeManifest): Promise<KubeManifest> {
    const ref = refOf(manifest);
    if (this.objects.has(key(ref))) return Promise.reject(new ClusterError(`${describe(ref)} already exists`));
    return this.keep({ ...manifest, metadata: { ...manifest.metadata, uid: randomUUID() } });
  }

  public read(ref: ObjectRef): Promise<KubeManifest | undefined> {
    return Promise.resolve(this.objects.get(key(ref)));
  }

  public apply(manifest: KubeManifest, options: ApplyOptions = {}): Promise<KubeManifest> {
    const live = this.objects.get(key(refOf(manifest)));
    if (options.dryRun === true) return Promise.resolve(overlay(live, manifest) as KubeManifest);
    const { uid = randomUUID() } = live?.metadata ?? {};
    return this.keep({ ...manifest, metadata: { ...manifest.metadata, uid } });
  }

  public remove(ref: ObjectRef): Promise<void> {
    this.objects.delete(key(ref));
    return Promise.resolve();
  }

  public names(): string[] {
    return [...this.objects.values()].map((one) => describe(refOf(one))).sort();
  }

  private keep(manifest: KubeManifest): Promise<KubeManifest> {
    this.objects.set(key(refOf(manifest)), manifest);
    return Promise.resolve(manifest);
  }
}

function key(ref: ObjectRef): string {
  return `${ref.apiVersion} ${describe(ref)}`;
}

function overlay(below: Value | undefined, above: Value): Value {
  if (!isProperties(below) || !isProperties(above)) return above;
  const merged = Object.entries(above).map(([name, value]) => [name, overlay(below[name], value)] as const);
  return { ...below, ...Object.fromEntries(merged) };
}

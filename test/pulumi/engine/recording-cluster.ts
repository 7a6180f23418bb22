import { describe, refOf, type ApplyOptions, type Cluster, type KubeManifest, type ObjectRef } from './cluster';

/** Passes everything on to a cluster and notes what changes it. */
export class RecordingCluster implements Cluster {
  /** Writes in their order, as `create ConfigMap default/a`. */
  public writes: string[] = [];

  public constructor(private readonly cluster: Cluster) {}

  public create(manifest: KubeManifest): Promise<KubeManifest> {
    return this.noted('create', refOf(manifest), this.cluster.create(manifest));
  }

  public read(ref: ObjectRef): Promise<KubeManifest | undefined> {
    return this.cluster.read(ref);
  }

  public apply(manifest: KubeManifest, options: ApplyOptions = {}): Promise<KubeManifest> {
    const applied = this.cluster.apply(manifest, options);
    return options.dryRun === true ? applied : this.noted('apply', refOf(manifest), applied);
  }

  public remove(ref: ObjectRef): Promise<void> {
    return this.noted('delete', ref, this.cluster.remove(ref));
  }

  /** The writes since the last call. */
  public take(): string[] {
    return this.writes.splice(0);
  }

  private async noted<T>(verb: string, ref: ObjectRef, done: Promise<T>): Promise<T> {
    const result = await done;
    this.writes.push(`${verb} ${describe(ref)}`);
    return result;
  }
}

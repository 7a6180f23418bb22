import type { Properties, Value } from './wire';

/** A Kubernetes object as plain JSON. */
export interface KubeManifest extends Properties {
  apiVersion: string;
  kind: string;
  metadata: Properties;
}

/** Which object: enough to read and to delete it. */
export interface ObjectRef {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

export interface ApplyOptions {
  /** Takes fields from other managers. */
  readonly force?: boolean;
  /** Only tells what would be. */
  readonly dryRun?: boolean;
}

/** What the provider needs of Kubernetes. Refusals are `ClusterError`s. */
export interface Cluster {
  /** Fails where the object exists. */
  create(manifest: KubeManifest): Promise<KubeManifest>;
  read(ref: ObjectRef): Promise<KubeManifest | undefined>;
  /** Server-side apply by the engine's own field manager. */
  apply(manifest: KubeManifest, options?: ApplyOptions): Promise<KubeManifest>;
  /** Deletes in the foreground and waits until the object is gone. */
  remove(ref: ObjectRef): Promise<void>;
}

export class ClusterError extends Error {}

export function refOf({ apiVersion, kind, metadata }: KubeManifest): ObjectRef {
  const namespace = text(metadata.namespace);
  return { apiVersion, kind, name: text(metadata.name) ?? '', ...(namespace === undefined ? {} : { namespace }) };
}

/** `namespace/name`, or `name`. */
export function idOf({ namespace, name }: ObjectRef): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

export function describe(ref: ObjectRef): string {
  return `${ref.kind} ${idOf(ref)}`;
}

function text(value: Value | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

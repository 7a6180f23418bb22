import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';

/** A Kubernetes object as plain JSON. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Metadata;
  readonly [field: string]: unknown;
}

export interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Record<string, string>;
  readonly annotations?: Record<string, string>;
  readonly uid?: string;
  readonly ownerReferences?: { readonly kind: string; readonly name: string; readonly uid: string }[];
  readonly [field: string]: unknown;
}

/** Objects of every YAML file in a directory, in the order of the file names. */
export function readManifests(dir: string): Manifest[] {
  return readdirSync(dir)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .flatMap((file) => parse(readFileSync(join(dir, file), 'utf8')));
}

/** Objects of one YAML text. */
export function parse(text: string): Manifest[] {
  return parseAllDocuments(text)
    .map((document) => document.toJS() as Manifest | null)
    .filter((manifest) => manifest !== null);
}

/** The value at a path such as `spec.template.spec` or `status.conditions`; undefined where there is none. */
export function at<T>(object: unknown, path: string): T | undefined {
  let value: unknown = object;
  for (const key of path.split('.')) {
    if (value === null || typeof value !== 'object') return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value as T | undefined;
}

export interface PodSpec {
  readonly containers: Container[];
  readonly serviceAccountName?: string;
  readonly [field: string]: unknown;
}

export interface Container {
  readonly name: string;
  readonly image?: string;
  readonly [field: string]: unknown;
}

/** A pod as some object would make it. */
export interface PodTemplate {
  readonly from: string;
  readonly namespace: string;
  readonly metadata: { readonly labels?: Record<string, string>; readonly annotations?: Record<string, string> };
  readonly spec: PodSpec;
}

/** The volumes of a StatefulSet's claims are not in its template. */
function withClaims(template: PodTemplate, set: Manifest): PodTemplate {
  const claims = at<{ metadata: Metadata }[]>(set, 'spec.volumeClaimTemplates') ?? [];
  const volumes = claims.map(({ metadata: { name } }) => ({ name, persistentVolumeClaim: { claimName: name } }));
  const own = (template.spec.volumes ?? []) as unknown[];
  return { ...template, spec: { ...template.spec, volumes: [...own, ...volumes] } };
}

/** The pods that an object makes or is: Job, CronJob, Pod, workloads, and executor templates inside ConfigMaps. */
export function podTemplates(manifest: Manifest): PodTemplate[] {
  const from = `${manifest.kind} ${manifest.metadata.name}`;
  const namespace = manifest.metadata.namespace ?? 'default';
  const template = (path: string): PodTemplate[] => {
    const found = at<Pick<PodTemplate, 'metadata' | 'spec'>>(manifest, path);
    return found === undefined ? [] : [{ from, namespace, metadata: found.metadata, spec: found.spec }];
  };
  switch (manifest.kind) {
    case 'Pod':
      return [{ from, namespace, metadata: manifest.metadata, spec: manifest.spec as PodSpec }];
    case 'CronJob':
      return template('spec.jobTemplate.spec.template');
    case 'ConfigMap':
      return Object.entries(at<Record<string, string>>(manifest, 'data') ?? {}).flatMap(([key, text]) => {
        if (!/^kind: ?"?Pod"?$/m.test(text) && !/"kind": ?"Pod"/.test(text)) return [];
        return parse(text).map((pod) => ({
          from: `${from} ${key}`,
          namespace,
          metadata: pod.metadata ?? {},
          spec: pod.spec as PodSpec,
        }));
      });
    case 'StatefulSet':
      return template('spec.template').map((one) => withClaims(one, manifest));
    default:
      return template('spec.template');
  }
}

import type { ResourceValidationArgs } from '@pulumi/policy';

/** An object, as far as nothing is known of it. */
export interface Manifest {
  [key: string]: unknown;
}

/** Types of the provider that stand for many objects, or for none. */
const NOT_OBJECTS = ['helm.sh', 'yaml', 'kustomize'];

/** The Kubernetes object behind a resource; undefined for other resources, for bundles and for patches of objects. */
export function manifestOf({ type, props }: Pick<ResourceValidationArgs, 'type' | 'props'>): Manifest | undefined {
  const [, group = '', version = '', kind = ''] = /^kubernetes:([^/:]+)\/([^/:]+):(\w+)$/.exec(type) ?? [];
  if (group === '' || NOT_OBJECTS.includes(group) || kind.endsWith('Patch')) return undefined;
  const manifest = props as Manifest;
  // In a preview, reading a field that is not known yet ends the check: a copy would read them all.
  if ('apiVersion' in manifest && 'kind' in manifest) return manifest;
  return { ...manifest, apiVersion: group === 'core' ? version : `${group}/${version}`, kind };
}

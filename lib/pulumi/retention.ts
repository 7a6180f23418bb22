import { groupOf } from '../kube/scopes';
import type { Manifest } from '../synth/identity';
import { reference, referenceTo } from './identity';
import { kindOptions } from './kinds';

/**
 * What must stay when it leaves the program, as `referenceTo` names it: objects that hold data, and their namespaces,
 * because a namespace takes everything in it along.
 */
export function retainedObjects(manifests: readonly Manifest[]): Set<string> {
  const retained = new Set<string>();
  for (const manifest of manifests) {
    const { namespace } = manifest.metadata ?? {};
    const stateful = kindOptions(manifest).stateful === true;
    if (stateful) retained.add(referenceTo(manifest));
    if (namespace !== undefined && (stateful || makesClaims(manifest))) {
      retained.add(reference('', 'Namespace', undefined, namespace));
    }
  }
  return retained;
}

/** A StatefulSet's claims are made by its controller and outlive it. */
function makesClaims(manifest: Manifest): boolean {
  if (`${groupOf(manifest.apiVersion)}/${manifest.kind}` !== 'apps/StatefulSet') return false;
  const { spec } = manifest as { readonly spec?: { readonly volumeClaimTemplates?: readonly unknown[] } };
  return (spec?.volumeClaimTemplates ?? []).length > 0;
}

import { Construct } from 'constructs';
import type { KubeObject } from '../../kube/object';
import type { KueueResourceGroup } from './interfaces';

/** Makes an object wait for those of its references that are made here. */
export function waitFor(object: KubeObject, references: readonly unknown[]): void {
  for (const reference of references) {
    // The object, not the construct: one may stand inside the other.
    if (Construct.isConstruct(reference)) object.node.addDependency(reference.node.defaultChild ?? reference);
  }
}

/** The flavors of groups. */
export function flavorsOf(groups: readonly KueueResourceGroup[]): unknown[] {
  return groups.flatMap(({ flavors }) => flavors.map(({ flavor }) => flavor));
}

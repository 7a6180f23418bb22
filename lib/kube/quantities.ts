import { k8s } from 'cdk8s-plus-27';

/** A map of quantities in the form the typed Kubernetes objects take. */
export function quantities(map: { readonly [resource: string]: string }): { [resource: string]: k8s.Quantity } {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, k8s.Quantity.fromString(value)]));
}

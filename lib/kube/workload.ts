import type { ApiObject } from 'cdk8s';
import type { ObservedWorkload } from './observation';

/** As much of a Deployment, StatefulSet or DaemonSet as says which pods are its own. */
interface WorkloadJson {
  readonly spec: { readonly selector: { readonly matchLabels: { readonly [key: string]: string } } };
}

/** A workload that is made, as what is observed. */
export function workloadOf(object: ApiObject): ObservedWorkload {
  const { spec } = object.toJson() as WorkloadJson;
  return {
    name: object.name,
    namespace: object.metadata.namespace ?? '',
    podLabels: { ...spec.selector.matchLabels },
  };
}

import type { k8s } from 'cdk8s-plus-27';
import { applyOverrides } from '../core/override';
import { placement } from '../spark/node-placement';
import type { ResolvedApplication } from '../spark/resolved-application';
import type { SparkRole } from '../spark/role';

/** Fields of a pod that decide where it may go. */
const FIELDS = ['nodeSelector', 'affinity', 'tolerations', 'topologySpreadConstraints'] as const;

/** Those fields of one pod. */
export type Places = Partial<Pick<k8s.PodSpec, (typeof FIELDS)[number]>>;

/** Where the pods of a role may go, overrides included. */
export function placesOf(application: ResolvedApplication, role: SparkRole): Places {
  const overrides = Object.entries(role.props.podOverrides ?? {}).filter(([path]) =>
    FIELDS.some((field) => path === `/spec/${field}` || path.startsWith(`/spec/${field}/`)),
  );
  const pod: { spec: Places } = { spec: placement(application, role) };
  const { spec } = applyOverrides(pod, Object.fromEntries(overrides));
  return Object.fromEntries(FIELDS.filter((field) => spec[field] !== undefined).map((field) => [field, spec[field]]));
}

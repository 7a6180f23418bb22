import { groupOf } from '../kube/scopes';
import type { Manifest } from '../synth/identity';

/** Type of the component of a deployment. Part of every URN: never to be changed. */
export const DEPLOYMENT_TYPE = 'cdk8s-spark:pulumi:PlatformDeployment';
/** Type of the component of a chart. Part of every URN: never to be changed. */
export const CHART_TYPE = 'cdk8s-spark:pulumi:Chart';

/** The type under which the Kubernetes provider knows a kind: `kubernetes:apps/v1:Deployment`, `kubernetes:core/v1:Pod`. */
export function resourceType(apiVersion: string, kind: string): string {
  return `kubernetes:${groupOf(apiVersion) === '' ? `core/${apiVersion}` : apiVersion}:${kind}`;
}

/** `<namespace>/<name>`, or `<name>` without a namespace: the name within the URN, and the id for an import. */
export function resourceName({ metadata }: Manifest): string {
  const { name = '', namespace } = metadata ?? {};
  return namespace === undefined ? name : `${namespace}/${name}`;
}

/** `<group>/<kind> <namespace>/<name>`: how objects refer to each other, whatever the version. */
export function reference(group: string, kind: string, namespace: string | undefined, name: string): string {
  return `${group}/${kind} ${namespace ?? ''}/${name}`;
}

/** How others refer to this object. */
export function referenceTo(manifest: Manifest): string {
  const { name = '', namespace } = manifest.metadata ?? {};
  return reference(groupOf(manifest.apiVersion), manifest.kind, namespace, name);
}

import type { ApiObjectProps } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { unrestricted } from './exemption';
import { KubeObject } from './object';

const POD_SECURITY = 'pod-security.kubernetes.io/';

/** Labels by which a namespace admits only pods of the level `restricted`. */
export const RESTRICTED_LABELS: { readonly [key: string]: string } = Object.fromEntries(
  ['enforce', 'audit', 'warn'].flatMap((mode) => [
    [`${POD_SECURITY}${mode}`, 'restricted'],
    [`${POD_SECURITY}${mode}-version`, 'latest'],
  ]),
);

/** A namespace that admits only pods of the level `restricted`. @see https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
export function restrictedNamespace(
  scope: Construct,
  id: string,
  name: string,
  labels: { readonly [key: string]: string } = {},
): KubeObject {
  const manifest = k8s.KubeNamespace.manifest({
    metadata: { name, labels: { ...labels, ...RESTRICTED_LABELS } },
  }) as ApiObjectProps;
  return new KubeObject(scope, id, manifest);
}

/**
 * A namespace that admits any pod, for those that must see their node: collectors of logs, exporters of nodes. Who may
 * make pods there owns the nodes.
 */
export function privilegedNamespace(scope: Construct, id: string, name: string): KubeObject {
  const labels = Object.fromEntries(
    Object.entries(RESTRICTED_LABELS).map(([key, value]) => [key, value === 'restricted' ? 'privileged' : value]),
  );
  const annotations = unrestricted('its pods must see their node');
  const manifest = k8s.KubeNamespace.manifest({ metadata: { name, labels, annotations } }) as ApiObjectProps;
  return new KubeObject(scope, id, manifest);
}

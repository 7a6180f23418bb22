import type { ApiObjectProps } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { hashedName } from '../../core/names';
import { KubeObject } from '../../kube/object';
import type { ServerPlace } from '../../kube/server-place';

/** A ConfigMap that never changes: its name follows its content, so that a change rolls out. */
export function hashedConfigMap(
  scope: Construct,
  id: string,
  { name, namespace, selector }: ServerPlace,
  data: { readonly [file: string]: string },
): KubeObject {
  const manifest = k8s.KubeConfigMap.manifest({
    metadata: { name: hashedName(name, data), namespace, labels: { ...selector } },
    immutable: true,
    data: { ...data },
  }) as ApiObjectProps;
  return new KubeObject(scope, id, manifest);
}

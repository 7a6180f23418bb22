import { onNodes } from '../../server-nodes';
import { Size, type ApiObjectProps } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { hashedName } from '../../../core/names';
import { KubeObject } from '../../../kube/object';
import type { PodSpecification, ResourcesSpec, VolumeSpec } from '../../../kube/pod';
import { labelsOf, VOLCANO_UID, type VolcanoPart } from './names';
import type { VolcanoPlace } from './place';

/** A writable /tmp: the scheduler dumps its cache there on SIGUSR2, scripts keep their work there. */
export const TMP: VolumeSpec = { name: 'tmp', source: { emptyDir: {} }, mountPath: '/tmp' };

/** A ConfigMap named after its content: a change rolls out, and what runs never sees half of it. */
export function settings(
  scope: Construct,
  id: string,
  part: VolcanoPart,
  namespace: string,
  data: { readonly [key: string]: string },
): KubeObject {
  const manifest = k8s.KubeConfigMap.manifest({
    metadata: { name: hashedName(`volcano-${part}`, data), namespace, labels: labelsOf(part) },
    immutable: true,
    data: { ...data },
  }) as ApiObjectProps;
  return new KubeObject(scope, id, manifest);
}

/** A short-lived pod of the admission server's image, for its `sh`, `kubectl` and `openssl`. */
export function jobPod(
  place: Pick<VolcanoPlace, 'images' | 'nodes'>,
  job: {
    readonly account: string;
    readonly name: string;
    readonly script: string;
    readonly env: { readonly [name: string]: string };
  },
): PodSpecification {
  const memory = Size.mebibytes(128);
  const resources: ResourcesSpec = { requests: { cpu: 0.05, memory }, limits: { memory } };
  return {
    uid: VOLCANO_UID,
    serviceAccountName: job.account,
    restartPolicy: 'Never',
    placement: onNodes(place.nodes),
    imagePullSecrets: place.images.pullSecrets,
    volumes: [{ ...TMP, source: { emptyDir: { medium: 'Memory', sizeLimit: k8s.Quantity.fromString('16Mi') } } }],
    containers: [
      {
        name: job.name,
        image: place.images.admission,
        command: ['/bin/sh', '-c', job.script],
        // kubectl keeps what it learns of the API server in the home directory.
        env: { HOME: '/tmp', ...job.env },
        resources,
      },
    ],
  };
}

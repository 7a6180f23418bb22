import { Chart, Size, type ApiObjectProps } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { sizeQuantity } from '../../core/quantities';
import { KubeObject } from '../../kube/object';
import type { ServerPlace } from '../spark-server/workload';
import { STATE_VOLUME } from './pod';
import type { LivyState } from './props';

/** A StatefulSet: its pod has a name that drivers can find, and a claim that outlives it. */
export function livySet(
  scope: Construct,
  id: string,
  place: ServerPlace,
  set: {
    readonly replicas: number;
    readonly serviceName: string;
    readonly template: k8s.PodTemplateSpec;
    readonly state: LivyState;
  },
): KubeObject {
  const { name, namespace } = place;
  const { replicas, serviceName, template, state } = set;
  const matchLabels = { ...place.selector };
  const labels = { ...Chart.of(scope).labels, ...template.metadata?.labels, ...matchLabels };
  const manifest = k8s.KubeStatefulSet.manifest({
    metadata: { name, namespace, labels: matchLabels },
    spec: {
      replicas,
      serviceName,
      selector: { matchLabels },
      template: { ...template, metadata: { ...template.metadata, labels } },
      volumeClaimTemplates: [stateClaim(state)],
    },
  }) as ApiObjectProps;
  return new KubeObject(scope, id, manifest);
}

/** A drain may evict the only pod; jobs go on without it, and the next one finds them. */
export function budget(scope: Construct, id: string, { name, namespace, selector }: ServerPlace): KubeObject {
  const manifest = k8s.KubePodDisruptionBudget.manifest({
    metadata: { name, namespace, labels: { ...selector } },
    spec: { maxUnavailable: k8s.IntOrString.fromNumber(1), selector: { matchLabels: { ...selector } } },
  }) as ApiObjectProps;
  return new KubeObject(scope, id, manifest);
}

/** An account, with the annotations by which clouds know it. */
export function livyAccount(
  scope: Construct,
  id: string,
  { name, namespace, selector }: ServerPlace,
  annotations: { [key: string]: string } | undefined,
): KubeObject {
  const manifest = k8s.KubeServiceAccount.manifest({
    metadata: { name, namespace, labels: { ...selector }, ...(annotations && { annotations }) },
    automountServiceAccountToken: false,
  }) as ApiObjectProps;
  return new KubeObject(scope, id, manifest);
}

function stateClaim({ size = Size.gibibytes(1), storageClassName }: LivyState): k8s.KubePersistentVolumeClaimProps {
  return {
    metadata: { name: STATE_VOLUME },
    spec: {
      accessModes: ['ReadWriteOnce'],
      ...(storageClassName !== undefined && { storageClassName }),
      resources: { requests: { storage: k8s.Quantity.fromString(sizeQuantity(size)) } },
    },
  };
}

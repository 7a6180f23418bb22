import { Chart, type ApiObjectProps, type Size } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { sizeQuantity } from '../core/quantities';
import { KubeObject } from './object';
import type { ServerPlace } from './server-place';

/** A claim that each pod of a set has for itself. */
export interface SetClaim {
  /** Name of the volume in the template. */
  readonly volume: string;
  readonly size: Size;
  readonly storageClassName?: string | undefined;
}

/** Pods whose names stay, and claims that outlive them. */
export interface ServerSet {
  /** How many; undefined where somebody else decides. */
  readonly replicas: number | undefined;
  /** The headless Service that gives each pod a name. @default - name of the set */
  readonly serviceName?: string;
  /** Whether pods start and end together. @default false */
  readonly parallel?: boolean;
  readonly template: k8s.PodTemplateSpec;
  /** @default - no claim */
  readonly claim?: SetClaim | undefined;
}

/** A StatefulSet. */
export function serverSet(scope: Construct, id: string, place: ServerPlace, set: ServerSet): KubeObject {
  const { name, namespace } = place;
  const { replicas, serviceName = name, parallel = false, template, claim } = set;
  const matchLabels = { ...place.selector };
  const labels = { ...Chart.of(scope).labels, ...template.metadata?.labels, ...matchLabels };
  const manifest = k8s.KubeStatefulSet.manifest({
    metadata: { name, namespace, labels: matchLabels },
    spec: {
      ...(replicas !== undefined && { replicas }),
      serviceName,
      ...(parallel && { podManagementPolicy: 'Parallel' }),
      selector: { matchLabels },
      template: { ...template, metadata: { ...template.metadata, labels } },
      ...(claim && { volumeClaimTemplates: [claimTemplate(claim)] }),
    },
  }) as ApiObjectProps;
  return new KubeObject(scope, id, manifest);
}

/** One pod at a time may be evicted: a drain goes on, and what is left works, or the next pod finds what there was. */
export function oneAtATime(scope: Construct, id: string, { name, namespace, selector }: ServerPlace): KubeObject {
  const manifest = k8s.KubePodDisruptionBudget.manifest({
    metadata: { name, namespace, labels: { ...selector } },
    spec: { maxUnavailable: k8s.IntOrString.fromNumber(1), selector: { matchLabels: { ...selector } } },
  }) as ApiObjectProps;
  return new KubeObject(scope, id, manifest);
}

function claimTemplate({ volume, size, storageClassName }: SetClaim): k8s.KubePersistentVolumeClaimProps {
  return {
    metadata: { name: volume },
    spec: {
      accessModes: ['ReadWriteOnce'],
      ...(storageClassName !== undefined && { storageClassName }),
      resources: { requests: { storage: k8s.Quantity.fromString(sizeQuantity(size)) } },
    },
  };
}

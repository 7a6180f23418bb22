import { Chart, type ApiObjectProps } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { sizeQuantity } from '../../core/quantities';
import { KubeObject } from '../../kube/object';
import type { ServerPlace } from '../spark-server/workload';
import { RECOVERY_VOLUME } from './pods';
import type { StandaloneAutoscaling } from './props';
import type { StandaloneFilesystemRecovery } from './recovery';

const TARGET_CPU_PERCENT = 50;

/** A StatefulSet whose pods start together. Without a number of pods somebody else decides it. */
export interface DaemonPods {
  readonly replicas: number | undefined;
  readonly template: k8s.PodTemplateSpec;
  /** @default - no claim */
  readonly claim?: StandaloneFilesystemRecovery | undefined;
}

export function daemons(scope: Construct, id: string, place: ServerPlace, set: DaemonPods): KubeObject {
  const { name, namespace } = place;
  const { replicas, template, claim } = set;
  const matchLabels = { ...place.selector };
  const labels = { ...Chart.of(scope).labels, ...template.metadata?.labels, ...matchLabels };
  const manifest = k8s.KubeStatefulSet.manifest({
    metadata: { name, namespace, labels: matchLabels },
    spec: {
      ...(replicas !== undefined && { replicas }),
      serviceName: name,
      podManagementPolicy: 'Parallel',
      selector: { matchLabels },
      template: { ...template, metadata: { ...template.metadata, labels } },
      ...(claim?.size && { volumeClaimTemplates: [claimTemplate(claim, sizeQuantity(claim.size))] }),
    },
  }) as ApiObjectProps;
  return new KubeObject(scope, id, manifest);
}

/** One pod at a time may be evicted: a drain goes on, and the others work. */
export function budget(scope: Construct, id: string, { name, namespace, selector }: ServerPlace): KubeObject {
  const manifest = k8s.KubePodDisruptionBudget.manifest({
    metadata: { name, namespace, labels: { ...selector } },
    spec: { maxUnavailable: k8s.IntOrString.fromNumber(1), selector: { matchLabels: { ...selector } } },
  }) as ApiObjectProps;
  return new KubeObject(scope, id, manifest);
}

/** Grows by a worker a minute, and shrinks by one in ten: each that goes takes its data along. */
export function autoscaler(
  scope: Construct,
  id: string,
  { name, namespace, selector }: ServerPlace,
  { minReplicas = 1, maxReplicas, targetCpuPercent = TARGET_CPU_PERCENT }: StandaloneAutoscaling,
): KubeObject {
  const onePod = (periodSeconds: number): k8s.HpaScalingRulesV2 => ({
    policies: [{ type: 'Pods', value: 1, periodSeconds }],
  });
  const manifest = k8s.KubeHorizontalPodAutoscalerV2.manifest({
    metadata: { name, namespace, labels: { ...selector } },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'StatefulSet', name },
      minReplicas,
      maxReplicas,
      metrics: [
        {
          type: 'Resource',
          resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: targetCpuPercent } },
        },
      ],
      behavior: { scaleUp: onePod(60), scaleDown: onePod(600) },
    },
  }) as ApiObjectProps;
  return new KubeObject(scope, id, manifest);
}

/** An account without rights, and without a token. */
export function account(
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

function claimTemplate(
  { storageClassName }: StandaloneFilesystemRecovery,
  storage: string,
): k8s.KubePersistentVolumeClaimProps {
  return {
    metadata: { name: RECOVERY_VOLUME },
    spec: {
      accessModes: ['ReadWriteOnce'],
      ...(storageClassName !== undefined && { storageClassName }),
      resources: { requests: { storage: k8s.Quantity.fromString(storage) } },
    },
  };
}

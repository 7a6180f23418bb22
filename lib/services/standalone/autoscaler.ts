import type { ApiObjectProps } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { KubeObject } from '../../kube/object';
import type { ServerPlace } from '../../kube/server-place';
import type { StandaloneAutoscaling } from './props';

const TARGET_CPU_PERCENT = 50;

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

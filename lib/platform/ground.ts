import type { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { restrictedNamespace } from '../kube/namespace';
import { ALL_PODS, networkPolicy } from '../kube/network-policy';

/** The namespace of a chart, for pods of the level `restricted`, and closed: each server opens what it needs. */
export function closedNamespace(chart: Chart, name: string): Construct {
  const ground = new Construct(chart, 'Ground');
  const namespace = restrictedNamespace(ground, 'Namespace', name);
  const policy = networkPolicy(ground, 'Closed', {
    name: 'default-deny',
    namespace: name,
    pods: ALL_PODS,
    ingress: [],
    egress: [],
  });
  policy.addDependency(namespace);
  return ground;
}

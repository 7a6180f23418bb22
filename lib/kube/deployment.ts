import { Chart, type ApiObjectProps } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { type Construct } from 'constructs';
import { Component } from '../core/component';
import { KubeObject } from './object';
import { hardenedPod, type PodSpecification } from './pod';

/** A server of ours: its pods, how many of them, and how it is reached. */
export interface DeploymentSpec extends PodSpecification {
  /** Name of the Deployment and its budget. */
  readonly name: string;
  readonly namespace: string;
  /** Labels that tell its pods from all others. Cannot be changed on a living Deployment. */
  readonly selector: { readonly [key: string]: string };
  /** Further labels of Deployment and pods. */
  readonly labels?: { readonly [key: string]: string };
  readonly podAnnotations?: { readonly [key: string]: string };
  /** @default 1 */
  readonly replicas?: number;
  /** Whether a new version waits until the old pod is gone. @default false */
  readonly recreate?: boolean;
}

/** A Deployment whose pods Pod Security `restricted` admits; with several replicas also spread and a disruption budget. */
export class HardenedDeployment extends Component {
  /** The Deployment. */
  public readonly deployment: KubeObject;
  /** The PodDisruptionBudget; undefined with one replica, where it could only forbid what a drain needs. */
  public readonly budget?: KubeObject;

  public constructor(scope: Construct, id: string, spec: DeploymentSpec) {
    super(scope, id);
    const { name, namespace, replicas = 1 } = spec;
    const matchLabels = { ...spec.selector };
    const labels = { ...Chart.of(scope).labels, ...spec.labels, ...matchLabels };
    const manifest = k8s.KubeDeployment.manifest({
      metadata: { name, namespace, labels },
      spec: {
        replicas,
        selector: { matchLabels },
        ...(spec.recreate === true && { strategy: { type: 'Recreate' } }),
        template: {
          metadata: { labels, ...(spec.podAnnotations && { annotations: { ...spec.podAnnotations } }) },
          spec: { ...hardenedPod(spec), ...(replicas > 1 && spread(matchLabels)) },
        },
      },
    }) as ApiObjectProps;
    this.deployment = new KubeObject(this, 'Resource', manifest);
    if (replicas > 1) this.budget = disruptionBudget(this, 'Budget', { name, namespace, labels }, matchLabels);
  }
}

/** Ports of a Service by name, each with the port of the pods behind it. */
export interface ServicePorts {
  readonly [name: string]: { readonly port: number; readonly target: number };
}

/** What a Service is made of. */
export interface ServiceSpec {
  readonly name: string;
  readonly namespace: string;
  readonly labels?: { readonly [key: string]: string };
  readonly annotations?: { readonly [key: string]: string };
  readonly selector: { readonly [key: string]: string };
  readonly ports: ServicePorts;
}

/** A Service of type ClusterIP. */
export function service(scope: Construct, id: string, spec: ServiceSpec): KubeObject {
  const { name, namespace, labels, annotations } = spec;
  const manifest = k8s.KubeService.manifest({
    metadata: {
      name,
      namespace,
      ...(labels && { labels: { ...labels } }),
      ...(annotations && { annotations: { ...annotations } }),
    },
    spec: {
      selector: { ...spec.selector },
      ports: Object.entries(spec.ports).map(([portName, { port, target }]) => ({
        name: portName,
        port,
        targetPort: k8s.IntOrString.fromNumber(target),
      })),
    },
  }) as ApiObjectProps;
  return new KubeObject(scope, id, manifest);
}

/** One pod at a time may be evicted: a drain goes on, and the others serve. */
function disruptionBudget(
  scope: Construct,
  id: string,
  metadata: k8s.ObjectMeta,
  matchLabels: { [key: string]: string },
): KubeObject {
  const manifest = k8s.KubePodDisruptionBudget.manifest({
    metadata,
    spec: { maxUnavailable: k8s.IntOrString.fromNumber(1), selector: { matchLabels } },
  }) as ApiObjectProps;
  return new KubeObject(scope, id, manifest);
}

/** A wish, not a condition: a small cluster still gets its replicas. */
function spread(matchLabels: { [key: string]: string }): Pick<k8s.PodSpec, 'topologySpreadConstraints'> {
  return {
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: 'kubernetes.io/hostname',
        whenUnsatisfiable: 'ScheduleAnyway',
        labelSelector: { matchLabels },
      },
    ],
  };
}

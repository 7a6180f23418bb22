import { Chart, type ApiObjectProps } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { hashedName } from '../../core/names';
import { KubeObject } from '../../kube/object';
import type { ServerPlace } from '../../kube/server-place';
import { SparkLabel } from '../../spark/labels';

/** Only pods have a role. */
function objectLabels({ selector }: ServerPlace): { [key: string]: string } {
  return Object.fromEntries(Object.entries(selector).filter(([key]) => key !== SparkLabel.ROLE));
}

/** A Deployment of one pod. A new one waits until the old one is gone: two would both be the server. */
export function singlePod(
  scope: Construct,
  id: string,
  place: ServerPlace,
  replicas: number,
  template: k8s.PodTemplateSpec,
): KubeObject {
  const { name, namespace } = place;
  const matchLabels = { ...place.selector };
  const labels = { ...Chart.of(scope).labels, ...template.metadata?.labels, ...matchLabels };
  const manifest = k8s.KubeDeployment.manifest({
    metadata: { name, namespace, labels: objectLabels(place) },
    spec: {
      replicas,
      selector: { matchLabels },
      strategy: { type: 'Recreate' },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  }) as ApiObjectProps;
  return new KubeObject(scope, id, manifest);
}

/** A Service of a server. */
export function serverService(
  scope: Construct,
  id: string,
  place: ServerPlace,
  name: string,
  spec: k8s.ServiceSpec,
): KubeObject {
  const { namespace } = place;
  const selector = { ...place.selector };
  const manifest = k8s.KubeService.manifest({
    metadata: { name, namespace, labels: objectLabels(place) },
    spec: { selector, ...spec },
  }) as ApiObjectProps;
  return new KubeObject(scope, id, manifest);
}

/** A ConfigMap that never changes: its name follows its content, so that a change rolls out. @returns its name */
export function serverConfig(
  scope: Construct,
  id: string,
  place: ServerPlace,
  suffix: string,
  data: { readonly [key: string]: string },
): string {
  const { namespace } = place;
  const name = hashedName(`${place.name}-${suffix}`, data);
  const manifest = k8s.KubeConfigMap.manifest({
    metadata: { name, namespace, labels: objectLabels(place) },
    immutable: true,
    data: { ...data },
  }) as ApiObjectProps;
  new KubeObject(scope, id, manifest);
  return name;
}

/** A port of a Service that the pods have under the same number. */
export function samePort(name: string, port: number, appProtocol?: string): k8s.ServicePort {
  return {
    name,
    port,
    targetPort: k8s.IntOrString.fromNumber(port),
    ...(appProtocol !== undefined && { appProtocol }),
  };
}

/**
 * Checks that a port is open: patient at the start, then impatient.
 *
 * @param later The port that is checked once the server serves.
 */
export function portProbes(
  port: number,
  later = port,
): Pick<k8s.Container, 'startupProbe' | 'readinessProbe' | 'livenessProbe'> {
  const open = (number: number): k8s.Probe => ({ tcpSocket: { port: k8s.IntOrString.fromNumber(number) } });
  return probes(open(port), open(later));
}

/** Checks that a page answers: patient at the start, then impatient. */
export function pageProbes(
  port: number,
  path: string,
): Pick<k8s.Container, 'startupProbe' | 'readinessProbe' | 'livenessProbe'> {
  const answers: k8s.Probe = { httpGet: { path, port: k8s.IntOrString.fromNumber(port) }, timeoutSeconds: 5 };
  return probes(answers, answers);
}

/** Busy machines take minutes for a first scan or the first executors. */
const START_SECONDS = 600;

function probes(start: k8s.Probe, later: k8s.Probe) {
  return {
    startupProbe: { ...start, periodSeconds: 5, failureThreshold: START_SECONDS / 5 },
    readinessProbe: later,
    // A collection of garbage must not end the server.
    livenessProbe: { ...later, periodSeconds: 20, failureThreshold: 6 },
  };
}

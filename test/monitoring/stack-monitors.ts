import type { Manifest } from '../../lib/testing';
import { fits, specOf, type Cluster, type Labels, type Pod, type Selector } from './stack-cluster';

export interface Endpoint {
  readonly port: string;
}
interface MonitorSpec {
  readonly selector: Selector;
  readonly namespaceSelector?: { readonly matchNames?: string[] };
  readonly podMetricsEndpoints?: Endpoint[];
  readonly endpoints?: Endpoint[];
}
export interface ProbeSpec {
  readonly prober: { readonly url: string };
  readonly module: string;
  readonly targets: { readonly staticConfig: { readonly static: string[] } };
}

/** Where a monitor looks. */
export function places(monitor: Manifest): string[] {
  const { namespace = 'default' } = monitor.metadata;
  return specOf<MonitorSpec>(monitor).namespaceSelector?.matchNames ?? [namespace];
}

/** The pods that a PodMonitor leads to. */
export function monitored(cluster: Cluster, monitor: Manifest): Pod[] {
  const { selector } = specOf<MonitorSpec>(monitor);
  return places(monitor).flatMap((namespace) => cluster.podsBy(namespace, selector));
}

export function endpoints(monitor: Manifest): Endpoint[] {
  const { podMetricsEndpoints, endpoints: others = [] } = specOf<MonitorSpec>(monitor);
  return podMetricsEndpoints ?? others;
}

/** Services that a ServiceMonitor leads to, with the names of their ports; the operator makes that of the kubelets. */
export function servicesOf(
  cluster: Cluster,
  monitor: Manifest,
): { name: string; ports: string[]; selector?: Labels }[] {
  const { selector } = specOf<MonitorSpec>(monitor);
  const made = cluster.all('Service').map(({ metadata, spec }) => {
    const { ports, selector: pods } = spec as { ports: { name?: string }[]; selector?: Labels };
    return { metadata, ports: ports.map(({ name = '' }) => name), ...(pods && { selector: pods }) };
  });
  return [...made, ...kubeletServices(cluster)]
    .filter(({ metadata }) => places(monitor).includes(metadata.namespace ?? 'default'))
    .filter(({ metadata }) => fits(selector, metadata.labels ?? {}))
    .map(({ metadata, ...rest }) => ({ name: metadata.name, ...rest }));
}

/** The Service that the operator keeps, if it is told to. */
function kubeletServices(cluster: Cluster): { metadata: Manifest['metadata']; ports: string[] }[] {
  const told = JSON.stringify(cluster.pods.map(({ spec }) => spec)).matchAll(/--kubelet-service=([^/"]+)\/([^"]+)"/g);
  return [...told].map(([, namespace = '', name = '']) => ({
    metadata: { name, namespace, labels: { 'k8s-app': 'kubelet', 'app.kubernetes.io/name': 'kubelet' } },
    ports: ['https-metrics'],
  }));
}

/** The servers that no monitor leads to, and that do not say why. */
export function unseen(cluster: Cluster): string[] {
  const scraped = cluster
    .all('PodMonitor')
    .flatMap((monitor) =>
      monitored(cluster, monitor).filter((pod) => endpoints(monitor).some(({ port }) => port in pod.ports)),
    );
  const byService = cluster
    .all('ServiceMonitor')
    .flatMap((monitor) =>
      servicesOf(cluster, monitor).flatMap(({ selector }) =>
        selector ? places(monitor).flatMap((place) => cluster.podsBy(place, { matchLabels: selector })) : [],
      ),
    );
  const probed = cluster
    .all('Probe')
    .flatMap((probe) => specOf<ProbeSpec>(probe).targets.staticConfig.static)
    .flatMap((target) => cluster.behind(target).pods);
  const seen = new Set([...scraped, ...byService, ...probed]);
  const excused = (pod: Pod): boolean =>
    cluster.observations.some(
      ({ workload, _reason: reason = '' }) =>
        / .* /.test(reason) &&
        workload.namespace === pod.namespace &&
        fits({ matchLabels: workload.podLabels }, pod.labels),
    );
  return cluster.servers
    .filter((pod) => !seen.has(pod) && !excused(pod))
    .map(({ kind, namespace, name }) => `${kind} ${namespace}/${name}`);
}

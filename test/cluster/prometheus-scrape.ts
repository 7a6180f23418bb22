import { renameSync, writeFileSync } from 'node:fs';
import type { Observation } from '../../lib/kube/observation';
import { list } from './kubectl';
import { at } from './manifest';

/** What a plain Prometheus needs to know of the cluster that it looks at from outside. */
export interface ScrapeOptions {
  /** File with the pods, for a Prometheus that was built without a client of Kubernetes. */
  readonly targets: string;
  /** Such as `5s`. */
  readonly interval: string;
}

/** Labels that are a prefix and the uid of the pod, where the pod has no label for them. */
interface UidLabels {
  readonly labelsFromPodUid?: { readonly [label: string]: string };
}

/**
 * The scrape settings of an observation for a plain Prometheus, one for each of its pages: what the operator makes of a
 * PodMonitor, without the operator.
 */
export function scrapeConfigs(observation: Observation, options: ScrapeOptions): object[] {
  const { workload, _scrape: scrape } = observation;
  if (scrape === undefined) return [];
  const { paths = ['/metrics'], drop = [], dropLabels = [], labels = {}, labelsFromPods = {} } = scrape;
  const { labelsFromPodUid = {} } = scrape as UidLabels;
  const fixed = (label: string, replacement: string): object => ({ target_label: label, replacement });
  // A label that the pod lacks leaves alone what is there.
  const copied = (label: string, source: string): object => ({
    source_labels: [meta(source)],
    regex: '(.+)',
    target_label: label,
  });
  return paths.map((path) => ({
    job_name: `${workload.namespace}/${workload.name}${path}`,
    metrics_path: path,
    scrape_interval: options.interval,
    scrape_timeout: options.interval,
    honor_labels: scrape.honorLabels ?? false,
    ...(scrape.sampleLimit !== undefined && { sample_limit: scrape.sampleLimit }),
    file_sd_configs: [{ files: [options.targets] }],
    relabel_configs: [
      { source_labels: [meta('pod_phase')], regex: 'Failed|Succeeded', action: 'drop' },
      { source_labels: [meta('pod_container_port_name')], regex: scrape.port, action: 'keep' },
      copied('namespace', 'namespace'),
      copied('pod', 'pod_name'),
      fixed('job', scrape.job),
      fixed('metrics_path', path),
      ...Object.entries(labelsFromPodUid).map(([label, prefix]) => ({
        source_labels: [meta('pod_uid')],
        target_label: label,
        replacement: `${prefix}$1`,
      })),
      ...Object.entries(labelsFromPods).map(([label, source]) => copied(label, `pod_label_${source}`)),
      ...Object.entries(labels).map(([label, value]) => fixed(label, value)),
    ],
    metric_relabel_configs: [
      ...drop.map((regex) => ({ source_labels: ['__name__'], regex, action: 'drop' })),
      ...dropLabels.map((regex) => ({ regex, action: 'labeldrop' })),
    ],
  }));
}

/** Writes the pods of an observation into the file of targets, one for each port, with the labels of Prometheus' own discovery. */
export async function writeTargets({ workload }: Observation, file: string): Promise<void> {
  const selector = Object.entries(workload.podLabels).map(([key, value]) => `${key}=${value}`);
  const pods = await list('pods', workload.namespace, selector.join(','));
  const targets = pods.flatMap((pod) => {
    const ip = at<string>(pod, 'status.podIP');
    const containers = at<{ ports?: { name: string; containerPort: number }[] }[]>(pod, 'spec.containers') ?? [];
    if (ip === undefined) return [];
    const labels = Object.entries(pod.metadata.labels ?? {}).map(([key, value]) => [meta(`pod_label_${key}`), value]);
    return containers
      .flatMap(({ ports = [] }) => ports)
      .map(({ name, containerPort }) => ({
        targets: [`${ip}:${containerPort}`],
        labels: {
          ...(Object.fromEntries(labels) as object),
          [meta('namespace')]: workload.namespace,
          [meta('pod_name')]: pod.metadata.name,
          [meta('pod_uid')]: pod.metadata.uid,
          [meta('pod_phase')]: at<string>(pod, 'status.phase'),
          [meta('pod_container_port_name')]: name,
        },
      }));
  });
  writeFileSync(`${file}.new`, JSON.stringify(targets));
  renameSync(`${file}.new`, file);
}

function meta(label: string): string {
  return `__meta_kubernetes_${label.replace(/[^A-Za-z0-9_]/g, '_')}`;
}

/** The same for a server outside the cluster. */
export function staticScrape(observation: Observation, address: string, { interval }: ScrapeOptions): object {
  const { _scrape: scrape } = observation;
  return {
    job_name: scrape?.job,
    scrape_interval: interval,
    scrape_timeout: interval,
    honor_labels: scrape?.honorLabels ?? false,
    static_configs: [{ targets: [address] }],
  };
}

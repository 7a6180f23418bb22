/** Metrics by name, each with the labels that a query may use beside those of its target. */
export interface MetricTable {
  readonly [metric: string]: readonly string[];
}

/** Labels of the target, which every scraped series has or may have. */
export const TARGET_LABELS: readonly string[] = [
  ...['job', 'instance', 'namespace', 'pod', 'container', 'service', 'endpoint', 'node', 'metrics_path'],
  ...['cluster', 'environment'],
];

/** Metrics that share a prefix and their labels. */
export function metrics(prefix: string, names: readonly string[], labels: readonly string[] = []): MetricTable {
  return Object.fromEntries(names.map((name) => [`${prefix}${name}`, labels]));
}

/** The three series of a classic histogram. */
export function histogram(name: string, labels: readonly string[] = []): MetricTable {
  return { [`${name}_bucket`]: [...labels, 'le'], [`${name}_sum`]: labels, [`${name}_count`]: labels };
}

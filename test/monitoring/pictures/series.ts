/** One series, as Prometheus keeps it: labels with `__name__`, and values at seconds. */
export interface Series {
  readonly labels: { readonly [label: string]: string };
  readonly values: readonly (readonly [seconds: number, value: number])[];
}

/** What `promtool tsdb create-blocks-from openmetrics` reads. */
export function openMetrics(all: readonly Series[]): string {
  const byName = new Map<string, Series[]>();
  for (const series of all) {
    const name = series.labels.__name__ ?? '';
    byName.set(name, [...(byName.get(name) ?? []), series]);
  }
  const lines = [...byName].flatMap(([name, list]) => list.flatMap((series) => samples(name, series)));
  return `${lines.join('\n')}\n# EOF\n`;
}

function samples(name: string, { labels, values }: Series): string[] {
  const text = Object.entries(labels)
    .filter(([label]) => label !== '__name__')
    .map(([label, value]) => `${label}=${JSON.stringify(value)}`)
    .join(',');
  return values.map(([seconds, value]) => `${name}{${text}} ${String(value)} ${seconds}`);
}

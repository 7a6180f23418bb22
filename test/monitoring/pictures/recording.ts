import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Series } from './series';
import type { Moment } from './variables';

interface Recording {
  readonly spark: string;
  readonly step: string;
  readonly result: readonly {
    readonly metric: Series['labels'];
    readonly values: readonly (readonly [number, string])[];
  }[];
}

const FILE = join(__dirname, '../seen/recorded-spark-4.2.1.json');

/** What a Prometheus scraped of a real job: Spark's release, its series, and when that was. */
export function recording(application: string): {
  readonly spark: string;
  readonly series: Series[];
  readonly moment: Moment;
  /** Its id, as its series have it. */
  readonly appId: string;
} {
  const { spark, step, result } = JSON.parse(readFileSync(FILE, 'utf8')) as Recording;
  const own = result.filter(({ metric }) => metric.app_name === application);
  const series = own.map(({ metric, values }) => ({
    labels: metric,
    values: values.map(([seconds, value]) => [seconds, Number(value)] as const),
  }));
  const times = series.flatMap(({ values }) => values.map(([seconds]) => seconds));
  const [start, end] = [Math.min(...times), Math.max(...times)];
  const appId = own[0]?.metric.app_id ?? '';
  return { spark, series, appId, moment: { end, range: end - start, step: Number(step) } };
}

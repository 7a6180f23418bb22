import { isKnownMetric, labelsOf, matchesKnownMetric } from '../../../lib/monitoring/inventory/inventory';
import { SparkMetrics } from '../../../lib/spark/features/metrics/spark-metrics';
import { promql, substituted, type LabelUse } from '../promql';
import { annotations, queries, values, type QueryUse } from './panels';

const ALL = [...queries('prometheus'), ...annotations()];

/** What is wrong, with where it is. */
function wrong(check: (facts: ReturnType<typeof promql>, use: QueryUse) => readonly string[]): string[] {
  return ALL.flatMap((use) =>
    check(promql(substituted(use.expr)), use).map((text) => `${use.board} / ${use.panel}: ${text}`),
  );
}

const unknownLabels = (uses: readonly LabelUse[]): string[] =>
  uses
    .filter(({ metric, label }) => label !== '__name__' && isKnownMetric(metric) && !labelsOf(metric).includes(label))
    .map(({ metric, label }) => `${metric} has no label ${label}`);

describe('PromQL of the dashboards', () => {
  test('there is some', () => expect(ALL.length).toBeGreaterThan(180));

  test('parses', () => expect(wrong(({ errors }) => errors)).toEqual([]));

  test('names metrics of the inventory only', () => {
    expect(wrong(({ names }) => names.filter((name) => !isKnownMetric(name)))).toEqual([]);
  });

  test('chooses names that exist', () => {
    const facts = wrong(({ nameMatchers }) => nameMatchers.filter((name) => !matchesKnownMetric(name)));
    expect(facts).toEqual([]);
    expect(ALL.flatMap(({ expr }) => promql(substituted(expr)).nameMatchers).length).toBeGreaterThan(5);
  });

  test('matches labels that its metrics have', () =>
    expect(wrong(({ matched }) => unknownLabels(matched))).toEqual([]));

  test('groups by labels that its metrics have', () => {
    expect(wrong(({ grouped }) => unknownLabels(grouped))).toEqual([]);
  });

  test('takes rates over $__rate_interval', () => {
    const windows = ALL.flatMap(({ board, panel, expr }) =>
      [...expr.matchAll(/\b(rate|increase)\((?:[^()]|\([^()]*\))*?\[([^\]]+)\]/g)].map(([, name, window]) => ({
        at: `${board} / ${panel}`,
        name,
        window,
      })),
    );
    expect(windows.length).toBeGreaterThan(50);
    const allowed = { rate: ['$__rate_interval'], increase: ['$__rate_interval', '$__range', '1d'] };
    expect(windows.filter(({ name, window }) => !allowed[name as keyof typeof allowed].includes(window ?? ''))).toEqual(
      [],
    );
  });

  test('uses no series that the scrape drops', () => {
    const { drop = [] } = SparkMetrics.driverObservation('etl')._scrape ?? {};
    const dropped = new RegExp(`^(${drop.join('|')})$`);
    expect(dropped.test('metrics_spark_driver_DAGScheduler_messageProcessingTime_50thPercentile')).toBe(true);
    expect(wrong(({ names }) => names.filter((name) => dropped.test(name)))).toEqual([]);
  });

  test('names the metric of each join once', () => {
    const raw = /group_left[^a-z]*\([^)]*\) kube_pod_labels/;
    expect(wrong((_, { expr }) => (raw.test(expr) ? [expr] : []))).toEqual([]);
  });
});

describe('variables of the dashboards', () => {
  test.each(values())('$board takes $label of $series', ({ series, label }) => {
    const { errors, names, matched } = promql(substituted(series));
    expect(errors).toEqual([]);
    expect(names.filter((name) => !isKnownMetric(name))).toEqual([]);
    expect(unknownLabels([...matched, ...names.map((metric) => ({ metric, label }))])).toEqual([]);
  });
});

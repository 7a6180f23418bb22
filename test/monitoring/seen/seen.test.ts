import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { INVENTORY } from '../../../lib/monitoring/inventory/inventory';
import { rulesOf } from '../alerts/stock';
import { annotations, queries, values } from '../dashboards/panels';
import { promql, substituted } from '../promql';

interface Seen {
  readonly metrics: readonly { readonly name: string; readonly labels: readonly string[] }[];
  readonly dropped: readonly string[];
}

/** What a real driver showed; see test/cluster/spark-metrics.test.ts. */
const SEEN = JSON.parse(readFileSync(join(__dirname, 'spark-4.2.1.json'), 'utf8')) as Seen;
const LABELS = new Map(SEEN.metrics.map(({ name, labels }) => [name, labels]));

/** Pages of drivers; what the agent of the JVM shows has other names. */
const OF_DRIVERS = /^(metrics_|spark_info$)/;

/** The queue of listeners that users add; ours had none. */
const UNSEEN = 'metrics_spark_driver_LiveListenerBus_queue_shared_';

interface Use {
  readonly at: string;
  readonly expr: string;
}

const USES: readonly Use[] = [
  ...[...queries('prometheus'), ...annotations()].map(({ board, panel, expr }) => ({ at: `${board} / ${panel}`, expr })),
  ...values().map(({ board, series }) => ({ at: `${board} / variable`, expr: series })),
  ...rulesOf().map(({ alert, record = '', expr }) => ({ at: alert ?? record, expr })),
];

/** Metrics of drivers that nobody has seen, with who asks for them. */
function unseen(uses: readonly Use[]): string[] {
  return uses.flatMap(({ at, expr }) => {
    const { names, nameMatchers } = promql(substituted(expr));
    const missing = names.filter((name) => OF_DRIVERS.test(name) && !LABELS.has(name) && !name.startsWith(UNSEEN));
    const nothing = nameMatchers.filter((one) => OF_DRIVERS.test(one) && !matches(one));
    return [...missing, ...nothing].map((name) => `${at}: ${name}`);
  });
}

function matches(expression: string): boolean {
  const regexp = new RegExp(`^(?:${expression})$`);
  return [...LABELS.keys()].some((name) => regexp.test(name));
}

/** Labels of drivers' metrics that a query matches or groups by, and a driver does not have. */
function unseenLabels(uses: readonly Use[]): string[] {
  return uses.flatMap(({ at, expr }) => {
    const { matched, grouped } = promql(substituted(expr));
    return [...matched, ...grouped]
      .filter(({ metric, label }) => label !== '__name__' && LABELS.get(metric)?.includes(label) === false)
      .map(({ metric, label }) => `${at}: ${metric} has no ${label}`);
  });
}

test('a real driver showed every metric of drivers that dashboards and rules ask for', () => {
  const asked = new Set(USES.flatMap(({ expr }) => promql(substituted(expr)).names).filter((n) => OF_DRIVERS.test(n)));
  expect(asked.size).toBeGreaterThan(50);
  expect(unseen(USES)).toEqual([]);
});

test('and their labels', () => expect(unseenLabels(USES)).toEqual([]));

test('a misspelt metric or label would be found', () => {
  const use = (expr: string): Use => ({ at: 'x', expr });
  expect(unseen([use('sum(metrics_executor_maxTask)')])).toEqual(['x: metrics_executor_maxTask']);
  expect(unseen([use('{__name__=~"metrics_spark_driver_stream_.+"}')])).toEqual(['x: metrics_spark_driver_stream_.+']);
  expect(unseen([use('sum(metrics_executor_maxTasks) + up')])).toEqual([]);
  expect(unseenLabels([use('sum by (executor) (metrics_executor_maxTasks)')])).toEqual([
    'x: metrics_executor_maxTasks has no executor',
  ]);
});

test('the inventory has what the driver showed, and no more', () => {
  const tables = { ...INVENTORY.sparkDriver, ...INVENTORY.sparkExecutors };
  const names = Object.keys(tables).filter((name) => !name.startsWith(UNSEEN));
  const pattern = (name: string): RegExp => new RegExp(`^${name.replace(/<\w+>/, '.+')}$`);
  expect(names.filter((name) => ![...LABELS.keys()].some((one) => pattern(name).test(one)))).toEqual([]);
  // Nobody looks at compilation and Hive's file cache.
  const known = [...LABELS.keys()].filter((name) => !/_(CodeGenerator|HiveExternalCatalog)_/.test(name));
  expect(known.filter((one) => !names.some((name) => pattern(name).test(one)))).toEqual([]);
  for (const [name, labels] of Object.entries(tables)) {
    const seen = LABELS.get(name);
    if (seen) expect([name, labels.filter((label) => !seen.includes(label))]).toEqual([name, []]);
  }
});

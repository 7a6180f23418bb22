import { Chart, Duration, type App } from 'cdk8s';
import { checkAtSynth } from '../../lib/core/rules';
import { dashboardFindings } from '../../lib/monitoring/dashboards/findings';
import { GrafanaDashboard } from '../../lib/monitoring/dashboards/grafana-dashboard';
import type { DashboardOptions } from '../../lib/monitoring/dashboards/options';
import type { Mistake } from './mistake';

type Line = readonly [rule: string, at: string, value: string, says?: string];

/** Dashboards as a Grafana takes them: together. */
const mistake = (name: string, dashboards: () => GrafanaDashboard[], [rule, at, value, says]: Line): Mistake => ({
  name,
  build: (app: App) => {
    const made = dashboards();
    checkAtSynth(new Chart(app, 'c'), () => dashboardFindings(made));
  },
  rule,
  at,
  value,
  path: 'c',
  ...(says !== undefined && { says }),
});

const MINE = { uid: 'mine', title: 'Mine', panels: [] };

const own = (name: string, fields: object, ...line: Line): Mistake =>
  mistake(name, () => [GrafanaDashboard.fromJson(JSON.stringify({ ...MINE, ...fields }))], line);

const two = (name: string, first: object, second: object, ...line: Line): Mistake =>
  mistake(
    name,
    () => [first, second].map((fields) => GrafanaDashboard.fromJson(JSON.stringify({ ...MINE, ...fields }))),
    line,
  );

const ours = (name: string, options: DashboardOptions, ...line: Line): Mistake =>
  mistake(name, () => GrafanaDashboard.all(options), line);

export const DASHBOARDS_MISTAKES: readonly Mistake[] = [
  mistake('a dashboard that is no JSON', () => [GrafanaDashboard.fromJson('title: Mine')], [
    'dashboards/not-json',
    'dashboards[0]',
    'undefined',
    'classic model',
  ]),
  own(
    'a dashboard of the newer API',
    { apiVersion: 'dashboard.grafana.app/v2', kind: 'Dashboard', spec: {} },
    'dashboards/v2-schema',
    'dashboards[0]',
    '"dashboard.grafana.app/v2"',
  ),
  own('a dashboard without a uid', { uid: '' }, 'dashboards/uid-missing', 'dashboards[0].uid', '""'),
  own('a uid with a slash', { uid: 'team/etl' }, 'dashboards/uid', 'dashboards[0].uid', '"team/etl"'),
  own('a uid of 41 characters', { uid: 'u'.repeat(41) }, 'dashboards/uid', 'dashboards[0].uid', `"${'u'.repeat(41)}"`),
  own('a dashboard without a title', { title: '' }, 'dashboards/title-missing', 'dashboards[0].title', '""'),
  own(
    'a dashboard exported for sharing',
    { __inputs: [{ name: 'DS_PROMETHEUS', type: 'datasource' }] },
    'dashboards/inputs',
    'dashboards[0].__inputs',
    '"DS_PROMETHEUS"',
    'share externally',
  ),
  own(
    'a dashboard larger than a ConfigMap',
    { text: 'x'.repeat(1024 * 1024) },
    'dashboards/too-large',
    'dashboards[0]',
    '1048627',
    '1048576 bytes fit',
  ),
  own(
    'two panels of one id',
    { panels: [{ id: 7 }, { id: 7 }] },
    'dashboards/panel-twice',
    'dashboards[0].panels',
    '7',
  ),
  two('two dashboards of one uid', {}, { title: 'Other' }, 'dashboards/uid-twice', 'dashboards[1].uid', '"mine"'),
  two(
    'two dashboards of one title',
    {},
    { uid: 'other' },
    'dashboards/title-twice',
    'dashboards[1].title',
    '"Spark/Mine"',
    'dashboards[0] has it too',
  ),
  ours(
    'a History Server without a scheme',
    { historyUrl: 'history.example.com' },
    'dashboards/link',
    'options.historyUrl',
    '"history.example.com"',
  ),
  ours(
    'an unknown part of the address of drivers',
    { sparkUiUrl: 'https://spark.example.com/{tenant}/{app_id}' },
    'dashboards/placeholder',
    'options.sparkUiUrl',
    '"{tenant}"',
  ),
  ours(
    'a negative price',
    { costs: { coreHour: -0.04, gibibyteHour: 0.005 } },
    'dashboards/price',
    'options.costs.coreHour',
    '-0.04',
  ),
  ours(
    'a price that is none',
    { costs: { coreHour: 0.04, gibibyteHour: Number.NaN } },
    'dashboards/price',
    'options.costs.gibibyteHour',
    'NaN',
  ),
  ours(
    'a currency that is a word',
    { costs: { coreHour: 1, gibibyteHour: 1, currency: 'euro' } },
    'dashboards/currency',
    'options.costs.currency',
    '"euro"',
  ),
  ours(
    'a scrape interval of no time',
    { scrapeInterval: Duration.millis(10) },
    'dashboards/scrape-interval',
    'options.scrapeInterval',
    '"10 millis"',
  ),
];

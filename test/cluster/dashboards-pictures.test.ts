import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RECORDING } from '../../lib/monitoring/alerts/recording';
import type { RecordingRule } from '../../lib/monitoring/alerts/rule';
import { GrafanaDashboard } from '../../lib/monitoring/dashboards/grafana-dashboard';
import { page } from '../monitoring/pictures/draw';
import { evaluated, type Sources } from '../monitoring/pictures/evaluate';
import { RecordedLoki } from '../monitoring/pictures/loki';
import type { DashboardModel, PanelData, PanelModel } from '../monitoring/pictures/panel';
import { smaller } from '../monitoring/pictures/png';
import { program, RecordedPrometheus } from '../monitoring/pictures/prometheus';
import { recording } from '../monitoring/pictures/recording';
import type { Series } from '../monitoring/pictures/series';
import { STORY_END } from '../monitoring/pictures/story';
import { kubeSeries } from '../monitoring/pictures/story-kube';
import { logStreams } from '../monitoring/pictures/story-logs';
import { otherSeries } from '../monitoring/pictures/story-others';
import { sparkSeries } from '../monitoring/pictures/story-spark';
import type { Moment } from '../monitoring/pictures/variables';
import { CHROMIUM } from './browser';
import { run } from './kubectl';

/** The moment of the series that were made up: 70 minutes of three applications. */
const STORY: Moment = { end: STORY_END, range: 4200, step: 30 };
/** A real job. */
const RUN = recording('shuffle');
const CHOSEN = { namespace: 'metrics-test', app_name: 'shuffle', app_id: RUN.appId };
/** Pictures are made anew where this is set; else they are drawn into a directory that is forgotten. */
const KEPT = process.env.DASHBOARD_PICTURES === undefined ? undefined : join(__dirname, '../../docs/images');
const LARGEST = 150 * 1024;

const hasAll = program('prometheus') !== undefined && program('promtool') !== undefined && CHROMIUM !== undefined;
const prometheus = new RecordedPrometheus();
const loki = program('loki') === undefined ? undefined : new RecordedLoki(STORY_END);
const directory = mkdtempSync(join(tmpdir(), 'pictures-'));

/** Series of the recording rules, which a real Prometheus computes as it goes. */
async function recorded({ end, range, step }: Moment, rules: readonly RecordingRule[]): Promise<Series[]> {
  const all = await Promise.all(
    rules.map(async ({ record, expr }) => {
      const found = await prometheus.range(expr, end - range, end, step);
      return found.map(({ labels, values }) => ({ labels: { ...labels, __name__: record }, values }));
    }),
  );
  return all.flat();
}

beforeAll(async () => {
  if (!hasAll) return;
  const story = { ...STORY, range: 5400 };
  const later = RECORDING.filter(({ expr }) => expr.includes('spark:'));
  await prometheus.load([...sparkSeries(), ...kubeSeries(), ...otherSeries()]);
  await prometheus.load(RUN.series);
  const first = RECORDING.filter((rule) => !later.includes(rule));
  await prometheus.load(await recorded(story, first));
  await prometheus.load(await recorded(RUN.moment, first));
  await prometheus.load(await recorded(story, later));
  await loki?.load(logStreams());
}, 120_000);

afterAll(async () => {
  await prometheus.end();
  await loki?.end();
  rmSync(directory, { recursive: true, force: true });
});

const isEmpty = ([{ type }, { series, lines, missing }]: readonly [PanelModel, PanelData]): boolean =>
  type !== 'row' && type !== 'text' && series.length + lines.length === 0 && missing === undefined;

const dashboards = GrafanaDashboard.all({
  historyUrl: 'https://history.spark.example.com',
  costs: { coreHour: 0.04, gibibyteHour: 0.005, currency: 'EUR' },
});

(hasAll ? test : test.skip).each(dashboards.map((one) => [one.uid, one] as const))(
  'the picture of %s: every query is answered, and most panels have something to show',
  async (uid, { _json }) => {
    const dashboard = _json as unknown as DashboardModel;
    // One application can be recorded; a cluster with tenants, queues and bills has to be made up.
    const moment = uid === 'spark-application' ? RUN.moment : STORY;
    const chosen: Sources['chosen'] = uid === 'spark-application' ? CHOSEN : {};
    const drawn = await evaluated(dashboard, { prometheus, ...(loki && { loki }), chosen, moment });
    const empty = drawn.filter(isEmpty).map(([{ title }]) => title);
    if (KEPT !== undefined) console.info(`${uid}: nothing in ${empty.join(' | ')}`);
    expect(empty.length).toBeLessThan(drawn.length / 2);

    const { html, width, height } = page(dashboard, drawn, { moment, chosen });
    const [file, raw] = [join(directory, `${uid}.html`), join(directory, `${uid}.png`)];
    writeFileSync(file, html);
    const flags = [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--hide-scrollbars',
      `--user-data-dir=${join(directory, 'profile')}`,
    ];
    const { code, stderr } = await run(CHROMIUM ?? '', [
      ...flags,
      `--screenshot=${raw}`,
      `--window-size=${width},${height}`,
      `file://${file}`,
    ]);
    if (code !== 0) throw new Error(stderr);
    const picture = join(KEPT ?? directory, `dashboard-${uid}.png`);
    writeFileSync(picture, smaller(raw));
    expect(statSync(picture).size).toBeLessThan(LARGEST);
  },
  120_000,
);

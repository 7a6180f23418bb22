import { Duration } from 'cdk8s';
import { dashboardFindings } from '../../../lib/monitoring/dashboards/findings';
import { GrafanaDashboard } from '../../../lib/monitoring/dashboards/grafana-dashboard';

const own = (fields: object, folder = 'Spark'): GrafanaDashboard =>
  GrafanaDashboard.fromJson(JSON.stringify({ uid: 'mine', title: 'Mine', panels: [], ...fields }), { folder });

const found = (...dashboards: GrafanaDashboard[]): string[] =>
  dashboardFindings(dashboards).map(({ rule, at }) => `${rule.id} ${at}`);

describe('a dashboard of one’s own', () => {
  test('is taken as it is', () => {
    const dashboard = own({ tags: ['team', 1] }, 'Team');
    expect(dashboard).toMatchObject({ uid: 'mine', title: 'Mine', folder: 'Team', tags: ['team'] });
    expect(dashboard._json).toEqual({ uid: 'mine', title: 'Mine', panels: [], tags: ['team', 1] });
    expect(found(dashboard, ...GrafanaDashboard.all())).toEqual([]);
  });

  test.each([
    ['no JSON', GrafanaDashboard.fromJson('{'), 'dashboards/not-json dashboards[0]'],
    ['a list', GrafanaDashboard.fromJson('[]'), 'dashboards/not-json dashboards[0]'],
    [
      'a resource of the newer API',
      own({ apiVersion: 'dashboard.grafana.app/v2beta1', spec: {} }),
      'dashboards/v2-schema dashboards[0]',
    ],
    ['elements of the newer schema', own({ elements: {} }), 'dashboards/v2-schema dashboards[0]'],
    ['no uid', own({ uid: undefined }), 'dashboards/uid-missing dashboards[0].uid'],
    ['a long uid', own({ uid: 'u'.repeat(41) }), 'dashboards/uid dashboards[0].uid'],
    ['a uid with a space', own({ uid: 'my board' }), 'dashboards/uid dashboards[0].uid'],
    ['no title', own({ title: ' ' }), 'dashboards/title-missing dashboards[0].title'],
    ['inputs', own({ __inputs: [{ name: 'DS_PROM' }] }), 'dashboards/inputs dashboards[0].__inputs'],
    [
      'an input in a panel',
      own({ panels: [{ id: 1, datasource: '${DS_PROM}' }] }),
      'dashboards/inputs dashboards[0].__inputs',
    ],
    ['more than a ConfigMap holds', own({ text: 'é'.repeat(600_000) }), 'dashboards/too-large dashboards[0]'],
    [
      'a panel id twice, once in a closed row',
      own({ panels: [{ id: 1 }, { id: 2, panels: [{ id: 1 }] }] }),
      'dashboards/panel-twice dashboards[0].panels',
    ],
  ])('is reported with %s', (_, dashboard, finding) => expect(found(dashboard)).toEqual([finding]));

  test('may have 40 characters', () => expect(found(own({ uid: 'u'.repeat(40) }))).toEqual([]));

  test('may have inputs that nobody asks for', () => expect(found(own({ __inputs: [] }))).toEqual([]));

  test('shares neither its uid nor its title in a folder', () => {
    expect(found(own({}), own({ title: 'Other' }))).toEqual(['dashboards/uid-twice dashboards[1].uid']);
    expect(found(own({}), own({ uid: 'other' }))).toEqual(['dashboards/title-twice dashboards[1].title']);
    expect(found(own({}), own({ uid: 'other' }, 'Team'))).toEqual([]);
  });

  test('cannot take the uid of ours', () => {
    expect(found(GrafanaDashboard.sparkPlatform(), own({ uid: 'spark-platform' }))).toEqual([
      'dashboards/uid-twice dashboards[1].uid',
    ]);
  });
});

describe('options of our dashboards', () => {
  test('are reported once, however many dashboards they made', () => {
    const dashboards = GrafanaDashboard.all({
      historyUrl: 'history.example.com',
      sparkUiUrl: 'https://spark.example.com/{tenant}',
      scrapeInterval: Duration.millis(500),
      costs: { coreHour: -1, gibibyteHour: Number.NaN, currency: 'euro' },
    });
    expect(found(...dashboards)).toEqual([
      'dashboards/link options.historyUrl',
      'dashboards/placeholder options.sparkUiUrl',
      'dashboards/scrape-interval options.scrapeInterval',
      'dashboards/price options.costs.coreHour',
      'dashboards/price options.costs.gibibyteHour',
      'dashboards/currency options.costs.currency',
    ]);
  });

  test('reach the JSON', () => {
    const options = {
      historyUrl: 'https://history.example.com/',
      sparkUiUrl: 'https://spark.example.com/{namespace}/{app_name}/',
      scrapeInterval: Duration.seconds(15),
      costs: { coreHour: 0.04, gibibyteHour: 0.005, currency: 'EUR' },
      folder: 'Platform',
      tags: ['prod'],
    };
    const application = GrafanaDashboard.sparkApplication(options);
    const text = JSON.stringify(application._json);
    expect(application).toMatchObject({ folder: 'Platform', tags: ['spark', 'prod'] });
    expect(text).toContain('"url":"https://history.example.com/history/${app_id:raw}/jobs/"');
    expect(text).toContain('"url":"https://spark.example.com/${run_namespace:raw}/${run_name:raw}/"');
    expect(text).toContain('"interval":"15s"');
    const cost = JSON.stringify(GrafanaDashboard.costAndCapacity(options)._json);
    expect(cost).toContain('"unit":"currency:EUR "');
    expect(cost).toContain('"query":"0.04"');
  });

  test('leave out what nobody asked for', () => {
    const text = JSON.stringify(GrafanaDashboard.all().map(({ _json }) => _json));
    expect(text).not.toMatch(/"targetBlank":true|kueue_|yunikorn_/);
    expect(text).toContain('volcano_queue_');
  });
});

test('the dashboard of logs', () => expect(GrafanaDashboard.logs()._json).toMatchSnapshot());

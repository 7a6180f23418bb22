import { SparkConf, SparkImage, SparkVersion } from '../../lib';
import { UiEndpoint } from '../../lib/ingress/ui-endpoint';
import { GrafanaDashboard } from '../../lib/monitoring/dashboards/grafana-dashboard';
import { SparkHistoryServer } from '../../lib/services/history-server/history-server';
import { SparkTesting } from '../../lib/testing';
import { job, problems, propertiesOf, scheduledJob } from '../spark/jobs';

const GRAFANA = { grafanaUrl: 'https://grafana.example.com/base' };
const PATTERN = 'spark.ui.custom.executor.log.url';
const LINK = 'link.argocd.argoproj.io/';

const annotationsOf = (one: ReturnType<typeof job> | ReturnType<typeof scheduledJob>): { [key: string]: string } => {
  const [main] = SparkTesting.manifests(one).filter(({ kind }) => ['Job', 'CronJob'].includes(kind));
  return { ...main?.metadata.annotations };
};

/** Names of the variables of a dashboard of this package. */
function variablesOf(uid: string): string[] {
  const all = GrafanaDashboard.all().find((one) => one.uid === uid)?._json as
    { templating: { list: { name: string }[] } } | undefined;
  return (all?.templating.list ?? []).map(({ name }) => name);
}

/** A link taken apart: dashboard, and variables that it sets. */
function taken(link = ''): { readonly uid: string; readonly variables: { [name: string]: string } } {
  expect(link.startsWith(`${GRAFANA.grafanaUrl}/d/`)).toBe(true);
  const url = new URL(link.replaceAll('{{', '(').replaceAll('}}', ')'));
  const variables = [...url.searchParams].map(([name, value]) => {
    expect(name).toMatch(/^var-/);
    return [name.slice('var-'.length), value] as const;
  });
  return { uid: url.pathname.split('/').at(-1) ?? '', variables: Object.fromEntries(variables) };
}

test('a job has four links, each to its own page', () => {
  const ui = UiEndpoint.external('https://spark.example.com/etl/pi', [{ namespace: 'ingress' }]);
  const historyServer = SparkHistoryServer.fromUrl('https://history.example.com');
  const one = job({ grafana: GRAFANA, ui, historyServer });
  expect(annotationsOf(one)).toMatchObject({
    [`${LINK}spark-dashboard`]:
      'https://grafana.example.com/base/d/spark-application?var-namespace=etl&var-app_name=pi',
    [`${LINK}spark-logs`]: 'https://grafana.example.com/base/d/spark-logs?var-namespace=etl&var-job_name=pi',
    [`${LINK}spark-ui`]: 'https://spark.example.com/etl/pi/',
    [`${LINK}spark-history`]: 'https://history.example.com/',
  });
  expect(problems(one)).toEqual([]);
});

test('executors on the pages of Spark link to their lines', () => {
  const pattern = propertiesOf(job({ grafana: GRAFANA }))[PATTERN];
  expect(pattern).toBe(
    'https://grafana.example.com/base/d/spark-logs?var-role=executor&var-namespace=etl&var-app_id={{APP_ID}}',
  );
  // Else Spark would leave the pattern as it stands, and the link with it.
  expect([...(pattern ?? '').matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name)).toEqual(['APP_ID']);
});

test('every variable of a link is one of the dashboard that it leads to', () => {
  const one = job({ grafana: GRAFANA });
  const annotations = annotationsOf(one);
  const links = [annotations[`${LINK}spark-dashboard`], annotations[`${LINK}spark-logs`], propertiesOf(one)[PATTERN]];
  for (const link of links) {
    const { uid, variables } = taken(link);
    expect(variablesOf(uid)).toEqual(expect.arrayContaining(Object.keys(variables)));
    expect(Object.keys(variables).length).toBeGreaterThanOrEqual(2);
  }
  expect(variablesOf('spark-logs')).not.toContain('nobody');
});

test('the name of the application is the label that series have, and is written as addresses are', () => {
  const { variables } = taken(
    annotationsOf(job({ grafana: GRAFANA, appName: 'Daily sums & more' }))[`${LINK}spark-dashboard`],
  );
  const label = SparkTesting.find(job({ appName: 'Daily sums & more' }), 'Job').spec as {
    template: { metadata: { labels: { [key: string]: string } } };
  };
  expect(variables.app_name).toBe(label.template.metadata.labels['spark-app-name']);
});

test('a job of the night has the links on its CronJob', () => {
  const annotations = annotationsOf(scheduledJob({ grafana: GRAFANA }));
  expect(taken(annotations[`${LINK}spark-logs`]).variables).toEqual({ namespace: 'etl', job_name: 'pi' });
});

test('a pattern of the user stays, and without Grafana there is none', () => {
  const own = 'https://logs.example.com/{{EXECUTOR_ID}}';
  expect(propertiesOf(job({ grafana: GRAFANA, conf: SparkConf.of({ [PATTERN]: own }) }))[PATTERN]).toBe(own);
  const plain = job();
  expect(propertiesOf(plain)).not.toHaveProperty([PATTERN]);
  expect(Object.keys(annotationsOf(plain)).filter((key) => key.startsWith(LINK))).toEqual([]);
});

test('a job of Spark 3.5 has the same links', () => {
  const image = SparkImage.official(SparkVersion.V3_5);
  const links = annotationsOf(job({ grafana: GRAFANA, image }));
  expect(links).toEqual(annotationsOf(job({ grafana: GRAFANA })));
});

import { App, Chart } from 'cdk8s';
import { SparkHistoryServer } from '../../lib/services/history-server/history-server';
import {
  ConcurrencyPolicy,
  type ScheduledSparkJob,
  SparkConf,
  SparkJob,
  SparkRunner,
  type SparkJobProps,
} from '../../lib';
import { UiEndpoint } from '../../lib/ingress/ui-endpoint';
import { SparkTesting } from '../../lib/testing';
import { nginx } from '../ingress/samples';
import * as kubeflow from '../runners/kubeflow/jobs';
import { job, problems, PROPS, propertiesOf, scheduledJob } from '../spark/jobs';

const INGRESS = { namespace: 'ingress', podLabels: { app: 'nginx' } };
const external = (): UiEndpoint => UiEndpoint.external('https://spark.example.com/etl/pi', [INGRESS]);
const said = { 'spark.ui.proxyBase': '/etl/pi', 'spark.ui.proxyRedirectUri': 'https://spark.example.com' };
const LINK = 'link.argocd.argoproj.io/';

test('an address brings a Service, what Spark must be told, and a way through the network', () => {
  const one = job({ ui: external() });
  expect(propertiesOf(one)).toMatchObject({ ...said, 'spark.ui.killEnabled': 'false' });
  expect(SparkTesting.find(one, 'Service', 'pi-ui-svc').spec).toMatchObject({ ports: [{ port: 4040 }] });
  expect(one.uiUrl).toBe('https://spark.example.com/etl/pi/');
  const { metadata, spec } = SparkTesting.find(one, 'NetworkPolicy');
  expect(metadata).toMatchObject({ name: 'pi-ui', namespace: 'etl' });
  const labels = (role: string) => ({
    'app.kubernetes.io/name': 'spark',
    'app.kubernetes.io/instance': 'pi',
    'spark-role': role,
  });
  expect(spec).toEqual({
    podSelector: { matchLabels: labels('driver') },
    policyTypes: ['Ingress'],
    ingress: [
      {
        from: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ingress' } },
            podSelector: { matchLabels: { app: 'nginx' } },
          },
        ],
        ports: [{ protocol: 'TCP', port: 4040 }],
      },
      // Without them, a policy in an open namespace would end the job.
      {
        from: [{ podSelector: { matchLabels: labels('executor') } }],
        ports: [
          { protocol: 'TCP', port: 7078 },
          { protocol: 'TCP', port: 7079 },
        ],
      },
    ],
  });
  expect(problems(one)).toEqual([]);
});

test('where nobody comes, nothing is opened and nothing closed', () => {
  const one = job({ ui: UiEndpoint.external('https://spark.example.com/etl/pi') });
  expect(SparkTesting.manifests(one).map(({ kind }) => kind)).not.toContain('NetworkPolicy');
});

test('on a gateway the route leads to the Service of the job', () => {
  const app = new App();
  const ui = UiEndpoint.on(nginx(app), { host: 'pi.spark.example.com' });
  const chart = new Chart(app, 'jobs');
  new SparkJob(chart, 'pi', { ...PROPS, ui });
  const route = SparkTesting.find(chart, 'VirtualServerRoute');
  expect(route.metadata.namespace).toBe('etl');
  expect(route.spec).toMatchObject({ upstreams: [{ service: 'pi-ui-svc', port: 4040 }] });
  expect(app.node.findAll().flatMap(({ node }) => node.validate())).toEqual([]);
});

test('who may end jobs on the page is for the user to say', () => {
  const conf = SparkConf.of({ 'spark.ui.killEnabled': true });
  expect(propertiesOf(job({ ui: external(), conf }))['spark.ui.killEnabled']).toBe('true');
});

test('links stand on the object that starts the job, whatever it is', () => {
  const historyServer = SparkHistoryServer.fromUrl('https://spark.example.com/past/');
  const links = {
    [`${LINK}spark-ui`]: 'https://spark.example.com/etl/pi/',
    [`${LINK}spark-history`]: 'https://spark.example.com/past/',
  };
  const props: Partial<SparkJobProps> = { ui: external(), historyServer };
  expect(SparkTesting.find(job(props), 'Job').metadata.annotations).toEqual(links);
  const scheduled = scheduledJob({ ui: external(), historyServer });
  expect(SparkTesting.find(scheduled, 'CronJob').metadata.annotations).toEqual(links);
  const operated = kubeflow.job({ ...props, ui: external() });
  expect(SparkTesting.find(operated, 'SparkApplication').metadata.annotations).toEqual(links);
  expect(SparkTesting.find(job(), 'Job').metadata.annotations).toBeUndefined();
});

test('runs of a schedule share an address as long as only one of them runs', () => {
  const scheduled = (concurrency: ConcurrencyPolicy): string[] =>
    problems(scheduledJob({ ui: external(), schedule: { cron: '@daily', concurrency } }));
  expect(scheduled(ConcurrencyPolicy.FORBID)).toEqual([]);
  expect(scheduled(ConcurrencyPolicy.REPLACE)).toEqual([]);
  expect(scheduled(ConcurrencyPolicy.ALLOW)).toEqual([expect.stringContaining('job/ui-overlap')]);
});

test("Kubeflow's operator has a Service for an application, and none for all runs of a schedule", () => {
  const services = (one: SparkJob | ScheduledSparkJob): string[] =>
    SparkTesting.manifests(one)
      .filter(({ kind }) => kind === 'Service')
      .map(({ metadata }) => metadata.name);
  const single = kubeflow.job({ ui: external() });
  expect(services(single)).toEqual([]);
  expect(kubeflow.confIn(single)).toMatchObject(said);
  expect(services(kubeflow.scheduledJob({}, { ui: external() }))).toEqual(['pi-ui-svc']);
  expect(services(kubeflow.scheduledJob({}, { uiService: true }))).toEqual([]);
});

test('the real spark-submit and operators are told the same', () => {
  const submitted = job({ ui: external(), runner: SparkRunner.submit() });
  expect(JSON.stringify(SparkTesting.manifests(submitted))).toContain('spark.ui.proxyBase=/etl/pi');
  expect(SparkTesting.find(submitted, 'Service', 'pi-ui-svc')).toBeDefined();
  expect(SparkTesting.find(submitted, 'NetworkPolicy', 'pi-ui')).toBeDefined();
  expect((job({ ui: external() }).toSparkApplication() as { spec: object }).spec).toMatchObject({ sparkConf: said });
});

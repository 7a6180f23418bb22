import { App, Chart } from 'cdk8s';
import { UiEndpoint } from '../../lib/ingress/ui-endpoint';
import { UiPrefix } from '../../lib/ingress/ui-route';
import { UiSignOn } from '../../lib/ingress/ui-sign-on';
import { SparkTesting } from '../../lib/testing';
import { one } from './objects';
import { BACKEND, nginx } from './samples';

const HOST = 'spark.example.com';
const PEERS = [{ namespace: 'ingress' }];

test('everything said of an address follows from host and prefix', () => {
  const endpoint = UiEndpoint.on(nginx(new App()), { host: HOST, prefix: '/shs' });
  expect(endpoint).toMatchObject({ url: `https://${HOST}/shs/`, origin: `https://${HOST}`, prefix: '/shs' });
  expect(endpoint.sparkProperties()).toEqual({
    'spark.ui.proxyBase': '/shs',
    'spark.ui.proxyRedirectUri': `https://${HOST}`,
  });
  expect(UiEndpoint.on(nginx(new App()), { host: HOST }).sparkProperties()).toEqual({
    'spark.ui.proxyRedirectUri': `https://${HOST}`,
  });
});

test('an address on a gateway becomes a route beside the backend, and the controller a client of it', () => {
  const app = new App();
  const chart = new Chart(app, 'ui');
  const peers = UiEndpoint.on(nginx(app), { host: HOST, prefix: '/shs' }).leadTo(chart, BACKEND);
  const route = one(SparkTesting.manifests(chart), 'VirtualServerRoute');
  expect(route.metadata.namespace).toBe(BACKEND.namespace);
  expect(route.spec).toMatchObject({ host: HOST, subroutes: [{ path: '/shs/' }] });
  expect(peers).toEqual([expect.objectContaining({ namespace: 'nginx-ingress' })]);
});

test('what the interface needs is the default of what the endpoint says', () => {
  const kept = { prefixHandling: UiPrefix.KEEP, signOn: UiSignOn.backend() };
  const hub = { ...BACKEND, basePath: '/hub' };
  const made = (signOn?: UiSignOn): unknown[] => {
    const app = new App();
    const chart = new Chart(app, 'ui');
    const gateway = nginx(app);
    UiEndpoint.on(gateway, { host: HOST, prefix: '/hub', ...(signOn && { signOn }) }).leadTo(chart, hub, kept);
    const { spec } = one(SparkTesting.manifests(chart), 'VirtualServerRoute');
    const [subroute] = (spec as { subroutes: { policies?: unknown; action: { proxy: object } }[] }).subroutes;
    expect(chart.node.findAll().flatMap(({ node }) => node.validate())).toEqual([]);
    return [subroute?.policies !== undefined, 'rewritePath' in (subroute?.action.proxy ?? {})];
  };
  expect(made()).toEqual([false, false]);
  expect(made(UiSignOn.required())).toEqual([true, false]);
});

test.each([
  ['https://spark.example.com', 'https://spark.example.com/', '/'],
  ['https://spark.example.com/', 'https://spark.example.com/', '/'],
  ['https://spark.example.com/past/spark/', 'https://spark.example.com/past/spark/', '/past/spark'],
  ['http://127.0.0.1:8080/ui', 'http://127.0.0.1:8080/ui/', '/ui'],
])('%s is served by somebody else', (said, url, prefix) => {
  const chart = new Chart(new App(), 'ui');
  const endpoint = UiEndpoint.external(said, PEERS);
  expect(endpoint.leadTo(chart, BACKEND)).toEqual(PEERS);
  expect([endpoint.url, endpoint.prefix]).toEqual([url, prefix]);
  expect(SparkTesting.manifests(chart)).toEqual([]);
  expect(chart.node.findAll().flatMap(({ node }) => node.validate())).toEqual([]);
});

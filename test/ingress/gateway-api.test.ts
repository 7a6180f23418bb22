import { Chart, Duration, type App } from 'cdk8s';
import { GatewayApi } from '../../lib/ingress/gateway-api/gateway-api';
import { UiPrefix } from '../../lib/ingress/ui-route';
import { UiSignOn } from '../../lib/ingress/ui-sign-on';
import { at, type Container } from '../cluster/manifest';
import { kind, one, render } from './objects';
import { BACKEND, route, signOn, TLS } from './samples';

const gateway = (app: App) => {
  const chart = new Chart(app, 'c');
  return new GatewayApi(chart, 'gateway', { namespace: 'gateway', tls: TLS, signOn: signOn(chart) });
};

const HOST = 'spark.example.com';
const grafana = route({
  host: HOST,
  prefix: '/grafana',
  prefixHandling: UiPrefix.KEEP,
  timeout: Duration.minutes(10),
  backend: { service: 'grafana', namespace: 'monitoring', port: 3000 },
});
const livy = route({ host: 'livy.example.com', signOn: UiSignOn.api(), backend: { ...BACKEND, service: 'livy' } });
const shs = route({ host: HOST, prefix: '/shs', signOn: UiSignOn.backend(), timeout: Duration.minutes(5) });
const { manifests, problems, gateway: made } = render(gateway, { grafana, livy, shs });

const parent = (sectionName: string) => [
  { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'spark', namespace: 'gateway', sectionName },
];

test('nothing is wrong', () => expect(problems).toEqual([]));

test('a Gateway has a listener for each host, and lets in the namespaces of its routes', () => {
  const listeners = at<object[]>(one(manifests, 'Gateway'), 'spec.listeners') ?? [];
  expect(listeners.map((one) => at(one, 'name'))).toEqual(['http', `https-${HOST}`, 'https-livy.example.com']);
  expect(listeners[1]).toMatchObject({
    hostname: HOST,
    tls: { mode: 'Terminate', certificateRefs: [{ name: `${HOST}-tls` }] },
    allowedRoutes: {
      namespaces: { selector: { matchExpressions: [{ values: ['gateway', 'sign-on', 'spark'] }] } },
    },
  });
});

test('plain HTTP is sent to HTTPS', () => {
  expect(one(manifests, 'HTTPRoute', 'spark-to-https').spec).toMatchObject({
    parentRefs: parent('http'),
    rules: [{ filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } }] }],
  });
});

test('a route without the sign-on leads straight to its backend', () => {
  const [straight] = kind(manifests, 'HTTPRoute', 'spark');
  expect(straight?.spec).toMatchObject({
    parentRefs: parent(`https-${HOST}`),
    hostnames: [HOST],
    rules: [
      {
        matches: [{ path: { type: 'PathPrefix', value: '/shs' } }],
        filters: [
          { requestHeaderModifier: { set: [{ name: 'X-Forwarded-Context', value: '/shs' }] } },
          { urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/' } } },
        ],
        backendRefs: [{ name: 'history', port: 18080 }],
        timeouts: { request: '300s' },
      },
    ],
  });
});

describe('with the sign-on in the way', () => {
  const [guarded] = kind(manifests, 'HTTPRoute', 'sign-on').filter(({ spec }) => at(spec, 'hostnames.0') === HOST);
  const service = guarded?.metadata.name ?? '';
  const args = (name: string) =>
    at<string[]>(at<Container[]>(one(manifests, 'Deployment', name), 'spec.template.spec.containers')?.[0], 'args') ??
    [];

  test('a host gives it the guarded prefixes and its own', () => {
    expect(at(guarded, 'spec.rules.0.matches')).toEqual([
      { path: { type: 'PathPrefix', value: '/grafana' } },
      { path: { type: 'PathPrefix', value: '/oauth2' } },
    ]);
    expect(at(guarded, 'spec.rules.0.backendRefs.0')).toMatchObject({ name: service, port: 4180 });
  });

  test('nobody outside says who he is', () => {
    expect(at(guarded, 'spec.rules.0.filters.0.requestHeaderModifier.remove')).toEqual(
      expect.arrayContaining(['X-Forwarded-Context', 'X-Forwarded-User', 'X-Forwarded-Email']),
    );
  });

  test('it knows the backend, and waits as long as the route', () => {
    expect(args(service)).toContain('--upstream=http://grafana.monitoring.svc:3000/grafana/');
    expect(args(service)).toContain('--upstream-timeout=600s');
  });

  test('programs get 401', () => {
    const [other] = kind(manifests, 'Deployment', 'sign-on').filter(({ metadata }) => metadata.name !== service);
    expect(args(other?.metadata.name ?? '')).toContain('--api-route=^/');
  });

  test('its policies name both ends', () => {
    const policies = kind(manifests, 'NetworkPolicy', 'sign-on').map(({ spec }) => JSON.stringify(spec));
    expect(policies.filter((spec) => spec.includes('"gateway"'))).toHaveLength(2);
    expect(policies.filter((spec) => spec.includes('"monitoring"') && spec.includes('3000'))).toHaveLength(1);
  });

  test('the house rule knows its Services, and the backend that asks itself', () => {
    expect(made.signOnServices).toEqual([
      'spark/history',
      `sign-on/${service}`,
      expect.stringMatching(/^sign-on\/oauth2-proxy-livy-/),
    ]);
  });
});

test('an existing Gateway gets routes, and keeps its certificates', () => {
  const existing = (app: App) =>
    GatewayApi.fromExisting(new Chart(app, 'c'), 'gateway', { gatewayName: 'shared', namespace: 'infra' });
  const all = render(existing, { shs });
  expect(all.problems).toEqual([]);
  expect(all.manifests.map((object) => object.kind)).toEqual(['HTTPRoute']);
  expect(at(all.manifests[0], 'spec.parentRefs.0')).toMatchObject({ name: 'shared', namespace: 'infra' });
});

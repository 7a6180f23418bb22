import { App, Chart, Duration, Size } from 'cdk8s';
import { NginxIngress } from '../../lib/ingress/nginx/nginx-ingress';
import { NginxRouteKind } from '../../lib/ingress/nginx/props';
import { UiPrefix } from '../../lib/ingress/ui-route';
import { UiSignOn } from '../../lib/ingress/ui-sign-on';
import { at } from '../cluster/manifest';
import { kind, one, render } from './objects';
import { BACKEND, nginx, route, signOn, TLS } from './samples';

const HOST = 'spark.example.com';
const shs = route({ host: HOST, prefix: '/shs', maxBodySize: Size.mebibytes(64), timeout: Duration.minutes(5) });
const hub = route({
  host: HOST,
  prefix: '/hub',
  prefixHandling: UiPrefix.KEEP,
  webSocket: true,
  backend: { service: 'hub', namespace: 'jupyter', port: 80, targetPort: 8000, basePath: '/hub' },
  signOn: UiSignOn.backend(),
});
const livy = route({ host: HOST, prefix: '/livy', signOn: UiSignOn.api(), backend: { ...BACKEND, service: 'livy' } });

describe('VirtualServers', () => {
  const { manifests, problems } = render(nginx, { shs, hub, livy });
  const routes = kind(manifests, 'VirtualServerRoute');
  const spec = (service: string) => routes.find(({ metadata }) => metadata.name.startsWith(service))?.spec;

  test('nothing is wrong', () => expect(problems).toEqual([]));

  test('one host has one certificate and sends every path to its owner', () => {
    const server = one(manifests, 'VirtualServer');
    expect(server.metadata.namespace).toBe('nginx-ingress');
    expect(server.spec).toEqual({
      host: HOST,
      ingressClassName: 'nginx',
      tls: { secret: `${HOST}-tls`, redirect: { enable: true, code: 301 } },
      routes: [
        { path: '/shs/', route: expect.stringMatching(/^spark\/history-/) },
        { path: '/hub/', route: expect.stringMatching(/^jupyter\/hub-/) },
        { path: '/livy/', route: expect.stringMatching(/^spark\/livy-/) },
      ],
    });
    const owners = routes.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
    expect(at<{ route: string }[]>(server, 'spec.routes')?.map((to) => to.route)).toEqual(owners);
    expect(one(manifests, 'Certificate').metadata).toMatchObject({ name: `${HOST}-tls`, namespace: 'nginx-ingress' });
  });

  test('a prefix is taken away, and Spark is told of it by a header that clients cannot set', () => {
    expect(at(spec('history'), 'subroutes.0.action.proxy')).toMatchObject({
      rewritePath: '/',
      requestHeaders: { set: expect.arrayContaining([{ name: 'X-Forwarded-Context', value: '/shs' }]) },
    });
    expect(at(spec('hub'), 'subroutes.0.action.proxy')).not.toHaveProperty('rewritePath');
  });

  test('nobody outside says who he is', () => {
    const set = at(spec('history'), 'subroutes.0.action.proxy.requestHeaders.set');
    expect(set).toEqual(expect.arrayContaining([{ name: 'X-Forwarded-User', value: '' }]));
  });

  test('limits and timeouts have the units of nginx', () => {
    expect(at(spec('history'), 'upstreams.0')).toEqual({
      name: 'ui',
      service: 'history',
      port: 18080,
      'client-max-body-size': '64m',
      'read-timeout': '300s',
      'send-timeout': '300s',
    });
    expect(at(spec('hub'), 'upstreams.0')).toMatchObject({ 'read-timeout': '3600s' });
  });

  test('each route goes through the policy that it asks for', () => {
    const policies = (service: string) => at(spec(service), 'subroutes.0.policies');
    expect(policies('history')).toEqual([{ name: 'sign-on', namespace: 'nginx-ingress' }]);
    expect(policies('livy')).toEqual([{ name: 'sign-on-api', namespace: 'nginx-ingress' }]);
    expect(policies('hub')).toBeUndefined();
  });

  test('people are sent to the provider, programs get 401', () => {
    const question = { authURI: '/oauth2/auth', authServiceName: 'sign-on/oauth2-proxy', authServicePorts: [4180] };
    expect(one(manifests, 'Policy', 'sign-on').spec).toEqual({
      ingressClassName: 'nginx',
      externalAuth: { ...question, authSigninURI: '/oauth2/start', authSigninRedirectBasePath: '/oauth2' },
    });
    expect(at(one(manifests, 'Policy', 'sign-on-api'), 'spec.externalAuth')).toEqual(question);
  });

  test('a host over plain HTTP has neither certificate nor redirect', () => {
    const plain = route({ insecureHttp: true, signOn: UiSignOn.backend() });
    const { manifests: all } = render((app) => new NginxIngress(new Chart(app, 'c'), 'nginx', {}), { plain });
    expect(one(all, 'VirtualServer').spec).not.toHaveProperty('tls');
    expect(kind(all, 'Certificate')).toEqual([]);
  });
});

describe('Ingresses', () => {
  const make = (app: App) => nginx(app, { routeKind: NginxRouteKind.INGRESS });
  const { manifests, problems } = render(make, { shs, hub });

  test('nothing is wrong', () => expect(problems).toEqual([]));

  test('a host has a master with its certificate and no path', () => {
    const master = one(manifests, 'Ingress', `host-${HOST}`);
    expect(master.metadata.annotations).toEqual({ 'nginx.org/mergeable-ingress-type': 'master' });
    expect(master.spec).toEqual({
      ingressClassName: 'nginx',
      tls: [{ hosts: [HOST], secretName: `${HOST}-tls` }],
      rules: [{ host: HOST }],
    });
  });

  test('a route is a minion in the namespace of its backend', () => {
    const [minion] = kind(manifests, 'Ingress', 'spark');
    expect(minion?.metadata.annotations).toEqual({
      'nginx.org/mergeable-ingress-type': 'minion',
      'nginx.org/rewrites': 'serviceName=history rewrite=/',
      'nginx.org/proxy-set-headers': 'X-Forwarded-Context: /shs',
      'nginx.org/client-max-body-size': '64m',
      'nginx.org/proxy-read-timeout': '300s',
      'nginx.org/proxy-send-timeout': '300s',
      'nginx.org/policies': 'nginx-ingress/sign-on',
    });
    expect(at(minion, 'spec.rules.0.http.paths.0.path')).toBe('/shs/');
  });

  test('WebSockets are named', () => {
    const [minion] = kind(manifests, 'Ingress', 'jupyter');
    expect(minion?.metadata.annotations).toMatchObject({ 'nginx.org/websocket-services': 'hub' });
    expect(minion?.metadata.annotations).not.toHaveProperty('nginx.org/rewrites');
  });
});

test('an existing controller gets routes and policies, and nothing else', () => {
  const { manifests, problems } = render(
    (app) => {
      const chart = new Chart(app, 'c');
      return NginxIngress.fromExisting(chart, 'nginx', { namespace: 'web', tls: TLS, signOn: signOn(chart) });
    },
    { shs },
  );
  expect(problems).toEqual([]);
  const inWeb = manifests.filter(({ metadata }) => metadata.namespace === 'web').map((object) => object.kind);
  expect(inWeb.sort()).toEqual(['Certificate', 'Policy', 'Policy', 'VirtualServer']);
});

test('who binds a route learns whom its network policy must let in', () => {
  const app = new App();
  expect(nginx(app).addRoute(new Chart(app, 'shs'), 'ui', shs)).toMatchObject({
    url: `https://${HOST}/shs/`,
    clients: [{ namespace: 'nginx-ingress', podLabels: { 'app.kubernetes.io/name': 'nginx-ingress' } }],
  });
});

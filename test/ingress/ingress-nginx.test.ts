import { Chart, type App } from 'cdk8s';
import { warningsOf } from '../../lib/core/rules';
import { IngressNginx } from '../../lib/ingress/ingress-nginx/ingress-nginx';
import { UiPrefix } from '../../lib/ingress/ui-route';
import { UiSignOn } from '../../lib/ingress/ui-sign-on';
import { at } from '../cluster/manifest';
import { kind, one, render } from './objects';
import { BACKEND, route, signOn, TLS } from './samples';

const retired = (app: App) => {
  const chart = new Chart(app, 'c');
  return IngressNginx.retired(chart, 'nginx', { tls: TLS, signOn: signOn(chart) });
};
const HOST = 'spark.example.com';
const shs = route({ host: HOST, prefix: '/shs' });
const hub = route({ host: HOST, prefix: '/v1.0', prefixHandling: UiPrefix.KEEP, webSocket: true });
const livy = route({ host: 'livy.example.com', signOn: UiSignOn.api(), backend: { ...BACKEND, service: 'livy' } });
const { manifests, problems, gateway } = render(retired, { shs, hub, livy });
const ingress = (path: string) =>
  kind(manifests, 'Ingress').find((one) => at(one, 'spec.rules.0.http.paths.0.path') === path);

test('nothing is wrong, and its owner is warned', () => {
  expect(problems).toEqual([]);
  expect(warningsOf(gateway as IngressNginx)).toEqual([expect.stringContaining('ingress/retired')]);
});

test('a prefix is taken away whole: /shs is not the beginning of /shsfoo', () => {
  const one = ingress('/shs(/|$)(.*)');
  expect(one?.metadata.annotations).toMatchObject({
    'nginx.ingress.kubernetes.io/rewrite-target': '/$2',
    'nginx.ingress.kubernetes.io/use-regex': 'true',
  });
  expect(at(one, 'spec.rules.0.http.paths.0.pathType')).toBe('ImplementationSpecific');
});

test('a prefix that stays is a pattern as well, since the host has patterns', () => {
  const one = ingress('/v1\\.0(/|$)(.*)');
  expect(one?.metadata.annotations).not.toHaveProperty(['nginx.ingress.kubernetes.io/rewrite-target']);
  expect(one?.metadata.annotations).toMatchObject({ 'nginx.ingress.kubernetes.io/proxy-read-timeout': '3600' });
});

test('people are sent to the sign-on of their host, programs are not', () => {
  expect(ingress('/shs(/|$)(.*)')?.metadata.annotations).toMatchObject({
    'nginx.ingress.kubernetes.io/auth-url': 'http://oauth2-proxy.sign-on.svc:4180/oauth2/auth',
    'nginx.ingress.kubernetes.io/auth-signin': `https://${HOST}/oauth2/start?rd=$escaped_request_uri`,
  });
  const programs = Object.keys(ingress('/')?.metadata.annotations ?? {});
  expect(programs).toContain('nginx.ingress.kubernetes.io/auth-url');
  expect(programs).not.toContain('nginx.ingress.kubernetes.io/auth-signin');
});

test('each host has the pages of the sign-on, and each namespace the certificates of its hosts', () => {
  expect(one(manifests, 'Ingress', `oauth2-proxy-${HOST}`, 'sign-on').metadata.annotations).not.toHaveProperty([
    'nginx.ingress.kubernetes.io/auth-url',
  ]);
  const made = kind(manifests, 'Certificate').map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
  expect(made.sort()).toEqual([
    'sign-on/livy.example.com-tls',
    `sign-on/${HOST}-tls`,
    'spark/livy.example.com-tls',
    `spark/${HOST}-tls`,
  ]);
});

test('there is no snippet anywhere', () => expect(JSON.stringify(manifests)).not.toContain('snippet'));

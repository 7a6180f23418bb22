import { HousePolicy } from '../../lib/policy/house-policy';
import type { SignOnProps } from '../../lib/policy/sign-on';
import type { Json } from './samples';

const PROPS: SignOnProps = {
  services: ['etl/hub', 'auth/proxy', 'ingress/controller'],
  filters: ['etl/sso', 'auth/sso'],
};

const check = (manifest: Json, props: SignOnProps = PROPS) =>
  HousePolicy.check([HousePolicy.signOnForPublicRoutes(props)], manifest);

const object = (apiVersion: string, kind: string, spec: Json, annotations: Json = {}, namespace = 'etl'): Json => ({
  apiVersion,
  kind,
  metadata: { name: 'ui', namespace, annotations },
  spec,
});

const service = (spec: Json, name = 'ui', namespace = 'etl'): Json => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace },
  spec,
});

const ingress = (backend: string, annotations: Json = {}): Json =>
  object(
    'networking.k8s.io/v1',
    'Ingress',
    { rules: [{ host: 'ui.example.com', http: { paths: [{ path: '/', backend: { service: { name: backend } } }] } }] },
    annotations,
  );

const virtualServer = (route: Json, policies: Json[] = []): Json =>
  object('k8s.nginx.org/v1', 'VirtualServer', {
    host: 'ui.example.com',
    policies,
    upstreams: [
      { name: 'a', service: 'history' },
      { name: 'b', service: 'hub' },
    ],
    routes: [{ path: '/', ...route }],
  });

const route = (rule: Json, kind = 'HTTPRoute'): Json =>
  object('gateway.networking.k8s.io/v1', kind, { hostnames: ['ui.example.com'], rules: [rule] });

const CLOSED: [string, Json, string][] = [
  ['a load balancer', service({ type: 'LoadBalancer' }), 'spec.type = "LoadBalancer"'],
  ['a node port', service({ type: 'NodePort' }), 'spec.type = "NodePort"'],
  ['external addresses', service({ externalIPs: ['192.0.2.1'] }), 'spec.externalIPs = ["192.0.2.1"]'],
  ['a namesake of the door', service({ type: 'LoadBalancer' }, 'controller'), 'spec.type = "LoadBalancer"'],
  ['an Ingress', ingress('history'), 'spec.rules = ["ui.example.com"]'],
  [
    'an Ingress with an empty address',
    ingress('history', { 'nginx.ingress.kubernetes.io/auth-url': '' }),
    'spec.rules',
  ],
  ['an Ingress with an unknown policy', ingress('history', { 'nginx.org/policies': 'rate-limit' }), 'spec.rules'],
  ['an Ingress of ALB without', ingress('history', { 'alb.ingress.kubernetes.io/auth-type': 'none' }), 'spec.rules'],
  [
    'a default backend',
    object('networking.k8s.io/v1', 'Ingress', { defaultBackend: { service: { name: 'history' } } }),
    'spec.rules = []',
  ],
  ['a VirtualServer', virtualServer({ action: { pass: 'a' } }), 'spec.routes[0] = "ui.example.com/"'],
  [
    'a route that replaces the sign-on of its server',
    virtualServer({ action: { pass: 'a' }, policies: [{ name: 'rate-limit' }] }, [{ name: 'sso' }]),
    'spec.routes[0]',
  ],
  ['a split', virtualServer({ splits: [{ action: { pass: 'b' } }, { action: { pass: 'a' } }] }), 'spec.routes[0]'],
  ['a match', virtualServer({ action: { pass: 'b' }, matches: [{ action: { pass: 'a' } }] }), 'spec.routes[0]'],
  ['a proxy action', virtualServer({ action: { proxy: { upstream: 'a' } } }), 'spec.routes[0]'],
  [
    'a plain connection',
    object('k8s.nginx.org/v1', 'TransportServer', { upstreams: [{ name: 'a', service: 'connect' }] }),
    'spec.upstreams = ["connect"]',
  ],
  ['an HTTPRoute', route({ backendRefs: [{ name: 'history' }] }), 'spec.rules[0] = ["ui.example.com"]'],
  ['one backend of two', route({ backendRefs: [{ name: 'hub' }, { name: 'history' }] }), 'spec.rules[0]'],
  ['a namesake in another namespace', route({ backendRefs: [{ name: 'hub', namespace: 'science' }] }), 'spec.rules[0]'],
  ['a TCPRoute', route({ backendRefs: [{ name: 'history' }] }, 'TCPRoute'), 'spec.rules[0]'],
];

const OPEN: [string, Json][] = [
  ['a Service inside the cluster', service({ type: 'ClusterIP' })],
  ['the door', service({ type: 'LoadBalancer' }, 'controller', 'ingress')],
  ['an Ingress with auth-url', ingress('history', { 'nginx.ingress.kubernetes.io/auth-url': 'https://sso/auth' })],
  ['an Ingress with a policy', ingress('history', { 'nginx.org/policies': 'rate-limit, auth/sso' })],
  ['an Ingress of ALB', ingress('history', { 'alb.ingress.kubernetes.io/auth-type': 'oidc' })],
  ['an Ingress to what asks itself', ingress('hub')],
  ['a policy of the server', virtualServer({ action: { pass: 'a' } }, [{ name: 'sso' }])],
  ['a policy of the route', virtualServer({ action: { pass: 'a' }, policies: [{ name: 'sso', namespace: 'auth' }] })],
  ['a redirect', virtualServer({ action: { redirect: { url: 'https://example.com' } } })],
  ['a redirect of the Gateway API', route({ filters: [{ type: 'RequestRedirect' }] })],
  ['external authentication', route({ filters: [{ type: 'ExternalAuth' }], backendRefs: [{ name: 'history' }] })],
  [
    'a filter of the controller',
    route({ filters: [{ type: 'ExtensionRef', extensionRef: { name: 'sso' } }], backendRefs: [{ name: 'history' }] }),
  ],
  ['a proxy in front', route({ backendRefs: [{ name: 'proxy', namespace: 'auth' }] })],
  ['another kind', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' } }],
];

test.each(CLOSED)('%s without a sign-on is refused', (_name, manifest, at) => {
  expect(check(manifest)).toEqual([expect.stringContaining(`policy/sign-on: ${at}`)]);
});

test.each(OPEN)('%s passes', (_name, manifest) => expect(check(manifest)).toEqual([]));

test('without a word about the house only what a route shows counts', () => {
  const passing = OPEN.filter(([, manifest]) => check(manifest, {}).length === 0).map(([name]) => name);
  expect(passing).toEqual([
    'a Service inside the cluster',
    'an Ingress with auth-url',
    'an Ingress of ALB',
    'a redirect',
    'a redirect of the Gateway API',
    'external authentication',
    'another kind',
  ]);
});

test.each([['hub'], ['a/b/c'], ['/hub'], ['Etl/hub']])('%s does not name a Service', (name) => {
  const rule = 'policy/sign-on-name: signOn.services';
  expect(() => HousePolicy.signOnForPublicRoutes({ services: [name] })).toThrow(`${rule} = "${name}"`);
});

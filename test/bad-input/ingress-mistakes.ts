import { Chart, Duration, Size, type App } from 'cdk8s';
import { GatewayApi } from '../../lib/ingress/gateway-api/gateway-api';
import { IngressNginx } from '../../lib/ingress/ingress-nginx/ingress-nginx';
import { NginxIngress } from '../../lib/ingress/nginx/nginx-ingress';
import { NginxWorkload, type NginxIngressProps } from '../../lib/ingress/nginx/props';
import type { OAuth2ProxyProps } from '../../lib/ingress/sign-on/props';
import { OAuth2Provider } from '../../lib/ingress/sign-on/provider';
import { OAuth2Sessions } from '../../lib/ingress/sign-on/sessions';
import { AcmeIssuer, AcmeSolver } from '../../lib/ingress/tls/acme-issuer';
import { TlsCertificate } from '../../lib/ingress/tls/certificate';
import { TlsCertificates } from '../../lib/ingress/tls/certificates';
import { TlsIssuer } from '../../lib/ingress/tls/issuer';
import { UiPrefix, type UiRouteProps } from '../../lib/ingress/ui-route';
import { UiSignOn } from '../../lib/ingress/ui-sign-on';
import { addRoutes, BACKEND, nginx, OIDC_PROPS, route, secret, signOn, TLS } from '../ingress/samples';
import type { Mistake } from './mistake';

const at = (
  path: string | null,
  name: string,
  build: Mistake['build'],
  rule: string,
  where: string,
  value: string,
  says?: string,
): Mistake => ({ name, build, rule: `ingress/${rule}`, at: where, value, path, ...(says !== undefined && { says }) });

type Rest = [rule: string, where: string, value: string, says?: string];

/** A route that no object can be made from. */
const noRoute = (name: string, props: Partial<UiRouteProps>, ...rest: Rest): Mistake =>
  at(null, name, () => void route(props), ...rest);

/** A route on a controller of F5 that has everything. */
const onNginx = (name: string, props: Partial<UiRouteProps>, ...rest: Rest): Mistake =>
  at('shs/ui', name, (app) => addRoutes(app, nginx(app), { shs: route(props) }), ...rest);

const installed = (name: string, props: NginxIngressProps, ...rest: Rest): Mistake =>
  at('c/nginx', name, (app) => void nginx(app, props), ...rest);

const signedOn = (name: string, props: Partial<OAuth2ProxyProps>, ...rest: Rest): Mistake =>
  at(
    'c/sign-on',
    name,
    (app) => {
      const chart = new Chart(app, 'c');
      new NginxIngress(chart, 'nginx', { tls: TLS, signOn: signOn(chart, props) });
    },
    ...rest,
  );

const onGateway = (name: string, props: Partial<UiRouteProps>, ...rest: Rest): Mistake =>
  at(
    'shs/ui',
    name,
    (app) => {
      const chart = new Chart(app, 'c');
      const gateway = new GatewayApi(chart, 'gateway', { namespace: 'gateway', tls: TLS, signOn: signOn(chart) });
      addRoutes(app, gateway, { shs: route(props) });
    },
    ...rest,
  );

const HTTP = AcmeSolver.httpIngress('nginx');
const issuer = (app: App, email: string, solvers: AcmeSolver[]) =>
  new AcmeIssuer(new Chart(app, 'issuers'), 'acme', { issuerName: 'acme', email, solvers });
const ownIssuer = TlsIssuer.fromIssuer('team', 'team');

const ROUTES: readonly Mistake[] = [
  noRoute('a host without a domain', { host: 'spark' }, 'host', 'host', '"spark"'),
  noRoute(
    'a host that is an address',
    { host: 'https://spark.example.com' },
    'host',
    'host',
    '"https://spark.example.com"',
  ),
  noRoute('every host of a domain', { host: '*.example.com' }, 'wildcard-host', 'host', '"*.example.com"'),
  noRoute('a prefix without a slash', { prefix: 'shs' }, 'prefix', 'prefix', '"shs"'),
  noRoute('a prefix with a slash at its end', { prefix: '/shs/' }, 'prefix', 'prefix', '"/shs/"'),
  noRoute('a prefix that is a pattern', { prefix: '/shs/?(.*)' }, 'prefix', 'prefix', '"/shs/?(.*)"'),
  noRoute('a port of no Service', { backend: { ...BACKEND, port: 0 } }, 'backend-port', 'backend.port', '0'),
  at(null, 'public for no reason', () => void UiSignOn.insecurePublic(' '), 'public-reason', 'reason', '" "'),
  onNginx('a route where the sign-on is', { prefix: '/oauth2' }, 'reserved-prefix', 'prefix', '"/oauth2"'),
  onNginx(
    "a prefix with a word of Spark's",
    { prefix: '/spark/history' },
    'spark-prefix',
    'prefix',
    '"/spark/history"',
  ),
  onNginx(
    'a way to the master',
    { backend: { ...BACKEND, port: 7077 } },
    'spark-port',
    'backend.port',
    '7077',
    'master',
  ),
  onNginx(
    'a way to submissions behind another port',
    { backend: { ...BACKEND, targetPort: 6066 } },
    'spark-port',
    'backend.port',
    '6066',
  ),
  onNginx(
    'a prefix taken from who needs it',
    { prefix: '/hub', backend: { ...BACKEND, basePath: '/hub/' } },
    'strip-base',
    'backend.basePath',
    '"/hub"',
  ),
  onNginx(
    'a prefix kept for who answers elsewhere',
    { prefix: '/hub', prefixHandling: UiPrefix.KEEP, backend: { ...BACKEND, basePath: '/jupyter' } },
    'keep-base',
    'backend.basePath',
    '"/jupyter"',
    'the prefix is /hub',
  ),
  onNginx(
    'code without a sign-on',
    { signOn: UiSignOn.insecurePublic('demo'), backend: { ...BACKEND, executesCode: true } },
    'code-without-sign-on',
    'signOn',
    '"insecurePublic"',
    'history',
  ),
  onNginx('bodies of nothing', { maxBodySize: Size.kibibytes(100) }, 'body-size', 'maxBodySize', '"0.09765625 MiB"'),
  onNginx('a timeout of days', { timeout: Duration.days(2) }, 'timeout', 'timeout', '"172800 s"'),
  at(
    'two/ui',
    'two owners of a host and prefix',
    (app) => addRoutes(app, nginx(app), { one: route(), two: route({ backend: { ...BACKEND, service: 'other' } }) }),
    'two-owners',
    'prefix',
    '"https://history.spark.example.com/"',
    'one/ui owns it',
  ),
  at(
    'shs/ui',
    'a host without a certificate',
    (app) => {
      const chart = new Chart(app, 'c');
      addRoutes(app, new NginxIngress(chart, 'nginx', { signOn: signOn(chart) }), { shs: route() });
    },
    'no-tls',
    'host',
    '"history.spark.example.com"',
  ),
  at(
    'shs/ui',
    'a sign-on that is not there',
    (app) => {
      addRoutes(app, new NginxIngress(new Chart(app, 'c'), 'nginx', { tls: TLS }), { shs: route() });
    },
    'no-sign-on',
    'signOn',
    '"required"',
  ),
  at(
    'shs/ui',
    'a backend where an existing controller does not look',
    (app) => {
      const watchNamespaces = ['web'];
      const props = { tls: TLS, watchNamespaces };
      const shs = route({ signOn: UiSignOn.backend() });
      addRoutes(app, NginxIngress.fromExisting(new Chart(app, 'c'), 'nginx', props), { shs });
    },
    'unwatched',
    'backend.namespace',
    '"spark"',
    'it watches web',
  ),
  at(
    'shs/ui',
    'a Secret in another namespace than an Ingress',
    (app) => {
      const tls = TlsCertificates.fromSecret('tls', 'web');
      const gateway = IngressNginx.retired(new Chart(app, 'c'), 'nginx', { tls });
      addRoutes(app, gateway, { shs: route({ signOn: UiSignOn.backend() }) });
    },
    'route-tls-namespace',
    'backend.namespace',
    '"spark"',
    'the Secret is in web',
  ),
  onGateway('a prefix taken away behind a sign-on', { prefix: '/shs' }, 'gateway-strip', 'prefix', '"/shs"'),
  onGateway(
    'a largest body on a Gateway',
    { maxBodySize: Size.mebibytes(64) },
    'gateway-body',
    'maxBodySize',
    '"64 MiB"',
  ),
  at(
    'c/gateway',
    'hosts without end on a Gateway',
    (app) => {
      const gateway = new GatewayApi(new Chart(app, 'c'), 'gateway', { namespace: 'gateway', tls: TLS });
      const hosts = Array.from({ length: 64 }, (_, i) => `h${i}`);
      const entries = hosts.map((name) => [name, route({ host: `${name}.example.com`, signOn: UiSignOn.backend() })]);
      addRoutes(app, gateway, Object.fromEntries(entries));
    },
    'gateway-listeners',
    'hosts',
    '64',
  ),
];

const INSTALLATIONS: readonly Mistake[] = [
  installed(
    'a controller in kube-system',
    { namespace: 'kube-system' },
    'install-namespace',
    'namespace',
    '"kube-system"',
  ),
  installed('no controller', { replicas: 0 }, 'replicas', 'replicas', '0'),
  installed(
    'a count of pods on each node',
    { workload: NginxWorkload.DAEMON_SET, replicas: 2 },
    'daemon-set-replicas',
    'replicas',
    '2',
  ),
  installed('a controller of 32 MiB', { memory: Size.mebibytes(32) }, 'server-resources', 'memory', '"32 MiB"'),
  installed(
    'a snippet for every server',
    { settings: { 'server-snippets': 'return 200;' } },
    'snippet',
    'settings["server-snippets"]',
    '"return 200;"',
  ),
  installed(
    'a setting of the retired controller',
    { settings: { 'proxy-body-size': '1g' } },
    'setting',
    'settings["proxy-body-size"]',
    '"1g"',
  ),
  installed(
    'clients that are no range',
    { network: { clientCidrs: ['10.0.0.1'] } },
    'network-peer',
    'network.clientCidrs[0]',
    '"10.0.0.1"',
  ),
  installed(
    'a load balancer for no range',
    { service: { sourceRanges: ['office'] } },
    'load-balancer-source',
    'service.sourceRanges',
    '"office"',
  ),
  installed(
    'a certificate that the controller does not see',
    { tls: TlsCertificates.fromSecret('tls', 'web') },
    'route-tls-namespace',
    'tls',
    '"web"',
  ),
];

const CERTIFICATES: readonly Mistake[] = [
  at(
    'issuers/acme',
    'an authority that can write to nobody',
    (app) => void issuer(app, 'admin', [HTTP]),
    'acme-email',
    'email',
    '"admin"',
  ),
  at(
    'issuers/acme',
    'a name that nobody proves',
    (app) => void issuer(app, 'a@example.com', []),
    'acme-solvers',
    'solvers',
    '[]',
  ),
  at(
    'c/nginx',
    "a proof that F5's controller refuses",
    (app) => {
      void nginx(app, { tls: TlsCertificates.perHost(issuer(app, 'a@example.com', [HTTP])) });
    },
    'acme-http01',
    'tls',
    '"acme"',
  ),
  at(
    'c/cert',
    'a wildcard proven over HTTP',
    (app) => {
      const props = { namespace: 'web', dnsNames: ['*.example.com'], secretName: 'tls' };
      new TlsCertificate(new Chart(app, 'c'), 'cert', { ...props, issuer: issuer(app, 'a@example.com', [HTTP]) });
    },
    'wildcard-http01',
    'dnsNames',
    '"*.example.com"',
  ),
  at(
    'c/cert',
    'an Issuer of another namespace',
    (app) => {
      const props = { namespace: 'web', dnsNames: ['a.example.com'], secretName: 'tls', issuer: ownIssuer };
      new TlsCertificate(new Chart(app, 'c'), 'cert', props);
    },
    'issuer-namespace',
    'issuer',
    '"team/team"',
    'made in web',
  ),
  at(
    'c/cert',
    'a renewal after the end',
    (app) => {
      const lifetime = { duration: Duration.hours(1), renewBefore: Duration.hours(2) };
      const props = { namespace: 'team', dnsNames: ['a.example.com'], secretName: 'tls', issuer: ownIssuer };
      new TlsCertificate(new Chart(app, 'c'), 'cert', { ...props, ...lifetime });
    },
    'renewal',
    'renewBefore',
    '"2h0m0s"',
  ),
  at(
    'shs/ui',
    'a host that its wildcard does not cover',
    (app) => {
      const tls = TlsCertificates.wildcard('example.com', TlsIssuer.fromClusterIssuer('acme'));
      addRoutes(app, nginx(app, { tls }), { shs: route() });
    },
    'wildcard-domain',
    'host',
    '"history.spark.example.com"',
    'the domain is example.com',
  ),
];

const GITHUB = { clientId: 'app', clientSecret: secret('client') };

const REDIS = OAuth2Sessions.redis({ url: 'redis://redis', peer: { namespace: 'redis' } });

const SIGN_ONS: readonly Mistake[] = [
  signedOn('a door for everybody', { allowedGroups: [] }, 'sign-on-anyone', 'allowedGroups', '[]'),
  signedOn('a group without a name', { allowedGroups: ['spark', ''] }, 'sign-on-group', 'allowedGroups', '""'),
  signedOn(
    'an address as a domain',
    { allowedEmailDomains: ['ada@example.com'] },
    'sign-on-email',
    'allowedEmailDomains',
    '"ada@example.com"',
  ),
  signedOn(
    'a provider over plain HTTP',
    { provider: OAuth2Provider.oidc({ ...OIDC_PROPS, issuerUrl: 'http://id' }) },
    'issuer-url',
    'provider.issuerUrl',
    '"http://id"',
  ),
  signedOn(
    'every tenant of Entra',
    { provider: OAuth2Provider.entraId({ tenantId: 'common', clientId: 'app' }) },
    'tenant',
    'provider.tenantId',
    '"common"',
  ),
  signedOn('all of GitHub', { provider: OAuth2Provider.gitHub(GITHUB) }, 'github-scope', 'provider.org', '""'),
  signedOn('a cookie with a space', { cookie: { name: 'spark ui' } }, 'cookie-name', 'cookie.name', '"spark ui"'),
  signedOn(
    'a session that ends before it is refreshed',
    { cookie: { expire: Duration.hours(1), refresh: Duration.hours(1) }, sessions: REDIS },
    'cookie-times',
    'cookie.refresh',
    '"3600 s"',
  ),
  signedOn(
    'a refreshed session that nobody hears of',
    { cookie: { refresh: Duration.hours(1) } },
    'refresh-lost',
    'cookie.refresh',
    '"3600 s"',
  ),
  signedOn(
    'a password in an address',
    { sessions: OAuth2Sessions.redis({ url: 'redis://:hunter2@redis', peer: { namespace: 'redis' } }) },
    'redis-url',
    'sessions.url',
    '"redis://…@redis"',
  ),
  signedOn('a proxy that is no range', { trustedProxies: ['nginx'] }, 'trusted-proxy', 'trustedProxies', '"nginx"'),
  signedOn(
    'a setting that is not there',
    { settings: { 'cookie-seconds': '1' } },
    'oauth-key',
    'settings["cookie-seconds"]',
    '"1"',
  ),
  signedOn(
    'a setting that a property stands for',
    { settings: { 'email-domain': '*' } },
    'oauth-key-owned',
    'settings["email-domain"]',
    '"*"',
  ),
  signedOn(
    'a secret in a setting',
    { settings: { 'client-secret': 'hunter2' } },
    'oauth-key-secret',
    'settings["client-secret"]',
    '"…"',
  ),
  signedOn(
    'a way around the sign-on',
    { settings: { 'skip-auth-route': '.*' } },
    'oauth-key-unsafe',
    'settings["skip-auth-route"]',
    '".*"',
  ),
  at(
    'c/sign-on',
    'a sign-on without a gateway',
    (app) => void signOn(new Chart(app, 'c')),
    'sign-on-unused',
    'signOn',
    '"sign-on"',
  ),
  at(
    'c/sign-on',
    'a cookie of a domain that a host is not under',
    (app) => {
      const chart = new Chart(app, 'c');
      const proxy = signOn(chart, { cookie: { domain: 'example.org' } });
      const gateway = new GatewayApi(chart, 'gateway', { namespace: 'gateway', tls: TLS, signOn: proxy });
      addRoutes(app, gateway, { shs: route() });
    },
    'cookie-domain',
    'cookie.domain',
    '"example.org"',
    'history.spark.example.com',
  ),
];

/** Ways in for people, with all that belongs to them. */
export const INGRESS_MISTAKES: readonly Mistake[] = [...ROUTES, ...INSTALLATIONS, ...CERTIFICATES, ...SIGN_ONS];

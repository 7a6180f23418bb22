import { Chart, Duration, type App } from 'cdk8s';
import { warningsOf } from '../../lib/core/rules';
import { NginxIngress } from '../../lib/ingress/nginx/nginx-ingress';
import { commandLine, OAUTH2_PROXY_KEYS } from '../../lib/ingress/sign-on/keys';
import type { OAuth2ProxyProps } from '../../lib/ingress/sign-on/props';
import { OAuth2Provider } from '../../lib/ingress/sign-on/provider';
import { OAuth2Sessions } from '../../lib/ingress/sign-on/sessions';
import { settingsOf } from '../../lib/ingress/sign-on/settings';
import { at, type Container } from '../cluster/manifest';
import { kind, one, render } from './objects';
import { ENTRA, secret, SIGN_ON, signOn, TENANT, TLS } from './samples';

const settings = (props: Partial<OAuth2ProxyProps> = {}) => settingsOf({ ...SIGN_ON, ...props });

const installed = (props: Partial<OAuth2ProxyProps> = {}) =>
  render((app: App) => {
    const chart = new Chart(app, 'c');
    return new NginxIngress(chart, 'nginx', { tls: TLS, signOn: signOn(chart, props) });
  });

const server = (props: Partial<OAuth2ProxyProps> = {}) => one(installed(props).manifests, 'Deployment', 'oauth2-proxy');
const container = (props: Partial<OAuth2ProxyProps> = {}) =>
  at<Container[]>(server(props), 'spec.template.spec.containers')?.[0];

describe('settings', () => {
  const VARIANTS: Partial<OAuth2ProxyProps>[] = [
    {},
    { provider: ENTRA },
    { provider: OAuth2Provider.entraId({ tenantId: TENANT, clientId: 'app' }) },
    {
      provider: OAuth2Provider.gitHub({
        clientId: 'a',
        clientSecret: secret('c'),
        org: 'o',
        teams: ['t'],
        users: ['u'],
      }),
    },
    { provider: OAuth2Provider.insecurePasswordFile(secret('passwords')), allowedGroups: [] },
    { allowedEmails: ['ada@example.com'], allowedEmailDomains: ['example.com'], bearerTokens: true },
    { bearerTokens: true, extraTokenIssuers: ['https://id.example.com=livy'] },
    { cookie: { domain: 'example.com', refresh: Duration.hours(1), insecureHttp: true } },
    { sessions: OAuth2Sessions.redis({ url: 'redis://redis', peer: { namespace: 'redis' } }) },
  ];

  test.each(VARIANTS)('are all documented: %#', (props) => {
    const flags = Object.keys(settings(props));
    expect(flags.filter((flag) => OAUTH2_PROXY_KEYS[flag]?.[1] !== 'package')).toEqual([]);
  });

  test('of a user are given on, and wrong ones are not', () => {
    const own = { footer: '-', nonsense: '1', 'client-secret': 'hunter2', 'skip-auth-route': '.*' };
    expect(
      commandLine(settings({ settings: own })).filter((arg) => /footer|nonsense|secret|skip-auth/.test(arg)),
    ).toEqual(['--footer=-']);
  });

  test('an unknown one cannot be written', () => {
    expect(() => commandLine({ 'no-such-thing': true })).toThrow('no-such-thing');
  });

  test('the table has the flags that let people around the sign-on as such', () => {
    for (const flag of ['skip-auth-route', 'skip-auth-regex', 'skip-auth-preflight', 'trusted-ip', 'ping-user-agent'])
      expect(OAUTH2_PROXY_KEYS[flag]?.[1]).toBe('unsafe');
  });
});

test('Entra is asked in one tenant, with proof by workload identity where there is no secret', () => {
  expect(settings({ provider: ENTRA })).toMatchObject({
    provider: 'entra-id',
    'oidc-issuer-url': `https://login.microsoftonline.com/${TENANT}/v2.0`,
    'entra-id-allowed-tenant': [TENANT],
    scope: 'openid email profile User.Read',
  });
  const provider = OAuth2Provider.entraId({ tenantId: TENANT, clientId: 'app' });
  const { manifests } = installed({ provider });
  expect(settings({ provider })).toMatchObject({ 'entra-id-federated-token-auth': true });
  const account = one(manifests, 'ServiceAccount', 'oauth2-proxy');
  expect(account.metadata.annotations).toEqual({ 'azure.workload.identity/client-id': 'app' });
  const template = at(one(manifests, 'Deployment', 'oauth2-proxy'), 'spec.template');
  expect(at<object>(template, 'metadata.labels')).toMatchObject({ 'azure.workload.identity/use': 'true' });
  expect(at(template, 'spec.serviceAccountName')).toBe('oauth2-proxy');
});

test('a cookie is secure, and its name says so', () => {
  expect(settings()).toMatchObject({
    'cookie-secure': true,
    'cookie-name': '__Secure-spark-sign-on',
    'cookie-samesite': 'lax',
    'cookie-expire': '43200s',
  });
  expect(settings({ cookie: { insecureHttp: true } })).toMatchObject({ 'cookie-name': '_spark_sign_on' });
});

test('a session that is refreshed keeps its tokens', () => {
  expect(settings()).toMatchObject({ 'session-cookie-minimal': true });
  expect(settings({ cookie: { refresh: Duration.hours(1) } })).toMatchObject({ 'session-cookie-minimal': false });
  const handedOn = settings({ settings: { 'pass-access-token': 'true' } });
  expect(handedOn).toMatchObject({ 'pass-access-token': 'true', 'session-cookie-minimal': false });
});

test('addresses stand in a file, and nobody else enters', () => {
  const props = { allowedGroups: [], allowedEmails: ['ada@example.com', 'grace@example.com'] };
  expect(settings(props)).not.toHaveProperty('email-domain');
  const { manifests } = installed(props);
  const [emails] = kind(manifests, 'ConfigMap', 'sign-on');
  expect(emails?.data).toEqual({ emails: 'ada@example.com\ngrace@example.com\n' });
  expect(at(one(manifests, 'Deployment', 'oauth2-proxy'), 'spec.template.spec.volumes.0.configMap.name')).toBe(
    emails?.metadata.name,
  );
});

test('secrets come from Secrets, and none stands on the command line', () => {
  expect(at(container(), 'env')).toEqual([
    { name: 'OAUTH2_PROXY_COOKIE_SECRET', valueFrom: { secretKeyRef: { name: 'sign-on', key: 'cookie' } } },
    { name: 'OAUTH2_PROXY_CLIENT_SECRET', valueFrom: { secretKeyRef: { name: 'sign-on', key: 'client' } } },
  ]);
  expect(at<string[]>(container(), 'args')?.filter((arg) => arg.includes('secret'))).toEqual([]);
});

test('nobody signs on at the provider of a password file', () => {
  const provider = OAuth2Provider.insecurePasswordFile(secret('passwords'));
  expect(settings({ provider, allowedGroups: [] })).toMatchObject({
    'email-domain': ['nobody.invalid'],
    'htpasswd-file': '/etc/oauth2-proxy/passwords/passwords',
    'skip-provider-button': false,
  });
});

test('it has two pods without a token, and is not ready without its store', () => {
  expect(at(server(), 'spec.replicas')).toBe(2);
  expect(at(server(), 'spec.template.spec.automountServiceAccountToken')).toBe(false);
  expect(at(container(), 'readinessProbe.httpGet.path')).toBe('/ready');
  expect(at(container(), 'livenessProbe.httpGet.path')).toBe('/ping');
  expect(at<string[]>(container(), 'args')).toContain('--upstream=static://202');
});

test('only the controller reaches it', () => {
  const policies = kind(installed().manifests, 'NetworkPolicy', 'sign-on');
  const ingress = policies.flatMap(({ spec }) => at<object[]>(spec, 'ingress') ?? []);
  expect(ingress).toEqual([
    {
      from: [
        {
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'nginx-ingress' } },
          podSelector: {
            matchLabels: { 'app.kubernetes.io/name': 'nginx-ingress', 'app.kubernetes.io/component': 'controller' },
          },
        },
      ],
      ports: [{ port: 4180, protocol: 'TCP' }],
    },
  ]);
});

test('Entra with cookies and proxies that nobody named are warned of', () => {
  render((app) => {
    const chart = new Chart(app, 'c');
    const proxy = signOn(chart, { provider: ENTRA, trustedProxies: [] });
    expect(warningsOf(proxy).map((line) => line.split(':')[0])).toEqual([
      'ingress/entra-cookie',
      'ingress/proxy-trust',
    ]);
    return new NginxIngress(chart, 'nginx', { tls: TLS, signOn: proxy });
  });
});

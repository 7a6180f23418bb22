import { Chart, Size, type App } from 'cdk8s';
import { SecretSource } from '../../lib';
import { UiEndpoint } from '../../lib/ingress/ui-endpoint';
import { GrafanaDashboard } from '../../lib/monitoring/dashboards/grafana-dashboard';
import { GrafanaAuthentication } from '../../lib/monitoring/grafana/authentication';
import { GrafanaAzureCredentials } from '../../lib/monitoring/grafana/azure';
import { GrafanaDataSource } from '../../lib/monitoring/grafana/data-source';
import { GrafanaDatabase, GrafanaPostgresTls } from '../../lib/monitoring/grafana/database';
import { Grafana } from '../../lib/monitoring/grafana/grafana';
import type { GrafanaProps } from '../../lib/monitoring/grafana/props';
import { dashboard, GRAFANA, PROMETHEUS, SOURCES } from '../monitoring/grafana-samples';
import type { Mistake } from './mistake';

type Line = readonly [rule: string, at: string, value: string, says?: string];

const mistake = (name: string, props: Partial<GrafanaProps>, ...[rule, at, value, says]: Line): Mistake => ({
  name,
  build: (app: App) =>
    void new Grafana(new Chart(app, 'c', { namespace: 'monitoring' }), 's', { ...GRAFANA, ...props }),
  rule,
  at,
  value,
  path: 'c/s',
  ...(says !== undefined && { says }),
});

const secret = SecretSource.fromKubernetes('grafana', 'some');
const TENANT = '11111111-2222-3333-4444-555555555555';
const OUT = { egress: [{ cidr: '0.0.0.0/0', ports: [443] }] };
const OIDC = {
  authorizationUrl: 'https://id.example.com/auth',
  tokenUrl: 'https://id.example.com/token',
  userInfoUrl: 'https://id.example.com/me',
  clientId: 'grafana',
  clientSecret: secret,
};
const oidc = (more: Partial<typeof OIDC> & { readonly allowedGroups?: string[] } = {}): Partial<GrafanaProps> => ({
  authentication: GrafanaAuthentication.oidc({ ...OIDC, ...more }),
  network: OUT,
});
const proxy = (trustedCidrs: string[], header = 'X-Forwarded-Email'): Partial<GrafanaProps> => ({
  authentication: GrafanaAuthentication.proxy({ trustedCidrs, header }),
});
const postgres = (host: string, tls = GrafanaPostgresTls.REQUIRE): GrafanaDatabase =>
  GrafanaDatabase.postgres({ host, password: secret, tls, peer: { namespace: 'data' } });
const identity = (client: string): GrafanaDataSource =>
  GrafanaDataSource.azureMonitor(GrafanaAzureCredentials.workloadIdentity('t', client), {
    subscriptionId: 's',
    uid: client,
    displayName: client,
  });
const logs = dashboard('logs', 'Logs', 'Spark', 'loki');
const LARGE = GrafanaDashboard.fromJson(JSON.stringify({ uid: 'large', title: 'Large', text: 'x'.repeat(2 ** 20) }));

/** Mistakes about Grafana. */
export const GRAFANA_MISTAKES: readonly Mistake[] = [
  mistake('two pods of Grafana with one file', { replicas: 2 }, 'grafana/replicas', 'replicas', '2'),
  mistake('half a pod of Grafana', { replicas: 0.5, database: postgres('db') }, 'grafana/replicas', 'replicas', '0.5'),
  mistake(
    'alerts of Grafana from two pods',
    { replicas: 2, alerting: true, database: postgres('db') },
    'grafana/alerting-replicas',
    'alerting',
    'true',
  ),
  mistake(
    'a claim of Grafana that is made and exists',
    { database: GrafanaDatabase.claim({ size: Size.gibibytes(1), claimName: 'mine' }) },
    'grafana/claim',
    'database',
    '{"size":"1024 MiB","claimName":"mine"}',
  ),
  mistake(
    'a host of PostgreSQL that is an address',
    { database: postgres('tcp://db') },
    'grafana/database',
    'database',
    '"tcp://db:5432"',
  ),
  mistake(
    'a certificate of PostgreSQL that nobody can check',
    { database: postgres('db', GrafanaPostgresTls.VERIFY_FULL) },
    'grafana/root-certificate',
    'database.tls',
    '"verify-full"',
  ),
  mistake(
    'a PostgreSQL that Grafana cannot reach',
    { database: GrafanaDatabase.postgres({ host: 'db', password: secret, tls: GrafanaPostgresTls.REQUIRE }) },
    'grafana/no-way-out',
    'database',
    '"db:5432"',
    'port 5432',
  ),
  mistake(
    'a password that encrypts, too',
    { secretKey: GRAFANA.admin.password },
    'grafana/same-secret',
    'secretKey',
    '"grafana/admin"',
  ),
  mistake(
    'two data sources of one uid',
    { dataSources: [...SOURCES(), GrafanaDataSource.prometheus(PROMETHEUS, { isDefault: false })] },
    'grafana/source-twice',
    'dataSources[3]',
    '"prometheus"',
  ),
  mistake(
    'two default data sources',
    { dataSources: [...SOURCES(), GrafanaDataSource.prometheus(PROMETHEUS, { uid: 'other', displayName: 'other' })] },
    'grafana/default-twice',
    'dataSources',
    '["prometheus","other"]',
  ),
  mistake(
    'a uid with a blank',
    { dataSources: [GrafanaDataSource.prometheus(PROMETHEUS, { uid: 'my metrics' })] },
    'grafana/source-uid',
    'dataSources[0].uid',
    '"my metrics"',
  ),
  mistake(
    'a data source without a scheme',
    { dataSources: [GrafanaDataSource.prometheus({ ...PROMETHEUS, prometheusUrl: 'prometheus:9090' })] },
    'grafana/source-url',
    'dataSources[0]',
    '"prometheus:9090"',
  ),
  mistake(
    'a Prometheus whose pods nobody named',
    {
      dataSources: [
        GrafanaDataSource.prometheus({
          prometheusUrl: 'http://metrics:9090',
          monitorLabels: {},
          addTarget: () => undefined,
        }),
      ],
    },
    'grafana/no-way-out',
    'dataSources["prometheus"]',
    '"metrics:9090"',
    'port 9090',
  ),
  mistake(
    'a Grafana with two dashboards of one uid',
    { dataSources: SOURCES(), dashboards: [logs, dashboard('logs', 'Others', 'Spark')] },
    'dashboards/uid-twice',
    'dashboards[1].uid',
    '"logs"',
  ),
  mistake(
    'a Grafana with two dashboards of one title',
    { dataSources: SOURCES(), dashboards: [logs, dashboard('others', 'Logs', 'Spark')] },
    'dashboards/title-twice',
    'dashboards[1].title',
    '"Spark/Logs"',
  ),
  mistake(
    'two folders of nearly one name',
    { dataSources: SOURCES(), dashboards: [logs, dashboard('others', 'Logs', 'spark!')] },
    'grafana/folder',
    'dashboards',
    '"spark!"',
    '"Spark" is there',
  ),
  mistake(
    'a dashboard that no ConfigMap holds',
    { dashboards: [LARGE] },
    'dashboards/too-large',
    'dashboards[0]',
    '1048617',
  ),
  mistake(
    'a dashboard without its data source',
    { dataSources: [GrafanaDataSource.prometheus(PROMETHEUS)], dashboards: [logs] },
    'grafana/dashboard-source',
    'dashboards["logs"]',
    '"loki"',
  ),
  mistake(
    'a first page that is not there',
    { homeDashboard: 'spark-platform' },
    'grafana/home',
    'homeDashboard',
    '"spark-platform"',
  ),
  mistake('a proxy that everybody may be', proxy([]), 'grafana/proxy-trust', 'authentication.trustedCidrs', '[]'),
  mistake(
    'a proxy with all addresses of the world',
    proxy(['0.0.0.0/0']),
    'grafana/proxy-trust',
    'authentication.trustedCidrs',
    '"0.0.0.0/0"',
    'everybody',
  ),
  mistake(
    'a header of two lines',
    proxy(['10.0.0.1/32'], 'X-User\n'),
    'grafana/header',
    'authentication.header',
    '"X-User\\n"',
  ),
  mistake(
    'a provider that Grafana cannot reach',
    { ...oidc(), network: {} },
    'grafana/no-way-out',
    'authentication',
    '"id.example.com"',
    'port 443',
  ),
  mistake(
    'a sign-on over plain HTTP',
    { ...oidc(), ui: UiEndpoint.external('http://grafana.example.com', [{ namespace: 'ingress' }]) },
    'grafana/plain-http',
    'ui',
    '"http://grafana.example.com/"',
  ),
  mistake(
    'tokens over plain HTTP',
    {
      ...oidc({ tokenUrl: 'http://id.example.com/token' }),
      network: { egress: [{ cidr: '10.0.0.0/8', ports: [80, 443] }] },
    },
    'grafana/provider-url',
    'authentication.tokenUrl',
    '"http://id.example.com/token"',
  ),
  mistake('a provider without a client', oidc({ clientId: '' }), 'grafana/client-id', 'authentication.clientId', '""'),
  mistake(
    'a group with a quote',
    oidc({ allowedGroups: ["ops') || ('x'"] }),
    'grafana/group',
    'authentication.allowedGroups',
    "\"ops') || ('x'\"",
  ),
  mistake(
    'a tenant by its domain',
    {
      authentication: GrafanaAuthentication.entraId({ tenantId: 'example.com', clientId: 'app', clientSecret: secret }),
      network: OUT,
    },
    'grafana/tenant',
    'authentication.tenantId',
    '"example.com"',
  ),
  mistake(
    'two identities of one pod',
    {
      authentication: GrafanaAuthentication.entraId({ tenantId: TENANT, clientId: 'a' }),
      dataSources: [identity('b')],
      network: OUT,
    },
    'grafana/two-identities',
    'dataSources',
    '"b"',
    'the other is a',
  ),
  mistake(
    'a setting without a section',
    { settings: { theme: 'light' } },
    'grafana/setting-name',
    'settings["theme"]',
    '"theme"',
  ),
  mistake(
    'a setting that a property has',
    { settings: { 'security.cookie_secure': 'true' } },
    'grafana/setting-owned',
    'settings["security.cookie_secure"]',
    '"true"',
    'it is false',
  ),
  mistake(
    'a way around the names of people',
    { settings: { 'auth.anonymous.enabled': 'true' } },
    'grafana/setting-owned',
    'settings["auth.anonymous.enabled"]',
    '"true"',
  ),
  mistake(
    'a password among the settings',
    { settings: { 'smtp.password': 'word' } },
    'grafana/setting-secret',
    'settings["smtp.password"]',
    '"(not shown)"',
  ),
  mistake(
    'a setting of two lines',
    { settings: { 'smtp.from_name': 'a\n[auth.anonymous]' } },
    'grafana/setting-text',
    'settings["smtp.from_name"]',
    '"a\\n[auth.anonymous]"',
  ),
  mistake('a Grafana of no cores', { cores: 0 }, 'grafana/cores', 'cores', '0'),
  mistake('a Grafana of 64 MiB', { memory: Size.mebibytes(64) }, 'grafana/memory', 'memory', '"64 MiB"'),
  mistake(
    'a limit below what it asks for',
    { memoryLimit: Size.mebibytes(128) },
    'grafana/memory',
    'memoryLimit',
    '"128 MiB"',
    'memory is 256 MiB',
  ),
];

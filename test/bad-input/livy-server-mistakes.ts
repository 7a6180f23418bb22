import { Chart, Duration, Size, type App } from 'cdk8s';
import {
  SecretSource,
  SparkConf,
  SparkImage,
  SparkJob,
  SparkRunner,
  SparkServiceAccount,
  SparkVersion,
  UiEndpoint,
} from '../../lib';
import { LivyAuthentication } from '../../lib/services/livy/authentication';
import { LivyConf } from '../../lib/services/livy/conf';
import { LivyServer } from '../../lib/services/livy/livy-server';
import type { LivyJobDefaults, LivyServerProps } from '../../lib/services/livy/props';
import { ACCOUNT, IMAGE, LIVY } from '../services/livy/servers';
import { PROPS } from '../spark/jobs';
import type { Mistake } from './mistake';

type Line = readonly [rule: string, at: string, value: string, says?: string];

const ROOM = 'livy-server';
const NONE = LivyAuthentication.insecureNone('a laptop');
const UI = UiEndpoint.external('https://spark.example.com/livy', [{ namespace: 'ingress' }]);
const KEYTAB = SecretSource.fromKubernetes('livy', 'http.keytab');

const make = (name: string, build: (app: App) => void, path: string | null, line: Line): Mistake => {
  const [rule, at, value, says] = line;
  return { name, build, rule, at, value, path, ...(says !== undefined && { says }) };
};

const server = (name: string, props: Partial<LivyServerProps>, ...line: Line): Mistake =>
  make(
    name,
    (app) => void new LivyServer(new Chart(app, 'c', { namespace: 'livy' }), 'l', { ...LIVY, ...props }),
    'c/l',
    line,
  );

const setting = (name: string, key: string, value: string, ...line: Line): Mistake =>
  server(name, { settings: LivyConf.of({ [key]: value }) }, ...line);

const authentication = (name: string, one: LivyAuthentication, ...line: Line): Mistake =>
  server(name, { authentication: one }, ...line);

const jobs = (name: string, defaults: LivyJobDefaults, ...line: Line): Mistake =>
  server(name, { jobs: defaults }, ...line);

const DENIED = 'spark.sql.extensions';

function post(app: App, namespace: string, conf: SparkConf): void {
  const chart = new Chart(app, 'c', { namespace: 'livy' });
  const runner = SparkRunner.livy(new LivyServer(chart, 'l', { ...LIVY, deniedProperties: [DENIED] }));
  const serviceAccount = SparkServiceAccount.fromName('spark', namespace);
  new SparkJob(chart, 'job', { ...PROPS, image: IMAGE, serviceAccount, conf, runner });
}

const sidecar = (resources: object): LivyJobDefaults => ({
  driver: { podOverrides: { '/spec/containers/-': { name: 'proxy', image: 'proxy:1', ...resources } } },
});

const PLACE: readonly Mistake[] = [
  make('a Livy of no namespace', (app) => void new LivyServer(new Chart(app, 'c'), 'l', LIVY), 'c/l', [
    'service/namespace',
    'namespace',
    'undefined',
  ]),
  {
    ...server(
      'a Livy whose name leaves no room',
      { name: 'a'.repeat(45) },
      'names/too-long',
      'name',
      `"${'a'.repeat(45)}"`,
      '45 characters, at most 44',
    ),
    spreads: true,
  },
  server('two pods of Livy', { replicas: 2 }, 'service/one-replica', 'replicas', '2'),
  server(
    'Livy on Spark 4',
    { image: SparkImage.official(SparkVersion.V4_2) },
    `${ROOM}/spark-line`,
    'image',
    `"${SparkVersion.V4_2.release}"`,
    '2.13',
  ),
  jobs(
    'jobs of Spark 4 on Livy',
    { image: SparkImage.official(SparkVersion.V4_1) },
    `${ROOM}/job-image-line`,
    'jobs.image',
    `"${SparkVersion.V4_1.release}"`,
    `the server's is ${IMAGE.version.release}`,
  ),
  server(
    'an account of jobs without a namespace',
    { jobAccount: SparkServiceAccount.fromName('spark') },
    `${ROOM}/job-namespace-unknown`,
    'jobAccount',
    '"spark"',
  ),
  make(
    'a namespace of jobs twice',
    (app) => {
      new LivyServer(new Chart(app, 'c', { namespace: 'livy' }), 'l', LIVY).addJobNamespace(ACCOUNT);
    },
    'c/l',
    [`${ROOM}/job-namespace-twice`, 'addJobNamespace', '"etl"'],
  ),
  server(
    'a state of half a MiB',
    { state: { size: Size.kibibytes(512) } },
    `${ROOM}/state-size`,
    'state.size',
    '"0.5 MiB"',
  ),
];

const SETTINGS: readonly Mistake[] = [
  setting(
    'a key that Livy does not read',
    'livy.server.session.maxCreation',
    '3',
    `${ROOM}/key-unknown`,
    'settings["livy.server.session.maxCreation"]',
    '"3"',
    'did you mean livy.server.session.max-creation',
  ),
  setting(
    'recovery off',
    'livy.server.recovery.mode',
    'off',
    `${ROOM}/key-owned`,
    'settings["livy.server.recovery.mode"]',
    '"off"',
    'recovery is always on',
  ),
  setting(
    'a password in livy.conf',
    'livy.keystore.password',
    'hunter2',
    `${ROOM}/key-owned`,
    'settings["livy.keystore.password"]',
    '"(not shown)"',
    'it is tls',
  ),
  setting(
    "Livy's own Ingress",
    'livy.server.kubernetes.ingress.create',
    'true',
    `${ROOM}/key-refused`,
    'settings["livy.server.kubernetes.ingress.create"]',
    '"true"',
    'configuration-snippet',
  ),
  setting(
    'a snippet for it',
    'livy.server.kubernetes.ingress.additionalConfSnippet',
    'more_set_headers x;',
    `${ROOM}/key-refused`,
    'settings["livy.server.kubernetes.ingress.additionalConfSnippet"]',
    '"more_set_headers x;"',
  ),
  setting(
    'a setting for YARN',
    'livy.server.yarn.poll-interval',
    '5s',
    `${ROOM}/key-refused`,
    'settings["livy.server.yarn.poll-interval"]',
    '"5s"',
    'YARN',
  ),
  setting(
    'a switch that is neither on nor off',
    'livy.server.csrf-protection.enabled',
    'yes',
    `${ROOM}/key-value`,
    'settings["livy.server.csrf-protection.enabled"]',
    '"yes"',
    'true or false',
  ),
  server(
    'the token back in the log',
    { loggers: { 'org.apache.livy.utils.SparkKubernetesApp$': 'INFO' } },
    `${ROOM}/protected-logger`,
    'loggers["org.apache.livy.utils.SparkKubernetesApp$"]',
    '"INFO"',
    'token',
  ),
  server('a level that is none', { loggers: { root: 'LOUD' } }, `${ROOM}/logger-level`, 'loggers["root"]', '"LOUD"'),
  server(
    'a family of denied properties',
    { deniedProperties: ['spark.kubernetes.driver.volumes.*'] },
    `${ROOM}/denied-property`,
    'deniedProperties',
    '"spark.kubernetes.driver.volumes.*"',
  ),
  server('no submission at a time', { maxSubmissions: 0 }, `${ROOM}/count`, 'maxSubmissions', '0'),
  server(
    'drivers that are looked at twice a second',
    { pollInterval: Duration.millis(500) },
    `${ROOM}/poll-interval`,
    'pollInterval',
    '"0.5 s"',
  ),
  server(
    'sessions that may idle for longer than they live',
    { sessions: { idleTimeout: Duration.hours(9) } },
    `${ROOM}/session-times`,
    'sessions.maxAge',
    '"8 hours"',
    'idleTimeout is 9 hours',
  ),
  server(
    'drivers that go before Livy forgets them',
    { cleanup: { keep: Duration.hours(2) } },
    `${ROOM}/cleanup`,
    'cleanup.keep',
    '"2 hours"',
    'retain is 12 hours',
  ),
  server(
    'links to a Grafana without a scheme',
    { logLinks: { grafanaUrl: 'grafana.example.com' } },
    `${ROOM}/link-url`,
    'logLinks.grafanaUrl',
    '"grafana.example.com"',
  ),
];

const ACCESS: readonly Mistake[] = [
  server(
    'callers past the gateway that asks',
    { authentication: LivyAuthentication.gateway(), ui: UI, network: { clients: [{ namespace: 'hub' }] } },
    `${ROOM}/no-authentication`,
    'network.clients[0]',
    '{"namespace":"hub"}',
  ),
  server(
    'jobs that post past the gateway',
    { authentication: LivyAuthentication.gateway(), ui: UI, jobNamespace: { jobsMayPost: true } },
    `${ROOM}/no-authentication`,
    'jobsMayPost',
    '"etl"',
  ),
  authentication('a gateway that is not there', LivyAuthentication.gateway(), `${ROOM}/no-way-in`, 'ui', 'undefined'),
  server(
    'an address for everybody, where nobody asks',
    { authentication: NONE, ui: UI },
    `${ROOM}/public-without-authentication`,
    'ui',
    '"https://spark.example.com/livy/"',
  ),
  authentication('no reason', LivyAuthentication.insecureNone(' '), `${ROOM}/reason`, 'authentication', '" "'),
  authentication(
    'passwords in the clear',
    LivyAuthentication.ldap({ url: 'ldap://ldap.example.com', baseDn: 'dc=example' }),
    `${ROOM}/ldap-url`,
    'authentication.url',
    '"ldap://ldap.example.com"',
  ),
  authentication(
    'TLS within TLS',
    LivyAuthentication.ldap({ url: 'ldaps://ldap.example.com', baseDn: 'dc=example', startTls: true }),
    `${ROOM}/ldap-start-tls`,
    'authentication.startTls',
    'true',
  ),
  authentication(
    'a directory of users that are nowhere',
    LivyAuthentication.ldap({ url: 'ldaps://ldap.example.com' }),
    `${ROOM}/ldap-names`,
    'authentication',
    '{}',
  ),
  authentication(
    'a principal of no web server',
    LivyAuthentication.kerberos({ principal: 'livy@EXAMPLE.COM', keytab: KEYTAB }),
    `${ROOM}/principal`,
    'authentication.principal',
    '"livy@EXAMPLE.COM"',
  ),
  server(
    'a login without a realm',
    { hadoopLogin: { principal: 'livy', keytab: KEYTAB } },
    `${ROOM}/launch-principal`,
    'hadoopLogin.principal',
    '"livy"',
  ),
  authentication(
    'a filter that takes the name of another',
    LivyAuthentication.filter({ name: 'ldap', className: 'com.example.Filter' }),
    `${ROOM}/filter-name`,
    'authentication.name',
    '{"name":"ldap","className":"com.example.Filter"}',
  ),
  authentication(
    'a secret of a filter',
    LivyAuthentication.filter({ name: 'oidc', className: 'com.example.Filter', params: { clientSecret: 'hunter2' } }),
    `${ROOM}/filter-secret`,
    'authentication.params["clientSecret"]',
    '"(not shown)"',
  ),
  server(
    'TLS that the gateway does not speak',
    { ui: UI, tls: { keystore: SecretSource.fromKubernetes('tls', 'p12'), credentials: KEYTAB } },
    `${ROOM}/tls-behind-gateway`,
    'tls',
    '"tls"',
  ),
  server(
    'rights of users that nobody knows',
    { authentication: NONE, accessControl: { users: ['ann'] } },
    `${ROOM}/userless`,
    'accessControl',
    '{"users":["ann"]}',
  ),
  server(
    'jobs of users that nobody knows',
    { authentication: NONE, impersonation: true },
    `${ROOM}/userless`,
    'impersonation',
    'true',
  ),
  server('two users in one', { superusers: ['ann,bob'] }, `${ROOM}/user-name`, 'superusers', '"ann,bob"'),
];

const JOBS: readonly Mistake[] = [
  jobs(
    'a sidecar without limits',
    sidecar({ resources: { requests: { cpu: '10m' } } }),
    `${ROOM}/container-without-limits`,
    'jobs.driver.podOverrides',
    '"proxy"',
    'no limits',
  ),
  jobs(
    'a sidecar that says nothing of its size',
    sidecar({}),
    `${ROOM}/container-without-limits`,
    'jobs.driver.podOverrides',
    '"proxy"',
    'no requests, no limits',
  ),
  jobs(
    "Livy's label on its drivers",
    { driver: { labels: { 'spark-app-tag': 'mine' } } },
    `${ROOM}/livy-label`,
    'jobs.driver.labels["spark-app-tag"]',
    '"mine"',
  ),
  jobs(
    'a secret in the defaults of Spark',
    { conf: SparkConf.of({ 'spark.hadoop.fs.s3a.secret.key': 'hunter2' }) },
    'spark/secret-in-clear',
    'jobs.conf["spark.hadoop.fs.s3a.secret.key"]',
    '"(not shown)"',
  ),
  jobs(
    'drivers with half a heap',
    { driver: { memory: Size.mebibytes(100) } },
    'spark/driver-memory-too-small',
    'jobs.driver.memory',
    '"100 MiB"',
  ),
];

const POSTED: readonly Mistake[] = [
  make('a job in a namespace that its Livy does not serve', (app) => post(app, 'lab', new SparkConf()), 'c/job', [
    'livy/job-namespace',
    'namespace',
    '"lab"',
    'there it is etl',
  ]),
  make(
    'a job with a property that its Livy refuses',
    (app) => post(app, 'etl', SparkConf.of({ [DENIED]: 'com.example.Extensions' })),
    'c/job',
    ['livy/conf-overwritten', `conf["${DENIED}"]`, '"com.example.Extensions"'],
  ),
];

/** Mistakes about the installation of Livy. */
export const LIVY_SERVER_MISTAKES: readonly Mistake[] = [...PLACE, ...SETTINGS, ...ACCESS, ...JOBS, ...POSTED];

import { Chart } from 'cdk8s';
import { ConcurrencyPolicy, SparkConf, SparkJob, SparkRunner } from '../../lib';
import type { SparkJobProps } from '../../lib';
import { NginxIngress } from '../../lib/ingress/nginx/nginx-ingress';
import { UiEndpoint, type UiEndpointProps } from '../../lib/ingress/ui-endpoint';
import { UiSignOn } from '../../lib/ingress/ui-sign-on';
import type { NetworkPeer } from '../../lib/kube/network-policy';
import { KubeflowRunner } from '../../lib/runners/kubeflow/kubeflow-runner';
import { StandaloneRunner } from '../../lib/runners/standalone/standalone-runner';
import { SparkConnectServer } from '../../lib/services/connect/connect-server';
import { SparkHistoryServer } from '../../lib/services/history-server/history-server';
import { StandaloneCluster } from '../../lib/services/standalone/standalone-cluster';
import { BACKEND, nginx } from '../ingress/samples';
import { OPERATOR } from '../runners/kubeflow/jobs';
import { TEMPLATES, URL as LIVY_URL } from '../runners/livy/jobs';
import { CONNECT, HISTORY } from '../services/servers';
import { CLUSTER } from '../services/standalone/cluster';
import { PROPS } from '../spark/jobs';
import { JOB, withJob, withSchedule, type Mistake } from './mistake';

type Line = readonly [rule: string, at: string, value: string, says?: string];

const HOST = 'spark.example.com';
const URL = 'https://spark.example.com/etl/pi';

const at = (path: string | null, name: string, build: Mistake['build'], ...line: Line): Mistake => {
  const [rule, where, value, says] = line;
  return { name: `ui: ${name}`, build, rule, at: where, value, path, ...(says !== undefined && { says }) };
};

const inJob = (name: string, props: Partial<SparkJobProps>, ...line: Line): Mistake =>
  at(JOB, name, (app) => withJob({ ui: UiEndpoint.external(URL), ...props })(app), ...line);

const external = (name: string, url: string, shown = JSON.stringify(url)): Mistake =>
  at(null, name, () => void UiEndpoint.external(url), 'ingress/external-url', 'url', shown);

const history = (scope: Chart, id: string, ui: UiEndpoint): SparkHistoryServer =>
  new SparkHistoryServer(scope, id, { ...HISTORY, namespace: 'past', ui });

/** A History Server for whose address somebody else cares. */
const past = (name: string, url: string, clients: NetworkPeer[], ...line: Line): Mistake =>
  at('c/past', name, (app) => void history(new Chart(app, 'c'), 'past', UiEndpoint.external(url, clients)), ...line);

/** A History Server on a gateway that has everything. */
const onGateway = (name: string, props: Partial<UiEndpointProps>, ...line: Line): Mistake =>
  at(
    'past/past/Route',
    name,
    (app) => void history(new Chart(app, 'past'), 'past', UiEndpoint.on(nginx(app), { host: HOST, ...props })),
    ...line,
  );

const EXTERNAL: readonly Mistake[] = [
  external('an address without a scheme', 'spark.example.com/history'),
  external('an address with a password', 'https://ann:hunter2@spark.example.com/', '"(not shown)"'),
  external('an address with a query', 'https://spark.example.com/history?tab=1'),
  external('an address of another protocol', 'spark://master:7077'),
  external('text for the configuration of nginx', 'https://spark.example.com/a;proxy_pass http://x'),
  past(
    'an address below a word of Spark',
    'https://spark.example.com/spark/history',
    [],
    'ingress/spark-prefix',
    'prefix',
    '"/spark/history"',
  ),
  past('everybody past the sign-on', URL, [{ cidr: '0.0.0.0/0' }], 'ingress/external-clients', 'clients[0]', '{"cidr"'),
  past('clients that nothing chooses', URL, [{}], 'ingress/external-clients', 'clients[0]', '{}'),
  at(
    'c/two',
    'two servers of one address',
    (app) => {
      const chart = new Chart(app, 'c');
      const ui = UiEndpoint.external(URL);
      for (const id of ['one', 'two']) history(chart, id, ui);
    },
    'ingress/two-owners',
    'prefix',
    `"${URL}/"`,
    'c/one owns it',
  ),
];

const GATEWAYS: readonly Mistake[] = [
  at(
    null,
    'a prefix with text for nginx',
    (app) => void UiEndpoint.on(nginx(app), { host: HOST, prefix: '/a { return 200; }' }),
    'ingress/prefix',
    'prefix',
    '"/a { return 200; }"',
  ),
  at(
    null,
    'every host of a domain',
    (app) => void UiEndpoint.on(nginx(app), { host: '*.example.com' }),
    'ingress/wildcard-host',
    'host',
    '"*.example.com"',
  ),
  onGateway("the sign-on's own prefix", { prefix: '/oauth2' }, 'ingress/reserved-prefix', 'prefix', '"/oauth2"'),
  onGateway("a prefix with a word of Spark's", { prefix: '/a/proxy' }, 'ingress/spark-prefix', 'prefix', '"/a/proxy"'),
  at(
    'jobs/two/Route',
    'two jobs of one host and prefix',
    (app) => {
      const gateway = nginx(app);
      const chart = new Chart(app, 'jobs');
      for (const id of ['one', 'two']) {
        new SparkJob(chart, id, { ...PROPS, ui: UiEndpoint.on(gateway, { host: HOST, prefix: '/pi' }) });
      }
    },
    'ingress/two-owners',
    'prefix',
    '"https://spark.example.com/pi/"',
    'jobs/one/Route owns it',
  ),
  at(
    'notebook/Route',
    'everybody in front of what runs code',
    (app) => {
      const signOn = UiSignOn.insecurePublic('a demo');
      const notebook = { ...BACKEND, service: 'notebook', executesCode: true };
      UiEndpoint.on(nginx(app), { host: HOST, signOn }).leadTo(new Chart(app, 'notebook'), notebook);
    },
    'ingress/code-without-sign-on',
    'signOn',
    '"insecurePublic"',
    'notebook',
  ),
  at(
    'c/past/Route',
    'a page about everybody on a gateway that asks nobody',
    (app) => {
      const chart = new Chart(app, 'c');
      const gateway = NginxIngress.fromExisting(chart, 'nginx');
      history(chart, 'past', UiEndpoint.on(gateway, { host: HOST, insecureHttp: true }));
    },
    'ingress/no-sign-on',
    'signOn',
    '"required"',
  ),
];

const JOBS: readonly Mistake[] = [
  inJob(
    'a base of links beside the address',
    { conf: SparkConf.of({ 'spark.ui.proxyBase': '/x' }) },
    'job/ui-conf',
    'conf["spark.ui.proxyBase"]',
    '"/x"',
  ),
  inJob(
    'pages below those of a master as well',
    { conf: SparkConf.of({ 'spark.ui.reverseProxy': true }) },
    'job/ui-conf',
    'conf["spark.ui.reverseProxy"]',
    '"true"',
  ),
  inJob(
    'an address of a UI that is off',
    { conf: SparkConf.of({ 'spark.ui.enabled': false }) },
    'job/ui-disabled',
    'conf["spark.ui.enabled"]',
    '"false"',
  ),
  at(
    JOB,
    'runs that overlap under one address',
    withSchedule({ concurrency: ConcurrencyPolicy.ALLOW }, { ui: UiEndpoint.external(URL) }),
    'job/ui-overlap',
    'schedule.concurrency',
    '"Allow"',
  ),
  at(
    JOB,
    'a job of no namespace',
    withJob({ ui: UiEndpoint.external(URL), serviceAccount: { serviceAccountName: 'spark' } }),
    'job/ui-namespace',
    'ui',
    `"${URL}/"`,
  ),
  inJob(
    'the driver of a standalone cluster',
    { runner: new StandaloneRunner(StandaloneCluster.fromUrl('spark://master:7077')) },
    'runners/not-portable',
    'ui',
    '"https://spark.example.com"',
    'below those of the master',
  ),
  inJob(
    'a driver of Livy',
    { runner: SparkRunner.livy({ livyUrl: LIVY_URL, ...TEMPLATES }) },
    'runners/not-portable',
    'ui',
    '"https://spark.example.com"',
    'Livy moves the UI',
  ),
  inJob(
    "Kubeflow's options beside the address",
    { runner: new KubeflowRunner(OPERATOR, { ui: { servicePort: 80 } }) },
    'kubeflow/ui-twice',
    'runner.ui',
    '["servicePort"]',
  ),
];

/** A Connect server with an address for programs. */
const address = (name: string, endpoint: Partial<UiEndpointProps>, path: string, ...line: Line): Mistake =>
  at(
    path,
    name,
    (app) => {
      const ui = UiEndpoint.on(nginx(app), { host: HOST, ...endpoint });
      new SparkConnectServer(new Chart(app, 'etl'), 'connect', { ...CONNECT, address: ui });
    },
    ...line,
  );

const ADDRESS = 'etl/connect/Address/Route';

const SERVERS: readonly Mistake[] = [
  address('gRPC below a prefix', { prefix: '/etl' }, ADDRESS, 'ingress/grpc-prefix', 'prefix', '"/etl"'),
  address('gRPC without TLS', { insecureHttp: true }, ADDRESS, 'ingress/grpc-tls', 'insecureHttp', 'true'),
  address(
    'gRPC behind pages of a sign-on',
    { signOn: UiSignOn.required() },
    ADDRESS,
    'ingress/grpc-sign-on',
    'signOn',
    '"required"',
  ),
  at(
    'etl/connect',
    'an address of a Connect server without a token',
    (app) => {
      const { token: _, ...open } = CONNECT;
      const ui = UiEndpoint.on(nginx(app), { host: HOST });
      new SparkConnectServer(new Chart(app, 'etl'), 'connect', { ...open, insecureWithoutToken: true, address: ui });
    },
    'connect/address-without-token',
    'address',
    `"${HOST}"`,
  ),
  at(
    'c/connect',
    'a redirect of a Connect server in conf',
    (app) => {
      const conf = SparkConf.of({ 'spark.ui.proxyRedirectUri': '/' });
      new SparkConnectServer(new Chart(app, 'c'), 'connect', { ...CONNECT, conf });
    },
    'service/conf-owned',
    'conf["spark.ui.proxyRedirectUri"]',
    '"/"',
    'it is ui',
  ),
  at(
    'c/s',
    'a base of a standalone cluster in conf',
    (app) => {
      const conf = SparkConf.of({ 'spark.ui.reverseProxyUrl': 'https://x.example.com' });
      new StandaloneCluster(new Chart(app, 'c', { namespace: 'spark' }), 's', { ...CLUSTER, conf });
    },
    'service/conf-owned',
    'conf["spark.ui.reverseProxyUrl"]',
    '"https://x.example.com"',
    'it is ui',
  ),
];

/** Addresses of interfaces, and those who are given them. */
export const UI_MISTAKES: readonly Mistake[] = [...EXTERNAL, ...GATEWAYS, ...JOBS, ...SERVERS];

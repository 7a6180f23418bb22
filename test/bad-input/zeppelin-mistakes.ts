import { Chart, Duration, Size, type App } from 'cdk8s';
import {
  LivyServer,
  NginxIngress,
  OAuth2Proxy,
  SecretSource,
  SparkImage,
  SparkVersion,
  UiEndpoint,
  UiSignOn,
} from '../../lib';
import { ZeppelinAuthentication, type ZeppelinLdapProps } from '../../lib/services/zeppelin/authentication';
import { ZeppelinBinding, ZeppelinInterpreter } from '../../lib/services/zeppelin/interpreters';
import type { ZeppelinProps } from '../../lib/services/zeppelin/props';
import { ZeppelinNotes } from '../../lib/services/zeppelin/storage';
import { Zeppelin } from '../../lib/services/zeppelin/zeppelin';
import { SIGN_ON, TLS } from '../ingress/samples';
import { LDAP, LIVY, ZEPPELIN } from '../services/zeppelin/zeppelins';
import type { Mistake } from './mistake';

type Line = readonly [rule: string, at: string, value: string, says?: string];

const make = (name: string, build: (app: App) => void, path: string | null, line: Line): Mistake => {
  const [rule, at, value, says] = line;
  return { name, build, rule, at, value, path, ...(says !== undefined && { says }) };
};

const server = (name: string, props: Partial<ZeppelinProps>, ...line: Line): Mistake =>
  make(
    name,
    (app) => void new Zeppelin(new Chart(app, 'c', { namespace: 'notes' }), 'z', { ...ZEPPELIN, ...props }),
    'c/z',
    line,
  );

const spark = (version: SparkVersion, more: Partial<ZeppelinProps> = {}): Partial<ZeppelinProps> => ({
  interpreters: [ZeppelinInterpreter.spark({ image: SparkImage.official(version) })],
  ...more,
});

const one = (interpreter: ZeppelinInterpreter): Partial<ZeppelinProps> => ({ interpreters: [interpreter] });

const ldap = (props: Partial<ZeppelinLdapProps>): Partial<ZeppelinProps> => ({
  authentication: ZeppelinAuthentication.ldap({ ...LDAP, ...props }),
});

const setting = (key: string, value: string): Partial<ZeppelinProps> => ({ settings: { [key]: value } });

const ANONYMOUS = ZeppelinAuthentication.insecureAnonymous('a laptop');
const KEY = SecretSource.fromKubernetes('s3', 'id');

const INTERPRETERS: readonly Mistake[] = [
  server(
    'Zeppelin with Spark 4.2',
    spark(SparkVersion.V4_2),
    'zeppelin/spark-version',
    'interpreters[0].image',
    '"4.2.1"',
    'and not with, 4.1',
  ),
  server(
    'Zeppelin with Spark 4.1',
    spark(SparkVersion.V4_1),
    'zeppelin/spark-version',
    'interpreters[0].image',
    '"4.1.4"',
  ),
  server(
    'Zeppelin with Spark 4.0 on Java 11',
    spark(SparkVersion.V4_0),
    'zeppelin/spark-java',
    'interpreters[0].image',
    '"4.0.5"',
  ),
  server(
    'a feature that needs the id of a driver',
    one(
      ZeppelinInterpreter.spark({
        image: SparkImage.official(SparkVersion.V3_5),
        features: [{ featureName: 'Own', bind: (app) => app.setLateProperty('spark.app.label', '$(POD_UID)') }],
      }),
    ),
    'zeppelin/late-property',
    'interpreters',
    '"spark.app.label"',
  ),
  server('Zeppelin without interpreters', { interpreters: [] }, 'zeppelin/no-interpreter', 'interpreters', '[]'),
  server(
    'an interpreter twice',
    { interpreters: [ZeppelinInterpreter.markdown(), ZeppelinInterpreter.markdown()] },
    'zeppelin/interpreter-twice',
    'interpreters[1]',
    '"md"',
  ),
  server(
    'an interpreter of no group',
    one(ZeppelinInterpreter.of('../spark')),
    'zeppelin/group',
    'interpreters[0]',
    '"../spark"',
  ),
  server(
    'an interpreter with an account of its own',
    one(ZeppelinInterpreter.python({ properties: { 'zeppelin.k8s.interpreter.serviceAccount': 'admin' } })),
    'zeppelin/property',
    'interpreters[0].properties["zeppelin.k8s.interpreter.serviceAccount"]',
    '"admin"',
  ),
  server(
    'an interpreter in another namespace',
    one(ZeppelinInterpreter.python({ properties: { 'zeppelin.k8s.interpreter.namespace': 'kube-system' } })),
    'zeppelin/property',
    'interpreters[0].properties["zeppelin.k8s.interpreter.namespace"]',
    '"kube-system"',
  ),
  server(
    'an interpreter with a password',
    one(ZeppelinInterpreter.of('jdbc', { properties: { 'default.password': 'hunter2' } })),
    'zeppelin/secret-setting',
    'interpreters[0].properties["default.password"]',
    '"***"',
  ),
  server(
    'Livy with one session for all',
    one(ZeppelinInterpreter.livy(LIVY, { binding: ZeppelinBinding.SHARED })),
    'zeppelin/livy-binding',
    'interpreters[0].binding',
    '"shared"',
  ),
  server(
    'Livy with a slash at the end',
    one(ZeppelinInterpreter.livy(LivyServer.fromUrl('http://livy.livy.svc:8998/'))),
    'zeppelin/livy-url',
    'interpreters[0].livyUrl',
    '"http://livy.livy.svc:8998/"',
  ),
  server(
    'Livy with a password',
    one(ZeppelinInterpreter.livy(LivyServer.fromUrl('http://livy.livy.svc:8998', { username: 'zeppelin' }))),
    'zeppelin/livy-password',
    'interpreters[0].username',
    '"zeppelin"',
  ),
  server(
    'Livy with an authority in a ConfigMap',
    one(ZeppelinInterpreter.livy(LivyServer.fromUrl('https://livy.livy.svc:8998', { caConfigMapName: 'ca' }))),
    'zeppelin/livy-authority',
    'interpreters[0].caConfigMapName',
    '"ca"',
  ),
  server(
    'Livy that no policy lets interpreters reach',
    one(ZeppelinInterpreter.livy(LivyServer.fromUrl('https://livy.example.com'))),
    'zeppelin/livy-unreachable',
    'interpreters[0].livyUrl',
    '"https://livy.example.com"',
  ),
];

const SIGN_ONS: readonly Mistake[] = [
  make('anonymous users without a reason', () => void ZeppelinAuthentication.insecureAnonymous(' '), null, [
    'zeppelin/anonymous-reason',
    'reason',
    '" "',
  ]),
  make(
    'a route that leaves the sign-on to nobody',
    (app) => {
      const chart = new Chart(app, 'c', { namespace: 'notes' });
      const nginx = new NginxIngress(chart, 'nginx', { tls: TLS, signOn: new OAuth2Proxy(chart, 'sign-on', SIGN_ON) });
      const ui = UiEndpoint.on(nginx, { host: 'zeppelin.example.com', signOn: UiSignOn.backend() });
      new Zeppelin(chart, 'z', { ...ZEPPELIN, authentication: ANONYMOUS, ui });
    },
    'c/z',
    ['zeppelin/anonymous-backend', 'ui.signOn', '"backend"'],
  ),
  server(
    'anonymous users from everywhere',
    { authentication: ANONYMOUS, network: { clients: [{ cidr: '0.0.0.0/0' }] } },
    'zeppelin/anonymous-open',
    'network.clients[0].cidr',
    '"0.0.0.0/0"',
  ),
  server(
    'passwords to Zeppelin in the clear',
    ldap({ url: 'ldap://ldap.example.com' }),
    'zeppelin/ldap-url',
    'authentication.url',
    '"ldap://ldap.example.com"',
  ),
  server(
    'a directory without a place for the user',
    ldap({ userDnTemplate: 'ou=people,dc=example' }),
    'zeppelin/ldap-template',
    'authentication.userDnTemplate',
    '"ou=people,dc=example"',
  ),
  server(
    'a directory without admins',
    ldap({ adminGroups: [] }),
    'zeppelin/admin-group',
    'authentication.adminGroups',
    '[]',
  ),
  server(
    'a group that is two in shiro.ini',
    ldap({ adminGroups: ['a, b: admin'] }),
    'zeppelin/role-group',
    'authentication.adminGroups[0]',
    '"a, b: admin"',
  ),
  server(
    'a line too many in shiro.ini',
    ldap({ searchBase: 'dc=x\n/** = anon' }),
    'zeppelin/ini-value',
    'authentication.searchBase',
    '"dc=x\\n/** = anon"',
  ),
  server(
    'a variable in shiro.ini',
    ldap({ systemUser: '${HOME}' }),
    'zeppelin/ini-value',
    'authentication.systemUser',
    '"${HOME}"',
  ),
  server(
    'Knox without TLS',
    { authentication: ZeppelinAuthentication.knox({ url: 'http://knox.example.com/', publicKey: KEY }) },
    'zeppelin/knox-url',
    'authentication.url',
    '"http://knox.example.com/"',
  ),
];

const SETTINGS: readonly Mistake[] = [
  server(
    'an unknown setting',
    setting('zeppelin.anonymous.allowed', 'false'),
    'zeppelin/unknown-setting',
    'settings["zeppelin.anonymous.allowed"]',
    '"false"',
  ),
  server(
    'a setting by its variable',
    setting('ZEPPELIN_NOTEBOOK_CRON_ENABLE', 'true'),
    'zeppelin/unknown-setting',
    'settings["ZEPPELIN_NOTEBOOK_CRON_ENABLE"]',
    '"true"',
    'zeppelin.notebook.cron.enable',
  ),
  server(
    'another namespace for interpreters',
    setting('zeppelin.k8s.namespace', 'spark'),
    'zeppelin/setting-owned',
    'settings["zeppelin.k8s.namespace"]',
    '"spark"',
    'beside the server',
  ),
  server(
    'another context path than the route',
    setting('zeppelin.server.context.path', '/z'),
    'zeppelin/setting-owned',
    'settings["zeppelin.server.context.path"]',
    '"/z"',
  ),
  server(
    'a secret among the settings',
    setting('zeppelin.notebook.git.remote.access-token', 'ghp_x'),
    'zeppelin/secret-setting',
    'settings["zeppelin.notebook.git.remote.access-token"]',
    '"***"',
  ),
  server(
    'a setting for Docker',
    setting('zeppelin.docker.host', 'tcp://x'),
    'zeppelin/setting-absent',
    'settings["zeppelin.docker.host"]',
    '"tcp://x"',
  ),
  server(
    'a number that is none',
    setting('zeppelin.interpreter.output.limit', '100k'),
    'zeppelin/setting-value',
    'settings["zeppelin.interpreter.output.limit"]',
    '"100k"',
  ),
];

const SERVERS: readonly Mistake[] = [
  server('two servers on one claim', { replicas: 2 }, 'service/one-replica', 'replicas', '2'),
  server('a server without a claim', { storage: {} }, 'zeppelin/storage', 'storage', 'undefined'),
  server(
    'a claim of half a MiB',
    { storage: { size: Size.kibibytes(512) } },
    'zeppelin/storage-size',
    'storage.size',
    '"0.5 MiB"',
  ),
  server(
    'a bucket with a scheme',
    { notes: ZeppelinNotes.s3({ bucket: 's3://notes' }) },
    'zeppelin/bucket',
    'notes.bucket',
    '"s3://notes"',
  ),
  server(
    'a store without a scheme',
    { notes: ZeppelinNotes.s3({ bucket: 'notes', endpoint: 'minio:9000' }) },
    'zeppelin/endpoint',
    'notes.endpoint',
    '"minio:9000"',
  ),
  server(
    'half a key',
    { notes: ZeppelinNotes.s3({ bucket: 'notes', accessKeyId: KEY }) },
    'zeppelin/key-pair',
    'notes.accessKeyId',
    '"alone"',
  ),
  server(
    'a prefix that is Zeppelin’s own',
    { ui: UiEndpoint.external('https://spark.example.com/api') },
    'zeppelin/prefix',
    'ui.prefix',
    '"/api"',
  ),
  server('every page of the Internet', { allowedOrigins: ['*'] }, 'zeppelin/origin', 'allowedOrigins[0]', '"*"'),
  server(
    'a Zeppelin image without a tag',
    { image: 'apache/zeppelin' },
    'zeppelin/image',
    'image',
    '"apache/zeppelin"',
  ),
  server('no time at all', { idleTimeout: Duration.millis(10) }, 'service/seconds', 'idleTimeout', '"0.01 s"'),
  server(
    'a way out to no port',
    { network: { interpreterEgress: [{ namespace: 'x', ports: [] }] } },
    'service/ports',
    'network.interpreterEgress[0].ports',
    '[]',
  ),
  make('a server of no namespace', (app) => void new Zeppelin(new Chart(app, 'c'), 'z', ZEPPELIN), 'c/z', [
    'service/namespace',
    'namespace',
    'undefined',
  ]),
];

/** Mistakes about Zeppelin. */
export const ZEPPELIN_MISTAKES: readonly Mistake[] = [...INTERPRETERS, ...SIGN_ONS, ...SETTINGS, ...SERVERS];

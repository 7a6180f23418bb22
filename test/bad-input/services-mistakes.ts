import { Chart, Duration, Size, type App } from 'cdk8s';
import { ObjectStore, SecretSource, SparkConf, SparkImage, SparkServiceAccount, SparkVersion } from '../../lib';
import { SparkConnectServer } from '../../lib/services/connect/connect-server';
import type { SparkConnectServerProps } from '../../lib/services/connect/props';
import { SparkHistoryServer } from '../../lib/services/history-server/history-server';
import { ClaimAccessMode, SparkHistoryLogs } from '../../lib/services/history-server/logs';
import type { SparkHistoryServerProps } from '../../lib/services/history-server/props';
import { HiveMetastore } from '../../lib/services/metastore/hive-metastore';
import { PostgresTls, type HiveMetastoreProps } from '../../lib/services/metastore/props';
import { ThriftAuthentication } from '../../lib/services/thrift/authentication';
import { ThriftTransport, type SparkThriftServerProps } from '../../lib/services/thrift/props';
import { SparkThriftServer } from '../../lib/services/thrift/thrift-server';
import { CONNECT, HISTORY, METASTORE, STORE, THRIFT } from '../services/servers';
import type { Mistake } from './mistake';

type Line = readonly [rule: string, at: string, value: string, says?: string];

const mistake = (name: string, build: (chart: Chart) => void, [rule, at, value, says]: Line): Mistake => ({
  name,
  build: (app: App) => build(new Chart(app, 'c', { namespace: 'etl' })),
  rule,
  at,
  value,
  path: 'c/s',
  ...(says !== undefined && { says }),
});

const history = (name: string, props: Partial<SparkHistoryServerProps>, ...line: Line): Mistake =>
  mistake(name, (chart) => void new SparkHistoryServer(chart, 's', { ...HISTORY, ...props }), line);
const connect = (name: string, props: Partial<SparkConnectServerProps>, ...line: Line): Mistake =>
  mistake(name, (chart) => void new SparkConnectServer(chart, 's', { ...CONNECT, ...props }), line);
const thrift = (name: string, props: Partial<SparkThriftServerProps>, ...line: Line): Mistake =>
  mistake(name, (chart) => void new SparkThriftServer(chart, 's', { ...THRIFT, ...props }), line);
const metastore = (name: string, props: Partial<HiveMetastoreProps>, ...line: Line): Mistake =>
  mistake(name, (chart) => void new HiveMetastore(chart, 's', { ...METASTORE, ...props }), line);

const { token: _, ...WITHOUT_TOKEN } = CONNECT;
const LDAP = 'ldaps://ldap.example.com';
const { READ_WRITE_ONCE, READ_WRITE_ONCE_POD } = ClaimAccessMode;
const database = (more: Partial<HiveMetastoreProps['database']>) => ({ database: { ...METASTORE.database, ...more } });
const secret = (key: string): SecretSource => SecretSource.fromKubernetes('secret', key);

const HISTORY_MISTAKES: readonly Mistake[] = [
  history(
    'event logs on a claim of one node',
    { logs: SparkHistoryLogs.onClaim('events', { accessMode: READ_WRITE_ONCE }) },
    'history/claim-access',
    'logs',
    '"ReadWriteOnce"',
    'claim events',
  ),
  history(
    'event logs on a claim of one pod',
    { logs: SparkHistoryLogs.onClaim('events', { accessMode: READ_WRITE_ONCE_POD, singleNode: true }) },
    'history/claim-access',
    'logs',
    '"ReadWriteOncePod"',
  ),
  history(
    'a claim of no size',
    { logs: SparkHistoryLogs.onNewClaim('events', { size: Size.kibibytes(1) }) },
    'history/claim-size',
    'logs',
    '"0.0009765625 MiB"',
  ),
  history(
    'event logs over the home of Spark',
    { logs: SparkHistoryLogs.onClaim('events', { mountPath: '/opt/spark' }) },
    'history/mount-path',
    'logs',
    '"/opt/spark"',
  ),
  history(
    'event logs beside the store',
    { logs: SparkHistoryLogs.inStore(STORE, '../logs'), network: { egress: [{ namespace: 's3', ports: [9000] }] } },
    'history/log-prefix',
    'logs',
    '"../logs"',
  ),
  history(
    'a store that the network policy closes',
    { logs: SparkHistoryLogs.inStore(STORE, 'logs') },
    'history/store-unreachable',
    'network.egress',
    '[]',
    's3a://lake/logs',
  ),
  history(
    'a cleaner that may not delete',
    { logs: SparkHistoryLogs.onClaim('events', { readOnly: true }), cleaner: {} },
    'history/read-only',
    'cleaner',
    '"events"',
  ),
  history(
    'compaction that may not write',
    { logs: SparkHistoryLogs.onClaim('events', { readOnly: true }), compactAfter: 5 },
    'history/read-only',
    'compactAfter',
    '"events"',
  ),
  history(
    'a cleaner that comes after the logs have grown old',
    { cleaner: { maxAge: Duration.hours(1), interval: Duration.days(1) } },
    'history/cleaner',
    'cleaner.interval',
    '"1 day"',
    'maxAge is 1 hour',
  ),
  history('a cleaner that keeps nothing', { cleaner: { maxCount: 0 } }, 'history/cleaner', 'cleaner.maxCount', '0'),
  history('compaction to no file', { compactAfter: 0 }, 'history/compact-after', 'compactAfter', '0'),
  history(
    'half an application in memory',
    { retainedApplications: 0.5 },
    'history/count',
    'retainedApplications',
    '0.5',
  ),
  history('two History Server pods', { replicas: 2 }, 'service/one-replica', 'replicas', '2'),
  history(
    'access rules for users without a name',
    { acls: { admins: ['ann'] } },
    'history/acls-without-sign-on',
    'acls',
    '{"admins":["ann"],"adminGroups":[]}',
  ),
  history(
    'two users in one name',
    { acls: { admins: ['ann,bob'] }, conf: SparkConf.of({ 'spark.ui.filters': 'com.acme.SignOn' }) },
    'history/acl-name',
    'acls.admins',
    '"ann,bob"',
  ),
  history(
    'a hybrid store without memory',
    { store: { hybridMemory: Size.kibibytes(0) } },
    'history/hybrid-memory',
    'store.hybridMemory',
    '"0 MiB"',
  ),
  history(
    'the log directory as a property',
    { conf: SparkConf.of({ 'spark.history.fs.logDirectory': 'file:/elsewhere' }) },
    'service/conf-owned',
    'conf["spark.history.fs.logDirectory"]',
    '"file:/elsewhere"',
    'it is logs',
  ),
  history('a heap of 100 MiB', { memory: Size.mebibytes(100) }, 'service/memory-not-whole', 'memory', '"100 MiB"'),
  history('a server without cores of its own', { cores: 0 }, 'service/cores', 'cores', '0'),
  history(
    'looks into the directory all the time',
    { updateInterval: Duration.millis(100) },
    'service/seconds',
    'updateInterval',
    '"0.1 s"',
  ),
  history('callers of no kind', { network: { clients: [{}] } }, 'service/peer', 'network.clients[0]', '{}'),
  history(
    'a way out without ports',
    { network: { egress: [{ namespace: 's3', ports: [] }] } },
    'service/ports',
    'network.egress[0].ports',
    '[]',
  ),
  {
    name: 'a History Server of no namespace',
    build: (app) => void new SparkHistoryServer(new Chart(app, 'c'), 's', HISTORY),
    rule: 'service/namespace',
    at: 'namespace',
    value: 'undefined',
    path: 'c/s',
  },
  {
    ...mistake(
      'two cleaners of one directory',
      (chart) => {
        new SparkHistoryServer(chart, 's', { ...HISTORY, cleaner: {} });
        new SparkHistoryServer(chart, 'other', { ...HISTORY, cleaner: {} });
      },
      ['history/two-cleaners', 'cleaner', '"file:///mnt/spark-events"', 'other cleans it as well'],
    ),
    spreads: true,
  },
];

const CONNECT_MISTAKES: readonly Mistake[] = [
  mistake('Connect without a token', (chart) => void new SparkConnectServer(chart, 's', WITHOUT_TOKEN), [
    'connect/token-missing',
    'token',
    'undefined',
  ]),
  connect(
    'a token before Spark 4.0',
    { image: SparkImage.official(SparkVersion.V3_5) },
    'connect/token-version',
    'token',
    '"connect/token"',
    'the image has 3.5',
  ),
  connect('a token and none', { insecureWithoutToken: true }, 'connect/token-and-none', 'insecureWithoutToken', 'true'),
  mistake(
    'Connect without a token for everybody',
    (chart) =>
      void new SparkConnectServer(chart, 's', {
        ...WITHOUT_TOKEN,
        insecureWithoutToken: true,
        network: { clients: [{ cidr: '0.0.0.0/0' }] },
      }),
    ['connect/open-to-all', 'network.clients[0].cidr', '"0.0.0.0/0"'],
  ),
  connect('a token under a key with a slash', { token: secret('a/b') }, 'connect/secret-key', 'token', '"secret/a/b"'),
  connect(
    'messages beyond gRPC',
    { maxMessageSize: Size.gibibytes(4) },
    'connect/message-size',
    'maxMessageSize',
    '"4096 MiB"',
  ),
  connect('two Connect pods', { replicas: 2 }, 'service/one-replica', 'replicas', '2'),
  connect(
    'the token as a property',
    { conf: SparkConf.of({ 'spark.connect.authenticate.token': 'hunter2' }) },
    'spark/secret-in-clear',
    'conf["spark.connect.authenticate.token"]',
    '"(not shown)"',
  ),
  connect(
    'another port',
    { conf: SparkConf.of({ 'spark.connect.grpc.binding.port': 15003 }) },
    'service/conf-owned',
    'conf["spark.connect.grpc.binding.port"]',
    '"15003"',
  ),
  connect(
    'a session of half a second',
    { sessionTimeout: Duration.millis(500) },
    'service/seconds',
    'sessionTimeout',
    '"0.5 s"',
  ),
  {
    ...connect(
      'a name too long for the Service of its driver',
      { name: 'x'.repeat(60) },
      'names/too-long',
      'name',
      `"${'x'.repeat(60)}"`,
      'at most 56',
    ),
    spreads: true,
  },
  {
    ...connect(
      'Connect with accounts of no namespace',
      { serviceAccount: SparkServiceAccount.fromName('spark') },
      'service/namespace',
      'namespace',
      'undefined',
    ),
    build: (app) =>
      void new SparkConnectServer(new Chart(app, 'c'), 's', {
        ...CONNECT,
        serviceAccount: SparkServiceAccount.fromName('spark'),
      }),
  },
];

const THRIFT_MISTAKES: readonly Mistake[] = [
  thrift(
    'passwords to the directory in clear',
    { authentication: ThriftAuthentication.ldap({ url: 'ldap://ldap.example.com', baseDn: 'dc=example' }) },
    'thrift/ldap-url',
    'authentication.url',
    '"ldap://ldap.example.com"',
  ),
  thrift(
    'a directory with two ways to a name',
    { authentication: ThriftAuthentication.ldap({ url: LDAP, baseDn: 'dc=example', domain: 'example.com' }) },
    'thrift/ldap-names',
    'authentication',
    '{"baseDn":"dc=example","domain":"example.com"}',
  ),
  thrift(
    'a principal without a host',
    { authentication: ThriftAuthentication.kerberos({ principal: 'hive@EXAMPLE.COM', keytab: secret('keytab') }) },
    'thrift/principal',
    'authentication.principal',
    '"hive@EXAMPLE.COM"',
  ),
  thrift(
    'tickets over HTTP',
    {
      authentication: ThriftAuthentication.kerberos({ principal: 'hive/_HOST@EXAMPLE.COM', keytab: secret('keytab') }),
      transport: ThriftTransport.HTTP,
    },
    'thrift/kerberos-http',
    'transport',
    '"http"',
  ),
  thrift(
    'a class with a blank',
    { authentication: ThriftAuthentication.custom('com.acme.My Check') },
    'thrift/class-name',
    'authentication.className',
    '"com.acme.My Check"',
  ),
  thrift(
    'any user from anywhere',
    { authentication: ThriftAuthentication.insecureAnyUser(), network: { clients: [{ cidr: '::/0' }] } },
    'thrift/open-to-all',
    'network.clients[0].cidr',
    '"::/0"',
  ),
  thrift(
    'a key store under a key with a blank',
    { tls: { keyStore: secret('key store'), password: secret('password') } },
    'thrift/secret-key',
    'tls.keyStore',
    '"key store"',
  ),
  mistake(
    'the catalog of a Thrift server twice',
    (chart) => {
      const there = HiveMetastore.fromUris('thrift://a:9083');
      const { catalog } = new HiveMetastore(chart, 'metastore', METASTORE);
      new SparkThriftServer(chart, 's', { ...THRIFT, metastore: there, features: [catalog] });
    },
    ['thrift/catalog-twice', 'metastore', '"thrift://a:9083"'],
  ),
  thrift('two Thrift pods', { replicas: 2 }, 'service/one-replica', 'replicas', '2'),
];

const METASTORE_MISTAKES: readonly Mistake[] = [
  metastore(
    'a metastore of the latest image',
    { image: 'apache/hive:latest' },
    'metastore/image',
    'image',
    '"apache/hive:latest"',
  ),
  metastore('a metastore of no image', { image: 'apache/hive' }, 'metastore/image', 'image', '"apache/hive"'),
  metastore('Hive 1', { hiveVersion: '1.2.1' }, 'metastore/hive-version', 'hiveVersion', '"1.2.1"'),
  metastore(
    'Hive 4 for the client of Hive 2.3',
    { hiveVersion: '4.0.1' },
    'metastore/client-jars',
    'hiveVersion',
    '"4.0.1"',
  ),
  metastore(
    'jars of the client by a pattern',
    { clientJars: '/opt/hive/*.jar' },
    'metastore/client-path',
    'clientJars',
    '"/opt/hive/*.jar"',
  ),
  metastore(
    'a database by URL',
    database({ host: 'jdbc:postgresql://db' }),
    'metastore/database',
    'database.host',
    '"jdbc:postgresql://db"',
  ),
  metastore(
    'a certificate that nobody can check',
    database({ tls: PostgresTls.VERIFY_FULL }),
    'metastore/root-certificate',
    'database.tls',
    '"verify-full"',
  ),
  metastore(
    'a password under a key with a blank',
    database({ password: secret('pass word') }),
    'metastore/secret-key',
    'database.password',
    '"pass word"',
  ),
  metastore('no way to the database', { network: {} }, 'metastore/database-unreachable', 'network.egress', '5432'),
  metastore(
    'a warehouse without a scheme',
    { warehouse: '/warehouse' },
    'metastore/warehouse',
    'warehouse',
    '"/warehouse"',
  ),
  metastore(
    'a warehouse outside of its store',
    { store: ObjectStore.hdfs({ authority: 'nn:8020' }) },
    'metastore/warehouse',
    'warehouse',
    '"s3a://lake/warehouse"',
    'the store is hdfs://nn:8020',
  ),
  metastore('a metastore of root', { uid: 0 }, 'metastore/uid', 'uid', '0'),
  metastore('half a metastore', { replicas: 0.5 }, 'service/replicas', 'replicas', '0.5'),
];

/** Servers around Spark. */
export const SERVICES_MISTAKES: readonly Mistake[] = [
  ...HISTORY_MISTAKES,
  ...CONNECT_MISTAKES,
  ...THRIFT_MISTAKES,
  ...METASTORE_MISTAKES,
];

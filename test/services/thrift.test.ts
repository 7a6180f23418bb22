import { SecretSource } from '../../lib';
import { warningsOf } from '../../lib/core/rules';
import { HiveMetastore } from '../../lib/services/metastore/hive-metastore';
import { HiveCatalog } from '../../lib/services/spark-server/hive-catalog';
import { ThriftAuthentication } from '../../lib/services/thrift/authentication';
import { ThriftTransport } from '../../lib/services/thrift/props';
import { findings, named, podOf, properties, thrift, workload } from './servers';

const CATALOG = HiveMetastore.fromUris('thrift://metastore.data.svc:9083');

test('is a driver that stays, behind 10000, and knows its users by the directory', () => {
  const server = thrift({ metastore: CATALOG });
  expect(findings(server)).toEqual([]);
  expect(podOf(server).container.args).toContain('org.apache.spark.sql.hive.thriftserver.HiveThriftServer2');
  const { startupProbe, livenessProbe } = podOf(server).container;
  expect(startupProbe).toMatchObject({ tcpSocket: { port: 10000 } });
  expect(livenessProbe).toMatchObject({ tcpSocket: { port: 4040 } });
  expect(workload(server).selector.matchLabels).toMatchObject({ 'app.kubernetes.io/component': 'thrift' });
  expect(named(server, 'Service', 'sql').spec).toMatchObject({
    ports: [{ name: 'thrift', port: 10000 }, { port: 4040 }],
  });
  expect(properties(server)).toMatchObject({
    'spark.hadoop.hive.server2.authentication': 'LDAP',
    'spark.hadoop.hive.server2.authentication.ldap.url': 'ldaps://ldap.example.com',
    'spark.hadoop.hive.server2.authentication.ldap.baseDN': 'ou=people,dc=example,dc=com',
    'spark.hadoop.hive.server2.thrift.port': '10000',
    'spark.hadoop.hive.server2.enable.doAs': 'false',
    'spark.sql.thriftServer.incrementalCollect': 'true',
  });
  expect(server.jdbcUrl).toBe('jdbc:hive2://sql.etl.svc:10000/default');
});

test('the metastore is the catalog, also with a client of its own', () => {
  expect(properties(thrift({ metastore: CATALOG }))).toMatchObject({
    'spark.sql.catalogImplementation': 'hive',
    'spark.hadoop.hive.metastore.uris': 'thrift://metastore.data.svc:9083',
  });
  const metastore = HiveMetastore.fromUris('thrift://m:9083', { hiveVersion: '4.0.1', clientJars: '/opt/hive/lib' });
  expect(properties(thrift({ metastore }))).toMatchObject({
    'spark.sql.hive.metastore.version': '4.0.1',
    'spark.sql.hive.metastore.jars': 'path',
    'spark.sql.hive.metastore.jars.path': 'file:///opt/hive/lib/*.jar',
  });
});

test('over HTTP it is 10001, for clients as for the Service', () => {
  const server = thrift({ transport: ThriftTransport.HTTP });
  expect(properties(server)).toMatchObject({
    'spark.hadoop.hive.server2.transport.mode': 'http',
    'spark.hadoop.hive.server2.thrift.http.port': '10001',
  });
  expect(named(server, 'Service', 'sql').spec).toMatchObject({ ports: [{ port: 10001, appProtocol: 'http' }, {}] });
  expect(server.jdbcUrl).toBe('jdbc:hive2://sql.etl.svc:10001/default;transportMode=http;httpPath=cliservice');
});

test('the password of the key store is a variable, the store a file', () => {
  const tls = {
    keyStore: SecretSource.fromKubernetes('sql-tls', 'keystore.p12'),
    password: SecretSource.fromKubernetes('sql-tls', 'password'),
  };
  const server = thrift({ tls, metastore: CATALOG });
  expect(properties(server)).toMatchObject({
    'spark.hadoop.hive.server2.use.SSL': 'true',
    'spark.hadoop.hive.server2.keystore.path': '/mnt/secrets/tls/keystore.p12',
    'spark.hadoop.hive.server2.keystore.password': '${env.THRIFT_KEYSTORE_PASSWORD}',
  });
  expect(podOf(server).env.THRIFT_KEYSTORE_PASSWORD).toEqual({ secretKeyRef: { name: 'sql-tls', key: 'password' } });
  expect(podOf(server).pod.volumes).toContainEqual({ name: 'sql-tls-volume', secret: { secretName: 'sql-tls' } });
  expect(warningsOf(server)).toEqual([expect.stringContaining('service/executors-stay')]);
});

test.each([
  [
    'tickets',
    ThriftAuthentication.kerberos({
      principal: 'hive/_HOST@EXAMPLE.COM',
      keytab: SecretSource.fromKubernetes('keytab', 'hive.keytab'),
    }),
    {
      'spark.hadoop.hive.server2.authentication': 'KERBEROS',
      'spark.hadoop.hive.server2.authentication.kerberos.keytab': '/mnt/secrets/kerberos/hive.keytab',
    },
  ],
  [
    'a class',
    ThriftAuthentication.custom('com.acme.Passwords'),
    {
      'spark.hadoop.hive.server2.authentication': 'CUSTOM',
      'spark.hadoop.hive.server2.custom.authentication.class': 'com.acme.Passwords',
    },
  ],
  [
    'Active Directory',
    ThriftAuthentication.ldap({ url: 'ldaps://ad.example.com', domain: 'example.com' }),
    { 'spark.hadoop.hive.server2.authentication.ldap.Domain': 'example.com' },
  ],
  ['nothing', ThriftAuthentication.insecureAnyUser(), { 'spark.hadoop.hive.server2.authentication': 'NONE' }],
])('knows users by %s', (_, authentication, expected) => {
  const server = thrift({ authentication });
  expect(findings(server)).toEqual([]);
  expect(properties(server)).toMatchObject(expected);
});

test('warns of passwords in clear and of tables that go with the pod', () => {
  expect(warningsOf(thrift()).map((line) => line.split(':')[0])).toEqual([
    'service/executors-stay',
    'thrift/clear-passwords',
    'thrift/catalog-lost',
  ]);
  expect(warningsOf(thrift({ features: [HiveCatalog.of(CATALOG)] })).join()).not.toContain('catalog-lost');
});

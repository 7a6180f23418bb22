import { Size, type App } from 'cdk8s';
import {
  DynamicAllocation,
  HiveCatalog,
  HiveMetastore,
  PlatformApp,
  SecretSource,
  SparkApplication,
  SparkImage,
  SparkPlatform,
  SparkThriftServer,
  SparkVersion,
  StandaloneCluster,
  StandaloneRecovery,
  ThriftAuthentication,
  Zeppelin,
  ZeppelinAuthentication,
  ZeppelinInterpreter,
} from '../../lib';

const IMAGE = SparkImage.official(SparkVersion.V4_1);
const DIRECTORY = 'ldaps://ldap.example.com';
const LDAP = { cidr: '10.20.0.0/16', ports: [636] };

/** Servers that not every platform has: tables for JDBC, a cluster that stays, and Zeppelin. */
export function buildServices(app: App): void {
  const platform = new SparkPlatform(app, 'platform', { image: IMAGE });

  const tables = platform.groundFor('tables');
  const metastore = new HiveMetastore(tables, 'metastore', {
    image: 'registry.example.com/hive:3.1.3-postgres',
    hiveVersion: '3.1.3',
    database: {
      host: 'postgres.example.com',
      name: 'metastore',
      user: 'hive',
      password: SecretSource.fromKubernetes('postgres', 'password'),
    },
    warehouse: 'hdfs://lake/warehouse',
    network: { clients: [{ namespace: 'analysts' }], egress: [{ cidr: '10.30.0.0/16', ports: [5432, 8020] }] },
  });

  const analysts = platform.addTenant('analysts', {
    network: { egress: [{ name: 'metastore', namespace: 'tables', ports: [9083], driverOnly: true }] },
  });
  new SparkThriftServer(analysts, 'sql', {
    image: IMAGE,
    serviceAccount: analysts.serviceAccount,
    metastore,
    authentication: ThriftAuthentication.ldap({ url: DIRECTORY, baseDn: 'ou=people,dc=example,dc=com' }),
    tls: {
      keyStore: SecretSource.fromKubernetes('sql-tls', 'keystore.jks'),
      password: SecretSource.fromKubernetes('sql-tls', 'password'),
    },
    features: [DynamicAllocation.between({ maxExecutors: 8 })],
  });
  analysts.addJob('compact', {
    application: SparkApplication.python('local:///opt/app/compact.py'),
    features: [HiveCatalog.of(metastore)],
  });

  new StandaloneCluster(platform.groundFor('standalone'), 'shared', {
    image: IMAGE,
    recovery: StandaloneRecovery.filesystem({ size: Size.gibibytes(1) }),
    workers: { cores: 4, memory: Size.gibibytes(8), autoscaling: { minReplicas: 2, maxReplicas: 10 } },
    network: { driverNamespaces: ['analysts'] },
  });

  // Zeppelin's own image has Java 11, and so Spark 3.5.
  new Zeppelin(platform.groundFor('zeppelin'), 'zeppelin', {
    storage: { size: Size.gibibytes(10) },
    authentication: ZeppelinAuthentication.ldap({
      url: DIRECTORY,
      searchBase: 'dc=example,dc=com',
      userDnTemplate: 'uid={0},ou=people,dc=example,dc=com',
      adminGroups: ['platform'],
    }),
    interpreters: [
      ZeppelinInterpreter.spark({ image: SparkImage.official(SparkVersion.V3_5) }),
      ZeppelinInterpreter.markdown(),
    ],
    network: { egress: [LDAP] },
  });
}

if (require.main === module) {
  const app = new PlatformApp();
  buildServices(app);
  app.synth();
}

import type { Construct } from 'constructs';
import { checkAtSynth, warnAtSynth } from '../../core/rules';
import type { NetworkPeer } from '../../kube/network-policy';
import { instanceLabels, SparkLabel } from '../../spark/labels';
import { UI_PORT } from '../../spark/paths';
import type { ISparkFeature, ResolvedApplication } from '../../spark/resolved-application';
import { SparkDriverServer } from '../spark-server/driver-server';
import { HiveCatalog } from '../spark-server/hive-catalog';
import { thriftFindings, thriftWarnings } from './findings';
import { ThriftTransport, type SparkThriftServerProps, type ThriftTls } from './props';

/** Port of each transport, as everywhere. */
const PORTS = { [ThriftTransport.BINARY]: 10000, [ThriftTransport.HTTP]: 10001 };
const TLS_DIRECTORY = '/mnt/secrets/tls';
const TLS_VARIABLE = 'THRIFT_KEYSTORE_PASSWORD';
/** The scratch space of Hive's sessions; the image's own choice is not writable. */
const SCRATCH = '/tmp/hive';

/**
 * Spark's Thrift server: SQL over JDBC and ODBC, as HiveServer2 speaks it. All connections run in one driver as its
 * service account; the user whom it knows decides nothing about data.
 *
 * @see https://spark.apache.org/docs/latest/sql-distributed-sql-engine.html
 */
export class SparkThriftServer extends SparkDriverServer {
  /** What JDBC clients inside the cluster connect to, without user and certificate. */
  public readonly jdbcUrl: string;
  /** Its port behind the Service, as network policies see it. */
  public readonly thriftPort: number;
  /** Its pods, for the network policies of its clients and of the metastore. */
  public readonly thriftPeer: NetworkPeer;

  /** @throws RuleError `service/namespace` if no namespace is known. */
  public constructor(scope: Construct, id: string, props: SparkThriftServerProps) {
    const { transport = ThriftTransport.BINARY, tls, authentication, metastore, features = [] } = props;
    const isHttp = transport === ThriftTransport.HTTP;
    const number = PORTS[transport];
    const bound = metastore === undefined ? features : [...features, HiveCatalog.of(metastore)];
    const unique = bound.filter((one, i) => bound.findIndex((other) => other.featureName === one.featureName) === i);
    super(scope, id, metastore === undefined ? props : { ...props, features: unique }, {
      component: 'thrift',
      appName: props.name ?? id,
      mainClass: 'org.apache.spark.sql.hive.thriftserver.HiveThriftServer2',
      port: number,
      // A connection that says nothing is an error with a stack trace in the log, every few seconds.
      ...(props.conf?.get('spark.ui.enabled') !== 'false' && { alivePort: UI_PORT }),
      portName: 'thrift',
      ...(isHttp && { appProtocol: 'http' }),
      properties: {
        'spark.scheduler.mode': 'FAIR',
        'spark.hadoop.hive.server2.transport.mode': transport,
        [`spark.hadoop.hive.server2.thrift.${isHttp ? 'http.' : ''}port`]: String(number),
        // Spark has no rights of its own per user: all work is that of the service account.
        'spark.hadoop.hive.server2.enable.doAs': 'false',
        'spark.hadoop.hive.exec.scratchdir': SCRATCH,
        'spark.hadoop.hive.exec.local.scratchdir': SCRATCH,
        'spark.sql.thriftServer.incrementalCollect': String(props.incrementalCollect ?? true),
        'spark.sql.hive.thriftServer.singleSession': String(props.singleSession ?? false),
        ...(props.warehouse !== undefined && { 'spark.sql.warehouse.dir': props.warehouse }),
      },
      owners: OWNERS,
      features: [authentication, ...(tls ? [new ThriftCertificate(tls)] : [])],
    });
    const { serverName, namespaceName } = this;
    this.thriftPort = number;
    this.jdbcUrl = `jdbc:hive2://${serverName}.${namespaceName}.svc:${number}/default${isHttp ? HTTP_SUFFIX : ''}`;
    this.thriftPeer = {
      namespace: namespaceName,
      podLabels: { ...instanceLabels(serverName), [SparkLabel.ROLE]: 'driver' },
    };
    warnAtSynth(this, () => thriftWarnings(props));
    checkAtSynth(this, () => thriftFindings(props));
  }
}

const HTTP_SUFFIX = ';transportMode=http;httpPath=cliservice';

const OWNERS = {
  'spark.scheduler.mode': 'nothing: FAIR, so that connections share the executors',
  'spark.hadoop.hive.server2.authentication': 'authentication',
  'spark.hadoop.hive.server2.transport.mode': 'transport',
  'spark.hadoop.hive.server2.thrift.port': 'nothing: 10000, which Service and network policy know',
  'spark.hadoop.hive.server2.thrift.http.port': 'nothing: 10001, which Service and network policy know',
  'spark.hadoop.hive.server2.use.SSL': 'tls',
  'spark.hadoop.hive.metastore.uris': 'metastore',
  'spark.sql.warehouse.dir': 'warehouse',
  'spark.sql.thriftServer.incrementalCollect': 'incrementalCollect',
  'spark.sql.hive.thriftServer.singleSession': 'singleSession',
};

/** Hadoop puts the value of the variable in when it reads the property, so that no file has the password. */
class ThriftCertificate implements ISparkFeature {
  public readonly featureName = 'ThriftCertificate';

  public constructor(private readonly tls: ThriftTls) {}

  public bind(application: ResolvedApplication): void {
    const { keyStore, password } = this.tls;
    application.driver.addSecretFiles({ secretName: keyStore.secretName, path: TLS_DIRECTORY });
    application.driver.addSecretEnv(TLS_VARIABLE, password);
    application.setProperty('spark.hadoop.hive.server2.use.SSL', 'true');
    application.setProperty('spark.hadoop.hive.server2.keystore.path', `${TLS_DIRECTORY}/${keyStore.key}`);
    application.setProperty('spark.hadoop.hive.server2.keystore.password', `\${env.${TLS_VARIABLE}}`);
  }
}

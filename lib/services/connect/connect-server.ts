import type { Size } from 'cdk8s';
import type { Construct } from 'constructs';
import { mebibytes, sparkTime } from '../../core/quantities';
import { checkAtSynth } from '../../core/rules';
import type { SecretSource } from '../../core/secrets';
import type { NetworkPeer } from '../../kube/network-policy';
import { instanceLabels, SparkLabel } from '../../spark/labels';
import { CONNECT_PORT } from '../../spark/paths';
import type { ISparkFeature, ResolvedApplication } from '../../spark/resolved-application';
import type { SparkVersion } from '../../spark/version';
import { SparkDriverServer } from '../spark-server/driver-server';
import { connectFindings } from './findings';
import type { ISparkConnectServer } from './interfaces';
import type { SparkConnectServerProps } from './props';

/** Variable from which the server reads the token it asks for. */
const TOKEN_VARIABLE = 'SPARK_CONNECT_AUTHENTICATE_TOKEN';
/** Python functions of clients live outside of the heap. */
const PYTHON_OVERHEAD = 0.4;

/**
 * A Spark Connect server: clients anywhere, one driver that stays, executors as needed. The user name in a session is
 * what the client claims, so that a server belongs to people who trust each other; make one for each team. It speaks
 * no TLS: clients outside the cluster come through a gateway that does.
 *
 * @see https://spark.apache.org/docs/latest/spark-connect-overview.html
 */
export class SparkConnectServer extends SparkDriverServer implements ISparkConnectServer {
  /** A server that runs already. @param url Such as `sc://connect.example.com:443`. */
  public static fromUrl(url: string): ISparkConnectServer {
    return { connectUrl: url, connectPort: Number(/:(\d+)/.exec(url.replace(/^sc:/, ''))?.[1] ?? CONNECT_PORT) };
  }

  public readonly connectUrl: string;
  public readonly connectPort = CONNECT_PORT;
  public readonly connectPeer?: NetworkPeer;
  public readonly sparkVersion?: SparkVersion;
  /** Address for clients outside, without a token: `sc://connect.example.com:443/;use_ssl=true`. @default - there is none */
  public readonly publicUrl?: string;

  /** @throws RuleError `service/namespace` if no namespace is known. */
  public constructor(scope: Construct, id: string, props: SparkConnectServerProps) {
    const { token, address, sessionTimeout, maxMessageSize, executor = {} } = props;
    const hasOverhead = executor.memoryOverhead !== undefined;
    super(
      scope,
      id,
      { ...props, executor: { ...(!hasOverhead && { memoryOverheadFactor: PYTHON_OVERHEAD }), ...executor } },
      {
        component: 'connect',
        appName: props.name ?? id,
        mainClass: 'org.apache.spark.sql.connect.service.SparkConnectServer',
        port: CONNECT_PORT,
        portName: 'spark-connect',
        appProtocol: 'kubernetes.io/h2c',
        properties: {
          'spark.connect.grpc.binding.port': String(CONNECT_PORT),
          // Sessions share the executors; the first one must not starve the others.
          'spark.scheduler.mode': 'FAIR',
          ...(sessionTimeout && {
            'spark.connect.session.manager.defaultSessionTimeout': sparkTime(sessionTimeout),
          }),
          ...(maxMessageSize && { 'spark.connect.grpc.maxInboundMessageSize': kibibytes(maxMessageSize) }),
        },
        owners: OWNERS,
        ...(address && { address }),
        features: token === undefined ? [] : [new ConnectToken(token)],
      },
    );
    const { serverName, namespaceName } = this;
    this.connectUrl = `sc://${serverName}.${namespaceName}.svc:${CONNECT_PORT}`;
    if (address) this.publicUrl = `sc://${address.host}:443/;use_ssl=true`;
    this.connectPeer = {
      namespace: namespaceName,
      podLabels: { ...instanceLabels(serverName), [SparkLabel.ROLE]: 'driver' },
    };
    this.sparkVersion = props.image.version;
    checkAtSynth(this, () => connectFindings(props));
  }
}

/** The token as a variable of the driver: what stands in a property, everybody could read. */
class ConnectToken implements ISparkFeature {
  public readonly featureName = 'ConnectToken';

  public constructor(private readonly token: SecretSource) {}

  public bind({ driver }: ResolvedApplication): void {
    driver.addSecretEnv(TOKEN_VARIABLE, this.token);
  }
}

const OWNERS = {
  'spark.connect.grpc.binding.port': 'nothing: 15002, which Service and network policy know',
  'spark.scheduler.mode': 'nothing: FAIR, so that sessions share the executors',
  'spark.connect.session.manager.defaultSessionTimeout': 'sessionTimeout',
  'spark.connect.grpc.maxInboundMessageSize': 'maxMessageSize',
};

function kibibytes(size: Size): string {
  return `${Math.round(mebibytes(size) * 1024)}k`;
}

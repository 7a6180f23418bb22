import type { Size } from 'cdk8s';
import { SecretSource } from '../../core/secrets';
import { SparkConnectServer } from '../../services/connect/connect-server';
import { DynamicAllocation } from '../../spark/features/dynamic-allocation';
import { SparkPlatformComponent, type ISparkPlatform } from '../component';
import type { SparkTenant } from '../tenant';
import { MonitoringComponent } from './monitoring-component';
import { notebookPeers } from './notebook-peers';

const NAME = 'connect';

/** The Connect servers of a platform. */
export interface ConnectComponentProps {
  /** Secret in each tenant's namespace whose key `token` clients must show. @default spark-connect */
  readonly tokenSecretName?: string;
  /**
   * Whether clients outside of the cluster may connect, at `spark-<tenant>.<domain>:443`, with the token.
   *
   * @default false
   */
  readonly clientsOutside?: boolean;
  /** Heap of a server. @default Size.gibibytes(2) */
  readonly memory?: Size;
  /** Heap of each of its executors. @default Size.gibibytes(1) */
  readonly executorMemory?: Size;
  /** Cores of each of its executors. @default 1 */
  readonly executorCores?: number;
  /** Most executors of a server; idle ones go. @default 4 */
  readonly maxExecutors?: number;
}

/** A Connect server for each tenant, with its accounts, for notebooks and programs. */
export class ConnectComponent extends SparkPlatformComponent {
  private readonly props: ConnectComponentProps;
  private readonly servers = new Map<string, SparkConnectServer>();

  public constructor(props: ConnectComponentProps = {}) {
    super(NAME);
    this.props = props;
  }

  /** The server of a tenant. */
  public serverOf(tenant: SparkTenant): SparkConnectServer | undefined {
    return this.servers.get(tenant.namespaceName);
  }

  public override addTenant(platform: ISparkPlatform, tenant: SparkTenant): void {
    const { tokenSecretName = 'spark-connect', memory, executorMemory, executorCores, maxExecutors = 4 } = this.props;
    const ui = platform.endpointFor(`${NAME}-${tenant.namespaceName}`);
    const address = this.props.clientsOutside === true && platform.endpointFor(`spark-${tenant.namespaceName}`);
    const monitoring = platform.component('monitoring');
    const metrics = monitoring instanceof MonitoringComponent ? monitoring.driverFeatures : [];
    const server = new SparkConnectServer(tenant, 'Connect', {
      name: NAME,
      image: platform.image,
      serviceAccount: tenant.serviceAccount,
      token: SecretSource.fromKubernetes(tokenSecretName, 'token'),
      driver: { ...(memory && { memory }) },
      executor: {
        ...(executorMemory && { memory: executorMemory }),
        ...(executorCores !== undefined && { cores: executorCores }),
      },
      features: [DynamicAllocation.between({ minExecutors: 0, maxExecutors }), ...metrics],
      ...(ui && { ui }),
      ...(address && { address }),
      network: { clients: notebookPeers(platform) },
    });
    this.servers.set(tenant.namespaceName, server);
  }
}

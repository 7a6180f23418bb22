import { Size } from 'cdk8s';
import type { UiSignOn } from '../../ingress/ui-sign-on';
import type { SparkHistoryCleaner } from '../../services/history-server/props';
import { SparkHistoryLogs, type HistoryNewClaimOptions } from '../../services/history-server/logs';
import { SparkHistoryServer } from '../../services/history-server/history-server';
import type { SparkServerOpening } from '../../kube/server-network';
import type { ObjectStore } from '../../spark/features/object-store';
import type { ISparkFeature } from '../../spark/resolved-application';
import { SparkPlatformComponent, type ISparkPlatform } from '../component';
import type { SparkTenant } from '../tenant';

const NAME = 'history';
const CLAIM = 'spark-events';
const PREFIX = 'spark-events';

/** The History Server of a platform. */
export interface HistoryComponentProps {
  /**
   * Where the jobs of all tenants write their events: one server shows them all.
   *
   * @default - a claim for each tenant, and a server beside it that shows the tenant's own
   */
  readonly store?: ObjectStore;
  /** Prefix in the store, which must exist. @default spark-events */
  readonly prefix?: string;
  /** Claim of each tenant, where there is no store. @default - 10 GiB that pods on every node can mount */
  readonly claim?: HistoryNewClaimOptions;
  /** Deletes old logs. @default - nobody does */
  readonly cleaner?: SparkHistoryCleaner;
  /** Heap of a server. @default Size.gibibytes(1) */
  readonly memory?: Size;
  /** Cores that a server asks for; it may use more. @default 0.5 */
  readonly cores?: number;
  /** Most that a server keeps of what it has read, on the disk of its node. @default Size.gibibytes(10) */
  readonly storeSize?: Size;
  /** Annotations of the server's account, by which clouds know a workload. @default - none */
  readonly accountAnnotations?: { [key: string]: string };
  /** Ways out of the server, to the store. @default - none */
  readonly egress?: SparkServerOpening[];
  /** Who asks its users to sign on. @default UiSignOn.required() */
  readonly signOn?: UiSignOn;
}

/** A History Server, and jobs that write what it reads. */
export class HistoryComponent extends SparkPlatformComponent {
  /** The server of all tenants; undefined where each has its own. */
  public server?: SparkHistoryServer;
  private readonly props: HistoryComponentProps;
  private readonly servers = new Map<string, SparkHistoryServer>();

  public constructor(props: HistoryComponentProps = {}) {
    super(NAME);
    this.props = props;
  }

  /** The server that shows the jobs of a tenant. */
  public serverOf(tenant: SparkTenant): SparkHistoryServer | undefined {
    return this.server ?? this.servers.get(tenant.namespaceName);
  }

  /** What a job anywhere must be told to write its events where all servers look; nothing where each tenant has a claim. */
  public get sharedFeatures(): ISparkFeature[] {
    const logs = this.sharedLogs();
    return logs && this.props.store ? [this.props.store, logs.eventLog()] : [];
  }

  public override addTo(platform: ISparkPlatform): void {
    const logs = this.sharedLogs();
    if (logs === undefined) return;
    const { accountAnnotations, egress = [], signOn } = this.props;
    const ui = platform.endpointFor(NAME, signOn);
    this.server = new SparkHistoryServer(platform.groundFor(NAME), NAME, {
      ...this.serverProps(),
      image: platform.image,
      logs,
      ...(ui && { ui }),
      ...(accountAnnotations && { accountAnnotations }),
      network: { egress },
    });
  }

  public override addTenant(platform: ISparkPlatform, tenant: SparkTenant): void {
    for (const feature of this.sharedFeatures) tenant.addJobFeature(feature);
    if (this.server === undefined) {
      const logs = this.tenantLogs();
      this.servers.set(tenant.namespaceName, this.ownServer(platform, tenant, logs));
      tenant.addJobFeature(logs.eventLog());
    }
    const server = this.serverOf(tenant);
    if (server && platform.gateway) tenant.linkHistory(server);
  }

  private ownServer(platform: ISparkPlatform, tenant: SparkTenant, logs: SparkHistoryLogs): SparkHistoryServer {
    const ui = platform.endpointFor(`${NAME}-${tenant.namespaceName}`, this.props.signOn);
    return new SparkHistoryServer(tenant, 'History', {
      ...this.serverProps(),
      name: NAME,
      namespace: tenant.namespaceName,
      image: platform.image,
      logs,
      ...(ui && { ui }),
    });
  }

  private sharedLogs(): SparkHistoryLogs | undefined {
    const { store, prefix = PREFIX } = this.props;
    return store && SparkHistoryLogs.inStore(store, prefix);
  }

  private tenantLogs(): SparkHistoryLogs {
    return SparkHistoryLogs.onNewClaim(CLAIM, this.props.claim ?? { size: Size.gibibytes(10) });
  }

  private serverProps(): { cleaner?: SparkHistoryCleaner; memory?: Size; cores?: number; store?: { size: Size } } {
    const { cleaner, memory, cores, storeSize } = this.props;
    return {
      ...(cleaner && { cleaner }),
      ...(memory && { memory }),
      ...(cores !== undefined && { cores }),
      ...(storeSize && { store: { size: storeSize } }),
    };
  }
}

import type { Size } from 'cdk8s';
import { UiSignOn } from '../../ingress/ui-sign-on';
import type { LivyAuthentication } from '../../services/livy/authentication';
import { LivyServer } from '../../services/livy/livy-server';
import type { LivyJobDefaults, LivyJobNamespaceOptions, LivySessions, LivyState } from '../../services/livy/props';
import type { SparkServerOpening } from '../../kube/server-network';
import type { SparkImage } from '../../spark/image';
import { SparkPlatformComponent, type ISparkPlatform } from '../component';
import type { SparkTenant } from '../tenant';
import { HistoryComponent } from './history-component';
import { notebookPeers } from './notebook-peers';

const NAME = 'livy';

/** The Livy server of a platform. */
export interface LivyComponentProps {
  /** Image of the server, with Livy 0.9 and Spark 3.5: `images/livy`. */
  readonly image: SparkImage;
  /** How it knows who calls. By `LivyAuthentication.gateway()` it knows nobody, and no notebook may call it. */
  readonly authentication: LivyAuthentication;
  /** Users who may ask in the name of others, such as that of the notebooks. @default - none */
  readonly superusers?: string[];
  /** What jobs and sessions are that say nothing else. Events go where the platform's history is. @default - of the server's image, with Spark's own sizes */
  readonly jobs?: LivyJobDefaults;
  /** Interactive sessions. @default - for at most 8 hours, one of them idle */
  readonly sessions?: LivySessions;
  /** What it may do in the namespaces of tenants. @default - what every batch needs */
  readonly jobNamespaces?: LivyJobNamespaceOptions;
  /** Where the state is kept. @default - on a new claim of 1 GiB */
  readonly state?: LivyState;
  /** Heap of the server. @default Size.gibibytes(1) */
  readonly memory?: Size;
  /** Annotations of the server's account, by which clouds know a workload. @default - none */
  readonly accountAnnotations?: { [key: string]: string };
  /** Ways out of the server beside DNS, the API server and drivers. @default - none */
  readonly egress?: SparkServerOpening[];
}

/** One Livy server, which starts drivers in the namespaces of all tenants; the first of them gets what names none. */
export class LivyComponent extends SparkPlatformComponent {
  /** The server; undefined until there is a tenant. */
  public server?: LivyServer;
  private readonly props: LivyComponentProps;

  public constructor(props: LivyComponentProps) {
    super(NAME);
    this.props = props;
  }

  public override addTenant(platform: ISparkPlatform, tenant: SparkTenant): void {
    const { jobNamespaces = {} } = this.props;
    if (this.server === undefined) this.server = this.serve(platform, tenant);
    else this.server.addJobNamespace(tenant.serviceAccount, jobNamespaces);
  }

  private serve(platform: ISparkPlatform, { serviceAccount }: SparkTenant): LivyServer {
    const { jobs, jobNamespaces, egress = [], ...props } = this.props;
    // Where Livy asks for a password, a sign-on before it would take the header that carries it.
    const asks = props.authentication._knowsUsers;
    const ui = platform.endpointFor(NAME, asks ? UiSignOn.backend() : undefined);
    const found = platform.component('history');
    const history = found instanceof HistoryComponent ? found : undefined;
    const { apiServerCidrs, apiServerPorts } = platform.network;
    return new LivyServer(platform.groundFor(NAME), NAME, {
      ...props,
      jobAccount: serviceAccount,
      ...(jobNamespaces && { jobNamespace: jobNamespaces }),
      jobs: { ...jobs, features: [...(history?.sharedFeatures ?? []), ...(jobs?.features ?? [])] },
      ...(ui && { ui }),
      ...(history?.server && { history: history.server }),
      ...(apiServerCidrs && { apiServerCidrs }),
      ...(apiServerPorts && { apiServerPorts }),
      network: { clients: asks ? notebookPeers(platform) : [], egress },
    });
  }
}

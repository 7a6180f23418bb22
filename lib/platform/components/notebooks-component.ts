import { SecretSource } from '../../core/secrets';
import type { NetworkPeer } from '../../kube/network-policy';
import { JupyterHub } from '../../services/jupyterhub/jupyterhub';
import { NotebookProfile } from '../../services/jupyterhub/profile';
import type { LivyCredentials } from '../../services/livy/options';
import type { JupyterHubProps } from '../../services/jupyterhub/props';
import { SparkPlatformComponent, type ISparkPlatform } from '../component';
import type { SparkTenant } from '../tenant';
import { ConnectComponent } from './connect-component';
import { LivyComponent } from './livy-component';
import { NOTEBOOKS } from './notebook-peers';

/** The notebooks of a platform. */
export interface NotebooksComponentProps extends JupyterHubProps {
  /** Image of the notebooks that the platform offers for its tenants: with the client of Spark Connect, and with sparkmagic where there is Livy. */
  readonly notebookImage: string;
  /**
   * As whom notebooks call the platform's Livy, with a password in the namespace of the notebooks. The user is among Livy's
   * superusers: sessions run in the name of whoever has the notebook.
   *
   * @default - no notebook calls Livy
   */
  readonly livyUser?: LivyCredentials;
  /**
   * Groups of the authenticator, by the name of a tenant: only their members see the tenant's notebooks.
   *
   * @default - whoever is let in sees the notebooks of all tenants
   */
  readonly tenantGroups?: { [tenant: string]: string[] };
}

/** JupyterHub, with a profile for each tenant and each way to Spark that the platform has. */
export class NotebooksComponent extends SparkPlatformComponent {
  /** The hub; undefined until it is added. */
  public hub?: JupyterHub;
  private readonly props: NotebooksComponentProps;

  public constructor(props: NotebooksComponentProps) {
    super(NOTEBOOKS);
    this.props = props;
  }

  /** Pods of the notebooks. */
  public get notebookPeers(): NetworkPeer[] {
    return this.hub ? [this.hub.notebookPeer] : [];
  }

  public override addTo(platform: ISparkPlatform): void {
    const { notebookImage: _, tenantGroups: __, livyUser: ___, ...props } = this.props;
    const ui = props.ui ?? platform.endpointFor(NOTEBOOKS);
    const { apiServerCidrs, apiServerPorts } = platform.network;
    this.hub = new JupyterHub(platform.groundFor(NOTEBOOKS), 'jupyterhub', {
      ...props,
      ...(ui && { ui }),
      network: {
        ...(apiServerCidrs && { apiServerCidrs }),
        ...(apiServerPorts && { apiServerPorts }),
        ...props.network,
      },
    });
  }

  public override addTenant(platform: ISparkPlatform, tenant: SparkTenant): void {
    for (const profile of this.profilesOf(platform, tenant)) this.hub?.addProfile(profile);
  }

  private profilesOf(platform: ISparkPlatform, tenant: SparkTenant): NotebookProfile[] {
    const { notebookImage: image, tenantGroups = {}, livyUser } = this.props;
    const { namespaceName: team } = tenant;
    const groups = tenantGroups[team];
    const common = { image, ...(groups && { groups }) };
    const connect = platform.component('connect');
    const server = connect instanceof ConnectComponent ? connect.serverOf(tenant) : undefined;
    const found = platform.component('livy');
    const livy = found instanceof LivyComponent ? found.server : undefined;
    return [
      ...(server
        ? [
            NotebookProfile.connect({
              ...common,
              name: `${team}: Spark Connect`,
              server,
              token: SecretSource.fromKubernetes(`connect-${team}`, 'token'),
            }),
          ]
        : []),
      ...(livy && livyUser
        ? [
            NotebookProfile.sparkmagic({
              ...common,
              name: `${team}: Livy`,
              livy: livy.calledAs(livyUser),
              proxyUser: true,
              settings: { session: { conf: livy.requestConf(team) } },
            }),
          ]
        : []),
    ];
  }
}

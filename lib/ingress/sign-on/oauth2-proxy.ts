import type { Construct } from 'constructs';
import { Component } from '../../core/component';
import { hashedName } from '../../core/names';
import { checkAtSynth, warnAtSynth } from '../../core/rules';
import { restrictedNamespace } from '../../kube/namespace';
import { ALL_PODS, networkPolicy, type NetworkPeer } from '../../kube/network-policy';
import { serviceAccount } from '../../kube/rbac';
import { signOnFindings, signOnWarnings, type SignOnUse } from './findings';
import type { OAuth2ProxyProps } from './props';
import { OAuth2ProxyServer } from './server';
import { METRICS_PORT, PROXY_PORT } from './settings';
import { Observation, type IObserved } from '../../kube/observation';
import { workloadOf } from '../../kube/workload';

const NAMESPACE = 'sign-on';

/**
 * A single sign-on for every interface, by oauth2-proxy. A gateway that it is given to decides how it stands:
 *
 * - beside the way, with nginx: for each request nginx asks it whether the user is signed on, and sends who is not to
 *   the provider. One server for all hosts.
 * - in the way, with the Gateway API, which has no stable word for such a question: requests go through it to the
 *   backend. One server for each host, since it tells backends by path alone.
 *
 * @see https://oauth2-proxy.github.io/oauth2-proxy/
 */
export class OAuth2Proxy extends Component implements IObserved {
  /** Name of its namespace. */
  public readonly namespaceName: string;
  private readonly props: OAuth2ProxyProps;
  private readonly servers = new Map<string, OAuth2ProxyServer>();
  private readonly hosts = new Set<string>();
  private dropsCookies = false;

  public constructor(scope: Construct, id: string, props: OAuth2ProxyProps) {
    super(scope, id);
    this.props = props;
    this.namespaceName = props.namespace ?? NAMESPACE;
    const namespace = restrictedNamespace(this, 'Resource', this.namespaceName);
    const deny = { name: 'default-deny', namespace: this.namespaceName, pods: ALL_PODS, ingress: [], egress: [] };
    networkPolicy(this, 'DefaultDeny', deny).node.addDependency(namespace);
    const clientId = props.provider._workloadIdentity;
    if (clientId !== undefined) {
      const account = serviceAccount(this, 'Account', { name: 'oauth2-proxy', namespace: this.namespaceName });
      account.metadata.addAnnotation('azure.workload.identity/client-id', clientId);
    }
    checkAtSynth(this, () => signOnFindings(this.namespaceName, props, this.use));
    warnAtSynth(this, () => signOnWarnings(props));
  }

  /** The pages of metrics of its servers. */
  public get observations(): Observation[] {
    const props = { job: 'oauth2-proxy', port: 'metrics', portNumber: METRICS_PORT };
    return [...this.servers.values()].map(({ workload }) => Observation.scrape(workloadOf(workload.deployment), props));
  }

  /** Its Services, each as `<namespace>/<name>`, for the house rule on sign-on. */
  public get signOnServices(): string[] {
    return [...this.servers.values()].map(({ serviceName }) => `${this.namespaceName}/${serviceName}`);
  }

  /** The Deployments, for changes that no property stands for. */
  public get workloads(): Component[] {
    return [...this.servers.values()].map(({ workload }) => workload);
  }

  /** The server that answers whether a user is signed on, to gateways that may drop its cookies. @internal */
  public _beside(gateway: NetworkPeer, dropsCookies: boolean): OAuth2ProxyServer {
    this.dropsCookies ||= dropsCookies;
    const server = this.server('', 'oauth2-proxy', () => ({ url: 'static://202' }));
    server.admit(gateway);
    return server;
  }

  /** The server that everything of a host goes through. @internal */
  public _inFrontOf(host: string, gateway: NetworkPeer): OAuth2ProxyServer {
    const isNew = !this.servers.has(host);
    const server = this.server(host, hashedName(`oauth2-proxy-${host.replaceAll('.', '-')}`, host));
    if (isNew) server.admit(gateway);
    return server;
  }

  /** Remembers a host whose users it asks. @internal */
  public _guards(host: string): void {
    this.hosts.add(host);
  }

  /** Port of its Services. @internal */
  public get _port(): number {
    return PROXY_PORT;
  }

  private get use(): SignOnUse {
    return { hosts: [...this.hosts], servers: this.servers.size, dropsCookies: this.dropsCookies };
  }

  private server(key: string, name: string, upstream?: () => { readonly url: string }): OAuth2ProxyServer {
    const known = this.servers.get(key);
    if (known) return known;
    const server = new OAuth2ProxyServer(
      this,
      key === '' ? 'Server' : `Server-${key}`,
      name,
      this.namespaceName,
      this.props,
    );
    if (upstream) server.addUpstream(upstream());
    server.node.addDependency(this.node.defaultChild ?? this);
    this.servers.set(key, server);
    return server;
  }
}

import type { Construct } from 'constructs';
import { checkDnsSubdomain } from '../../core/names';
import type { Finding } from '../../core/rules';
import type { KubeObject } from '../../kube/object';
import type { NetworkPeer } from '../../kube/network-policy';
import type { UiRouteBinding } from '../gateway';
import { UiGatewayBase, type UiGatewayProps } from '../gateway-base';
import { ROUTE_RULES, TLS_RULES } from '../rules';
import type { UiBackend, UiRoute } from '../ui-route';
import { MergeableIngresses } from './mergeable-ingress';
import { NginxRouteKind } from './props';
import type { NginxRenderer } from './renderer';
import { SignOnPolicies } from './sign-on-policies';
import { VirtualServers } from './virtual-server';

/** A controller of F5, installed here or not. */
export interface NginxRoutesProps extends UiGatewayProps {
  /** Namespace of its pods, its hosts and its policies. */
  readonly namespace: string;
  /** Name of its IngressClass. */
  readonly className: string;
  /** The kinds that routes are written in. @default NginxRouteKind.VIRTUAL_SERVER */
  readonly routeKind?: NginxRouteKind | undefined;
  /** Name of its Service. */
  readonly serviceName: string;
  /** Its pods. */
  readonly peer: NetworkPeer;
}

/** Routes for F5's controller. */
export abstract class NginxRoutes extends UiGatewayBase {
  /** Namespace of the controller, its hosts and its policies. */
  public readonly namespaceName: string;
  /** Name of the IngressClass. */
  public readonly className: string;
  private readonly renderer: NginxRenderer;
  private readonly policies: SignOnPolicies | undefined;
  private readonly peer: NetworkPeer;

  public constructor(scope: Construct, id: string, props: NginxRoutesProps) {
    super(scope, id, props);
    const { namespace, className, serviceName, peer, signOn } = props;
    this.namespaceName = namespace;
    this.className = className;
    this.peer = peer;
    // The door: what it lets through is for each route to say.
    this._asks(`${namespace}/${serviceName}`);
    if (signOn) {
      this.policies = new SignOnPolicies(this, 'SignOn', { namespace, className, controller: peer }, signOn);
      for (const name of Object.values(this.policies.names)) this._filters(`${namespace}/${name}`);
    }
    const place = {
      namespace,
      className,
      policyOf: ({ signOn: need }: UiRoute) =>
        need._kind === 'required' || need._kind === 'api' ? this.policies?.names[need._kind] : undefined,
      secretOf: (host: string) => this.secretOf(host),
      routesOf: (host: string) => this._routes.filter((route) => route.host === host),
    };
    this.renderer =
      props.routeKind === NginxRouteKind.INGRESS ? new MergeableIngresses(place) : new VirtualServers(place);
  }

  /** @internal */
  protected override _render(place: Construct, route: UiRoute): UiRouteBinding {
    const { host } = route;
    if (!route.insecureHttp) this._tls?._secretFor(this, host, this.namespaceName);
    const id = `Host-${host}`;
    if (this.node.tryFindChild(id) === undefined) {
      this.renderer.host(this, id, host).node.addDependency(...this._kinds);
    }
    this._reach(place, route.backend);
    const object = this.renderer.route(place, 'Route', route);
    object.node.addDependency(...this._kinds);
    return { url: route.url, object, clients: [this.peer] };
  }

  /** Definitions that must be there before routes. @internal */
  protected get _kinds(): KubeObject[] {
    return [];
  }

  /** Has the controller see a backend. @internal */
  protected abstract _reach(place: Construct, backend: UiBackend): void;

  /** Nothing that this controller cannot express. @internal */
  protected override _routeFindings(_route: UiRoute): Finding[] {
    return [];
  }

  /** Findings for what the controller was given. @internal */
  protected _gatewayFindings(): Finding[] {
    const { _tls: tls, namespaceName: namespace } = this;
    const elsewhere = tls?._namespace !== undefined && tls._namespace !== namespace;
    return [
      ...checkDnsSubdomain('className', this.className),
      ...(elsewhere
        ? [
            {
              rule: ROUTE_RULES.routeTlsNamespace,
              at: 'tls',
              value: tls._namespace,
              because: `the controller reads those of ${namespace}`,
            },
          ]
        : []),
      ...(tls?._issuer?.provesOverHttpOnly === true
        ? [{ rule: TLS_RULES.acmeHttp01, at: 'tls', value: tls._issuer.issuerName }]
        : []),
    ];
  }

  private secretOf(host: string): string | undefined {
    const secure = this._routes.some((route) => route.host === host && !route.insecureHttp);
    return secure ? this._tls?._secretFor(this, host, this.namespaceName) : undefined;
  }
}

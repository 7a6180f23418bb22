import type { Construct } from 'constructs';
import type { Finding } from '../../core/rules';
import type { KubeObject } from '../../kube/object';
import type { NetworkPeer } from '../../kube/network-policy';
import type { UiRouteBinding } from '../gateway';
import { UiGatewayBase, type UiGatewayProps } from '../gateway-base';
import { ROUTE_RULES as RULES } from '../rules';
import type { OAuth2Proxy } from '../sign-on/oauth2-proxy';
import type { UiRoute } from '../ui-route';
import { guardedRoute, straightRoute, type ParentRef } from './http-route';

/** A Gateway, made here or not. */
export interface GatewayRoutesProps extends UiGatewayProps {
  /** Name of the Gateway. */
  readonly gatewayName: string;
  /** Namespace of the Gateway. */
  readonly namespace: string;
  /** Labels of the pods that serve it. @default - every pod of the namespace */
  readonly podLabels?: { readonly [key: string]: string } | undefined;
}

/**
 * Routes of the Gateway API. Its stable part has no word for asking a sign-on about a request, so requests go through
 * the sign-on: it stands between Gateway and backend.
 */
export abstract class GatewayRoutes extends UiGatewayBase {
  /** Name of the Gateway. */
  public readonly gatewayName: string;
  /** Namespace of the Gateway. */
  public readonly namespaceName: string;
  /** Its limits are policies of each controller's own. */
  public override readonly limitsBodies?: boolean = false;
  private readonly peer: NetworkPeer;
  private readonly doors = new Map<string, KubeObject>();

  public constructor(scope: Construct, id: string, props: GatewayRoutesProps) {
    super(scope, id, props);
    const { gatewayName, namespace, podLabels } = props;
    this.gatewayName = gatewayName;
    this.namespaceName = namespace;
    this.peer = { namespace, ...(podLabels && { podLabels }) };
  }

  /** The listener of a route. @internal */
  protected abstract _listener(route: UiRoute): string | undefined;

  /** @internal */
  protected override _render(place: Construct, route: UiRoute): UiRouteBinding {
    const { url } = route;
    const listener = this._listener(route);
    const parent: ParentRef = {
      name: this.gatewayName,
      namespace: this.namespaceName,
      ...(listener !== undefined && { sectionName: listener }),
    };
    if (route.signOn._byGateway && this._signOn) return this.guard(this._signOn, parent, route);
    return { url, object: straightRoute(place, 'Route', parent, route), clients: [this.peer] };
  }

  /** @internal */
  protected override _routeFindings(route: UiRoute): Finding[] {
    const { signOn, prefix, maxBodySize } = route;
    return [
      ...(signOn._byGateway && route._strips ? [{ rule: RULES.gatewayStrip, at: 'prefix', value: prefix }] : []),
      ...(maxBodySize
        ? [{ rule: RULES.gatewayBody, at: 'maxBodySize', value: `${maxBodySize.toMebibytes()} MiB` }]
        : []),
    ];
  }

  /** Namespaces that routes are made in. @internal */
  protected get _namespaces(): string[] {
    const names = this._routes.map(({ backend, signOn }) =>
      signOn._byGateway && this._signOn ? this._signOn.namespaceName : backend.namespace,
    );
    return [...new Set([this.namespaceName, ...names])].sort();
  }

  private guard(signOn: OAuth2Proxy, parent: ParentRef, route: UiRoute): UiRouteBinding {
    const { host, prefix, backend, url } = route;
    const { service, namespace, port, targetPort = port } = backend;
    const server = signOn._inFrontOf(host, this.peer);
    server.addUpstream({
      url: `http://${service}.${namespace}.svc:${port}${route._path}`,
      peer: { namespace },
      port: targetPort,
      ...(route._seconds !== undefined && { seconds: route._seconds }),
      ...(route.signOn._kind === 'api' && { apiPrefix: prefix }),
    });
    const object = this.doors.get(host) ?? this.guardedRoute(signOn, parent, host, server.serviceName);
    object.node.addDependency(server);
    this.doors.set(host, object);
    return { url, object, clients: [server.peer] };
  }

  private guardedRoute(signOn: OAuth2Proxy, parent: ParentRef, host: string, name: string): KubeObject {
    const metadata = { name, namespace: signOn.namespaceName };
    const routes = (): readonly UiRoute[] =>
      this._routes.filter((route) => route.host === host && route.signOn._byGateway);
    return guardedRoute(this, `SignOn-${host}`, metadata, parent, host, { name, port: signOn._port }, routes);
  }
}

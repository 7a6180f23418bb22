import type { Construct } from 'constructs';
import { checkDnsLabel, checkDnsSubdomain } from '../../core/names';
import { checkAtSynth, warnAtSynth, type Finding } from '../../core/rules';
import type { NetworkPeer } from '../../kube/network-policy';
import { KubeObject } from '../../kube/object';
import { exemption } from '../annotations';
import type { UiRouteBinding } from '../gateway';
import { UiGatewayBase, type UiGatewayProps } from '../gateway-base';
import { nginxSize } from '../quantities';
import { routeName } from '../route-name';
import { ROUTE_RULES as RULES, SIGN_ON_RULES } from '../rules';
import { SIGN_ON_PREFIX } from '../sign-on/settings';
import type { UiRoute } from '../ui-route';

/** The retired controller of the Kubernetes project, as it is installed. */
export interface RetiredIngressNginxProps extends UiGatewayProps {
  /** Name of its IngressClass. @default nginx */
  readonly className?: string;
  /** Namespace of its pods. @default ingress-nginx */
  readonly namespace?: string;
  /** Labels of its pods. @default - every pod of its namespace */
  readonly podLabels?: { readonly [key: string]: string };
  /** Namespaces that it watches. @default - all of them */
  readonly watchNamespaces?: string[];
}

const PREFIX = 'nginx.ingress.kubernetes.io/';

/**
 * Routes for an ingress-nginx that exists: the controller is retired, its repository read-only since March 2026, and
 * this package does not install it. No snippets: a route that cannot be said with annotations is refused.
 *
 * @see https://kubernetes.io/blog/2025/11/11/ingress-nginx-retirement/
 */
export class IngressNginx extends UiGatewayBase {
  /** Routes on the retired controller, for the time until it is replaced. */
  public static retired(scope: Construct, id: string, props: RetiredIngressNginxProps = {}): IngressNginx {
    return new IngressNginx(scope, id, props);
  }

  private readonly className: string;
  private readonly watched: readonly string[] | undefined;
  private readonly peer: NetworkPeer;
  /** Where the sign-on answers; undefined without one. */
  private readonly signOnService: string | undefined;

  private constructor(scope: Construct, id: string, props: RetiredIngressNginxProps) {
    super(scope, id, props);
    const { className = 'nginx', namespace = 'ingress-nginx', podLabels, watchNamespaces, signOn } = props;
    this.className = className;
    this.watched = watchNamespaces;
    this.peer = { namespace, ...(podLabels && { podLabels }) };
    this.signOnService = signOn?._beside(this.peer, false).serviceName;
    checkAtSynth(this, () => [...checkDnsSubdomain('className', className), ...checkDnsLabel('namespace', namespace)]);
    warnAtSynth(this, () => [{ rule: SIGN_ON_RULES.retired, at: 'className', value: className }]);
  }

  /** @internal */
  protected override _render(place: Construct, route: UiRoute): UiRouteBinding {
    const { backend, url } = route;
    if (route.signOn._byGateway) this.signOnRoute(route);
    const metadata = {
      name: routeName(route),
      namespace: backend.namespace,
      annotations: { ...this.annotations(route), ...exemption(route) },
    };
    const service = { name: backend.service, port: { number: backend.port } };
    const object = this.ingress(place, 'Route', metadata, route, { ...pathOf(route), backend: { service } });
    return { url, object, clients: [this.peer] };
  }

  /** @internal */
  protected override _routeFindings({ backend, insecureHttp }: UiRoute): Finding[] {
    const { namespace } = backend;
    const secret = insecureHttp ? undefined : this._tls?._namespace;
    return [
      ...(this.watched === undefined || this.watched.includes(namespace)
        ? []
        : [
            {
              rule: RULES.unwatched,
              at: 'backend.namespace',
              value: namespace,
              because: `it watches ${this.watched.join(', ')}`,
            },
          ]),
      ...(secret === undefined || secret === namespace
        ? []
        : [
            {
              rule: RULES.routeTlsNamespace,
              at: 'backend.namespace',
              value: namespace,
              because: `the Secret is in ${secret}`,
            },
          ]),
    ];
  }

  /** The pages of the sign-on, on the same host, from the namespace of the sign-on: once for each host. */
  private signOnRoute(route: UiRoute): void {
    const { host } = route;
    const [signOn, name] = [this._signOn, this.signOnService];
    const id = `SignOn-${host}`;
    if (signOn === undefined || name === undefined || this.node.tryFindChild(id) !== undefined) return;
    const annotations = { [`${PREFIX}proxy-buffer-size`]: '16k' };
    const metadata = { name: `${name}-${host}`, namespace: signOn.namespaceName, annotations };
    const backend = { service: { name, port: { number: signOn._port } } };
    const object = this.ingress(this, id, metadata, route, { path: SIGN_ON_PREFIX, pathType: 'Prefix', backend });
    object.node.addDependency(signOn);
  }

  private ingress(
    scope: Construct,
    id: string,
    metadata: { readonly namespace: string; readonly name: string },
    route: UiRoute,
    path: object,
  ): KubeObject {
    const { host, insecureHttp } = route;
    const secretName = insecureHttp ? undefined : this._tls?._secretFor(this, host, metadata.namespace);
    return new KubeObject(scope, id, {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata,
      spec: {
        ingressClassName: this.className,
        ...(secretName !== undefined && { tls: [{ hosts: [host], secretName }] }),
        rules: [{ host, http: { paths: [path] } }],
      },
    });
  }

  private annotations(route: UiRoute): { [key: string]: string } {
    const { prefix, grpc, maxBodySize, insecureHttp, _seconds: silence } = route;
    const words = {
      ...(prefix !== '/' && { 'use-regex': 'true' }),
      ...(route._strips && { 'rewrite-target': '/$2' }),
      ...(grpc && { 'backend-protocol': 'GRPC' }),
      ...(insecureHttp && { 'ssl-redirect': 'false' }),
      ...(maxBodySize && { 'proxy-body-size': nginxSize(maxBodySize) }),
      ...(silence !== undefined && { 'proxy-read-timeout': `${silence}`, 'proxy-send-timeout': `${silence}` }),
      ...this.authentication(route),
    };
    return Object.fromEntries(Object.entries(words).map(([word, value]) => [`${PREFIX}${word}`, value]));
  }

  private authentication({ signOn, origin }: UiRoute): { [word: string]: string } {
    const [proxy, name] = [this._signOn, this.signOnService];
    if (!signOn._byGateway || proxy === undefined || name === undefined) return {};
    const inside = `http://${name}.${proxy.namespaceName}.svc:${proxy._port}`;
    return {
      'auth-url': `${inside}${SIGN_ON_PREFIX}/auth`,
      ...(signOn._kind === 'required' && { 'auth-signin': `${origin}${SIGN_ON_PREFIX}/start?rd=$escaped_request_uri` }),
      'proxy-buffer-size': '16k',
    };
  }
}

/** One Ingress with a pattern makes all paths of its host patterns, so that a plain prefix would take in its neighbours. */
function pathOf({ prefix }: UiRoute): { path: string; pathType: string } {
  if (prefix === '/') return { path: '/', pathType: 'Prefix' };
  return { path: `${prefix.replaceAll('.', '\\.')}(/|$)(.*)`, pathType: 'ImplementationSpecific' };
}

import { Lazy } from 'cdk8s';
import type { Construct } from 'constructs';
import { checkDnsLabel, checkDnsSubdomain } from '../../core/names';
import { checkAtSynth, type Finding } from '../../core/rules';
import { KubeObject } from '../../kube/object';
import type { IUiGateway } from '../gateway';
import { ROUTE_RULES as RULES } from '../rules';
import type { UiRoute } from '../ui-route';
import { GatewayRoutes } from './gateway-routes';
import { redirectRoute } from './http-route';
import type { ExistingGatewayProps, GatewayApiProps } from './props';

const HTTP = 'http';
const MOST_LISTENERS = 64;
const GROUP = 'gateway.networking.k8s.io';

/**
 * A Gateway with a listener for each host, and routes on it, for any controller of the Gateway API that is installed:
 * NGINX Gateway Fabric unless told otherwise.
 *
 * @see https://gateway-api.sigs.k8s.io/
 */
export class GatewayApi extends GatewayRoutes {
  /**
   * A Gateway that somebody else keeps.
   *
   * @throws RuleError if a name is none.
   */
  public static fromExisting(scope: Construct, id: string, props: ExistingGatewayProps): IUiGateway {
    return new ExistingGateway(scope, id, props);
  }

  public constructor(scope: Construct, id: string, props: GatewayApiProps) {
    const { gatewayName = 'spark', className = 'nginx', namespace, annotations } = props;
    super(scope, id, { ...props, gatewayName });
    new KubeObject(this, 'Resource', {
      apiVersion: `${GROUP}/v1`,
      kind: 'Gateway',
      metadata: { name: gatewayName, namespace },
      spec: {
        gatewayClassName: className,
        ...(annotations && { infrastructure: { annotations: { ...annotations } } }),
        listeners: Lazy.any({ produce: () => this.listeners() }) as unknown,
      },
    });
    if (props.tls) redirectRoute(this, 'ToHttps', { name: gatewayName, namespace, sectionName: HTTP });
    checkAtSynth(this, () => [
      ...checkDnsSubdomain('className', className),
      ...checkDnsLabel('gatewayName', gatewayName),
      ...checkDnsLabel('namespace', namespace),
      ...this.findings(),
    ]);
  }

  /** @internal */
  protected override _listener(route: UiRoute): string {
    if (!route.insecureHttp) this._tls?._secretFor(this, route.host, this.namespaceName);
    return route.insecureHttp ? HTTP : listenerOf(route.host);
  }

  private get hosts(): string[] {
    return [...new Set(this._routes.filter(({ insecureHttp }) => !insecureHttp).map(({ host }) => host))];
  }

  private listeners(): object[] {
    const from = { from: 'Selector', selector: { matchExpressions: [this.selector()] } };
    const allowedRoutes = { namespaces: from };
    return [
      { name: HTTP, protocol: 'HTTP', port: 80, allowedRoutes },
      ...this.hosts.map((hostname) => ({
        name: listenerOf(hostname),
        protocol: 'HTTPS',
        port: 443,
        hostname,
        tls: {
          mode: 'Terminate',
          certificateRefs: [
            { group: '', kind: 'Secret', name: this._tls?._secretFor(this, hostname, this.namespaceName) },
          ],
        },
        allowedRoutes,
      })),
    ];
  }

  /** The API server gives every namespace its name as a label. */
  private selector(): object {
    return { key: 'kubernetes.io/metadata.name', operator: 'In', values: this._namespaces };
  }

  private findings(): Finding[] {
    const { _tls: tls, namespaceName, hosts } = this;
    const elsewhere = tls?._namespace !== undefined && tls._namespace !== namespaceName;
    return [
      ...(elsewhere
        ? [
            {
              rule: RULES.routeTlsNamespace,
              at: 'tls',
              value: tls._namespace,
              because: `the Gateway is in ${namespaceName}`,
            },
          ]
        : []),
      ...(hosts.length < MOST_LISTENERS ? [] : [{ rule: RULES.gatewayListeners, at: 'hosts', value: hosts.length }]),
    ];
  }
}

/** Routes on the Gateway of somebody else. */
class ExistingGateway extends GatewayRoutes {
  private readonly listener: string | undefined;

  public constructor(scope: Construct, id: string, props: ExistingGatewayProps) {
    const { gatewayName, namespace, podLabels, signOn } = props;
    super(scope, id, { gatewayName, namespace, podLabels, ...(signOn && { signOn }) });
    this.listener = props.listener;
    checkAtSynth(this, () => [
      ...checkDnsSubdomain('gatewayName', props.gatewayName),
      ...checkDnsLabel('namespace', props.namespace),
    ]);
  }

  /** Its certificates are its owner's. @internal */
  protected override get _hasTls(): boolean {
    return true;
  }

  /** @internal */
  protected override _listener(): string | undefined {
    return this.listener;
  }
}

function listenerOf(host: string): string {
  return `https-${host}`;
}

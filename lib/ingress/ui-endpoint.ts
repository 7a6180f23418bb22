import type { Duration, Size } from 'cdk8s';
import type { Construct } from 'constructs';
import { checkAtSynth, RuleError, type Finding } from '../core/rules';
import { parseCidr, type NetworkPeer } from '../kube/network-policy';
import type { IUiGateway } from './gateway';
import { backendFindings } from './route-findings';
import { ROUTE_RULES } from './rules';
import { hostFindings, pathFindings, UiPrefix, UiRoute, type UiBackend } from './ui-route';
import type { UiSignOn } from './ui-sign-on';

/** What an endpoint is made of. */
export interface UiEndpointProps {
  /** Such as `history.spark.example.com`. A host for each interface keeps their cookies and scripts apart. */
  readonly host: string;
  /** Path that the interface lives under, such as `/past`. @default '/' */
  readonly prefix?: string;
  /** Who asks users to sign on. @default - as the interface needs: the gateway, or the backend where it asks by itself */
  readonly signOn?: UiSignOn;
  /** Whether it is served over plain HTTP. @default false */
  readonly insecureHttp?: boolean;
  /** Largest body of a request. @default - as the interface needs */
  readonly maxBodySize?: Size;
  /** How long the backend may keep silent. @default - as the interface needs */
  readonly timeout?: Duration;
}

/** What an interface needs of its route, whatever the address. */
export interface UiTraits {
  /** What becomes of the prefix. @default UiPrefix.STRIP */
  readonly prefixHandling?: UiPrefix;
  /** Whether the interface talks over WebSockets. @default false */
  readonly webSocket?: boolean;
  /** Whether it speaks gRPC, for programs rather than people: a host of its own, with TLS. @default false */
  readonly grpc?: boolean;
  /** Who asks users to sign on, unless the endpoint says. @default UiSignOn.required() */
  readonly signOn?: UiSignOn;
  /** Largest body of a request, unless the endpoint says, where the gateway can limit it. @default - the controller's */
  readonly maxBodySize?: Size;
  /** How long the backend may keep silent, unless the endpoint says. @default - the controller's */
  readonly timeout?: Duration;
}

/** Scheme, host with or without a port, and a path as prefixes have them. */
const URL_PARTS = /^(https?):\/\/([A-Za-z0-9.-]+(?::\d{1,5})?)((?:\/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*)\/?$/;

/**
 * The address of an interface, given to the server that has it. From this one value follow the route on the gateway, what the
 * server is told of its prefix, who may reach it, and the links of others to it. An address belongs to one server.
 */
export class UiEndpoint {
  /** An address on a gateway: the server adds its route there. @throws RuleError for a host or prefix that is none. */
  public static on(gateway: IUiGateway, props: UiEndpointProps): UiEndpoint {
    const { host, prefix = '/' } = props;
    const [finding] = [...hostFindings(host), ...pathFindings(prefix)];
    if (finding) throw new RuleError(finding);
    return new UiEndpoint(gateway, props, []);
  }

  /**
   * An address for which somebody else makes the way in, and asks people to sign on.
   *
   * @param url What people type: `https://spark.example.com/past`. The prefix is taken away or kept as the interface needs.
   * @param clients Pods that connect to the server. None: nobody gets through its network policy.
   * @throws RuleError for anything but http or https, a host and a path.
   */
  public static external(url: string, clients: NetworkPeer[] = []): UiEndpoint {
    const [, scheme, host = '', prefix = ''] = URL_PARTS.exec(url) ?? [];
    if (scheme === undefined) {
      // What stands before an "@" may be a password.
      throw new RuleError({ rule: ROUTE_RULES.externalUrl, at: 'url', value: url.includes('@') ? '(not shown)' : url });
    }
    return new UiEndpoint(undefined, { host, prefix: prefix || '/', insecureHttp: scheme === 'http' }, clients);
  }

  /** `spark.example.com`. */
  public readonly host: string;
  /** Scheme and host: `https://spark.example.com`. */
  public readonly origin: string;
  /** Path that the interface lives under: `/` or such as `/past`. */
  public readonly prefix: string;
  /** Path of the construct whose interface it is, where no gateway knows. */
  private owner: string | undefined;

  private constructor(
    private readonly gateway: IUiGateway | undefined,
    private readonly props: UiEndpointProps,
    private readonly clients: NetworkPeer[],
  ) {
    const { host, prefix = '/', insecureHttp = false } = props;
    this.host = host;
    this.origin = `${insecureHttp ? 'http' : 'https'}://${host}`;
    this.prefix = prefix;
  }

  /** Address of the interface, with a slash at the end. */
  public get url(): string {
    return this.prefix === '/' ? `${this.origin}/` : `${this.origin}${this.prefix}/`;
  }

  /** The prefix, or nothing for a whole host: what servers take as their base. @internal */
  public get _base(): string | undefined {
    return this.prefix === '/' ? undefined : this.prefix;
  }

  /**
   * What Spark must be told to build links and redirects that lead back here: `spark.ui.proxyBase` and
   * `spark.ui.proxyRedirectUri`. Servers and jobs that are given the address set them by themselves.
   *
   * @see https://spark.apache.org/docs/latest/configuration.html#spark-ui
   */
  public sparkProperties(): { [key: string]: string } {
    return {
      ...(this.prefix !== '/' && { 'spark.ui.proxyBase': this.prefix }),
      'spark.ui.proxyRedirectUri': this.origin,
    };
  }

  /**
   * Leads the address to a backend.
   *
   * @param scope The construct whose interface it is; its route gets the id `Route` there.
   * @param backend The Service.
   * @param traits What the interface needs.
   * @returns Pods that will connect to the backend, for its network policy.
   */
  public leadTo(scope: Construct, backend: UiBackend, traits: UiTraits = {}): NetworkPeer[] {
    if (this.gateway !== undefined) {
      const { maxBodySize, ...needs } = traits;
      const limits = maxBodySize && this.gateway.limitsBodies !== false ? { maxBodySize } : {};
      const route = new UiRoute({ ...needs, ...limits, ...this.props, backend });
      return this.gateway.addRoute(scope, 'Route', route).clients;
    }
    const { prefixHandling = UiPrefix.STRIP } = traits;
    this.owner ??= scope.node.path;
    checkAtSynth(scope, () => [
      ...backendFindings({ prefix: this.prefix, prefixHandling, backend, grpc: traits.grpc ?? false }),
      ...clientFindings(this.clients),
      ...this.ownerFindings(scope.node.path),
    ]);
    return this.clients;
  }

  private ownerFindings(path: string): Finding[] {
    if (this.owner === undefined || this.owner === path) return [];
    return [{ rule: ROUTE_RULES.twoOwners, at: 'prefix', value: this.url, because: `${this.owner} owns it` }];
  }
}

function clientFindings(clients: readonly NetworkPeer[]): Finding[] {
  return clients.flatMap((value, i) =>
    isSomebody(value) ? [] : [{ rule: ROUTE_RULES.externalClients, at: `clients[${i}]`, value }],
  );
}

function isSomebody({ namespace, podLabels = {}, cidr }: NetworkPeer): boolean {
  const isPods = namespace !== undefined || Object.keys(podLabels).length > 0;
  if (cidr === undefined) return isPods;
  return !isPods && (parseCidr(cidr)?.prefix ?? 0) > 0;
}

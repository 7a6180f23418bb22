import { Construct } from 'constructs';
import { Component } from '../core/component';
import { checkAtSynth, type Finding } from '../core/rules';
import type { IUiGateway, UiRouteBinding } from './gateway';
import { routeFindings } from './route-findings';
import { ROUTE_RULES } from './rules';
import type { OAuth2Proxy } from './sign-on/oauth2-proxy';
import type { TlsCertificates } from './tls/certificates';
import type { UiRoute } from './ui-route';

/** What all gateways are told. */
export interface UiGatewayProps {
  /** Certificates of the hosts. @default - none: routes say insecureHttp */
  readonly tls?: TlsCertificates;
  /** The sign-on. @default - none: routes say who else asks */
  readonly signOn?: OAuth2Proxy;
}

/** A route and the construct that holds its objects. */
interface Entry {
  readonly route: UiRoute;
  readonly path: string;
}

/** What all gateways do alike: they know who owns which host and prefix, and check each route. */
export abstract class UiGatewayBase extends Component implements IUiGateway {
  public readonly limitsBodies?: boolean;
  private readonly entries: Entry[] = [];
  private readonly guarded = new Set<string>();
  private readonly filters = new Set<string>();
  /** @internal */
  protected readonly _tls: TlsCertificates | undefined;
  /** @internal */
  protected readonly _signOn: OAuth2Proxy | undefined;

  public constructor(scope: Construct, id: string, props: UiGatewayProps) {
    super(scope, id);
    this._tls = props.tls;
    this._signOn = props.signOn;
  }

  public get signOnServices(): string[] {
    return [...this.guarded, ...(this._signOn?.signOnServices ?? [])];
  }

  public get signOnFilters(): string[] {
    return [...this.filters];
  }

  public addRoute(scope: Construct, id: string, route: UiRoute): UiRouteBinding {
    const place = new Construct(scope, id);
    const traits = { tls: this._hasTls, signOn: this._signOn !== undefined };
    const entry = { route, path: place.node.path };
    const { backend, signOn } = route;
    checkAtSynth(place, () => [
      ...routeFindings(route, traits),
      ...this.ownerFindings(entry),
      ...(route.insecureHttp ? [] : (this._tls?._findings(route.host) ?? [])),
      ...this._routeFindings(route),
    ]);
    this.entries.push(entry);
    if (signOn._byGateway) this._signOn?._guards(route.host);
    if (signOn._kind === 'backend') this._asks(`${backend.namespace}/${backend.service}`);
    return this._render(place, route);
  }

  /** Whether hosts have certificates. @internal */
  protected get _hasTls(): boolean {
    return this._tls !== undefined;
  }

  /** Makes the objects. @internal */
  protected abstract _render(place: Construct, route: UiRoute): UiRouteBinding;

  /** What this kind of gateway cannot express. @internal */
  protected abstract _routeFindings(route: UiRoute): Finding[];

  /** Remembers a Service that asks for a sign-on, or leads to what does. @internal */
  protected _asks(service: string): void {
    this.guarded.add(service);
  }

  /** Remembers a policy that asks for a sign-on. @internal */
  protected _filters(policy: string): void {
    this.filters.add(policy);
  }

  /** Routes in the order they came. @internal */
  protected get _routes(): readonly UiRoute[] {
    return this.entries.map(({ route }) => route);
  }

  /** The second of two is the mistake, or both would be reported. */
  private ownerFindings(entry: Entry): Finding[] {
    const { route } = entry;
    const owner = this.entries.find((other) => other.route.host === route.host && other.route.prefix === route.prefix);
    if (owner === undefined || owner === entry) return [];
    return [{ rule: ROUTE_RULES.twoOwners, at: 'prefix', value: route.url, because: `${owner.path} owns it` }];
  }
}

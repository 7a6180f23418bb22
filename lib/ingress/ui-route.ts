import type { Duration, Size } from 'cdk8s';
import { checkDnsLabel } from '../core/names';
import { RuleError, type Finding } from '../core/rules';
import { ROUTE_RULES as RULES } from './rules';
import { UiSignOn } from './ui-sign-on';

/** The Service behind a route. */
export interface UiBackend {
  /** `metadata.name` of the Service. */
  readonly service: string;
  /** Its namespace. */
  readonly namespace: string;
  /** Its port. */
  readonly port: number;
  /** Port of the pods behind it: network policies know no other. @default - the same as `port` */
  readonly targetPort?: number;
  /** Path below which the backend answers, when it was told one: `base_url` of JupyterHub. @default - none */
  readonly basePath?: string;
  /** Whether its users can have it execute code, as in a notebook or through Livy. @default false */
  readonly executesCode?: boolean;
}

/** What becomes of the prefix on the way to the backend. */
export enum UiPrefix {
  /** It is taken away, as Spark's own interfaces and Livy need it. */
  STRIP = 'strip',
  /** It stays, as JupyterHub, Zeppelin and Grafana need it, which are told their base path. */
  KEEP = 'keep',
}

/** What a route is made of. */
export interface UiRouteProps {
  /** Such as `history.spark.example.com`. A host for each interface keeps their cookies and scripts apart. */
  readonly host: string;
  /** Path that the interface lives under, such as `/past`. @default '/' */
  readonly prefix?: string;
  /** What becomes of the prefix. @default UiPrefix.STRIP */
  readonly prefixHandling?: UiPrefix;
  /** Where requests go. */
  readonly backend: UiBackend;
  /** Whether the interface talks over WebSockets. @default false */
  readonly webSocket?: boolean;
  /** Whether the backend speaks gRPC, for programs rather than people: a host of its own, with TLS. @default false */
  readonly grpc?: boolean;
  /** Who asks users to sign on. @default UiSignOn.required() */
  readonly signOn?: UiSignOn;
  /** Largest body of a request. @default - the controller's: 1 MiB with nginx */
  readonly maxBodySize?: Size;
  /** How long the backend may keep silent. @default - an hour with WebSockets and gRPC; else the controller's: a minute with nginx */
  readonly timeout?: Duration;
  /** Whether the route is served over plain HTTP. @default false */
  readonly insecureHttp?: boolean;
}

const HOST = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)+$/;
const PREFIX = /^(\/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+$/;

/**
 * A way in for people: from a host and prefix to a Service. It knows no controller. What the backend must be told comes
 * from the same value, so that links and routes agree.
 */
export class UiRoute {
  public readonly host: string;
  /** Path that the interface lives under: `/` or such as `/past`. */
  public readonly prefix: string;
  public readonly backend: UiBackend;
  /** What becomes of the prefix. */
  public readonly prefixHandling: UiPrefix;
  /** Whether the interface talks over WebSockets. */
  public readonly webSocket: boolean;
  /** Whether the backend speaks gRPC. */
  public readonly grpc: boolean;
  /** Whether it is served over plain HTTP. */
  public readonly insecureHttp: boolean;
  /** Who asks users to sign on. */
  public readonly signOn: UiSignOn;
  /** Largest body of a request. @default - the controller's */
  public readonly maxBodySize?: Size;
  /** How long the backend may keep silent. @default - the controller's */
  public readonly timeout?: Duration;

  /** @throws RuleError for a host, prefix or name that no route can be made from. */
  public constructor(props: UiRouteProps) {
    const { host, prefix = '/', backend, maxBodySize, timeout } = props;
    const [finding] = [...hostFindings(host), ...pathFindings(prefix), ...backendFindings(backend)];
    if (finding) throw new RuleError(finding);
    this.host = host;
    this.prefix = prefix;
    this.backend = backend;
    this.prefixHandling = props.prefixHandling ?? UiPrefix.STRIP;
    this.webSocket = props.webSocket ?? false;
    this.grpc = props.grpc ?? false;
    this.insecureHttp = props.insecureHttp ?? false;
    this.signOn = props.signOn ?? UiSignOn.required();
    if (maxBodySize) this.maxBodySize = maxBodySize;
    if (timeout) this.timeout = timeout;
  }

  /** Scheme and host: `https://history.spark.example.com`. */
  public get origin(): string {
    return `${this.insecureHttp ? 'http' : 'https'}://${this.host}`;
  }

  /** Address of the interface, with a slash at the end. */
  public get url(): string {
    return `${this.origin}${this._path}`;
  }

  /**
   * The prefix with a slash at its end. Such a path does not take in its neighbours: `/history/` is not the beginning
   * of `/history-of-rome`, and nginx sends `/history` there by itself.
   *
   * @internal
   */
  public get _path(): string {
    return this.prefix === '/' ? '/' : `${this.prefix}/`;
  }

  /** Seconds of silence; a WebSocket is idle for longer than the minute that nginx waits. @internal */
  public get _seconds(): number | undefined {
    if (this.timeout) return Math.round(this.timeout.toMilliseconds() / 1000);
    return this.webSocket || this.grpc ? 3600 : undefined;
  }

  /** Whether something is taken away from the path. @internal */
  public get _strips(): boolean {
    return this.prefixHandling === UiPrefix.STRIP && this.prefix !== '/';
  }
}

/** Findings for a host. */
export function hostFindings(host: string): Finding[] {
  if (host.includes('*')) return [{ rule: RULES.wildcardHost, at: 'host', value: host }];
  return HOST.test(host) && host.length <= 253 ? [] : [{ rule: RULES.host, at: 'host', value: host }];
}

/** Findings for a prefix as such. */
export function pathFindings(prefix: string): Finding[] {
  return prefix === '/' || PREFIX.test(prefix) ? [] : [{ rule: RULES.prefix, at: 'prefix', value: prefix }];
}

function backendFindings({ service, namespace, port, targetPort = port }: UiBackend): Finding[] {
  const isPort = (number: number): boolean => Number.isInteger(number) && number >= 1 && number <= 65535;
  const ports = Object.entries({ port, targetPort }).filter(([, number]) => !isPort(number));
  return [
    ...checkDnsLabel('backend.service', service),
    ...checkDnsLabel('backend.namespace', namespace),
    ...ports.map(([prop, value]) => ({ rule: RULES.backendPort, at: `backend.${prop}`, value })),
  ];
}

import { mebibytes } from '../core/quantities';
import type { Finding } from '../core/rules';
import { CONNECT_PORT } from '../spark/paths';
import { ROUTE_RULES as RULES } from './rules';
import { UiPrefix, type UiBackend, type UiRoute } from './ui-route';

/** Ports of Spark that take work or data from whoever reaches them. */
const SPARK_PORTS: { readonly [port: number]: string } = {
  6066: 'submissions over REST',
  7077: 'the master of a standalone cluster',
  7078: 'the driver',
  7079: "a driver's blocks",
  [CONNECT_PORT]: 'Spark Connect: give the server an address instead, with grpc',
};
const SECONDS_OF_A_DAY = 24 * 60 * 60;

/** What a gateway has for its routes. */
export interface GatewayTraits {
  readonly tls: boolean;
  readonly signOn: boolean;
}

/** A way to a backend, whoever serves it. */
export interface PrefixedBackend {
  readonly prefix: string;
  readonly prefixHandling: UiPrefix;
  readonly backend: UiBackend;
  /** Whether the backend speaks gRPC; then its port may be one that takes work. */
  readonly grpc?: boolean;
}

/** Findings for a route that hold for every kind of gateway. */
export function routeFindings(route: UiRoute, gateway: GatewayTraits): Finding[] {
  const { backend, signOn, maxBodySize, timeout } = route;
  const mib = maxBodySize && mebibytes(maxBodySize);
  const seconds = timeout?.toMilliseconds();
  return [
    ...(gateway.signOn && /^\/oauth2(\/|$)/.test(route.prefix)
      ? [{ rule: RULES.reservedPrefix, at: 'prefix', value: route.prefix }]
      : []),
    ...backendFindings(route),
    ...grpcFindings(route),
    ...(gateway.tls || route.insecureHttp ? [] : [{ rule: RULES.noTls, at: 'host', value: route.host }]),
    ...(signOn._byGateway && !gateway.signOn ? [{ rule: RULES.noSignOn, at: 'signOn', value: signOn._kind }] : []),
    ...(signOn._kind === 'public' && backend.executesCode === true
      ? [{ rule: RULES.codeWithoutSignOn, at: 'signOn', value: 'insecurePublic', because: backend.service }]
      : []),
    ...(mib === undefined || (Number.isInteger(mib) && mib >= 1)
      ? []
      : [{ rule: RULES.bodySize, at: 'maxBodySize', value: `${mib} MiB` }]),
    ...(seconds === undefined || (seconds >= 1000 && seconds <= SECONDS_OF_A_DAY * 1000)
      ? []
      : [{ rule: RULES.timeout, at: 'timeout', value: `${seconds / 1000} s` }]),
  ];
}

/** gRPC names its methods by paths, wants HTTP/2, and has no pages that a sign-on could show. */
function grpcFindings({ grpc, prefix, insecureHttp, signOn }: UiRoute): Finding[] {
  if (!grpc) return [];
  return [
    ...(prefix === '/' ? [] : [{ rule: RULES.grpcPrefix, at: 'prefix', value: prefix }]),
    ...(insecureHttp ? [{ rule: RULES.grpcTls, at: 'insecureHttp', value: insecureHttp }] : []),
    ...(signOn._byGateway ? [{ rule: RULES.grpcSignOn, at: 'signOn', value: signOn._kind }] : []),
  ];
}

/** Findings for a prefix and a backend that do not go together, whoever serves them. */
export function backendFindings({ prefix, prefixHandling, backend, grpc = false }: PrefixedBackend): Finding[] {
  const base = backend.basePath === undefined ? undefined : backend.basePath.replace(/\/$/, '') || '/';
  const strips = prefixHandling === UiPrefix.STRIP;
  const word = /\/(proxy|history)(\/|$)/.test(prefix);
  const ports = [backend.port, backend.targetPort ?? backend.port];
  const found: Finding[] = ports
    .filter((port, i) => port in SPARK_PORTS && ports.indexOf(port) === i && !(grpc && port === CONNECT_PORT))
    .map((value) => ({ rule: RULES.sparkPort, at: 'backend.port', value, because: SPARK_PORTS[value] ?? '' }));
  if (strips && word) found.push({ rule: RULES.sparkPrefix, at: 'prefix', value: prefix });
  if (strips && prefix !== '/' && base !== undefined && base !== '/') {
    found.push({ rule: RULES.stripBase, at: 'backend.basePath', value: base, because: `the prefix is ${prefix}` });
  }
  if (!strips && base !== undefined && base !== prefix) {
    found.push({ rule: RULES.keepBase, at: 'backend.basePath', value: base, because: `the prefix is ${prefix}` });
  }
  return found;
}

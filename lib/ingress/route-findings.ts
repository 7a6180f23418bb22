import { mebibytes } from '../core/quantities';
import type { Finding } from '../core/rules';
import { ROUTE_RULES as RULES } from './rules';
import { UiPrefix, type UiRoute } from './ui-route';

/** Ports of Spark that take work or data from whoever reaches them. */
const SPARK_PORTS: { readonly [port: number]: string } = {
  6066: 'submissions over REST',
  7077: 'the master of a standalone cluster',
  7078: 'the driver',
  7079: "a driver's blocks",
  15002: 'Spark Connect: a gRPC port wants TLS and a token of its own',
};
const SECONDS_OF_A_DAY = 24 * 60 * 60;

/** What a gateway has for its routes. */
export interface GatewayTraits {
  readonly tls: boolean;
  readonly signOn: boolean;
}

/** Findings for a route that hold for every kind of gateway. */
export function routeFindings(route: UiRoute, gateway: GatewayTraits): Finding[] {
  const { backend, signOn, maxBodySize, timeout } = route;
  const mib = maxBodySize && mebibytes(maxBodySize);
  const seconds = timeout?.toMilliseconds();
  return [
    ...prefixFindings(route, gateway),
    ...[backend.port, backend.targetPort ?? backend.port]
      .filter((port, i, all) => port in SPARK_PORTS && all.indexOf(port) === i)
      .map((value) => ({ rule: RULES.sparkPort, at: 'backend.port', value, because: SPARK_PORTS[value] ?? '' })),
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

function prefixFindings(route: UiRoute, gateway: GatewayTraits): Finding[] {
  const { prefix, prefixHandling, backend } = route;
  const base = backend.basePath === undefined ? undefined : backend.basePath.replace(/\/$/, '') || '/';
  const strips = prefixHandling === UiPrefix.STRIP;
  const word = /\/(proxy|history)(\/|$)/.test(prefix);
  const found: Finding[] = [];
  if (gateway.signOn && /^\/oauth2(\/|$)/.test(prefix))
    found.push({ rule: RULES.reservedPrefix, at: 'prefix', value: prefix });
  if (strips && word) found.push({ rule: RULES.sparkPrefix, at: 'prefix', value: prefix });
  if (strips && prefix !== '/' && base !== undefined && base !== '/') {
    found.push({ rule: RULES.stripBase, at: 'backend.basePath', value: base, because: `the prefix is ${prefix}` });
  }
  if (!strips && base !== undefined && base !== prefix) {
    found.push({ rule: RULES.keepBase, at: 'backend.basePath', value: base, because: `the prefix is ${prefix}` });
  }
  return found;
}

import { below, dig, list, record, text, type Json } from './json';

/** One way in from outside the cluster. */
export interface Entrance {
  /** JSON path of what opens it. */
  readonly at: string;
  readonly value: unknown;
  /** Why it is open. */
  readonly because: string;
  /** Whether the object itself shows that users are asked to sign on. */
  readonly signsOn?: boolean;
  /** Services behind it, as `name` or `namespace/name`. With none behind it, there is nothing to see. */
  readonly services: readonly string[];
  /** Policies and filters it goes through, as `name` or `namespace/name`. */
  readonly filters: readonly string[];
}

/** Annotations by which an Ingress has its users sign on; the value must say so. */
const SIGN_ON_ANNOTATIONS: { readonly [key: string]: (value: string) => boolean } = {
  'nginx.ingress.kubernetes.io/auth-url': Boolean,
  'nginx.ingress.kubernetes.io/auth-secret': Boolean,
  'nginx.org/basic-auth-secret': Boolean,
  'nginx.com/jwt-key': Boolean,
  'alb.ingress.kubernetes.io/auth-type': (value) => ['oidc', 'cognito'].includes(value),
};
/** Names of policies of F5's controller, separated by commas. */
const POLICIES_ANNOTATION = 'nginx.org/policies';

/** How each kind that leads in from outside is read. */
export const ROUTE_READERS: { readonly [kind: string]: (manifest: Json) => Entrance[] } = {
  '/Service': ofService,
  'networking.k8s.io/Ingress': ofIngress,
  'k8s.nginx.org/VirtualServer': (manifest) => ofVirtualServer(manifest, 'routes'),
  'k8s.nginx.org/VirtualServerRoute': (manifest) => ofVirtualServer(manifest, 'subroutes'),
  'k8s.nginx.org/TransportServer': ofTransportServer,
  'gateway.networking.k8s.io/HTTPRoute': ofGatewayRoute,
  'gateway.networking.k8s.io/GRPCRoute': ofGatewayRoute,
  'gateway.networking.k8s.io/TCPRoute': ofGatewayRoute,
  'gateway.networking.k8s.io/TLSRoute': ofGatewayRoute,
  'gateway.networking.k8s.io/UDPRoute': ofGatewayRoute,
};

function ofService({ metadata, spec }: Json): Entrance[] {
  const { type, externalIPs } = record(spec);
  const services = [text(record(metadata).name)];
  const opened = (at: string, value: unknown, because: string): Entrance[] => [
    { at, value, because, services, filters: [] },
  ];
  if (type === 'LoadBalancer' || type === 'NodePort') {
    return opened('spec.type', type, 'a Service of this type can be reached from outside');
  }
  if (!Array.isArray(externalIPs) || externalIPs.length === 0) return [];
  return opened('spec.externalIPs', externalIPs, 'these addresses lead to the Service from outside');
}

function ofIngress({ metadata, spec }: Json): Entrance[] {
  const annotations = record(record(metadata).annotations);
  const backends = [
    dig(spec, 'defaultBackend'),
    ...list(record(spec).rules).flatMap((rule) => list(dig(rule, 'http', 'paths')).map(({ backend }) => backend)),
  ];
  const services = backends
    .filter((backend) => backend !== undefined)
    .map((backend) => dig(backend, 'service', 'name'));
  const signsOn = Object.entries(SIGN_ON_ANNOTATIONS).some(([key, says]) => says(text(annotations[key])));
  const filters = text(annotations[POLICIES_ANNOTATION])
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  return [{ at: 'spec.rules', value: hosts(spec), because: ROUTE, signsOn, services: services.map(text), filters }];
}

const ROUTE = 'neither the route nor the Services behind it are known to ask';

function ofVirtualServer({ spec }: Json, field: 'routes' | 'subroutes'): Entrance[] {
  const { policies, upstreams, host } = record(spec);
  const service = new Map(list(upstreams).map((upstream) => [upstream.name, text(upstream.service)]));
  return list(record(spec)[field]).map((route, index) => {
    const own = references(route.policies);
    const passes = actionsOf(route).flatMap((action) => {
      const name = action.pass ?? dig(action, 'proxy', 'upstream');
      return name === undefined ? [] : [service.get(name) ?? ''];
    });
    // A route that names policies does without those of its server.
    const filters = own.length > 0 ? own : references(policies);
    // What another object says is judged there.
    const at = `spec.${field}[${index}]`;
    return { at, value: `${text(host)}${text(route.path)}`, because: ROUTE, services: passes, filters };
  });
}

/** Every action a route may take, those of its splits and matches included. */
function actionsOf(route: Json): Json[] {
  const splits = (from: Json): Json[] => list(from.splits).map(({ action }) => record(action));
  return [route, ...list(route.matches)].flatMap((one) => [record(one.action), ...splits(one)]);
}

function ofTransportServer({ spec }: Json): Entrance[] {
  const services = list(record(spec).upstreams).map(({ service }) => text(service));
  return [{ at: 'spec.upstreams', value: services, because: 'plain connections cannot ask', services, filters: [] }];
}

function ofGatewayRoute({ spec }: Json): Entrance[] {
  return list(record(spec).rules).map((rule, index) => {
    const filters = list(rule.filters);
    const extensions = filters.map((filter) => text(dig(filter, 'extensionRef', 'name'))).filter(Boolean);
    return {
      at: below('spec', `rules[${index}]`),
      value: record(spec).hostnames,
      because: ROUTE,
      signsOn: filters.some(({ type }) => type === 'ExternalAuth'),
      services: list(rule.backendRefs).map(({ namespace, name }) => reference(namespace, name)),
      filters: extensions,
    };
  });
}

function references(policies: unknown): string[] {
  return list(policies).map(({ namespace, name }) => reference(namespace, name));
}

function reference(namespace: unknown, name: unknown): string {
  return text(namespace) === '' ? text(name) : `${text(namespace)}/${text(name)}`;
}

function hosts(spec: unknown): string[] {
  return list(record(spec).rules).map(({ host }) => text(host) || '*');
}

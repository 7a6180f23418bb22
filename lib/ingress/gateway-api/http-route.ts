import { Lazy } from 'cdk8s';
import type { Construct } from 'constructs';
import { KubeObject } from '../../kube/object';
import { CONTEXT_HEADER, exemption, IDENTITY_HEADERS, withAnnotations } from '../annotations';
import { routeName } from '../route-name';
import { SIGN_ON_PREFIX } from '../sign-on/settings';
import type { UiRoute } from '../ui-route';

/** A Gateway, and one of its listeners. */
export interface ParentRef {
  readonly name: string;
  readonly namespace: string;
  readonly sectionName?: string;
}

/** A Service of the route's own namespace. */
export interface BackendRef {
  readonly name: string;
  readonly port: number;
}

const GROUP = 'gateway.networking.k8s.io';

/** Straight to the backend, from its own namespace. @see https://gateway-api.sigs.k8s.io/api-types/httproute/ */
export function straightRoute(scope: Construct, id: string, parent: ParentRef, route: UiRoute): KubeObject {
  const { backend, prefix, host } = route;
  if (route.grpc) return grpcRoute(scope, id, parent, route);
  const spec = {
    rules: [
      {
        matches: [below(prefix)],
        filters: [
          headers(prefix === '/' ? undefined : prefix),
          ...(route._strips
            ? [{ type: 'URLRewrite', urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/' } } }]
            : []),
        ],
        backendRefs: [service({ name: backend.service, port: backend.port })],
        ...(route._seconds !== undefined && { timeouts: { request: inSeconds(route._seconds) } }),
      },
    ],
  };
  const metadata = { name: routeName(route), namespace: backend.namespace };
  return httpRoute(scope, id, withAnnotations(metadata, exemption(route)), parent, host, spec);
}

/** @see https://gateway-api.sigs.k8s.io/api-types/grpcroute/ */
function grpcRoute(scope: Construct, id: string, parent: ParentRef, route: UiRoute): KubeObject {
  const { backend, host } = route;
  const metadata = { name: routeName(route), namespace: backend.namespace };
  const spec = { rules: [{ backendRefs: [service({ name: backend.service, port: backend.port })] }] };
  return hostRoute(scope, id, 'GRPCRoute', withAnnotations(metadata, exemption(route)), parent, host, spec);
}

/** To the sign-on, for those prefixes of a host that it stands in front of, and its own. */
export function guardedRoute(
  scope: Construct,
  id: string,
  metadata: { readonly name: string; readonly namespace: string },
  parent: ParentRef,
  host: string,
  backend: BackendRef,
  routes: () => readonly UiRoute[],
): KubeObject {
  const rules = (): object[] => {
    const prefixes = routes().map(({ prefix }) => prefix);
    const all = prefixes.includes('/') ? ['/'] : [...prefixes, SIGN_ON_PREFIX];
    const longest = Math.max(0, ...routes().map(({ _seconds = 0 }) => _seconds));
    return [
      {
        matches: all.map(below),
        filters: [headers(undefined)],
        backendRefs: [service(backend)],
        ...(longest > 0 && { timeouts: { request: inSeconds(longest) } }),
      },
    ];
  };
  return httpRoute(scope, id, metadata, parent, host, { rules: Lazy.any({ produce: rules }) as unknown });
}

/** Sends plain HTTP to HTTPS, for every host that no plain route has. */
export function redirectRoute(scope: Construct, id: string, parent: ParentRef): KubeObject {
  const redirect = { type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } };
  const metadata = { name: `${parent.name}-to-https`, namespace: parent.namespace };
  return httpRoute(scope, id, metadata, parent, undefined, { rules: [{ matches: [below('/')], filters: [redirect] }] });
}

function httpRoute(
  scope: Construct,
  id: string,
  metadata: object,
  parent: ParentRef,
  host: string | undefined,
  spec: object,
): KubeObject {
  return hostRoute(scope, id, 'HTTPRoute', metadata, parent, host, spec);
}

function hostRoute(
  scope: Construct,
  id: string,
  kind: string,
  metadata: object,
  parent: ParentRef,
  host: string | undefined,
  spec: object,
): KubeObject {
  return new KubeObject(scope, id, {
    apiVersion: `${GROUP}/v1`,
    kind,
    metadata,
    spec: {
      parentRefs: [{ group: GROUP, kind: 'Gateway', ...parent }],
      ...(host !== undefined && { hostnames: [host] }),
      ...spec,
    },
  });
}

/** At most five digits are allowed, which a day has. */
function inSeconds(seconds: number): string {
  return `${seconds}s`;
}

/** What the API server would add by itself is written out, so that an apply changes nothing. */
function service({ name, port }: BackendRef): object {
  return { group: '', kind: 'Service', name, port, weight: 1 };
}

function below(prefix: string): object {
  return { path: { type: 'PathPrefix', value: prefix } };
}

/** Clients may set neither the prefix that links are built from nor who they are. */
function headers(context: string | undefined): object {
  return {
    type: 'RequestHeaderModifier',
    requestHeaderModifier: {
      ...(context !== undefined && { set: [{ name: CONTEXT_HEADER, value: context }] }),
      remove: [...(context === undefined ? [CONTEXT_HEADER] : []), ...IDENTITY_HEADERS],
    },
  };
}

import { Lazy } from 'cdk8s';
import type { Construct } from 'constructs';
import { KubeObject } from '../../kube/object';
import { CONTEXT_HEADER, exemption, IDENTITY_HEADERS, withAnnotations } from '../annotations';
import { nginxSize } from '../quantities';
import { routeName } from '../route-name';
import type { UiRoute } from '../ui-route';
import { hostName, type NginxPlace, type NginxRenderer } from './renderer';

const API_VERSION = 'k8s.nginx.org/v1';

/**
 * Routes as VirtualServerRoutes, each in the namespace of its backend, below a VirtualServer for the host, which has the
 * certificate and says whom it lets take which path.
 *
 * @see https://docs.nginx.com/nginx-ingress-controller/configuration/virtualserver-and-virtualserverroute-resources/
 */
export class VirtualServers implements NginxRenderer {
  public constructor(private readonly place: NginxPlace) {}

  public host(scope: Construct, id: string, host: string): KubeObject {
    const { namespace, className, routesOf, secretOf } = this.place;
    const routes = (): object[] =>
      routesOf(host).map((route) => ({ path: route._path, route: `${route.backend.namespace}/${routeName(route)}` }));
    const tls = (): object | undefined => {
      const secret = secretOf(host);
      return secret === undefined ? undefined : { secret, redirect: { enable: true, code: 301 } };
    };
    return new KubeObject(scope, id, {
      apiVersion: API_VERSION,
      kind: 'VirtualServer',
      metadata: { name: hostName(host), namespace },
      spec: {
        host,
        ingressClassName: className,
        tls: Lazy.any({ produce: tls }) as unknown,
        routes: Lazy.any({ produce: routes }) as unknown,
      },
    });
  }

  public route(scope: Construct, id: string, route: UiRoute): KubeObject {
    const { namespace, className, policyOf } = this.place;
    const { backend, host } = route;
    const policy = policyOf(route);
    return new KubeObject(scope, id, {
      apiVersion: API_VERSION,
      kind: 'VirtualServerRoute',
      metadata: withAnnotations({ name: routeName(route), namespace: backend.namespace }, exemption(route)),
      spec: {
        host,
        ingressClassName: className,
        upstreams: [upstreamOf(route)],
        subroutes: [
          {
            path: route._path,
            ...(policy !== undefined && { policies: [{ name: policy, namespace }] }),
            action: { proxy: proxyOf(route) },
          },
        ],
      },
    });
  }
}

function upstreamOf({ backend, grpc, maxBodySize, _seconds }: UiRoute): object {
  const silence = _seconds === undefined ? undefined : `${_seconds}s`;
  return {
    name: 'ui',
    service: backend.service,
    port: backend.port,
    ...(grpc && { type: 'grpc' }),
    ...(silence !== undefined && { 'read-timeout': silence, 'send-timeout': silence }),
    ...(maxBodySize && { 'client-max-body-size': nginxSize(maxBodySize) }),
  };
}

/** nginx leaves a header out whose value is empty. */
function proxyOf(route: UiRoute): object {
  const context = route.prefix === '/' ? '' : route.prefix;
  const strangers = IDENTITY_HEADERS.map((name) => ({ name, value: '' }));
  return {
    upstream: 'ui',
    ...(route._strips && { rewritePath: '/' }),
    requestHeaders: { pass: true, set: [{ name: CONTEXT_HEADER, value: context }, ...strangers] },
  };
}

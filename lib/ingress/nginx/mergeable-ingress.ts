import { Lazy } from 'cdk8s';
import type { Construct } from 'constructs';
import { KubeObject } from '../../kube/object';
import { CONTEXT_HEADER, exemption } from '../annotations';
import { nginxSize } from '../quantities';
import { routeName } from '../route-name';
import type { UiRoute } from '../ui-route';
import { hostName, type NginxPlace, type NginxRenderer } from './renderer';

const API_VERSION = 'networking.k8s.io/v1';
const PREFIX = 'nginx.org/';
const TYPE = `${PREFIX}mergeable-ingress-type`;

/**
 * Routes as Ingresses: a master for the host with its certificate, and a minion for each route in the namespace of its
 * backend. Two plain Ingresses of one host would be a collision.
 *
 * @see https://docs.nginx.com/nginx-ingress-controller/configuration/ingress-resources/cross-namespace-configuration/
 */
export class MergeableIngresses implements NginxRenderer {
  public constructor(private readonly place: NginxPlace) {}

  public host(scope: Construct, id: string, host: string): KubeObject {
    const { namespace, className, secretOf } = this.place;
    const tls = (): object[] | undefined => {
      const secretName = secretOf(host);
      return secretName === undefined ? undefined : [{ hosts: [host], secretName }];
    };
    return new KubeObject(scope, id, {
      apiVersion: API_VERSION,
      kind: 'Ingress',
      metadata: { name: hostName(host), namespace, annotations: { [TYPE]: 'master' } },
      spec: { ingressClassName: className, tls: Lazy.any({ produce: tls }) as unknown, rules: [{ host }] },
    });
  }

  public route(scope: Construct, id: string, route: UiRoute): KubeObject {
    const { backend, host } = route;
    const service = { name: backend.service, port: { number: backend.port } };
    const path = { path: route._path, pathType: 'Prefix', backend: { service } };
    return new KubeObject(scope, id, {
      apiVersion: API_VERSION,
      kind: 'Ingress',
      metadata: {
        name: routeName(route),
        namespace: backend.namespace,
        annotations: { [TYPE]: 'minion', ...this.annotations(route), ...exemption(route) },
      },
      spec: { ingressClassName: this.place.className, rules: [{ host, http: { paths: [path] } }] },
    });
  }

  /** Headers cannot be taken away here, only set; at the root of a host there is no prefix to set. */
  private annotations(route: UiRoute): { [key: string]: string } {
    const { backend, prefix, webSocket, grpc, maxBodySize, _seconds } = route;
    const { namespace, policyOf } = this.place;
    const policy = policyOf(route);
    const silence = _seconds === undefined ? undefined : `${_seconds}s`;
    const words = {
      ...(route._strips && { rewrites: `serviceName=${backend.service} rewrite=/` }),
      ...(prefix !== '/' && { 'proxy-set-headers': `${CONTEXT_HEADER}: ${prefix}` }),
      ...(webSocket && { 'websocket-services': backend.service }),
      ...(grpc && { 'grpc-services': backend.service }),
      ...(maxBodySize && { 'client-max-body-size': nginxSize(maxBodySize) }),
      ...(silence !== undefined && { 'proxy-read-timeout': silence, 'proxy-send-timeout': silence }),
      ...(policy !== undefined && { policies: `${namespace}/${policy}` }),
    };
    return Object.fromEntries(Object.entries(words).map(([word, value]) => [`${PREFIX}${word}`, value]));
  }
}

import type { Construct } from 'constructs';
import type { KubeObject } from '../../kube/object';
import type { UiRoute } from '../ui-route';

/** What is known where routes are written. */
export interface NginxPlace {
  readonly namespace: string;
  readonly className: string;
  /** The policy that a route goes through; undefined where the gateway does not ask. */
  readonly policyOf: (route: UiRoute) => string | undefined;
  /** Secret with the certificate of a host; undefined where all its routes are served over plain HTTP. */
  readonly secretOf: (host: string) => string | undefined;
  /** The routes of a host. */
  readonly routesOf: (host: string) => readonly UiRoute[];
}

/** Writes routes in one of the kinds that the controller reads. */
export interface NginxRenderer {
  /** What belongs to a host, once; its routes are known at synthesis. */
  host(scope: Construct, id: string, host: string): KubeObject;
  /** What belongs to a route, in the namespace of its backend. */
  route(scope: Construct, id: string, route: UiRoute): KubeObject;
}

/** Name of the object of a host. */
export function hostName(host: string): string {
  return `host-${host}`;
}

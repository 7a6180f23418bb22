import { type Construct } from 'constructs';
import type { KubeObject } from '../kube/object';
import type { NetworkPeer } from '../kube/network-policy';
import type { UiRoute } from './ui-route';

/** A route on a gateway. */
export interface UiRouteBinding {
  /** Address of the interface, with a slash at the end. */
  readonly url: string;
  /** The object that leads to the backend. */
  readonly object: KubeObject;
  /** Pods that connect to the backend, and whom its network policy must let in. */
  readonly clients: NetworkPeer[];
}

/** What renders routes: a controller that is installed here, or one that exists. */
export interface IUiGateway {
  /** Services that ask for a sign-on or are the door to it, each as `<namespace>/<name>`, for the house rule on sign-on. */
  readonly signOnServices: string[];
  /** Policies that ask for a sign-on, each as `<namespace>/<name>`, for the house rule on sign-on. */
  readonly signOnFilters: string[];

  /**
   * Whether routes can say how large a body may be. Where they cannot, what an interface would need is left to the
   * controller, and what an endpoint says is refused.
   *
   * @default true
   */
  readonly limitsBodies?: boolean;

  /**
   * Makes the objects of a route.
   *
   * @param scope The construct whose interface it is.
   * @param id Id of the route in that scope.
   * @param route Where it leads.
   */
  addRoute(scope: Construct, id: string, route: UiRoute): UiRouteBinding;
}

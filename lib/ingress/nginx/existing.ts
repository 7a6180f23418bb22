import type { Construct } from 'constructs';
import { checkAtSynth, type Finding } from '../../core/rules';
import { ROUTE_RULES } from '../rules';
import type { UiRoute } from '../ui-route';
import { NGINX } from './names';
import { NginxRoutes } from './nginx-routes';
import type { ExistingNginxIngressProps } from './props';

/** A controller that somebody else installed: routes alone. */
export class ExistingNginxIngress extends NginxRoutes {
  private readonly watched: readonly string[] | undefined;

  public constructor(scope: Construct, id: string, props: ExistingNginxIngressProps) {
    const {
      namespace = NGINX,
      className = 'nginx',
      serviceName = NGINX,
      routeKind,
      podLabels,
      watchNamespaces,
    } = props;
    const peer = { namespace, ...(podLabels && { podLabels }) };
    super(scope, id, { ...props, namespace, className, serviceName, routeKind, peer });
    this.watched = watchNamespaces;
    checkAtSynth(this, () => this._gatewayFindings());
  }

  /** @internal */
  protected override _reach(): void {
    // Its rights and policies are its owner's.
  }

  /** @internal */
  protected override _routeFindings({ backend }: UiRoute): Finding[] {
    if (this.watched === undefined || this.watched.includes(backend.namespace)) return [];
    const because = `it watches ${this.watched.join(', ')}`;
    return [{ rule: ROUTE_RULES.unwatched, at: 'backend.namespace', value: backend.namespace, because }];
  }
}

import { App } from 'cdk8s';
import type { IUiGateway } from '../../lib/ingress/gateway';
import type { UiRoute } from '../../lib/ingress/ui-route';
import { SparkTesting, type Manifest } from '../../lib/testing';
import { addRoutes } from './samples';

/** What a gateway makes of routes. */
export interface Rendered {
  readonly manifests: Manifest[];
  readonly gateway: IUiGateway;
  /** What a synthesis would refuse it with. */
  readonly problems: string[];
}

/** Has a gateway render routes. */
export function render(make: (app: App) => IUiGateway, routes: { readonly [name: string]: UiRoute } = {}): Rendered {
  const app = new App();
  const gateway = make(app);
  addRoutes(app, gateway, routes);
  const problems = app.node.findAll().flatMap(({ node }) => node.validate());
  return { manifests: SparkTesting.manifests(app), gateway, problems };
}

/** The objects of a kind. */
export function kind(manifests: readonly Manifest[], wanted: string, namespace?: string): Manifest[] {
  return manifests.filter(
    (one) => one.kind === wanted && (namespace ?? one.metadata.namespace) === one.metadata.namespace,
  );
}

/** The one object of a kind, and of a name where there are several. */
export function one(manifests: readonly Manifest[], wanted: string, name?: string, namespace?: string): Manifest {
  const found = kind(manifests, wanted, namespace).filter(
    ({ metadata }) => name === undefined || metadata.name === name,
  );
  const [first] = found;
  if (first === undefined || found.length > 1) throw new Error(`${found.length} × ${wanted} ${name ?? ''}`);
  return first;
}

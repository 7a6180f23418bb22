import type { Chart } from 'cdk8s';
import type { IUiGateway } from '../ingress/gateway';
import type { UiEndpoint } from '../ingress/ui-endpoint';
import type { UiSignOn } from '../ingress/ui-sign-on';
import type { Observation } from '../kube/observation';
import type { SparkImage } from '../spark/image';
import type { SparkNetwork } from './network';
import type { SparkTenant } from './tenant';

/** What a platform offers to its components. `SparkPlatform` is one. */
export interface ISparkPlatform {
  /** Image of servers and, unless they say otherwise, of jobs. */
  readonly image: SparkImage;
  /** Ways through the closed networks that all tenants share; addresses of the API server among them. */
  readonly network: SparkNetwork;
  /** The way in for people. @default - there is none: interfaces are reached by `kubectl port-forward` */
  readonly gateway?: IUiGateway;
  /** The tenants so far. */
  readonly tenants: SparkTenant[];

  /**
   * A chart with a namespace for a component: closed, and for pods of the level `restricted` alone.
   *
   * @param name Name of both. The same name gives the same chart.
   */
  groundFor(name: string): Chart;

  /**
   * The address `<name>.<domain>` for an interface.
   *
   * @param name A DNS label, such as `history`.
   * @param signOn Who asks its users to sign on. Default: as the interface needs.
   * @returns undefined where the platform has no way in.
   */
  endpointFor(name: string, signOn?: UiSignOn): UiEndpoint | undefined;

  /** The component of that name, if the platform has it. */
  component(name: string): SparkPlatformComponent | undefined;
}

/**
 * A part of a platform. Those of this package are made of `components`, others are given to `SparkPlatform.addComponent`;
 * all of them do the same two things, and either may be nothing.
 *
 * @see apps/examples/own-component.ts
 */
export abstract class SparkPlatformComponent {
  /** Name of the component, by which others find it: a DNS label, once on a platform. */
  public readonly componentName: string;

  protected constructor(componentName: string) {
    this.componentName = componentName;
  }

  /** Makes what all tenants share. */
  public addTo(_platform: ISparkPlatform): void {
    // Not every component has something shared.
  }

  /**
   * Takes note of a server of the platform and of how it is observed. It is called once for each, those that were there
   * before and those that come later.
   */
  public observe(_platform: ISparkPlatform, _observation: Observation): void {
    // Only monitoring cares.
  }

  /** Makes what belongs to one tenant. It is called once for each, those that were there before and those that come later. */
  public addTenant(_platform: ISparkPlatform, _tenant: SparkTenant): void {
    // Not every component cares for tenants.
  }
}

import type { Size } from 'cdk8s';
import type { SparkImage, SparkNetwork, SparkPlatformComponents, SparkPlatformIngress, SparkQuota } from '../../lib';

/** How large drivers and executors of an environment are. */
export interface Sizing {
  readonly driverMemory: Size;
  readonly executorMemory: Size;
  readonly executors: number;
  /** CPU request of each pod; below one core where many pods share a laptop. */
  readonly coreRequest: number;
}

/** One environment, as data: what differs between a laptop and production, and nothing else. */
export interface Environment {
  readonly name: string;
  readonly image: SparkImage;
  readonly sizing: Sizing;
  /** Bounds of the tenants. */
  readonly quota: SparkQuota;
  /** What the platform has beside tenants. */
  readonly components: SparkPlatformComponents;
  /** The way in for people. @default - none: `kubectl port-forward` */
  readonly ingress?: SparkPlatformIngress;
  /** Where the API server is, and what all jobs may reach. @default - the API server on 443 and 6443 */
  readonly network?: SparkNetwork;
  /** Annotations of drivers' and executors' accounts, by which the cloud knows them. @default - none */
  readonly accountAnnotations?: { readonly [key: string]: string };
  /** Whether nodes carry the labels `type=driver` and `type=compute`. */
  readonly labelledNodes: boolean;
  /** Attempts of a job after the first one fails. */
  readonly retries: number;
  /** Whether the nightly job runs by itself. */
  readonly nightly: boolean;
}

import type { Size } from 'cdk8s';
import type { SparkImage, SparkQuota } from '../../lib';

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
  /** Ports of the API server behind its Service. @default - 443 and 6443 */
  readonly apiServerPorts?: number[];
  /** Whether nodes carry the labels `type=driver` and `type=compute`. */
  readonly labelledNodes: boolean;
  /** Attempts of a job after the first one fails. */
  readonly retries: number;
  /** Whether the nightly job runs by itself. */
  readonly nightly: boolean;
}

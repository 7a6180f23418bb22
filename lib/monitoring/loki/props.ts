import type { Duration, Size } from 'cdk8s';
import type { NetworkPeer } from '../../kube/network-policy';
import type { MonitoringPartProps } from '../part';
import type { LokiClaim, LokiStorage } from './storage';

/** Streams that are kept for another time than the rest. */
export interface LokiStreamRetention {
  /** LogQL selector of the streams: `{namespace="dev"}`. */
  readonly selector: string;
  /** How long, in whole days. */
  readonly period: Duration;
  /** Which row wins where several fit: the highest. @default 1 */
  readonly priority?: number;
}

/** What Loki takes and answers at most. The defaults are for Spark: few streams that write much at once. */
export interface LokiLimits {
  /** Lines per second, all streams together. @default - 16 MiB */
  readonly ingestionRate?: Size;
  /** Lines at once, all streams together. @default - 32 MiB */
  readonly ingestionBurst?: Size;
  /** Lines per second of one stream. @default - 8 MiB */
  readonly streamRate?: Size;
  /** Lines at once of one stream. @default - 24 MiB */
  readonly streamBurst?: Size;
  /** Streams that are open at once. @default 20000 */
  readonly maxStreams?: number;
  /** Labels of a stream. @default 15 */
  readonly maxLabels?: number;
  /** Length of a line; what is longer is cut. @default - 1 MiB */
  readonly maxLineSize?: Size;
  /** Age from which lines are refused. @default - 7 days */
  readonly rejectOlderThan?: Duration;
  /** Time that a query may take. @default - 5 minutes */
  readonly queryTimeout?: Duration;
  /** Lines that a query answers with. @default 5000 */
  readonly maxEntries?: number;
  /** Series that a metric query answers with. @default 500 */
  readonly maxSeries?: number;
}

/** Props of `Loki`. */
export interface LokiProps extends MonitoringPartProps {
  /** Where chunks are. */
  readonly storage: LokiStorage;
  /** 1, or 3 with three copies of what is not yet in the store. @default 1 */
  readonly replicas?: number;
  /** Claim of each replica for what is not yet in the object store. @default - 10 GiB; with LokiStorage.claim that one */
  readonly walClaim?: LokiClaim;
  /** How long logs are kept, in whole days. @default - 7 days */
  readonly retention?: Duration;
  /** How long those of executors are kept, which are most of all. @default - as long as the rest */
  readonly executorRetention?: Duration;
  /** Streams that are kept for another time. @default - none */
  readonly streamRetention?: LokiStreamRetention[];
  /** What it takes and answers at most. @default - see there */
  readonly limits?: LokiLimits;
  /** First day of the schema. Never change it once there is data. @default 2024-04-01 */
  readonly schemaFrom?: string;
  /** Tenant that collectors and data sources name. @default - none */
  readonly tenant?: string;
  /**
   * Whether each request must name a tenant. It is a name, not a proof: who may call decides the network policy.
   * Turned on later it hides what was written before.
   *
   * @default - true with a tenant
   */
  readonly authEnabled?: boolean;
  /** Annotations of its account, by which clouds know it. @default - none */
  readonly accountAnnotations?: { readonly [key: string]: string };
}

/** A Loki that exists already. */
export interface ExistingLokiProps {
  /** Tenant that reads and writes name. @default - it asks for none */
  readonly tenant?: string;
  /** Its pods. @default - unknown: openings to it are named by hand */
  readonly peer?: NetworkPeer;
}

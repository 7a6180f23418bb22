import type { Duration } from 'cdk8s';
import type { SecretSource } from '../../core/secrets';
import type { NetworkPeer } from '../../kube/network-policy';
import type { IPrometheus } from '../interfaces';

/** Another Prometheus, and what is taken from it. */
export interface FederationSource {
  /** Name of the source and value of the label `job` where its series have none: `federate-prod-2`. */
  readonly name: string;
  /** Its address without `/federate`: `https://prometheus.prod-2.example.com`. */
  readonly url: string;
  /** Selectors of series, such as `{__name__=~"job:.*"}`: recorded ones rather than raw ones. */
  readonly match: string[];
  /** How often; at least twice as long as the source scrapes. @default Duration.minutes(1) */
  readonly interval?: Duration;
  /** A token that it asks for. @default - none */
  readonly token?: SecretSource;
  /** Its pods or addresses, for the network policy. @default - every address, on the port of the URL */
  readonly peer?: NetworkPeer;
}

/** What a federation is made of. */
export interface FederationProps extends FederationSource {
  /** Who asks. */
  readonly prometheus: IPrometheus;
  /** Namespace of the object. @default - the chart's */
  readonly namespace?: string;
}

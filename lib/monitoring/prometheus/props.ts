import type { Duration, Size } from 'cdk8s';
import type { UiEndpoint } from '../../ingress/ui-endpoint';
import type { IAlertmanager } from '../interfaces';
import type { MonitoringPartProps } from '../part';
import type { FederationSource } from './federation-props';
import type { RemoteWrite } from './remote-write';
import type { PrometheusStorage } from './storage';

/** Bounds of what one page may bring. */
export interface ScrapeLimits {
  /** Samples of one page; a page with more is refused whole. @default - any number */
  readonly samples?: number;
  /** Targets of one monitor. @default - any number */
  readonly targets?: number;
  /** Labels of one sample. @default - any number */
  readonly labels?: number;
  /** Characters of a label's name. @default - any number */
  readonly labelNameLength?: number;
  /** Characters of a label's value. @default - any number */
  readonly labelValueLength?: number;
  /** Size of one page. @default - any size */
  readonly bodySize?: Size;
}

/** What every Prometheus can be told, with a store of its own or without. */
export interface PrometheusBaseProps extends MonitoringPartProps {
  /** Pods, each of which scrapes everything. @default 1 */
  readonly replicas?: number;
  /** How often it scrapes what does not say by itself. @default Duration.seconds(30) */
  readonly scrapeInterval?: Duration;
  /** How long a scrape may take. @default Duration.seconds(10) */
  readonly scrapeTimeout?: Duration;
  /** Labels that tell its series from those of others: `{ cluster: 'prod-1' }`. @default - none */
  readonly externalLabels?: { readonly [label: string]: string };
  /** Where series, or what waits to be sent, are kept. @default - a claim of 50 GiB; an agent's is an empty directory of 10 GiB */
  readonly storage?: PrometheusStorage;
  /** Federated sources: what other Prometheis know. @default - none */
  readonly federation?: FederationSource[];
  /** Bounds for monitors that say none. @default - none */
  readonly limits?: ScrapeLimits;
  /** Bounds that no monitor can raise. @default - none */
  readonly enforcedLimits?: ScrapeLimits;
  /**
   * Labels by which it finds monitors and rules; those that this package makes get them.
   *
   * @default - `monitoring.cdk8s-spark.dev/prometheus: <name>`
   */
  readonly monitorLabels?: { readonly [key: string]: string };
  /** Address of its pages for people. @default - none */
  readonly ui?: UiEndpoint;
  /** Annotations of its account, by which clouds know a workload. @default - what `remoteWrite` needs */
  readonly accountAnnotations?: { readonly [key: string]: string };
  /** Addresses of the API server. @default - every address */
  readonly apiServerCidrs?: string[];
  /** Ports of the API server. @default [443, 6443] */
  readonly apiServerPorts?: number[];
}

/** What a Prometheus is made of. */
export interface PrometheusProps extends PrometheusBaseProps {
  /** How long series are kept. @default Duration.days(7) */
  readonly retention?: Duration;
  /** Most room that they take. It must leave some of the storage to the log of new samples. @default - four fifths of the storage */
  readonly retentionSize?: Size;
  /** How often rules are asked. @default Duration.seconds(30) */
  readonly evaluationInterval?: Duration;
  /** Who is told of alerts. @default - nobody */
  readonly alertmanagers?: IAlertmanager[];
  /** Remote stores that samples are sent to as well. @default - none */
  readonly remoteWrite?: RemoteWrite[];
}

/** What a Prometheus without a store of its own is made of. */
export interface PrometheusAgentProps extends PrometheusBaseProps {
  /** Where samples go. */
  readonly remoteWrite: RemoteWrite[];
}

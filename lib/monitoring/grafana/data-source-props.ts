import type { Duration } from 'cdk8s';

/** What all data sources can be told. */
export interface GrafanaDataSourceOptions {
  /** By which dashboards name it: at most 40 letters, digits, "_" and "-". @default - the kind: prometheus, loki, … */
  readonly uid?: string;
  /** What people choose it by. @default - the kind */
  readonly displayName?: string;
  /** Whether a panel that names no data source asks this one. @default - Prometheus is the default */
  readonly isDefault?: boolean;
}

/** How Grafana asks Prometheus. */
export interface GrafanaPrometheusOptions extends GrafanaDataSourceOptions {
  /** How often Prometheus scrapes; the smallest step of a graph. @default Duration.seconds(30) */
  readonly scrapeInterval?: Duration;
}

/** How Grafana asks Loki. */
export interface GrafanaLokiOptions extends GrafanaDataSourceOptions {
  /** Most lines of one answer. @default 1000 */
  readonly maxLines?: number;
  /** What people type for the History Server: lines lead there. @default - they do not */
  readonly historyServerUrl?: string;
}

/** What Grafana asks Azure Monitor for. */
export interface GrafanaAzureMonitorOptions extends GrafanaDataSourceOptions {
  /** The subscription that is chosen at first. */
  readonly subscriptionId: string;
}

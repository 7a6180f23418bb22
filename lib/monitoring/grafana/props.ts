import type { SecretSource } from '../../core/secrets';
import type { UiEndpoint } from '../../ingress/ui-endpoint';
import type { GrafanaDashboard } from '../dashboards/grafana-dashboard';
import type { MonitoringPartProps } from '../part';
import type { GrafanaAuthentication } from './authentication';
import type { GrafanaDataSource } from './data-source';
import type { GrafanaDatabase } from './database';

/** The account that may do everything. */
export interface GrafanaAdmin {
  /** Its password, in Grafana's namespace. It counts at the first start; later `grafana cli admin reset-admin-password` changes it. */
  readonly password: SecretSource;
  /** Its name. @default admin */
  readonly user?: string;
}

/** What a Grafana is made of. */
export interface GrafanaProps extends MonitoringPartProps {
  /** The account that may do everything. */
  readonly admin: GrafanaAdmin;
  /** The key by which credentials in the database are encrypted, in Grafana's namespace. Another one makes them unreadable. */
  readonly secretKey: SecretSource;
  /** Who else may enter. @default GrafanaAuthentication.adminOnly() */
  readonly authentication?: GrafanaAuthentication;
  /** Where people reach it. @default - inside the cluster only */
  readonly ui?: UiEndpoint;
  /** Where dashboards get what they draw. @default - none; see addDataSource */
  readonly dataSources?: GrafanaDataSource[];
  /** What it shows. @default - nothing; see addDashboard */
  readonly dashboards?: GrafanaDashboard[];
  /** uid of the dashboard that people see first. @default - Grafana's own page */
  readonly homeDashboard?: string;
  /** Where it keeps users and what they draw by themselves. @default GrafanaDatabase.sqlite() */
  readonly database?: GrafanaDatabase;
  /** Pods; more than one with PostgreSQL alone. @default 1 */
  readonly replicas?: number;
  /** Whether Grafana itself evaluates alerts, beside Prometheus. @default false */
  readonly alerting?: boolean;
  /** Further settings of grafana.ini, such as `users.default_theme`. No secrets. @default - none */
  readonly settings?: { readonly [sectionAndKey: string]: string };
}

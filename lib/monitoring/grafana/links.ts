import type { IGrafana } from '../interfaces';

/** Values of the variables of a dashboard, without `var-`. */
export interface DashboardVariables {
  readonly [name: string]: string;
}

/** Path of a dashboard with its variables: `/d/spark-application?var-namespace=etl`. */
export function dashboardPath(uid: string, variables: DashboardVariables = {}): string {
  const query = Object.entries(variables).map(([name, value]) => `var-${name}=${encodeURIComponent(value)}`);
  return `/d/${uid}${query.length > 0 ? `?${query.join('&')}` : ''}`;
}

/** Address of a dashboard, as people type it. */
export function dashboardUrl(grafana: IGrafana, uid: string, variables: DashboardVariables = {}): string {
  return `${grafana.grafanaUrl}${dashboardPath(uid, variables)}`;
}

import { DashboardLinkBuilder, DashboardLinkType } from '@grafana/grafana-foundation-sdk/dashboard';

/** The dashboards of this package. Links name them, also those of Loki and of alerts: they are contract. */
export const Uid = {
  APPLICATION: 'spark-application',
  PLATFORM: 'spark-platform',
  SERVICES: 'spark-services',
  SCHEDULING: 'spark-scheduling',
  COST: 'spark-cost',
  LOGS: 'spark-logs',
} as const;

/** A way from one view to another. */
export interface DrillDown {
  readonly title: string;
  readonly url: string;
  /** Whether it leaves Grafana. */
  readonly outside?: boolean;
}

/**
 * To another dashboard of ours, in the same time range.
 *
 * @param variables Its variables, and what they are set to: expressions of Grafana.
 * @param carried Variables that both dashboards have, and that keep their values.
 */
export function drillDown(
  title: string,
  uid: string,
  variables: { readonly [name: string]: string } = {},
  ...carried: string[]
): DrillDown {
  const query = [
    ...Object.entries(variables).map(([name, value]) => `var-${name}=${value}`),
    ...carried.map((name) => `\${${name}:queryparam}`),
    '${__url_time_range}',
  ];
  return { title, url: `/d/${uid}?${query.join('&')}` };
}

/** The value of a column, or of a label, in the row or series that somebody clicked. */
export const field = (name: string): string => `\${__data.fields["${name}"]}`;
export const label = (name: string): string => `\${__field.labels.${name}}`;

export function link({ title, url, outside = false }: DrillDown): DashboardLinkBuilder {
  return new DashboardLinkBuilder(title)
    .type(DashboardLinkType.Link)
    .url(url)
    .icon(outside ? 'external link' : 'dashboard')
    .targetBlank(outside)
    .keepTime(!outside);
}

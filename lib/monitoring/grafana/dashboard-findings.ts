import type { Finding } from '../../core/rules';
import { dashboardFindings } from '../dashboards/findings';
import type { GrafanaDashboard } from '../dashboards/grafana-dashboard';
import type { GrafanaDataSource } from './data-source';
import { dashboardText, foldersOf } from './provisioning';
import { GRAFANA_RULES as RULES } from './rules';

/** What an annotation takes, and with it `kubectl apply`. */
const ANNOTATION_BYTES = 256 * 2 ** 10 - 2 ** 10;

/** Everything wrong with dashboards in one Grafana, and with the data sources that they ask. */
export function shownFindings(
  dashboards: readonly GrafanaDashboard[],
  dataSources: readonly GrafanaDataSource[],
  home: string | undefined,
): Finding[] {
  return [
    ...dashboardFindings(dashboards),
    ...folderFindings(dashboards),
    ...dashboards.flatMap((dashboard) => sourceFindings(dashboard, dataSources)),
    ...(home === undefined || dashboards.some(({ uid }) => uid === home)
      ? []
      : [{ rule: RULES.home, at: 'homeDashboard', value: home }]),
  ];
}

/** Dashboards that a plain `kubectl apply` refuses. */
export function dashboardWarnings(dashboards: readonly GrafanaDashboard[]): Finding[] {
  return dashboards.flatMap((dashboard) => {
    // In the annotation the file is a string of a document that is a string.
    const bytes = Buffer.byteLength(JSON.stringify(dashboardText(dashboard)));
    if (bytes <= ANNOTATION_BYTES) return [];
    return [{ rule: RULES.dashboardLarge, at: at(dashboard), value: `${Math.ceil(bytes / 1024)} KiB` }];
  });
}

function folderFindings(dashboards: readonly GrafanaDashboard[]): Finding[] {
  const folders = foldersOf(dashboards);
  return folders.flatMap(({ slug, folder }, i) => {
    const same = folders.slice(0, i).find((other) => other.slug === slug);
    if (same === undefined) return [];
    return [{ rule: RULES.folder, at: 'dashboards', value: folder, because: `"${same.folder}" is there, too` }];
  });
}

function sourceFindings(dashboard: GrafanaDashboard, dataSources: readonly GrafanaDataSource[]): Finding[] {
  const known = ['grafana', ...dataSources.map(({ uid }) => uid)];
  const asked = [...new Set(sourcesOf(JSON.parse(dashboardText(dashboard)) as unknown))];
  return asked
    .filter((uid) => !known.includes(uid) && !/^\$|^-- /.test(uid))
    .map((value) => ({ rule: RULES.dashboardSource, at: at(dashboard), value }));
}

/** uids of data sources, wherever panels, queries, variables and annotations name one. */
function sourcesOf(json: unknown): string[] {
  if (typeof json !== 'object' || json === null) return [];
  return Object.entries(json).flatMap(([key, value]: [string, unknown]) => {
    const uid = key === 'datasource' && typeof value === 'object' && value !== null && 'uid' in value && value.uid;
    return typeof uid === 'string' ? [uid] : sourcesOf(value);
  });
}

function at({ uid }: GrafanaDashboard): string {
  return `dashboards["${uid}"]`;
}

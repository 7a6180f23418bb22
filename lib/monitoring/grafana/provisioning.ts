import { Yaml } from 'cdk8s';
import type { GrafanaDashboard } from '../dashboards/grafana-dashboard';
import type { GrafanaDataSource } from './data-source';
import { DASHBOARDS_PATH, secretVariable } from './settings';

/** Dashboards of one folder. */
export interface DashboardFolder {
  /** What people see; nothing for those outside of folders. */
  readonly folder: string;
  /** Name of its volume and its directory. */
  readonly slug: string;
  readonly dashboards: readonly GrafanaDashboard[];
}

/** The file of data sources. What stands in it no longer is removed from the database. */
export function dataSourcesFile(dataSources: readonly GrafanaDataSource[]): string {
  return Yaml.stringify({ apiVersion: 1, prune: true, datasources: dataSources.map(dataSource) });
}

function dataSource(source: GrafanaDataSource): object {
  const { uid, displayName, _model: model } = source;
  const secrets = Object.keys(model.secrets ?? {}).map((key) => [key, `\${${secretVariable(source, key)}}`] as const);
  const secure = { ...literal(model.covered ?? {}), ...Object.fromEntries(secrets) };
  return {
    name: displayName,
    uid,
    type: model.type,
    access: 'proxy',
    orgId: 1,
    ...(model.url !== undefined && { url: literal(model.url) }),
    isDefault: model.isDefault ?? false,
    editable: false,
    jsonData: literal(model.jsonData),
    ...(Object.keys(secure).length > 0 && { secureJsonData: secure }),
  };
}

/** Grafana replaces `$NAME` by variables of its environment; a dollar of ours is doubled. */
function literal<T>(value: T): T {
  return JSON.parse(JSON.stringify(value).replaceAll('$', '$$$$')) as T;
}

/** The file that says where dashboards are. Nobody saves over them in the browser. */
export function providersFile(folders: readonly DashboardFolder[]): string {
  const providers = folders.map(({ folder, slug }) => ({
    name: slug,
    orgId: 1,
    folder,
    type: 'file',
    disableDeletion: false,
    allowUiUpdates: false,
    updateIntervalSeconds: 30,
    options: { path: `${DASHBOARDS_PATH}/${slug}` },
  }));
  return Yaml.stringify({ apiVersion: 1, providers });
}

/** Dashboards by folder, in the order of their first. */
export function foldersOf(dashboards: readonly GrafanaDashboard[]): DashboardFolder[] {
  const folders = [...new Set(dashboards.map(({ folder }) => folder))];
  return folders.map((folder) => ({
    folder,
    slug: slugOf(folder),
    dashboards: dashboards.filter((one) => one.folder === folder),
  }));
}

/** The file of a dashboard. */
export function dashboardFile(uid: string): string {
  return `${uid}.json`;
}

function slugOf(folder: string): string {
  const slug = folder
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  return slug === '' ? 'general' : slug.slice(0, 40);
}

/** The dashboard as Grafana reads it. What is none is a finding, and stands here empty. */
export function dashboardText({ _json = {} }: GrafanaDashboard): string {
  return JSON.stringify(_json);
}

import type { Finding, Rule } from '../../core/rules';
import type { GrafanaDashboard } from './grafana-dashboard';
import { DASHBOARD_RULES } from './rules';

/** Bytes that fit into one ConfigMap. */
const LARGEST = 1024 * 1024;
const UID = /^[A-Za-z0-9_-]{1,40}$/;

/** What Grafana would not load of these dashboards, which one Grafana gets together. */
export function dashboardFindings(dashboards: readonly GrafanaDashboard[]): Finding[] {
  return [
    ...options(dashboards),
    ...dashboards.flatMap((dashboard, i) => alone(dashboard, `dashboards[${i}]`)),
    ...twice(dashboards, DASHBOARD_RULES.uidTwice, 'uid', ({ uid }) => uid),
    ...twice(dashboards, DASHBOARD_RULES.titleTwice, 'title', ({ title, folder }) => title && `${folder}/${title}`),
  ];
}

/** What is wrong with options, once for all dashboards that were made of them. */
function options(dashboards: readonly GrafanaDashboard[]): Finding[] {
  const all = dashboards.flatMap(({ _findings }) => _findings);
  const key = ({ rule, at, value }: Finding): string => `${rule.id} ${at} ${String(value)}`;
  return [...new Map(all.map((finding) => [key(finding), finding])).values()];
}

function alone(dashboard: GrafanaDashboard, at: string): Finding[] {
  const json = dashboard._json;
  if (json === undefined) return [{ rule: DASHBOARD_RULES.notJson, at, value: undefined }];
  if ('spec' in json || 'elements' in json) {
    return [{ rule: DASHBOARD_RULES.v2Schema, at, value: json.apiVersion ?? 'elements' }];
  }
  return [...identity(dashboard, at), ...inputs(json, at), ...size(json, at), ...panels(json, at)];
}

function identity({ uid, title }: GrafanaDashboard, at: string): Finding[] {
  const rule = uid === '' ? DASHBOARD_RULES.uidMissing : UID.test(uid) ? undefined : DASHBOARD_RULES.uid;
  return [
    ...(rule ? [{ rule, at: `${at}.uid`, value: uid }] : []),
    ...(title.trim() === '' ? [{ rule: DASHBOARD_RULES.titleMissing, at: `${at}.title`, value: title }] : []),
  ];
}

function inputs(json: { readonly [key: string]: unknown }, at: string): Finding[] {
  const listed = Array.isArray(json.__inputs) ? json.__inputs.map((input: unknown) => nameOf(input)) : [];
  const left = /\$\{(DS_[A-Z0-9_-]+)\}/.exec(JSON.stringify(json))?.[1];
  const [name] = [...listed, ...(left === undefined ? [] : [left])];
  return name === undefined ? [] : [{ rule: DASHBOARD_RULES.inputs, at: `${at}.__inputs`, value: name }];
}

function nameOf(input: unknown): string {
  return typeof input === 'object' && input !== null && 'name' in input ? String(input.name) : '';
}

function size(json: object, at: string): Finding[] {
  const bytes = Buffer.byteLength(JSON.stringify(json));
  if (bytes <= LARGEST) return [];
  return [{ rule: DASHBOARD_RULES.tooLarge, at, value: bytes, because: `${LARGEST} bytes fit` }];
}

function panels(json: { readonly [key: string]: unknown }, at: string): Finding[] {
  const ids = panelIds(json.panels);
  const again = ids.find((id, i) => ids.indexOf(id) !== i);
  return again === undefined ? [] : [{ rule: DASHBOARD_RULES.panelTwice, at: `${at}.panels`, value: again }];
}

/** Ids of panels, and of those in closed rows. */
function panelIds(list: unknown): number[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((panel: unknown) => {
    if (typeof panel !== 'object' || panel === null) return [];
    const own = 'id' in panel && typeof panel.id === 'number' ? [panel.id] : [];
    return [...own, ...('panels' in panel ? panelIds(panel.panels) : [])];
  });
}

function twice(
  dashboards: readonly GrafanaDashboard[],
  rule: Rule,
  field: string,
  key: (dashboard: GrafanaDashboard) => string,
): Finding[] {
  const keys = dashboards.map(key);
  return keys.flatMap((value, i) => {
    const first = keys.indexOf(value);
    if (value === '' || first === i) return [];
    return [{ rule, at: `dashboards[${i}].${field}`, value, because: `dashboards[${first}] has it too` }];
  });
}

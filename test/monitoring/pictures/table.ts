import { escaped, judged } from './words';
import type { FieldModel, PanelData, PanelModel } from './panel';

type Row = Map<string, string | number>;

/** A table of instant queries: rows that share their labels become one, and columns are kept, ordered and renamed. */
export function tableOf(panel: PanelModel, { series }: PanelData, height: number): string {
  const several = (panel.targets ?? []).length > 1;
  const rows = new Map<string, Row>();
  for (const { refId, labels, values } of series) {
    const key = JSON.stringify(
      Object.entries(labels)
        .filter(([label]) => label !== '__name__')
        .sort(),
    );
    const row: Row = rows.get(key) ?? new Map(Object.entries(labels));
    row.set(several ? `Value #${refId}` : 'Value', values.at(-1)?.[1] ?? NaN);
    rows.set(key, row);
  }
  const options = new Map((panel.transformations ?? []).map(({ id, options: own }) => [id, own] as const));
  const names = (options.get('filterFieldsByName')?.include as { names?: string[] } | undefined)?.names;
  const order = (options.get('organize')?.indexByName ?? {}) as { [name: string]: number };
  const renamed = (options.get('organize')?.renameByName ?? {}) as { [name: string]: string };
  const excluded = (options.get('organize')?.excludeByName ?? {}) as { [name: string]: boolean };
  const columns = (names ?? [...new Set([...rows.values()].flatMap((row) => [...row.keys()]))])
    .filter((name) => excluded[name] !== true)
    .sort((a, b) => (order[a] ?? 99) - (order[b] ?? 99));
  const sortBy = panel.options?.sortBy?.[0]?.displayName;
  const key = columns.find((name) => (renamed[name] ?? name) === sortBy);
  const sorted = [...rows.values()].sort(
    (a, b) => Number(b.get(key ?? '') ?? -Infinity) - Number(a.get(key ?? '') ?? -Infinity),
  );
  if (sorted.length === 0)
    return `<div class="none">${escaped(panel.fieldConfig?.defaults.noValue ?? 'No data')}</div>`;
  const head = columns.map((name) => `<th>${escaped(renamed[name] ?? name)}</th>`).join('');
  const body = sorted
    .slice(0, Math.floor(height / 20) - 1)
    .map(
      (row) => `<tr>${columns.map((name) => cell(row.get(name), fieldOf(panel, renamed[name] ?? name))).join('')}</tr>`,
    );
  return `<table><tr>${head}</tr>${body.join('')}</table>`;
}

interface Column extends FieldModel {
  readonly coloured: boolean;
}

function fieldOf({ fieldConfig }: PanelModel, name: string): Column {
  const properties =
    fieldConfig?.overrides.filter(({ matcher }) => matcher.options === name).flatMap((one) => one.properties) ?? [];
  const value = (id: string): unknown => properties.find((one) => one.id === id)?.value;
  const own = Object.fromEntries(
    ['unit', 'decimals', 'mappings', 'thresholds'].flatMap((id) => (value(id) === undefined ? [] : [[id, value(id)]])),
  );
  return { ...fieldConfig?.defaults, ...(own as FieldModel), coloured: value('custom.cellOptions') !== undefined };
}

function cell(value: string | number | undefined, field: Column): string {
  if (value === undefined) return '<td></td>';
  if (typeof value === 'string') return `<td>${escaped(value)}</td>`;
  const { color, text } = judged(value, field);
  return `<td${field.coloured && color !== undefined ? ` style="background:${color};color:#fff"` : ''}>${escaped(text)}</td>`;
}

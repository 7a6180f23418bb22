import { drawChart } from './chart';
import { COLORS, escaped, judged } from './words';
import type { DashboardModel, FieldModel, PanelData, PanelModel } from './panel';
import type { Sources } from './evaluate';
import { tableOf } from './table';
import type { Moment } from './variables';

const WIDTH = 1200;
const UNIT = 38;
const GAP = 8;

/** A page that shows where panels are, what they are called, and what their queries gave. */
export function page(
  dashboard: DashboardModel,
  all: readonly (readonly [PanelModel, PanelData])[],
  { moment, chosen }: Pick<Sources, 'moment' | 'chosen'>,
): { html: string; height: number; width: number } {
  // Of a closed row, only its title is seen.
  const closed = new Set(dashboard.panels.flatMap(({ panels = [] }) => panels));
  const drawn = all.filter(([panel]) => !closed.has(panel));
  const bottom = Math.max(...drawn.map(([{ gridPos }]) => gridPos.y + gridPos.h));
  const height = bottom * UNIT + 96;
  const chips = (dashboard.templating?.list ?? [])
    .filter(({ hide }) => hide !== 2 && hide !== 'hideVariable')
    .map(({ name, label, current }) => {
      const usual: unknown = Array.isArray(current?.text) ? (current.text as unknown[]).join(' + ') : current?.text;
      const text = chosen[name] === undefined || chosen[name] === '.*' ? usual : chosen[name];
      return `<span class="chip"><b>${escaped(label ?? name)}</b> ${escaped(typeof text === 'string' && text !== '' ? text : 'All')}</span>`;
    });
  const html = `<!doctype html><meta charset="utf-8"><style>${STYLE}</style><body style="width:${WIDTH}px;height:${height}px">
<h1>${escaped(dashboard.title)}</h1><div class="chips">${chips.join('')}</div>
<div class="grid">${drawn.map(([panel, data]) => card(panel, data, moment)).join('\n')}</div></body>`;
  return { html, height, width: WIDTH };
}

function card(panel: PanelModel, data: PanelData, moment: Moment): string {
  const { x, y, w, h } = panel.gridPos;
  const column = (WIDTH - 16 + GAP) / 24;
  const place = { left: 8 + x * column, top: y * UNIT, width: w * column - GAP, height: h * UNIT - GAP };
  const at = `left:${place.left}px;top:${place.top}px;width:${place.width}px;height:${place.height}px`;
  const title = escaped(panel.title ?? '');
  if (panel.type === 'row')
    return `<div class="row" style="${at}">${panel.collapsed === true ? '▸' : '▾'} ${title}</div>`;
  return `<div class="card" style="${at}"><div class="title">${title}</div>${body(panel, data, place.width - 16, place.height - 34, moment)}</div>`;
}

function body(panel: PanelModel, data: PanelData, width: number, height: number, moment: Moment): string {
  const field = panel.fieldConfig?.defaults ?? {};
  if (panel.type === 'text') return `<div class="text">${escaped(panel.options?.content ?? '')}</div>`;
  if (data.missing !== undefined) return `<div class="none">${escaped(data.missing)}</div>`;
  if (panel.type === 'logs')
    return `<div class="logs">${data.lines
      .slice(0, Math.floor(height / 15))
      .map(line)
      .join('')}</div>`;
  if (panel.type === 'table') return tableOf(panel, data, height);
  if (data.series.length === 0) return `<div class="none">${escaped(field.noValue ?? 'No data')}</div>`;
  if (panel.type === 'timeseries') return drawChart(data.series, field, { width, height, moment });
  if (panel.type === 'stat' || panel.type === 'gauge') return stat(panel, data, height);
  return bars(data, field);
}

function line({ seconds, text }: { readonly seconds: number; readonly text: string }): string {
  const level = /\b(ERROR|WARN|INFO)\b/.exec(text)?.[1] ?? 'INFO';
  const mark = { ERROR: COLORS.red, WARN: COLORS.yellow, INFO: COLORS.blue }[level] ?? '';
  return `<div style="border-left:3px solid ${mark}">${new Date(seconds * 1000).toISOString().slice(11, 19)} ${escaped(text)}</div>`;
}

function stat(panel: PanelModel, { series }: PanelData, height: number): string {
  const field = panel.fieldConfig?.defaults ?? {};
  const filled = panel.options?.colorMode === 'background';
  const size = Math.min(30, height / 1.6, series.length > 1 ? 18 : 30);
  const cells = series.slice(0, 6).map(({ name, values }) => {
    const { color: own = COLORS.text, text } = judged(values.at(-1)?.[1] ?? NaN, field);
    const style = filled ? `background:${own};color:#fff` : `color:${own}`;
    const label = series.length > 1 ? `<small>${escaped(name)}</small>` : '';
    return `<div class="stat" style="${style};font-size:${size}px">${escaped(panel.options?.textMode === 'name' ? name : text)}${label}</div>`;
  });
  return `<div class="stats" style="height:${height}px">${cells.join('')}</div>`;
}

function bars({ series }: PanelData, field: FieldModel): string {
  const last = series.map(({ name, values }) => [name, values.at(-1)?.[1] ?? 0] as const);
  const most = Math.max(...last.map(([, value]) => value), 1e-9);
  const rows = last.slice(0, 10).map(([name, value]) => {
    const { color: own = COLORS.blue, text } = judged(value, field);
    return `<tr><td>${escaped(name)}</td><td width="60%"><div style="height:12px;background:${own};width:${(100 * value) / most}%"></div></td><td>${escaped(text)}</td></tr>`;
  });
  return `<table>${rows.join('')}</table>`;
}

const STYLE = `
*{box-sizing:border-box;margin:0}body{background:#f4f5f5;font:11px "DejaVu Sans",sans-serif;color:#464c54;overflow:hidden}
h1{font-size:18px;padding:12px 8px 4px}.chips{padding:4px 8px 10px}.chip{background:#fff;border:1px solid #dce1e6;padding:3px 8px;margin-right:6px}
.grid{position:relative}.card,.row{position:absolute;overflow:hidden}.card{background:#fff;border:1px solid #dce1e6;padding:6px 7px}
.row{font-size:14px;font-weight:bold;padding-top:8px}.title{font-weight:bold;white-space:nowrap;overflow:hidden;height:20px}
.none{color:#8e8e8e;text-align:center;padding-top:14px;font-size:14px}.stats{display:flex;gap:4px}.stat{flex:1;display:flex;flex-direction:column;align-items:center;justify-content:center}
.stat small{font-size:10px}table{width:100%;border-collapse:collapse}td,th{text-align:left;border-bottom:1px solid #e9edf2;padding:2px 6px;white-space:nowrap;max-width:220px;overflow:hidden}
th{color:#3274d9}.logs{font:10px "DejaVu Sans Mono",monospace;white-space:nowrap}.logs div{padding:1px 4px;height:15px}.text{padding-top:4px}
.legend{white-space:nowrap;overflow:hidden;font-size:10px}.legend td{border:0;padding:0 4px}`;

import { DataqueryBuilder as LokiQuery } from '@grafana/grafana-foundation-sdk/loki';
import { DataqueryBuilder as PrometheusQuery, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';
import type { cog } from './sdk';

/** One query of a panel. */
export interface PanelQuery {
  readonly language: 'promql' | 'logql';
  readonly expr: string;
  /** Name of its series: text with `{{label}}`. In a table, the name of its column. */
  readonly legend: string;
  /** Whether it asks for the end of the time range only. */
  readonly instant: boolean;
}

/** PromQL over the time range. */
export const query = (expr: string, legend = ''): PanelQuery => ({ language: 'promql', expr, legend, instant: false });

/** PromQL at the end of the time range. */
export const now = (expr: string, legend = ''): PanelQuery => ({ language: 'promql', expr, legend, instant: true });

/** 0 while nothing of it is there: a panel that shows the last value would go on to show an old one. */
export const orZero = (expr: string): string => `${expr} or vector(0)`;

/** LogQL: lines, or a number made of them. */
export const logql = (expr: string, legend = ''): PanelQuery => ({ language: 'logql', expr, legend, instant: false });

/** Data sources, as the variables of each dashboard name them. */
export const PROMETHEUS = { type: 'prometheus', uid: '${datasource}' };
export const LOKI = { type: 'loki', uid: '${loki}' };

/** The queries of one panel, named A, B, C… */
export function targets(queries: readonly PanelQuery[], table = false): cog.Builder<cog.Dataquery>[] {
  return queries.map((one, i) => (one.language === 'promql' ? prometheus(one, ref(i), table) : loki(one, ref(i))));
}

/** Name of the i-th query. */
export function ref(i: number): string {
  return String.fromCharCode('A'.charCodeAt(0) + i);
}

function prometheus(one: PanelQuery, name: string, table: boolean): PrometheusQuery {
  const target = new PrometheusQuery().refId(name).datasource(PROMETHEUS).expr(one.expr).legendFormat(one.legend);
  if (table) target.format(PromQueryFormat.Table);
  return one.instant ? target.instant() : target.range();
}

function loki(one: PanelQuery, name: string): LokiQuery {
  return new LokiQuery().refId(name).datasource(LOKI).expr(one.expr).queryType('range').legendFormat(one.legend);
}

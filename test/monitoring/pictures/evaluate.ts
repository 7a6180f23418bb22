import type { LokiAnswers } from './loki';
import { legend, type DashboardModel, type PanelData, type PanelModel, type TargetModel } from './panel';
import type { RecordedPrometheus } from './prometheus';
import type { Series } from './series';
import { substituted, type Moment } from './variables';

/** What asks the sources of a dashboard. */
export interface Sources {
  readonly prometheus: RecordedPrometheus;
  /** @default - panels of logs say that nobody was asked */
  readonly loki?: LokiAnswers;
  /** Values of variables that the picture chooses. */
  readonly chosen: { readonly [variable: string]: string };
  readonly moment: Moment;
}

/** All panels, those in closed rows too, each with what its queries give. @throws Error for a query that is none. */
export async function evaluated(
  dashboard: DashboardModel,
  sources: Sources,
): Promise<(readonly [PanelModel, PanelData])[]> {
  const panels = dashboard.panels.flatMap((panel) => [panel, ...(panel.panels ?? [])]);
  return Promise.all(panels.map(async (panel) => [panel, await dataOf(panel, dashboard, sources)] as const));
}

async function dataOf(panel: PanelModel, dashboard: DashboardModel, sources: Sources): Promise<PanelData> {
  const parts = await Promise.all((panel.targets ?? []).map((target) => answer(target, panel, dashboard, sources)));
  const missing = parts.find((part) => part.missing !== undefined)?.missing;
  return {
    series: parts.flatMap(({ series }) => series),
    lines: parts.flatMap(({ lines }) => lines),
    ...(missing !== undefined && { missing }),
  };
}

async function answer(
  target: TargetModel,
  panel: PanelModel,
  dashboard: DashboardModel,
  { prometheus, loki, chosen, moment }: Sources,
): Promise<PanelData> {
  const { end, range, step } = moment;
  const expr = substituted(target.expr, dashboard, chosen, moment);
  const named = (all: readonly Series[]): PanelData => ({
    series: all.map((series) => ({ ...series, refId: target.refId, name: legend(target.legendFormat, series) })),
    lines: [],
  });
  if ((target.datasource?.type ?? panel.datasource?.type) === 'loki') {
    if (loki === undefined) return { series: [], lines: [], missing: 'asks Loki, which this picture did not' };
    const { series, lines } = await loki.range(expr, end - range, end, step);
    return { ...named(series), lines };
  }
  return named(
    target.instant === true
      ? await prometheus.instant(expr, end)
      : await prometheus.range(expr, end - range, end, step),
  );
}

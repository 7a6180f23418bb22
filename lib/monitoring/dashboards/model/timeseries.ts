import {
  GraphDrawStyle,
  GraphThresholdsStyleConfigBuilder,
  GraphThresholdsStyleMode,
  LegendDisplayMode,
  LegendPlacement,
  SortOrder,
  StackingConfigBuilder,
  StackingMode,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { link } from './links';
import type { PanelContent, PanelDraft, PanelStyle } from './panel';
import { LOKI, PROMETHEUS, targets } from './query';
import { thresholds } from './scale';

export interface TimeseriesStyle extends PanelStyle {
  /** Series on top of each other: parts of one whole. */
  readonly stacked?: boolean;
  /** Bars: events, rather than a level. */
  readonly bars?: boolean;
}

/** Lines over time, with their last and greatest value in the legend. */
export function timeseries(content: PanelContent, style: TimeseriesStyle = {}): PanelDraft {
  const { width = 8, height = 8 } = style;
  return {
    width,
    height,
    draw: ({ id, x, y, interval }) => chart(content, style, id, { x, y, w: width, h: height }, interval),
  };
}

function chart(
  { title, about, unit, queries }: PanelContent,
  style: TimeseriesStyle,
  id: number,
  gridPos: { x: number; y: number; w: number; h: number },
  interval: string,
): ReturnType<PanelBuilder['build']> {
  const panel = new PanelBuilder()
    .id(id)
    .title(title)
    .description(about)
    .datasource(queries[0]?.language === 'logql' ? LOKI : PROMETHEUS)
    .gridPos(gridPos)
    .targets(targets(queries))
    .interval(interval)
    .unit(unit)
    .min(style.min ?? 0)
    .lineWidth(1)
    .fillOpacity(style.stacked || style.bars ? 60 : 10)
    .showPoints(VisibilityMode.Never)
    .legend(
      new VizLegendOptionsBuilder()
        .showLegend(true)
        .displayMode(LegendDisplayMode.Table)
        .placement(LegendPlacement.Bottom)
        .calcs(['lastNotNull', 'max']),
    )
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending));
  if (style.bars) panel.drawStyle(GraphDrawStyle.Bars);
  if (style.stacked) panel.stacking(new StackingConfigBuilder().mode(StackingMode.Normal).group('A'));
  if (style.max !== undefined) panel.max(style.max);
  if (style.decimals !== undefined) panel.decimals(style.decimals);
  if (style.empty !== undefined) panel.noValue(style.empty);
  if (style.thresholds) {
    panel
      .thresholds(thresholds(style.thresholds))
      .thresholdsStyle(new GraphThresholdsStyleConfigBuilder().mode(GraphThresholdsStyleMode.Dashed));
  }
  if (style.links) panel.dataLinks(style.links.map(link));
  return panel.build();
}

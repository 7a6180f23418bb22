import { LogsDedupStrategy, LogsSortOrder } from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/logs';
import type { PanelDraft, PanelStyle, PanelText } from './panel';
import { LOKI, logql, targets } from './query';

/** Log lines, the newest first. */
export function logs({ title, about }: PanelText, expr: string, style: PanelStyle = {}): PanelDraft {
  const { width = 24, height = 12 } = style;
  return {
    width,
    height,
    draw: ({ id, x, y, interval }) =>
      new PanelBuilder()
        .id(id)
        .title(title)
        .description(about)
        .datasource(LOKI)
        .gridPos({ x, y, w: width, h: height })
        .targets(targets([logql(expr)]))
        .interval(interval)
        .showTime(true)
        .wrapLogMessage(true)
        .enableLogDetails(true)
        .sortOrder(LogsSortOrder.Descending)
        .dedupStrategy(LogsDedupStrategy.None)
        .build(),
  };
}

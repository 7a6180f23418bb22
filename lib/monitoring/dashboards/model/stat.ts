import {
  BigValueColorMode,
  BigValueGraphMode,
  BigValueTextMode,
  ReduceDataOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { link } from './links';
import type { PanelContent, PanelDraft, PanelStyle } from './panel';
import { LOKI, PROMETHEUS, targets } from './query';
import { mappings, NEUTRAL, thresholds } from './scale';

export interface StatStyle extends PanelStyle {
  /** Whether it shows the names of series, and not their values. */
  readonly names?: boolean;
}

/** One number, or a few beside each other: the last of the time range. Its colour judges it. */
export function stat({ title, about, unit, queries }: PanelContent, style: StatStyle = {}): PanelDraft {
  const { width = 4, height = 4 } = style;
  return {
    width,
    height,
    draw: ({ id, x, y, interval }) => {
      const judged = style.thresholds !== undefined || style.words !== undefined;
      const panel = new PanelBuilder()
        .id(id)
        .title(title)
        .description(about)
        .datasource(queries[0]?.language === 'logql' ? LOKI : PROMETHEUS)
        .gridPos({ x, y, w: width, h: height })
        .targets(targets(queries))
        .interval(interval)
        .unit(unit)
        .thresholds(thresholds(style.thresholds ?? NEUTRAL))
        .noValue(style.empty ?? '–')
        .colorMode(judged ? BigValueColorMode.Background : BigValueColorMode.Value)
        .graphMode(queries.some(({ instant }) => !instant) ? BigValueGraphMode.Area : BigValueGraphMode.None)
        .textMode(style.names ? BigValueTextMode.Name : BigValueTextMode.Auto)
        .reduceOptions(new ReduceDataOptionsBuilder().calcs(['lastNotNull']).values(false).fields(''));
      if (style.words) panel.mappings(mappings(style.words));
      if (style.decimals !== undefined) panel.decimals(style.decimals);
      if (style.links) panel.dataLinks(style.links.map(link));
      return panel.build();
    },
  };
}

import {
  AnnotationQueryBuilder,
  DashboardBuilder,
  DashboardCursorSync,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { link, type DrillDown } from './links';
import { PROMETHEUS } from './query';
import { layOut, type Row } from './row';
import type { Variable } from './variables';

/** JSON as Grafana reads it from a file. */
export interface DashboardJson {
  readonly [key: string]: unknown;
}

/** All that a dashboard is made of. */
export interface DashboardDraft {
  readonly uid: string;
  readonly title: string;
  readonly about: string;
  readonly tags: readonly string[];
  readonly variables: readonly Variable[];
  readonly links: readonly DrillDown[];
  readonly rows: readonly Row[];
  /** Start of the time range. @default 'now-1h' */
  readonly from?: string;
  /** How often it asks again. @default '30s' */
  readonly refresh?: string;
  /** Alerts that it marks on its charts: matchers of ALERTS. @default - none */
  readonly alerts?: string;
  /** The scrape interval: `30s`. */
  readonly interval: string;
}

/**
 * Classic dashboard JSON. It goes through JSON once, since what the builders give carries functions; and they would
 * hide all links in a menu.
 */
export function assemble(draft: DashboardDraft): DashboardJson {
  const builder = new DashboardBuilder(draft.title)
    .uid(draft.uid)
    .description(draft.about)
    .tags([...draft.tags])
    .timezone('browser')
    .readonly()
    .tooltip(DashboardCursorSync.Crosshair)
    .refresh(draft.refresh ?? '30s')
    .time({ from: draft.from ?? 'now-1h', to: 'now' })
    .variables([...draft.variables])
    .links(draft.links.map(link));
  if (draft.alerts !== undefined) builder.annotation(firing(draft.alerts));
  const panels = layOut(draft.rows, draft.interval);
  return JSON.parse(JSON.stringify({ ...builder.build(), id: null, panels }, visible)) as DashboardJson;
}

function firing(matchers: string): AnnotationQueryBuilder {
  return new AnnotationQueryBuilder()
    .name('Alerts')
    .datasource(PROMETHEUS)
    .enable(true)
    .iconColor('red')
    .expr(`ALERTS{alertstate="firing",${matchers}}`)
    .titleFormat('{{alertname}}')
    .textFormat('{{severity}}')
    .tagKeys('severity')
    .step('60s');
}

function visible(key: string, value: unknown): unknown {
  return key === 'placement' && value === 'inControlsMenu' ? undefined : value;
}

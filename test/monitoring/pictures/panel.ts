import type { Series } from './series';

/** The parts of a dashboard that a picture shows. */
export interface DashboardModel {
  readonly uid: string;
  readonly title: string;
  readonly templating?: { readonly list: readonly VariableModel[] };
  readonly panels: readonly PanelModel[];
}

export interface VariableModel {
  readonly name: string;
  readonly label?: string;
  readonly type: string;
  readonly hide?: unknown;
  readonly query?: unknown;
  readonly allValue?: unknown;
  readonly current?: { readonly text?: unknown; readonly value?: unknown };
}

export interface Step {
  readonly value: number | null;
  readonly color: string;
}

export interface FieldModel {
  readonly unit?: string;
  readonly decimals?: number;
  readonly min?: number;
  readonly max?: number;
  readonly noValue?: string;
  readonly thresholds?: { readonly steps: readonly Step[] };
  readonly mappings?: readonly { readonly type: string; readonly options: { readonly [value: string]: unknown } }[];
  readonly custom?: {
    readonly drawStyle?: string;
    readonly stacking?: { readonly mode?: string };
    readonly thresholdsStyle?: { readonly mode?: string };
    readonly fillOpacity?: number;
  };
}

export interface TargetModel {
  readonly refId: string;
  readonly expr: string;
  readonly legendFormat?: string;
  readonly instant?: boolean;
  readonly queryType?: string;
  readonly datasource?: { readonly type?: string };
}

export interface PanelModel {
  readonly id: number;
  readonly type: string;
  readonly title?: string;
  readonly collapsed?: boolean;
  readonly panels?: readonly PanelModel[];
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly datasource?: { readonly type?: string };
  readonly targets?: readonly TargetModel[];
  readonly options?: {
    readonly colorMode?: string;
    readonly textMode?: string;
    readonly content?: string;
    readonly sortBy?: readonly { readonly displayName: string }[];
  };
  readonly fieldConfig?: {
    readonly defaults: FieldModel;
    readonly overrides: readonly {
      readonly matcher: { readonly options: unknown };
      readonly properties: readonly { readonly id: string; readonly value?: unknown }[];
    }[];
  };
  readonly transformations?: readonly { readonly id: string; readonly options: { readonly [key: string]: unknown } }[];
}

/** A line of a log. */
export interface LogLine {
  readonly seconds: number;
  readonly text: string;
}

/** What the queries of a panel gave. */
export interface PanelData {
  readonly series: readonly (Series & { readonly refId: string; readonly name: string })[];
  readonly lines: readonly LogLine[];
  /** Why there is nothing to draw. */
  readonly missing?: string;
}

/** Name of a series in the legend. */
export function legend(format: string | undefined, { labels }: Series): string {
  if (format !== undefined && format !== '' && format !== '__auto') {
    return format.replaceAll(/\{\{\s*(\w+)\s*\}\}/g, (_, label: string) => labels[label] ?? '');
  }
  const own = Object.entries(labels).filter(([label]) => label !== '__name__');
  if (own.length === 1) return own[0]?.[1] ?? '';
  return own.length === 0
    ? (labels.__name__ ?? 'Value')
    : `{${own.map(([label, value]) => `${label}="${value}"`).join(', ')}}`;
}

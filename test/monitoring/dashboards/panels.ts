import { DashboardScheduler } from '../../../lib/monitoring/dashboards/options';
import { GrafanaDashboard } from '../../../lib/monitoring/dashboards/grafana-dashboard';

/** The parts of a dashboard's JSON that tests look at. */
export interface PanelJson {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly datasource?: { readonly type: string; readonly uid: string };
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly TargetJson[];
  readonly panels?: readonly PanelJson[];
  readonly fieldConfig?: { readonly defaults: { readonly unit?: string } };
}

export interface TargetJson {
  readonly refId: string;
  readonly expr: string;
  readonly instant?: boolean;
  readonly datasource: { readonly type: string; readonly uid: string };
}

export interface VariableJson {
  readonly name: string;
  readonly type: string;
  readonly query: string | { readonly query?: string; readonly label?: string; readonly stream?: string };
  readonly multi: boolean;
  readonly includeAll: boolean;
}

export interface BoardJson {
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly PanelJson[];
  readonly templating: { readonly list: readonly VariableJson[] };
  readonly annotations?: { readonly list: readonly { readonly expr?: string }[] };
}

/** All dashboards, with everything that options can turn on. */
export const BOARDS = GrafanaDashboard.all({
  historyUrl: 'https://history.example.com/',
  sparkUiUrl: 'https://spark.example.com/{namespace}/{app_name}/{app_id}',
  schedulers: [DashboardScheduler.VOLCANO, DashboardScheduler.YUNIKORN, DashboardScheduler.KUEUE],
  costs: { coreHour: 0.04, gibibyteHour: 0.005, currency: 'EUR' },
}).map((dashboard) => dashboard._json as unknown as BoardJson);

/** Panels of a dashboard, with those of closed rows and without the rows. */
export function panelsOf(board: BoardJson): PanelJson[] {
  return withRows(board).filter(({ type }) => type !== 'row');
}

export function withRows(board: BoardJson): PanelJson[] {
  return board.panels.flatMap((panel) => [panel, ...(panel.panels ?? [])]);
}

export interface QueryUse {
  readonly board: string;
  readonly panel: string;
  readonly expr: string;
}

/** Queries of all panels in one language. */
export function queries(language: 'prometheus' | 'loki'): QueryUse[] {
  return BOARDS.flatMap((board) =>
    panelsOf(board).flatMap(({ title, targets = [] }) =>
      targets
        .filter(({ datasource }) => datasource.type === language)
        .map(({ expr }) => ({ board: board.uid, panel: title, expr })),
    ),
  );
}

/** PromQL of annotations. */
export function annotations(): QueryUse[] {
  return BOARDS.flatMap((board) =>
    (board.annotations?.list ?? []).flatMap(({ expr }) =>
      expr === undefined ? [] : [{ board: board.uid, panel: 'annotation', expr }],
    ),
  );
}

export interface ValuesUse {
  readonly board: string;
  readonly series: string;
  readonly label: string;
}

/** Series and labels that variables take their values from. */
export function values(): ValuesUse[] {
  return BOARDS.flatMap(({ uid, templating }) =>
    templating.list.flatMap(({ query }) => {
      const text = typeof query === 'string' ? undefined : query?.query;
      const [, series, label] = /^label_values\((.+), (\w+)\)$/s.exec(text ?? '') ?? [];
      return series === undefined || label === undefined ? [] : [{ board: uid, series, label }];
    }),
  );
}

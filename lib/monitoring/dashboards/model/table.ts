import { TableSortByFieldStateBuilder } from '@grafana/grafana-foundation-sdk/common';
import type { DynamicConfigValue } from '@grafana/grafana-foundation-sdk/dashboard';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/table';
import { link, type DrillDown } from './links';
import type { PanelDraft, PanelStyle, PanelText } from './panel';
import { PROMETHEUS, ref, targets, type PanelQuery } from './query';
import { mappings, thresholds, Unit, type Thresholds, type Words } from './scale';

/** A column that a label fills. */
export interface LabelColumn {
  readonly label: string;
  readonly title: string;
  readonly links?: readonly DrillDown[];
}

/** A column that a query fills. */
export interface NumberColumn {
  readonly title: string;
  readonly query: PanelQuery;
  readonly unit: string;
  readonly decimals?: number;
  readonly thresholds?: Thresholds;
  readonly words?: Words;
}

export interface TableContent extends PanelText {
  /** Labels that all queries have, and by which their rows are put together. */
  readonly labels: readonly LabelColumn[];
  readonly numbers: readonly NumberColumn[];
  /** Title of the column that rows are sorted by, the greatest first. @default - the first number */
  readonly sortBy?: string;
}

/** A row for each set of labels, a column for each query. */
export function table(content: TableContent, style: PanelStyle = {}): PanelDraft {
  const { width = 24, height = 6 } = style;
  return {
    width,
    height,
    draw: ({ id, x, y, interval }) => {
      const panel = new PanelBuilder()
        .id(id)
        .title(content.title)
        .description(content.about)
        .datasource(PROMETHEUS)
        .gridPos({ x, y, w: width, h: height })
        .targets(
          targets(
            content.numbers.map(({ query }) => query),
            true,
          ),
        )
        .interval(interval)
        .unit(Unit.COUNT)
        .noValue(style.empty ?? '–')
        .filterable(true)
        .transformations(arrange(content))
        .sortBy([
          new TableSortByFieldStateBuilder().displayName(content.sortBy ?? content.numbers[0]?.title ?? '').desc(true),
        ]);
      for (const { title, links } of content.labels) {
        if (links) panel.overrideByName(title, [{ id: 'links', value: links.map((one) => link(one).build()) }]);
      }
      for (const column of content.numbers) panel.overrideByName(column.title, properties(column));
      return panel.build();
    },
  };
}

/** One frame of all queries, with our columns only, in our order and under our titles. */
function arrange({ labels, numbers }: TableContent): { id: string; options: object }[] {
  const value = (i: number): string => (numbers.length === 1 ? 'Value' : `Value #${ref(i)}`);
  const columns: [string, string][] = [
    ...labels.map(({ label, title }): [string, string] => [label, title]),
    ...numbers.map(({ title }, i): [string, string] => [value(i), title]),
  ];
  return [
    { id: 'merge', options: {} },
    { id: 'filterFieldsByName', options: { include: { names: columns.map(([name]) => name) } } },
    {
      id: 'organize',
      options: {
        indexByName: Object.fromEntries(columns.map(([name], i) => [name, i])),
        renameByName: Object.fromEntries(columns),
      },
    },
  ];
}

function properties({ unit, decimals, thresholds: steps, words }: NumberColumn): DynamicConfigValue[] {
  return [
    { id: 'unit', value: unit },
    ...(decimals === undefined ? [] : [{ id: 'decimals', value: decimals }]),
    ...(words === undefined ? [] : [{ id: 'mappings', value: mappings(words) }]),
    ...(steps === undefined ? [] : [{ id: 'thresholds', value: thresholds(steps).build() }]),
    ...(steps === undefined && words === undefined
      ? []
      : [{ id: 'custom.cellOptions', value: { type: 'color-background', mode: 'basic' } }]),
  ];
}

import {
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  TextBoxVariableBuilder,
  VariableHide,
  VariableRefresh,
  VariableSort,
  type VariableModel,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { LOKI, PROMETHEUS } from './query';
import type { cog } from './sdk';

export type Variable = cog.Builder<VariableModel>;

/** Which Prometheus, or which Loki, the panels ask. */
export const source = (name: string, label: string, type: 'prometheus' | 'loki'): Variable =>
  new DatasourceVariableBuilder(name).label(label).type(type).current({ text: label, value: type });

export const METRICS_SOURCE = source('datasource', 'Metrics', 'prometheus');
export const LOGS_SOURCE = source('loki', 'Logs', 'loki');

/** How many values a variable has. */
export enum Choice {
  ONE,
  /** Several, or all; those without the label too. */
  MANY,
  /** Several, or all that have the label. */
  MANY_NAMED,
}

/** The values of a label of these series, in the time range: series of finished applications too. */
export function labelValues(name: string, title: string, series: string, label: string, choice: Choice): Variable {
  const query = `label_values(${series}, ${label})`;
  return chosen(
    new QueryVariableBuilder(name)
      .label(title)
      .datasource(PROMETHEUS)
      .definition(query)
      .query({ query, qryType: 1, refId: `Values-${name}` }),
    choice,
  );
}

/** What the chosen values say of something else, for queries and links: nobody chooses it. */
export function implied(name: string, series: string, label: string): Variable {
  const query = `label_values(${series}, ${label})`;
  return new QueryVariableBuilder(name)
    .hide(VariableHide.HideVariable)
    .datasource(PROMETHEUS)
    .definition(query)
    .query({ query, qryType: 1, refId: `Values-${name}` })
    .refresh(VariableRefresh.OnTimeRangeChanged);
}

/** The values of a label of log streams. */
export function streamValues(name: string, title: string, stream: string, label: string, choice: Choice): Variable {
  return chosen(
    new QueryVariableBuilder(name)
      .label(title)
      .datasource(LOKI)
      .definition(`label_values(${stream}, ${label})`)
      .query({ type: 1, label, stream, refId: `Values-${name}` }),
    choice,
  );
}

/** Free text. */
export const text = (name: string, title: string, value: string, about: string): Variable =>
  new TextBoxVariableBuilder(name).label(title).description(about).defaultValue(value).current({ text: value, value });

function chosen(variable: QueryVariableBuilder, choice: Choice): Variable {
  variable.refresh(VariableRefresh.OnTimeRangeChanged).sort(VariableSort.AlphabeticalAsc).regex('');
  if (choice === Choice.ONE) return variable;
  return variable
    .multi(true)
    .includeAll(true)
    .allValue(choice === Choice.MANY ? '.*' : '.+')
    .current({ selected: true, text: ['All'], value: ['$__all'] });
}

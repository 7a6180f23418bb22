import type { AlertCase, Fired } from './cases/case';
import type { RecordingCase } from './cases/recordings';
import type { WrittenGroup, WrittenRule } from './stock';

/** Files for promtool: rules, and tests that name them. JSON is YAML. */
export interface PromtoolFiles {
  readonly 'rules.yaml': unknown;
  readonly 'test.yaml': unknown;
}

const GROUP = 'under-test';

/** One alert, the recording rules before it, and its cases. */
export function alertFiles(rule: WrittenRule, recording: WrittenGroup, cases: readonly AlertCase[]): PromtoolFiles {
  const tests = cases.map(({ alert, name, series, at, fires }) => ({
    ...input(name, series),
    alert_rule_test: [{ eval_time: at, alertname: alert, exp_alerts: fires.map((fired) => expected(rule, fired)) }],
  }));
  return files([recording, { name: GROUP, rules: [rule] }], tests);
}

/** The recording rules and their cases. */
export function recordingFiles(recording: WrittenGroup, cases: readonly RecordingCase[]): PromtoolFiles {
  const tests = cases.map(({ record, name, series, at, samples }) => ({
    ...input(name, series),
    promql_expr_test: [
      {
        expr: record,
        eval_time: at,
        exp_samples: samples.map(({ labels, value }) => ({ labels: selector(record, labels), value })),
      },
    ],
  }));
  return files([recording], tests);
}

/** What an annotation says of an alert that fires: labels that it has not are empty. */
export function rendered(text: string, { labels, value = '' }: Fired): string {
  return text
    .replace(/\{\{ \$labels\.(\w+) \}\}/g, (_all, label: string) => labels[label] ?? '')
    .replace(/\{\{ \$value(?: \| \w+)? \}\}/g, () => value);
}

function expected(rule: WrittenRule, fired: Fired): unknown {
  const annotations = Object.entries(rule.annotations ?? {}).map(([key, text]) => [key, rendered(text, fired)]);
  return {
    exp_labels: { ...fired.labels, ...rule.labels },
    exp_annotations: Object.fromEntries(annotations) as unknown,
  };
}

function input(name: string, series: { readonly [series: string]: string }): object {
  const input_series = Object.entries(series).map(([one, values]) => ({ series: one, values }));
  return { interval: '1m', name, input_series };
}

function files(groups: readonly WrittenGroup[], tests: readonly unknown[]): PromtoolFiles {
  const group_eval_order = groups.map(({ name }) => name);
  return {
    'rules.yaml': { groups },
    'test.yaml': { rule_files: ['rules.yaml'], evaluation_interval: '1m', group_eval_order, tests },
  };
}

function selector(record: string, labels: { readonly [label: string]: string }): string {
  const list = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  return `${record}{${list.join(', ')}}`;
}

import { grammar } from '../grammar';
import { substituted } from '../promql';
import { BOARDS, queries } from './panels';

const parser = grammar('@grafana/lezer-logql');

/** Index labels of streams, and structured metadata of lines: the contract with the collector. */
const INDEX = ['cluster', 'namespace', 'app', 'container', 'spark_role', 'job_name', 'stream'];
const METADATA = ['spark_app_id', 'spark_exec_id', 'pod', 'node', 'detected_level'];

interface LogqlFacts {
  readonly errors: readonly string[];
  readonly streams: readonly string[];
  readonly others: readonly string[];
}

function logql(expr: string): LogqlFacts {
  const [errors, streams, others]: [string[], string[], string[]] = [[], [], []];
  parser.parse(expr).iterate({
    enter: ({ type, from, to, node }) => {
      if (type.isError) errors.push(expr.slice(Math.max(0, from - 20), to + 20));
      if (type.name !== 'Identifier') return;
      const inSelector = node.parent?.name === 'Matcher' && node.parent.parent?.name === 'Matchers';
      (inSelector ? streams : others).push(expr.slice(from, to));
    },
  });
  return { errors, streams, others };
}

const ALL = queries('loki').map(({ expr }) => logql(substituted(expr)));

describe('LogQL of the dashboards', () => {
  test('there is some', () => expect(ALL.length).toBeGreaterThanOrEqual(8));
  test('the reader sees mistakes', () => expect(logql('{a="b"} |~').errors).not.toEqual([]));
  test('parses', () => expect(ALL.flatMap(({ errors }) => errors)).toEqual([]));

  test('selects streams by index labels only', () => {
    expect(ALL.flatMap(({ streams }) => streams)).not.toEqual([]);
    expect(ALL.flatMap(({ streams }) => streams).filter((label) => !INDEX.includes(label))).toEqual([]);
  });

  test('filters and groups by labels that lines have', () => {
    expect(ALL.flatMap(({ others }) => others).filter((label) => ![...INDEX, ...METADATA].includes(label))).toEqual([]);
  });

  test('never selects all streams: Loki refuses what matches the empty string only', () => {
    const variables = BOARDS.flatMap(({ templating }) => templating.list).filter(({ name }) => name === 'namespace');
    expect(variables.length).toBeGreaterThan(3);
    expect(variables.map((variable) => (variable as unknown as { allValue: string }).allValue)).toEqual(
      variables.map(() => '.+'),
    );
  });
});

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RECORDING } from '../../lib/monitoring/alerts/recording';
import { modelPlatform } from '../monitoring/dashboards/model-platform';
import { annotations, queries } from '../monitoring/dashboards/panels';
import { substituted } from '../monitoring/promql';

/** Prometheus' own checker: `CDK8S_SPARK_PROMTOOL=/usr/bin/promtool npm run test:cluster -- promql`. */
const PROMTOOL = process.env.CDK8S_SPARK_PROMTOOL;

interface Rules {
  readonly groups: readonly { name: string; rules: readonly { record: string; expr: string }[] }[];
}

/** What promtool says of rules, and of a test of them. */
function promtool(rules: Rules, test?: object): string {
  const directory = mkdtempSync(join(tmpdir(), 'promql-'));
  const write = (name: string, content: object): string => {
    writeFileSync(join(directory, name), JSON.stringify(content));
    return join(directory, name);
  };
  try {
    const file = write('rules.json', rules);
    const args = test ? ['test', 'rules', write('test.json', test)] : ['check', 'rules', file];
    return execFileSync(PROMTOOL ?? '', args, { encoding: 'utf8', stdio: 'pipe', maxBuffer: 2 ** 26 });
  } finally {
    rmSync(directory, { recursive: true });
  }
}

const named = (expressions: readonly string[]): Rules => ({
  groups: [{ name: 'dashboards', rules: expressions.map((expr, i) => ({ record: `dashboard:query:${i}`, expr })) }],
});

/** A query with every value of each variable of many. */
const withAll = (expr: string): string =>
  substituted(expr.replaceAll(/=~"\|?\$[a-z_]+\|?"/g, '=~".+"').replaceAll('"$run_namespace"', '"etl"'));

/** A test that fails unless each query finds something; promtool names those that do not. */
const finds = (expressions: readonly string[]): object => ({
  rule_files: ['rules.json'],
  evaluation_interval: '1m',
  tests: [
    {
      interval: '1m',
      input_series: modelPlatform(),
      promql_expr_test: expressions.map((expr) => ({
        expr: `count(${expr}) > bool 0`,
        eval_time: '1h',
        exp_samples: [{ labels: '{}', value: 1 }],
      })),
    },
  ],
});

const RECORDED: Rules = {
  groups: [{ name: 'recorded', rules: RECORDING.map(({ record, expr }) => ({ record, expr })) }],
};

(PROMTOOL === undefined ? describe.skip : describe)('promtool', () => {
  const all = [...queries('prometheus'), ...annotations()].map(({ expr }) => expr);

  test('accepts the PromQL of each dashboard', () => {
    expect(promtool(named(all.map(substituted)))).toContain(`SUCCESS: ${all.length} rules found`);
  });

  test('would refuse what is wrong', () => {
    expect(() => promtool(named(['sum by (a) (rate(x))']))).toThrow();
  });

  test('finds something for each panel on a platform with two applications, and no join that is ambiguous', () => {
    expect(promtool(RECORDED, finds(all.map(withAll)))).toContain('SUCCESS');
  });

  test('would miss what is not there', () => {
    expect(() => promtool(RECORDED, finds(['metrics_executor_maxTasks{app_id="none"}']))).toThrow();
  });
});

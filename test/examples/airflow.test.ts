import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { App } from 'cdk8s';
import { airflowFiles, buildAirflow } from '../../apps/examples/airflow';

const FOLDER = resolve(__dirname, '../../apps/examples/airflow');
const FILES = airflowFiles(buildAirflow(new App()));
const DAG = join(FOLDER, 'spark_pi_dag.py');
/** Skipped, and listed as such, where there is no Python. */
const testPython = spawnSync('python3', ['--version']).status === 0 ? test : test.skip;

test('the files beside the DAG are those that the example writes (npx ts-node apps/examples/airflow.ts)', () => {
  for (const [file, content] of Object.entries(FILES)) {
    expect([file, JSON.parse(readFileSync(join(FOLDER, file), 'utf8'))]).toEqual([file, content]);
  }
  expect(readdirSync(FOLDER).filter((file) => file.endsWith('.json'))).toEqual(Object.keys(FILES).sort());
});

test('the DAG reads each of them, and no others', () => {
  const named = readFileSync(DAG, 'utf8').match(/[\w-]+\.json/g) ?? [];
  expect([...new Set(named)].sort()).toEqual(Object.keys(FILES).sort());
});

testPython("the DAG is Python, with one task for each of Airflow's operators", () => {
  const program = [
    'import ast, json, sys',
    'tree = ast.parse(open(sys.argv[1]).read())',
    'compile(tree, sys.argv[1], "exec")',
    'calls = [node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]',
    'print(json.dumps(sorted(name for name in calls if name.endswith("Operator"))))',
  ].join('\n');
  expect(JSON.parse(execFileSync('python3', ['-c', program, DAG], { encoding: 'utf8' }))).toEqual([
    'KubernetesPodOperator',
    'LivyOperator',
    'SparkKubernetesOperator',
  ]);
});

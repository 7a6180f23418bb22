import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** A Python with Airflow and two of its providers; docs/airflow.md tells how to make one. */
const PYTHON = process.env.AIRFLOW_PYTHON;
const FOLDER = resolve(__dirname, '../../apps/examples/airflow');
/** Airflow takes seconds to start. */
const SLOW = 120_000;

/** What Airflow makes of the DAG. */
interface Parsed {
  readonly errors: { readonly [file: string]: string };
  readonly dags: readonly {
    readonly dag_id: string;
    readonly tasks: readonly { readonly task_id: string; readonly operator: string; readonly sends: Json }[];
  }[];
}

type Json = { readonly [field: string]: unknown };

function parse(python: string): Parsed {
  const home = mkdtempSync(join(tmpdir(), 'airflow-'));
  const out = join(home, 'dag.json');
  const env = {
    ...process.env,
    AIRFLOW_HOME: home,
    AIRFLOW__CORE__LOAD_EXAMPLES: 'False',
    PYTHONDONTWRITEBYTECODE: '1',
  };
  const args = [join(__dirname, 'airflow/check_dag.py'), join(FOLDER, 'spark_pi_dag.py'), out];
  try {
    execFileSync(python, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    return JSON.parse(readFileSync(out, 'utf8')) as Parsed;
  } finally {
    rmSync(home, { recursive: true });
  }
}

function file(name: string): Json {
  return JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as Json;
}

// Skipped, and listed as such, without AIRFLOW_PYTHON.
(PYTHON === undefined ? describe.skip : describe)('the DAG in Airflow', () => {
  let parsed: Parsed;
  beforeAll(() => {
    parsed = parse(PYTHON ?? '');
  }, SLOW);
  const sent = (operator: string): Json =>
    parsed.dags[0]?.tasks.find((task) => task.operator === operator)?.sends ?? {};

  test('has three tasks and no errors', () => {
    expect(parsed.errors).toEqual({});
    expect(parsed.dags.map(({ dag_id }) => dag_id)).toEqual(['spark_pi']);
    expect(parsed.dags[0]?.tasks.map(({ task_id, operator }) => [task_id, operator])).toEqual([
      ['by_operator', 'SparkKubernetesOperator'],
      ['by_pod', 'KubernetesPodOperator'],
      ['by_livy', 'LivyOperator'],
    ]);
  });
  test('hands the SparkApplication to the operator as it is', () => {
    expect(sent('SparkKubernetesOperator')).toEqual(file('spark-application.json'));
  });
  test('starts the pod of the template: nothing of it is lost or changed', () => {
    const { spec, metadata } = sent('KubernetesPodOperator') as { readonly spec: Json; readonly metadata: Json };
    const template = file('driver-pod.json') as { readonly spec: Json; readonly metadata: Json };
    expect(spec).toMatchObject(template.spec);
    expect(metadata).toMatchObject({ ...template.metadata, name: expect.stringMatching(/^by-pod-/) as string });
    expect(spec.containers).toHaveLength(1);
  });
  test('posts the batch under a name of its own', () => {
    expect(sent('LivyOperator')).toEqual({
      ...file('livy-batch.json'),
      name: 'pi-{{ ts_nodash | lower }}-{{ ti.try_number }}',
    });
  });
});

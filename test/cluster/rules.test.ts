import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CASES } from '../monitoring/alerts/cases';
import { RECORDING_CASES } from '../monitoring/alerts/cases/recordings';
import { alertFiles, recordingFiles } from '../monitoring/alerts/promtool-tests';
import { groups, JOBS, written, type WrittenGroup } from '../monitoring/alerts/stock';
import { installCrds, publishedCrds } from './crds';
import { apply, kubectl, list, remove, run, type Answer } from './kubectl';
import type { Manifest } from './manifest';

/** Path of promtool; without it these tests are skipped. */
const PROMTOOL = process.env.CDK8S_SPARK_PROMTOOL ?? '';
const suite = PROMTOOL === '' ? describe.skip : describe;
const ALL = groups();
const RULES = ALL.flatMap(({ rules }) => rules);
const RECORDING = ALL.find(({ rules }) => rules.some(({ record }) => record !== undefined)) as WrittenGroup;
const ALERTS = RULES.flatMap(({ alert }) => alert ?? []);

/** Writes files to a folder of their own and runs promtool there. */
function promtool(args: string[], files: { readonly [name: string]: unknown }): Promise<Answer> {
  const cwd = mkdtempSync(join(tmpdir(), 'rules-'));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(cwd, name), JSON.stringify(content));
  return run(PROMTOOL, args, { cwd });
}

/** What promtool says, when it is not content. */
async function complaint(args: string[], files: { readonly [name: string]: unknown }): Promise<string> {
  const { code, stdout, stderr } = await promtool(args, files);
  return code === 0 ? '' : `${stdout}${stderr}`;
}

suite('promtool', () => {
  test.each(written({ observed: [...JOBS] }).map((object) => [object.metadata.name, object.spec] as const))(
    'takes the rules of %s',
    async (_name, spec) => {
      expect(await complaint(['check', 'rules', '--lint-fatal', 'rules.yaml'], { 'rules.yaml': spec })).toBe('');
    },
  );

  test.each(ALERTS)('%s fires when it should, and only then', async (name) => {
    const rule = RULES.find(({ alert }) => alert === name);
    const cases = CASES.filter(({ alert }) => alert === name);
    if (rule === undefined || cases.length === 0) throw new Error(`${name} has no cases`);
    expect(await complaint(['test', 'rules', 'test.yaml'], { ...alertFiles(rule, RECORDING, cases) })).toBe('');
  });

  test('recording rules record what they say', async () => {
    const files = { ...recordingFiles(RECORDING, RECORDING_CASES) };
    expect(await complaint(['test', 'rules', 'test.yaml'], files)).toBe('');
  });

  test('a rule that does not hold is found', async () => {
    const name = 'SparkDriverPending';
    const rule = RULES.find(({ alert }) => alert === name);
    if (rule === undefined) throw new Error(`${name} is gone`);
    const cases = CASES.filter(({ alert }) => alert === name);
    const broken = { ...rule, expr: rule.expr.replace('> 0', '> 1') };
    const said = await complaint(['test', 'rules', 'test.yaml'], { ...alertFiles(broken, RECORDING, cases) });
    expect(said).toContain(name);
  });
});

const OPERATOR = publishedCrds('prometheus-operator-0.93.0');
const NAMESPACE = 'rules-test';

(OPERATOR === undefined ? describe.skip : describe)('the API server', () => {
  const home: Manifest = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } };
  // Everything, nothing, and what is there where nobody said what is monitored.
  const objects = [
    ...written({ namespace: NAMESPACE, observed: [...JOBS] }),
    ...written({ namespace: NAMESPACE, observed: [], name: 'none' }),
    ...written({ namespace: NAMESPACE, sparkNamespaces: ['etl', 'ml'], name: 'some' }),
  ] as unknown as Manifest[];
  const versions = async (): Promise<unknown[]> =>
    (await list('prometheusrules.monitoring.coreos.com', NAMESPACE)).map(({ metadata }) => metadata);

  beforeAll(async () => {
    const kind = (OPERATOR ?? []).filter(({ metadata }) => metadata.name.startsWith('prometheusrules.'));
    await installCrds(kind);
    await apply([home], '--server-side');
  });
  afterAll(() => remove([home]));

  test('takes all rules, and changes nothing the second time', async () => {
    await apply(objects, '--server-side');
    const first = await versions();
    expect(first).toHaveLength(objects.length);
    await apply(objects, '--server-side');
    expect(await versions()).toEqual(first);
  });

  test('keeps them as they were sent', async () => {
    for (const { metadata, spec } of objects as (Manifest & { readonly spec: unknown })[]) {
      const text = await kubectl(['get', 'prometheusrule', metadata.name, '-n', NAMESPACE, '-o', 'json']);
      expect((JSON.parse(text) as { spec: unknown }).spec).toEqual(spec);
    }
  });
});

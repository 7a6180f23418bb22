import * as pulumi from '@pulumi/pulumi';
import { ApiObject, Chart, JsonPatch, Size } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { SparkApplication, SparkConf, SparkImage, SparkJob, SparkServiceAccount, SparkVersion } from '../../lib';
import type { LateValues } from '../../lib/pulumi';
import { KubeObject } from '../../lib/kube/object';
import { LateTable } from '../../lib/pulumi/late';
import { Restoration } from '../../lib/pulumi/restore';
import { MockEngine } from './mocks';

let engine: MockEngine;
beforeAll(async () => {
  engine = await MockEngine.start();
});

/** An Output that claims to be what a prop wants, as it slips through casts, plain JavaScript and `any`. */
function output<T = string>(value: unknown = 'value'): T {
  return pulumi.output(value);
}

type Mistake = (chart: Chart, late: LateValues) => unknown;

function config(chart: Chart, data: unknown, metadata: object = {}): ApiObject {
  return new ApiObject(chart, 'x', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'x', ...metadata },
    data,
  });
}

function secret(chart: Chart, body: object): ApiObject {
  return new ApiObject(chart, 'x', { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'x' }, ...body });
}

function pod(chart: Chart, container: object): k8s.KubePod {
  const containers = [{ name: 'c', ...container }];
  return new k8s.KubePod(chart, 'x', { metadata: { name: 'x' }, spec: { containers } });
}

function job(chart: Chart, more: object): SparkJob {
  return new SparkJob(chart, 'x', {
    application: SparkApplication.python('local:///a.py'),
    image: SparkImage.official(SparkVersion.V4_1),
    serviceAccount: SparkServiceAccount.fromName('spark', 'ns'),
    ...more,
  });
}

const AS_TEXT = 'output-as-text';
const FOREIGN = new LateTable('elsewhere');

/** Name, the mistake, and the rule and path that the message must name beside the construct. */
const MISTAKES: [string, Mistake, string, string][] = [
  ['a template literal', (c) => config(c, { a: `x-${output()}` }), AS_TEXT, 'data.a'],
  [
    'a concatenation',
    (c) => pod(c, { env: [{ name: 'A', value: 'x' + output() }] }),
    AS_TEXT,
    'spec.containers[0].env[0].value',
  ],
  ['String()', (c) => pod(c, { image: String(output()) }), AS_TEXT, 'spec.containers[0].image'],
  ['join()', (c) => pod(c, { args: [['a', output()].join(',')] }), AS_TEXT, 'spec.containers[0].args[0]'],
  ['JSON.stringify()', (c) => config(c, { a: JSON.stringify({ b: output() }) }), AS_TEXT, 'data.a'],
  [
    'a template literal in an annotation',
    (c) => config(c, {}, { annotations: { a: `${output()}` } }),
    AS_TEXT,
    'metadata.annotations.a',
  ],
  ['a template literal in the name', (c) => config(c, {}, { name: `x-${output()}` }), AS_TEXT, 'metadata.name'],
  ['a template literal in stringData', (c) => secret(c, { stringData: { a: `${output()}` } }), AS_TEXT, 'stringData.a'],
  ['an Output as a key', (c) => config(c, { [output()]: 'x' }), AS_TEXT, 'data'],
  ['an Output as a key of labels', (c) => config(c, {}, { labels: { [output()]: 'x' } }), AS_TEXT, 'metadata.labels'],
  ['a late value as a key', (c, late) => config(c, { [late.string(output())]: 'x' }), 'late-key', 'data'],
  [
    'a late value as part of a key',
    (c, late) => config(c, { [`a.${late.string(output())}`]: 'x' }),
    'late-key',
    'data',
  ],
  [
    'a late value as a key of nodeSelector',
    (c, late) =>
      new k8s.KubePod(c, 'x', {
        metadata: { name: 'x' },
        spec: { containers: [], nodeSelector: { [late.string(output())]: 'x' } },
      }),
    'late-key',
    'spec.nodeSelector',
  ],
  ['an Output as the name', (c) => config(c, {}, { name: output() }), 'late-name', 'metadata.name'],
  ['an Output as the namespace', (c) => config(c, {}, { namespace: output() }), 'late-name', 'metadata.namespace'],
  [
    'an Output as the namespace of the chart',
    (c) => config(new Chart(c, 'inner', { namespace: output() }), {}),
    'late-name',
    'metadata.namespace',
  ],
  [
    'an Output as the kind',
    (c) => new ApiObject(c, 'x', { apiVersion: 'v1', kind: output(), metadata: { name: 'x' } }),
    'late-name',
    'kind',
  ],
  [
    'a late value as the apiVersion',
    (c, late) => new ApiObject(c, 'x', { apiVersion: late.string(output()), kind: 'A', metadata: { name: 'x' } }),
    'late-name',
    'apiVersion',
  ],
  [
    'a late value as the name',
    (c, late) => config(c, {}, { name: late.string(output()) }),
    'late-name',
    'metadata.name',
  ],
  [
    'a late value as part of the name',
    (c, late) => config(c, {}, { name: `x-${late.string(output())}` }),
    'late-name',
    'metadata.name',
  ],
  [
    'an Output as a Quantity',
    (c) => pod(c, { resources: { requests: { cpu: output<k8s.Quantity>() } } }),
    'late-lost',
    'spec.containers[0].resources.requests.cpu',
  ],
  [
    'a late value as a Quantity',
    (c, late) => pod(c, { resources: { limits: { memory: late.string(output()) } } }),
    'late-lost',
    'spec.containers[0].resources.limits.memory',
  ],
  [
    'an Output in Quantity.fromString',
    (c) => pod(c, { resources: { requests: { cpu: k8s.Quantity.fromString(output()) } } }),
    'output-in-union',
    'spec.containers[0].resources.requests.cpu',
  ],
  [
    'an Output as a port that may be a name',
    (c) =>
      new k8s.KubeService(c, 'x', {
        metadata: { name: 'x' },
        spec: { ports: [{ port: 1, targetPort: output<k8s.IntOrString>(80) }] },
      }),
    'late-lost',
    'spec.ports[0].targetPort',
  ],
  [
    'an Output in IntOrString.fromNumber',
    (c) =>
      new k8s.KubeService(c, 'x', {
        metadata: { name: 'x' },
        spec: { ports: [{ port: 1, targetPort: k8s.IntOrString.fromNumber(output<number>(80)) }] },
      }),
    'output-in-union',
    'spec.ports[0].targetPort',
  ],
  [
    'an Output as a typed map',
    (c) =>
      new k8s.KubeConfigMap(c, 'x', { metadata: { name: 'x' }, data: output<{ [key: string]: string }>({ a: 'b' }) }),
    'late-lost',
    'data',
  ],
  [
    'an Output as a typed spec',
    (c) => new k8s.KubePod(c, 'x', { metadata: { name: 'x' }, spec: output<k8s.PodSpec>({}) }),
    'late-lost',
    'spec',
  ],
  [
    'an Output in a JSON patch',
    (c) => config(c, { a: 'b' }).addJsonPatch(JsonPatch.replace('/data/a', output())),
    '',
    'data.a',
  ],
  [
    'an Output deep in a JSON patch',
    (c) => config(c, { a: 'b' }).addJsonPatch(JsonPatch.add('/data', { b: output() })),
    '',
    'data.b',
  ],
  [
    'a late value in the path of a JSON patch',
    (c, late) => config(c, { a: 'b' }).addJsonPatch(JsonPatch.add(`/data/${late.string(output())}`, 'x')),
    'late-key',
    'data',
  ],
  ['an Output in an override', (c) => override(c, '/data/a', output()), 'output-too-late', 'data.a'],
  ['an Output deep in an override', (c) => override(c, '/data', { b: output() }), 'output-too-late', 'data.b'],
  [
    'a late value as the name, by a patch',
    (c, late) => config(c, {}).addJsonPatch(JsonPatch.replace('/metadata/name', late.string(output()))),
    'late-name',
    'metadata.name',
  ],
  ['a secret in a ConfigMap', (c, late) => config(c, { a: late.secret(output()) }), 'secret-in-config-map', 'data.a'],
  [
    'a secret within the text of a ConfigMap',
    (c, late) => config(c, { a: `url=jdbc://${late.secret(output())}\n` }),
    'secret-in-config-map',
    'data.a',
  ],
  [
    'a secret in the configuration of a job',
    (c, late) => job(c, { conf: SparkConf.of({ 'spark.etl.table': late.secret(output()) }) }),
    'secret-in-config-map',
    'data["spark.properties"]',
  ],
  ['a late value cut short', (c, late) => config(c, { a: late.string(output()).slice(0, 20) }), 'late-cut', 'data.a'],
  [
    'a late value in upper case',
    (c, late) => config(c, { a: late.string(output()).toUpperCase() }),
    'late-cut',
    'data.a',
  ],
  [
    'a late value in base64',
    (c, late) => secret(c, { data: { a: Buffer.from(`x${late.string(output())}`).toString('base64') } }),
    'late-cut',
    'data.a',
  ],
  [
    'advice in base64',
    (c) => secret(c, { data: { a: Buffer.from(`${output()}`).toString('base64') } }),
    'late-cut',
    'data.a',
  ],
  [
    'a late value of another deployment',
    (c) => config(c, { a: FOREIGN.string(pulumi.output('a')) }),
    'late-foreign',
    'data.a',
  ],
  ['a Promise', (c) => config(c, { a: Promise.resolve('a') }), 'not-plain', 'data.a'],
  ['a resource', (c) => config(c, { a: new pulumi.ComponentResource('test:x:Y', 'y') }), 'not-plain', 'data.a'],
  ['a function', (c) => config(c, { a: () => pulumi.output('a') }), 'not-plain', 'data.a'],
  ['a spread Output', (c) => config(c, { ...output<object>({ a: 'b' }) }), 'not-plain', 'data.'],
  [
    'a template literal in the configuration of a job',
    (c) => job(c, { conf: SparkConf.of({ 'spark.etl.table': `${output()}` }) }),
    '',
    '',
  ],
  [
    'a template literal in the arguments of a job',
    (c) => job(c, { application: SparkApplication.python('local:///a.py', { args: [`${output()}`] }) }),
    AS_TEXT,
    'spec.template.spec.containers[0].args',
  ],
  [
    'a generated name',
    (c) => config(c, {}, { generateName: 'x-' }).addJsonPatch(JsonPatch.remove('/metadata/name')),
    'generated-name',
    'metadata.generateName',
  ],
  [
    'a field that Pulumi drops',
    (c) => new ApiObject(c, 'x', { apiVersion: 'example.com/v1', kind: 'A', metadata: { name: 'x' }, id: 'a' }),
    'reserved-field',
    'id',
  ],
  [
    'two objects of one identity',
    (c) => [config(c, {}), config(new Chart(c, 'inner', { namespace: 'ns' }), {})],
    'duplicate-object',
    'metadata.name',
  ],
];

function override(chart: Chart, path: string, value: unknown): void {
  const props = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' }, data: { a: 'b' } };
  new KubeObject(chart, 'x', props).override(path, value);
}

test.each(MISTAKES)('%s is reported with the construct', (_, mistake, rule, at) => {
  let message = '';
  try {
    engine.deployment((app, late) => void mistake(new Chart(app, 'chart', { namespace: 'ns' }), late));
  } catch (error) {
    message = (error as Error).message;
  }
  expect(message).toContain('[chart/');
  expect(message).toContain(`${rule}: ${at}`);
  expect(message).toContain('Fix: ');
  if (process.env.SHOW) process.stdout.write(`${message}\n\n`);
});

test('mistakes are reported together, and then nothing is registered', () => {
  engine.registered.length = 0;
  const deploy = (): unknown =>
    engine.deployment((app) => {
      config(new Chart(app, 'one'), { a: `${output()}` });
      config(new Chart(app, 'two'), {}, { name: output() });
    });
  expect(deploy).toThrow(/\[one\/x\].*\n.*\[two\/x\]/);
  expect(engine.objects()).toEqual([]);
});

test.each([
  ['a plain string', (late: LateValues) => late.string('text' as never), 'pulumi/late-argument'],
  ['a number', (late: LateValues) => late.secret(1 as never), 'pulumi/late-argument'],
])('%s is no late value', (_, make, expected) => {
  expect(() => engine.deployment((_app, late) => void make(late))).toThrow(expected);
});

test('arithmetic with an Output stops where it is done', () => {
  expect(() => engine.deployment(() => void Size.gibibytes(output<number>(1)).toMebibytes())).toThrow();
});

describe('while the deployment runs', () => {
  /** Why the restored field fails. */
  async function failure(make: (late: LateTable) => string, isConfigMap = false): Promise<string> {
    const table = new LateTable('test');
    const { data } = new Restoration(table, 'chart/x', isConfigMap).restore({ data: make(table) }) as { data: unknown };
    const parts = data as { promise(): Promise<unknown>; isKnown: unknown; isSecret: unknown; allResources(): unknown };
    const [result] = await Promise.allSettled([parts.promise(), parts.isKnown, parts.isSecret, parts.allResources()]);
    return result?.status === 'rejected' ? (result.reason as Error).message : 'no failure';
  }

  test.each([
    ['an Output without a value', (late: LateTable) => late.string(pulumi.output(undefined)), 'late-undefined'],
    ['one within a text', (late: LateTable) => `a${late.string(pulumi.output(undefined))}`, 'late-undefined'],
    ['null', (late: LateTable) => late.string(pulumi.output(null)), 'late-undefined'],
    ['a record within a text', (late: LateTable) => `a${late.string(pulumi.output({ a: 1 }))}`, 'late-structure'],
    ['a list within a text', (late: LateTable) => `a${late.string(pulumi.output(['a']))}`, 'late-structure'],
  ])('%s is an error', async (_, make, rule) => {
    expect(await failure(make)).toMatch(new RegExp(`^\\[chart/x\\] pulumi/${rule}: data = `));
  });

  test.each([
    ['alone', (late: LateTable) => late.string(pulumi.secret('a'))],
    ['in a text', (late: LateTable) => `a${late.string(pulumi.interpolate`${pulumi.secret('a')}`)}`],
  ])('a value that turns out to be secret is an error in a ConfigMap: %s', async (_, make) => {
    expect(await failure(make, true)).toMatch(/^\[chart\/x\] pulumi\/secret-in-config-map: data = "a secret Output"/);
    expect(await failure(make, false)).toBe('no failure');
  });
});

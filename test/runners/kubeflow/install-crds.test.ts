import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { KubeflowCrds } from '../../../lib/runners/kubeflow/install/props';
import { at, type Manifest } from '../../cluster/manifest';
import { installed, kinds, operator } from './installed';

const definitions = kinds(installed(), 'CustomResourceDefinition');
const SCHEMA = 'spec.versions.0.schema.openAPIV3Schema';

interface Part {
  readonly type?: string;
  readonly nullable?: boolean;
  readonly properties?: { readonly [field: string]: Part };
  readonly items?: Part;
  readonly additionalProperties?: Part;
  readonly required?: readonly string[];
  readonly [keyword: string]: unknown;
}

const schema = (plural: string): Part =>
  at<Part>(
    definitions.find(({ metadata }) => metadata.name.startsWith(`${plural}.`)),
    SCHEMA,
  ) ?? {};

/** The part of a schema at a path such as `spec.driver.env[].value`. */
function part(root: Part, path: string): Part | undefined {
  return path
    .replaceAll('[]', '.[]')
    .split('.')
    .reduce<Part | undefined>((here, step) => (step === '[]' ? here?.items : here?.properties?.[step]), root);
}

test('three kinds, each approved as groups under k8s.io must be', () => {
  expect(definitions.map(({ metadata }) => metadata.name)).toEqual([
    'sparkapplications.sparkoperator.k8s.io',
    'scheduledsparkapplications.sparkoperator.k8s.io',
    'sparkconnects.sparkoperator.k8s.io',
  ]);
  for (const { metadata } of definitions) {
    expect(metadata.annotations?.['api-approved.kubernetes.io']).toMatch(/^https:/);
  }
});

test('they fit into the annotation of a client-side apply, which holds 256 KiB', () => {
  for (const definition of definitions) expect(JSON.stringify(definition).length).toBeLessThan(0.9 * 256 * 1024);
});

test('can be left to somebody else', () => {
  expect(operator({ crds: KubeflowCrds.EXTERNAL }).definitions).toEqual([]);
  expect(kinds(installed({ crds: KubeflowCrds.EXTERNAL }), 'CustomResourceDefinition')).toEqual([]);
});

test.each([
  ['spec.driver.cores', 'integer'],
  ['spec.executor.instances', 'integer'],
  ['spec.driver.env', 'array'],
  ['spec.volumes', 'array'],
  ['spec.driver.template.spec.containers', 'array'],
  ['spec.driver.template.spec.containers[].env[].value', 'string'],
  ['spec.executor.template.spec.terminationGracePeriodSeconds', 'integer'],
  ['spec.executor.template.spec.volumes[].emptyDir', 'object'],
])('%s is of type %s, in applications and in the template of a schedule', (path, type) => {
  expect(part(schema('sparkapplications'), path)?.type).toBe(type);
  expect(part(schema('scheduledsparkapplications'), path.replace('spec.', 'spec.template.'))?.type).toBe(type);
});

test('what Go writes as null may be null', () => {
  for (const path of ['spec.driver.template.spec.containers', 'spec.driver.template.metadata.creationTimestamp']) {
    expect(part(schema('sparkapplications'), path)?.nullable).toBe(true);
  }
  expect(part(schema('sparkapplications'), 'status.terminationTime')?.nullable).toBe(true);
});

test('numbers may be text where Go takes either, and quantities are checked', () => {
  const container = part(schema('sparkapplications'), 'spec.driver.template.spec.containers[]');
  const port = container && part(container, 'livenessProbe.httpGet.port');
  expect(port).toMatchObject({ 'x-kubernetes-int-or-string': true, maximum: 2147483647 });
  const limits = container && part(container, 'resources.limits');
  expect(limits?.additionalProperties).toMatchObject({
    'x-kubernetes-int-or-string': true,
    pattern: expect.any(String),
  });
});

/** Every object, list and scalar of a schema by its path, as a type. */
function types(root: Part, path = ''): Map<string, string> {
  const { type, properties = {}, items, additionalProperties } = root;
  const found = new Map([[path, root['x-kubernetes-int-or-string'] === true ? 'int-or-string' : (type ?? 'any')]]);
  const add = (more: Map<string, string>): void => more.forEach((value, key) => found.set(key, value));
  for (const [field, inner] of Object.entries(properties)) add(types(inner, `${path}.${field}`));
  if (items !== undefined) add(types(items, `${path}[]`));
  if (additionalProperties !== undefined) add(types(additionalProperties, `${path}{}`));
  return found;
}

/** Constraints of a schema by their paths, in an order of their own. */
function constraints(root: Part, keyword: string, path = ''): [string, unknown][] {
  const { properties = {}, items, additionalProperties } = root;
  const value = root[keyword];
  return [
    ...(value === undefined ? [] : [[path, Array.isArray(value) ? [...value].sort() : value] as [string, unknown]]),
    ...Object.entries(properties).flatMap(([field, inner]) => constraints(inner, keyword, `${path}.${field}`)),
    ...(items === undefined ? [] : constraints(items, keyword, `${path}[]`)),
    ...(additionalProperties === undefined ? [] : constraints(additionalProperties, keyword, `${path}{}`)),
  ];
}

/** The operator's own definitions, one file each, below the folder of docs/testing.md; without it nothing is compared. */
const FOLDER = process.env.CDK8S_SPARK_CRDS;
const official = (name: string): Manifest => {
  const [plural = '', ...group] = name.split('.');
  const file = join(FOLDER ?? '', 'spark-operator-2.5.2', `${group.join('.')}_${plural}.yaml`);
  return parse(readFileSync(file, 'utf8')) as Manifest;
};

describe.each(definitions.map(({ metadata }) => metadata.name))('%s beside the official definition', (name) => {
  const compare = FOLDER === undefined ? test.skip : test;
  const ours = definitions.find(({ metadata }) => metadata.name === name);
  const [own = {}] = [at<Part>(ours, SCHEMA)];
  const theirs = (): Part => at<Part>(official(name), SCHEMA) ?? {};

  // One object that the operator cannot decode hides all others from it.
  compare('types every field that it has, in the same way', () => {
    // The API server itself looks after the first two.
    const have = types(own).set('.apiVersion', 'string').set('.kind', 'string');
    const missing = [...types(theirs())].filter(([path, type]) => have.get(path) !== type);
    expect(missing).toEqual([]);
  });

  compare('refuses nothing that it accepts outside of pod templates, and all that its limits refuse', () => {
    const outside = (list: [string, unknown][]): [string, unknown][] =>
      list.filter(([path]) => !/\.(driver|executor|server)\.(template|service)\b/.test(path)).sort();
    const widest = [-(2 ** 31), 2 ** 31 - 1];
    for (const keyword of ['minimum', 'maximum', 'enum']) {
      // Conditions are written by the operator alone; a number beyond 32 bits is one that Go cannot decode.
      const wanted = outside(constraints(theirs(), keyword)).filter(([path]) => !path.includes('.conditions'));
      const own32 = outside(constraints(own, keyword)).filter(([, value]) => !widest.includes(value as number));
      expect(own32).toEqual(wanted);
    }
    const demanded = new Map(outside(constraints(theirs(), 'required')));
    const more = outside(constraints(own, 'required')).filter(([path, names]) => {
      const theirNames = (demanded.get(path) ?? []) as string[];
      return (names as string[]).some((field) => !theirNames.includes(field));
    });
    expect(more).toEqual([]);
  });

  compare('has the same names, columns and status', () => {
    const other = official(name);
    for (const path of [
      'spec.names',
      'spec.scope',
      'spec.group',
      'spec.versions.0.name',
      'spec.versions.0.subresources',
    ]) {
      expect([path, at(ours, path)]).toEqual([path, at(other, path)]);
    }
    const columns = at<object[]>(other, 'spec.versions.0.additionalPrinterColumns');
    expect(at(ours, 'spec.versions.0.additionalPrinterColumns')).toEqual(columns);
  });
});

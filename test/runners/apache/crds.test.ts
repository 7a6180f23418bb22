import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { at, type Manifest } from '../../cluster/manifest';
import { installed, kinds } from './installed';

const definitions = kinds(installed(), 'CustomResourceDefinition');
const ours = (plural: string): Manifest =>
  definitions.find(({ metadata }) => metadata.name.startsWith(`${plural}.`)) as Manifest;

test('are the two kinds, small enough for the annotation of a client-side apply', () => {
  expect(definitions.map(({ metadata }) => metadata.name)).toEqual([
    'sparkapplications.spark.apache.org',
    'sparkclusters.spark.apache.org',
  ]);
  for (const definition of definitions) expect(JSON.stringify(definition).length).toBeLessThan(256 << 10);
});

test.each(['sparkapplications', 'sparkclusters'])('%s: state and age are shown, status is written apart', (plural) => {
  expect(at(ours(plural), 'spec.versions.0')).toMatchObject({
    name: 'v1',
    subresources: { status: {} },
    additionalPrinterColumns: [
      { name: 'Current State', jsonPath: '.status.currentState.currentStateSummary', type: 'string' },
      { name: 'Age', jsonPath: '.metadata.creationTimestamp', type: 'date' },
    ],
  });
});

/** Scalars of a schema by their paths: types, and what they may be. */
function scalars(part: unknown, path = ''): Map<string, string> {
  const schema = part as {
    type?: string;
    enum?: string[];
    properties?: { [field: string]: unknown };
    items?: unknown;
    additionalProperties?: unknown;
  };
  const { properties, items, additionalProperties } = schema;
  const found = new Map<string, string>();
  const add = (more: Map<string, string>): void => more.forEach((value, key) => found.set(key, value));
  for (const [field, inner] of Object.entries(properties ?? {})) add(scalars(inner, `${path}.${field}`));
  if (items !== undefined) add(scalars(items, `${path}[]`));
  if (additionalProperties !== undefined) add(scalars(additionalProperties, `${path}{}`));
  if (!properties && !items && !additionalProperties) {
    found.set(path, [schema.type ?? 'quantity', ...[...(schema.enum ?? [])].sort()].join(' '));
  }
  return found;
}

/** The operator's own definitions, below the folder of docs/testing.md; without it nothing is compared. */
const FOLDER = process.env.CDK8S_SPARK_CRDS ?? '';

/** Kubernetes' own types inside: typed as far as a wrong value is likely. */
const KUBERNETES =
  /\.(podTemplateSpec|statefulSetSpec|serviceSpec|ingressSpec|httpRouteSpec|grpcRouteSpec|horizontalPodAutoscalerSpec|\w*[mM]etadata|lastObservedDriverStatus)\b/;

(FOLDER === '' ? describe.skip : describe).each(['sparkapplications', 'sparkclusters'])('%s', (plural) => {
  const file = join(FOLDER, 'apache-spark-operator-1.0.0', `${plural}.spark.apache.org-v1.yaml`);
  const theirs = FOLDER === '' ? undefined : (parse(readFileSync(file, 'utf8')) as Manifest);
  const official = at<{ name: string; schema: { openAPIV3Schema: unknown } }[]>(theirs, 'spec.versions')?.find(
    ({ name }) => name === 'v1',
  );
  const wanted = scalars(official?.schema.openAPIV3Schema ?? {});
  const have = scalars(at(ours(plural), 'spec.versions.0.schema.openAPIV3Schema') ?? {});

  test('types every field of its own as the official definition does', () => {
    const own = [...wanted].filter(([path]) => path !== '' && !KUBERNETES.test(path));
    expect(own.length).toBeGreaterThan(15);
    for (const [path, type] of own) expect([path, have.get(path)]).toEqual([path, type]);
  });

  test('types nothing else otherwise', () => {
    const typed = [...have].filter(([, type]) => type !== 'object');
    for (const [path, type] of typed) expect([path, wanted.get(path)]).toEqual([path, type]);
  });

  test('agrees on names and scope', () => {
    expect(at(ours(plural), 'spec.names')).toEqual({
      ...at<object>(theirs, 'spec.names'),
      listKind: expect.any(String) as unknown,
    });
    expect(at(ours(plural), 'spec.scope')).toBe('Namespaced');
  });
});

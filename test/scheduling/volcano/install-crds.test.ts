import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { VOLCANO_CRDS } from '../../../lib/scheduling/volcano/install/crds';
import { VolcanoCrds } from '../../../lib/scheduling/volcano/install/props';
import { at, type Manifest } from '../../cluster/manifest';
import { installed, kinds, volcano } from './installed';

const definitions = kinds(installed(), 'CustomResourceDefinition');
const schema = (plural: string): unknown =>
  at(
    definitions.find(({ metadata }) => metadata.name.startsWith(`${plural}.`)),
    'spec.versions.0.schema.openAPIV3Schema',
  );

test('the definitions', () => expect(definitions).toMatchSnapshot());

test('are the least that Volcano starts with', () => {
  expect(definitions.map(({ metadata }) => metadata.name)).toEqual([
    'queues.scheduling.volcano.sh',
    'podgroups.scheduling.volcano.sh',
    'commands.bus.volcano.sh',
    'numatopologies.nodeinfo.volcano.sh',
    'hypernodes.topology.volcano.sh',
  ]);
});

test('fit into the annotation of a client-side apply many times over', () => {
  for (const definition of definitions) expect(JSON.stringify(definition).length).toBeLessThan(16 << 10);
});

test('can be left to somebody else', () => {
  const made = volcano({ crds: VolcanoCrds.EXTERNAL });
  expect(made.definitions).toEqual([]);
  expect(kinds(installed({ crds: VolcanoCrds.EXTERNAL }), 'CustomResourceDefinition')).toEqual([]);
});

test('a Queue has a weight from the start, and its status apart; a PodGroup has its status beside the rest', () => {
  expect(at(schema('queues'), 'properties.spec.properties.weight')).toEqual({
    type: 'integer',
    format: 'int32',
    minimum: 1,
    maximum: 65535,
    default: 1,
  });
  const apart = VOLCANO_CRDS.map(({ kind, statusSubresource }) => [kind, statusSubresource]);
  expect(Object.fromEntries(apart)).toMatchObject({ Queue: true, PodGroup: false });
});

/** Scalars of a schema by their paths, as types. */
function scalars(part: unknown, path = ''): Map<string, string> {
  const { type, properties, items, additionalProperties } = part as {
    type?: string;
    properties?: { [field: string]: unknown };
    items?: unknown;
    additionalProperties?: unknown;
  };
  const found = new Map<string, string>();
  const add = (more: Map<string, string>): void => more.forEach((value, key) => found.set(key, value));
  for (const [field, inner] of Object.entries(properties ?? {})) add(scalars(inner, `${path}.${field}`));
  if (items !== undefined) add(scalars(items, `${path}[]`));
  if (additionalProperties !== undefined) add(scalars(additionalProperties, `${path}{}`));
  if (!properties && !items && !additionalProperties) found.set(path, type ?? 'quantity');
  return found;
}

/** Volcano's own definitions, one file each, below the folder of docs/testing.md; without it nothing is compared. */
const FOLDER = process.env.CDK8S_SPARK_CRDS;
const OFFICIAL = FOLDER === undefined ? '' : join(FOLDER, 'volcano-1.15.1');
const official = (name: string): Manifest => {
  const [plural = '', ...group] = name.split('.');
  return parse(readFileSync(join(OFFICIAL, `${group.join('.')}_${plural}.yaml`), 'utf8')) as Manifest;
};

// One object that Volcano cannot decode hides all others of its kind.
(OFFICIAL === '' ? test.skip : test).each(definitions.map(({ metadata }) => metadata.name))(
  '%s types every number and flag that the official definition has, and agrees on names',
  (name) => {
    const theirs = official(name);
    const ours = definitions.find(({ metadata }) => metadata.name === name);
    const [wanted, have] = [theirs, ours].map((crd) => scalars(at(crd, 'spec.versions.0.schema.openAPIV3Schema')));
    const typed = [...(wanted ?? [])].filter(([, type]) => ['integer', 'number', 'boolean', 'quantity'].includes(type));
    for (const [path, type] of typed) expect([path, have?.get(path)]).toEqual([path, type]);
    expect(at(ours, 'spec.names')).toEqual(at(theirs, 'spec.names'));
    expect(at(ours, 'spec.scope')).toBe(at(theirs, 'spec.scope'));
    expect(at(ours, 'spec.versions.0.subresources') ?? {}).toEqual(at(theirs, 'spec.versions.0.subresources') ?? {});
  },
);

import { Testing } from 'cdk8s';
import { customResourceDefinition, Field, type CrdSpec } from '../../lib/kube/crd';
import { SparkTesting } from '../../lib/testing';
import { at } from '../cluster/manifest';
import { schemaErrors } from '../schema/validator';

const SPEC: CrdSpec = {
  group: 'example.com',
  version: 'v1',
  kind: 'Thing',
  plural: 'things',
  singular: 'thing',
  statusSubresource: false,
  fields: { spec: Field.object({ count: Field.integer(0), on: Field.flag() }) },
};

const make = (more: Partial<CrdSpec> = {}): object => {
  const chart = Testing.chart();
  customResourceDefinition(chart, 'crd', { ...SPEC, ...more }, { a: 'b' });
  const manifest = SparkTesting.find(chart, 'CustomResourceDefinition', 'things.example.com');
  // The generator of the validators drops fields whose names have dashes.
  expect(schemaErrors(manifest).filter((breach) => !/x-kubernetes-[a-z-]+: unknown field$/.test(breach))).toEqual([]);
  return manifest;
};

test('names, scope and version', () => {
  expect(make({ shortNames: ['t'] })).toMatchObject({
    metadata: { labels: { a: 'b' } },
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { kind: 'Thing', listKind: 'ThingList', plural: 'things', singular: 'thing', shortNames: ['t'] },
      versions: [{ name: 'v1', served: true, storage: true }],
    },
  });
  expect(make({ clusterScoped: true })).toMatchObject({ spec: { scope: 'Cluster' } });
});

test('what is known is typed, what is not known is kept', () => {
  expect(at(make(), 'spec.versions.0.schema.openAPIV3Schema')).toEqual({
    type: 'object',
    'x-kubernetes-preserve-unknown-fields': true,
    properties: {
      spec: {
        type: 'object',
        'x-kubernetes-preserve-unknown-fields': true,
        properties: { count: { type: 'integer', format: 'int32', minimum: 0 }, on: { type: 'boolean' } },
      },
    },
  });
});

test('status is a subresource only where it is asked for', () => {
  expect(at(make(), 'spec.versions.0.subresources')).toBeUndefined();
  expect(at(make({ statusSubresource: true }), 'spec.versions.0.subresources')).toEqual({ status: {} });
});

test('columns', () => {
  const columns = { COUNT: ['.spec.count', 'integer'] } as const;
  expect(at(make({ columns }), 'spec.versions.0.additionalPrinterColumns')).toEqual([
    { name: 'COUNT', jsonPath: '.spec.count', type: 'integer' },
  ]);
});

describe('a quantity', () => {
  const pattern = new RegExp(at<string>(Field.quantities(), 'additionalProperties.pattern') ?? '^$');

  test.each(['1', '0.5', '.5', '500m', '1Gi', '1e3', '-1', '+2k', '5.', '1E'])('may be %s', (quantity) => {
    expect(pattern.test(quantity)).toBe(true);
  });
  test.each(['', 'x', '1 Gi', '1gi', 'Gi', '1e', '1.2.3'])('may not be "%s"', (quantity) => {
    expect(pattern.test(quantity)).toBe(false);
  });
});

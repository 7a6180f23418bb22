import type { Manifest } from '../../lib/testing';
import { CustomKinds } from './custom-kinds';

const DEFINITION = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'things.example.com' },
  spec: {
    group: 'example.com',
    names: { kind: 'Thing' },
    versions: [
      {
        name: 'v1',
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              spec: {
                type: 'object',
                required: ['name'],
                properties: {
                  name: { type: 'string', pattern: '^[a-z]+$', maxLength: 5 },
                  weight: { type: 'integer', minimum: 1, maximum: 9 },
                  mode: { type: 'string', enum: ['a', 'b'] },
                  on: { type: 'boolean' },
                  amounts: {
                    type: 'object',
                    additionalProperties: { 'x-kubernetes-int-or-string': true, pattern: '^\\d+Gi$' },
                  },
                  list: { type: 'array', maxItems: 1, items: { type: 'string' } },
                  rest: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
                },
              },
            },
          },
        },
      },
    ],
  },
} as unknown as Manifest;

const errors = (spec: unknown, kind = 'Thing'): string[] | undefined =>
  new CustomKinds([DEFINITION]).errors({ apiVersion: 'example.com/v1', kind, metadata: { name: 'x' }, spec });

test('a whole object conforms', () => {
  const amounts = { cpu: 1, memory: '2Gi' };
  expect(errors({ name: 'abc', weight: 9, mode: 'b', on: false, amounts, list: ['x'], rest: { any: [1] } })).toEqual(
    [],
  );
});

test.each<[string, unknown, string]>([
  ['a missing field', {}, '/spec/name: missing'],
  ['an unknown field', { name: 'a', nmae: 1 }, '/spec/nmae: unknown field'],
  ['a wrong pattern', { name: 'A' }, '/spec/name: does not fit'],
  ['a long text', { name: 'abcdef' }, '/spec/name: does not fit'],
  ['a number out of bounds', { name: 'a', weight: 10 }, '/spec/weight: out of bounds'],
  ['a fraction', { name: 'a', weight: 1.5 }, '/spec/weight: not of type integer'],
  ['a word for a boolean', { name: 'a', on: 'true' }, '/spec/on: not of type boolean'],
  ['a value outside the enum', { name: 'a', mode: 'c' }, '/spec/mode: not one of a, b'],
  [
    'a wrong quantity',
    { name: 'a', amounts: { memory: '2' } },
    '/spec/amounts/memory: neither an integer nor a string that fits',
  ],
  ['a long list', { name: 'a', list: ['x', 'y'] }, '/spec/list: 2 items'],
  ['an object for a list', { name: 'a', list: {} }, '/spec/list: not of type array'],
])('%s is found', (_, spec, error) => expect(errors(spec)).toEqual([error]));

test('a kind without definition is not judged', () => expect(errors({}, 'Other')).toBeUndefined());

import { ApiObject, App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { SparkTesting } from '../lib/testing';

function chart(): Chart {
  const made = new Chart(new App(), 'jobs', { namespace: 'etl', disableResourceNameHashes: true });
  const group = new Construct(made, 'group');
  new ApiObject(group, 'one', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'one' },
    data: { a: 'x', b: undefined },
  });
  new ApiObject(made, 'two', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'two' } });
  new ApiObject(made, 'pod', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'one' } });
  return made;
}

test('manifests are plain JSON, in tree order, from any scope', () => {
  const made = chart();
  expect(SparkTesting.manifests(made).map(({ kind, metadata }) => `${kind}/${metadata.name}`)).toEqual([
    'ConfigMap/one',
    'ConfigMap/two',
    'Pod/one',
  ]);
  expect(SparkTesting.manifests(made.node.findChild('group'))).toStrictEqual([
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'one', namespace: 'etl' }, data: { a: 'x' } },
  ]);
});

test('find by kind and name, or by kind alone', () => {
  expect(SparkTesting.find(chart(), 'ConfigMap', 'two')).toMatchObject({
    kind: 'ConfigMap',
    metadata: { name: 'two' },
  });
  expect(SparkTesting.find(chart(), 'Pod').metadata.name).toBe('one');
});

test.each([
  ['Secret', undefined, 'no Secret in jobs; there are: ConfigMap etl/one, ConfigMap etl/two, Pod etl/one'],
  ['Pod', 'two', 'no Pod two in jobs; there are: ConfigMap etl/one, ConfigMap etl/two, Pod etl/one'],
  ['ConfigMap', undefined, '2 ConfigMap in jobs; there are: ConfigMap etl/one, ConfigMap etl/two'],
])('find %s %s says what there is', (kind, name, message) => {
  expect(() => SparkTesting.find(chart(), kind, name)).toThrow(message);
});

test('an empty app', () => {
  expect(() => SparkTesting.find(new App(), 'Pod')).toThrow('no Pod in the app; there are: no objects');
});

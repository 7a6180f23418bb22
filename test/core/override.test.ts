import { ApiObject, Testing, type Chart } from 'cdk8s';
import { Component } from '../../lib';
import { applyOverrides } from '../../lib/core/override';
import { job, plain } from '../spark/jobs';

class Empty extends Component {}

test('sets, makes parents, appends, removes', () => {
  const one = job();
  one.override('/spec/suspend', true);
  one.override('/spec/template/spec/securityContext/sysctls/-', { name: 'a', value: 'b' });
  one.override('/spec/ttlSecondsAfterFinished');
  one.override('/metadata/annotations/example.com~1team', 'data');
  const json = plain<{ spec: object; metadata: object }>(one.resource.toJson());
  expect(json.spec).toMatchObject({
    suspend: true,
    template: { spec: { securityContext: { runAsNonRoot: true, sysctls: [{ name: 'a', value: 'b' }] } } },
  });
  expect(json.spec).not.toHaveProperty('ttlSecondsAfterFinished');
  expect(json.metadata).toMatchObject({ annotations: { 'example.com/team': 'data' } });
});

test('the last of several wins', () => {
  const one = job();
  one.override('/spec/backoffLimit', 1);
  one.override('/spec/backoffLimit', 2);
  expect(plain<{ spec: object }>(one.resource.toJson()).spec).toMatchObject({ backoffLimit: 2 });
});

test('a foreign object gets a patch', () => {
  class Foreign extends Component {
    public constructor(scope: Chart) {
      super(scope, 'x');
      new ApiObject(this, 'Resource', { apiVersion: 'v1', kind: 'ConfigMap', data: { a: '1', b: '2' } });
    }
  }
  const chart = Testing.chart();
  const foreign = new Foreign(chart);
  foreign.override('/data/a', '3');
  foreign.override('/data/b');
  expect(Testing.synth(chart)[0].data).toEqual({ a: '3' });
});

test.each(['/apiVersion', '/kind', '/metadata', '/metadata/name', '/metadata/namespace'])('%s is identity', (path) => {
  expect(() => job().override(path, 'x')).toThrow(`core/override-identity: override = "${path}"`);
});
test.each(['', '/', 'spec', '/spec/', '//a'])('%p is no path', (path) => {
  expect(() => job().override(path, 'x')).toThrow('core/override-path: ');
});
test('a construct without a main object says so', () => {
  expect(() => new Empty(Testing.chart(), 'x').override('/a', 1)).toThrow(
    '[test/x] core/no-main-object: override = "/a"',
  );
});

test('documents are copied, lists too', () => {
  const document = { a: [{ b: 1 }, { b: 2 }] };
  expect(applyOverrides(document, { '/a/1/b': 3, '/a/0': undefined })).toEqual({ a: [{ b: 3 }] });
  expect(document).toEqual({ a: [{ b: 1 }, { b: 2 }] });
});

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject, App, Chart, JsonPatch, Lazy, Size, YamlOutputType, type AppProps } from 'cdk8s';
import { Construct } from 'constructs';
import { KubeObject } from '../../lib/kube/object';
import { PlatformApp } from '../../lib/synth/platform-app';
import { configMap, parsed, readTree, temporary, type Plant } from './trees';

/** The lines of the error that this tree ends in; also proves that nothing was written. */
function errors(plant: Plant, props: AppProps = {}): string[] {
  const outdir = join(temporary(), 'out');
  const app = new PlatformApp({ outdir, summary: false, ...props });
  plant(app);
  let message = '';
  try {
    app.synth();
  } catch (error) {
    message = (error as Error).message;
  }
  expect(existsSync(outdir)).toBe(false);
  return message
    .split('\n')
    .slice(1)
    .map((line) => line.trim());
}

function inChart(build: (chart: Chart) => void): Plant {
  return (app) => build(new Chart(app, 'c', { namespace: 'etl' }));
}

function spec(value: unknown): Plant {
  return inChart(
    (chart) => new ApiObject(chart, 'x', { apiVersion: 'e.com/v1', kind: 'X', metadata: { name: 'x' }, spec: value }),
  );
}

class Money {
  public constructor(public readonly value: number) {}
}

describe('values that YAML cannot carry', () => {
  test.each<[string, unknown, string]>([
    ['null in a map', { a: { b: null } }, '[c/x] synth/null-value: spec.a.b = null'],
    ['null in a list', { a: [1, null] }, '[c/x] synth/null-value: spec.a[1] = null'],
    ['undefined in a list', { a: [undefined] }, '[c/x] synth/null-value: spec.a[0] = undefined'],
    ['a late null', { a: Lazy.any({ produce: () => null }) }, '[c/x] synth/null-value: spec.a = null'],
    ['NaN', { 'a.b/c': NaN }, '[c/x] synth/not-finite: spec["a.b/c"] = NaN'],
    ['Infinity', { a: [{ b: -Infinity }] }, '[c/x] synth/not-finite: spec.a[0].b = -Infinity'],
    ['a late NaN', { a: Lazy.any({ produce: () => ({ b: NaN }) }) }, '[c/x] synth/not-finite: spec.a.b = NaN'],
    ['a Date', { a: new Date(0) }, '[c/x] synth/not-plain: spec.a = "instance of Date"'],
    ['a Map', { a: new Map() }, '[c/x] synth/not-plain: spec.a = "instance of Map"'],
    ['a Size', { a: Size.gibibytes(1) }, '[c/x] synth/not-plain: spec.a = "instance of Size"'],
    ['an instance with a field called value', { a: new Money(1) }, '[c/x] synth/not-plain: spec.a = {"value":1}'],
    [
      'an object without prototype',
      { a: Object.create(null) as object },
      '[c/x] synth/not-plain: spec.a = "instance of',
    ],
    ['a function', { a: () => 1 }, '[c/x] synth/not-plain: spec.a = "function"'],
  ])('%s', (_, value, expected) => {
    const lines = errors(spec(value));
    expect(lines).toHaveLength(1);
    expect(lines[0]?.slice(0, expected.length)).toBe(expected);
  });

  test('null in metadata, in a patch and in an override', () => {
    const lines = errors(
      inChart((chart) => {
        new ApiObject(chart, 'm', { apiVersion: 'v1', kind: 'Pod', metadata: { annotations: { a: null as never } } });
        configMap(chart, 'p').addJsonPatch(JsonPatch.add('/data', { a: null }));
        new KubeObject(chart, 'o', { apiVersion: 'v1', kind: 'Pod' }).override('/spec/x', NaN);
      }),
    );
    expect(lines.map((line) => line.split(' = ')[0])).toEqual([
      '[c/m] synth/null-value: metadata.annotations.a',
      '[c/p] synth/null-value: data.a',
      '[c/o] synth/not-finite: spec.x',
    ]);
  });

  test('an object that throws while it is rendered', () => {
    const lines = errors(inChart((chart) => configMap(chart, 'p').addJsonPatch(JsonPatch.replace('/a/b/c', 1))));
    expect(lines[0]).toContain('[c/p] synth/cannot-render: toJson = "ConfigMap p"');
  });
});

describe('identity', () => {
  test('two objects of one identity, whatever the version', () => {
    const lines = errors(
      inChart((chart) => {
        new ApiObject(chart, 'a', { apiVersion: 'e.com/v1', kind: 'X', metadata: { name: 'x' } });
        new ApiObject(chart, 'b', { apiVersion: 'e.com/v2', kind: 'X', metadata: { name: 'x' } });
        new ApiObject(chart, 'c', { apiVersion: 'e.com/v2', kind: 'X', metadata: { name: 'x', namespace: 'other' } });
      }),
    );
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('[c/b] synth/duplicate-object: metadata.name = "X etl/x"');
    expect(lines[0]).toContain('c/a makes it too');
  });

  test.each([
    ['v1', 'ConfigMap', 'Upper', 'names/dns-label'],
    ['v1', 'Service', 'a.b', 'names/dns-label'],
    ['batch/v1', 'CronJob', 'a'.repeat(53), 'names/too-long'],
    ['batch/v1', 'Job', 'a'.repeat(64), 'names/too-long'],
    ['rbac.authorization.k8s.io/v1', 'Role', 'a/b', 'synth/path-name'],
  ])('%s %s cannot be called %s', (apiVersion, kind, name, rule) => {
    const lines = errors(inChart((chart) => new ApiObject(chart, 'x', { apiVersion, kind, metadata: { name } })));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(`[c/x] ${rule}: metadata.name`);
  });

  test('names of other kinds have their own rules', () => {
    const app = new PlatformApp({ outdir: temporary() });
    const chart = new Chart(app, 'c');
    new ApiObject(chart, 'a', {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata: { name: 'system:X' },
    });
    new ApiObject(chart, 'b', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a.b' } });
    expect(parsed(app.synthYaml())).toHaveLength(2);
  });

  test('objects without a namespace lose the one of their chart, also those of custom kinds defined in the app', () => {
    const app = new PlatformApp({ outdir: temporary() });
    const chart = new Chart(app, 'c', { namespace: 'etl' });
    const crd = (scope: string): object => ({
      spec: { scope, group: `${scope.toLowerCase()}.com`, names: { kind: 'K' } },
    });
    new ApiObject(chart, 'a', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'a' } });
    new ApiObject(chart, 'b', { apiVersion: 'cluster.com/v1', kind: 'K', metadata: { name: 'b' } });
    new ApiObject(chart, 'n', { apiVersion: 'namespaced.com/v1', kind: 'K', metadata: { name: 'n' } });
    for (const scope of ['Cluster', 'Namespaced']) {
      const kind = 'CustomResourceDefinition';
      new ApiObject(chart, scope, {
        apiVersion: 'apiextensions.k8s.io/v1',
        kind,
        metadata: { name: scope.toLowerCase() },
        ...crd(scope),
      });
    }
    const metadata = parsed(app.synthYaml()).map((document) => (document as { metadata: unknown }).metadata);
    expect(metadata.slice(0, 3)).toEqual([{ name: 'a' }, { name: 'b' }, { name: 'n', namespace: 'etl' }]);
  });
});

describe('dependencies', () => {
  test('a cycle is reported with its path, once', () => {
    const lines = errors(
      inChart((chart) => {
        const [a, b, x] = ['a', 'b', 'x'].map((id) => configMap(chart, id)) as [ApiObject, ApiObject, ApiObject];
        a.addDependency(b);
        b.addDependency(x);
        x.addDependency(a);
      }),
    );
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('[c/a] synth/dependency-cycle: dependencies = "c/a → c/b → c/x → c/a"');
  });

  test('a construct that waits for itself, and one that waits for something outside', () => {
    const lines = errors(
      inChart((chart) => {
        const own = new Construct(chart, 'own');
        configMap(own, 'x');
        configMap(own, 'y');
        own.node.addDependency(own);
        own.node.addDependency(new Chart(new App(), 'foreign'));
      }),
    );
    expect(lines.map((line) => line.split(':')[0])).toEqual([
      '[c/own] synth/self-dependency',
      '[c/own] synth/dependency-outside',
    ]);
  });

  test('charts that wait for each other', () => {
    const lines = errors((app) => {
      const [a, b] = [new Chart(app, 'a'), new Chart(app, 'b')];
      const [a1, a2, b1] = [configMap(a, 'a1'), configMap(a, 'a2'), configMap(b, 'b1')];
      a1.addDependency(b1);
      b1.addDependency(a2);
    });
    expect(lines[0]).toContain('[a] synth/dependency-cycle: dependencies = "a → b → a"');
  });

  test('a chain of depth 5,000 and wide layers are ordered without expanding them', () => {
    const app = new PlatformApp({ outdir: temporary() });
    const chart = new Chart(app, 'deep');
    const links = Array.from({ length: 5000 }, (_, index) => new Construct(chart, `l${index}`));
    links.forEach((link, index) => [1, 2].forEach((n) => configMap(link, `o${index}-${n}`)));
    links.slice(1).forEach((link, index) => links[index]?.node.addDependency(link));
    const layers = [0, 1].map((id) => new Construct(new Chart(app, `layer-${id}`), 'all'));
    for (const [id, layer] of layers.entries()) for (let n = 0; n < 3000; n++) configMap(layer, `w${id}-${n}`);
    layers[0]?.node.addDependency(layers[1] as Construct);
    const names = parsed2(app.synthYaml());
    expect(names.slice(0, 2)).toEqual(['o4999-1', 'o4999-2']);
    expect(names.indexOf('w1-2999')).toBeLessThan(names.indexOf('w0-0'));
  }, 20_000);
});

function parsed2(yaml: string): string[] {
  return [...yaml.matchAll(/^ {2}name: (.*)$/gm)].map((match) => match[1] ?? '');
}

describe('validation', () => {
  test('all mistakes of the tree and ours in one error, each node asked once', () => {
    let asked = 0;
    const lines = errors(
      inChart((chart) => {
        chart.node.addValidation({ validate: () => [`asked ${++asked}`] });
        const x = configMap(chart, 'x', 'X');
        x.node.addValidation({ validate: () => ['one', 'two'] });
      }),
    );
    expect(lines.slice(0, 3)).toEqual(['[c] asked 1', '[c/x] one', '[c/x] two']);
    expect(lines[3]).toContain('[c/x] names/dns-label');
    expect(lines).toHaveLength(4);
  });

  test('two objects in one file, where the stock app keeps the last', () => {
    const plant: Plant = (app) => {
      const chart = new Chart(app, 'c');
      for (const namespace of ['a', 'b']) {
        new ApiObject(chart, namespace, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'x', namespace } });
      }
    };
    const lines = errors(plant, { yamlOutputType: YamlOutputType.FILE_PER_RESOURCE });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('[c/b] synth/duplicate-file: yamlOutputType = "Pod.x.k8s.yaml"');
  });
});

test('the tree is the same after a synthesis as before', () => {
  const app = new PlatformApp({ outdir: temporary(), summary: false });
  const [a, b] = [new Chart(app, 'a'), new Chart(app, 'b')];
  configMap(a, 'x').addDependency(configMap(b, 'y'));
  app.synth();
  expect(a.node.dependencies).toEqual([]);
  expect(Object.keys(readTree(app.outdir))).toEqual(['.cdk8s-spark.index', '0000-b.k8s.yaml', '0001-a.k8s.yaml']);
});

test('a line on stderr says what was written, unless switched off', () => {
  const written = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  for (const summary of [true, false]) {
    const app = new PlatformApp({ outdir: temporary(), summary });
    configMap(new Chart(app, 'c'), 'x');
    app.synth();
    if (summary) expect(written.mock.calls).toEqual([[`PlatformApp: 1 object in 1 file → ${app.outdir}\n`]]);
    else expect(written).toHaveBeenCalledTimes(1);
  }
  written.mockRestore();
});

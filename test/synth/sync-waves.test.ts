import { ApiObject, Chart, type ApiObjectProps } from 'cdk8s';
import { Construct } from 'constructs';
import { SparkTenant, PlatformApp } from '../../lib';
import { PROPS } from '../spark/jobs';
import { configMap, parsed, type Plant } from './trees';

const WAVE = 'argocd.argoproj.io/sync-wave';

interface Written {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly annotations?: { readonly [key: string]: string } };
}

function written(plant: Plant, syncWaves = true): Written[] {
  const app = new PlatformApp({ summary: false, syncWaves });
  plant(app);
  return parsed(app.synthYaml()) as Written[];
}

/** Wave by `Kind name`. */
function waves(plant: Plant): { [object: string]: string } {
  const entries = written(plant).map(({ kind, metadata }) => [`${kind} ${metadata.name}`, wave(metadata)]);
  return Object.fromEntries(entries) as { [object: string]: string };
}

function wave({ annotations }: Written['metadata']): string {
  return annotations?.[WAVE] ?? 'none';
}

const add = (scope: Construct, kind: string, name: string, props: Partial<ApiObjectProps> = {}): ApiObject =>
  new ApiObject(scope, `${kind}-${name}`, { apiVersion: 'v1', kind, ...props, metadata: { name, ...props.metadata } });
const job = (scope: Construct, name: string) => add(scope, 'Job', name, { apiVersion: 'batch/v1' });

test('what waits for nothing has no annotation, and an app without waves has none at all', () => {
  const plant: Plant = (app) => {
    const chart = new Chart(app, 'c');
    configMap(chart, 'b').addDependency(configMap(chart, 'a'));
  };
  expect(waves(plant)).toEqual({ 'ConfigMap a': 'none', 'ConfigMap b': '1' });
  expect(written(plant, false).map(({ metadata }) => wave(metadata))).toEqual(['none', 'none']);
});

test('the longest way counts', () => {
  const plant: Plant = (app) => {
    const chart = new Chart(app, 'c');
    const [a, b, c] = ['a', 'b', 'c'].map((name) => configMap(chart, name)) as [ApiObject, ApiObject, ApiObject];
    c.addDependency(a, b);
    b.addDependency(a);
  };
  expect(waves(plant)).toEqual({ 'ConfigMap a': 'none', 'ConfigMap b': '1', 'ConfigMap c': '2' });
});

test('dependencies of constructs and charts are those of their objects, and no others', () => {
  const plant: Plant = (app) => {
    const cluster = new Chart(app, 'cluster');
    configMap(cluster, 'priorities');
    const team = new Chart(app, 'team');
    const operator = new Construct(team, 'operator');
    configMap(operator, 'server');
    configMap(operator, 'account');
    const tenant = new Construct(team, 'tenant');
    configMap(tenant, 'queue');
    tenant.node.addDependency(operator);
    team.addDependency(cluster);
    configMap(new Chart(app, 'other'), 'other').addDependency(operator);
  };
  expect(waves(plant)).toEqual({
    'ConfigMap priorities': 'none',
    'ConfigMap server': '1',
    'ConfigMap account': '1',
    'ConfigMap queue': '2',
    'ConfigMap other': '2',
  });
});

test('a construct that waits for a part of itself means the rest of it', () => {
  const plant: Plant = (app) => {
    const chart = new Chart(app, 'c');
    const outer = new Construct(chart, 'outer');
    const inner = new Construct(outer, 'inner');
    configMap(inner, 'inner-a');
    configMap(outer, 'rest');
    outer.node.addDependency(inner);
    const late = new Construct(chart, 'late');
    configMap(late, 'late-a');
    late.node.addDependency(chart);
  };
  expect(waves(plant)).toEqual({
    'ConfigMap inner-a': 'none',
    'ConfigMap rest': '1',
    'ConfigMap late-a': '2',
  });
});

test('objects follow their Namespace and the definition of their kind', () => {
  const plant: Plant = (app) => {
    const chart = new Chart(app, 'c');
    add(chart, 'Namespace', 'etl');
    new ApiObject(chart, 'crd', {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'things.acme.dev' },
      spec: { group: 'acme.dev', names: { kind: 'Thing' }, scope: 'Namespaced' },
    });
    add(chart, 'ServiceAccount', 'spark', { metadata: { namespace: 'etl' } });
    add(chart, 'Thing', 'one', { apiVersion: 'acme.dev/v1' });
    add(chart, 'Thing', 'other', { apiVersion: 'other.dev/v1' });
  };
  expect(waves(plant)).toEqual({
    'Namespace etl': 'none',
    'CustomResourceDefinition things.acme.dev': 'none',
    'ServiceAccount spark': '1',
    'Thing one': '1',
    'Thing other': 'none',
  });
});

describe('what runs once', () => {
  test('comes after all that lasts, declared or not', () => {
    const plant: Plant = (app) => {
      const chart = new Chart(app, 'c');
      job(chart, 'report');
      add(chart, 'SparkApplication', 'pi', { apiVersion: 'sparkoperator.k8s.io/v1beta2' });
      const [a, b] = [configMap(chart, 'a'), configMap(chart, 'b')];
      b.addDependency(a);
    };
    expect(waves(plant)).toEqual({
      'ConfigMap a': 'none',
      'ConfigMap b': '1',
      'Job report': '2',
      'SparkApplication pi': '2',
    });
  });
  test('comes in time for what waits for it, at second hand too', () => {
    const plant: Plant = (app) => {
      const chart = new Chart(app, 'c');
      const [first, second] = [job(chart, 'first'), job(chart, 'second')];
      second.addDependency(first);
      configMap(chart, 'after').addDependency(second);
      job(chart, 'last');
    };
    expect(waves(plant)).toEqual({
      'Job first': 'none',
      'Job second': '1',
      'ConfigMap after': '2',
      'Job last': '3',
    });
  });
  test('follows what ran before it', () => {
    const plant: Plant = (app) => {
      const chart = new Chart(app, 'c');
      configMap(chart, 'a');
      job(chart, 'second').addDependency(job(chart, 'first'));
    };
    expect(waves(plant)).toEqual({ 'ConfigMap a': 'none', 'Job first': '1', 'Job second': '2' });
  });
});

describe('a wave chosen by hand', () => {
  const chosen =
    (text: string): Plant =>
    (app) => {
      const chart = new Chart(app, 'c');
      const [a, b, c] = ['a', 'b', 'c'].map((name) => configMap(chart, name)) as [ApiObject, ApiObject, ApiObject];
      b.metadata.addAnnotation(WAVE, text);
      b.addDependency(a);
      c.addDependency(b);
    };
  test('stays, and what waits for it comes later', () => {
    expect(waves(chosen('7'))).toEqual({ 'ConfigMap a': 'none', 'ConfigMap b': '7', 'ConfigMap c': '8' });
  });
  test.each([
    ['0', '[c/b] synth/sync-wave-order: metadata.annotations["argocd.argoproj.io/sync-wave"] = 0: '],
    ['soon', '[c/b] synth/sync-wave-number: metadata.annotations["argocd.argoproj.io/sync-wave"] = "soon": '],
  ])('of %j is refused', (text, line) => {
    expect(() => written(chosen(text))).toThrow(line);
    expect(() => written(chosen(text), false)).not.toThrow();
  });
});

test('a team: namespace, then what lives in it, then its jobs; schedules are no runs', () => {
  const plant: Plant = (app) => {
    const tenant = new SparkTenant(new Chart(app, 'etl'), 'etl');
    tenant.addJob('pi', { application: PROPS.application, image: PROPS.image });
    tenant.addScheduledJob('nightly', {
      application: PROPS.application,
      image: PROPS.image,
      schedule: { cron: '@daily' },
    });
  };
  const found = waves(plant);
  expect(found['Namespace etl']).toBe('none');
  const [job = 0] = Object.entries(found).flatMap(([object, text]) => (object === 'Job pi' ? [Number(text)] : []));
  const others = Object.entries(found).filter(([object]) => !/^(Job|Namespace) /.test(object));
  for (const [object, text] of others)
    expect([object, Number(text) >= 1 && Number(text) < job]).toEqual([object, true]);
  expect(Object.keys(found)).toContain('CronJob nightly');
});

test('waves change nothing else', () => {
  const plant: Plant = (app) => {
    const tenant = new SparkTenant(new Chart(app, 'etl'), 'etl');
    tenant.addJob('pi', { application: PROPS.application, image: PROPS.image });
  };
  const without = written(plant).map(({ metadata: { annotations = {}, ...metadata }, ...rest }) => {
    const { [WAVE]: _, ...kept } = annotations;
    return { ...rest, metadata: { ...metadata, ...(Object.keys(kept).length > 0 && { annotations: kept }) } };
  });
  expect(without).toEqual(written(plant, false));
});

test('thousands of objects that wait for thousands take no time', () => {
  const found = waves((platform) => {
    const all = new Chart(platform, 'all');
    const ground = new Construct(all, 'ground');
    for (let index = 0; index < 2000; index++) configMap(ground, `g${index}`);
    for (let index = 0; index < 2000; index++) configMap(all, `o${index}`).addDependency(ground);
  });
  expect(found['ConfigMap o1999']).toBe('1');
}, 20_000);

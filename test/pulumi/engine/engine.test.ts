import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { specialSecretSig, specialSigKey } from '@pulumi/pulumi/runtime/rpc';
import { changedPaths, touches } from './diff';
import { Engine, EngineError, revealed, type EngineOptions, type Outcome } from './engine';
import { MemoryCluster } from './memory-cluster';
import { RecordingCluster } from './recording-cluster';
import { label } from './resource-request';
import { StateFile, type ResourceState } from './state';
import { secret } from './wire';

const OBJECTS = [
  'ConfigMap toy-home/kept',
  'ConfigMap toy-home/settings',
  'ConfigMap toy-home/uid',
  'Namespace toy-home',
  'PriorityClass toy-home-high',
  'Secret toy-home/login',
];
const EMPTY: Omit<ResourceState, 'urn' | 'type' | 'inputs'> = {
  custom: true,
  outputs: {},
  dependencies: [],
  propertyDependencies: {},
  options: {
    provider: '',
    version: '',
    replaceOnChanges: [],
    ignoreChanges: [],
    additionalSecretOutputs: [],
    retainOnDelete: false,
    protect: false,
    aliases: [],
  },
};
const PASSWORD = 'canary-4711';

jest.setTimeout(120_000);

let home: string;
let memory: MemoryCluster;
let cluster: RecordingCluster;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'cdk8s-spark-'));
  memory = new MemoryCluster();
  cluster = new RecordingCluster(memory);
});
afterEach(() => rmSync(home, { recursive: true }));

function toy(config: Record<string, string> = {}, options: Partial<EngineOptions> = {}): Engine {
  const project = join(__dirname, 'fixtures/toy');
  return new Engine({ project, stack: 'test', cluster, home, config, patience: 20_000, ...options });
}

/** Steps that do something, as `update kubernetes:core/v1:ConfigMap toy-home/settings`. */
function changes({ steps }: Outcome): string[] {
  return steps.filter(({ op }) => op !== 'same').map(({ op, urn }) => `${op} ${label(urn)}`);
}

async function failure(operation: Promise<Outcome>): Promise<EngineError> {
  const error: unknown = await operation.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof EngineError)) throw new Error(`ended with ${String(error)}`);
  return error;
}

describe('a stack', () => {
  test('is previewed, created, left alone, changed and destroyed', async () => {
    const preview = await toy().preview();
    expect(preview.steps).toHaveLength(OBJECTS.length + 4);
    expect(new Set(preview.steps.map(({ op }) => op))).toEqual(new Set(['create']));
    expect(memory.names()).toEqual([]);

    const created = await toy().up();
    expect(created.steps.map(({ urn }) => urn).sort()).toEqual(preview.steps.map(({ urn }) => urn).sort());
    expect(memory.names()).toEqual(OBJECTS);
    expect(created.steps.map(({ urn }) => urn)).toContain(
      'urn:pulumi:test::toy::toy:index:Deployment$toy:index:Chart$kubernetes:core/v1:ConfigMap::toy-home/settings',
    );

    expect(changes(await toy().up())).toEqual([]);
    expect(changes(await toy().preview())).toEqual([]);

    const updated = await toy({ text: 'b' }).up();
    expect(changes(updated)).toEqual(['update kubernetes:core/v1:ConfigMap toy-home/settings']);
    expect(updated.steps.flatMap(({ changed = [] }) => changed)).toEqual(['data.text']);

    const writes = cluster.writes.length;
    const destroyed = await toy().destroy();
    expect(destroyed.steps.every(({ op }) => op === 'delete')).toBe(true);
    expect(memory.names()).toEqual(['ConfigMap toy-home/kept']);
    expect(cluster.writes.slice(writes).at(-1)).toBe('delete Namespace toy-home');
    expect(JSON.parse(readFileSync(toy().statePath, 'utf8'))).toMatchObject({ resources: [] });
  });

  test('replaces what must not change in place, in the order the options say', async () => {
    await toy().up();
    const writes = cluster.writes.length;
    const replaced = await toy({ value: '2' }).up();
    expect(changes(replaced)).toEqual(['replace kubernetes:scheduling.k8s.io/v1:PriorityClass toy-home-high']);
    expect(cluster.writes.slice(writes)).toEqual([
      'delete PriorityClass toy-home-high',
      'create PriorityClass toy-home-high',
    ]);
    const error = await failure(toy({ value: '3', faults: '["create first"]' }).up());
    expect(error.message).toContain('PriorityClass toy-home-high already exists');
  });

  test('loses only what its program no longer has', async () => {
    await toy().up();
    const kept = await toy({ without: '["secret", "kept"]' }).up();
    expect(changes(kept).sort()).toEqual([
      'delete kubernetes:core/v1:ConfigMap toy-home/kept',
      'delete kubernetes:core/v1:Secret toy-home/login',
    ]);
    expect(memory.names()).toEqual(OBJECTS.filter((name) => name !== 'Secret toy-home/login'));
  });

  test('adopts what is there as the program has it, and nothing else', async () => {
    const object = (kind: string, apiVersion: string, rest: object) => ({ kind, apiVersion, metadata: {}, ...rest });
    const without = '["secret", "kept", "uid"]';
    await cluster.create(object('Namespace', 'v1', { metadata: { name: 'toy-home' } }));
    const priority = { metadata: { name: 'toy-home-high' }, value: 1 };
    await cluster.create(object('PriorityClass', 'scheduling.k8s.io/v1', priority));
    const metadata = { name: 'settings', namespace: 'toy-home' };
    await cluster.create(object('ConfigMap', 'v1', { metadata, data: { text: 'by hand' } }));
    const writes = cluster.writes.length;

    const unlike = await failure(toy({ without, import: 'true' }).up());
    expect(unlike.message).toContain('inputs to import do not match the existing resource: data.text');
    const adopted = await toy({ without, import: 'true', text: 'by hand' }).up();
    expect(changes(adopted).filter((step) => step.startsWith('import'))).toEqual([
      'import kubernetes:core/v1:ConfigMap toy-home/settings',
    ]);
    expect(cluster.writes).toHaveLength(writes);
    expect(changes(await toy({ without, text: 'by hand' }).up())).toEqual([]);
  });
});

test('a resource under a new name is known by its alias', async () => {
  await toy().up();
  cluster.take();
  const outcome = await toy({ renamed: 'true' }).up();
  expect(changes(outcome)).toEqual([]);
  expect(outcome.steps.map(({ urn }) => label(urn))).toContain('kubernetes:core/v1:ConfigMap toy-home/renamed');
  await toy({ renamed: 'true' }).destroy();
  expect(cluster.take().filter((write) => write.endsWith(' toy-home/settings'))).toHaveLength(1);
});

describe('paths', () => {
  test.each([
    [{ a: 1 }, { a: 1 }, []],
    [{ a: { b: [1, 2] } }, { a: { b: [1, 3, 4] } }, ['a.b[1]', 'a.b[2]']],
    [{ labels: { 'a.b/c': 'd' } }, {}, ['labels']],
    [{ labels: { 'a.b/c': 'd' } }, { labels: {} }, ['labels["a.b/c"]']],
    [{ value: secret('a') }, { value: secret('b') }, ['value']],
  ])('that differ between %j and %j', (before, after, paths) => expect(changedPaths(before, after)).toEqual(paths));

  test.each([
    ['spec.template.spec', 'spec.template', true],
    ['spec', 'spec.template', true],
    ['spec.templates', 'spec.template', false],
    ['labels["a.b/c"]', 'labels["a.b/c"]', true],
    ['rules[1].verbs', 'rules[*].verbs', true],
    ['rules[1].verbs', 'rules[0]', false],
  ])('%s touches %s: %s', (path, pattern, expected) => expect(touches(path, pattern)).toBe(expected));
});

describe('a secret', () => {
  test('goes under its signature, and into no file', async () => {
    const options = { secretKeys: ['password'] };
    const outcome = await toy({ password: PASSWORD }, options).up();
    const requests = JSON.stringify(outcome.requests);
    expect(requests).toContain(`{"${specialSigKey}":"${specialSecretSig}","value":"jdbc://user:${PASSWORD}@host"}`);
    const wrapped = new RegExp(`\\{"${specialSigKey}":"${specialSecretSig}","value":"[^"]*"\\}`, 'g');
    expect(requests.replaceAll(wrapped, '')).not.toContain(PASSWORD);
    expect(readFileSync(toy().statePath, 'utf8')).not.toContain(PASSWORD);
    expect(revealed(outcome)).toMatchObject({ secretUrl: `jdbc://${PASSWORD}` });
    expect(changes(await toy({ password: PASSWORD }, options).up())).toEqual([]);
    expect(changes(await toy({ password: 'another' }, options).up())).toEqual([
      'update kubernetes:core/v1:Secret toy-home/login',
    ]);
  });

  test('that is logged is seen', async () => {
    const outcome = await toy({ password: PASSWORD, faults: '["log"]' }, { secretKeys: ['password'] }).up();
    expect(outcome.logs).toContainEqual({ severity: 'INFO', message: `the password is ${PASSWORD}` });
  });
});

describe('an operation fails', () => {
  test.each([
    ['duplicate', /^Duplicate resource URN '.*::toy-home\/settings'/],
    ['deadlock', /promises were still active/],
    ['throw', /the program is broken/],
    ['default provider', /^Default provider for 'kubernetes' disabled/],
  ])('on %s, and nothing is deleted', async (fault, message) => {
    const old = { kind: 'ConfigMap', apiVersion: 'v1', metadata: { name: 'old' } };
    await memory.create(old);
    const state = new StateFile(toy().statePath);
    const urn = 'urn:pulumi:test::toy::kubernetes:core/v1:ConfigMap::old';
    state.put({ ...EMPTY, urn, type: 'kubernetes:core/v1:ConfigMap', id: 'old', inputs: old });
    const config = { faults: JSON.stringify([fault]), 'pulumi:disable-default-providers': '["kubernetes"]' };
    expect((await failure(toy(config).up())).message).toMatch(message);
    expect(memory.names()).toContain('ConfigMap old');
  });

  test('where the program waits for nothing and does not end', async () => {
    const error = await failure(toy({ faults: '["endless"]' }, { patience: 4000 }).up());
    expect(error.message).toContain('the program waits for nothing and does not end');
  });

  test('without a value that the project asks for', async () => {
    await expect(toy({ value: 'many' }).up()).rejects.toThrow(/'toy:value' value 'many' is not a valid number/);
  });
});

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { specialSecretSig, specialSigKey } from '@pulumi/pulumi/runtime/rpc';
import { ApiCluster } from '../pulumi/engine/api-cluster';
import { Engine, EngineError, type Outcome } from '../pulumi/engine/engine';
import { RecordingCluster } from '../pulumi/engine/recording-cluster';
import { label } from '../pulumi/engine/resource-request';
import { Applied } from './applied';
import { get, kubectl } from './kubectl';
import { at } from './manifest';
import { ENVIRONMENTS, synthEnvironment } from './synth';
import { MINUTES } from './wait';

// The program runs under the engine of test/pulumi/engine, which applies to the cluster of KUBECONFIG. The real CLI has
// no part in it: it needs its plugin for Kubernetes, and it does not show what the program says to it.

const ROOT = resolve(__dirname, '../..');
const CHANGES = join(ROOT, 'test/pulumi/engine/fixtures/platform');
const KINDS = [
  ...['namespaces', 'priorityclasses', 'serviceaccounts', 'roles', 'rolebindings', 'networkpolicies'],
  ...['configmaps', 'secrets', 'services', 'resourcequotas', 'limitranges', 'jobs', 'cronjobs', 'pods'],
].join(',');

let api: ApiCluster;
let cluster: RecordingCluster;
let home: string;
let before: string[];

beforeAll(async () => {
  api = await ApiCluster.open();
  cluster = new RecordingCluster(api);
  home = mkdtempSync(join(tmpdir(), 'cdk8s-spark-'));
  before = await everything();
});

afterAll(() => {
  api.close();
  rmSync(home, { recursive: true });
});

/** All objects of the kinds that a platform is made of. */
async function everything(): Promise<string[]> {
  const line = '{range .items[*]}{.kind} {.metadata.namespace}/{.metadata.name}{"\\n"}{end}';
  return (await kubectl(['get', KINDS, '-A', '-o', `jsonpath=${line}`])).split('\n').sort();
}

function engine(project: string, stack: string, config: Record<string, string> = {}): Engine {
  return new Engine({ project, stack, cluster, home, config, secretKeys: ['password'], patience: 2 * MINUTES });
}

/** Steps that do something, as `update kubernetes:core/v1:ResourceQuota spark-jobs/quota`. */
function changes({ steps }: Outcome): string[] {
  return steps.filter(({ op }) => op !== 'same').map(({ op, urn }) => `${op} ${label(urn)}`);
}

/** What became of the objects, without components and the provider. */
function ops({ steps }: Outcome): Set<string> {
  return new Set(steps.filter(({ urn }) => label(urn).startsWith('kubernetes:')).map(({ op }) => op));
}

/** The others have kinds of cert-manager, which nobody serves here; test/pulumi/environments.test.ts has their parity. */
const SERVED = ENVIRONMENTS.filter((environment) => environment === 'local');

describe.each(SERVED)('the program, environment %s', (environment) => {
  const config = { environment };

  afterAll(async () => void (await engine(ROOT, environment, config).destroy()));

  test('is previewed without a write', async () => {
    const { steps } = await engine(ROOT, environment, config).preview();
    expect(new Set(steps.map(({ op }) => op))).toEqual(new Set(['create']));
    expect(cluster.take()).toEqual([]);
  });

  test('goes up: the objects of the YAML, each once', async () => {
    const outcome = await engine(ROOT, environment, config).up();
    expect(ops(outcome)).toEqual(new Set(['create']));
    const manifests = await synthEnvironment(environment);
    const names = manifests.map(({ kind, metadata: { namespace, name } }) =>
      namespace === undefined ? `create ${kind} ${name}` : `create ${kind} ${namespace}/${name}`,
    );
    expect(cluster.take().sort()).toEqual(names.sort());
    expect(outcome.outputs).toMatchObject({ environment });
  });

  test('goes up again: nothing changes', async () => {
    expect(changes(await engine(ROOT, environment, config).preview())).toEqual([]);
    expect(changes(await engine(ROOT, environment, config).up())).toEqual([]);
    expect(cluster.take()).toEqual([]);
  });

  test('is destroyed, dependents first: the cluster is as it was', async () => {
    const outcome = await engine(ROOT, environment, config).destroy();
    expect(ops(outcome)).toEqual(new Set(['delete']));
    const order = cluster.take().map((line) => line.split(' ')[1] ?? '');
    expect(order.indexOf('Job')).toBeLessThan(order.lastIndexOf('PriorityClass'));
    expect(order.indexOf('RoleBinding')).toBeLessThan(order.indexOf('ServiceAccount'));
    expect(order.slice(order.indexOf('Namespace') + 1).filter((kind) => kind !== 'PriorityClass')).toEqual([]);
    expect(await everything()).toEqual(before);
  });

  test('adopts what `kubectl apply` made of the YAML, without a change', async () => {
    const applied = new Applied(await synthEnvironment(environment), 'default');
    try {
      await applied.apply();
      const adopted = await engine(ROOT, environment, { ...config, importExisting: 'true' }).up();
      expect(ops(adopted)).toEqual(new Set(['import']));
      expect(cluster.take()).toEqual([]);
      // From now on the provider is told how long to wait.
      const { steps } = await engine(ROOT, environment, config).up();
      const changed = steps.flatMap(({ changed: paths = [] }) => paths);
      expect(changed.filter((path) => !path.startsWith('metadata.annotations'))).toEqual([]);
      expect(changes(await engine(ROOT, environment, config).up())).toEqual([]);
      await engine(ROOT, environment, config).destroy();
      expect(await everything()).toEqual(before);
    } finally {
      await applied.remove();
      cluster.take();
    }
  });
});

describe('a platform that changes', () => {
  const CANARY = 'canary-9e1b7c';
  const config = { password: CANARY };
  const platform = (more: Record<string, string> = {}): Engine => engine(CHANGES, 'test', { ...config, ...more });
  let created: Outcome;

  beforeAll(async () => {
    created = await platform().up();
    cluster.take();
  });
  afterAll(async () => void (await platform().destroy()));

  test('one value is one update', async () => {
    const outcome = await platform({ cpu: '21' }).up();
    expect(changes(outcome)).toEqual([expect.stringMatching(/^update kubernetes:core\/v1:ResourceQuota spark-jobs\//)]);
    expect(cluster.take()).toEqual([expect.stringMatching(/^apply ResourceQuota spark-jobs\//)]);
    expect(changes(await platform().up())).toHaveLength(1);
    cluster.take();
  });

  test('the value of a PriorityClass: deleted, then created', async () => {
    const preview = await platform({ urgent: '11' }).preview();
    expect(changes(preview)).toEqual(['replace kubernetes:scheduling.k8s.io/v1:PriorityClass urgent']);
    const outcome = await platform({ urgent: '11' }).up();
    expect(changes(outcome)).toEqual(['replace kubernetes:scheduling.k8s.io/v1:PriorityClass urgent']);
    expect(cluster.take()).toEqual(['delete PriorityClass urgent', 'create PriorityClass urgent']);
    expect((await get('priorityclass', 'urgent', 'default'))?.value).toBe(11);
    await platform().up();
    cluster.take();
  });

  test('a component that goes takes its objects only', async () => {
    const outcome = await platform({ etl: 'false' }).up();
    const gone = changes(outcome);
    expect(gone.length).toBeGreaterThan(5);
    expect(
      gone.filter((step) => !/^delete (cdk8s-spark|kubernetes):.* (etl|etl\/.*|platform\/etl)$/.test(step)),
    ).toEqual([]);
    const all = created.steps.filter(({ urn }) => /::(etl|etl\/.*|platform\/etl)$/.test(urn));
    expect(gone).toHaveLength(all.length);
    cluster.take();
    const back = await platform().up();
    expect(
      changes(back)
        .map((step) => step.replace(/^create/, 'delete'))
        .sort(),
    ).toEqual(gone.sort());
    cluster.take();
  });

  test('an object registered twice is reported, and nothing else happens', async () => {
    const failed = await platform({ twice: 'true' })
      .up()
      .then(() => undefined)
      .catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(EngineError);
    expect((failed as EngineError).message).toMatch(/^Duplicate resource URN 'urn:pulumi:test::platform-changes::/);
    expect(cluster.take()).toEqual([]);
  });

  test('a secret of the settings reaches the cluster, and nobody else', async () => {
    const secret = await get('secret', 'login', 'etl');
    const text = (key: string): string => Buffer.from(at<string>(secret, `data.${key}`) ?? '', 'base64').toString();
    expect(text('password')).toBe(CANARY);
    expect(text('url')).toBe(`jdbc:postgresql://etl:${CANARY}@db:5432/etl`);

    const requests = JSON.stringify(created.requests);
    expect(requests).toContain(CANARY);
    expect(JSON.stringify(withoutSecrets(created.requests))).not.toContain(CANARY);
    const preview = await platform({ password: `${CANARY}-next` }).preview();
    expect(JSON.stringify(withoutSecrets(preview.requests))).not.toContain(CANARY);
    for (const said of [created, preview])
      expect(JSON.stringify([said.logs, said.lines, said.steps])).not.toContain(CANARY);
    const encoded = Buffer.from(CANARY).toString('base64').replace(/=+$/, '');
    for (const file of [...filesBelow(home), ...filesBelow(join(ROOT, 'dist')), ...filesBelow(CHANGES)])
      for (const form of [CANARY, encoded])
        if (readFileSync(file).includes(form)) throw new Error(`${file} holds the secret`);
    expect(changes(preview)).toEqual(['update kubernetes:core/v1:Secret etl/login']);
  });
});

/** A copy in which whatever stands under the signature of secrets is left out. */
function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  if (entries.some(([key, mark]) => key === specialSigKey && mark === specialSecretSig)) return 'secret';
  return Object.fromEntries(entries.map(([key, part]) => [key, withoutSecrets(part)]));
}

function filesBelow(dir: string): string[] {
  if (!existsSync(dir)) return [];
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

import { mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Testing } from 'cdk8s';
import { SWEEPER_SCRIPT } from '../../lib/scheduling/volcano/install/pod-group-sweeper';
import { Volcano } from '../../lib/scheduling/volcano/volcano';
import { SparkTesting } from '../../lib/testing';
import { Applied, restrictedNamespace } from './applied';
import { apply, canI, get, kubectl, list, remove, run, tryKubectl } from './kubectl';
import { at, podTemplates, type Manifest } from './manifest';
import { MINUTES } from './wait';

const SYSTEM = 'volcano-system';
const TEAM = 'volcano-test-team';
const SCHEDULER = `system:serviceaccount:${SYSTEM}:volcano-scheduler`;
const QUEUE = 'volcano-test';

const manifests = ((): Manifest[] => {
  const chart = Testing.chart();
  new Volcano(chart, 'volcano', { network: { metricsFrom: ['monitoring'] }, criticalPodsQuota: true });
  return SparkTesting.manifests(chart);
})();
const isWebhook = ({ kind }: Manifest): boolean => kind.endsWith('WebhookConfiguration');
const applied = new Applied(manifests, 'volcano-test-home');

/** Webhooks first: without their server nothing that they guard could be deleted; then all the rest, definitions included. */
async function clean(): Promise<void> {
  await remove(manifests.filter(isWebhook));
  await tryKubectl(['delete', 'queue', QUEUE, '--ignore-not-found']);
  await remove([restrictedNamespace(TEAM)]);
  await remove(manifests.filter((manifest) => !isWebhook(manifest)));
  await applied.remove();
}

beforeAll(clean, 5 * MINUTES);
afterAll(clean, 5 * MINUTES);

function create(manifest: Manifest, ...flags: string[]): ReturnType<typeof tryKubectl> {
  return tryKubectl(['create', '--validate=strict', ...flags, '-f', '-'], JSON.stringify(manifest));
}

const custom = (kind: string, name: string, spec: object, metadata: object = {}): Manifest => ({
  apiVersion: 'scheduling.volcano.sh/v1beta1',
  kind,
  metadata: { name, ...(kind === 'PodGroup' && { namespace: TEAM }), ...metadata },
  spec,
});

describe('a full installation', () => {
  test('server-side apply takes every field, and a second one has nothing to change', async () => {
    expect(await applied.apply('--server-side')).toHaveLength(manifests.length);
    await applied.again('--server-side');
    expect(await applied.diff('--server-side')).toBe('');
  });

  test('its pods are admitted where Pod Security enforces `restricted`', async () => {
    const templates = manifests.flatMap(podTemplates);
    expect(templates).toHaveLength(5);
    for (const { metadata, spec } of templates) {
      const pod: Manifest = {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'dry-run', namespace: SYSTEM, labels: metadata.labels ?? {} },
        spec,
      };
      const answer = await create(pod, '--dry-run=server');
      expect(answer).toMatchObject({ code: 0, stderr: '' });
    }
  });

  test('client-side apply works too, and a second one changes nothing', async () => {
    await clean();
    await applied.apply();
    const before = await versions();
    await applied.again();
    expect(await versions()).toEqual(before);
    expect(await applied.diff()).toBe('');
  });
});

/** Kinds whose objects are written by controllers, too. */
const RESTLESS = ['Deployment', 'Job', 'CronJob', 'ResourceQuota', 'PodDisruptionBudget', 'CustomResourceDefinition'];

/** What the API server counts up at each change. */
async function versions(): Promise<string[]> {
  const still = manifests.filter(({ kind }) => !RESTLESS.includes(kind));
  const found = await Promise.all(
    still.map(({ kind, metadata }) => get(kind, metadata.name, metadata.namespace ?? 'default')),
  );
  return found.map((object) => `${object?.kind} ${object?.metadata.name} ${String(object?.metadata.resourceVersion)}`);
}

describe('with no admission server running', () => {
  beforeAll(() => apply([restrictedNamespace(TEAM)]));

  const container = {
    name: 'main',
    image: 'image:1',
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
  };
  const spec = {
    securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [container],
  };
  const labels = { app: 'a' };

  test.each<[string, Manifest]>([
    ['a namespace', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: `${TEAM}-other` } }],
    ['a pod', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', namespace: TEAM }, spec }],
    [
      'a pod for Volcano',
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'b', namespace: TEAM },
        spec: { ...spec, schedulerName: 'volcano' },
      },
    ],
    [
      'a Deployment',
      {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        metadata: { name: 'a', namespace: TEAM },
        spec: { replicas: 0, selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
      },
    ],
    ['a PodGroup: its webhook may be down', custom('PodGroup', 'a', { minMember: 1, queue: 'default' })],
  ])('%s is created', async (_name, manifest) => {
    await tryKubectl(['create', 'serviceaccount', 'default', '-n', TEAM]);
    const answer = await create(manifest);
    expect(answer).toMatchObject({ code: 0 });
    await remove([manifest]);
  });

  test('a Queue waits, unless Volcano itself makes it', async () => {
    const queue = custom('Queue', QUEUE, {});
    const refused = await create(queue);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('failed calling webhook "validatequeue.volcano.sh"');
    expect(await create(queue, '--as', SCHEDULER)).toMatchObject({ code: 0 });
  });
});

describe('our definitions', () => {
  beforeAll(async () => {
    await remove(manifests.filter(isWebhook));
    await tryKubectl(['delete', 'queue', QUEUE, '--ignore-not-found']);
  });

  const resources = { cpu: '10', memory: '20Gi', 'nvidia.com/gpu': 2 };

  test('store a Queue as it was sent', async () => {
    const spec = {
      weight: 4,
      priority: 3,
      parent: 'root',
      reclaimable: false,
      dequeueStrategy: 'fifo',
      capability: resources,
      deserved: { cpu: '500m' },
      guarantee: { resource: { cpu: '1e3', memory: '1.5Gi' } },
      affinity: { nodeGroupAffinity: { requiredDuringSchedulingIgnoredDuringExecution: ['a'] } },
      somethingNew: { deep: [1] },
    };
    await apply([custom('Queue', QUEUE, spec)]);
    expect((await get('queue', QUEUE, 'default'))?.spec).toEqual(spec);
    await remove([custom('Queue', QUEUE, {})]);
  });

  test('give a Queue the weight without which it is never served, and a status of its own', async () => {
    await apply([custom('Queue', QUEUE, {})]);
    expect((await get('queue', QUEUE, 'default'))?.spec).toEqual({ weight: 1, dequeueStrategy: 'traverse' });
    const status = JSON.stringify({ status: { state: 'Open' } });
    await kubectl(['patch', 'queue', QUEUE, '--type=merge', '-p', status]);
    expect((await get('queue', QUEUE, 'default'))?.status).toBeUndefined();
    await kubectl(['patch', 'queue', QUEUE, '--type=merge', '--subresource=status', '-p', status]);
    expect((await get('queue', QUEUE, 'default'))?.status).toEqual({ state: 'Open' });
  });

  test('store a PodGroup as it was sent, with a status that is written beside the rest', async () => {
    const spec = {
      queue: 'default',
      minMember: 1,
      minResources: resources,
      minTaskMember: { driver: 1 },
      priorityClassName: 'rush',
      networkTopology: { mode: 'soft', highestTierAllowed: 1 },
      somethingNew: 'x',
    };
    const status = { phase: 'Inqueue', conditions: [{ type: 'Unschedulable', status: 'True' }] };
    await apply([{ ...custom('PodGroup', 'whole', spec), status }]);
    expect(await get('podgroup', 'whole', TEAM)).toMatchObject({ spec, status });
  });

  test.each<[string, object, string]>([
    ['a count as text', { minMember: '1' }, 'spec.minMember'],
    ['a negative count', { minMember: -1 }, 'spec.minMember'],
    ['a queue name with capitals', { queue: 'Default' }, 'spec.queue'],
    ['a quantity that is none', { minResources: { cpu: 'many' } }, 'spec.minResources.cpu'],
    ['a task count as text', { minTaskMember: { driver: '1' } }, 'spec.minTaskMember.driver'],
  ])('refuse a PodGroup with %s', async (_name, spec, where) => {
    const answer = await create(custom('PodGroup', 'bad', spec));
    expect(answer.code).toBe(1);
    expect(answer.stderr).toContain(where);
  });

  test.each<[string, object, string]>([
    ['a weight of 0', { weight: 0 }, 'spec.weight'],
    ['a flag as text', { reclaimable: 'true' }, 'spec.reclaimable'],
    ['a quantity that is none', { guarantee: { resource: { cpu: '' } } }, 'spec.guarantee.resource.cpu'],
  ])('refuse a Queue with %s', async (_name, spec, where) => {
    const answer = await create(custom('Queue', `${QUEUE}-bad`, spec));
    expect(answer.code).toBe(1);
    expect(answer.stderr).toContain(where);
  });
});

describe('the sweeper', () => {
  const OLD_ENOUGH = '-60';
  const SWEEPER = `${SYSTEM}/volcano-podgroup-sweeper`;
  const pod = {
    securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
    restartPolicy: 'Never',
    containers: [
      {
        name: 'main',
        image: 'image:1',
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
      },
    ],
  };
  const ours = { 'app.kubernetes.io/managed-by': 'cdk8s-spark' };
  const group = (name: string, more: object = {}): Manifest =>
    custom('PodGroup', name, {}, { labels: { ...ours, 'app.kubernetes.io/instance': name }, ...more });
  const driverOf = (instance: string): Record<string, string> => ({
    'app.kubernetes.io/name': 'spark',
    'app.kubernetes.io/instance': instance,
    'spark-role': 'driver',
  });
  /** Suspended: nobody makes its pods or ends it. Its labels are those of its pods only, as with Jobs of a CronJob. */
  const job = (name: string, labels = driverOf(name)): Manifest => ({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, namespace: TEAM },
    spec: { suspend: true, template: { metadata: { labels }, spec: pod } },
  });
  /** Nobody schedules it, so that no kubelet has a word on its status. */
  const driver = (name: string, instance: string, owned: object = {}): Manifest => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: TEAM, labels: driverOf(instance), ...owned },
    spec: { ...(pod as object), schedulerName: 'nobody' },
  });
  const names = async (): Promise<string[]> =>
    (await list('podgroup', TEAM)).map(({ metadata }) => metadata.name).sort();

  const NAMED = ['job-waits', 'job-failed', 'job-complete', 'job-ending'];
  const RUNS = ['run-waits', 'run-failed', 'run-complete', 'run-ending', 'run-of-others', 'run-named'];
  const owners = new Map<string, { readonly uid: string }>();
  const owner = (run: string): { readonly uid: string } => owners.get(run) ?? { uid: '' };
  /** The group that Volcano makes for a Job's pods: no labels, the Job as its owner, and its uid as its name. */
  const autoGroup = (run: string): string => `podgroup-${owner(run).uid}`;

  beforeAll(async () => {
    await apply([restrictedNamespace(TEAM)]);
    await tryKubectl(['delete', 'podgroups', '--all', '-n', TEAM]);
    await tryKubectl(['create', 'serviceaccount', 'default', '-n', TEAM]);
    await apply([
      ...NAMED.map((name) => job(name)),
      ...RUNS.map((name) => job(name, name === 'run-of-others' ? { app: 'a' } : driverOf('run'))),
    ]);
    for (const name of RUNS) owners.set(name, await reference('batch/v1', 'Job', name));
    const [failed, complete] = [/failed|ending|others|named/, /complete/];
    for (const name of [...NAMED, ...RUNS].filter((one) => failed.test(one))) await end(name, 'Failed');
    for (const name of [...NAMED, ...RUNS].filter((one) => complete.test(one))) await end(name, 'Complete');
    await apply([
      driver('driver', 'with-driver'),
      driver('driver-ended', 'with-ended-driver'),
      driver('driver-ending', 'job-ending'),
      driver('run-ending', 'run', { ownerReferences: [owner('run-ending')] }),
      driver('run-failed', 'run', { ownerReferences: [owner('run-failed')] }),
    ]);
    await status('pod', 'driver-ended', { phase: 'Succeeded' });
    await status('pod', 'run-failed', { phase: 'Failed' });
    await apply([
      ...['orphan', 'with-driver', 'with-ended-driver', ...NAMED].map((name) => group(name)),
      ...RUNS.filter((name) => name !== 'run-named').map((name) =>
        custom('PodGroup', autoGroup(name), {}, { ownerReferences: [owner(name)] }),
      ),
      custom('PodGroup', 'named-by-others', {}, { ownerReferences: [owner('run-named')] }),
      group('with-owner', { ownerReferences: [await reference('v1', 'Namespace', TEAM)] }),
      custom('PodGroup', 'without-instance', {}, { labels: ours }),
      custom('PodGroup', 'of-others', {}, { labels: { 'app.kubernetes.io/instance': 'of-others' } }),
    ]);
  }, MINUTES);

  test('may list and delete PodGroups, look at jobs and pods, and nothing else', async () => {
    const may = await Promise.all(
      [
        ['list', 'podgroups.scheduling.volcano.sh'],
        ['delete', 'podgroups.scheduling.volcano.sh'],
        ['list', 'jobs.batch'],
        ['list', 'pods'],
        ['create', 'podgroups.scheduling.volcano.sh'],
        ['delete', 'pods'],
        ['delete', 'jobs.batch'],
        ['list', 'secrets'],
        ['list', 'queues.scheduling.volcano.sh'],
      ].map(([verb = '', resource = '']) => canI(SWEEPER, TEAM, verb, resource)),
    );
    expect(may).toEqual([true, true, true, true, false, false, false, false, false]);
  });

  test('leaves PodGroups that are young', async () => {
    const before = await names();
    expect(await sweep('600')).toEqual({ code: 0, stderr: '', stdout: summary(0) });
    expect(await names()).toEqual(before);
  });

  test('removes nothing when it cannot list the Jobs', async () => {
    const before = await names();
    const { code, stdout, stderr } = await sweep(
      OLD_ENOUGH,
      'kubectl() { case "$*" in *batch/v1/jobs*) false ;; *) command kubectl "$@" ;; esac; }',
    );
    expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: '', stderr: '' });
    expect(await names()).toEqual(before);
  });

  test('removes exactly those of ours whose job is over, with its own rights', async () => {
    const gone = [
      ['orphan', 'orphan'],
      ['with-ended-driver', 'with-ended-driver'],
      ['job-failed', 'job-failed'],
      ['job-complete', 'job-complete'],
      [autoGroup('run-failed'), 'run-failed'],
      [autoGroup('run-complete'), 'run-complete'],
    ] as const;
    const before = await names();
    const { code, stdout, stderr } = await sweep(OLD_ENOUGH);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const lines = gone.map(([name, of]) => `deleted PodGroup ${TEAM}/${name}: job ${of} is over`);
    expect(stdout.trimEnd().split('\n').sort()).toEqual([summary(gone.length).trimEnd(), ...lines].sort());
    const deleted = gone.map(([name]) => name);
    expect(await names()).toEqual(before.filter((name) => !deleted.includes(name)));
    expect(await sweep(OLD_ENOUGH)).toEqual({ code: 0, stderr: '', stdout: summary(0) });
  });

  test('looks again before it deletes', async () => {
    await apply([group('late')]);
    const before = await names();
    // Its job comes after the lists of the whole cluster: only the second look sees it.
    const late = `kubectl() {
      case "$*" in *jobs*name=late*) echo '${JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [job('late')] })}' ;;
      *) command kubectl "$@" ;; esac
    }`;
    expect(await sweep(OLD_ENOUGH, late)).toMatchObject({ code: 0, stdout: summary(1, 0) });
    expect(await names()).toEqual(before);
  });

  function summary(found: number, deleted = found): string {
    return `PodGroups left behind: ${found} found, ${deleted} deleted, 0 failed\n`;
  }

  async function reference(apiVersion: string, kind: string, name: string): Promise<{ readonly uid: string }> {
    const uid = at<string>(await get(kind, name, TEAM), 'metadata.uid') ?? '';
    return { apiVersion, kind, name, uid, controller: true } as { readonly uid: string };
  }

  async function status(kind: string, name: string, values: object): Promise<void> {
    const patch = JSON.stringify({ status: values });
    await kubectl(['patch', kind, name, '-n', TEAM, '--subresource=status', '--type=merge', '-p', patch]);
  }

  /** Ends a Job as its controller does: a first condition says so, and a second one when its pods have ended. */
  async function end(name: string, how: 'Complete' | 'Failed'): Promise<void> {
    const startTime = '2026-01-01T00:00:00Z';
    const first = how === 'Failed' ? 'FailureTarget' : 'SuccessCriteriaMet';
    await status('job', name, {
      startTime,
      ...(how === 'Complete' && { completionTime: startTime, succeeded: 1 }),
      conditions: [first, how].map((type) => ({ type, status: 'True' })),
    });
  }

  /** Runs the script of the CronJob with the token of its account. */
  async function sweep(age: string, before = ''): ReturnType<typeof run> {
    const home = mkdtempSync(join(tmpdir(), 'sweeper-'));
    const token = (await kubectl(['create', 'token', 'volcano-podgroup-sweeper', '-n', SYSTEM])).trim();
    const config = JSON.parse(await kubectl(['config', 'view', '--raw', '--minify', '-o', 'json'])) as {
      users: { name: string; user: object }[];
    };
    config.users = config.users.map(({ name }) => ({ name, user: { token } }));
    writeFileSync(join(home, 'config'), JSON.stringify(config), { mode: 0o600 });
    if (process.env.KUBECTL !== undefined) symlinkSync(process.env.KUBECTL, join(home, 'kubectl'));
    const env = {
      HOME: home,
      KUBECONFIG: join(home, 'config'),
      PATH: `${home}${delimiter}${process.env.PATH}`,
      MINIMUM_AGE_SECONDS: age,
    };
    return run('/bin/sh', ['-c', `${before}\n${SWEEPER_SCRIPT}`], { env });
  }
});

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
  const owned = { labels: { 'app.kubernetes.io/managed-by': 'cdk8s-spark' } };
  const group = (name: string, more: object = {}): Manifest =>
    custom('PodGroup', name, {}, { labels: { ...owned.labels, 'app.kubernetes.io/instance': name }, ...more });
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
  const names = async (): Promise<string[]> =>
    (await list('podgroup', TEAM)).map(({ metadata }) => metadata.name).sort();

  beforeAll(async () => {
    await tryKubectl(['delete', 'podgroups', '--all', '-n', TEAM]);
    await tryKubectl(['create', 'serviceaccount', 'default', '-n', TEAM]);
    await apply([
      group('orphan'),
      group('orphan-too'),
      group('with-job'),
      group('with-driver'),
      group('with-owner', { ownerReferences: [{ apiVersion: 'v1', kind: 'Namespace', name: TEAM, uid: await uid() }] }),
      custom('PodGroup', 'without-instance', {}, owned),
      custom('PodGroup', 'of-others', {}, { labels: { 'app.kubernetes.io/instance': 'of-others' } }),
      {
        apiVersion: 'batch/v1',
        kind: 'Job',
        metadata: { name: 'with-job', namespace: TEAM },
        spec: { suspend: true, template: { spec: pod } },
      },
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: {
          name: 'driver',
          namespace: TEAM,
          labels: { 'app.kubernetes.io/instance': 'with-driver', 'spark-role': 'driver' },
        },
        spec: pod,
      },
    ]);
  });

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
    expect(await sweep('600')).toMatchObject({ code: 0, stdout: '' });
    expect(await names()).toEqual(before);
  });

  test('removes exactly those of ours that have neither job nor driver nor owner, with its own rights', async () => {
    const { code, stdout, stderr } = await sweep(OLD_ENOUGH);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.trim().split('\n').sort()).toEqual([
      `deleting PodGroup ${TEAM}/orphan-too: there is no job orphan-too`,
      `deleting PodGroup ${TEAM}/orphan: there is no job orphan`,
    ]);
    expect(await names()).toEqual(['of-others', 'with-driver', 'with-job', 'with-owner', 'without-instance']);
    expect(await sweep(OLD_ENOUGH)).toMatchObject({ code: 0, stdout: '' });
  });

  async function uid(): Promise<string> {
    return at<string>(await get('namespace', TEAM, TEAM), 'metadata.uid') ?? '';
  }

  /** Runs the script of the CronJob with the token of its account. */
  async function sweep(age: string): ReturnType<typeof run> {
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
    return run('/bin/sh', ['-c', SWEEPER_SCRIPT], { env });
  }
});

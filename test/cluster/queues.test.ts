import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Chart, Size, Testing } from 'cdk8s';
import type { Construct } from 'constructs';
import { KueueClusterQueue } from '../../lib/scheduling/kueue/cluster-queue';
import {
  KueueFlavorChoice,
  KueueFlavorPreference,
  KueuePreemptionPolicy,
  KueueQueueingStrategy,
  KueueQueuePreemptionPolicy,
  KueueReclaimPolicy,
  type KueueClusterQueueProps,
} from '../../lib/scheduling/kueue/cluster-queue-props';
import { KueueCohort } from '../../lib/scheduling/kueue/cohort';
import { KueueStopPolicy } from '../../lib/scheduling/kueue/interfaces';
import { KueueLocalQueue } from '../../lib/scheduling/kueue/local-queue';
import { KueueResourceFlavor } from '../../lib/scheduling/kueue/resource-flavor';
import { KueueWorkloadPriorityClass } from '../../lib/scheduling/kueue/workload-priority-class';
import { NodePool } from '../../lib/scheduling/node-pool';
import { VolcanoQueue } from '../../lib/scheduling/volcano/queue';
import { SparkTesting } from '../../lib/testing';
import { restrictedNamespace } from './applied';
import { apply, kubectl, remove, tryKubectl } from './kubectl';
import type { Manifest } from './manifest';
import { MINUTES, waitFor } from './wait';

const HOME = 'queues-test';
const DEFINITIONS = process.env.CDK8S_SPARK_CRDS;
const withDefinitions = DEFINITIONS === undefined || DEFINITIONS === '' ? describe.skip : describe;
const amount = (cpu: number) => ({ cpu, memory: Size.gibibytes(cpu * 4) });

/** Volcano's queues, three deep, with every field. */
function volcanoQueues(): Manifest[] {
  const chart = new Chart(Testing.app(), 'volcano');
  const parent = new VolcanoQueue(chart, `${HOME}-org`, {
    capability: { ...amount(1000), devices: { 'nvidia.com/gpu': 8 } },
    deserved: amount(10),
    guarantee: amount(4),
  });
  const child = new VolcanoQueue(chart, `${HOME}-team`, {
    parent,
    deserved: amount(10),
    guarantee: { cpu: 0.5 },
    reclaimable: false,
  });
  new VolcanoQueue(chart, `${HOME}-etl`, { parent: child, deserved: { cpu: 1.5 }, guarantee: { cpu: 0.5 } });
  new VolcanoQueue(chart, `${HOME}-fair`, { weight: 65535, priority: 2147483647 });
  return valid(chart);
}

/** Every kind of Kueue's, with every field. */
function kueueObjects(): Manifest[] {
  const chart = new Chart(Testing.app(), 'kueue', { namespace: HOME });
  const any = new KueueResourceFlavor(chart, `${HOME}-any`);
  const spot = new KueueResourceFlavor(chart, `${HOME}-spot`, {
    nodeLabels: { type: 'compute' },
    nodeTaints: [
      { key: 'spot', value: 'yes', effect: 'NoSchedule' },
      { key: 'spot', effect: 'NoExecute' },
    ],
    tolerations: [{ key: 'spot', value: 'yes', effect: 'NoSchedule' }, { key: 'spot' }, {}],
  });
  const pool = new KueueResourceFlavor(chart, `${HOME}-pool`, { pool: NodePool.DRIVER });
  const top = new KueueCohort(chart, `${HOME}-top`);
  const cohort = new KueueCohort(chart, `${HOME}-cohort`, {
    parent: top,
    fairWeight: 0.5,
    resourceGroups: [
      { flavors: [{ flavor: any, nominalQuota: amount(1), borrowingLimit: amount(1), lendingLimit: amount(2) }] },
    ],
  });
  const clusterQueue = new KueueClusterQueue(chart, `${HOME}-etl`, {
    cohort,
    namespaces: [HOME],
    queueingStrategy: KueueQueueingStrategy.STRICT_FIFO,
    resourceGroups: [
      {
        flavors: [
          { flavor: spot, nominalQuota: { ...amount(1000), pods: 2000 }, borrowingLimit: { cpu: 0.5 } },
          { flavor: pool, nominalQuota: { ...amount(2), pods: 0 }, lendingLimit: { memory: Size.mebibytes(512) } },
        ],
      },
      { flavors: [{ flavor: any, nominalQuota: { devices: { 'nvidia.com/gpu': 8 } } }] },
    ],
    preemption: {
      withinClusterQueue: KueueQueuePreemptionPolicy.LOWER_OR_NEWER_EQUAL_PRIORITY,
      reclaimWithinCohort: KueueReclaimPolicy.ANY,
      borrowWithinCohort: KueuePreemptionPolicy.LOWER_PRIORITY,
      borrowPriorityThreshold: 100,
    },
    flavorFungibility: {
      whenCanBorrow: KueueFlavorChoice.TRY_NEXT_FLAVOR,
      whenCanPreempt: KueueFlavorChoice.TRY_NEXT_FLAVOR,
      preference: KueueFlavorPreference.PREEMPTION_OVER_BORROWING,
    },
    fairWeight: 2,
    stopPolicy: KueueStopPolicy.HOLD,
  });
  new KueueClusterQueue(chart, `${HOME}-plain`, {
    resourceGroups: [{ flavors: [{ flavor: any, nominalQuota: amount(1) }] }],
  });
  new KueueLocalQueue(chart, 'jobs', { clusterQueue, fairWeight: 1.5, stopPolicy: KueueStopPolicy.HOLD_AND_DRAIN });
  new KueueWorkloadPriorityClass(chart, `${HOME}-urgent`, { value: -2147483648, description: 'Soon' });
  return valid(chart);
}

type Mistakes = [mistake: string, construct: Construct][];

/** What the schema itself refuses; the rest is the webhook's. */
function volcanoMistakes(): Mistakes {
  const chart = new Chart(Testing.app(), 'volcano-mistakes');
  return [
    ['weight', new VolcanoQueue(chart, 'a', { weight: 0 })],
    ['heavy', new VolcanoQueue(chart, 'b', { weight: 65536 })],
    ['priority', new VolcanoQueue(chart, 'c', { priority: -1 })],
    ['name', new VolcanoQueue(chart, 'd', { name: 'Q' })],
  ];
}

function kueueMistakes(): Mistakes {
  const chart = new Chart(Testing.app(), 'kueue-mistakes', { namespace: HOME });
  const flavors = (count: number) =>
    Array.from({ length: count }, (_, i) => ({
      flavor: KueueResourceFlavor.fromName(`f${i}`),
      nominalQuota: amount(1),
    }));
  const limited = flavors(1).map((entry) => ({ ...entry, borrowingLimit: amount(1) }));
  const queue = (id: string, props: Partial<KueueClusterQueueProps>): KueueClusterQueue =>
    new KueueClusterQueue(chart, id, { resourceGroups: [{ flavors: flavors(1) }], ...props });
  const cohort = KueueCohort.fromName('all');
  const clusterQueue = KueueClusterQueue.fromName('q');
  return [
    ['limit without cohort', queue('a', { resourceGroups: [{ flavors: limited }] })],
    ['65 flavors', queue('b', { resourceGroups: [{ flavors: flavors(65) }] })],
    [
      'borrow without reclaim',
      queue('d', {
        cohort,
        preemption: {
          borrowWithinCohort: KueuePreemptionPolicy.LOWER_PRIORITY,
          reclaimWithinCohort: KueueReclaimPolicy.NEVER,
        },
      }),
    ],
    ['preference', queue('e', { flavorFungibility: { preference: KueueFlavorPreference.BORROWING_OVER_PREEMPTION } })],
    ['flavor twice', queue('f', { resourceGroups: [{ flavors: [...flavors(1), ...flavors(1)] }] })],
    [
      'nine labels',
      new KueueResourceFlavor(chart, 'g', { nodeLabels: Object.fromEntries([...'abcdefghi'].map((key) => [key, ''])) }),
    ],
    ['effect', new KueueResourceFlavor(chart, 'h', { nodeTaints: [{ key: 'a', effect: 'Never' }] })],
    ['toleration effect', new KueueResourceFlavor(chart, 'i', { tolerations: [{ effect: 'Never' }] })],
    ['priority', new KueueWorkloadPriorityClass(chart, 'j', { value: 0.5 })],
    ['description', new KueueWorkloadPriorityClass(chart, 'k', { value: 1, description: 'x'.repeat(2049) })],
    ['name', new KueueLocalQueue(chart, 'l', { name: 'L', clusterQueue })],
  ];
}

function valid(chart: Chart): Manifest[] {
  expect(chart.node.findAll().flatMap((construct) => construct.node.validate())).toEqual([]);
  return SparkTesting.manifests(chart);
}

/** The definitions of one project, installed unless the cluster has them; what was installed here goes again. */
class Definitions {
  private readonly files: string[];
  private installed: string[] = [];

  public constructor(project: string) {
    const folder = readdirSync(DEFINITIONS ?? '.').find((name) => name.startsWith(`${project}-`)) ?? project;
    const path = join(DEFINITIONS ?? '.', folder);
    this.files = readdirSync(path).map((file) => join(path, file));
  }

  public async install(): Promise<void> {
    for (const file of this.files) {
      const { code } = await tryKubectl(['get', '-f', file]);
      if (code !== 0) this.installed.push(file);
    }
    for (const file of this.installed) await kubectl(['apply', '--server-side', '-f', file]);
    const waiting = this.files.flatMap((file) => ['-f', file]);
    await waitFor('the definitions to be served', async () => {
      const { code } = await tryKubectl(['wait', '--for=condition=Established', '--timeout=10s', ...waiting]);
      return code === 0;
    });
  }

  public async remove(): Promise<void> {
    for (const file of this.installed) await kubectl(['delete', '--ignore-not-found', '-f', file]);
    this.installed = [];
  }
}

withDefinitions.each([
  ['volcano', volcanoQueues, volcanoMistakes],
  ['kueue', kueueObjects, kueueMistakes],
] as const)("%s's own definitions", (project, make, makeMistakes) => {
  const manifests = make();
  const mistakes = makeMistakes();
  let definitions: Definitions;

  beforeAll(async () => {
    definitions = new Definitions(project);
    await definitions.install();
    await remove(manifests);
    await apply([restrictedNamespace(HOME)]);
  }, 5 * MINUTES);

  afterAll(async () => {
    await remove([...manifests, restrictedNamespace(HOME)]);
    await definitions.remove();
  }, 5 * MINUTES);

  test('take every field, keep it, and find nothing to change the second time', async () => {
    await apply(manifests, '--server-side');
    for (const manifest of manifests) expect(await stored(manifest)).toMatchObject(manifest);
    const before = await versions();
    await apply(manifests, '--server-side');
    expect(await versions()).toEqual(before);
  });

  test('find nothing to change the second time client-side either', async () => {
    await remove(manifests);
    await apply(manifests);
    const second = await apply(manifests);
    expect(second.filter((line) => !line.endsWith(' unchanged'))).toEqual([]);
  });

  test('refuse what our rules refuse', async () => {
    for (const [mistake, construct] of mistakes) {
      const found = construct.node.validate();
      expect({ mistake, found }).toEqual({ mistake, found: [expect.any(String)] });
      const [manifest] = SparkTesting.manifests(construct);
      const input = JSON.stringify(manifest);
      const { code, stderr } = await tryKubectl(['create', '--validate=strict', '--dry-run=server', '-f', '-'], input);
      expect({ mistake, code, stderr }).toEqual({ mistake, code: 1, stderr: expect.stringContaining('is invalid') });
    }
  });

  async function versions(): Promise<unknown[]> {
    const all = await Promise.all(manifests.map(stored));
    return all.map(({ metadata }) => metadata.resourceVersion);
  }
});

async function stored({ apiVersion, kind, metadata }: Manifest): Promise<Manifest> {
  const [group, version] = apiVersion.split('/');
  const type = `${kind.toLowerCase()}.${version ?? ''}.${group ?? ''}`;
  const where = metadata.namespace === undefined ? [] : ['-n', metadata.namespace];
  return JSON.parse(await kubectl(['get', type, metadata.name, ...where, '-o', 'json'])) as Manifest;
}

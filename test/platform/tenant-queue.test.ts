import { Chart, Size, Testing } from 'cdk8s';
import { SparkQueues, SparkRunner, SparkScheduler, SparkTenant } from '../../lib';
import type { IVolcano, SparkJob, SparkTenantProps } from '../../lib';
import { warningsOf } from '../../lib/core/rules';
import { SparkTesting, type Manifest } from '../../lib/testing';
import { driverOf, PROPS } from '../spark/jobs';

const TRAITS = {
  ...{ enqueues: true, gatesByQueue: true, preempts: false, reclaims: true, readsWaitingTime: false },
  ...{ capacity: true, hierarchical: true, proportion: false },
};
const VOLCANO: IVolcano = { namespaceName: 'volcano-system', schedulerName: 'volcano', traits: TRAITS };
const QUOTA = { cpu: 10, memory: Size.gibibytes(40), pods: 50, devices: { 'nvidia.com/gpu': 2 } };

function tenant(props: SparkTenantProps): SparkTenant {
  return new SparkTenant(new Chart(Testing.app(), 'c'), 'etl', props);
}

const queueOf = (props: SparkTenantProps): Manifest => SparkTesting.find(tenant(props), 'Queue');
const hardOf = (props: SparkTenantProps): unknown =>
  (SparkTesting.find(tenant(props), 'ResourceQuota').spec as { hard: unknown }).hard;
const found = (one: SparkTenant): string[] =>
  one.node
    .findAll()
    .flatMap((construct) => construct.node.validate())
    .map((message) => message.slice(0, message.indexOf(' = ')));

describe('a tenant with a queue', () => {
  const system = SparkQueues.volcano(VOLCANO);

  test('has one declaration: its quota bounds the queue, its share is what the queue deserves', () => {
    const share = { cpu: 6, memory: Size.gibibytes(24) };
    const { metadata, spec } = queueOf({ quota: QUOTA, queue: { system, share } });
    expect(metadata.name).toBe('etl');
    expect(spec).toMatchObject({
      capability: { cpu: '10', memory: '40Gi', 'nvidia.com/gpu': '2' },
      deserved: { cpu: '6', memory: '24Gi' },
    });
  });

  test('deserves its quota if nothing else is said', () => {
    expect(queueOf({ quota: QUOTA, queue: { system } }).spec).toMatchObject({
      deserved: { cpu: '10', memory: '40Gi' },
    });
  });

  test('leaves room in the ResourceQuota for pods that wait, which Kubernetes counts as well', () => {
    expect(hardOf({ quota: QUOTA })).toMatchObject({ 'requests.cpu': '10', 'requests.memory': '40Gi' });
    expect(hardOf({ quota: QUOTA, queue: { system } })).toEqual({
      'requests.cpu': '20',
      'requests.memory': '80Gi',
      'limits.memory': '80Gi',
      'requests.nvidia.com/gpu': '4',
      pods: '50',
    });
    const waiting = { cpu: 1, memory: Size.gibibytes(2) };
    expect(hardOf({ quota: QUOTA, queue: { system, waiting } })).toMatchObject({
      'requests.cpu': '11',
      'requests.memory': '42Gi',
      'requests.nvidia.com/gpu': '2',
    });
  });

  test('schedules its jobs there, unless a job says otherwise', () => {
    const one = tenant({ quota: QUOTA, queue: { system } });
    const job = one.addJob('pi', PROPS);
    expect(driverOf(job).spec.schedulerName).toBe('volcano');
    expect(SparkTesting.find(one, 'PodGroup').spec).toMatchObject({ queue: 'etl' });
    const other = one.addJob('other', { ...PROPS, scheduler: SparkScheduler.default() });
    expect(driverOf(other).spec).not.toHaveProperty('schedulerName');
    expect(found(one)).toEqual([]);
  });

  test('refuses a share above the quota', () => {
    const share = { cpu: 11, memory: Size.gibibytes(24) };
    expect(found(tenant({ quota: QUOTA, queue: { system, share } }))).toEqual([
      'platform/share-above-quota: queue.share.cpu',
      'volcano/deserved-above-capability: deserved["cpu"]',
    ]);
  });

  test('leaves room for waiting pods in number too, where that is said', () => {
    const waiting = { cpu: 1, pods: 20 };
    expect(hardOf({ quota: QUOTA, queue: { system, waiting } })).toMatchObject({ 'requests.cpu': '11', pods: '70' });
  });

  test('warns of a queue without bounds, and of a job that goes past the queue', () => {
    const open = tenant({ queue: { system } });
    expect(warningsOf(open)).toEqual([expect.stringContaining('platform/queue-without-quota')]);
    const one = tenant({ quota: QUOTA, queue: { system } });
    expect(warningsOf(one)).toEqual([]);
    const past = one.addJob('past', { ...PROPS, scheduler: SparkScheduler.default() });
    expect(warningsOf(past)).toEqual([expect.stringContaining('platform/job-outside-queue')]);
  });

  test('refuses a second scheduler, which nobody would ask', () => {
    const scheduler = SparkScheduler.default();
    expect(found(tenant({ quota: QUOTA, queue: { system }, scheduler }))).toEqual([
      'platform/queue-and-scheduler: scheduler',
    ]);
  });
});

test('a tenant with a runner hands it to its jobs, and a job may have its own', () => {
  const one = tenant({ runner: SparkRunner.submit() });
  const runnerOf = (job: SparkJob): string[] =>
    SparkTesting.manifests(job).flatMap(({ kind, metadata }) => (kind === 'ServiceAccount' ? [metadata.name] : []));
  expect(runnerOf(one.addJob('theirs', PROPS))).toEqual(['theirs-submitter']);
  expect(runnerOf(one.addJob('own', { ...PROPS, runner: SparkRunner.native() }))).toEqual([]);
});

test('a tenant with a scheduler hands it to its jobs', () => {
  const one = tenant({ scheduler: SparkScheduler.volcano({ queueName: 'shared' }) });
  one.addJob('pi', PROPS);
  expect(SparkTesting.find(one, 'PodGroup').spec).toMatchObject({ queue: 'shared' });
});

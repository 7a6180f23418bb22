import { Size, Testing } from 'cdk8s';
import { RuleError } from '../../../lib/core/rules';
import { KueueClusterQueue } from '../../../lib/scheduling/kueue/cluster-queue';
import {
  KueueFlavorChoice,
  KueueFlavorPreference,
  KueuePreemptionPolicy,
  KueueQueueingStrategy,
  KueueQueuePreemptionPolicy,
  KueueReclaimPolicy,
  type KueueClusterQueueProps,
} from '../../../lib/scheduling/kueue/cluster-queue-props';
import { KueueCohort, type KueueCohortProps } from '../../../lib/scheduling/kueue/cohort';
import { KueueStopPolicy, type KueueFlavorQuota } from '../../../lib/scheduling/kueue/interfaces';
import { KueueQueues, type KueueQueuesProps } from '../../../lib/scheduling/kueue/kueue-queues';
import { KueueLocalQueue, type KueueLocalQueueProps } from '../../../lib/scheduling/kueue/local-queue';
import { KueueResourceFlavor } from '../../../lib/scheduling/kueue/resource-flavor';
import type { TenantQueue } from '../../../lib/scheduling/queue-system';
import { SparkTesting } from '../../../lib/testing';
import { amount, chart, says, simple } from './objects';

/** What this test reads of a ClusterQueue. */
interface Quotas {
  readonly spec: {
    readonly resourceGroups: { readonly flavors: { readonly resources: { readonly name: string }[] }[] }[];
  };
}

const flavor = (name: string) => KueueResourceFlavor.fromName(name);
const queue = (props: Partial<KueueClusterQueueProps> = {}): KueueClusterQueue =>
  new KueueClusterQueue(chart('team'), 'q', { resourceGroups: simple(8), ...props });
const problems = (props: Partial<KueueClusterQueueProps>): string[] => queue(props).node.validate();
const cohort = KueueCohort.fromName('all');

describe('a ClusterQueue', () => {
  test('takes jobs of all namespaces unless told otherwise', () => {
    const one = queue();
    expect(one.resource.toJson()).toEqual({
      apiVersion: 'kueue.x-k8s.io/v1beta2',
      kind: 'ClusterQueue',
      metadata: { name: 'q', labels: { 'app.kubernetes.io/managed-by': 'cdk8s-spark' } },
      spec: {
        namespaceSelector: {},
        queueingStrategy: 'BestEffortFIFO',
        resourceGroups: [
          {
            coveredResources: ['cpu', 'memory'],
            flavors: [
              {
                name: 'any',
                resources: [
                  { name: 'cpu', nominalQuota: '8' },
                  { name: 'memory', nominalQuota: '32Gi' },
                ],
              },
            ],
          },
        ],
      },
    });
    expect(one.node.validate()).toEqual([]);
  });

  test('writes everything it is told', () => {
    const one = queue({
      name: 'etl.prod',
      cohort,
      namespaces: ['etl', 'ml'],
      queueingStrategy: KueueQueueingStrategy.STRICT_FIFO,
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
      fairWeight: 0.5,
      stopPolicy: KueueStopPolicy.HOLD,
    });
    expect(one.resource.toJson()).toMatchObject({
      metadata: { name: 'etl.prod' },
      spec: {
        cohortName: 'all',
        namespaceSelector: {
          matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: ['etl', 'ml'] }],
        },
        queueingStrategy: 'StrictFIFO',
        preemption: {
          withinClusterQueue: 'LowerOrNewerEqualPriority',
          reclaimWithinCohort: 'Any',
          borrowWithinCohort: { policy: 'LowerPriority', maxPriorityThreshold: 100 },
        },
        flavorFungibility: {
          whenCanBorrow: 'TryNextFlavor',
          whenCanPreempt: 'TryNextFlavor',
          preference: 'PreemptionOverBorrowing',
        },
        fairSharing: { weight: '500m' },
        stopPolicy: 'Hold',
      },
    });
    expect(one.node.validate()).toEqual([]);
  });

  test('flavors name resources in one order, with limits where they are told', () => {
    const one = queue({
      cohort,
      resourceGroups: [
        {
          flavors: [
            { flavor: flavor('spot'), nominalQuota: amount(4), borrowingLimit: { cpu: 2 } },
            {
              flavor: flavor('fixed'),
              nominalQuota: { memory: Size.gibibytes(1), cpu: 1 },
              lendingLimit: { cpu: 0.5 },
            },
          ],
        },
        { flavors: [{ flavor: flavor('gpu'), nominalQuota: { devices: { 'nvidia.com/gpu': 1000 } } }] },
      ],
    });
    const spec = one.resource.toJson() as { spec: { resourceGroups: unknown } };
    expect(spec.spec.resourceGroups).toEqual([
      {
        coveredResources: ['cpu', 'memory'],
        flavors: [
          {
            name: 'spot',
            resources: [
              { name: 'cpu', nominalQuota: '4', borrowingLimit: '2' },
              { name: 'memory', nominalQuota: '16Gi' },
            ],
          },
          {
            name: 'fixed',
            resources: [
              { name: 'cpu', nominalQuota: '1', lendingLimit: '500m' },
              { name: 'memory', nominalQuota: '1Gi' },
            ],
          },
        ],
      },
      {
        coveredResources: ['nvidia.com/gpu'],
        flavors: [{ name: 'gpu', resources: [{ name: 'nvidia.com/gpu', nominalQuota: '1k' }] }],
      },
    ]);
    expect(one.node.validate()).toEqual([]);
  });

  const entry = (name: string, more: Partial<KueueFlavorQuota> = {}): KueueFlavorQuota => ({
    flavor: flavor(name),
    nominalQuota: amount(4),
    ...more,
  });
  const many = (count: number): KueueFlavorQuota[] => Array.from({ length: count }, (_, i) => entry(`f${i}`));
  const devices = (from: number, count: number) => ({
    devices: Object.fromEntries(Array.from({ length: count }, (_, i) => [`a.com/d${from + i}`, 1])),
  });

  test.each<[string, Partial<KueueClusterQueueProps>, string[]]>([
    ['no groups', { resourceGroups: [] }, ['kueue/cpu-and-memory: resourceGroups = "": ']],
    [
      'no memory',
      { resourceGroups: [{ flavors: [{ flavor: flavor('a'), nominalQuota: { cpu: 1 } }] }] },
      ['kueue/cpu-and-memory: resourceGroups = "cpu": '],
    ],
    [
      'a group without flavors',
      { resourceGroups: [...simple(1), { flavors: [] }] },
      ['kueue/group-without-flavors: resourceGroups[1].flavors = []: '],
    ],
    [
      'a flavor without quota',
      { resourceGroups: [...simple(1), { flavors: [{ flavor: flavor('b'), nominalQuota: {} }] }] },
      ['kueue/flavor-without-quota: resourceGroups[1].flavors[0].nominalQuota = {}: '],
    ],
    [
      'a flavor with fewer resources',
      { resourceGroups: [{ flavors: [entry('a'), { flavor: flavor('b'), nominalQuota: { cpu: 1 } }] }] },
      ['kueue/covered-resources: resourceGroups[0].flavors[1].nominalQuota = "cpu": '],
    ],
    [
      'a flavor with more resources',
      { resourceGroups: [{ flavors: [entry('a'), entry('b', { nominalQuota: { ...amount(1), pods: 4 } })] }] },
      ['kueue/covered-resources: resourceGroups[0].flavors[1].nominalQuota = "cpu, memory, pods": '],
    ],
    [
      'a flavor in two groups, and resources as well',
      { resourceGroups: [...simple(1), ...simple(1)] },
      [
        'kueue/resource-twice: resourceGroups[1] = "cpu"',
        'kueue/resource-twice: resourceGroups[1] = "memory"',
        'kueue/flavor-twice: resourceGroups[1].flavors[0].flavor = "any"',
      ],
    ],
    [
      'a flavor twice in a group',
      { resourceGroups: [{ flavors: [entry('a'), entry('a')] }] },
      ['kueue/flavor-twice: resourceGroups[0].flavors[1].flavor = "a"'],
    ],
    [
      '65 flavors in a group',
      { resourceGroups: [{ flavors: many(65) }] },
      ['kueue/too-many-groups: resourceGroups[0].flavors = 65: '],
    ],
    [
      '65 resources in a group, over many flavors',
      {
        resourceGroups: [
          { flavors: many(9).map((one) => ({ ...one, nominalQuota: { ...amount(1), ...devices(0, 63) } })) },
        ],
      },
      [
        'kueue/too-many-groups: resourceGroups[0], resources = 65: ',
        'kueue/too-many-groups: resourceGroups[0], pairs = 585: ',
      ],
    ],
    [
      '17 groups',
      {
        resourceGroups: [
          ...simple(1),
          ...Array.from({ length: 16 }, (_, i) => ({
            flavors: [{ flavor: flavor(`g${i}`), nominalQuota: devices(i, 1) }],
          })),
        ],
      },
      ['kueue/too-many-groups: resourceGroups = 17: '],
    ],
    [
      'a borrowing limit outside a cohort',
      { resourceGroups: [{ flavors: [entry('a', { borrowingLimit: { cpu: 1 } })] }] },
      ['kueue/limit-without-cohort: resourceGroups[0].flavors[0].borrowingLimit = "a": '],
    ],
    [
      'a lending limit above the quota',
      { cohort, resourceGroups: [{ flavors: [entry('a', { lendingLimit: { cpu: 5 } })] }] },
      ['kueue/lending-above-quota: resourceGroups[0].flavors[0].lendingLimit["cpu"] = "5": '],
    ],
    [
      'a limit of another resource',
      { cohort, resourceGroups: [{ flavors: [entry('a', { borrowingLimit: { pods: 5 } })] }] },
      ['kueue/limit-without-quota: resourceGroups[0].flavors[0].borrowingLimit = "pods": '],
    ],
    [
      'negative quota',
      { resourceGroups: [{ flavors: [entry('a', { nominalQuota: { ...amount(1), cpu: -1 } })] }] },
      ['kube/amount-cpu: resourceGroups[0].flavors[0].nominalQuota.cpu = -1: '],
    ],
    [
      'reclaim outside a cohort',
      { preemption: { reclaimWithinCohort: KueueReclaimPolicy.ANY } },
      ['kueue/reclaim-without-cohort: preemption.reclaimWithinCohort = "Any": '],
    ],
    [
      'borrowing by force without reclaim',
      { cohort, preemption: { borrowWithinCohort: KueuePreemptionPolicy.LOWER_PRIORITY } },
      ['kueue/borrow-without-reclaim: preemption.borrowWithinCohort = "LowerPriority": '],
    ],
    [
      'a threshold that nothing reads',
      { cohort, preemption: { borrowPriorityThreshold: 1 } },
      ['kueue/threshold-without-borrow: preemption.borrowPriorityThreshold = 1: '],
    ],
    [
      'a threshold that is no priority',
      {
        cohort,
        preemption: {
          reclaimWithinCohort: KueueReclaimPolicy.ANY,
          borrowWithinCohort: KueuePreemptionPolicy.LOWER_PRIORITY,
          borrowPriorityThreshold: 0.5,
        },
      },
      ['kueue/priority-threshold: preemption.borrowPriorityThreshold = 0.5: '],
    ],
    [
      'a preference that nothing reads',
      { flavorFungibility: { preference: KueueFlavorPreference.BORROWING_OVER_PREEMPTION } },
      ['kueue/flavor-preference: flavorFungibility.preference = "BorrowingOverPreemption": '],
    ],
    ['no namespaces', { namespaces: [] }, ['kueue/no-namespaces: namespaces = []: ']],
    ['a namespace that is none', { namespaces: ['ETL'] }, ['names/dns-label: namespaces[0] = "ETL": ']],
    ['a negative weight', { fairWeight: -1 }, ['kueue/fair-weight: fairWeight = -1: ']],
    ['a weight too fine', { fairWeight: 0.0001 }, ['kueue/fair-weight: fairWeight = 0.0001: ']],
    ['a name that is none', { name: 'Q' }, ['names/dns-label: name = "Q": ']],
  ])('refuses %s', (_name, props, found) => {
    expect(problems(props)).toEqual(says(...found));
  });

  test('limits are free in a cohort', () => {
    const limits = { borrowingLimit: { cpu: 0 }, lendingLimit: { cpu: 4 } };
    expect(problems({ cohort, resourceGroups: [{ flavors: [entry('a', limits)] }] })).toEqual([]);
    expect(problems({ cohort, preemption: { reclaimWithinCohort: KueueReclaimPolicy.LOWER_PRIORITY } })).toEqual([]);
  });
});

describe('a Cohort', () => {
  const make = (props: KueueCohortProps = {}): KueueCohort => new KueueCohort(chart(), 'all', props);

  test('needs nothing', () => {
    expect(make().resource.toJson()).toMatchObject({ kind: 'Cohort', metadata: { name: 'all' }, spec: {} });
    expect(make().node.validate()).toEqual([]);
  });

  test('may have quota and a parent, and lend more than is its own', () => {
    const one = make({
      parent: cohort,
      fairWeight: 2,
      resourceGroups: [{ flavors: [{ flavor: flavor('a'), nominalQuota: amount(1), lendingLimit: { cpu: 2 } }] }],
    });
    expect(one.resource.toJson()).toMatchObject({
      spec: {
        parentName: 'all',
        fairSharing: { weight: '2' },
        resourceGroups: [{ coveredResources: ['cpu', 'memory'] }],
      },
    });
    expect(one.node.validate()).toEqual([]);
  });

  test('lends nothing without a parent', () => {
    const limited = [{ flavors: [{ flavor: flavor('a'), nominalQuota: amount(1), lendingLimit: { cpu: 1 } }] }];
    expect(make({ resourceGroups: limited }).node.validate()).toEqual(says('kueue/limit-without-cohort'));
  });
});

describe('a LocalQueue', () => {
  const make = (props: Partial<KueueLocalQueueProps> = {}): KueueLocalQueue =>
    new KueueLocalQueue(chart('etl'), 'jobs', { clusterQueue: KueueClusterQueue.fromName('q'), ...props });

  test('is in the namespace of its chart, or the one told', () => {
    const one = make({ fairWeight: 1.5, stopPolicy: KueueStopPolicy.HOLD_AND_DRAIN });
    expect(one.resource.toJson()).toEqual({
      apiVersion: 'kueue.x-k8s.io/v1beta2',
      kind: 'LocalQueue',
      metadata: { name: 'jobs', namespace: 'etl', labels: { 'app.kubernetes.io/managed-by': 'cdk8s-spark' } },
      spec: { clusterQueue: 'q', fairSharing: { weight: '1500m' }, stopPolicy: 'HoldAndDrain' },
    });
    expect(one.node.validate()).toEqual([]);
    expect(make({ namespaceName: 'ml' }).resource.toJson()).toMatchObject({ metadata: { namespace: 'ml' } });
  });

  test('has a name that fits a label, and a namespace that its quota serves', () => {
    expect(make({ name: 'a'.repeat(64) }).node.validate()).toEqual(says('names/too-long: name'));
    expect(make({ namespaceName: 'E' }).node.validate()).toEqual(says('names/dns-label: namespaceName = "E"'));
    const clusterQueue = KueueClusterQueue.fromName('q', { namespaces: ['ml', 'bi'] });
    const [found] = make({ clusterQueue }).node.validate();
    expect(found).toContain('kueue/namespace-not-admitted: namespaceName = "etl": ');
    expect(found).toContain('(q takes ml, bi)');
    expect(make({ clusterQueue, namespaceName: 'bi' }).node.validate()).toEqual([]);
  });
});

describe('the queue of a tenant', () => {
  const any = flavor('any');
  const gib = (n: number): Size => Size.gibibytes(n);
  const quotas = (tenant: Omit<TenantQueue, 'name'>, props: Partial<KueueQueuesProps> = {}): object => {
    const home = chart();
    new KueueQueues({ flavor: any, ...props }).makeQueue(home, { name: 'etl', ...tenant });
    expect(home.node.findAll().flatMap((one) => one.node.validate())).toEqual([]);
    const { spec } = SparkTesting.find(home, 'ClusterQueue') as unknown as Quotas;
    const [one] = spec.resourceGroups[0]?.flavors ?? [];
    return Object.fromEntries((one?.resources ?? []).map(({ name, ...amounts }) => [name, amounts]));
  };
  const quota = { cpu: 20, memory: gib(80), pods: 50 };

  test('without a cohort has the quota', () => {
    expect(quotas({ quota })).toEqual({
      cpu: { nominalQuota: '20' },
      memory: { nominalQuota: '80Gi' },
      pods: { nominalQuota: '50' },
    });
  });
  test('in a cohort has the share, borrows up to the quota, and keeps the guarantee', () => {
    expect(quotas({ quota, share: { cpu: 10, memory: gib(40) }, guarantee: { cpu: 4 } }, { cohort })).toEqual({
      cpu: { nominalQuota: '10', borrowingLimit: '10', lendingLimit: '6' },
      memory: { nominalQuota: '40Gi', borrowingLimit: '40Gi', lendingLimit: '40Gi' },
      pods: { nominalQuota: '50', borrowingLimit: '0', lendingLimit: '50' },
    });
  });
  test('in a cohort keeps what only the guarantee names', () => {
    const devices = { 'nvidia.com/gpu': 2 };
    expect(quotas({ quota, guarantee: { devices } }, { cohort })).toMatchObject({
      'nvidia.com/gpu': { nominalQuota: '2', lendingLimit: '0' },
    });
  });
  test.each([
    ['share', { share: { cpu: 5 } }],
    ['guarantee', { guarantee: { cpu: 5 } }],
  ])('without a cohort has no %s', (prop, tenant) => {
    const home = chart();
    new KueueQueues({ flavor: any }).makeQueue(home, { name: 'etl', quota, ...tenant });
    expect(home.node.validate()).toEqual(says(`kueue/share-without-cohort: queue.${prop} = "cpu 5"`));
  });
});

test('what is referred to comes first, also where one stands inside the other', () => {
  const home = chart('etl');
  const any = new KueueResourceFlavor(home, 'any');
  const top = new KueueCohort(home, 'top');
  const inner = new KueueCohort(top, 'inner', { parent: top });
  const clusterQueue = new KueueClusterQueue(inner, 'q', {
    cohort: inner,
    resourceGroups: [{ flavors: [{ flavor: any, nominalQuota: amount(1) }] }],
  });
  const local = new KueueLocalQueue(clusterQueue, 'jobs', { clusterQueue });
  expect(inner.resource.node.dependencies).toEqual([top.resource]);
  expect(clusterQueue.resource.node.dependencies).toEqual([inner.resource, any.resource]);
  expect(local.resource.node.dependencies).toEqual([clusterQueue.resource]);
  expect((Testing.synth(home) as { kind: string }[]).map(({ kind }) => kind)).toEqual([
    ...['Cohort', 'Cohort', 'ResourceFlavor', 'ClusterQueue', 'LocalQueue'],
  ]);
});

test('references by name', () => {
  expect(KueueCohort.fromName('all')).toEqual({ cohortName: 'all' });
  expect(KueueClusterQueue.fromName('q', { cohort })).toEqual({ clusterQueueName: 'q', cohort });
  expect(KueueLocalQueue.fromName('jobs', { namespaceName: 'etl' })).toEqual({
    localQueueName: 'jobs',
    namespaceName: 'etl',
  });
  const makers = [
    () => KueueCohort.fromName('A'),
    () => KueueClusterQueue.fromName('A'),
    () => KueueLocalQueue.fromName('A'),
    () => KueueLocalQueue.fromName('a'.repeat(64)),
    () => KueueResourceFlavor.fromName('A'),
  ];
  for (const make of makers) expect(make).toThrow(RuleError);
});

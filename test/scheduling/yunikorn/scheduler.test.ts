import { ApiObject, Chart, Duration, Size, Testing } from 'cdk8s';
import { parse } from 'yaml';
import { NodePool, SparkPriorityClass, SparkServiceAccount, SparkTenant, type SparkJobProps } from '../../../lib';
import { DynamicAllocation, ScheduledSparkJob, SparkJob } from '../../../lib';
import { warningsOf } from '../../../lib/core/rules';
import { podRequests } from '../../../lib/spark/requests';
import { amountQuantities } from '../../../lib/kube/resources';
import type { TenantQueue } from '../../../lib/scheduling/queue-system';
import { YuniKornSortPolicy, type IYuniKornQueue } from '../../../lib/scheduling/yunikorn/interfaces';
import { YuniKornQueue, type ExistingYuniKornQueueProps } from '../../../lib/scheduling/yunikorn/queue';
import { YuniKornPreemptionPolicy } from '../../../lib/scheduling/yunikorn/queue-options';
import { YuniKorn } from '../../../lib/scheduling/yunikorn/yunikorn';
import { YuniKornQueues } from '../../../lib/scheduling/yunikorn/yunikorn-queues';
import {
  YuniKornGangStyle,
  YuniKornScheduler,
  type YuniKornSchedulingProps,
} from '../../../lib/scheduling/yunikorn/yunikorn-scheduler';
import { PreemptionScope, SchedulingRoute } from '../../../lib/spark/runner';
import { SparkTesting } from '../../../lib/testing';
import { PROPS, type Pod } from '../../spark/jobs';

const GPUS = { 'nvidia.com/gpu': 2 };

/** What this test reads of queues.yaml. */
interface Queues {
  readonly partitions: { readonly queues: { readonly queues: { readonly resources?: { guaranteed?: object } }[] }[] }[];
}

const QUEUE = YuniKornQueue.fromPath('root.team.etl');

function job(props: Partial<SparkJobProps> = {}, options: YuniKornSchedulingProps = {}, queue = QUEUE): SparkJob {
  const scheduler = new YuniKornScheduler(queue, options);
  return new SparkJob(new Chart(Testing.app(), 'c'), 'pi', { ...PROPS, scheduler, ...props });
}

const driverOf = (one: SparkJob): Pod => one.driverPod as Pod;
const executorOf = (one: SparkJob): Pod => one.executorPod as Pod;

interface Group {
  readonly name: string;
  readonly minMember: number;
  readonly minResource: object;
  readonly [field: string]: unknown;
}

function groups(one: SparkJob): Group[] {
  return JSON.parse(driverOf(one).metadata.annotations?.['yunikorn.apache.org/task-groups'] ?? '[]') as Group[];
}

/** Arguments of the driver: what only its pod can complete. */
function lateProperty(one: SparkJob, key: string): string | undefined {
  const { containers } = driverOf(one).spec as { containers: { args: string[] }[] };
  const found = containers[0]?.args.find((arg) => arg.startsWith(`${key}=`));
  return found?.slice(key.length + 1);
}

test('a whole job', () => {
  expect(SparkTesting.manifests(job())).toMatchSnapshot();
});

describe('both pods', () => {
  test('name the scheduler and the queue', () => {
    for (const pod of [driverOf(job()), executorOf(job())]) {
      expect(pod.metadata.labels['yunikorn.apache.org/queue']).toBe('root.team.etl');
    }
    expect(driverOf(job()).spec.schedulerName).toBe('yunikorn');
    expect(executorOf(job()).spec.schedulerName).toBe('yunikorn');
  });

  test.each([
    ['pi', 'pi'],
    ['x'.repeat(26), 'x'.repeat(26)],
    ['x'.repeat(27), expect.stringMatching(/^x{15}-[0-9a-f]{10}$/)],
  ])('of %s belong to one application of each attempt', (name, stem: unknown) => {
    const one = job({ name });
    const own = driverOf(one).metadata.labels['yunikorn.apache.org/app-id'] ?? '';
    expect(own).toMatch(/-uniqueautogen$/);
    const ownStem = own.replace(/-uniqueautogen$/, '');
    expect(ownStem).toEqual(stem);
    // What YuniKorn makes of the driver's label is what the executors get.
    const theirs = lateProperty(one, 'spark.kubernetes.executor.label.yunikorn.apache.org/app-id');
    expect(theirs).toBe(`${ownStem}-$(POD_UID)`);
    expect(theirs?.replace('$(POD_UID)', '0123456789abcdef0123456789abcdef0123')).toMatch(/^.{1,63}$/);
  });

  test('belong to a group of the driver', () => {
    const one = job();
    expect(groups(one).map(({ name }) => name)).toEqual([
      driverOf(one).metadata.annotations?.['yunikorn.apache.org/task-group-name'],
      executorOf(one).metadata.annotations?.['yunikorn.apache.org/task-group-name'],
    ]);
  });

  test('of a schedule carry the same', () => {
    const scheduler = new YuniKornScheduler(QUEUE);
    const scope = new Chart(Testing.app(), 'c');
    const one = new ScheduledSparkJob(scope, 'pi', { ...PROPS, scheduler, schedule: { cron: '@daily' } });
    expect(driverOf(one).metadata.labels['yunikorn.apache.org/app-id']).toBe('pi-uniqueautogen');
  });
});

describe('groups ask for what the pods ask for', () => {
  const small = { memory: Size.mebibytes(512) };
  test.each<[string, Partial<SparkJobProps>]>([
    ['plain', {}],
    ['fractions of cores', { executor: { ...small, coreRequest: 0.25, instances: 7 } }],
    ['a sidecar', { executor: { ...small, podOverrides: sidecar('700m', '1Gi') } }],
    ['a sidecar of the driver', { driver: { ...small, podOverrides: sidecar('50m', '64Mi') } }],
    [
      'devices',
      { executor: { ...small, devices: [{ name: 'gpu', vendor: 'nvidia.com', amount: 2, discoveryScript: '/x' }] } },
    ],
    ['an overhead', { driver: { ...small, podOverrides: { '/spec/overhead': { memory: '120Mi' } } } }],
    ['storage', { executor: { ...small, ephemeralStorage: Size.gibibytes(3) } }],
  ])('%s', (_name, props) => {
    const one = job(props);
    const [driver, executor] = groups(one);
    expect(driver?.minResource).toEqual(amountQuantities(podRequests(one.driverPod)));
    expect(executor?.minResource).toEqual(amountQuantities(podRequests(one.executorPod)));
    expect([driver?.minMember, executor?.minMember]).toEqual([1, props.executor?.instances ?? 2]);
  });

  test('executors that come later are no members', () => {
    const dynamic = DynamicAllocation.between({ minExecutors: 1, initialExecutors: 3, maxExecutors: 50 });
    expect(groups(job({ features: [dynamic] }))[1]?.minMember).toBe(3);
  });

  test('without executors at the start there is no group for them', () => {
    const dynamic = DynamicAllocation.between({ minExecutors: 0, maxExecutors: 5 });
    const one = job({ features: [dynamic] });
    expect(groups(one).map(({ name }) => name)).toEqual(['spark-driver']);
    expect(executorOf(one).metadata.annotations ?? {}).not.toHaveProperty(['yunikorn.apache.org/task-group-name']);
  });
});

test('placeholders go where the pods go', () => {
  const spot = NodePool.of('spot', {
    labels: [{ key: 'type', values: ['compute'] }],
    tolerations: [{ key: 'spot', effect: 'NoSchedule' }],
  });
  const podOverrides = { '/spec/nodeSelector': { disk: 'ssd' }, '/spec/hostNetwork': false };
  const one = job({ executor: { memory: Size.mebibytes(512), nodes: spot, podOverrides } });
  const pod = executorOf(one).spec;
  const [driver, executor] = groups(one);
  expect(executor).toMatchObject({
    affinity: pod.affinity,
    tolerations: [{ key: 'spot', operator: 'Exists', effect: 'NoSchedule' }],
    nodeSelector: { disk: 'ssd' },
  });
  expect(executor).not.toHaveProperty('hostNetwork');
  expect(Object.keys(driver ?? {})).toEqual(['name', 'minMember', 'minResource']);
});

describe('options', () => {
  const annotation = (options: YuniKornSchedulingProps, key: string): string | undefined =>
    driverOf(job({}, options)).metadata.annotations?.[`yunikorn.apache.org/${key}`];

  test('of the gang', () => {
    const key = 'schedulingPolicyParameters';
    expect(annotation({}, key)).toBe('gangSchedulingStyle=Soft');
    const hard = { gangStyle: YuniKornGangStyle.HARD, placeholderTimeout: Duration.minutes(2) };
    expect(annotation(hard, key)).toBe('placeholderTimeoutInSeconds=120 gangSchedulingStyle=Hard');
  });
  test('no gang', () => {
    const one = job({}, { gang: false });
    expect(JSON.stringify(SparkTesting.manifests(one))).not.toMatch(/task-group|schedulingPolicy/);
    expect(driverOf(one).spec.schedulerName).toBe('yunikorn');
  });
  test('whether the driver may be evicted', () => {
    expect(annotation({}, 'allow-preemption')).toBe('false');
    expect(annotation({ preemptableDriver: true }, 'allow-preemption')).toBeUndefined();
    expect(executorOf(job()).metadata.annotations ?? {}).not.toHaveProperty(['yunikorn.apache.org/allow-preemption']);
  });
});

test('a priority class stands on both pods', () => {
  const one = job({ priority: SparkPriorityClass.fromName('urgent') });
  expect([driverOf(one).spec.priorityClassName, executorOf(one).spec.priorityClassName]).toEqual(['urgent', 'urgent']);
});

test('the job comes after the YuniKorn that is made beside it', () => {
  const scope = new Chart(Testing.app(), 'c');
  const yunikorn = new YuniKorn(scope, 'yunikorn');
  const scheduler = new YuniKornScheduler(yunikorn.addQueue('etl'));
  const one = new SparkJob(scope, 'pi', { ...PROPS, scheduler });
  expect(one.resource.node.dependencies).toContain(yunikorn);
});

test('where Spark makes both pods, the application keeps the id that Spark gives to both', () => {
  const run = (route?: SchedulingRoute): SparkJob['_application'] => {
    const { _application: application } = new SparkJob(new Chart(Testing.app(), 'c'), 'pi', PROPS);
    const name = 'pi';
    const asked = { name, application, retries: 0, uiService: false, ...(route !== undefined && { route }) };
    new YuniKornScheduler(QUEUE).bind(new Chart(Testing.app(), 'other'), asked);
    return application;
  };
  for (const route of [SchedulingRoute.PROPERTIES, SchedulingRoute.SUBMISSION, SchedulingRoute.OPERATOR]) {
    const { driver, executor, _lateProperties } = run(route);
    expect(driver.labels).toEqual({ 'yunikorn.apache.org/queue': 'root.team.etl' });
    expect(executor.labels).toEqual({ 'yunikorn.apache.org/queue': 'root.team.etl' });
    expect(driver.annotations).toMatchObject({ 'yunikorn.apache.org/task-group-name': 'spark-driver' });
    expect(_lateProperties).toEqual({});
  }
  expect(run().driver.labels).toHaveProperty(['yunikorn.apache.org/app-id']);
});

describe('capacity knows', () => {
  const bounds = { max: { cpu: 4 }, guaranteed: { cpu: 1 } };
  const made = (make: (yunikorn: YuniKorn) => IYuniKornQueue): YuniKornScheduler['jobQueue'] =>
    new YuniKornScheduler(make(new YuniKorn(new Chart(Testing.app(), 'c'), 'y'))).jobQueue;

  test('the nearest bound and how far preemption reaches', () => {
    expect(made((yunikorn) => yunikorn.addQueue('a', bounds).addQueue('b'))).toEqual({
      name: 'root.a.b',
      capability: { cpu: 4 },
      preemption: PreemptionScope.CLUSTER,
    });
  });
  test.each([
    ['nothing guaranteed', {}, PreemptionScope.NOBODY],
    ['a fence', { ...bounds, preemptionPolicy: YuniKornPreemptionPolicy.FENCE }, PreemptionScope.QUEUE],
    ['none', { ...bounds, preemptionPolicy: YuniKornPreemptionPolicy.DISABLED }, PreemptionScope.NOBODY],
  ])('%s', (_name, options, preemption) => {
    expect(made((yunikorn) => yunikorn.addQueue('a', options))?.preemption).toBe(preemption);
  });
});

describe('placeholders', () => {
  const warnings = (make: (chart: Chart) => void, options: YuniKornSchedulingProps = {}): string[] => {
    const chart = new Chart(Testing.app(), 'c');
    make(chart);
    const serviceAccount = SparkServiceAccount.fromName('spark', 'etl');
    return warningsOf(
      new SparkJob(chart, 'pi', { ...PROPS, serviceAccount, scheduler: new YuniKornScheduler(QUEUE, options) }),
    );
  };
  const quota = (hard: object) => (chart: Chart) =>
    void new ApiObject(chart, 'quota', {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'q', namespace: 'etl' },
      spec: { hard },
    });

  test('are refused by a tenant', () => {
    expect(warnings((chart) => void new SparkTenant(chart, 'etl'))).toEqual([
      expect.stringContaining('yunikorn/placeholders-restricted: scheduler.gang = true'),
    ]);
  });
  test('are none without a gang', () => {
    expect(warnings((chart) => void new SparkTenant(chart, 'etl'), { gang: false })).toEqual([]);
  });
  test.each([
    ['requests.cpu', '5', 'requests.cpu 6'],
    ['pods', '5', 'pods 6'],
  ])('count twice in a quota of %s', (resource, hard, value) => {
    expect(warnings(quota({ [resource]: hard }))).toEqual([
      expect.stringContaining(`yunikorn/placeholders-over-quota: scheduler.gang = "${value}"`),
    ]);
    expect(warnings(quota({ [resource]: '6' }))).toEqual([]);
  });
  test('are in the namespace of the chart where the account names none', () => {
    const app = Testing.app();
    new SparkTenant(new Chart(app, 'ground'), 'etl');
    const serviceAccount = SparkServiceAccount.fromName('spark');
    const scheduler = new YuniKornScheduler(QUEUE);
    const of = (namespace: string): string[] =>
      warningsOf(new SparkJob(new Chart(app, namespace, { namespace }), 'pi', { ...PROPS, serviceAccount, scheduler }));
    expect(of('etl')).toEqual([expect.stringContaining('yunikorn/placeholders-restricted')]);
    expect(of('bi')).toEqual([]);
  });
  test('are no matter where nothing is known of the namespace', () => expect(warnings(() => undefined)).toEqual([]));
});

test('a tenant gets a queue of its size, without gangs', () => {
  const chart = new Chart(Testing.app(), 'c');
  const yunikorn = new YuniKorn(chart, 'yunikorn');
  const tenants = yunikorn.addQueue('tenants', { max: { cpu: 100 } });
  const system = new YuniKornQueues(yunikorn, { parent: tenants });
  const tenant = new SparkTenant(chart, 'etl', {
    quota: { cpu: 20, memory: Size.gibibytes(80) },
    queue: { system, share: { cpu: 5 } },
  });
  const { application, image } = PROPS;
  const one = tenant.addJob('pi', { application, image });
  expect(driverOf(one).metadata.labels['yunikorn.apache.org/queue']).toBe('root.tenants.etl');
  expect(groups(one)).toEqual([]);
  expect(yunikorn.queuesYaml()).toContain(
    [
      '              - name: etl',
      '                resources:',
      '                  guaranteed:',
      '                    vcore: "5"',
      '                  max:',
      '                    vcore: "20"',
      '                    memory: 80Gi',
    ].join('\n'),
  );
});

test.each<[string, Omit<TenantQueue, 'name'>, object | undefined]>([
  ['nothing', {}, undefined],
  ['a quota: all of it', { quota: { cpu: 20, pods: 9 } }, { vcore: '20', pods: '9' }],
  ['a share: it alone', { quota: { cpu: 20, pods: 9 }, share: { cpu: 5 } }, { vcore: '5' }],
  [
    'share and guarantee: the larger of each resource',
    { share: { cpu: 10, memory: Size.gibibytes(9) }, guarantee: { cpu: 15, memory: Size.gibibytes(8), devices: GPUS } },
    { vcore: '15', memory: '9Gi', 'nvidia.com/gpu': '2' },
  ],
])('a tenant with %s is guaranteed', (_name, tenant, guaranteed) => {
  const chart = new Chart(Testing.app(), 'c');
  const yunikorn = new YuniKorn(chart, 'yunikorn');
  new YuniKornQueues(yunikorn).makeQueue(chart, { name: 'etl', ...tenant });
  const { partitions } = parse(yunikorn.queuesYaml()) as Queues;
  expect(partitions[0]?.queues[0]?.queues[0]?.resources?.guaranteed).toEqual(guaranteed);
  expect(chart.node.findAll().flatMap((one) => one.node.validate())).toEqual([]);
});

describe('a path', () => {
  const problems = (
    make: (yunikorn: YuniKorn) => unknown,
    path: string,
    how: (yunikorn: YuniKorn) => ExistingYuniKornQueueProps = () => ({}),
    options: YuniKornSchedulingProps = {},
  ): string[] => {
    const app = Testing.app();
    const yunikorn = new YuniKorn(new Chart(app, 'y'), 'yunikorn');
    const scheduler = new YuniKornScheduler(YuniKornQueue.fromPath(path, how(yunikorn)), options);
    const one = new SparkJob(new Chart(app, 'c'), 'pi', { ...PROPS, scheduler });
    make(yunikorn);
    return one.node.validate();
  };
  const team = (yunikorn: YuniKorn) => yunikorn.addQueue('team', { max: { cpu: 2 } }).addQueue('etl');
  const parent = [expect.stringContaining('yunikorn/job-in-parent-queue: scheduler.queue = "root.team"')];

  test.each<[string, (yunikorn: YuniKorn) => ExistingYuniKornQueueProps, unknown[]]>([
    ['of no YuniKorn', () => ({}), parent],
    ['of the one here', (yunikorn) => ({ yunikorn }), parent],
    ['of the one here, by its namespace', () => ({ yunikorn: YuniKorn.fromExisting() }), parent],
    ['of another', () => ({ yunikorn: YuniKorn.fromExisting({ namespaceName: 'batch' }) }), []],
  ])('%s to a queue with others below', (_name, how, expected) => {
    expect(problems(team, 'root.team', how)).toEqual(expected);
  });
  test('to a queue where rules make others', () => {
    expect(problems((yunikorn) => yunikorn.addQueue('team', { dynamicChildren: {} }), 'root.team')).toEqual(parent);
  });
  test('to a leaf is held to the bounds and the order of the leaf', () => {
    expect(problems(team, 'root.team.etl')).toEqual([expect.stringContaining('root.team.etl may have 2')]);
    const fair = (yunikorn: YuniKorn) => yunikorn.addQueue('team', { sortPolicy: YuniKornSortPolicy.FAIR });
    expect(problems(fair, 'root.team')).toEqual([expect.stringContaining('yunikorn/gang-in-fair-queue')]);
    expect(problems(fair, 'root.team', undefined, { gang: false })).toEqual([]);
  });
  test('that only one of two YuniKorns has may mean the other', () => {
    const two = (yunikorn: YuniKorn): void => {
      team(yunikorn);
      new YuniKorn(new Chart(yunikorn.node.root, 'y2'), 'yunikorn').addQueue('team');
    };
    expect(problems(two, 'root.team')).toEqual([]);
    expect(problems(two, 'root.team', (yunikorn) => ({ yunikorn }))).toEqual(parent);
  });
  test('to nothing that is made here says nothing', () => expect(problems(team, 'root.other')).toEqual([]));
});

function sidecar(cpu: string, memory: string): { [path: string]: unknown } {
  return { '/spec/containers/-': { name: 'log', image: 'log', resources: { requests: { cpu, memory } } } };
}

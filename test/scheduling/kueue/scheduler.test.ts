import { Chart, Size, Testing, type App } from 'cdk8s';
import {
  NativeDriverKind,
  NodePool,
  ScheduledSparkJob,
  SparkJob,
  SparkPriorityClass,
  SparkRunner,
  SparkServiceAccount,
  type INodePool,
  type NodePoolProps,
  type NodeToleration,
  type SparkJobProps,
} from '../../../lib';
import { warningsOf } from '../../../lib/core/rules';
import { DynamicAllocation } from '../../../lib/spark/features/dynamic-allocation';
import { KueueClusterQueue } from '../../../lib/scheduling/kueue/cluster-queue';
import { KueueCohort } from '../../../lib/scheduling/kueue/cohort';
import {
  KueueFramework,
  type IKueueLocalQueue,
  type IKueueResourceFlavor,
  type KueueFlavorQuota,
} from '../../../lib/scheduling/kueue/interfaces';
import { Kueue } from '../../../lib/scheduling/kueue/kueue';
import { KueueScheduler, type KueueSchedulingProps } from '../../../lib/scheduling/kueue/kueue-scheduler';
import { KueueLocalQueue } from '../../../lib/scheduling/kueue/local-queue';
import {
  KueueResourceFlavor,
  type ExistingKueueResourceFlavorProps,
} from '../../../lib/scheduling/kueue/resource-flavor';
import { KueueWorkloadPriorityClass } from '../../../lib/scheduling/kueue/workload-priority-class';
import { SparkTesting } from '../../../lib/testing';
import { PROPS, type Pod } from '../../spark/jobs';
import { amount, says, simple } from './objects';

const QUEUE = KueueLocalQueue.fromName('jobs', { namespaceName: 'etl' });
const WORKERS = KueueLocalQueue.fromName('workers', { namespaceName: 'etl' });
const rush = KueueWorkloadPriorityClass.fromName('rush');

function job(scheduler: KueueScheduler, props: Partial<SparkJobProps> = {}, app: App = Testing.app()): SparkJob {
  return new SparkJob(new Chart(app, 'c'), 'pi', { ...PROPS, scheduler, ...props });
}
const bound = (queue: IKueueLocalQueue = QUEUE, props: KueueSchedulingProps = {}): KueueScheduler =>
  new KueueScheduler(queue, props);
const problems = (scheduler: KueueScheduler, props: Partial<SparkJobProps> = {}): string[] =>
  job(scheduler, props).node.validate();
/** Overrides that require something of the label `type`; one term each. */
const required = (...terms: object[]): object => {
  const nodeSelectorTerms = terms.map((term) => ({ matchExpressions: [{ key: 'type', ...term }] }));
  const nodeAffinity = { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } };
  return { '/spec/affinity': { nodeAffinity } };
};
const properties = (one: SparkJob): string =>
  JSON.stringify(SparkTesting.manifests(one).filter(({ kind }) => kind === 'ConfigMap'));

describe('what a job carries', () => {
  const one = job(bound(QUEUE, { executorQueue: WORKERS, priority: rush }));

  test('the Job around the driver is in the queue, and not the pod in it', () => {
    expect(one.resource.toJson()).toMatchObject({
      kind: 'Job',
      metadata: { labels: { 'kueue.x-k8s.io/queue-name': 'jobs', 'kueue.x-k8s.io/priority-class': 'rush' } },
    });
    const { metadata, spec } = one.driverPod as Pod;
    expect(JSON.stringify(metadata)).not.toContain('kueue');
    expect(spec).not.toHaveProperty('schedulerName');
    // Kueue decides when the Job is suspended: the field stays its own.
    expect((one.resource.toJson() as { spec: object }).spec).not.toHaveProperty('suspend');
  });

  test('executors queue up one by one, as pods that an owner has and Kueue starts', () => {
    const { metadata, spec } = one.executorPod as Pod;
    expect(metadata.labels).toMatchObject({
      'kueue.x-k8s.io/queue-name': 'workers',
      'kueue.x-k8s.io/managed': 'true',
      'kueue.x-k8s.io/priority-class': 'rush',
    });
    expect(metadata.annotations).toEqual({ 'kueue.x-k8s.io/pod-suspending-parent': 'spark-driver' });
    expect(spec).not.toHaveProperty('schedulerName');
  });

  test('Spark is told so by properties', () => {
    const text = properties(one);
    expect(text).toContain('spark.kubernetes.executor.label.kueue.x-k8s.io/queue-name=workers');
    expect(text).toContain('spark.kubernetes.executor.label.kueue.x-k8s.io/managed=true');
    expect(text).toContain('spark.kubernetes.executor.annotation.kueue.x-k8s.io/pod-suspending-parent=spark-driver');
    expect(text).not.toContain('scheduler.name');
  });

  test('nothing is found wrong', () => expect(one.node.validate()).toEqual([]));

  test('priorities of pods stay, and order the queue where there is no other', () => {
    const priority = SparkPriorityClass.fromName('urgent');
    const plain = job(bound(), { priority });
    expect(JSON.stringify(plain.resource.toJson())).not.toContain('kueue.x-k8s.io/priority-class');
    expect((plain.executorPod as Pod).spec).toMatchObject({ priorityClassName: 'urgent' });
    expect((plain.driverPod as Pod).spec).toMatchObject({ priorityClassName: 'urgent' });
    expect((plain.executorPod as Pod).metadata.labels).toMatchObject({ 'kueue.x-k8s.io/queue-name': 'jobs' });
  });

  test('a bare driver pod is in the queue itself', () => {
    const pod = job(bound(), { runner: SparkRunner.native({ driverKind: NativeDriverKind.POD }) });
    expect(pod.resource.toJson()).toMatchObject({
      kind: 'Pod',
      metadata: { labels: { 'kueue.x-k8s.io/queue-name': 'jobs', 'spark-role': 'driver' } },
    });
  });

  test('each run of a schedule is in the queue, and not the schedule', () => {
    const chart = new Chart(Testing.app(), 'c');
    const nightly = new ScheduledSparkJob(chart, 'pi', {
      ...PROPS,
      scheduler: bound(),
      schedule: { cron: '@daily' },
    });
    const cron = nightly.resource.toJson() as { metadata: object; spec: { jobTemplate: object } };
    expect(JSON.stringify(cron.metadata)).not.toContain('kueue');
    expect(cron.spec.jobTemplate).toMatchObject({ metadata: { labels: { 'kueue.x-k8s.io/queue-name': 'jobs' } } });
  });

  test('dynamic allocation needs nothing more: each executor queues up by itself', () => {
    const features = [DynamicAllocation.between({ minExecutors: 1, maxExecutors: 8 })];
    expect(problems(bound(), { features })).toEqual([]);
  });
});

test('queues and priority come before the job', () => {
  const app = Testing.app();
  const home = new Chart(app, 'queues', { namespace: 'etl' });
  const clusterQueue = new KueueClusterQueue(home, 'q', { resourceGroups: simple(16) });
  const queue = new KueueLocalQueue(home, 'jobs', { clusterQueue });
  const priority = new KueueWorkloadPriorityClass(home, 'urgent', { value: 10 });
  const one = job(bound(queue, { priority }), {}, app);
  expect(one.resource.node.dependencies).toEqual([queue, priority]);
  expect(one.node.validate()).toEqual([]);
});

describe('what cannot work', () => {
  test('a Kueue without the frameworks', () => {
    const kueue = Kueue.fromExisting({ frameworks: [KueueFramework.BATCH_JOB] });
    const [found] = problems(bound(QUEUE, { kueue }));
    expect(found).toContain('kueue/framework-disabled: kueue.frameworks = ["batch/job"]: ');
    expect(found).toContain('(no pod)');
    expect(Kueue.fromExisting().frameworks).toEqual(['batch/job', 'pod']);
    expect(() => Kueue.fromExisting({ namespaceName: 'K' })).toThrow('names/dns-label: namespaceName = "K"');
  });

  test('namespaces that do not fit', () => {
    const account = (namespace: string) => ({ serviceAccount: SparkServiceAccount.fromName('spark', namespace) });
    const anywhere = KueueLocalQueue.fromName('jobs');
    expect(problems(bound(), account('ml'))).toEqual(says('kueue/queue-namespace: scheduler.queue = "jobs": '));
    expect(problems(bound(QUEUE, { executorQueue: KueueLocalQueue.fromName('w', { namespaceName: 'x' }) }))).toEqual(
      says('kueue/queue-namespace: scheduler.executorQueue = "w": '),
    );
    expect(problems(bound(anywhere), account('kube-system'))).toEqual(
      says('kueue/unmanaged-namespace: serviceAccount.namespace = "kube-system": '),
    );
    expect(problems(bound(anywhere), account('kueue-system'))).toEqual(says('kueue/unmanaged-namespace'));
    const kueue = Kueue.fromExisting({ namespaceName: 'etl' });
    expect(problems(bound(anywhere, { kueue }))).toEqual(says('kueue/unmanaged-namespace'));
    const clusterQueue = KueueClusterQueue.fromName('q', { namespaces: ['ml'] });
    expect(problems(bound(KueueLocalQueue.fromName('jobs', { clusterQueue })))).toEqual(
      says('kueue/namespace-not-admitted: scheduler.queue = "jobs": '),
    );
    expect(problems(bound(anywhere), account('ml'))).toEqual([]);
  });

  test('keys of users that would undo it, on either pod', () => {
    const found = problems(bound(), {
      driver: { ...PROPS.driver, labels: { 'kueue.x-k8s.io/queue-name': 'mine', 'kueue.x-k8s.io/other': 'x' } },
      executor: {
        ...PROPS.executor,
        labels: { 'kueue.x-k8s.io/pod-group-name': 'pi' },
        annotations: { 'kueue.x-k8s.io/pod-group-total-count': '3' },
      },
    });
    expect(found).toEqual(
      says(
        'kueue/key-owned: driver.labels["kueue.x-k8s.io/queue-name"] = "mine": ',
        'kueue/key-owned: executor.labels["kueue.x-k8s.io/pod-group-name"] = "pi": ',
        'kueue/key-owned: executor.annotations["kueue.x-k8s.io/pod-group-total-count"] = "3": ',
      ),
    );
  });
});

describe('quota', () => {
  const behind = (quota: number, props: object = {}): IKueueLocalQueue =>
    KueueLocalQueue.fromName('jobs', {
      namespaceName: 'etl',
      clusterQueue: KueueClusterQueue.fromName('q', { resourceGroups: simple(quota), ...props }),
    });
  const cores = (driver: number, executor: number): Partial<SparkJobProps> => ({
    driver: { ...PROPS.driver, cores: driver },
    executor: { ...PROPS.executor, cores: executor, instances: 10 },
  });

  test('a driver and one executor are enough to begin with', () => {
    expect(problems(bound(behind(3)), cores(1, 2))).toEqual([]);
    const [found] = problems(bound(behind(3)), cores(2, 2));
    expect(found).toContain('kueue/job-never-admitted: executor = "cpu 4, memory 1792Mi": ');
    expect(found).toContain('(q has cpu 3, memory 12Gi)');
  });

  test('a pod larger than every flavor', () => {
    const [found] = problems(bound(behind(3)), cores(1, 4));
    expect(found).toContain('kueue/pod-never-admitted: executor = "cpu 4, memory 896Mi": ');
    expect(found).toContain('(q has cpu 3, memory 12Gi of any)');
    expect(problems(bound(behind(3)), cores(4, 1))).toEqual(says('kueue/pod-never-admitted: driver = '));
  });

  test('all resources of a group are taken from one flavor', () => {
    const flavor = (name: string, cpu: number, memory: number) => ({
      flavor: KueueResourceFlavor.fromName(name),
      nominalQuota: { cpu, memory: Size.gibibytes(memory) },
    });
    const resourceGroups = [{ flavors: [flavor('cpu', 8, 0), flavor('memory', 0, 64)] }];
    const [found] = problems(bound(behind(0, { resourceGroups })));
    expect(found).toContain('(q has cpu 8, memory 0 of cpu; cpu 0, memory 64Gi of memory)');
  });

  describe('flavors are nodes', () => {
    const entry = (flavor: IKueueResourceFlavor, cpu = 8) => ({ flavor, nominalQuota: amount(cpu) });
    const found = (flavors: KueueFlavorQuota[], props: Partial<SparkJobProps>): string[] =>
      problems(bound(behind(0, { resourceGroups: [{ flavors }] })), props);
    const flavor = (name: string, props: ExistingKueueResourceFlavorProps) => KueueResourceFlavor.fromName(name, props);
    const spot = flavor('spot', { nodeLabels: { type: 'compute' } });
    const drivers = flavor('drivers', { nodeLabels: { type: 'driver' } });
    const on = (nodes: INodePool) => ({ executor: { ...PROPS.executor, nodes } });
    const pool = (props: NodePoolProps): NodePool => NodePool.of('pool', props);
    const other = says('kueue/flavor-of-other-nodes: executor.nodes = ');

    test('a pod that none of them is for is never admitted', () => {
      const [line] = found([entry(drivers)], on(NodePool.COMPUTE));
      expect(line).toContain('kueue/flavor-of-other-nodes: executor.nodes = "type=compute": ');
      expect(line).toContain('(in q, drivers has type=driver)');
      expect(found([entry(drivers), entry(spot)], on(NodePool.COMPUTE))).toEqual([]);
    });
    test('only flavors that a pod may have count for its size', () => {
      const large = { executor: { ...PROPS.executor, cores: 4, nodes: NodePool.COMPUTE } };
      expect(found([entry(drivers, 8), entry(spot, 4)], large)).toEqual([]);
      const [line] = found([entry(drivers, 8), entry(spot, 3)], large);
      expect(line).toContain('kueue/pod-never-admitted: executor');
      expect(line).toContain('(q has cpu 3, memory 12Gi of spot)');
    });
    test('only flavors that driver or executors may have count for both', () => {
      const both = { ...on(NodePool.COMPUTE), driver: { ...PROPS.driver, nodes: NodePool.COMPUTE } };
      expect(found([entry(drivers, 8), entry(spot, 1)], both)).toEqual(says('kueue/job-never-admitted'));
      expect(found([entry(drivers, 8), entry(spot, 2)], both)).toEqual([]);
    });
    test('keys that a flavor does not have, wishes, and unknown flavors keep nobody away', () => {
      expect(found([entry(spot)], on(NodePool.labelled('zone', 'a')))).toEqual([]);
      const wish = pool({ labels: [{ key: 'type', values: ['driver'] }], preferred: true });
      expect(found([entry(spot)], on(wish))).toEqual([]);
      expect(found([entry(flavor('any', {}))], on(NodePool.DRIVER))).toEqual([]);
    });
    test.each<[string, object, boolean]>([
      ['a selector of the same value', { '/spec/nodeSelector': { type: 'compute' } }, true],
      ['a selector of another', { '/spec/nodeSelector': { type: 'driver' } }, false],
      ['NotIn', required({ operator: 'NotIn', values: ['compute'] }), false],
      ['Exists', required({ operator: 'Exists' }), true],
      ['DoesNotExist', required({ operator: 'DoesNotExist' }), false],
      ['one of two terms', required({ operator: 'DoesNotExist' }, { operator: 'In', values: ['compute'] }), true],
    ])('overrides count: %s', (_name, podOverrides, admitted) => {
      const props = { executor: { ...PROPS.executor, podOverrides: podOverrides as { [path: string]: unknown } } };
      expect(found([entry(spot)], props)).toEqual(admitted ? [] : other);
    });
    test.each<[string, string, NodeToleration[], boolean]>([
      ['none', 'NoSchedule', [], false],
      ['none, of a taint that is a wish', 'PreferNoSchedule', [], true],
      ['the key', 'NoSchedule', [{ key: 'spot' }], true],
      ['another key', 'NoSchedule', [{ key: 'gpu' }], false],
      ['key and value', 'NoExecute', [{ key: 'spot', value: 'yes' }], true],
      ['another value', 'NoExecute', [{ key: 'spot', value: 'no' }], false],
      ['another effect', 'NoExecute', [{ key: 'spot', value: 'yes', effect: 'NoSchedule' }], false],
      ['all', 'NoExecute', [{}], true],
    ])('taints keep pods away that tolerate %s (%s)', (_name, effect, tolerations, admitted) => {
      const nodeTaints = [{ key: 'spot', value: 'yes', effect }];
      const nodes = pool({ labels: [{ key: 'a', values: ['b'] }], tolerations });
      const free = entry(flavor('free', { nodeLabels: { a: 'other' } }));
      const drivers = entry(flavor('drivers', {}), 1);
      const executorQueue = (flavors: KueueFlavorQuota[]) =>
        KueueLocalQueue.fromName('w', {
          clusterQueue: KueueClusterQueue.fromName('workers', { resourceGroups: [{ flavors }] }),
        });
      const of = (props: ExistingKueueResourceFlavorProps): string[] =>
        problems(
          bound(behind(0, { resourceGroups: [{ flavors: [drivers] }] }), {
            executorQueue: executorQueue([free, entry(flavor('tainted', props))]),
          }),
          on(nodes),
        );
      expect(of({ nodeTaints })).toEqual(admitted ? [] : other);
      expect(of({ nodeTaints, tolerations: [{ key: 'spot' }] })).toEqual([]);
    });
    test('a flavor that is made here is known', () => {
      const home = new Chart(Testing.app(), 'home');
      const made = new KueueResourceFlavor(home, 'gpu', {
        pool: NodePool.COMPUTE,
        nodeTaints: [{ key: 'gpu', effect: 'NoSchedule' }],
      });
      expect(found([entry(made)], {})).toEqual(
        says('(in q, gpu has the taint gpu:NoSchedule)', '(in q, gpu has the taint gpu:NoSchedule)'),
      );
    });
  });

  test('a cohort lends without bound, or up to a limit', () => {
    const cohort = KueueCohort.fromName('all');
    expect(problems(bound(behind(1, { cohort })), cores(64, 64))).toEqual([]);
    const [group] = simple(1);
    const limited = [{ flavors: (group?.flavors ?? []).map((one) => ({ ...one, borrowingLimit: amount(2) })) }];
    expect(problems(bound(behind(1, { cohort, resourceGroups: limited })), cores(1, 2))).toEqual([]);
    expect(problems(bound(behind(1, { cohort, resourceGroups: limited })), cores(2, 2))).toEqual(
      says('kueue/job-never-admitted'),
    );
    expect(problems(bound(behind(1, { cohort, resourceGroups: limited })), cores(1, 4))).toEqual(
      says('kueue/pod-never-admitted'),
    );
  });

  test('every resource that a pod asks for is counted, or the pod is never admitted', () => {
    const executor = { ...PROPS.executor, ephemeralStorage: Size.gibibytes(1) };
    const [found] = problems(bound(behind(8)), { executor });
    expect(found).toContain('kueue/resource-not-covered: executor = "ephemeral-storage": ');
    expect(found).toContain('(q counts cpu, memory)');
  });

  test('pods count where there is quota for them', () => {
    const pods = (count: number) => [
      { flavors: [{ flavor: KueueResourceFlavor.fromName('any'), nominalQuota: { ...amount(8), pods: count } }] },
    ];
    expect(problems(bound(behind(0, { resourceGroups: pods(2) })))).toEqual([]);
    expect(problems(bound(behind(0, { resourceGroups: pods(1) })))).toEqual(says('kueue/job-never-admitted'));
    expect(problems(bound(behind(0, { resourceGroups: pods(0) })))).toEqual(
      says('kueue/pod-never-admitted: driver', 'kueue/pod-never-admitted: executor'),
    );
  });

  test('executors are checked against their own queue', () => {
    const executorQueue = KueueLocalQueue.fromName('w', {
      clusterQueue: KueueClusterQueue.fromName('workers', { resourceGroups: simple(2) }),
    });
    expect(problems(bound(behind(1), { executorQueue }), cores(1, 2))).toEqual([]);
    expect(problems(bound(behind(1), { executorQueue }), cores(1, 4))).toEqual(
      says('kueue/pod-never-admitted: executor'),
    );
  });

  test('the capacity report learns what is known', () => {
    const { jobQueue } = bound(behind(3));
    expect(jobQueue).toMatchObject({ name: 'jobs', preemption: 'cluster', capability: { cpu: 3 } });
    expect(jobQueue?.capability?.memory?.toGibibytes()).toBe(12);
    expect(bound().jobQueue).toEqual({ name: 'jobs', preemption: 'cluster' });
    const borrowed = bound(behind(3, { cohort: KueueCohort.fromName('all') })).jobQueue;
    expect(borrowed?.capability).toEqual({});
  });
});

describe('drivers that may fill the queue', () => {
  const warnings = (...schedulers: KueueScheduler[]): string[] => {
    const chart = new Chart(Testing.app(), 'c');
    const jobs = schedulers.map((scheduler, i) => new SparkJob(chart, `job-${i}`, { ...PROPS, scheduler }));
    return jobs.flatMap((one) => warningsOf(one)).filter((line) => line.startsWith('kueue/'));
  };
  const quota = KueueClusterQueue.fromName('q');

  test('are reported once for each quota of several jobs', () => {
    const [found, ...more] = warnings(bound(), bound(), bound());
    expect(found).toContain('kueue/drivers-fill-queue: scheduler.queue = "jobs": ');
    expect(found).toContain('(3 jobs in etl/jobs)');
    expect(more).toEqual([]);
    expect(warnings(bound())).toEqual([]);
    expect(warnings(bound(), bound(WORKERS))).toEqual([]);
  });

  test('are none where executors have quota of their own', () => {
    const own = { executorQueue: WORKERS };
    expect(warnings(bound(QUEUE, own), bound(QUEUE, own))).toEqual([]);
    const queue = KueueLocalQueue.fromName('a', { clusterQueue: quota });
    const other = KueueLocalQueue.fromName('b', { clusterQueue: quota });
    const two = () => bound(queue, { executorQueue: other });
    expect(warnings(two(), two())).toEqual(says('(2 jobs in q)'));
  });
});

test('another scheduler beside Kueue', () => {
  const chart = new Chart(Testing.app(), 'c');
  const scheduler = bound();
  const both = {
    schedulerLabel: 'both',
    bind: (...args: Parameters<KueueScheduler['bind']>) => {
      args[1].application.useScheduler('volcano');
      return scheduler.bind(...args);
    },
  };
  const one = new SparkJob(chart, 'pi', { ...PROPS, scheduler: both });
  expect(one.node.validate()).toEqual(says('kueue/other-scheduler: scheduler = "volcano": '));
});

test('a whole set of objects', () => {
  const app = Testing.app();
  const home = new Chart(app, 'queues', { namespace: 'etl' });
  const spot = new KueueResourceFlavor(home, 'spot', { nodeLabels: { type: 'compute' } });
  const cohort = new KueueCohort(home, 'all');
  const clusterQueue = new KueueClusterQueue(home, 'etl', {
    cohort,
    namespaces: ['etl'],
    resourceGroups: [{ flavors: [{ flavor: spot, nominalQuota: amount(16), borrowingLimit: amount(8) }] }],
  });
  const queue = new KueueLocalQueue(home, 'jobs', { clusterQueue });
  const priority = new KueueWorkloadPriorityClass(home, 'urgent', { value: 10 });
  job(bound(queue, { priority }), {}, app);
  expect(SparkTesting.manifests(home)).toMatchSnapshot('queues');
  expect(SparkTesting.find(app, 'Job', 'pi').metadata).toMatchSnapshot('job');
});

import { Chart, Duration, Size, type App } from 'cdk8s';
import { SparkJob, SparkServiceAccount } from '../../lib';
import { YuniKornSortPolicy, type IYuniKornQueue } from '../../lib/scheduling/yunikorn/interfaces';
import { YuniKornPlacementRule } from '../../lib/scheduling/yunikorn/placement-rule';
import { YuniKornQueue } from '../../lib/scheduling/yunikorn/queue';
import type { YuniKornQueueOptions } from '../../lib/scheduling/yunikorn/queue-options';
import { YuniKorn } from '../../lib/scheduling/yunikorn/yunikorn';
import type { YuniKornProps } from '../../lib/scheduling/yunikorn/yunikorn-props';
import {
  YuniKornGangStyle,
  YuniKornScheduler,
  type YuniKornSchedulingProps,
} from '../../lib/scheduling/yunikorn/yunikorn-scheduler';
import { PROPS } from '../spark/jobs';
import { inJob, withJob, type Mistake } from './mistake';

const gib = (amount: number): Size => Size.gibibytes(amount);

const installation =
  (props: YuniKornProps) =>
  (app: App): void =>
    void new YuniKorn(new Chart(app, 'y'), 'yunikorn', props);

const inInstallation = (name: string, props: YuniKornProps, rule: string, at: string, value: string): Mistake => ({
  name,
  build: installation(props),
  rule,
  at,
  value,
  path: 'y/yunikorn',
});

/** A tree of queues; the mistake is in the one at `path`. */
const queues = (
  name: string,
  make: (yunikorn: YuniKorn) => void,
  [path, rule, at, value]: readonly [string, string, string, string],
  says?: string,
): Mistake => ({
  name,
  build: (app) => {
    make(new YuniKorn(new Chart(app, 'y'), 'yunikorn'));
  },
  rule,
  at,
  value,
  path: `y/yunikorn/${path}`,
  ...(says !== undefined && { says }),
});

/** A mistake of one queue right under root. */
const one = (name: string, options: YuniKornQueueOptions, rule: string, at: string, value: string): Mistake =>
  queues(name, (yunikorn) => yunikorn.addQueue('etl', options), ['etl', `yunikorn/${rule}`, at, value]);

/** A mistake of the lower of two queues. */
const below = (
  name: string,
  upper: YuniKornQueueOptions,
  lower: YuniKornQueueOptions,
  finding: readonly [string, string, string],
): Mistake =>
  queues(name, (yunikorn) => yunikorn.addQueue('team', upper).addQueue('etl', lower), [
    'team/etl',
    `yunikorn/${finding[0]}`,
    finding[1],
    finding[2],
  ]);

/** A job in a queue that is made here. */
const job =
  (make: (yunikorn: YuniKorn) => IYuniKornQueue, options: YuniKornSchedulingProps = {}) =>
  (app: App): void => {
    const queue = make(new YuniKorn(new Chart(app, 'y'), 'yunikorn'));
    withJob({ scheduler: new YuniKornScheduler(queue, options) })(app);
  };

const QUEUE = YuniKornQueue.fromPath('root.etl');
const bound = (options: YuniKornSchedulingProps) => withJob({ scheduler: new YuniKornScheduler(QUEUE, options) });

/** Installation of YuniKorn, its queues, and jobs in them. */
export const YUNIKORN_MISTAKES: readonly Mistake[] = [
  ...['ETL', '-etl', 'a b', 'a.b', 'x'.repeat(64)]
    .map((name) =>
      queues(
        `a queue of YuniKorn named ${name.slice(0, 9)}`,
        (yunikorn) => void new YuniKornQueue(yunikorn, 'q', { yunikorn, name }),
        ['q', 'yunikorn/queue-name', 'name', `"${name}"`],
      ),
    )
    .map((mistake) => ({ ...mistake, spreads: true })),
  queues('a queue of YuniKorn named root', (yunikorn) => yunikorn.addQueue('root'), [
    'root',
    'yunikorn/reserved-queue-name',
    'name',
    '"root"',
  ]),
  queues(
    'a path of queues that no label takes',
    (yunikorn) => yunikorn.addQueue('x'.repeat(30)).addQueue('y'.repeat(28)),
    [`${'x'.repeat(30)}/${'y'.repeat(28)}`, 'yunikorn/queue-path', 'name', `"root.${'x'.repeat(30)}.`],
    '64 characters',
  ),
  {
    name: 'a path of queues without root',
    build: () => void YuniKornQueue.fromPath('team.etl'),
    rule: 'yunikorn/queue-path',
    at: 'queuePath',
    value: '"team.etl"',
    path: null,
  },
  {
    name: 'a queue of YuniKorn under nothing',
    build: (app) => void new YuniKornQueue(new Chart(app, 'y'), 'etl', {}),
    rule: 'yunikorn/queue-without-home',
    at: 'parent',
    value: 'undefined',
    path: 'y/etl',
  },
  {
    name: 'a queue for a YuniKorn that is configured elsewhere',
    build: (app) => void new YuniKornQueue(new Chart(app, 'y'), 'etl', { yunikorn: YuniKorn.fromExisting() }),
    rule: 'yunikorn/queue-of-existing',
    at: 'yunikorn',
    value: '"yunikorn"',
    path: 'y/etl',
  },
  queues(
    'two queues of YuniKorn of one name',
    (yunikorn) => {
      yunikorn.addQueue('etl');
      new YuniKornQueue(yunikorn, 'second', { yunikorn, name: 'etl' });
    },
    ['second', 'yunikorn/queue-twice', 'name', '"etl"'],
  ),
  one(
    'guaranteed above max',
    { guaranteed: { cpu: 2 }, max: { cpu: 1 } },
    'guaranteed-above-max',
    'guaranteed["cpu"]',
    '"2"',
  ),
  one('a maximum of no memory', { max: { memory: gib(0) } }, 'zero-max', 'max["memory"]', '0'),
  one('no application', { maxApplications: 0 }, 'max-applications', 'maxApplications', '0'),
  one('an offset beyond all priorities', { priorityOffset: 3e9 }, 'priority-offset', 'priorityOffset', '3000000000'),
  one('no delay of preemption', { preemptionDelay: Duration.seconds(0) }, 'preemption-delay', 'preemptionDelay', '"'),
  one('a submitter with a space', { submitters: { users: ['a b'] } }, 'acl-name', 'submitters.users', '"a b"'),
  one('a group with a slash', { admins: { groups: ['a/b'] } }, 'acl-name', 'admins.groups', '"a/b"'),
  one('a limit of nobody', { userLimits: [{ maxApplications: 1 }] }, 'limit-of-nobody', 'userLimits[0]', '{'),
  one('a limit of nothing', { userLimits: [{ users: ['a'] }] }, 'limit-of-nothing', 'userLimits[0]', '{'),
  one(
    'a limit of a name that is none',
    { userLimits: [{ users: ['1a'], maxApplications: 1 }] },
    'acl-name',
    'userLimits[0].users',
    '"1a"',
  ),
  one(
    'two limits of a user',
    {
      userLimits: [
        { users: ['a'], max: { cpu: 1 } },
        { users: ['a'], max: { cpu: 2 } },
      ],
    },
    'limit-twice',
    'userLimits[1].users',
    '"a"',
  ),
  one(
    'a user after everybody',
    {
      userLimits: [
        { users: ['*'], max: { cpu: 1 } },
        { users: ['a'], max: { cpu: 2 } },
      ],
    },
    'limit-wildcard-first',
    'userLimits[1].users',
    '"a"',
  ),
  one(
    'all groups and no other',
    { userLimits: [{ groups: ['*'], max: { cpu: 1 } }] },
    'limit-wildcard-group',
    'userLimits[0].groups',
    '"*"',
  ),
  one(
    'a limit above its queue',
    { max: { cpu: 4 }, userLimits: [{ users: ['a'], max: { cpu: 5 } }] },
    'limit-above-queue',
    'userLimits[0].max["cpu"]',
    '"5"',
  ),
  one(
    'more applications of a user than of the queue',
    { maxApplications: 2, userLimits: [{ users: ['a'], maxApplications: 3 }] },
    'limit-above-queue',
    'userLimits[0].maxApplications',
    '3',
  ),

  below('a queue larger than its parent', { max: { cpu: 4 } }, { max: { cpu: 5 } }, [
    'max-above-parent',
    'max["cpu"]',
    '"5"',
  ]),
  below('more guaranteed below than above', { guaranteed: { cpu: 4 } }, { guaranteed: { cpu: 5 } }, [
    'guaranteed-sum',
    'guaranteed["cpu"]',
    '"5"',
  ]),
  below('more applications below than above', { maxApplications: 4 }, { maxApplications: 5 }, [
    'max-applications-above-parent',
    'maxApplications',
    '5',
  ]),
  below('unbounded applications below a bound', { maxApplications: 4 }, {}, [
    'max-applications-missing',
    'maxApplications',
    'undefined',
  ]),
  below(
    'a limit of a user above that in the parent',
    { userLimits: [{ users: ['a'], max: { cpu: 4 } }] },
    { userLimits: [{ users: ['a'], max: { cpu: 5 } }] },
    ['limit-above-parent', 'userLimits[0].max["cpu"]', '"5"'],
  ),
  below(
    'a limit of a user above that of everybody in the parent',
    { userLimits: [{ users: ['*'], maxApplications: 4 }] },
    { userLimits: [{ users: ['a'], maxApplications: 5 }] },
    ['limit-above-parent', 'userLimits[0].maxApplications', '5'],
  ),
  queues(
    'queues that are guaranteed more together than their parent has',
    (yunikorn) => {
      const team = yunikorn.addQueue('team', { max: { cpu: 10 } });
      for (const name of ['a', 'b', 'c']) team.addQueue(name, { guaranteed: { cpu: 4 } });
    },
    ['team/c', 'yunikorn/guaranteed-sum', 'guaranteed["cpu"]', '"12"'],
    '3 queues below root.team, which has 10',
  ),
  inInstallation(
    'YuniKorn in kube-system',
    { namespace: 'kube-system' },
    'yunikorn/reserved-namespace',
    'namespace',
    '"kube-system"',
  ),
  inInstallation(
    'all pods of kube-system to YuniKorn',
    { namespaces: ['etl', 'kube-system'] },
    'yunikorn/processed-namespace',
    'namespaces[1]',
    '"kube-system"',
  ),
  inInstallation(
    'YuniKorn to schedule itself',
    { namespaces: ['yunikorn'] },
    'yunikorn/processed-namespace',
    'namespaces[0]',
    '"yunikorn"',
  ),
  inInstallation('a pattern of namespaces', { namespaces: ['etl-.*'] }, 'names/dns-label', 'namespaces[0]', '"etl-.*"'),
  inInstallation(
    'half an admission controller',
    { admission: { replicas: 0.5 } },
    'yunikorn/replicas',
    'admission.replicas',
    '0.5',
  ),
  inInstallation(
    'a size for an admission controller that is off',
    { admission: { enabled: false, memory: gib(1) } },
    'yunikorn/admission-off',
    'admission.memory',
    '"memory"',
  ),
  inInstallation(
    'a scheduler of YuniKorn without cpu',
    { scheduler: { cpu: 0 } },
    'yunikorn/server-resources',
    'scheduler.cpu',
    '0',
  ),
  inInstallation(
    'a scheduler of YuniKorn in 32 MiB',
    { scheduler: { memory: Size.mebibytes(32) } },
    'yunikorn/server-resources',
    'scheduler.memory',
    '"32 MiB"',
  ),
  inInstallation(
    'an API server of YuniKorn without ports',
    { network: { apiServerPorts: [] } },
    'yunikorn/network-peer',
    'network.apiServerPorts',
    '[]',
  ),
  inInstallation(
    'a name in the place of a range, to YuniKorn',
    { network: { apiServerCidrs: ['kubernetes.default'] } },
    'yunikorn/network-peer',
    'network.apiServerCidrs[0]',
    '"kubernetes.default"',
  ),
  inInstallation(
    'metrics of YuniKorn for no namespace',
    { network: { metricsFrom: ['Monitoring'] } },
    'names/dns-label',
    'network.metricsFrom[0]',
    '"Monitoring"',
  ),
  inInstallation(
    'a pull secret of YuniKorn with a space',
    { images: { pullSecrets: ['reg cred'] } },
    'names/dns-label',
    'images.pullSecrets[0]',
    '"reg cred"',
  ),
  inInstallation(
    'an administrator with a comma',
    { admins: { users: ['a,b'] } },
    'yunikorn/acl-name',
    'admins.users',
    '"a,b"',
  ),
  {
    name: 'queues of namespaces below a leaf',
    build: (app) => {
      const chart = new Chart(app, 'y');
      const placementRules: YuniKornPlacementRule[] = [];
      const leaf = new YuniKorn(chart, 'yunikorn', { placementRules }).addQueue('leaf');
      placementRules.push(YuniKornPlacementRule.namespaced({ parent: leaf, create: true }));
    },
    rule: 'yunikorn/placement-queue',
    at: 'placementRules[0]',
    value: '"root.leaf"',
    path: 'y/yunikorn',
    says: 'it is a leaf',
  },
  inJob(
    'a job in a queue with others below',
    job((yunikorn) => {
      const team = yunikorn.addQueue('team');
      team.addQueue('etl');
      return team;
    }),
    'yunikorn/job-in-parent-queue',
    'scheduler.queue',
    '"root.team"',
  ),
  inJob(
    'a job in a queue with others below, by path',
    job((yunikorn) => {
      yunikorn.addQueue('team').addQueue('etl');
      return YuniKornQueue.fromPath('root.team');
    }),
    'yunikorn/job-in-parent-queue',
    'scheduler.queue',
    '"root.team"',
  ),
  inJob(
    'a gang larger than its queue',
    job((yunikorn) => yunikorn.addQueue('team', { max: { cpu: 2 } }).addQueue('etl', { max: { memory: gib(80) } })),
    'yunikorn/job-exceeds-queue',
    'scheduler.queue',
    '"cpu 3"',
    'driver and 2 executors together; root.team.etl may have 2',
  ),
  inJob(
    'more pods than a queue may have',
    job((yunikorn) => yunikorn.addQueue('etl', { max: { pods: 2 } })),
    'yunikorn/job-exceeds-queue',
    'scheduler.queue',
    '"pods 3"',
  ),
  inJob(
    'an executor larger than its queue',
    job((yunikorn) => yunikorn.addQueue('etl', { max: { cpu: 0.5 } }), { gang: false }),
    'yunikorn/job-exceeds-queue',
    'scheduler.queue',
    '"cpu 1"',
    'for the driver',
  ),
  inJob(
    'a gang in a queue of fair order',
    job((yunikorn) => yunikorn.addQueue('team', { sortPolicy: YuniKornSortPolicy.FAIR }).addQueue('etl')),
    'yunikorn/gang-in-fair-queue',
    'scheduler.queue',
    '"root.team.etl"',
  ),
  inJob(
    'a job beside the servers of YuniKorn',
    withJob({
      scheduler: new YuniKornScheduler(
        YuniKornQueue.fromPath('root.etl', { yunikorn: YuniKorn.fromExisting({ namespaceName: 'batch' }) }),
      ),
      serviceAccount: SparkServiceAccount.fromName('spark', 'batch'),
    }),
    'yunikorn/job-beside-yunikorn',
    'serviceAccount.namespace',
    '"batch"',
  ),
  inJob(
    'a job beside the servers of YuniKorn, by its chart',
    (app) => {
      const queue = YuniKornQueue.fromPath('root.etl', { yunikorn: YuniKorn.fromExisting() });
      const serviceAccount = SparkServiceAccount.fromName('spark');
      const scheduler = new YuniKornScheduler(queue);
      new SparkJob(new Chart(app, 'c', { namespace: 'yunikorn' }), 'job', { ...PROPS, serviceAccount, scheduler });
    },
    'yunikorn/job-beside-yunikorn',
    'serviceAccount.namespace',
    '"yunikorn"',
  ),
  inJob(
    'a queue of YuniKorn by label',
    withJob({ scheduler: new YuniKornScheduler(QUEUE), driver: { memory: gib(1), labels: { queue: 'root.other' } } }),
    'yunikorn/binding-key',
    'driver.labels',
    '"queue"',
  ),
  inJob(
    'a group of Volcano under YuniKorn',
    withJob({
      scheduler: new YuniKornScheduler(QUEUE),
      executor: { memory: gib(1), annotations: { 'scheduling.k8s.io/group-name': 'pi' } },
    }),
    'yunikorn/binding-key',
    'executor.annotations',
    '"scheduling.k8s.io/group-name"',
  ),
  inJob(
    'half a second of placeholders',
    bound({ placeholderTimeout: Duration.millis(500) }),
    'yunikorn/placeholder-timeout',
    'scheduler.placeholderTimeout',
    '"0.5 s"',
  ),
  inJob(
    'a style of no gang',
    bound({ gang: false, gangStyle: YuniKornGangStyle.HARD }),
    'yunikorn/gang-option-unused',
    'scheduler.gangStyle',
    'false',
  ),
];

import { Chart, Duration, type App } from 'cdk8s';
import { Construct } from 'constructs';
import {
  VolcanoAction,
  VolcanoMetrics,
  VolcanoPlugin,
  VolcanoScheduler,
  type VolcanoSchedulerProps,
} from '../../lib/scheduling/volcano/scheduler';
import { checkVolcanoScheduler } from '../../lib/scheduling/volcano/scheduler/findings';
import type { Mistake } from './mistake';

const { ENQUEUE, ALLOCATE, BACKFILL, PREEMPT, RECLAIM, GANG_PREEMPT, GANG_RECLAIM, SHUFFLE } = VolcanoAction;

/** Parts of a configuration that is right, to be replaced one at a time. */
interface Parts extends Partial<Omit<VolcanoSchedulerProps, 'tiers'>> {
  readonly first?: VolcanoPlugin[];
  readonly second?: VolcanoPlugin[];
}

const QUIET_GANG = VolcanoPlugin.gang({
  enablePreemptable: false,
  enableReclaimable: false,
  enableJobStarving: false,
});
const SLA = VolcanoPlugin.sla({ enableJobOrder: false });
const CONFORMANCE = VolcanoPlugin.conformance();
const FIRST = [VolcanoPlugin.priority(), QUIET_GANG, CONFORMANCE, SLA];
const OVERCOMMIT = VolcanoPlugin.overcommit({ overcommitFactor: 2 });
const QUIET_DRF = VolcanoPlugin.drf({ enablePreemptable: false });
const PREDICATES = VolcanoPlugin.predicates();
const PROPORTION = VolcanoPlugin.proportion({ enableJobEnqueued: false });
const SECOND = [OVERCOMMIT, QUIET_DRF, PREDICATES, PROPORTION];
/** Where a fifth plugin of the second tier stands. */
const FIFTH = 'tiers[1].plugins[4]';

export const conf = ({ first = FIRST, second = SECOND, ...props }: Parts): VolcanoScheduler =>
  VolcanoScheduler.of({
    actions: [ENQUEUE, ALLOCATE, BACKFILL],
    tiers: [{ plugins: first }, { plugins: second }],
    ...props,
  });

const mistake = (
  name: string,
  rule: string,
  at: string,
  value: string,
  scheduler: () => VolcanoScheduler,
  says?: string,
): Mistake => ({
  name: `volcano conf: ${name}`,
  build: (app: App) => checkVolcanoScheduler(new Construct(new Chart(app, 'c'), 'volcano'), scheduler()),
  rule: `volcano/${rule}`,
  at,
  value,
  path: 'c/volcano',
  ...(says !== undefined && { says }),
});

/** A fifth plugin in the second tier with one wrong option. */
const fifth = (
  name: string,
  rule: string,
  option: string,
  value: string,
  plugin: () => VolcanoPlugin,
  says?: string,
): Mistake => mistake(name, rule, `${FIFTH}.${option}`, value, () => conf({ second: [...SECOND, plugin()] }), says);

const preempting = (parts: Parts) => () => conf({ actions: [ENQUEUE, ALLOCATE, PREEMPT, BACKFILL], ...parts });
/** Shares and those who spare pods stand in one tier, as reclaim wants it. */
const RECLAIM_FIRST = [VolcanoPlugin.priority(), QUIET_GANG, SLA];
const RECLAIM_SECOND = [CONFORMANCE, OVERCOMMIT, QUIET_DRF, PREDICATES, VolcanoPlugin.proportion()];
const reclaiming = (parts: Parts) => () =>
  conf({ actions: [ENQUEUE, ALLOCATE, RECLAIM, BACKFILL], first: RECLAIM_FIRST, second: RECLAIM_SECOND, ...parts });
const METRICS = VolcanoMetrics.prometheus('http://prometheus.monitoring:9090');
/** What JavaScript lets through. */
const untyped = (value: unknown): never => value as never;
const without = (plugins: VolcanoPlugin[], name: string): VolcanoPlugin[] =>
  plugins.filter(({ pluginName }) => pluginName !== name);

const ACTIONS: readonly Mistake[] = [
  mistake('no actions', 'no-actions', 'actions', '[]', () => conf({ actions: [] })),
  mistake('an unknown action', 'unknown-action', 'actions[1]', '"elect"', () =>
    conf({ actions: [ENQUEUE, untyped('elect'), ALLOCATE] }),
  ),
  mistake('an action in capitals', 'unknown-action', 'actions[2]', '"Backfill"', () =>
    conf({ actions: [ENQUEUE, ALLOCATE, untyped('Backfill')] }),
  ),
  mistake('an empty action', 'unknown-action', 'actions[2]', '""', () =>
    conf({ actions: [ENQUEUE, ALLOCATE, untyped('')] }),
  ),
  mistake('gangPreempt as documented', 'unknown-action', 'actions[2]', '"gangPreempt"', () =>
    conf({ actions: [ENQUEUE, ALLOCATE, untyped('gangPreempt')] }),
  ),
  mistake('an action twice', 'action-twice', 'actions[2]', '"allocate"', () =>
    conf({ actions: [ENQUEUE, ALLOCATE, ALLOCATE] }),
  ),
  mistake('no allocate', 'allocate-missing', 'actions', '["enqueue","backfill"]', () =>
    conf({ actions: [ENQUEUE, BACKFILL] }),
  ),
  mistake('enqueue after allocate', 'enqueue-not-first', 'actions[1]', '"enqueue"', () =>
    conf({ actions: [ALLOCATE, ENQUEUE] }),
  ),
  mistake('preempt before allocate', 'allocate-late', 'actions[1]', '"preempt"', () =>
    conf({ actions: [ENQUEUE, PREEMPT, ALLOCATE] }),
  ),
  mistake('backfill before allocate', 'allocate-late', 'actions[1]', '"backfill"', () =>
    conf({ actions: [ENQUEUE, BACKFILL, ALLOCATE] }),
  ),
  mistake('shuffle in the middle', 'shuffle-not-last', 'actions[2]', '"shuffle"', () =>
    conf({
      actions: [ENQUEUE, ALLOCATE, SHUFFLE, BACKFILL],
      second: [...SECOND, VolcanoPlugin.rescheduling()],
      metrics: METRICS,
    }),
  ),
  mistake('shuffle without victims', 'shuffle-needs-victims', 'actions[2]', '"shuffle"', () =>
    conf({ actions: [ENQUEUE, ALLOCATE, SHUFFLE] }),
  ),
  mistake('shuffle with pdb alone', 'shuffle-needs-victims', 'actions[2]', '"shuffle"', () =>
    conf({ actions: [ENQUEUE, ALLOCATE, SHUFFLE], second: [...SECOND, VolcanoPlugin.pdb()] }),
  ),
  mistake(
    'arguments of an action that is off',
    'option-without-effect',
    'actionArguments.preempt',
    '{"predicateErrorCache":false}',
    () => conf({ actionArguments: { preempt: { predicateErrorCache: false } } }),
  ),
  mistake(
    'arguments of topology-aware preemption alone',
    'option-without-effect',
    'actionArguments.preempt.workers',
    '4',
    preempting({ actionArguments: { preempt: { workers: 4 } } }),
    'it belongs to topologyAware',
  ),
  mistake(
    'no worker',
    'option-range',
    'actionArguments.preempt.workers',
    '0',
    preempting({ actionArguments: { preempt: { topologyAware: true, workers: 0 } } }),
    'at least 1',
  ),
  mistake('an unknown action argument', 'unknown-option', 'actionArguments.allocate.cache', 'true', () =>
    conf({ actionArguments: { allocate: untyped({ cache: true }) } }),
  ),
  mistake('arguments of an action without any', 'unknown-option', 'actionArguments.enqueue', '{}', () =>
    conf({ actionArguments: untyped({ enqueue: {} }) }),
  ),
];

const TIERS: readonly Mistake[] = [
  mistake('no tiers', 'no-tiers', 'tiers', '[]', () =>
    VolcanoScheduler.of({ actions: [ENQUEUE, ALLOCATE], tiers: [] }),
  ),
  mistake('an empty tier', 'empty-tier', 'tiers[2].plugins', '[]', () =>
    VolcanoScheduler.of({
      actions: [ENQUEUE, ALLOCATE],
      tiers: [{ plugins: FIRST }, { plugins: SECOND }, { plugins: [] }],
    }),
  ),
  mistake('a plugin twice', 'plugin-twice', FIFTH, '"predicates"', () =>
    conf({ second: [...SECOND, VolcanoPlugin.predicates({ cache: true })] }),
  ),
  mistake('capacity and proportion', 'capacity-and-proportion', FIFTH, '"capacity"', () =>
    conf({ second: [...SECOND, VolcanoPlugin.capacity({ enableHierarchy: true })] }),
  ),
  mistake(
    'drf hierarchy beside proportion',
    'hierarchy-and-proportion',
    'tiers[1].plugins[1].enableHierarchy',
    'true',
    () =>
      conf({
        second: [
          OVERCOMMIT,
          VolcanoPlugin.drf({ enablePreemptable: false, enableHierarchy: true }),
          PREDICATES,
          PROPORTION,
        ],
      }),
  ),
  mistake('two hierarchies', 'two-hierarchies', 'tiers[1].plugins[0].enableHierarchy', 'true', () =>
    conf({
      second: [
        VolcanoPlugin.drf({ enablePreemptable: false, enableHierarchy: true }),
        VolcanoPlugin.capacity({ enableHierarchy: true }),
        PREDICATES,
      ],
    }),
  ),
  mistake('no queue plugin', 'no-queue-plugin', 'tiers', '["priority"', () =>
    conf({ second: without(SECOND, 'proportion') }),
  ),
  mistake('no gang', 'gang-missing', 'tiers', '["priority"', () => conf({ first: without(FIRST, 'gang') })),
  mistake('no predicates', 'nodes-ignored', 'tiers', '["priority"', () =>
    conf({ second: without(SECOND, 'predicates') }),
  ),
  mistake('predicates without node affinity', 'nodes-ignored', 'tiers[1].plugins[2].nodeAffinity', 'false', () =>
    conf({ second: [OVERCOMMIT, QUIET_DRF, VolcanoPlugin.predicates({ nodeAffinity: false }), PROPORTION] }),
  ),
  mistake('usage without metrics', 'metrics-missing', FIFTH, '"usage"', () =>
    conf({ second: [...SECOND, VolcanoPlugin.usage()] }),
  ),
  mistake('rescheduling without metrics', 'metrics-missing', FIFTH, '"rescheduling"', () =>
    conf({ actions: [ENQUEUE, ALLOCATE, SHUFFLE], second: [...SECOND, VolcanoPlugin.rescheduling()] }),
  ),
  mistake('rescheduling without shuffle', 'plugin-without-action', FIFTH, '"rescheduling"', () =>
    conf({ second: [...SECOND, VolcanoPlugin.rescheduling()], metrics: METRICS }),
  ),
  mistake('pdb where nobody is evicted', 'plugin-without-action', FIFTH, '"pdb"', () =>
    conf({ second: [...SECOND, VolcanoPlugin.pdb()] }),
  ),
  mistake('an address without scheme', 'metrics-address', 'metrics.address', '"prometheus:9090"', () =>
    conf({ second: [...SECOND, VolcanoPlugin.usage()], metrics: VolcanoMetrics.prometheus('prometheus:9090') }),
  ),
  mistake('measuring without pause', 'option-range', 'metrics.interval', '"0s"', () =>
    conf({ metrics: VolcanoMetrics.prometheusAdaptor({ interval: Duration.seconds(0) }) }),
  ),
  mistake('strict node groups by default', 'node-group-strict', `${FIFTH}.strict`, 'undefined', () =>
    conf({ second: [...SECOND, VolcanoPlugin.nodeGroup()] }),
  ),
];

const OPTIONS: readonly Mistake[] = [
  mistake('an overcommit factor below 1', 'option-range', 'tiers[1].plugins[0].overcommitFactor', '0.9', () =>
    VolcanoScheduler.fairShare({ overcommitFactor: 0.9 }),
  ),
  mistake('an overcommit factor that is no number', 'option-type', 'tiers[1].plugins[0].overcommitFactor', 'NaN', () =>
    VolcanoScheduler.fairShare({ overcommitFactor: Number.NaN }),
  ),
  mistake('an overcommit factor as text', 'option-type', 'tiers[1].plugins[0].overcommitFactor', '"2.0"', () =>
    VolcanoScheduler.fairShare({ overcommitFactor: untyped('2.0') }),
  ),
  mistake('no waiting time', 'option-range', 'tiers[0].plugins[3].waitingTime', '"0s"', () =>
    VolcanoScheduler.fairShare({ waitingTime: Duration.seconds(0) }),
  ),
  mistake('a waiting time as text', 'option-type', 'tiers[0].plugins[3].waitingTime', '"1h"', () =>
    VolcanoScheduler.fairShare({ waitingTime: untyped('1h') }),
  ),
  mistake('a broken ancestor level', 'option-type', 'tiers[1].plugins[3].ancestorReclaimLevel', '0.5', () =>
    VolcanoScheduler.quotaReclaim({ ancestorReclaimLevel: 0.5 }),
  ),
  fifth('a negative weight', 'option-range', 'cpu', '-1', () => VolcanoPlugin.binpack({ cpu: -1 }), 'at least 0'),
  fifth('half a weight', 'option-type', 'imageLocality', '0.5', () => VolcanoPlugin.nodeOrder({ imageLocality: 0.5 })),
  fifth('a weight as text', 'option-type', 'weight', '"5"', () => VolcanoPlugin.binpack({ weight: untyped('5') })),
  fifth('a resource without name', 'resource-name', 'resources', '{"a b":1}', () =>
    VolcanoPlugin.binpack({ resources: { 'a b': 1 } }),
  ),
  fifth('a flag as text', 'option-type', 'enableNodeOrder', '"false"', () =>
    VolcanoPlugin.binpack({ enableNodeOrder: untyped('false') }),
  ),
  fifth('a flag in the wrong spelling', 'unknown-option', 'enabledNodeOrder', 'false', () =>
    VolcanoPlugin.binpack(untyped({ enabledNodeOrder: false })),
  ),
  fifth(
    'a flag of a hook that the plugin has not',
    'unknown-option',
    'enableOverused',
    'false',
    () => VolcanoPlugin.binpack(untyped({ enableOverused: false })),
    'plugin binpack',
  ),
  fifth('two ways to share GPUs', 'device-modes', 'gpuNumber', 'true', () =>
    VolcanoPlugin.deviceShare({ gpuSharing: true, gpuNumber: true }),
  ),
  fifth('shared and virtual GPUs', 'device-modes', 'vgpu', 'true', () =>
    VolcanoPlugin.deviceShare({ gpuSharing: true, vgpu: true }),
  ),
  fifth('an unknown device policy', 'option-range', 'schedulePolicy', '"pack"', () =>
    VolcanoPlugin.deviceShare({ vgpu: true, schedulePolicy: 'pack' }),
  ),
  fifth('an extender without URL', 'option-range', 'urlPrefix', '"extender:8080"', () =>
    VolcanoPlugin.extender({ urlPrefix: 'extender:8080' }),
  ),
  fifth(
    'a flag of an extender without its verb',
    'option-without-effect',
    'enableNodeOrder',
    'false',
    () => VolcanoPlugin.extender({ urlPrefix: 'http://extender', enableNodeOrder: false }),
    'it belongs to prioritizeVerb',
  ),
  fifth(
    'a time that is none',
    'time-window',
    'revocableZones',
    '{"night":"21:00-25:00"}',
    () => VolcanoPlugin.tdm({ revocableZones: { night: '21:00-25:00' } }),
    'zone night',
  ),
  fifth('no zone', 'option-range', 'revocableZones', '{}', () => VolcanoPlugin.tdm({ revocableZones: {} })),
  fifth('a fading above 1', 'option-range', 'normalPodsFading', '1.5', () =>
    VolcanoPlugin.networkTopologyAware({ normalPodsFading: 1.5 }),
  ),
  fifth('a pattern that is none', 'resource-name', 'resources', '{"*"', () =>
    VolcanoPlugin.resourceStrategyFit({ resources: { '*': { strategy: untyped('LeastAllocated') } } }),
  ),
  fifth('a list where a map belongs', 'option-type', 'resources', '[]', () =>
    VolcanoPlugin.binpack({ resources: untyped([]) }),
  ),
  mistake(
    'fractions of a second',
    'option-range',
    'tiers[1].plugins[2].volumeBindingTimeout',
    '"1500ms"',
    () =>
      conf({
        second: [
          OVERCOMMIT,
          QUIET_DRF,
          VolcanoPlugin.predicates({ volumeBindingTimeout: Duration.millis(1500) }),
          PROPORTION,
        ],
      }),
    'whole seconds',
  ),
  mistake(
    'queue order of a flat drf',
    'option-without-effect',
    'tiers[1].plugins[1].enableQueueOrder',
    'false',
    () =>
      conf({
        second: [
          OVERCOMMIT,
          VolcanoPlugin.drf({ enablePreemptable: false, enableQueueOrder: false }),
          PREDICATES,
          PROPORTION,
        ],
      }),
    'it belongs to enableHierarchy',
  ),
];

const QUEUEING: readonly Mistake[] = [
  mistake('no enqueue', 'without-enqueue', 'actions', '["allocate"]', () =>
    conf({ actions: [ALLOCATE], second: without(SECOND, 'overcommit') }),
  ),
  mistake('overcommit without enqueue', 'plugin-without-action', 'tiers[1].plugins[0]', '"overcommit"', () =>
    conf({ actions: [ALLOCATE] }).accepting('volcano/without-enqueue'),
  ),
  mistake('an enqueue that lets everything in', 'enqueue-gates-nothing', 'actions[0]', '"enqueue"', () =>
    conf({ second: without(SECOND, 'overcommit') }),
  ),
  mistake(
    'sla beside overcommit',
    'sla-too-late',
    'tiers[1].plugins[4]',
    '"sla"',
    () => conf({ first: without(FIRST, 'sla'), second: [...SECOND, SLA] }),
    'overcommit at tiers[1].plugins[0]',
  ),
  mistake('sla before drf in the order', 'sla-order-is-fifo', 'tiers[0].plugins[3].enableJobOrder', 'true', () =>
    conf({ first: [...without(FIRST, 'sla'), VolcanoPlugin.sla()] }),
  ),
  mistake(
    'drf before priority in the order',
    'priority-ordered-late',
    'tiers[0].plugins[0].enableJobOrder',
    'true',
    () => conf({ first: [QUIET_DRF, ...FIRST], second: without(SECOND, 'drf') }),
  ),
  mistake(
    'proportion gates preemption',
    'enqueue-defeats-preempt',
    'tiers[1].plugins[3].enableJobEnqueued',
    'true',
    preempting({ second: [...without(SECOND, 'proportion'), VolcanoPlugin.proportion()] }),
    'Fix: let overcommit gate instead',
  ),
  mistake(
    'flat capacity gates preemption',
    'enqueue-defeats-preempt',
    'tiers[1].plugins[3].enableJobEnqueued',
    'true',
    preempting({ second: [...without(SECOND, 'proportion'), VolcanoPlugin.capacity()] }),
  ),
  mistake(
    'a factor too small for preemption',
    'overcommit-too-small',
    'tiers[1].plugins[0].overcommitFactor',
    '1.5',
    () => VolcanoScheduler.priorityPreempt({ overcommitFactor: 1.5 }),
    'factor 1.5',
  ),
  mistake(
    'the default factor with reclaim',
    'overcommit-too-small',
    'tiers[1].plugins[1].overcommitFactor',
    'undefined',
    reclaiming({
      second: [CONFORMANCE, VolcanoPlugin.overcommit(), QUIET_DRF, PREDICATES, VolcanoPlugin.proportion()],
    }),
    'by default, factor 1.2',
  ),
  mistake(
    'preemption without sla',
    'backlog-defeats-eviction',
    'tiers[1].plugins[0]',
    '"overcommit"',
    preempting({ first: without(FIRST, 'sla') }),
  ),
];

const EVICTION: readonly Mistake[] = [
  mistake(
    'preempt without priority',
    'preempt-needs-priority',
    'actions[2]',
    '"preempt"',
    preempting({ first: without(FIRST, 'priority') }),
  ),
  mistake(
    'preempt with a muted priority',
    'preempt-needs-priority',
    'tiers[0].plugins[0].enablePreemptable',
    'false',
    preempting({ first: [VolcanoPlugin.priority({ enablePreemptable: false }), QUIET_GANG, CONFORMANCE, SLA] }),
  ),
  mistake(
    'drf names victims',
    'drf-evicts-higher',
    'tiers[1].plugins[1].enablePreemptable',
    'true',
    preempting({ second: [OVERCOMMIT, VolcanoPlugin.drf(), PREDICATES, PROPORTION] }),
    'Fix: set enablePreemptable: false on drf',
  ),
  mistake(
    'cdp names victims behind priority',
    'tier-evicts-higher',
    `${FIFTH}.enablePreemptable`,
    'true',
    preempting({ second: [...SECOND, VolcanoPlugin.cdp()] }),
  ),
  mistake(
    'gang names victims',
    'gang-picks-victims',
    'tiers[0].plugins[1].enablePreemptable',
    'true',
    preempting({
      first: [VolcanoPlugin.priority(), VolcanoPlugin.gang({ enableJobStarving: false }), CONFORMANCE, SLA],
    }),
  ),
  mistake(
    'gang keeps executors from preempting',
    'gang-keeps-executors-from-preempting',
    'tiers[0].plugins[1].enableJobStarving',
    'true',
    preempting({
      first: [VolcanoPlugin.priority(), VolcanoPlugin.gang({ enablePreemptable: false }), CONFORMANCE, SLA],
    }),
  ),
  mistake(
    'nobody starves',
    'nobody-starves',
    'actions',
    '["enqueue","allocate","preempt","backfill"]',
    preempting({ first: [VolcanoPlugin.priority({ enableJobStarving: false }), QUIET_GANG, CONFORMANCE, SLA] }),
  ),
  mistake(
    'preempt without conformance',
    'critical-pods-unprotected',
    'tiers[0].plugins[0]',
    '"priority"',
    preempting({ first: without(FIRST, 'conformance') }),
    'action preempt',
  ),
  mistake(
    'reclaim without shares',
    'reclaim-needs-shares',
    'actions[2]',
    '"reclaim"',
    reclaiming({
      second: [CONFORMANCE, OVERCOMMIT, QUIET_DRF, PREDICATES, VolcanoPlugin.proportion({ enableReclaimable: false })],
    }),
  ),
  mistake(
    'gang hides shares from reclaim',
    'reclaim-shares-hidden',
    'tiers[0].plugins[1].enableReclaimable',
    'true',
    reclaiming({
      first: [
        VolcanoPlugin.priority(),
        VolcanoPlugin.gang({ enablePreemptable: false, enableJobStarving: false }),
        SLA,
      ],
    }),
    'proportion is at tiers[1].plugins[4]',
  ),
  mistake(
    'reclaim without conformance beside the shares',
    'critical-pods-unprotected',
    'tiers[1].plugins[3]',
    '"proportion"',
    reclaiming({ second: without(RECLAIM_SECOND, 'conformance') }),
    'action reclaim',
  ),
  mistake('gangpreempt beside preempt', 'gang-beside-legacy', 'actions[3]', '"gangpreempt"', () =>
    conf({ actions: [ENQUEUE, ALLOCATE, PREEMPT, GANG_PREEMPT] }).accepting('volcano/gang-ignores-never'),
  ),
  mistake('gangpreempt ignores Never', 'gang-ignores-never', 'actions[2]', '"gangpreempt"', () =>
    conf({ actions: [ENQUEUE, ALLOCATE, GANG_PREEMPT] }),
  ),
  mistake('gangreclaim by weights', 'gang-reclaim-needs-capacity', 'actions[2]', '"gangreclaim"', () =>
    conf({ actions: [ENQUEUE, ALLOCATE, GANG_RECLAIM] }).accepting('volcano/gang-ignores-never'),
  ),
];

/** Wrong configurations of Volcano's scheduler. */
export const VOLCANO_CONF_MISTAKES: readonly Mistake[] = [...ACTIONS, ...TIERS, ...OPTIONS, ...QUEUEING, ...EVICTION];

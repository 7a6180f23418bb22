import { Duration } from 'cdk8s';
import fc from 'fast-check';
import {
  VolcanoAction,
  VolcanoFitStrategy,
  VolcanoMetrics,
  VolcanoPlugin,
  VolcanoScheduler,
  type VolcanoExtenderOptions,
} from '../../../lib/scheduling/volcano/scheduler';
import { goDuration } from '../../../lib/scheduling/volcano/scheduler/facts';
import { FLAGS } from '../../../lib/scheduling/volcano/scheduler/flags';
import { PLUGINS } from '../../../lib/scheduling/volcano/scheduler/plugin';
import { ACTION_NAMES, PLUGIN_NAMES, readConf, type ConfPlugin } from './conf-reader';

const OPTIONAL: Omit<VolcanoExtenderOptions, 'urlPrefix'> = {
  httpTimeout: Duration.millis(100),
  ignorable: true,
  managedResources: ['nvidia.com/gpu'],
  onSessionOpenVerb: 'open',
  onSessionCloseVerb: 'close',
  predicateVerb: 'predicate',
  prioritizeVerb: 'prioritize',
  preemptableVerb: 'preemptable',
  reclaimableVerb: 'reclaimable',
  queueOverusedVerb: 'overused',
  jobEnqueueableVerb: 'enqueueable',
  jobReadyVerb: 'ready',
  allocateFuncVerb: 'allocate',
  deallocateFuncVerb: 'deallocate',
};

/** Every plugin with each of its arguments. */
const EACH: { readonly [name: string]: VolcanoPlugin } = {
  priority: VolcanoPlugin.priority(),
  gang: VolcanoPlugin.gang(),
  conformance: VolcanoPlugin.conformance(),
  drf: VolcanoPlugin.drf(),
  sla: VolcanoPlugin.sla({ waitingTime: Duration.minutes(90) }),
  overcommit: VolcanoPlugin.overcommit({ overcommitFactor: 1.25 }),
  resourcequota: VolcanoPlugin.resourceQuota(),
  proportion: VolcanoPlugin.proportion(),
  capacity: VolcanoPlugin.capacity({ ancestorReclaimLevel: 2 }),
  cdp: VolcanoPlugin.cdp(),
  pdb: VolcanoPlugin.pdb(),
  predicates: VolcanoPlugin.predicates({
    ...{ nodeAffinity: true, nodePorts: false, taintToleration: true, podAffinity: false, nodeVolumeLimits: true },
    ...{ volumeZone: true, podTopologySpread: true, volumeBinding: true, cache: true, volumeBindingWeight: 2 },
    volumeBindingTimeout: Duration.minutes(5),
    volumeBindingShape: [
      { utilization: 0, score: 10 },
      { utilization: 100, score: 0 },
    ],
    dynamicResourcesTimeout: Duration.seconds(0),
  }),
  nodeorder: VolcanoPlugin.nodeOrder({
    ...{ nodeAffinity: 1, podAffinity: 2, leastRequested: 0, mostRequested: 4 },
    ...{ balancedResource: 5, taintToleration: 6, imageLocality: 7, podTopologySpread: 8 },
  }),
  binpack: VolcanoPlugin.binpack({ weight: 10, cpu: 5, memory: 1, resources: { 'nvidia.com/gpu': 2, on: 1 } }),
  nodegroup: VolcanoPlugin.nodeGroup({ enableHierarchy: true, strict: false, preferredOrder: true }),
  'task-topology': VolcanoPlugin.taskTopology({ weight: 10 }),
  'numa-aware': VolcanoPlugin.numaAware({ weight: 10 }),
  deviceshare: VolcanoPlugin.deviceShare({
    ...{ vgpu: true, gpuSharing: false, gpuNumber: false, ascendHami: true, ascendMindCluster: true, nodeLock: true },
    ...{ schedulePolicy: 'spread', scheduleWeight: 3, geometriesConfigMap: 'devices', geometriesNamespace: 'gpu' },
    exclusiveLabels: [{ team: 'a', on: 'yes' }],
  }),
  'network-topology-aware': VolcanoPlugin.networkTopologyAware({
    ...{ weight: 1, cpu: 5, memory: 1, resources: { 'example.com/foo': 3 } },
    ...{ normalPods: true, normalPodsFading: 0.8, evictionHyperNodes: 4 },
  }),
  'resource-strategy-fit': VolcanoPlugin.resourceStrategyFit({
    weight: 10,
    resources: {
      'nvidia.com/*': { strategy: VolcanoFitStrategy.MOST_ALLOCATED, weight: 2 },
      cpu: { strategy: VolcanoFitStrategy.LEAST_ALLOCATED },
    },
    scarce: { resources: { 'nvidia.com/gpu': 1 }, weight: 10 },
    proportional: { 'nvidia.com/gpu': { cpu: 4, memory: 8.5 }, 'amd.com/gpu': {} },
  }),
  tdm: VolcanoPlugin.tdm({ revocableZones: { rz1: '10:00-21:00' }, evictPeriod: Duration.minutes(2) }),
  usage: VolcanoPlugin.usage({ weight: 5, cpu: 1, memory: 2, thresholds: { cpu: 70 } }),
  rescheduling: VolcanoPlugin.rescheduling({
    interval: Duration.minutes(10),
    lowNodeUtilization: { idleCpu: 20, idleMemory: 30, busyCpu: 80, busyMemory: 70 },
  }),
  extender: VolcanoPlugin.extender({ urlPrefix: 'http://127.0.0.1', ...OPTIONAL }),
};

const scheduler = (...plugins: VolcanoPlugin[]): VolcanoScheduler =>
  VolcanoScheduler.of({ actions: [VolcanoAction.ALLOCATE], tiers: [{ plugins }] });

function read(plugin: VolcanoPlugin): ConfPlugin {
  const [found] = readConf(scheduler(plugin).render()).tiers[0]?.plugins ?? [];
  if (found === undefined) throw new Error(`${plugin.pluginName} is not there`);
  return found;
}

test('there are all plugins and actions of Volcano', () => {
  expect(Object.keys(EACH).sort()).toEqual([...PLUGIN_NAMES].sort());
  expect(
    Object.values(PLUGINS)
      .map(({ name }) => name)
      .sort(),
  ).toEqual([...PLUGIN_NAMES].sort());
  expect(PLUGIN_NAMES).toHaveLength(24);
  expect(Object.values<string>(VolcanoAction).sort()).toEqual([...ACTION_NAMES].sort());
});

describe.each(Object.entries(EACH))('%s', (name, plugin) => {
  test('has its own name', () => expect(plugin.pluginName).toBe(name));

  test('says all arguments that it has, as Volcano reads them', () => {
    const { arguments: args } = read(plugin);
    expect(Object.keys(plugin._options)).toEqual(expect.arrayContaining(Object.keys(plugin._facts.arguments)));
    expect(args).toMatchSnapshot();
  });

  test('has nothing wrong by itself', () => {
    const own = scheduler(plugin)
      ._findings()
      .filter(({ at }) => at.startsWith('tiers[0].plugins[0].'));
    // Of what surrounds it, not of its own values.
    const surroundings = ['volcano/option-without-effect', 'volcano/enqueue-defeats-preempt'];
    expect(own.filter(({ rule }) => !surroundings.includes(rule.id))).toEqual([]);
  });

  test.each(plugin._facts.flags.map((flag) => [flag]))('knows the flag %s', (flag) => {
    const withFlag = Object.assign(Object.create(VolcanoPlugin.prototype) as VolcanoPlugin, plugin, {
      _options: { ...plugin._options, [flag]: false },
    });
    expect(read(withFlag).flags).toEqual({ ...read(plugin).flags, [FLAGS[flag]]: false });
  });
});

test('all plugins together are read', () => {
  const all = VolcanoScheduler.of({
    actions: Object.values(VolcanoAction),
    tiers: [{ plugins: Object.values(EACH).slice(0, 8) }, { plugins: Object.values(EACH).slice(8) }],
    actionArguments: {
      allocate: { predicateErrorCache: false },
      backfill: { predicateErrorCache: true },
      reclaim: { predicateErrorCache: true },
      preempt: {
        ...{ predicateErrorCache: false, topologyAware: true, workers: 4 },
        ...{ minCandidateNodesPercentage: 20, minCandidateNodes: 2, maxCandidateNodes: 50 },
      },
      gangPreempt: { maxDomains: 4, allowWholeBundle: false },
      gangReclaim: { maxDomains: 2 },
    },
    metrics: VolcanoMetrics.prometheusAdaptor(),
  });
  const conf = readConf(all.render());
  expect(conf.tiers.flatMap(({ plugins }) => plugins)).toHaveLength(24);
  expect(conf.configurations.map(({ name }) => name)).toEqual([
    ...['allocate', 'backfill', 'preempt', 'reclaim', 'gangpreempt', 'gangreclaim'],
  ]);
  expect(all.render()).toMatchSnapshot();
});

describe('values that are not said', () => {
  test('are left to Volcano', () => {
    expect(scheduler(VolcanoPlugin.binpack({}), VolcanoPlugin.gang()).render()).toBe(
      'actions: "allocate"\ntiers:\n- plugins:\n  - name: binpack\n  - name: gang\n',
    );
  });

  test('are written where Volcano would go wrong without them', () => {
    expect(read(VolcanoPlugin.usage()).arguments).toEqual({ thresholds: { cpu: 80, mem: 80 } });
    expect(read(VolcanoPlugin.rescheduling()).arguments).toMatchObject({ metricsPeriod: '10m' });
  });
});

test('wrong values are left out of the file, for they are findings', () => {
  const broken = scheduler(VolcanoPlugin.binpack({ weight: 0.5, cpu: 2, resources: [] as never }));
  expect(readConf(broken.render()).tiers[0]?.plugins[0]?.arguments).toEqual({ 'binpack.cpu': 2 });
  expect(broken._findings().map(({ at }) => at)).toEqual(
    expect.arrayContaining(['tiers[0].plugins[0].weight', 'tiers[0].plugins[0].resources']),
  );
});

describe('for any values', () => {
  /** As Go reads it. */
  const milliseconds = (text: string): number => {
    const units: { readonly [unit: string]: number } = { h: 3600000, m: 60000, s: 1000, ms: 1 };
    const [, number = '', unit = ''] = /^(\d+)(h|m|s|ms)$/.exec(text) ?? [];
    return Number(number) * (units[unit] ?? Number.NaN);
  };

  test('durations keep their length', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 ** 10 }), (ms) => milliseconds(goDuration(Duration.millis(ms))) === ms),
    );
  });

  test('texts come back as they were, whatever stands in them', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const urlPrefix = `http://x/${text}`;
        const { arguments: args } = read(VolcanoPlugin.extender({ urlPrefix }));
        expect(args['extender.urlPrefix']).toBe(urlPrefix);
      }),
    );
  });

  test('weights come back as ints, factors as floats', () => {
    const resource = fc.stringMatching(/^[a-z]{1,5}\.[a-z]{2}\/[a-z]{1,8}$/);
    fc.assert(
      fc.property(
        fc.dictionary(resource, fc.nat()),
        fc.double({ min: 1, noNaN: true, max: 1e9 }),
        (resources, factor) => {
          const { arguments: args } = read(VolcanoPlugin.binpack({ resources }));
          for (const [name, weight] of Object.entries(resources))
            expect(args[`binpack.resources.${name}`]).toBe(weight);
          const over = read(VolcanoPlugin.overcommit({ overcommitFactor: factor }));
          expect(over.arguments['overcommit-factor']).toBe(factor);
        },
      ),
    );
  });

  test('what is rendered is right or reported', () => {
    const any = fc.oneof(fc.integer(), fc.double(), fc.string(), fc.boolean(), fc.constant(null), fc.array(fc.nat()));
    fc.assert(
      fc.property(any, any, any, (weight, resources, enableNodeOrder) => {
        const options = { weight, resources, enableNodeOrder } as never;
        const one = scheduler(VolcanoPlugin.binpack(options));
        const reported = one._findings().some(({ at }) => at.startsWith('tiers[0].plugins[0].'));
        if (!reported) expect(() => readConf(one.render())).not.toThrow();
      }),
    );
  });
});

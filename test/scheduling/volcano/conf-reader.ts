import { isMap, isScalar, isSeq, parseDocument, Scalar, type Node, type YAMLMap } from 'yaml';

/** A configuration as Volcano reads it. */
export interface Conf {
  readonly actions: readonly string[];
  readonly tiers: readonly { readonly plugins: readonly ConfPlugin[] }[];
  readonly configurations: readonly { readonly name: string; readonly arguments: Values }[];
  readonly metrics: Values;
}

export interface ConfPlugin {
  readonly name: string;
  readonly flags: { readonly [flag: string]: boolean };
  readonly arguments: Values;
}

interface Values {
  readonly [key: string]: unknown;
}

/** Takes the node of a value and gives the value; throws where Volcano would ignore it, die, or take something else. */
type Type = (node: Node, at: string) => unknown;

const GO_DURATION = /^(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$/;
const fail = (at: string, what: string): never => {
  throw new Error(`${at}: ${what}`);
};

const scalar = (what: string, fits: (node: Scalar) => boolean): Type => {
  return (node, at) =>
    isScalar(node) && fits(node) ? node.value : fail(at, `${what} expected, found ${String(node)}`);
};
const plain = ({ type }: Scalar): boolean => type === Scalar.PLAIN;
const source = ({ source: text }: Scalar): string => text ?? '';
const int = scalar('int', (node) => plain(node) && /^-?\d+$/.test(source(node)));
const float = scalar('float', (node) => plain(node) && /^-?\d+(\.\d+)?([eE][-+]?\d+)?$/.test(source(node)));
const bool = scalar('bool', (node) => plain(node) && /^(true|false)$/.test(source(node)));
const string = scalar('string', ({ value }) => typeof value === 'string');
const duration = scalar('duration', ({ value }) => typeof value === 'string' && GO_DURATION.test(value));
const oneOf = (...texts: string[]): Type => scalar(texts.join('|'), ({ value }) => texts.includes(String(value)));
const matching = (form: RegExp): Type =>
  scalar(String(form), ({ value }) => typeof value === 'string' && form.test(value));

/** A map whose keys are all known, by name or, at the end, by pattern. */
const map =
  (types: { readonly [key: string]: Type }, patterns: readonly (readonly [RegExp, Type])[] = []): Type =>
  (node, at) =>
    Object.fromEntries(
      pairs(node, at).map(([key, value]) => {
        const type = Object.hasOwn(types, key) ? types[key] : patterns.find(([pattern]) => pattern.test(key))?.[1];
        return [key, (type ?? fail(at, `unknown key ${key}`))(value, `${at}.${key}`)];
      }),
    );

const list =
  (type: Type): Type =>
  (node, at) =>
    isSeq(node) ? node.items.map((item, i) => type(item as Node, `${at}[${i}]`)) : fail(at, 'list expected');

function pairs(node: Node, at: string): [string, Node][] {
  if (!isMap(node)) return fail(at, 'map expected');
  return (node as YAMLMap<Scalar, Node>).items.map(({ key, value }) => {
    if (typeof key.value !== 'string') return fail(at, `key ${String(key.value)} is no text`);
    return [key.value, value ?? fail(at, `${key.value} has no value`)];
  });
}

const RESOURCE = '[A-Za-z0-9][-\\w./]*';
const any = (...pattern: string[]): RegExp => new RegExp(`^${pattern.join('')}$`);
const bools = (...keys: string[]) => Object.fromEntries(keys.map((key) => [key, bool]));
const ints = (...keys: string[]) => Object.fromEntries(keys.map((key) => [key, int]));
const strings = (...keys: string[]) => Object.fromEntries(keys.map((key) => [key, string]));
const cpuAndMemory = map(ints('cpu', 'memory'));
const verbs = ['onSessionOpen', 'onSessionClose', 'predicate', 'prioritize', 'preemptable', 'reclaimable'];
verbs.push('queueOverused', 'jobEnqueueable', 'jobReady', 'allocateFunc', 'deallocateFunc');

const none = map({});
const WORDS = {
  order: ['enableJobOrder', 'enabledSubJobOrder', 'enableTaskOrder'],
  victims: ['enablePreemptable', 'enableReclaimable'],
  nodes: ['enablePredicate', 'enableNodeOrder'],
};

/** Written down from the sources of Volcano 1.15.1, apart from the library's own table, which it checks. */
const PLUGINS: { readonly [name: string]: readonly [flags: readonly string[], args: Type] } = {
  priority: [[...WORDS.order, 'enablePreemptable', 'enableJobStarving'], none],
  gang: [
    [
      ...['enableJobOrder', 'enabledSubJobOrder', 'enableJobReady', 'enabledSubJobReady', 'enableJobPipelined'],
      ...['enabledSubJobPipelined', 'enableJobStarving', ...WORDS.victims],
    ],
    none,
  ],
  conformance: [WORDS.victims, none],
  overcommit: [['enableJobEnqueued'], map({ 'overcommit-factor': float })],
  drf: [['enableJobOrder', 'enableQueueOrder', 'enableHierarchy', ...WORDS.victims], none],
  predicates: [
    WORDS.nodes,
    map({
      ...bools(
        ...['NodeAffinity', 'NodePorts', 'TaintToleration', 'PodAffinity', 'NodeVolumeLimits', 'VolumeZone'].map(
          (one) => `predicate.${one}Enable`,
        ),
        ...['PodTopologySpread', 'VolumeBinding', 'Cache'].map((one) => `predicate.${one}Enable`),
      ),
      ...ints('volumebinding.bindTimeoutSeconds', 'volumebinding.weight', 'dynamicresources.filterTimeoutSeconds'),
      'volumebinding.shape': list(map(ints('utilization', 'score'))),
    }),
  ],
  proportion: [
    [
      ...['enableQueueOrder', 'enableReclaimable', 'enabledOverused', 'enabledAllocatable', 'enablePreemptive'],
      ...['enableJobEnqueued', 'enablePredicate'],
    ],
    none,
  ],
  capacity: [
    [
      ...['enableQueueOrder', 'enableReclaimable', 'enabledAllocatable', 'enablePreemptive', 'enableJobEnqueued'],
      ...['enablePredicate', 'enableHierarchy'],
    ],
    map({ ancestorReclaimLevel: int }),
  ],
  nodeorder: [
    ['enableNodeOrder'],
    map(
      ints(
        ...['nodeaffinity', 'podaffinity', 'leastrequested', 'mostrequested', 'balancedresource'].map(
          (one) => `${one}.weight`,
        ),
        ...['tainttoleration', 'imagelocality', 'podtopologyspread'].map((one) => `${one}.weight`),
      ),
    ),
  ],
  binpack: [
    ['enableNodeOrder'],
    map({ ...ints('binpack.weight', 'binpack.cpu', 'binpack.memory'), 'binpack.resources': string }, [
      [any('binpack\\.resources\\.', RESOURCE), int],
    ]),
  ],
  sla: [['enableJobOrder', 'enableJobEnqueued', 'enableJobPipelined'], map({ 'sla-waiting-time': duration })],
  tdm: [
    [
      ...[...WORDS.nodes, 'enablePreemptable', 'enabledVictim', 'enableJobOrder'],
      ...['enableJobPipelined', 'enableJobStarving'],
    ],
    map({ 'tdm.evict.period': duration }, [
      [/^tdm\.revocable-zone\..+$/, matching(/^([01]?\d|2[0-3]):[0-5]\d-([01]?\d|2[0-3]):[0-5]\d$/)],
    ]),
  ],
  'task-topology': [['enableTaskOrder', 'enableNodeOrder'], map(ints('task-topology.weight'))],
  'numa-aware': [WORDS.nodes, map(ints('weight'))],
  cdp: [WORDS.victims, none],
  rescheduling: [
    ['enabledVictim'],
    map({
      interval: duration,
      metricsPeriod: oneOf('10m'),
      strategies: list(
        map({
          name: oneOf('lowNodeUtilization'),
          params: map({ thresholds: cpuAndMemory, targetThresholds: cpuAndMemory }),
        }),
      ),
    }),
  ],
  usage: [
    WORDS.nodes,
    map({ ...ints('usage.weight', 'cpu.weight', 'memory.weight'), thresholds: map(ints('cpu', 'mem')) }),
  ],
  pdb: [[...WORDS.victims, 'enabledVictim'], none],
  nodegroup: [[...WORDS.nodes, 'enableHierarchy'], map(bools('strict', 'enablePreferredOrder'))],
  'network-topology-aware': [
    ['enabledHyperNodeOrder', 'enabledHyperNodeGradient', 'enableNodeOrder'],
    map(
      {
        ...ints('weight', 'hypernode.binpack.cpu', 'hypernode.binpack.memory'),
        'hypernode.binpack.resources': string,
        'hypernode.binpack.normal-pod.enable': bool,
        'hypernode.binpack.normal-pod.fading': float,
        'hypernode.gradient.evict.max-hypernodes': int,
      },
      [[any('hypernode\\.binpack\\.resources\\.', RESOURCE), int]],
    ),
  ],
  resourcequota: [['enableJobEnqueued'], none],
  'resource-strategy-fit': [
    WORDS.nodes,
    map({
      resourceStrategyFitWeight: int,
      resources: map({}, [
        [any(RESOURCE, '\\*?'), map({ type: oneOf('LeastAllocated', 'MostAllocated'), weight: int })],
      ]),
      sra: map({ enable: bool, resources: string, weight: int, resourceWeight: map({}, [[any(RESOURCE), int]]) }),
      proportional: map({
        enable: bool,
        resources: string,
        resourceProportion: map({}, [[any(RESOURCE, '\\.(cpu|memory)'), float]]),
      }),
    }),
  ],
  deviceshare: [
    WORDS.nodes,
    map({
      ...bools(
        ...['GPUSharing', 'GPUNumber', 'VGPU', 'NodeLock'].map((one) => `deviceshare.${one}Enable`),
        ...['AscendMindClusterVNPU', 'AscendHAMiVNPU'].map((one) => `deviceshare.${one}Enable`),
      ),
      'deviceshare.SchedulePolicy': oneOf('binpack', 'spread'),
      'deviceshare.ScheduleWeight': int,
      ...strings('deviceshare.KnownGeometriesCMName', 'deviceshare.KnownGeometriesCMNamespace'),
      'deviceshare.GPUExclusiveRules': list(map({}, [[/./, string]])),
    }),
  ],
  extender: [
    [...WORDS.nodes, ...WORDS.victims, 'enableJobEnqueued', 'enableJobReady', 'enabledOverused'],
    map({
      'extender.urlPrefix': matching(/^https?:\/\//),
      'extender.httpTimeout': duration,
      'extender.ignorable': bool,
      'extender.managedResources': list(string),
      ...strings(...verbs.map((one) => `extender.${one}Verb`)),
    }),
  ],
};

const CACHE = bools('predicateErrorCacheEnable');
const GANG = map({ maxDomains: int, allowWholeBundle: bool });
const ACTIONS: { readonly [name: string]: Type } = {
  enqueue: none,
  allocate: map(CACHE),
  backfill: map(CACHE),
  reclaim: map(CACHE),
  preempt: map({
    ...CACHE,
    enableTopologyAwarePreemption: bool,
    ...ints('topologyAwarePreemptWorkerNum', 'minCandidateNodesPercentage'),
    ...ints('minCandidateNodesAbsolute', 'maxCandidateNodesAbsolute'),
  }),
  gangpreempt: GANG,
  gangreclaim: GANG,
  shuffle: none,
};

const METRICS = map({
  type: oneOf('prometheus', 'prometheus_adaptor', 'elasticsearch'),
  address: matching(/^https?:\/\//),
  interval: duration,
  'tls.insecureSkipVerify': oneOf('true', 'false'),
  ...strings('elasticsearch.index', 'elasticsearch.hostnameFieldName'),
});

/** The names of all plugins, for tests that want each of them. */
export const PLUGIN_NAMES = Object.keys(PLUGINS);
/** The names of all actions. */
export const ACTION_NAMES = Object.keys(ACTIONS);

/**
 * Reads a `volcano-scheduler.conf` and is strict where Volcano is lenient.
 *
 * @throws Error for an unknown key, action, plugin, flag or argument, and for a value of the wrong type.
 */
export function readConf(text: string): Conf {
  const document = parseDocument(text, { version: '1.1' });
  const [problem] = [...document.errors, ...document.warnings];
  if (problem) throw problem;
  const top = new Map(pairs(document.contents ?? fail('conf', 'empty'), 'conf'));
  for (const key of top.keys()) {
    if (!['actions', 'tiers', 'configurations', 'metrics'].includes(key)) fail('conf', `unknown key ${key}`);
  }
  const part = (key: string, type: Type): unknown => {
    const node = top.get(key);
    return node === undefined ? undefined : type(node, key);
  };
  return {
    actions: (part('actions', readActions) ?? fail('actions', 'missing')) as string[],
    tiers: (part('tiers', list(map({ plugins: list(readPlugin) }))) ?? fail('tiers', 'missing')) as Conf['tiers'],
    configurations: (part('configurations', list(readArguments)) ?? []) as Conf['configurations'],
    metrics: (part('metrics', METRICS) ?? {}) as Values,
  };
}

function readActions(node: Node, at: string): string[] {
  const actions = String(string(node, at)).split(',');
  return actions.map((action) => {
    const name = action.trim();
    return Object.hasOwn(ACTIONS, name) ? name : fail(at, `unknown action "${name}"`);
  });
}

function readPlugin(node: Node, at: string): ConfPlugin {
  const fields = pairs(node, at);
  const name = nameOf(fields, at);
  const [flags, type] = PLUGINS[name] ?? fail(at, `unknown plugin ${name}`);
  const fact = map({ name: string, arguments: type, ...bools(...flags) });
  const { name: _name, arguments: args = {}, ...set } = fact(node, at) as { [key: string]: unknown };
  return { name, flags: set as ConfPlugin['flags'], arguments: args as Values };
}

function readArguments(node: Node, at: string): unknown {
  const name = nameOf(pairs(node, at), at);
  return map({ name: string, arguments: ACTIONS[name] ?? fail(at, `unknown action ${name}`) })(node, at);
}

function nameOf(fields: readonly [string, Node][], at: string): string {
  const name = fields.find(([key]) => key === 'name')?.[1] ?? fail(at, 'no name');
  return String(string(name, at));
}

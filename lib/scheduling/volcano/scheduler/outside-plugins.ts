import type { Duration } from 'cdk8s';
import { boolean, checkResource, duration, entries, firstProblem, integer, plugin, quoted } from './facts';
import { structured, text, type ArgumentFact, type PluginFacts, type Problem, type Yaml } from './facts';
import type {
  VolcanoJobOrderFlag,
  VolcanoJobPipelinedFlag,
  VolcanoJobStarvingFlag,
  VolcanoNodeOrderFlag,
  VolcanoPredicateFlag,
  VolcanoPreemptableFlag,
  VolcanoReclaimableFlag,
  VolcanoVictimFlag,
} from './flags';
import { VOLCANO_CONF_RULES } from './rules';

/** Options of the plugin `tdm`: nodes that are lent by the clock, marked by the label `volcano.sh/revocable-zone`. */
export interface VolcanoTdmOptions
  extends
    VolcanoPredicateFlag,
    VolcanoNodeOrderFlag,
    VolcanoPreemptableFlag,
    VolcanoVictimFlag,
    VolcanoJobOrderFlag,
    VolcanoJobPipelinedFlag,
    VolcanoJobStarvingFlag {
  /** When the nodes of each zone are lent: `10:00-21:00`, in the scheduler's time zone. */
  readonly revocableZones: { readonly [zone: string]: string };
  /** How often pods are evicted from zones whose time is over. @default Duration.minutes(1) */
  readonly evictPeriod?: Duration;
}

/** Options of the plugin `usage`: nodes by their measured load. Needs `metrics`. */
export interface VolcanoUsageOptions extends VolcanoPredicateFlag, VolcanoNodeOrderFlag {
  /** Weight of the plugin. @default 5 */
  readonly weight?: number;
  /** Weight of cpu. @default 1 */
  readonly cpu?: number;
  /** Weight of memory. @default 1 */
  readonly memory?: number;
  /** Percent of load above which a node gets no pod. @default - 80 of both */
  readonly thresholds?: VolcanoUsageThresholds;
}

/** Load above which a node gets no pod. */
export interface VolcanoUsageThresholds {
  /** Percent of cpu, 1 to 100. @default 80 */
  readonly cpu?: number;
  /** Percent of memory, 1 to 100. @default 80 */
  readonly memory?: number;
}

/** Options of the plugin `rescheduling`: moves pods to nodes with more load. Needs `metrics` and the action `shuffle`. */
export interface VolcanoReschedulingOptions {
  /** Whether the plugin takes part in naming victims for the action `shuffle`. @default true */
  readonly enableVictim?: boolean;
  /** How often it looks. @default Duration.minutes(5) */
  readonly interval?: Duration;
  /** When a node counts as idle, and when as busy. @default - 100 percent, so that nothing moves */
  readonly lowNodeUtilization?: VolcanoLowNodeUtilization;
}

/** When a node counts as idle, and when as busy. */
export interface VolcanoLowNodeUtilization {
  /** Percent of cpu below which a node is idle. @default 100 */
  readonly idleCpu?: number;
  /** Percent of memory below which a node is idle. @default 100 */
  readonly idleMemory?: number;
  /** Percent of cpu above which a node is busy. @default 100 */
  readonly busyCpu?: number;
  /** Percent of memory above which a node is busy. @default 100 */
  readonly busyMemory?: number;
}

/** Options of the plugin `extender`: hands questions to an HTTP server. A question without a verb is not asked. */
export interface VolcanoExtenderOptions
  extends VolcanoPredicateFlag, VolcanoNodeOrderFlag, VolcanoPreemptableFlag, VolcanoReclaimableFlag {
  /** Whether the server takes part in letting PodGroups in. @default true */
  readonly enableJobEnqueued?: boolean;
  /** Whether the server says when a job may start. @default true */
  readonly enableJobReady?: boolean;
  /** Whether the server says which queue has too much. @default true */
  readonly enableOverused?: boolean;
  /** Where it listens: `http://extender.volcano-system:8080`. */
  readonly urlPrefix: string;
  /** How long a call may take. @default Duration.seconds(1) */
  readonly httpTimeout?: Duration;
  /** Whether its errors are ignored. @default false */
  readonly ignorable?: boolean;
  /** Resources that it manages; other pods are not shown to it. @default - all pods are */
  readonly managedResources?: string[];
  /** Path called when a session opens. @default - not called */
  readonly onSessionOpenVerb?: string;
  /** Path called when a session closes. @default - not called */
  readonly onSessionCloseVerb?: string;
  /** Path that rules out nodes. @default - not called */
  readonly predicateVerb?: string;
  /** Path that scores nodes. @default - not called */
  readonly prioritizeVerb?: string;
  /** Path that names victims of preemption. @default - not called */
  readonly preemptableVerb?: string;
  /** Path that names victims of reclaim. @default - not called */
  readonly reclaimableVerb?: string;
  /** Path that says which queue has too much. @default - not called */
  readonly queueOverusedVerb?: string;
  /** Path that lets PodGroups in. @default - not called */
  readonly jobEnqueueableVerb?: string;
  /** Path that says when a job may start. @default - not called */
  readonly jobReadyVerb?: string;
  /** Path called when a pod got a node. @default - not called */
  readonly allocateFuncVerb?: string;
  /** Path called when a pod lost its node. @default - not called */
  readonly deallocateFuncVerb?: string;
}

const WINDOW = /^([01]?\d|2[0-3]):[0-5]\d-([01]?\d|2[0-3]):[0-5]\d$/;
const percent = integer('', 1, 100);

const zones = structured<{ readonly [zone: string]: string }>(
  'map',
  (value) => {
    if (entries(value).length === 0) return { rule: VOLCANO_CONF_RULES.optionRange, because: 'at least one zone' };
    const wrong = entries(value).find(([, window]) => !WINDOW.test(window));
    return wrong && { rule: VOLCANO_CONF_RULES.timeWindow, because: `zone ${wrong[0]}` };
  },
  (value) => Object.fromEntries(entries(value).map(([zone, window]) => [`tdm.revocable-zone.${zone}`, quoted(window)])),
);

const percents = (value: object): Problem | undefined =>
  firstProblem(Object.values(value).map((one) => percent.check(one)));

const thresholds = structured<VolcanoUsageThresholds>('map', percents, ({ cpu = 80, memory = 80 }) => ({
  thresholds: { cpu: String(cpu), mem: String(memory) },
}));

/**
 * A number that is not whole ends the process, a bound for pods is void, and any period but the one for which Volcano keeps
 * measurements (its default among them) makes every node look idle.
 */
const lowNodeUtilization = structured<VolcanoLowNodeUtilization>(
  'map',
  percents,
  ({ idleCpu = 100, idleMemory = 100, busyCpu = 100, busyMemory = 100 }) => {
    const bounds = (cpu: number, memory: number): Yaml => ({ cpu: String(cpu), memory: String(memory) });
    const params = { thresholds: bounds(idleCpu, idleMemory), targetThresholds: bounds(busyCpu, busyMemory) };
    return { metricsPeriod: '10m', strategies: [{ name: 'lowNodeUtilization', params }] };
  },
);

const managedResources = structured<string[]>(
  'list',
  (value) => firstProblem(value.map((name) => checkResource(name))),
  (value) => ({ 'extender.managedResources': value.map(quoted) }),
);

const verb = (name: string): ArgumentFact => text(`extender.${name}`);

/** Plugins that need something outside: a clock, measurements, a server. */
export const OUTSIDE_PLUGINS = {
  tdm: plugin<VolcanoTdmOptions>('tdm', {
    flags: [
      ...(['enablePredicate', 'enableNodeOrder', 'enablePreemptable', 'enableVictim'] as const),
      ...(['enableJobOrder', 'enableJobPipelined', 'enableJobStarving'] as const),
    ],
    arguments: { revocableZones: zones, evictPeriod: duration('tdm.evict.period') },
  }),
  usage: plugin<VolcanoUsageOptions>('usage', {
    flags: ['enablePredicate', 'enableNodeOrder'],
    arguments: {
      weight: integer('usage.weight'),
      cpu: integer('cpu.weight'),
      memory: integer('memory.weight'),
      thresholds,
    },
  }),
  rescheduling: plugin<VolcanoReschedulingOptions>('rescheduling', {
    flags: ['enableVictim'],
    arguments: { interval: duration('interval'), lowNodeUtilization },
  }),
  extender: plugin<VolcanoExtenderOptions>('extender', {
    flags: [
      ...(['enablePredicate', 'enableNodeOrder', 'enablePreemptable', 'enableReclaimable'] as const),
      ...(['enableJobEnqueued', 'enableJobReady', 'enableOverused'] as const),
    ],
    arguments: {
      urlPrefix: text('extender.urlPrefix', /^https?:\/\/[^\s/]+/, 'an http or https URL'),
      httpTimeout: duration('extender.httpTimeout'),
      ignorable: boolean('extender.ignorable'),
      managedResources,
      onSessionOpenVerb: verb('onSessionOpenVerb'),
      onSessionCloseVerb: verb('onSessionCloseVerb'),
      predicateVerb: verb('predicateVerb'),
      prioritizeVerb: verb('prioritizeVerb'),
      preemptableVerb: verb('preemptableVerb'),
      reclaimableVerb: verb('reclaimableVerb'),
      queueOverusedVerb: verb('queueOverusedVerb'),
      jobEnqueueableVerb: verb('jobEnqueueableVerb'),
      jobReadyVerb: verb('jobReadyVerb'),
      allocateFuncVerb: verb('allocateFuncVerb'),
      deallocateFuncVerb: verb('deallocateFuncVerb'),
    },
    needs: {
      enablePredicate: 'predicateVerb',
      enableNodeOrder: 'prioritizeVerb',
      enablePreemptable: 'preemptableVerb',
      enableReclaimable: 'reclaimableVerb',
      enableJobEnqueued: 'jobEnqueueableVerb',
      enableJobReady: 'jobReadyVerb',
      enableOverused: 'queueOverusedVerb',
    },
  }),
} as const satisfies { readonly [plugin: string]: PluginFacts };

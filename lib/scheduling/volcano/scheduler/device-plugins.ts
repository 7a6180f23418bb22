import { boolean, checkResource, decimal, decimalText, entries, firstProblem, integer, names } from './facts';
import { plugin, quoted, resourceWeights, structured, text, type PluginFacts, type Yaml } from './facts';
import type { VolcanoNodeOrderFlag, VolcanoPredicateFlag } from './flags';
import { VOLCANO_CONF_RULES } from './rules';

/** Options of the plugin `deviceshare`: shared GPUs and NPUs. Sharing, whole numbers and virtual GPUs exclude each other. */
export interface VolcanoDeviceShareOptions extends VolcanoPredicateFlag, VolcanoNodeOrderFlag {
  /** Whether pods share GPUs by memory. @default false */
  readonly gpuSharing?: boolean;
  /** Whether pods get whole GPUs by number. @default false */
  readonly gpuNumber?: boolean;
  /** Whether pods get virtual GPUs. @default false */
  readonly vgpu?: boolean;
  /** Whether Ascend NPUs of MindCluster are shared. @default false */
  readonly ascendMindCluster?: boolean;
  /** Whether Ascend NPUs of HAMi are shared. @default false */
  readonly ascendHami?: boolean;
  /** Whether a node is locked while a device is given. @default false */
  readonly nodeLock?: boolean;
  /** `binpack` or `spread`. @default - neither */
  readonly schedulePolicy?: string;
  /** Weight of the plugin's score. @default 0 */
  readonly scheduleWeight?: number;
  /** ConfigMap of the known devices. @default volcano-vgpu-device-config */
  readonly geometriesConfigMap?: string;
  /** Namespace of that ConfigMap. @default kube-system */
  readonly geometriesNamespace?: string;
  /** Sets of pod labels; pods that bear all labels of a set share no GPU with each other. @default - none */
  readonly exclusiveLabels?: { readonly [label: string]: string }[];
}

/** Options of the plugin `network-topology-aware`. Needs HyperNodes. */
export interface VolcanoNetworkTopologyOptions extends VolcanoNodeOrderFlag {
  /** Whether the plugin scores HyperNodes. @default true */
  readonly enableHyperNodeOrder?: boolean;
  /** Whether the plugin looks for the smallest HyperNode that will do. @default true */
  readonly enableHyperNodeGradient?: boolean;
  /** Weight of the plugin. @default 1 */
  readonly weight?: number;
  /** Weight of cpu. @default 1 */
  readonly cpu?: number;
  /** Weight of memory. @default 1 */
  readonly memory?: number;
  /** Weights of further resources. @default - none */
  readonly resources?: { readonly [resource: string]: number };
  /** Whether pods without a topology of their own are packed too. @default true */
  readonly normalPods?: boolean;
  /** How much less each higher tier of HyperNodes counts for them, 0 to 1. @default 0.8 */
  readonly normalPodsFading?: number;
  /** How many HyperNodes are tried when pods are evicted; at least 1. @default 8 */
  readonly evictionHyperNodes?: number;
}

/** How a resource fills nodes. */
export enum VolcanoFitStrategy {
  /** Empty nodes first. */
  LEAST_ALLOCATED = 'LeastAllocated',
  /** Full nodes first. */
  MOST_ALLOCATED = 'MostAllocated',
}

/** How one resource counts. */
export interface VolcanoResourceFit {
  /** Empty or full nodes first. */
  readonly strategy: VolcanoFitStrategy;
  /** Weight of the resource; at least 1. @default 1 */
  readonly weight?: number;
}

/** Keeps pods that need no scarce resource off nodes that have it. */
export interface VolcanoScarceResources {
  /** The scarce resources and their weights. */
  readonly resources: { readonly [resource: string]: number };
  /** Weight of this part. */
  readonly weight: number;
}

/** How much of a node's cpu and memory is kept for each unit of a device. */
export interface VolcanoDeviceProportion {
  /** Cores per device. @default 1 */
  readonly cpu?: number;
  /** Gigabytes per device. @default 1 */
  readonly memory?: number;
}

/** Options of the plugin `resource-strategy-fit`. */
export interface VolcanoResourceStrategyOptions extends VolcanoPredicateFlag, VolcanoNodeOrderFlag {
  /** Weight of the plugin. @default 10 */
  readonly weight?: number;
  /** How each resource fills nodes; `prefix/*` stands for many. @default - cpu and memory, empty nodes first */
  readonly resources?: { readonly [resource: string]: VolcanoResourceFit };
  /** Scarce resources. @default - none */
  readonly scarce?: VolcanoScarceResources;
  /** Proportions by device. @default - none */
  readonly proportional?: { readonly [device: string]: VolcanoDeviceProportion };
}

const fits = structured<{ readonly [resource: string]: VolcanoResourceFit }>(
  'map',
  (value) =>
    firstProblem(
      entries(value).flatMap(([name, { strategy, weight = 1 }]) => [
        checkResource(name, true),
        Object.values(VolcanoFitStrategy).includes(strategy)
          ? undefined
          : { rule: VOLCANO_CONF_RULES.optionRange, because: `${name} fills nodes in no known way` },
        integer('', 1).check(weight),
      ]),
    ),
  (value) => {
    const fit = ({ strategy, weight = 1 }: VolcanoResourceFit): Yaml => ({ type: strategy, weight: String(weight) });
    return { resources: Object.fromEntries(entries(value).map(([name, one]) => [name, fit(one)])) };
  },
);

const scarce = structured<VolcanoScarceResources>(
  'map',
  ({ resources, weight }) => resourceWeights('').check(resources) ?? integer('').check(weight),
  ({ resources, weight }) => {
    const weights = Object.fromEntries(entries(resources).map(([name, one]) => [name, String(one)]));
    return { sra: { enable: 'true', resources: names(resources), weight: String(weight), resourceWeight: weights } };
  },
);

const rate = decimal('', 0);

const proportional = structured<{ readonly [device: string]: VolcanoDeviceProportion }>(
  'map',
  (value) =>
    firstProblem(
      entries(value).flatMap(([name, { cpu = 1, memory = 1 }]) => [
        checkResource(name),
        rate.check(cpu),
        rate.check(memory),
      ]),
    ),
  (value) => {
    const rates = entries(value).flatMap(([name, { cpu = 1, memory = 1 }]) => [
      [`${name}.cpu`, decimalText(cpu)],
      [`${name}.memory`, decimalText(memory)],
    ]);
    const resourceProportion = Object.fromEntries(rates) as Yaml;
    return { proportional: { enable: 'true', resources: names(value), resourceProportion } };
  },
);

const exclusive = structured<{ readonly [label: string]: string }[]>(
  'list',
  (sets) =>
    sets.some((labels) => Object.keys(labels).length === 0)
      ? { rule: VOLCANO_CONF_RULES.optionRange, because: 'a set without labels is not read' }
      : undefined,
  (sets) => ({
    'deviceshare.GPUExclusiveRules': sets.map((labels) =>
      Object.fromEntries(entries(labels).map(([label, one]) => [label, quoted(one)])),
    ),
  }),
);

/** Plugins about devices and networks: nothing for Spark without GPUs. */
export const DEVICE_PLUGINS = {
  deviceShare: plugin<VolcanoDeviceShareOptions>('deviceshare', {
    flags: ['enablePredicate', 'enableNodeOrder'],
    arguments: {
      gpuSharing: boolean('deviceshare.GPUSharingEnable'),
      gpuNumber: boolean('deviceshare.GPUNumberEnable'),
      vgpu: boolean('deviceshare.VGPUEnable'),
      ascendMindCluster: boolean('deviceshare.AscendMindClusterVNPUEnable'),
      ascendHami: boolean('deviceshare.AscendHAMiVNPUEnable'),
      nodeLock: boolean('deviceshare.NodeLockEnable'),
      schedulePolicy: text('deviceshare.SchedulePolicy', /^(binpack|spread)$/, 'binpack or spread'),
      scheduleWeight: integer('deviceshare.ScheduleWeight'),
      geometriesConfigMap: text('deviceshare.KnownGeometriesCMName'),
      geometriesNamespace: text('deviceshare.KnownGeometriesCMNamespace'),
      exclusiveLabels: exclusive,
    },
  }),
  networkTopologyAware: plugin<VolcanoNetworkTopologyOptions>('network-topology-aware', {
    flags: ['enableHyperNodeOrder', 'enableHyperNodeGradient', 'enableNodeOrder'],
    arguments: {
      weight: integer('weight'),
      cpu: integer('hypernode.binpack.cpu'),
      memory: integer('hypernode.binpack.memory'),
      resources: resourceWeights('hypernode.binpack.resources'),
      normalPods: boolean('hypernode.binpack.normal-pod.enable'),
      normalPodsFading: decimal('hypernode.binpack.normal-pod.fading', 0, 1),
      evictionHyperNodes: integer('hypernode.gradient.evict.max-hypernodes', 1),
    },
  }),
  resourceStrategyFit: plugin<VolcanoResourceStrategyOptions>('resource-strategy-fit', {
    flags: ['enablePredicate', 'enableNodeOrder'],
    arguments: { weight: integer('resourceStrategyFitWeight'), resources: fits, scarce, proportional },
  }),
} as const satisfies { readonly [plugin: string]: PluginFacts };

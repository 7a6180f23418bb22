import type { Duration } from 'cdk8s';
import { boolean, firstProblem, integer, plugin, resourceWeights, seconds, structured } from './facts';
import type { PluginFacts } from './facts';
import type { VolcanoNodeOrderFlag, VolcanoPredicateFlag } from './flags';
import { VOLCANO_CONF_RULES } from './rules';

/** Options of the plugin `predicates`. */
export interface VolcanoPredicatesOptions extends VolcanoPredicateFlag, VolcanoNodeOrderFlag {
  /** Whether node selectors and node affinity hold. @default true */
  readonly nodeAffinity?: boolean;
  /** Whether host ports must be free. @default true */
  readonly nodePorts?: boolean;
  /** Whether taints keep pods away. @default true */
  readonly taintToleration?: boolean;
  /** Whether affinity and anti-affinity between pods hold. @default true */
  readonly podAffinity?: boolean;
  /** Whether a node's limit of volumes holds. @default true */
  readonly nodeVolumeLimits?: boolean;
  /** Whether volumes keep pods in their zone. @default true */
  readonly volumeZone?: boolean;
  /** Whether spread constraints hold. @default true */
  readonly podTopologySpread?: boolean;
  /** Whether claims are bound before the pod. @default true */
  readonly volumeBinding?: boolean;
  /** Whether the answers for equal pods are kept. @default false */
  readonly cache?: boolean;
  /** How long binding a claim may take; whole seconds. @default Duration.minutes(10) */
  readonly volumeBindingTimeout?: Duration;
  /** Weight of storage capacity in the score. @default 1 */
  readonly volumeBindingWeight?: number;
  /** Scores by utilization of storage; read only with Kubernetes' feature gate StorageCapacityScoring. @default - the fuller, the better */
  readonly volumeBindingShape?: VolcanoUtilizationScore[];
  /** How long the filter for dynamic resources may take; whole seconds. @default Duration.seconds(10) */
  readonly dynamicResourcesTimeout?: Duration;
}

/** A point of a scoring function. */
export interface VolcanoUtilizationScore {
  /** Percent in use, 0 to 100. */
  readonly utilization: number;
  /** Score there, 0 to 10. */
  readonly score: number;
}

/** Options of the plugin `nodeorder`: weights of Kubernetes' scores, 0 to leave one out. */
export interface VolcanoNodeOrderOptions extends VolcanoNodeOrderFlag {
  /** Preferred node affinity. @default 2 */
  readonly nodeAffinity?: number;
  /** Preferred affinity between pods. @default 2 */
  readonly podAffinity?: number;
  /** Empty nodes first. @default 1 */
  readonly leastRequested?: number;
  /** Full nodes first. @default 0 */
  readonly mostRequested?: number;
  /** Nodes whose cpu and memory fill evenly. @default 1 */
  readonly balancedResource?: number;
  /** Taints that are only preferred to be avoided. @default 3 */
  readonly taintToleration?: number;
  /** Nodes that have the image. @default 1 */
  readonly imageLocality?: number;
  /** Preferred spread constraints. @default 2 */
  readonly podTopologySpread?: number;
}

/** Options of the plugin `binpack`: fills nodes one after the other. */
export interface VolcanoBinpackOptions extends VolcanoNodeOrderFlag {
  /** Weight of the plugin; 0 turns it off. @default 1 */
  readonly weight?: number;
  /** Weight of cpu. @default 1 */
  readonly cpu?: number;
  /** Weight of memory. @default 1 */
  readonly memory?: number;
  /** Weights of further resources, such as `nvidia.com/gpu`. @default - none */
  readonly resources?: { readonly [resource: string]: number };
}

/** Options of the plugin `nodegroup`: nodes by the affinity of queues. */
export interface VolcanoNodeGroupOptions extends VolcanoPredicateFlag, VolcanoNodeOrderFlag {
  /** Whether a queue inherits the affinity of its ancestors. @default false */
  readonly enableHierarchy?: boolean;
  /** Whether queues without affinity may use no node at all. @default true */
  readonly strict?: boolean;
  /** Whether the order of preferred groups counts. @default false */
  readonly preferredOrder?: boolean;
}

/** Options of the plugin `task-topology`. */
export interface VolcanoTaskTopologyOptions extends VolcanoNodeOrderFlag {
  /** Whether the plugin takes part in the order of a job's pods. @default true */
  readonly enableTaskOrder?: boolean;
  /** Weight of the plugin. @default 1 */
  readonly weight?: number;
}

/** Options of the plugin `numa-aware`. Needs Numatopology objects, which Volcano's resource exporter makes. */
export interface VolcanoNumaAwareOptions extends VolcanoPredicateFlag, VolcanoNodeOrderFlag {
  /** Weight of the plugin. @default 1 */
  readonly weight?: number;
}

const RISING = { rule: VOLCANO_CONF_RULES.optionRange, because: 'utilization rises from point to point' };

const shape = structured<VolcanoUtilizationScore[]>(
  'list',
  (points) =>
    firstProblem(
      points.flatMap(({ utilization, score }, i) => [
        integer('', 0, 100).check(utilization),
        integer('', 0, 10).check(score),
        utilization > (points[i - 1]?.utilization ?? -1) ? undefined : RISING,
      ]),
    ),
  (points) => ({
    'volumebinding.shape': points.map(({ utilization, score }) => ({
      utilization: String(utilization),
      score: String(score),
    })),
  }),
);

/** Plugins about nodes: which are fit, and which are best. */
export const NODE_PLUGINS = {
  predicates: plugin<VolcanoPredicatesOptions>('predicates', {
    flags: ['enablePredicate', 'enableNodeOrder'],
    arguments: {
      nodeAffinity: boolean('predicate.NodeAffinityEnable'),
      nodePorts: boolean('predicate.NodePortsEnable'),
      taintToleration: boolean('predicate.TaintTolerationEnable'),
      podAffinity: boolean('predicate.PodAffinityEnable'),
      nodeVolumeLimits: boolean('predicate.NodeVolumeLimitsEnable'),
      volumeZone: boolean('predicate.VolumeZoneEnable'),
      podTopologySpread: boolean('predicate.PodTopologySpreadEnable'),
      volumeBinding: boolean('predicate.VolumeBindingEnable'),
      cache: boolean('predicate.CacheEnable'),
      volumeBindingTimeout: seconds('volumebinding.bindTimeoutSeconds'),
      volumeBindingWeight: integer('volumebinding.weight'),
      volumeBindingShape: shape,
      dynamicResourcesTimeout: seconds('dynamicresources.filterTimeoutSeconds'),
    },
  }),
  nodeOrder: plugin<VolcanoNodeOrderOptions>('nodeorder', {
    flags: ['enableNodeOrder'],
    arguments: {
      nodeAffinity: integer('nodeaffinity.weight'),
      podAffinity: integer('podaffinity.weight'),
      leastRequested: integer('leastrequested.weight'),
      mostRequested: integer('mostrequested.weight'),
      balancedResource: integer('balancedresource.weight'),
      taintToleration: integer('tainttoleration.weight'),
      imageLocality: integer('imagelocality.weight'),
      podTopologySpread: integer('podtopologyspread.weight'),
    },
  }),
  binpack: plugin<VolcanoBinpackOptions>('binpack', {
    flags: ['enableNodeOrder'],
    arguments: {
      weight: integer('binpack.weight'),
      cpu: integer('binpack.cpu'),
      memory: integer('binpack.memory'),
      resources: resourceWeights('binpack.resources'),
    },
  }),
  nodeGroup: plugin<VolcanoNodeGroupOptions>('nodegroup', {
    flags: ['enablePredicate', 'enableNodeOrder', 'enableHierarchy'],
    arguments: { strict: boolean('strict'), preferredOrder: boolean('enablePreferredOrder') },
  }),
  taskTopology: plugin<VolcanoTaskTopologyOptions>('task-topology', {
    flags: ['enableTaskOrder', 'enableNodeOrder'],
    arguments: { weight: integer('task-topology.weight') },
  }),
  numaAware: plugin<VolcanoNumaAwareOptions>('numa-aware', {
    flags: ['enablePredicate', 'enableNodeOrder'],
    arguments: { weight: integer('weight') },
  }),
} as const satisfies { readonly [plugin: string]: PluginFacts };

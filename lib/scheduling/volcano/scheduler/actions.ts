import { boolean, integer, type ArgumentFact } from './facts';

/** What a session of the scheduler does, in the order in which the actions are named. @see https://volcano.sh/en/docs/actions/ */
export enum VolcanoAction {
  /** Lets waiting PodGroups in whose minResources have room. Comes first. */
  ENQUEUE = 'enqueue',
  /** Gives pods their nodes. */
  ALLOCATE = 'allocate',
  /** Gives nodes to pods that request nothing. Spark's always do. */
  BACKFILL = 'backfill',
  /** Evicts lower jobs of the same queue. */
  PREEMPT = 'preempt',
  /** Evicts from queues that have more than their share. */
  RECLAIM = 'reclaim',
  /** Like preempt, in whole gangs. */
  GANG_PREEMPT = 'gangpreempt',
  /** Like reclaim, in whole gangs. */
  GANG_RECLAIM = 'gangreclaim',
  /** Evicts what `rescheduling` and `tdm` name. Comes last. */
  SHUFFLE = 'shuffle',
}

/** Arguments of `allocate`, `backfill` and `reclaim`. */
export interface VolcanoActionOptions {
  /** Whether a node that refused a pod is not asked again for equal pods. @default true */
  readonly predicateErrorCache?: boolean;
}

/** Arguments of `preempt`. */
export interface VolcanoPreemptOptions {
  /** Whether a node that refused a pod is not asked again for equal pods. @default true */
  readonly predicateErrorCache?: boolean;
  /** Whether preemption is tried out beforehand, with affinity and topology. @default false */
  readonly topologyAware?: boolean;
  /** Nodes tried at once. Topology-aware only; at least 1. @default 16 */
  readonly workers?: number;
  /** Percent of nodes that are tried at least. Topology-aware only; 1 to 100. @default 10 */
  readonly minCandidateNodesPercentage?: number;
  /** Nodes that are tried at least. Topology-aware only; at least 1. @default 1 */
  readonly minCandidateNodes?: number;
  /** Nodes that are tried at most. Topology-aware only; at least 1. @default 100 */
  readonly maxCandidateNodes?: number;
}

/** Arguments of `gangpreempt` and `gangreclaim`. */
export interface VolcanoGangEvictionOptions {
  /** Topology domains that are tried; at least 1. @default 8 */
  readonly maxDomains?: number;
  /** Whether a job may be evicted whole. @default true */
  readonly allowWholeBundle?: boolean;
}

/** Arguments of actions. */
export interface VolcanoActionArguments {
  /** Of `allocate`, and of the gang actions too. @default - Volcano's own */
  readonly allocate?: VolcanoActionOptions;
  /** Of `backfill`. @default - Volcano's own */
  readonly backfill?: VolcanoActionOptions;
  /** Of `preempt`. @default - Volcano's own */
  readonly preempt?: VolcanoPreemptOptions;
  /** Of `reclaim`. @default - Volcano's own */
  readonly reclaim?: VolcanoActionOptions;
  /** Of `gangpreempt`. @default - Volcano's own */
  readonly gangPreempt?: VolcanoGangEvictionOptions;
  /** Of `gangreclaim`. @default - Volcano's own */
  readonly gangReclaim?: VolcanoGangEvictionOptions;
}

/** What the arguments of an action may be. */
export interface ActionFacts {
  readonly action: VolcanoAction;
  readonly arguments: { readonly [option: string]: ArgumentFact };
  /** Options that are read only while another one is true. */
  readonly needs: { readonly [option: string]: string };
}

type Arguments<O> = { readonly [K in keyof O]-?: ArgumentFact };

const predicateErrorCache = boolean('predicateErrorCacheEnable');
const evict: Arguments<VolcanoActionOptions> = { predicateErrorCache };
const gang: Arguments<VolcanoGangEvictionOptions> = {
  maxDomains: integer('maxDomains', 1),
  allowWholeBundle: boolean('allowWholeBundle'),
};
const preempt: Arguments<VolcanoPreemptOptions> = {
  predicateErrorCache,
  topologyAware: boolean('enableTopologyAwarePreemption'),
  workers: integer('topologyAwarePreemptWorkerNum', 1),
  minCandidateNodesPercentage: integer('minCandidateNodesPercentage', 1, 100),
  minCandidateNodes: integer('minCandidateNodesAbsolute', 1),
  maxCandidateNodes: integer('maxCandidateNodesAbsolute', 1),
};

/** Every action that has arguments. */
export const ACTION_ARGUMENTS: { readonly [K in keyof VolcanoActionArguments]-?: ActionFacts } = {
  allocate: { action: VolcanoAction.ALLOCATE, arguments: evict, needs: {} },
  backfill: { action: VolcanoAction.BACKFILL, arguments: evict, needs: {} },
  preempt: {
    action: VolcanoAction.PREEMPT,
    arguments: preempt,
    needs: {
      workers: 'topologyAware',
      minCandidateNodesPercentage: 'topologyAware',
      minCandidateNodes: 'topologyAware',
      maxCandidateNodes: 'topologyAware',
    },
  },
  reclaim: { action: VolcanoAction.RECLAIM, arguments: evict, needs: {} },
  gangPreempt: { action: VolcanoAction.GANG_PREEMPT, arguments: gang, needs: {} },
  gangReclaim: { action: VolcanoAction.GANG_RECLAIM, arguments: gang, needs: {} },
};

import type { ComputeResources } from '../kube/resources';
import type { NodeSpread } from '../spark/node-spread';
import type { NodeLabel, NodePreference, NodeToleration } from '../spark/placement';
import type { SpotNodes } from './node-pool-spot';

/** A taint of nodes: pods stay away unless they tolerate it. @see https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/ */
export interface NodeTaint {
  /** The taint's key. */
  readonly key: string;
  /** The taint's value. @default - none */
  readonly value?: string;
  /** `NoSchedule`, `PreferNoSchedule` or `NoExecute`. */
  readonly effect: string;
}

/** Processors that images are built for, as Kubernetes calls them. */
export enum CpuArchitecture {
  /** Intel and AMD, 64 bit. */
  AMD64 = 'amd64',
  /** Arm, 64 bit: Graviton, Axion, Cobalt. */
  ARM64 = 'arm64',
}

/** What a `NodePool` is made of. At least labels, taints or a wish. */
export interface NodePoolProps {
  /** Labels that a node must have, all of them, each with any of its values. @default - none */
  readonly labels?: NodeLabel[];
  /** Taints of the nodes that pods sent here accept, of nodes described elsewhere. @default - those of `taints` and `spot` */
  readonly tolerations?: NodeToleration[];
  /** Whether the labels are a wish rather than a condition. @default false */
  readonly preferred?: boolean;
  /** Taints of the pool's nodes; pods sent here accept them. @default - none */
  readonly taints?: NodeTaint[];
  /** Further labels that pods would like and can do without. @default - none */
  readonly preferences?: NodePreference[];
  /** Zones of the nodes: label `topology.kubernetes.io/zone`. @default - any */
  readonly zones?: string[];
  /** Processors of the nodes: label `kubernetes.io/arch`. @default - any */
  readonly architecture?: CpuArchitecture;
  /** Nodes that the cloud may take back at any time, and how it marks them. Not for drivers. @default - none of these */
  readonly spot?: SpotNodes;
  /** How the executors of one job are spread within the pool. @default - not */
  readonly spread?: NodeSpread[];
  /** What pods can have of one node: its `allocatable` less what DaemonSets take. @default - not known */
  readonly node?: ComputeResources;
  /** Nodes that are always there. 0 is a pool that is empty while nothing runs, and needs `node`. @default 1 */
  readonly minNodes?: number;
  /** The most nodes that the pool may have. @default - not known */
  readonly maxNodes?: number;
}

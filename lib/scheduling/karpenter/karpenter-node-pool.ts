import type { Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import { Component } from '../../core/component';
import { checkAtSynth, warnAtSynth } from '../../core/rules';
import { KubeObject } from '../../kube/object';
import { amountQuantities, amountsOf, type Amounts } from '../../kube/resources';
import type { NodeLabel } from '../../spark/placement';
import type { NodePool } from '../node-pool';
import { karpenterFindings, karpenterWarnings } from './karpenter-findings';
import {
  KarpenterConsolidation,
  KarpenterDisruption,
  KarpenterOperator,
  type KarpenterBudget,
  type KarpenterNodePoolProps,
  type KarpenterRequirement,
} from './karpenter-props';

const CAPACITY_TYPE = 'karpenter.sh/capacity-type';
const OPERATING_SYSTEM = 'kubernetes.io/os';
/** Labels that machines have before the pool says anything: conditions, not labels to put on them. */
const OF_MACHINES = /(^|[.])(kubernetes\.io|k8s\.io|karpenter\.sh|k8s\.aws|azure\.com|amazonaws\.com|google\.com)\//;
const GIB = 1024 ** 3;

/**
 * A pool of nodes that Karpenter makes on demand and removes when they are empty, from the same description that sends
 * the pods there. The defaults leave working executors alone: no consolidation of nodes in use, none for drift.
 *
 * Karpenter itself, and the node class with image, network and rights of the cloud, are made elsewhere.
 *
 * @see https://karpenter.sh/docs/concepts/nodepools/
 */
export class KarpenterNodePool extends Component {
  /** `metadata.name`; nodes carry it as label `karpenter.sh/nodepool`. */
  public readonly nodePoolName: string;
  /** The pool, for `nodes` of drivers and executors. */
  public readonly pool: NodePool;
  /** The NodePool of Karpenter. */
  public readonly resource: KubeObject;

  public constructor(scope: Construct, id: string, props: KarpenterNodePoolProps) {
    super(scope, id);
    this.nodePoolName = props.name ?? id;
    this.pool = props.pool;
    this.resource = new KubeObject(this, 'Resource', {
      apiVersion: 'karpenter.sh/v1',
      kind: 'NodePool',
      metadata: { name: this.nodePoolName },
      spec: nodePoolSpec(props),
    });
    checkAtSynth(this, () => karpenterFindings(this.nodePoolName, props));
    warnAtSynth(this, () => karpenterWarnings(props));
  }
}

function nodePoolSpec(props: KarpenterNodePoolProps): object {
  const { pool, weight, nodeClass, startupTaints = [], terminationGracePeriod } = props;
  const limits = amountQuantities(limitsOf(props));
  const labels = poolLabels(pool);
  const { group, kind, name } = nodeClass;
  return {
    template: {
      ...(Object.keys(labels).length > 0 && { metadata: { labels } }),
      spec: {
        nodeClassRef: { group, kind, name },
        requirements: requirements(props).map(requirement),
        ...(pool.taints.length > 0 && { taints: pool.taints }),
        ...(startupTaints.length > 0 && { startupTaints }),
        expireAfter: props.neverExpires === true ? 'Never' : props.expireAfter ? goDuration(props.expireAfter) : '720h',
        ...(terminationGracePeriod && { terminationGracePeriod: goDuration(terminationGracePeriod) }),
      },
    },
    disruption: {
      consolidationPolicy: props.consolidation ?? KarpenterConsolidation.WHEN_EMPTY,
      consolidateAfter: props.consolidateAfter ? goDuration(props.consolidateAfter) : '2m',
      budgets: (props.budgets ?? defaultBudgets(props)).map(budget),
    },
    ...(Object.keys(limits).length > 0 && { limits }),
    ...(weight !== undefined && { weight }),
  };
}

/** Labels that nodes get from the pool. */
function poolLabels(pool: NodePool): { [key: string]: string } {
  return Object.fromEntries(pool.nodeLabels.filter(isGiven).map(({ key, values }) => [key, values[0] ?? '']));
}

/** One value of a domain that is nobody else's. With several values Karpenter chooses one for each node. */
function isGiven({ key, values }: NodeLabel): boolean {
  return values.length === 1 && !OF_MACHINES.test(key);
}

function requirements({ pool, requirements: further = [] }: KarpenterNodePoolProps): KarpenterRequirement[] {
  const own = pool.nodeLabels.filter((label) => !isGiven(label));
  const named = new Set([...own, ...further].map(({ key }) => key));
  const unless = (key: string, value: string): KarpenterRequirement[] =>
    named.has(key) ? [] : [{ key, values: [value] }];
  return [
    ...unless(OPERATING_SYSTEM, 'linux'),
    ...unless(CAPACITY_TYPE, 'on-demand'),
    ...own.map(({ key, values }) => ({ key, values })),
    ...further,
  ];
}

function requirement({ key, operator, values = [], minValues }: KarpenterRequirement): object {
  return {
    key,
    operator: operator ?? KarpenterOperator.IN,
    ...(values.length > 0 && { values }),
    ...(minValues !== undefined && { minValues }),
  };
}

/** Karpenter counts whole machines, of which pods cannot have all: without the share, the last node is never made. */
function limitsOf({ pool, limits, reservedShare = 0.15 }: KarpenterNodePoolProps): Amounts {
  if (limits !== undefined) return amountsOf(limits);
  const { node, maxNodes } = pool.capacity ?? {};
  if (node === undefined || maxNodes === undefined) return {};
  const { cpu = 0, memory = 0 } = amountsOf(node);
  const machines = maxNodes / (1 - reservedShare);
  const devices = Object.entries(node.devices ?? {}).map(([name, count]) => [name, count * maxNodes]);
  return {
    cpu: Math.ceil(cpu * machines),
    memory: Math.ceil((memory * machines) / GIB) * GIB,
    ...(Object.fromEntries(devices) as Amounts),
  };
}

/** A drifted node is removed as an empty one, when its last executor has gone. */
function defaultBudgets({ consolidation }: KarpenterNodePoolProps): KarpenterBudget[] {
  return [
    { percent: 100, reasons: [KarpenterDisruption.EMPTY] },
    { nodes: 0, reasons: [KarpenterDisruption.DRIFTED] },
    ...(consolidation === KarpenterConsolidation.WHEN_EMPTY_OR_UNDERUTILIZED
      ? [{ percent: 10, reasons: [KarpenterDisruption.UNDERUTILIZED] }]
      : []),
  ];
}

function budget({ nodes, percent, reasons, schedule, duration }: KarpenterBudget): object {
  return {
    nodes: percent === undefined ? String(nodes ?? 0) : `${percent}%`,
    ...(reasons && { reasons }),
    ...(schedule !== undefined && { schedule }),
    ...(duration && { duration: `${duration.toMinutes({ integral: false })}m` }),
  };
}

/** `720h`, `90m`, `30s`. */
function goDuration(duration: Duration): string {
  const seconds = duration.toSeconds({ integral: false });
  if (seconds > 0 && seconds % 3600 === 0) return `${seconds / 3600}h`;
  return seconds > 0 && seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`;
}

import { type k8s } from 'cdk8s-plus-27';
import { instanceLabels, SparkLabel } from './labels';
import { SpreadPolicy, type NodeSpread } from './node-spread';
import type { INodePool, NodeLabel, NodeToleration } from './placement';
import type { ResolvedApplication } from './resolved-application';
import { SparkRoleName, type SparkRole } from './role';

/** The fields of a pod that choose its node. */
export type Placement = Pick<k8s.PodSpec, 'affinity' | 'tolerations' | 'topologySpreadConstraints'>;

/** Affinity, tolerations and spread for the pool of a role. */
export function placement(app: ResolvedApplication, role: SparkRole): Placement {
  const pool = role.props.nodes;
  if (pool === undefined) return {};
  const affinity = nodeAffinity(pool);
  // One driver has nothing to be spread from.
  const spread = role.name === SparkRoleName.EXECUTOR ? (pool.spread ?? []) : [];
  return {
    ...(affinity && { affinity: { nodeAffinity: affinity } }),
    ...(pool.tolerations.length > 0 && { tolerations: pool.tolerations.map(toleration) }),
    ...(spread.length > 0 && { topologySpreadConstraints: spread.map((one) => constraint(one, app.jobName)) }),
  };
}

function nodeAffinity(pool: INodePool): k8s.NodeAffinity | undefined {
  const term = pool.nodeLabels.length === 0 ? undefined : selectorTerm(pool.nodeLabels);
  const wishes: k8s.PreferredSchedulingTerm[] = [
    ...(term && pool.preferred ? [{ weight: 100, preference: term }] : []),
    ...(pool.preferences ?? []).map(({ weight = 100, ...label }) => ({ weight, preference: selectorTerm([label]) })),
  ];
  const needs = term && !pool.preferred;
  if (!needs && wishes.length === 0) return undefined;
  return {
    ...(needs && { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] } }),
    ...(wishes.length > 0 && { preferredDuringSchedulingIgnoredDuringExecution: wishes }),
  };
}

function selectorTerm(labels: readonly NodeLabel[]): k8s.NodeSelectorTerm {
  return { matchExpressions: labels.map(({ key, values }) => ({ key, operator: 'In', values })) };
}

function toleration({ key, value, effect }: NodeToleration): k8s.Toleration {
  return {
    ...(key !== undefined && { key }),
    operator: value === undefined ? 'Exists' : 'Equal',
    ...(value !== undefined && { value }),
    ...(effect !== undefined && { effect }),
  };
}

function constraint(spread: NodeSpread, jobName: string): k8s.TopologySpreadConstraint {
  const { topologyKey, maxSkew = 1, whenUnsatisfiable = SpreadPolicy.SCHEDULE_ANYWAY, minDomains } = spread;
  return {
    topologyKey,
    maxSkew,
    whenUnsatisfiable,
    ...(minDomains !== undefined && { minDomains }),
    // Places whose nodes the executors cannot enter would count as empty for ever.
    nodeTaintsPolicy: 'Honor',
    labelSelector: { matchLabels: { ...instanceLabels(jobName), [SparkLabel.ROLE]: SparkRoleName.EXECUTOR } },
  };
}

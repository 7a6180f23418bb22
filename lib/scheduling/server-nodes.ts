import type { k8s } from 'cdk8s-plus-27';
import type { INodePool } from '../spark/placement';

/** Where the pods of a server run. A pool's wishes for Spark's executors are not theirs. */
export function onNodes(pool: INodePool | undefined): Pick<k8s.PodSpec, 'affinity' | 'tolerations'> {
  if (pool === undefined) return {};
  const term: k8s.NodeSelectorTerm = {
    matchExpressions: pool.nodeLabels.map(({ key, values }) => ({ key, operator: 'In', values })),
  };
  const nodeAffinity: k8s.NodeAffinity = pool.preferred
    ? { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, preference: term }] }
    : { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] } };
  return {
    ...(pool.nodeLabels.length > 0 && { affinity: { nodeAffinity } }),
    ...(pool.tolerations.length > 0 && {
      tolerations: pool.tolerations.map(({ key, value, effect }) => ({
        ...(key !== undefined && { key }),
        operator: value === undefined ? 'Exists' : 'Equal',
        ...(value !== undefined && { value }),
        ...(effect !== undefined && { effect }),
      })),
    }),
  };
}

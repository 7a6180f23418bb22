import { rules } from '../../core/rules';

/** Mistakes about Karpenter's pools of nodes that are recognised. */
export const KARPENTER_RULES = rules('karpenter', {
  nodeClass: [
    'a node class is named by group (without version), kind and name',
    'name it like { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: "default" }',
  ],
  minimum: [
    'Karpenter keeps no minimum of nodes, and a pool that says so makes checks of capacity count nodes that are not there',
    'set minNodes of the pool to 0',
  ],
  spotOfAnother: [
    'Karpenter marks spot nodes with karpenter.sh/capacity-type, and pods would wait for a label that no node has',
    'use SpotNodes.KARPENTER',
  ],
  labelRestricted: [
    'Karpenter does not let a pool set this label: it is set by Kubernetes, or by Karpenter for each node',
    'use a label with a domain of your own',
  ],
  requirementTwice: ['the pool has a condition on this label already', 'put all values into one place'],
  requirementValues: [
    'In and NotIn take values, Exists and DoesNotExist none, Gt and Lt one whole number',
    'give the values that the operator takes',
  ],
  requirementMinValues: [
    'minValues is a whole number from 1 to 50, and not more than there are values',
    'lower it, or name more values',
  ],
  weight: ['the weight of a pool is a whole number from 1 to 100', 'use a whole number in that range'],
  limits: ['a limit of 0 keeps Karpenter from making any node', 'raise it, or leave it out'],
  unlimited: [
    'nothing bounds the pool, and a job that asks for ten thousand executors gets them',
    'give node and maxNodes to the pool, or limits',
  ],
  reservedShare: ['the share of a machine that pods cannot have is from 0 to below 1', 'use a share such as 0.15'],
  budgetNodes: [
    'a budget has either nodes, a whole number of 0 or more, or percent, a whole number from 0 to 100',
    'use one of them',
  ],
  budgetCount: ['Karpenter takes at most 50 budgets', 'put reasons together'],
  budgetSchedule: [
    'a budget that is not always active has a schedule and a duration, and the schedule five cron fields or a macro without a time zone',
    'give both, such as "0 8 * * mon-fri" and 10 hours; times are UTC',
  ],
  budgetDuration: [
    'the duration of a budget is a whole number of minutes above 0',
    'use Duration.hours(8) or the like',
  ],
  duration: ['Karpenter takes durations in whole seconds, of 0 or more', 'use Duration.minutes(2) or the like'],
  lifetime: ['a node that never expires has no age to expire at', 'remove expireAfter or neverExpires'],
});

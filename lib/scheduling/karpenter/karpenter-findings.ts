import type { Duration } from 'cdk8s';
import { checkDnsSubdomain, checkKeys, checkLabels, DNS_LABEL_MAX } from '../../core/names';
import type { Finding } from '../../core/rules';
import { amountsOf, resourceFindings } from '../../kube/resources';
import type { NodePool } from '../node-pool';
import { taintFindings } from '../node-pool-findings';
import {
  KarpenterOperator,
  type KarpenterBudget,
  type KarpenterNodeClass,
  type KarpenterNodePoolProps,
  type KarpenterRequirement,
} from './karpenter-props';
import { KARPENTER_RULES as RULES } from './rules';

const CAPACITY_TYPE = 'karpenter.sh/capacity-type';
const BUDGETS_MAX = 50;
const MACROS = /^@(annually|yearly|monthly|weekly|daily|midnight|hourly)$/;
const CRON_FIELD = /^[\w*?,/-]+$/;
/** Labels in closed domains that pools may set all the same. */
const OPEN: readonly string[] = [
  CAPACITY_TYPE,
  'kubernetes.io/arch',
  'kubernetes.io/os',
  'topology.kubernetes.io/region',
  'topology.kubernetes.io/zone',
];
const CLOSED_DOMAIN = /(^|[.])(kubernetes\.io|k8s\.io|karpenter\.sh)\//;
const OPEN_DOMAIN = /(^|[.])(node\.kubernetes\.io|node-restriction\.kubernetes\.io|kops\.k8s\.io)\//;

/** Everything that Karpenter, or the schema of its NodePool, would refuse. */
export function karpenterFindings(name: string, props: KarpenterNodePoolProps): Finding[] {
  const { pool, requirements = [], budgets = [], startupTaints = [], weight } = props;
  return [
    ...checkDnsSubdomain('name', name, DNS_LABEL_MAX),
    ...nodeClassFindings(props.nodeClass),
    ...poolFindings(pool),
    ...requirements.flatMap((one, i) => requirementFindings(one, i, props)),
    ...startupTaints.flatMap((taint, i) => taintFindings('startupTaints', taint, i, startupTaints)),
    ...limitFindings(props),
    ...budgets.flatMap(budgetFindings),
    ...(budgets.length > BUDGETS_MAX ? [{ rule: RULES.budgetCount, at: 'budgets', value: budgets.length }] : []),
    ...durationFindings(props),
    ...(weight === undefined || (Number.isInteger(weight) && weight >= 1 && weight <= 100)
      ? []
      : [{ rule: RULES.weight, at: 'weight', value: weight }]),
  ];
}

/** What leaves the object correct. */
export function karpenterWarnings({ pool, limits }: KarpenterNodePoolProps): Finding[] {
  if (limits !== undefined || pool.capacity?.maxNodes !== undefined) return [];
  return [{ rule: RULES.unlimited, at: 'limits', value: undefined, because: `pool ${pool.poolName}` }];
}

function nodeClassFindings({ group, kind, name }: KarpenterNodeClass): Finding[] {
  return [
    ...(group === '' || group.includes('/') ? [{ rule: RULES.nodeClass, at: 'nodeClass.group', value: group }] : []),
    ...(kind === '' ? [{ rule: RULES.nodeClass, at: 'nodeClass.kind', value: kind }] : []),
    ...checkDnsSubdomain('nodeClass.name', name),
  ];
}

function poolFindings({ nodeLabels, capacity, spot }: NodePool): Finding[] {
  const asksForSpot = nodeLabels.some(({ key, values }) => key === CAPACITY_TYPE && values.includes('spot'));
  return [
    ...(capacity === undefined || capacity.minNodes === 0
      ? []
      : [{ rule: RULES.minimum, at: 'pool.minNodes', value: capacity.minNodes }]),
    ...(spot === true && !asksForSpot
      ? [{ rule: RULES.spotOfAnother, at: 'pool.spot', value: nodeLabels.at(-1)?.key }]
      : []),
    ...nodeLabels
      .filter(({ key }) => isRestricted(key))
      .map(({ key }) => ({ rule: RULES.labelRestricted, at: 'pool.labels', value: key })),
  ];
}

function isRestricted(key: string): boolean {
  return CLOSED_DOMAIN.test(key) && !OPEN_DOMAIN.test(key) && !OPEN.includes(key);
}

function requirementFindings(one: KarpenterRequirement, i: number, props: KarpenterNodePoolProps): Finding[] {
  const at = `requirements[${i}]`;
  const { key, operator = KarpenterOperator.IN, values = [], minValues } = one;
  const ofPool = props.pool.nodeLabels.some((label) => label.key === key);
  const most = operator === KarpenterOperator.IN ? Math.min(50, values.length) : 50;
  return [
    ...checkKeys(`${at}.key`, { [key]: '' }),
    ...(isRestricted(key) ? [{ rule: RULES.labelRestricted, at: `${at}.key`, value: key }] : []),
    ...(ofPool ? [{ rule: RULES.requirementTwice, at: `${at}.key`, value: key, because: 'a label of the pool' }] : []),
    ...(takes(operator, values) ? [] : [{ rule: RULES.requirementValues, at: `${at}.values`, value: values }]),
    ...values.flatMap((value) => checkLabels(at, { [key]: value }).filter(({ value: wrong }) => wrong === value)),
    ...(minValues === undefined || (Number.isInteger(minValues) && minValues >= 1 && minValues <= most)
      ? []
      : [{ rule: RULES.requirementMinValues, at: `${at}.minValues`, value: minValues }]),
  ];
}

function takes(operator: KarpenterOperator, values: readonly string[]): boolean {
  switch (operator) {
    case KarpenterOperator.IN:
    case KarpenterOperator.NOT_IN:
      return values.length > 0;
    case KarpenterOperator.EXISTS:
    case KarpenterOperator.DOES_NOT_EXIST:
      return values.length === 0;
    case KarpenterOperator.GT:
    case KarpenterOperator.LT:
      return values.length === 1 && /^\d+$/.test(values[0] ?? '');
  }
}

function limitFindings({ limits, reservedShare }: KarpenterNodePoolProps): Finding[] {
  const amounts = amountsOf(limits ?? {});
  return [
    ...(limits === undefined ? [] : resourceFindings('limits', limits)),
    ...Object.keys(amounts)
      .filter((name) => amounts[name] === 0)
      .map((name) => ({ rule: RULES.limits, at: `limits["${name}"]`, value: 0 })),
    ...(reservedShare === undefined || (reservedShare >= 0 && reservedShare < 1)
      ? []
      : [{ rule: RULES.reservedShare, at: 'reservedShare', value: reservedShare }]),
  ];
}

function budgetFindings(budget: KarpenterBudget, i: number): Finding[] {
  const at = `budgets[${i}]`;
  const { nodes, percent, schedule, duration } = budget;
  const counts =
    nodes === undefined
      ? percent !== undefined && Number.isInteger(percent) && percent >= 0 && percent <= 100
      : percent === undefined && Number.isInteger(nodes) && nodes >= 0;
  const minutes = duration?.toMinutes({ integral: false }) ?? 1;
  return [
    ...(counts ? [] : [{ rule: RULES.budgetNodes, at, value: { nodes, percent } }]),
    ...((schedule === undefined) === (duration === undefined) && (schedule === undefined || isSchedule(schedule))
      ? []
      : [{ rule: RULES.budgetSchedule, at: `${at}.schedule`, value: schedule }]),
    ...(Number.isInteger(minutes) && minutes > 0
      ? []
      : [{ rule: RULES.budgetDuration, at: `${at}.duration`, value: `${minutes} minutes` }]),
  ];
}

function isSchedule(schedule: string): boolean {
  const fields = schedule.trim().split(/\s+/);
  return MACROS.test(schedule) || (fields.length === 5 && fields.every((field) => CRON_FIELD.test(field)));
}

function durationFindings(props: KarpenterNodePoolProps): Finding[] {
  const { consolidateAfter, expireAfter, terminationGracePeriod, neverExpires } = props;
  const durations: { readonly [prop: string]: Duration | undefined } = {
    consolidateAfter,
    expireAfter,
    terminationGracePeriod,
  };
  return [
    ...Object.entries(durations).flatMap(([at, duration]): Finding[] => {
      const seconds = duration?.toSeconds({ integral: false }) ?? 0;
      return Number.isInteger(seconds) ? [] : [{ rule: RULES.duration, at, value: `${seconds} seconds` }];
    }),
    ...(neverExpires === true && expireAfter !== undefined
      ? [{ rule: RULES.lifetime, at: 'expireAfter', value: `${expireAfter.toSeconds({ integral: false })} seconds` }]
      : []),
  ];
}

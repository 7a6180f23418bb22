import { checkKeys, checkLabels } from '../core/names';
import type { Finding } from '../core/rules';
import { amountsOf, resourceFindings } from '../kube/resources';
import { SpreadPolicy, type NodeSpread } from '../spark/node-spread';
import type { NodeLabel, NodePreference, NodeToleration } from '../spark/placement';
import type { NodePoolProps, NodeTaint } from './node-pool-props';
import { SCHEDULING_RULES as RULES } from './rules';

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];
const HOSTNAME = 'kubernetes.io/hostname';

/** A label that nodes must have, and the prop that asks for it. */
export interface PlacedLabel extends NodeLabel {
  readonly at: string;
}

/** Everything wrong with a pool but its name. */
export function nodePoolFindings(props: NodePoolProps, labels: readonly PlacedLabel[]): Finding[] {
  const { tolerations = [], taints = [], preferences = [], spread = [] } = props;
  return [
    ...labelFindings(labels),
    ...tolerations.flatMap(tolerationFindings),
    ...taints.flatMap((taint, i) => taintFindings('taints', taint, i, taints)),
    ...preferences.flatMap((wish, i) => preferenceFindings(wish, i, labels)),
    ...spread.flatMap((one, i) => spreadFindings(one, i, props, labels)),
    ...sizeFindings(props),
  ];
}

function labelFindings(labels: readonly PlacedLabel[]): Finding[] {
  const keys = labels.map(({ key }) => key);
  return labels.flatMap(({ key, values, at }, i) => {
    const first = keys.indexOf(key);
    const because = `${labels[first]?.at ?? ''} has it too`;
    return [
      ...(first < i ? [{ rule: RULES.nodeLabelTwice, at: keyAt(at), value: key, because }] : []),
      ...valueFindings(at, { key, values }),
    ];
  });
}

/** Labels of the list have keys; those that stand for a prop of their own have not. */
function keyAt(at: string): string {
  return at.endsWith(']') ? `${at}.key` : at;
}

function valueFindings(at: string, { key, values }: NodeLabel): Finding[] {
  const list = at.replace(/\[\d+\]$/, '');
  const valuesAt = list === at ? at : `${at}.values`;
  return [
    ...(values.length === 0 ? [{ rule: RULES.nodeLabelWithoutValues, at: valuesAt, value: values }] : []),
    ...checkKeys(keyAt(at), { [key]: '' }),
    ...values.flatMap((value) => checkLabels(list, { [key]: value })),
  ];
}

function tolerationFindings({ key, value, effect }: NodeToleration, i: number): Finding[] {
  const at = `tolerations[${i}]`;
  return [
    ...(key === undefined ? [] : checkKeys(`${at}.key`, { [key]: '' })),
    ...(key === undefined && value !== undefined
      ? [{ rule: RULES.tolerationValueWithoutKey, at: `${at}.value`, value }]
      : []),
    ...(key !== undefined && value !== undefined ? checkLabels(at, { [key]: value }) : []),
    ...effectFindings(at, effect),
  ];
}

/** Findings for one of the taints of a node. */
export function taintFindings(prop: string, taint: NodeTaint, i: number, all: readonly NodeTaint[]): Finding[] {
  const { key, value, effect } = taint;
  const at = `${prop}[${i}]`;
  const twice = all.findIndex((other) => other.key === key && other.effect === effect) < i;
  return [
    ...checkKeys(`${at}.key`, { [key]: '' }),
    ...(value === undefined ? [] : checkLabels(at, { [key]: value })),
    ...effectFindings(at, effect),
    ...(twice ? [{ rule: RULES.taintTwice, at: `${at}.key`, value: `${key}:${effect}` }] : []),
  ];
}

function effectFindings(at: string, effect: string | undefined): Finding[] {
  if (effect === undefined || EFFECTS.includes(effect)) return [];
  return [{ rule: RULES.tolerationEffect, at: `${at}.effect`, value: effect }];
}

function preferenceFindings(wish: NodePreference, i: number, labels: readonly NodeLabel[]): Finding[] {
  const at = `preferences[${i}]`;
  const { weight = 100 } = wish;
  const needed = labels.find(({ key }) => key === wish.key)?.values;
  const excluded = needed !== undefined && wish.values.length > 0 && !wish.values.some((one) => needed.includes(one));
  return [
    ...valueFindings(at, wish),
    ...(Number.isInteger(weight) && weight >= 1 && weight <= 100
      ? []
      : [{ rule: RULES.preferenceWeight, at: `${at}.weight`, value: weight }]),
    ...(excluded
      ? [
          {
            rule: RULES.preferenceExcluded,
            at: `${at}.values`,
            value: wish.values,
            because: `the pool allows ${needed.join(', ')}`,
          },
        ]
      : []),
  ];
}

function spreadFindings(one: NodeSpread, i: number, props: NodePoolProps, labels: readonly NodeLabel[]): Finding[] {
  const at = `spread[${i}]`;
  const { topologyKey, maxSkew = 1, minDomains } = one;
  const whole = (prop: string, value: number): Finding[] =>
    Number.isInteger(value) && value >= 1 ? [] : [{ rule: RULES.spreadSkew, at: `${at}.${prop}`, value }];
  const policy = (spread: NodeSpread): SpreadPolicy => spread.whenUnsatisfiable ?? SpreadPolicy.SCHEDULE_ANYWAY;
  const same = (other: NodeSpread): boolean => other.topologyKey === topologyKey && policy(other) === policy(one);
  // A label that is only wished for does not bound the places.
  const values = props.preferred === true ? undefined : labels.find(({ key }) => key === topologyKey)?.values.length;
  const places = topologyKey === HOSTNAME ? props.maxNodes : values;
  return [
    ...checkKeys(`${at}.topologyKey`, { [topologyKey]: '' }),
    ...whole('maxSkew', maxSkew),
    ...((props.spread ?? []).findIndex(same) < i
      ? [{ rule: RULES.spreadTwice, at: `${at}.topologyKey`, value: topologyKey }]
      : []),
    ...(places === 1 ? [{ rule: RULES.spreadOverOnePlace, at: `${at}.topologyKey`, value: topologyKey }] : []),
    ...(minDomains === undefined ? [] : whole('minDomains', minDomains)),
    ...(minDomains !== undefined && policy(one) !== SpreadPolicy.DO_NOT_SCHEDULE
      ? [{ rule: RULES.spreadLooseDomains, at: `${at}.minDomains`, value: minDomains }]
      : []),
    ...(minDomains !== undefined && places !== undefined && minDomains > places
      ? [{ rule: RULES.spreadTooManyDomains, at: `${at}.minDomains`, value: minDomains, because: `at most ${places}` }]
      : []),
  ];
}

function sizeFindings({ node, minNodes, maxNodes }: NodePoolProps): Finding[] {
  const count = (at: string, value: number | undefined, least: number): Finding[] =>
    value === undefined || (Number.isInteger(value) && value >= least) ? [] : [{ rule: RULES.nodeCount, at, value }];
  const counts = [...count('minNodes', minNodes, 0), ...count('maxNodes', maxNodes, 1)];
  const amounts = amountsOf(node ?? {});
  const missing = node !== undefined && (node.cpu === undefined || node.memory === undefined);
  const empty = Object.keys(amounts).filter((name) => !((amounts[name] ?? 0) > 0));
  return [
    ...counts,
    ...(counts.length === 0 && minNodes !== undefined && maxNodes !== undefined && minNodes > maxNodes
      ? [{ rule: RULES.nodeCountOrder, at: 'minNodes', value: minNodes, because: `maxNodes is ${maxNodes}` }]
      : []),
    ...(node === undefined ? [] : resourceFindings('node', node)),
    ...(missing ? [{ rule: RULES.nodeShape, at: 'node', value: Object.keys(amounts) }] : []),
    ...empty.map((name) => ({ rule: RULES.nodeShape, at: `node["${name}"]`, value: amounts[name] })),
    ...(minNodes === 0 && node === undefined
      ? [{ rule: RULES.poolFromZeroWithoutShape, at: 'node', value: undefined, because: 'minNodes is 0' }]
      : []),
  ];
}

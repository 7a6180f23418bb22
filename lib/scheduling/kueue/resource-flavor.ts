import type { Construct } from 'constructs';
import { Component } from '../../core/component';
import { checkDnsSubdomain, checkKeys, checkLabels } from '../../core/names';
import { checkAtSynth, RuleError, type Finding } from '../../core/rules';
import { KubeObject } from '../../kube/object';
import type { INodePool, NodeToleration } from '../../spark/placement';
import { KUEUE_API, type IKueueResourceFlavor, type KueueNodeTaint } from './interfaces';
import { KUEUE_RULES } from './rules';

export type { KueueNodeTaint } from './interfaces';

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];
const MOST = 8;

/** What is known of a flavor that exists already; jobs are checked against it. */
export interface ExistingKueueResourceFlavorProps {
  /** Labels of the nodes. @default - not known */
  readonly nodeLabels?: { readonly [key: string]: string };
  /** Taints that pods have to tolerate. @default - not known */
  readonly nodeTaints?: KueueNodeTaint[];
  /** Tolerations that admitted pods get. @default - none */
  readonly tolerations?: NodeToleration[];
}

/** What a `KueueResourceFlavor` is made of. */
export interface KueueResourceFlavorProps {
  /** Name of the flavor. @default - the construct's id */
  readonly name?: string;
  /**
   * Nodes that the flavor is: labels, each with one value, and tolerations that admitted pods get.
   *
   * @default - from the other props
   */
  readonly pool?: INodePool;
  /** Labels of the nodes; admitted pods get them as their node selector. @default - any node */
  readonly nodeLabels?: { readonly [key: string]: string };
  /** Taints of the nodes that pods have to tolerate themselves. @default - none */
  readonly nodeTaints?: KueueNodeTaint[];
  /** Tolerations that admitted pods get. @default - none */
  readonly tolerations?: NodeToleration[];
}

/**
 * A kind of nodes that Kueue counts quota for. Without labels it is any node.
 *
 * @see https://kueue.sigs.k8s.io/docs/concepts/resource_flavor/
 */
export class KueueResourceFlavor extends Component implements IKueueResourceFlavor {
  /**
   * A flavor that exists already.
   *
   * @throws RuleError if the name is none.
   */
  public static fromName(name: string, props: ExistingKueueResourceFlavorProps = {}): IKueueResourceFlavor {
    const [finding] = checkDnsSubdomain('name', name);
    if (finding) throw new RuleError(finding);
    return { flavorName: name, ...props };
  }

  public readonly flavorName: string;
  public readonly nodeLabels?: { readonly [key: string]: string };
  public readonly nodeTaints?: KueueNodeTaint[];
  public readonly tolerations?: NodeToleration[];
  /** The ResourceFlavor. */
  public readonly resource: KubeObject;

  public constructor(scope: Construct, id: string, props: KueueResourceFlavorProps = {}) {
    super(scope, id);
    this.flavorName = props.name ?? id;
    const labels = props.pool === undefined ? (props.nodeLabels ?? {}) : poolLabels(props.pool);
    const tolerations = props.pool?.tolerations ?? props.tolerations ?? [];
    const taints = props.nodeTaints ?? [];
    this.nodeLabels = labels;
    this.nodeTaints = [...taints];
    this.tolerations = [...tolerations];
    this.resource = new KubeObject(this, 'Resource', {
      apiVersion: KUEUE_API,
      kind: 'ResourceFlavor',
      metadata: { name: this.flavorName },
      spec: {
        ...(Object.keys(labels).length > 0 && { nodeLabels: labels }),
        ...(taints.length > 0 && { nodeTaints: taints.map((taint) => ({ ...taint })) }),
        ...(tolerations.length > 0 && { tolerations: tolerations.map(toleration) }),
      },
    });
    checkAtSynth(this, () => [
      ...checkDnsSubdomain('name', this.flavorName),
      ...sourceFindings(props),
      ...(props.pool === undefined ? checkLabels('nodeLabels', labels) : poolFindings(props.pool)),
      ...taintFindings(taints),
      ...(props.pool === undefined ? tolerations.flatMap(tolerationFindings) : []),
      ...countFindings({ nodeLabels: Object.keys(labels), nodeTaints: taints, tolerations }),
    ]);
  }
}

function poolLabels(pool: INodePool): { [key: string]: string } {
  return Object.fromEntries(pool.nodeLabels.map(({ key, values }) => [key, values[0] ?? '']));
}

function toleration({ key, value, effect }: NodeToleration): object {
  return {
    ...(key !== undefined && { key }),
    operator: value === undefined ? 'Exists' : 'Equal',
    ...(value !== undefined && { value }),
    ...(effect !== undefined && { effect }),
  };
}

function sourceFindings({ pool, nodeLabels, tolerations }: KueueResourceFlavorProps): Finding[] {
  if (pool === undefined || (nodeLabels === undefined && tolerations === undefined)) return [];
  return [{ rule: KUEUE_RULES.flavorTwoSources, at: 'pool', value: pool.poolName }];
}

function poolFindings(pool: INodePool): Finding[] {
  const because = `pool ${pool.poolName}`;
  return [
    ...(pool.preferred && pool.nodeLabels.length > 0
      ? [{ rule: KUEUE_RULES.flavorPreferred, at: 'pool', value: pool.poolName }]
      : []),
    ...pool.nodeLabels
      .filter(({ values }) => values.length !== 1)
      .map(({ key, values }) => ({
        rule: KUEUE_RULES.flavorLabelValues,
        at: `pool["${key}"]`,
        value: values,
        because,
      })),
  ];
}

function taintFindings(taints: readonly KueueNodeTaint[]): Finding[] {
  const identities = taints.map(({ key, effect }) => `${key}:${effect}`);
  return taints.flatMap(({ key, value, effect }, i): Finding[] => {
    const at = `nodeTaints[${i}]`;
    return [
      ...checkLabels(at, { [key]: value ?? '' }),
      ...(EFFECTS.includes(effect) ? [] : [{ rule: KUEUE_RULES.taintEffect, at: `${at}.effect`, value: effect }]),
      ...(identities.indexOf(`${key}:${effect}`) < i ? [{ rule: KUEUE_RULES.taintTwice, at, value: key }] : []),
    ];
  });
}

function tolerationFindings({ key, value, effect }: NodeToleration, i: number): Finding[] {
  const at = `tolerations[${i}]`;
  return [
    ...(key === undefined
      ? []
      : value === undefined
        ? checkKeys(at, { [key]: '' })
        : checkLabels(at, { [key]: value })),
    ...(key === undefined && value !== undefined
      ? [{ rule: KUEUE_RULES.tolerationValueWithoutKey, at: `${at}.value`, value }]
      : []),
    ...(effect === undefined || EFFECTS.includes(effect)
      ? []
      : [{ rule: KUEUE_RULES.taintEffect, at: `${at}.effect`, value: effect }]),
  ];
}

function countFindings(lists: { readonly [prop: string]: readonly unknown[] }): Finding[] {
  return Object.entries(lists)
    .filter(([, list]) => list.length > MOST)
    .map(([at, list]) => ({ rule: KUEUE_RULES.flavorTooMany, at, value: list.length }));
}

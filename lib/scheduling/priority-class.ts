import { ApiObject, type ApiObjectProps } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import type { Construct } from 'constructs';
import { Component } from '../core/component';
import { checkDnsSubdomain } from '../core/names';
import { checkAtSynth, RuleError, type Finding } from '../core/rules';
import { KubeObject } from '../kube/object';
import type { IPriorityClass, KnownPriority } from '../spark/placement';
import { preemptionTable } from './preemption';
import { SCHEDULING_RULES } from './rules';

const LOWEST = -2147483648;
const HIGHEST = 1000000000;

/** What a `SparkPriorityClass` is made of. */
export interface SparkPriorityClassProps {
  /** Priority, from -2147483648 to 1000000000. Cannot be changed on a living class: give the new one a new name. */
  readonly value: number;
  /** Name of the class; the cluster has one of each name. @default - the construct's id */
  readonly name?: string;
  /** Whether pods of this class evict lower ones rather than wait. Cannot be changed on a living class. @default false */
  readonly preempting?: boolean;
  /** What the class is for. @default - none */
  readonly description?: string;
  /** Whether pods without a class get this one. At most one per cluster. @default false */
  readonly globalDefault?: boolean;
}

/**
 * A priority of Spark's pods. Higher classes are scheduled first; preempting ones evict lower pods to make room. A class
 * that does not preempt only waits nearer to the head of the queue.
 *
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/
 */
export class SparkPriorityClass extends Component implements IPriorityClass {
  /**
   * A class that exists already.
   *
   * @throws RuleError if the name is none.
   */
  public static fromName(name: string): IPriorityClass {
    const [finding] = checkDnsSubdomain('name', name);
    if (finding) throw new RuleError(finding);
    return { priorityClassName: name };
  }

  /** A text table, highest first: whom each class evicts, ahead of whom it waits, and who evicts it. */
  public static preemptionGraph(classes: SparkPriorityClass[]): string {
    return preemptionTable(classes);
  }

  public readonly priorityClassName: string;
  /** The priority. */
  public readonly value: number;
  /** Whether pods of this class evict lower ones. */
  public readonly preempting: boolean;
  public readonly known?: KnownPriority;
  /** The PriorityClass. */
  public readonly resource: KubeObject;

  public constructor(scope: Construct, id: string, props: SparkPriorityClassProps) {
    super(scope, id);
    this.priorityClassName = props.name ?? id;
    this.value = props.value;
    this.preempting = props.preempting ?? false;
    this.known = { value: this.value, preempting: this.preempting };
    this.resource = new KubeObject(
      this,
      'Resource',
      k8s.KubePriorityClass.manifest({
        metadata: { name: this.priorityClassName },
        value: props.value,
        preemptionPolicy: this.preempting ? 'PreemptLowerPriority' : 'Never',
        // The API server drops an explicit false, and every client-side apply would look like a change.
        ...(props.globalDefault === true && { globalDefault: true }),
        ...(props.description !== undefined && { description: props.description }),
      }) as ApiObjectProps,
    );
    checkAtSynth(this, () => [
      ...checkName(this.priorityClassName),
      ...checkValue(props.value),
      ...(props.globalDefault === true ? this.checkOnlyDefault() : []),
    ]);
  }

  /** Every default but the first of the tree is reported, foreign objects included. */
  private checkOnlyDefault(): Finding[] {
    const [first] = this.node.root.node.findAll().filter(isDefaultClass);
    if (first === undefined || first === this.resource) return [];
    const because = `${first.name} at ${first.node.path} is the default already`;
    return [{ rule: SCHEDULING_RULES.globalDefaultTwice, at: 'globalDefault', value: true, because }];
  }
}

function isDefaultClass(construct: unknown): construct is ApiObject {
  if (!ApiObject.isApiObject(construct) || construct.kind !== 'PriorityClass') return false;
  return (construct.toJson() as { globalDefault?: boolean }).globalDefault === true;
}

function checkName(name: string): Finding[] {
  if (name.startsWith('system-')) return [{ rule: SCHEDULING_RULES.reservedPriorityName, at: 'name', value: name }];
  return checkDnsSubdomain('name', name);
}

function checkValue(value: number): Finding[] {
  if (Number.isInteger(value) && value >= LOWEST && value <= HIGHEST) return [];
  return [{ rule: SCHEDULING_RULES.priorityValue, at: 'value', value }];
}

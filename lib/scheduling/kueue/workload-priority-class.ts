import type { Construct } from 'constructs';
import { Component } from '../../core/component';
import { checkDnsSubdomain, DNS_LABEL_MAX } from '../../core/names';
import { checkAtSynth, RuleError } from '../../core/rules';
import { KubeObject } from '../../kube/object';
import type { IPriorityClass } from '../../spark/placement';
import { isInt32 } from './int32';
import { KUEUE_API, type IKueueWorkloadPriorityClass } from './interfaces';
import { KUEUE_RULES } from './rules';

const DESCRIPTION_MAX = 2048;

/** What a `KueueWorkloadPriorityClass` is made of. */
export interface KueueWorkloadPriorityClassProps {
  /** Priority in the queue, from -2147483648 to 2147483647. */
  readonly value: number;
  /** Name of the class, at most 63 characters: jobs carry it as a label. @default - the construct's id */
  readonly name?: string;
  /** What the class is for. @default - none */
  readonly description?: string;
}

/**
 * A priority in Kueue's queues, apart from that of pods. A job without one has the priority of its pods' class there too.
 *
 * @see https://kueue.sigs.k8s.io/docs/concepts/workload_priority_class/
 */
export class KueueWorkloadPriorityClass extends Component implements IKueueWorkloadPriorityClass {
  /**
   * A class that exists already.
   *
   * @throws RuleError if the name is none, or none of a label.
   */
  public static fromName(name: string): IKueueWorkloadPriorityClass {
    const [finding] = checkDnsSubdomain('name', name, DNS_LABEL_MAX);
    if (finding) throw new RuleError(finding);
    return { workloadPriorityClassName: name };
  }

  /**
   * A class of the same name and value as one of pods.
   *
   * @throws RuleError if the value of the other is not known.
   */
  public static fromPriorityClass(scope: Construct, id: string, priority: IPriorityClass): KueueWorkloadPriorityClass {
    const { priorityClassName: name, known } = priority;
    if (known === undefined) {
      throw new RuleError({ rule: KUEUE_RULES.priorityOfUnknown, at: 'priority', value: name }, scope, id);
    }
    return new KueueWorkloadPriorityClass(scope, id, { name, value: known.value });
  }

  public readonly workloadPriorityClassName: string;
  /** The priority. */
  public readonly value: number;
  /** The WorkloadPriorityClass. */
  public readonly resource: KubeObject;

  public constructor(scope: Construct, id: string, props: KueueWorkloadPriorityClassProps) {
    super(scope, id);
    const { value, description } = props;
    this.workloadPriorityClassName = props.name ?? id;
    this.value = value;
    this.resource = new KubeObject(this, 'Resource', {
      apiVersion: KUEUE_API,
      kind: 'WorkloadPriorityClass',
      metadata: { name: this.workloadPriorityClassName },
      value,
      ...(description !== undefined && { description }),
    });
    checkAtSynth(this, () => [
      ...checkDnsSubdomain('name', this.workloadPriorityClassName, DNS_LABEL_MAX),
      ...(isInt32(value) ? [] : [{ rule: KUEUE_RULES.workloadPriority, at: 'value', value }]),
      ...(description === undefined || description.length <= DESCRIPTION_MAX
        ? []
        : [{ rule: KUEUE_RULES.description, at: 'description', value: description }]),
    ]);
  }
}

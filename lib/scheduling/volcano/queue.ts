import { Construct } from 'constructs';
import { Component } from '../../core/component';
import { checkDnsSubdomain } from '../../core/names';
import { checkAtSynth, RuleError, warnAtSynth, type Finding } from '../../core/rules';
import { KubeObject } from '../../kube/object';
import { amountQuantities, amountsOf, type ComputeResources } from '../../kube/resources';
import type { IVolcano, IVolcanoQueue, VolcanoQueueLimits } from './interfaces';
import { numberFindings, queueFindings, queueWarnings } from './queue-findings';
import { VOLCANO_QUEUE_RULES } from './queue-rules';
import { DEFAULT_QUEUE, QueueTree, ROOT_QUEUE } from './queue-tree';

/** What is known of a queue that exists already. */
export interface ExistingVolcanoQueueProps extends VolcanoQueueLimits {
  /** The Volcano that serves it. @default - not known */
  readonly volcano?: IVolcano;
  /** The queue above it. @default - `root` */
  readonly parent?: IVolcanoQueue;
}

/** What a `VolcanoQueue` is made of. */
export interface VolcanoQueueProps extends VolcanoQueueLimits {
  /** Name of the queue; the cluster has one of each name. @default - the construct's id */
  readonly name?: string;
  /** The Volcano that serves it; it tells which of the props are read at all. @default - that of the parent */
  readonly volcano?: IVolcano;
  /** The queue above it, at most 5 deep; a queue with others below it takes no jobs. @default - `root` */
  readonly parent?: IVolcanoQueue;
  /**
   * Share of the cluster beside other queues, from 1 to 65535; read by plugin `proportion` only.
   *
   * @default - 1, where it is read
   */
  readonly weight?: number;
  /** Queues of higher priority are served first and give back last; 0 or more. @default 0 */
  readonly priority?: number;
  /** Whether other queues may take back what this one has beyond its share. @default true */
  readonly reclaimable?: boolean;
}

/**
 * A queue of Volcano: what its jobs may have together, and what is theirs before others get it. References are objects,
 * so that a queue never has a parent that is not there, or itself.
 *
 * @see https://volcano.sh/en/docs/queue/
 */
export class VolcanoQueue extends Component implements IVolcanoQueue {
  /**
   * The queue that Volcano makes itself, for jobs that name none: without bounds and without a share.
   *
   * @param volcano The Volcano that serves it.
   */
  public static defaultOf(volcano: IVolcano): IVolcanoQueue {
    return { queueName: DEFAULT_QUEUE, volcano };
  }

  /**
   * A queue that exists already. What is told of it is checked together with the queues below it.
   *
   * @param name `metadata.name` of the Queue.
   * @throws RuleError if the name is none, or that of the root.
   */
  public static fromName(name: string, props: ExistingVolcanoQueueProps = {}): IVolcanoQueue {
    const [finding] =
      name === ROOT_QUEUE
        ? [{ rule: VOLCANO_QUEUE_RULES.rootQueueHoldsNothing, at: 'name', value: name }]
        : checkDnsSubdomain('name', name);
    if (finding) throw new RuleError(finding);
    const volcano = props.volcano ?? props.parent?.volcano;
    return {
      queueName: name,
      ...(volcano !== undefined && { volcano }),
      ...(props.parent !== undefined && { parent: props.parent }),
      ...(hasLimits(props) && { limits: limitsOf(props) }),
    };
  }

  public readonly queueName: string;
  public readonly volcano?: IVolcano;
  public readonly parent?: IVolcanoQueue;
  public readonly limits?: VolcanoQueueLimits;
  /** The Queue. */
  public readonly resource: KubeObject;

  public constructor(scope: Construct, id: string, props: VolcanoQueueProps = {}) {
    super(scope, id);
    this.queueName = props.name ?? id;
    const volcano = props.volcano ?? props.parent?.volcano;
    if (volcano !== undefined) this.volcano = volcano;
    if (props.parent !== undefined) this.parent = props.parent;
    this.limits = limitsOf(props);
    this.resource = new KubeObject(this, 'Resource', {
      apiVersion: 'scheduling.volcano.sh/v1beta1',
      kind: 'Queue',
      metadata: { name: this.queueName },
      spec: this.spec(props),
    });
    this.waitForOthers(props.parent);
    QueueTree.of(this).add(this);
    checkAtSynth(this, () => [
      ...this.checkName(),
      ...numberFindings(props.weight, props.priority),
      ...queueFindings(this, QueueTree.of(this), props.weight),
    ]);
    warnAtSynth(this, () => queueWarnings(this, QueueTree.of(this)));
  }

  /** The objects, not the constructs: a child may stand inside its parent. */
  private waitForOthers(parent: IVolcanoQueue | undefined): void {
    const volcano: unknown = this.volcano;
    if (parent instanceof VolcanoQueue) this.resource.node.addDependency(parent.resource);
    else if (Construct.isConstruct(volcano) && !this.node.scopes.includes(volcano)) {
      this.resource.node.addDependency(volcano);
    }
  }

  private checkName(): Finding[] {
    const name = this.queueName;
    if (name === ROOT_QUEUE || name === DEFAULT_QUEUE) {
      return [{ rule: VOLCANO_QUEUE_RULES.reservedQueueName, at: 'name', value: name }];
    }
    return checkDnsSubdomain('name', name);
  }

  private spec(props: VolcanoQueueProps): object {
    const { capability, guarantee } = props;
    // Admission asks for a deserved share that holds the guarantee, also where no plugin reads it.
    const deserved = props.deserved ?? (this.volcano?.traits?.capacity === false ? guarantee : undefined);
    return {
      // Volcano fills in parent and reclaimable itself, and each apply would look like a change.
      parent: props.parent?.queueName ?? ROOT_QUEUE,
      reclaimable: props.reclaimable ?? true,
      ...(props.weight !== undefined && { weight: props.weight }),
      ...(props.priority !== undefined && { priority: props.priority }),
      ...(capability !== undefined && { capability: quantitiesOf(capability) }),
      ...(deserved !== undefined && { deserved: quantitiesOf(deserved) }),
      ...(guarantee !== undefined && { guarantee: { resource: quantitiesOf(guarantee) } }),
    };
  }
}

function quantitiesOf(resources: ComputeResources): { [resource: string]: string } {
  return amountQuantities(amountsOf(resources));
}

function limitsOf({ capability, deserved, guarantee }: VolcanoQueueLimits): VolcanoQueueLimits {
  return {
    ...(capability !== undefined && { capability }),
    ...(deserved !== undefined && { deserved }),
    ...(guarantee !== undefined && { guarantee }),
  };
}

function hasLimits(limits: VolcanoQueueLimits): boolean {
  return Object.keys(limitsOf(limits)).length > 0;
}

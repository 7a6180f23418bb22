import { Construct } from 'constructs';
import { checkAtSynth, RuleError, warnAtSynth } from '../../core/rules';
import type { IYuniKorn, IYuniKornQueue, YuniKornQueueLimits, YuniKornSortPolicy } from './interfaces';
import { queueFindings, queueWarnings } from './queue-findings';
import { pathFindings } from './queue-names';
import type { YuniKornQueueOptions } from './queue-options';
import { noteInApp, QueueTree, ROOT_QUEUE, type QueueNode } from './queue-tree';
import { YUNIKORN_RULES } from './rules';

/** What a `YuniKornQueue` is made of. */
export interface YuniKornQueueProps extends YuniKornQueueOptions {
  /** Name under the parent. @default - the construct's id */
  readonly name?: string;
  /** The queue above it. @default - `root` of `yunikorn` */
  readonly parent?: YuniKornQueue;
  /** The YuniKorn that serves it. @default - that of the parent */
  readonly yunikorn?: IYuniKorn;
}

/** What is known of a queue that exists already. */
export interface ExistingYuniKornQueueProps extends YuniKornQueueLimits {
  /** The YuniKorn that serves it. @default - not known */
  readonly yunikorn?: IYuniKorn;
  /** Order of its applications. @default YuniKornSortPolicy.FIFO */
  readonly sortPolicy?: YuniKornSortPolicy;
}

/**
 * A queue of YuniKorn: what its jobs may have together, and what is theirs before others get it. Queues are no objects
 * of Kubernetes: together they are the text `queues.yaml` of their YuniKorn.
 *
 * @see https://yunikorn.apache.org/docs/user_guide/queue_config
 */
export class YuniKornQueue extends Construct implements IYuniKornQueue {
  /**
   * A queue that exists already. Where the path is that of a queue of the same app, jobs are checked against that one, too.
   *
   * @param queuePath Full path: `root.team.etl`.
   * @throws RuleError if the path is none.
   */
  public static fromPath(queuePath: string, props: ExistingYuniKornQueueProps = {}): IYuniKornQueue {
    const [finding] = pathFindings('queuePath', queuePath);
    if (finding) throw new RuleError(finding);
    const { yunikorn, sortPolicy } = props;
    return {
      queuePath,
      ...(yunikorn !== undefined && { yunikorn }),
      ...(sortPolicy !== undefined && { sortPolicy }),
      limits: limitsOf(props),
    };
  }

  /** Name under the parent. */
  public readonly queueName: string;
  public readonly queuePath: string;
  public readonly yunikorn?: IYuniKorn;
  public readonly parent?: IYuniKornQueue;
  public readonly limits?: YuniKornQueueLimits;
  /** Order of its applications; queues inherit that of their parents. */
  public readonly sortPolicy?: YuniKornSortPolicy;
  /** What its tree knows of it. @internal */
  public readonly _node: QueueNode;

  public constructor(scope: Construct, id: string, props: YuniKornQueueProps) {
    super(scope, id);
    const { parent, name, yunikorn } = props;
    const home = yunikorn ?? parent?.yunikorn;
    if (home === undefined) {
      throw new RuleError({ rule: YUNIKORN_RULES.queueWithoutHome, at: 'parent', value: undefined }, this);
    }
    this.queueName = name ?? id;
    this.queuePath = `${parent?.queuePath ?? ROOT_QUEUE}.${this.queueName}`;
    const above = parent?._node;
    const sortPolicy = props.sortPolicy ?? above?.sortPolicy;
    const { queueName, queuePath } = this;
    const limits = limitsOf(props);
    this.yunikorn = home;
    this.limits = limits;
    if (parent !== undefined) this.parent = parent;
    if (sortPolicy !== undefined) this.sortPolicy = sortPolicy;
    const node = { queueName, queuePath, yunikorn: home, limits, options: props, ...(sortPolicy && { sortPolicy }) };
    this._node = { ...node, ...(above && { parent: above }) };
    QueueTree.of(home).add(this._node);
    noteInApp(this, this._node);
    checkAtSynth(this, () => queueFindings(this._node));
    warnAtSynth(this, () => queueWarnings(this._node));
  }

  /** Adds a queue below this one, which then takes no jobs itself. */
  public addQueue(name: string, options: YuniKornQueueOptions = {}): YuniKornQueue {
    return new YuniKornQueue(this, name, { ...options, parent: this });
  }
}

function limitsOf({ guaranteed, max }: YuniKornQueueLimits): YuniKornQueueLimits {
  return { ...(guaranteed !== undefined && { guaranteed }), ...(max !== undefined && { max }) };
}

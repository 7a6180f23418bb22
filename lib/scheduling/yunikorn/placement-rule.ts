import type { Finding } from '../../core/rules';
import type { IYuniKornQueue } from './interfaces';
import { isParent, nodeOf } from './queue-tree';
import { YUNIKORN_RULES } from './rules';

/** Options of rules that may make queues. */
export interface YuniKornPlacementOptions {
  /** The queue under which the queues stand; one with `dynamicChildren`, or with queues below. @default - root */
  readonly parent?: IYuniKornQueue;
  /** Whether a queue that is not there is made. @default false */
  readonly create?: boolean;
}

/** A placement rule as it stands in queues.yaml. */
export interface RenderedPlacementRule {
  readonly name: string;
  readonly value?: string;
  readonly create?: boolean;
  readonly parent?: RenderedPlacementRule;
}

/**
 * One way to find the queue of a job. Rules are tried in order; a job that none places is refused, and its pods fail.
 *
 * @see https://yunikorn.apache.org/docs/user_guide/placement_rules
 */
export class YuniKornPlacementRule {
  /** The queue that the job names. Jobs of this package always do. */
  public static provided(): YuniKornPlacementRule {
    return new YuniKornPlacementRule({ name: 'provided', create: false });
  }

  /** One queue for all jobs that come so far. */
  public static fixed(queue: IYuniKornQueue): YuniKornPlacementRule {
    return new YuniKornPlacementRule({ name: 'fixed', value: queue.queuePath, create: false }, queue);
  }

  /** The queue named after the namespace of the job. */
  public static namespaced(options: YuniKornPlacementOptions = {}): YuniKornPlacementRule {
    return YuniKornPlacementRule.dynamic({ name: 'tag', value: 'namespace' }, options);
  }

  /** The queue named after the user who submits the job. */
  public static user(options: YuniKornPlacementOptions = {}): YuniKornPlacementRule {
    return YuniKornPlacementRule.dynamic({ name: 'user' }, options);
  }

  private static dynamic(rule: RenderedPlacementRule, options: YuniKornPlacementOptions): YuniKornPlacementRule {
    const { parent, create = false } = options;
    const under = parent && { parent: { name: 'fixed', value: parent.queuePath, create: false } };
    return new YuniKornPlacementRule({ ...rule, create, ...under }, undefined, parent);
  }

  private constructor(
    /** As it stands in queues.yaml. @internal */
    public readonly _rendered: RenderedPlacementRule,
    private readonly leaf?: IYuniKornQueue,
    private readonly parent?: IYuniKornQueue,
  ) {}

  /** What is wrong with it. @internal */
  public _findings(at: string): Finding[] {
    const leaf = this.leaf && nodeOf(this.leaf);
    const parent = this.parent && nodeOf(this.parent);
    const bad = (queue: IYuniKornQueue, because: string): Finding[] => [
      { rule: YUNIKORN_RULES.placementQueue, at, value: queue.queuePath, because },
    ];
    return [
      ...(leaf && isParent(leaf) ? bad(leaf, 'it has queues below') : []),
      ...(parent && !isParent(parent) ? bad(parent, 'it is a leaf') : []),
    ];
  }
}

import type { IYuniKorn, IYuniKornQueue, YuniKornQueueLimits } from './interfaces';
import type { YuniKornQueueOptions } from './queue-options';

/** Above all queues. */
export const ROOT_QUEUE = 'root';

/** A queue that is made here, as its tree knows it. */
export interface QueueNode extends IYuniKornQueue {
  readonly queueName: string;
  readonly yunikorn: IYuniKorn;
  readonly parent?: QueueNode;
  readonly limits: YuniKornQueueLimits;
  readonly options: YuniKornQueueOptions;
}

const TREES = new WeakMap<IYuniKorn, QueueTree>();

/** The queues that one YuniKorn gets from here: what a queue cannot know of itself. */
export class QueueTree {
  /** The tree of a YuniKorn. */
  public static of(yunikorn: IYuniKorn): QueueTree {
    const tree = TREES.get(yunikorn) ?? new QueueTree();
    TREES.set(yunikorn, tree);
    return tree;
  }

  private readonly children = new Map<QueueNode | undefined, QueueNode[]>();

  private constructor() {}

  /** Notes a queue. */
  public add(queue: QueueNode): void {
    this.children.set(queue.parent, [...this.under(queue.parent), queue]);
  }

  /** The queues right under one, or under root, in the order they were made. */
  public under(parent?: QueueNode): readonly QueueNode[] {
    return this.children.get(parent) ?? [];
  }
}

/** What the tree knows of a queue; nothing of queues made elsewhere. */
export function nodeOf(queue: IYuniKornQueue): QueueNode | undefined {
  return '_node' in queue ? (queue._node as QueueNode) : undefined;
}

/** The queues right below one. */
export function childrenOf(queue: QueueNode): readonly QueueNode[] {
  return QueueTree.of(queue.yunikorn).under(queue);
}

/** Whether a queue takes no jobs, because queues stand or may be made below it. */
export function isParent(queue: QueueNode): boolean {
  return queue.options.dynamicChildren !== undefined || childrenOf(queue).length > 0;
}

/** A queue and all above it but root, nearest first. */
export function lineOf<Q extends IYuniKornQueue>(queue: Q): Q[] {
  const line: Q[] = [];
  for (let one: Q | undefined = queue; one !== undefined; one = one.parent as Q | undefined) line.push(one);
  return line;
}

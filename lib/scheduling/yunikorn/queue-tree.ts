import { Construct } from 'constructs';
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

const APPS = new WeakMap<Construct, Map<string, QueueNode[]>>();

/** Notes a queue among those of its app, where jobs find it by its path. */
export function noteInApp(scope: Construct, queue: QueueNode): void {
  const root = scope.node.root as Construct;
  const queues = APPS.get(root) ?? new Map<string, QueueNode[]>();
  queues.set(queue.queuePath, [...(queues.get(queue.queuePath) ?? []), queue]);
  APPS.set(root, queues);
}

/**
 * The queues of an app that a queue is: itself, or for a path all that it may mean. There are several where one app is for
 * several clusters, and none where the queue is made elsewhere.
 */
export function nodesOf(scope: Construct, queue: IYuniKornQueue): readonly QueueNode[] {
  const own = nodeOf(queue);
  if (own !== undefined) return [own];
  const { yunikorn, queuePath } = queue;
  const named = APPS.get(scope.node.root)?.get(queuePath) ?? [];
  if (yunikorn === undefined) return named;
  if (Construct.isConstruct(yunikorn)) return named.filter((node) => node.yunikorn === yunikorn);
  return named.filter((node) => node.yunikorn.namespaceName === yunikorn.namespaceName);
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

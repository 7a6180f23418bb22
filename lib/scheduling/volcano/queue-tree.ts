import type { Construct } from 'constructs';
import type { IVolcanoQueue } from './interfaces';

/** Above all queues; made by Volcano. */
export const ROOT_QUEUE = 'root';
/** Where jobs go that name no queue; made by Volcano. */
export const DEFAULT_QUEUE = 'default';

const TREES = new WeakMap<Construct, QueueTree>();

/** The queues of one app by name, and their jobs: what a queue cannot know of itself. */
export class QueueTree {
  /** The tree of the app that a construct belongs to. */
  public static of(scope: Construct): QueueTree {
    const root = scope.node.root as Construct;
    const tree = TREES.get(root) ?? new QueueTree();
    TREES.set(root, tree);
    return tree;
  }

  private readonly made = new Set<string>();
  private readonly children = new Map<string, IVolcanoQueue[]>();
  private readonly jobs = new Map<string, string[]>();

  private constructor() {}

  /** Notes a queue that is made here. */
  public add(queue: IVolcanoQueue): void {
    this.made.add(queue.queueName);
    if (queue.parent !== undefined) append(this.children, queue.parent.queueName, queue);
  }

  /** Notes a job. @param path Path of the job's construct. */
  public addJob(queueName: string, path: string): void {
    append(this.jobs, queueName, path);
  }

  /** Whether the queue is made here. */
  public makes(queueName: string): boolean {
    return this.made.has(queueName);
  }

  /** The queues right below one, as far as they are made here. */
  public childrenOf(queueName: string): readonly IVolcanoQueue[] {
    return this.children.get(queueName) ?? [];
  }

  /** Paths of the jobs in a queue. */
  public jobsOf(queueName: string): readonly string[] {
    return this.jobs.get(queueName) ?? [];
  }
}

/** The queues above one, nearest first, without root. */
export function ancestorsOf(queue: IVolcanoQueue): IVolcanoQueue[] {
  const above: IVolcanoQueue[] = [];
  for (let one = queue.parent; one !== undefined && one.queueName !== ROOT_QUEUE; one = one.parent) above.push(one);
  return above;
}

function append<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

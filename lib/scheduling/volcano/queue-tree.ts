import type { Construct } from 'constructs';
import type { ComputeResources } from '../../kube/resources';
import type { ResolvedApplication } from '../../spark/resolved-application';
import type { IVolcanoQueue } from './interfaces';

/** Above all queues; made by Volcano. */
export const ROOT_QUEUE = 'root';
/** Where jobs go that name no queue; made by Volcano. */
export const DEFAULT_QUEUE = 'default';

/** A job that stands in a queue. */
export interface QueuedJob {
  /** Path of its construct. */
  readonly path: string;
  readonly application: ResolvedApplication;
}

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

  private readonly made = new Map<string, IVolcanoQueue>();
  private readonly children = new Map<string, IVolcanoQueue[]>();
  private readonly jobs = new Map<string, QueuedJob[]>();

  private constructor() {}

  /** Notes a queue that is made here. */
  public add(queue: IVolcanoQueue): void {
    this.made.set(queue.queueName, queue);
    if (queue.parent !== undefined) append(this.children, queue.parent.queueName, queue);
  }

  /** Notes a job. */
  public addJob(queueName: string, job: QueuedJob): void {
    append(this.jobs, queueName, job);
  }

  /** Whether the queue is made here. */
  public makes(queueName: string): boolean {
    return this.made.has(queueName);
  }

  /** The queue of this name that is made here; what somebody told of it otherwise. */
  public resolve(queue: IVolcanoQueue): IVolcanoQueue {
    return this.made.get(queue.queueName) ?? queue;
  }

  /** Names of the queues that are made here. */
  public get names(): string[] {
    return [...this.made.keys()].sort();
  }

  /** The queues right below one, as far as they are made here. */
  public childrenOf(queueName: string): readonly IVolcanoQueue[] {
    return this.children.get(queueName) ?? [];
  }

  /** The jobs in a queue. */
  public jobsOf(queueName: string): readonly QueuedJob[] {
    return this.jobs.get(queueName) ?? [];
  }
}

/** The queues above one, nearest first, without root. */
export function ancestorsOf(queue: IVolcanoQueue): IVolcanoQueue[] {
  const above: IVolcanoQueue[] = [];
  for (let one = queue.parent; one !== undefined && one.queueName !== ROOT_QUEUE; one = one.parent) above.push(one);
  return above;
}

/** The most that jobs of a queue may have: per resource what the nearest of the queue and those above it says. */
export function capabilityOf(queue: IVolcanoQueue): ComputeResources | undefined {
  const said = [queue, ...ancestorsOf(queue)].flatMap(({ limits }) => limits?.capability ?? []);
  return said.length === 0 ? undefined : said.reduceRight<ComputeResources>((all, one) => ({ ...all, ...one }), {});
}

function append<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

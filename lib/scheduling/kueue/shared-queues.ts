import type { Construct } from 'constructs';

const QUEUES = new WeakMap<Construct, SharedQueues>();

/** The jobs of one app whose drivers and executors are admitted from the same quota. */
export class SharedQueues {
  /** Those of the app that a construct belongs to. */
  public static of(scope: Construct): SharedQueues {
    const root = scope.node.root as Construct;
    const queues = QUEUES.get(root) ?? new SharedQueues();
    QUEUES.set(root, queues);
    return queues;
  }

  private readonly jobs = new Map<string, Construct[]>();

  private constructor() {}

  /** Notes a job. */
  public add(quota: string, job: Construct): void {
    const jobs = this.jobs.get(quota);
    if (jobs === undefined) this.jobs.set(quota, [job]);
    else jobs.push(job);
  }

  /** The jobs of a quota, in the order they were made. */
  public of(quota: string): readonly Construct[] {
    return this.jobs.get(quota) ?? [];
  }
}

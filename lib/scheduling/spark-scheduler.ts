import type { ISparkScheduler } from '../spark/runner';
import { DefaultScheduler } from './default-scheduler';

/** Who decides when the pods of a job start, and in whose place. */
export class SparkScheduler {
  /** The cluster's own scheduler: pod by pod, by priority. */
  public static default(): ISparkScheduler {
    return new DefaultScheduler();
  }

  private constructor() {}
}

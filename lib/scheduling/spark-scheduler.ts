import type { ISparkScheduler } from '../spark/runner';
import { DefaultScheduler } from './default-scheduler';
import type { IVolcanoQueue } from './volcano/interfaces';
import { VolcanoJobScheduler, type VolcanoSchedulingProps } from './volcano/volcano-job-scheduler';

/** Who decides when the pods of a job start, and in whose place. */
export class SparkScheduler {
  /** The cluster's own scheduler: pod by pod, by priority. */
  public static default(): ISparkScheduler {
    return new DefaultScheduler();
  }

  /**
   * Volcano: the whole job waits until its queue has room for driver and executors; priorities and shares of queues decide
   * who is next and who is evicted, as the installation is configured.
   */
  public static volcano(queue: IVolcanoQueue, props: VolcanoSchedulingProps = {}): ISparkScheduler {
    return new VolcanoJobScheduler(queue, props);
  }

  private constructor() {}
}

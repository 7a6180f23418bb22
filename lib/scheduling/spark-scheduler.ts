import type { ISparkScheduler } from '../spark/runner';
import { DefaultScheduler } from './default-scheduler';
import type { IKueueLocalQueue } from './kueue/interfaces';
import { KueueScheduler, type KueueSchedulingProps } from './kueue/kueue-scheduler';
import type { IVolcanoQueue } from './volcano/interfaces';
import { VolcanoJobScheduler, type VolcanoSchedulingProps } from './volcano/volcano-job-scheduler';
import type { IYuniKornQueue } from './yunikorn/interfaces';
import { YuniKornScheduler, type YuniKornSchedulingProps } from './yunikorn/yunikorn-scheduler';

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

  /**
   * YuniKorn: applications line up in a tree of queues with guaranteed shares; a gang gets placeholders before it starts.
   */
  public static yunikorn(queue: IYuniKornQueue, props: YuniKornSchedulingProps = {}): ISparkScheduler {
    return new YuniKornScheduler(queue, props);
  }

  /** Kueue: pods are held back until their queue has quota for them; kube-scheduler places them then. */
  public static kueue(queue: IKueueLocalQueue, props: KueueSchedulingProps = {}): ISparkScheduler {
    return new KueueScheduler(queue, props);
  }

  private constructor() {}
}

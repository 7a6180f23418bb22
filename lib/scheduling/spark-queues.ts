import { KueueQueues, type KueueQueuesProps } from './kueue/kueue-queues';
import type { IQueueSystem } from './queue-system';
import type { IVolcano } from './volcano/interfaces';
import { VolcanoQueues, type VolcanoQueuesProps } from './volcano/volcano-queues';
import type { IYuniKorn } from './yunikorn/interfaces';
import { YuniKornQueues, type YuniKornQueuesProps } from './yunikorn/yunikorn-queues';

/** The schedulers in which tenants can have a queue. */
export class SparkQueues {
  /** A queue of Volcano for each tenant. */
  public static volcano(volcano: IVolcano, props: VolcanoQueuesProps = {}): IQueueSystem {
    return new VolcanoQueues(volcano, props);
  }

  /** A queue of YuniKorn for each tenant. */
  public static yunikorn(yunikorn: IYuniKorn, props: YuniKornQueuesProps = {}): IQueueSystem {
    return new YuniKornQueues(yunikorn, props);
  }

  /** A ClusterQueue and a LocalQueue of Kueue for each tenant. */
  public static kueue(props: KueueQueuesProps): IQueueSystem {
    return new KueueQueues(props);
  }

  private constructor() {}
}

import type { IQueueSystem } from './queue-system';
import type { IVolcano } from './volcano/interfaces';
import { VolcanoQueues, type VolcanoQueuesProps } from './volcano/volcano-queues';

/** The schedulers in which tenants can have a queue. */
export class SparkQueues {
  /** A queue of Volcano for each tenant. */
  public static volcano(volcano: IVolcano, props: VolcanoQueuesProps = {}): IQueueSystem {
    return new VolcanoQueues(volcano, props);
  }

  private constructor() {}
}

import type { Construct } from 'constructs';
import type { ISparkScheduler } from '../../spark/runner';
import type { IQueueSystem, TenantQueue } from '../queue-system';
import type { IVolcano, IVolcanoQueue } from './interfaces';
import { VolcanoQueue } from './queue';
import { VolcanoJobScheduler, type VolcanoSchedulingProps } from './volcano-job-scheduler';

/** How tenants get queues of Volcano. */
export interface VolcanoQueuesProps {
  /** The queue above those of the tenants. @default - `root` */
  readonly parent?: IVolcanoQueue;
  /** How jobs are bound. @default - as `SparkScheduler.volcano` */
  readonly scheduling?: VolcanoSchedulingProps;
}

/** One queue of Volcano for each tenant: its quota is the capability, its share is deserved. */
export class VolcanoQueues implements IQueueSystem {
  public readonly systemName = 'volcano';

  public constructor(
    private readonly volcano: IVolcano,
    private readonly props: VolcanoQueuesProps = {},
  ) {}

  public makeQueue(scope: Construct, tenant: TenantQueue): ISparkScheduler {
    const { quota, guarantee } = tenant;
    // Admission asks for a deserved share that holds the guarantee; where nothing reads it, a share that was asked for is
    // reported by the queue.
    const reads = this.volcano.traits?.capacity !== false;
    const share = tenant.share ?? (reads ? quota : undefined);
    const queue = new VolcanoQueue(scope, 'Queue', {
      name: tenant.name,
      volcano: this.volcano,
      ...(this.props.parent && { parent: this.props.parent }),
      ...(quota && { capability: quota }),
      ...(share && { deserved: share }),
      ...(guarantee && { guarantee }),
    });
    return new VolcanoJobScheduler(queue, this.props.scheduling);
  }
}

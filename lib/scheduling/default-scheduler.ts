import type { IConstruct } from 'constructs';
import type { ISparkScheduler } from '../spark/runner';

/** kube-scheduler: nothing has to be bound. */
export class DefaultScheduler implements ISparkScheduler {
  public readonly schedulerLabel = 'default';

  public bind(): IConstruct[] {
    return [];
  }
}

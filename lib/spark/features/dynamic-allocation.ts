import type { Duration } from 'cdk8s';
import { sparkTime } from '../../core/quantities';
import type { ISparkFeature, ResolvedApplication } from '../resolved-application';
import { SPARK_RULES } from '../rules';
import { Decommissioning } from './decommissioning';

/** Bounds of dynamic allocation. */
export interface DynamicAllocationProps {
  /** Fewest executors. @default 0 */
  readonly minExecutors?: number;
  /** Most executors. A bound is required: without one a single query can ask for the whole cluster. */
  readonly maxExecutors: number;
  /** Executors at start. @default - minExecutors */
  readonly initialExecutors?: number;
  /** Time without work after which an executor goes. @default - Spark's 60 seconds */
  readonly executorIdleTimeout?: Duration;
  /** Move shuffle and cache blocks away before an executor goes, instead of keeping executors for their blocks. @default true */
  readonly decommission?: boolean;
}

/**
 * Executors come and go with the work. There is no external shuffle service on Kubernetes: shuffle tracking keeps
 * executors whose blocks are needed, and decommissioning moves blocks away.
 *
 * @see https://spark.apache.org/docs/latest/job-scheduling.html#dynamic-resource-allocation
 */
export class DynamicAllocation implements ISparkFeature {
  public static between(props: DynamicAllocationProps): DynamicAllocation {
    return new DynamicAllocation(props);
  }

  public readonly featureName = 'DynamicAllocation';

  private constructor(private readonly props: DynamicAllocationProps) {}

  public bind(application: ResolvedApplication): void {
    const { minExecutors = 0, maxExecutors, executorIdleTimeout, decommission = true } = this.props;
    const initial = this.props.initialExecutors ?? minExecutors;
    const ordered = minExecutors >= 0 && minExecutors <= initial && initial <= maxExecutors && maxExecutors >= 1;
    if (!ordered || ![minExecutors, initial, maxExecutors].every(Number.isInteger)) {
      application._report({
        rule: SPARK_RULES.dynamicAllocationBounds,
        at: 'DynamicAllocation',
        value: { minExecutors, initialExecutors: initial, maxExecutors },
      });
    }
    application.setProperty('spark.dynamicAllocation.enabled', 'true');
    application.setProperty('spark.dynamicAllocation.shuffleTracking.enabled', 'true');
    application.setProperty('spark.dynamicAllocation.minExecutors', String(minExecutors));
    application.setProperty('spark.dynamicAllocation.initialExecutors', String(initial));
    application.setProperty('spark.dynamicAllocation.maxExecutors', String(maxExecutors));
    if (executorIdleTimeout !== undefined) {
      application.setProperty('spark.dynamicAllocation.executorIdleTimeout', sparkTime(executorIdleTimeout));
    }
    if (decommission) Decommissioning.migratingBlocks().bind(application);
  }
}

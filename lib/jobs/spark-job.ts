import type { Construct } from 'constructs';
import { SparkJobBase, type SparkJobProps } from './spark-job-base';

/**
 * One Spark job: described once here, rendered by a runner. Needs nothing but a chart: no platform, no operator.
 *
 * Applying it starts it. Kubernetes refuses changes to a Job that exists: delete it first, or give the new run a new
 * name.
 *
 * @see apps/examples/plain-chart.ts
 */
export class SparkJob extends SparkJobBase {
  public constructor(scope: Construct, id: string, props: SparkJobProps) {
    super(scope, id, props);
  }
}

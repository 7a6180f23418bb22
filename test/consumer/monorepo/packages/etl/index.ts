import { Chart, Size } from 'cdk8s';
import {
  SparkApplication,
  SparkImage,
  SparkPriorities,
  SparkTenant,
  SparkVersion,
  type SparkPrioritiesProps,
} from 'cdk8s-spark';
import { Construct } from 'constructs';

/** What the owner of the cluster decides. */
export interface EtlPlatformProps {
  readonly priorities: SparkPrioritiesProps;
}

/** Nightly loads. */
export class EtlPlatform extends Construct {
  public readonly tenant: SparkTenant;

  public constructor(scope: Construct, id: string, props: EtlPlatformProps) {
    super(scope, id);
    const priorities = new SparkPriorities(new Chart(this, 'cluster'), 'Priorities', props.priorities);
    this.tenant = new SparkTenant(new Chart(this, 'team'), 'etl', { quota: { cpu: 40, memory: Size.gibibytes(160) } });
    this.tenant.addScheduledJob('load', {
      application: SparkApplication.python('local:///opt/app/load.py'),
      image: SparkImage.official(SparkVersion.V4_1),
      priority: priorities.urgent,
      executor: { instances: 4, cores: 2, memory: Size.gibibytes(4) },
      schedule: { cron: '0 2 * * *' },
    });
  }
}

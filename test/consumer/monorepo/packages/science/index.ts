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
export interface SciencePlatformProps {
  readonly priorities: SparkPrioritiesProps;
}

/** Training of models. */
export class SciencePlatform extends Construct {
  public readonly tenant: SparkTenant;

  public constructor(scope: Construct, id: string, props: SciencePlatformProps) {
    super(scope, id);
    const priorities = new SparkPriorities(new Chart(this, 'cluster'), 'Priorities', props.priorities);
    this.tenant = new SparkTenant(new Chart(this, 'team'), 'science', { quota: { cpu: 80, pods: 100 } });
    this.tenant.addJob('train', {
      application: SparkApplication.java('local:///opt/app/train.jar', 'com.acme.Train'),
      image: SparkImage.official(SparkVersion.V4_2),
      priority: priorities.routine,
      executor: { instances: 8, cores: 2, memory: Size.gibibytes(6) },
    });
  }
}

import { type App, Chart, Duration, Size } from 'cdk8s';
import {
  ImagePullPolicy,
  KubeflowSparkOperator,
  NodePool,
  PlatformApp,
  SparkApplication,
  SparkImage,
  SparkPriorities,
  SparkRunner,
  SparkScheduler,
  SparkTenant,
  SparkVersion,
  Volcano,
  VolcanoQueue,
  VolcanoScheduler,
} from '../../lib';

/**
 * A journey with the Spark operator: its installation, Volcano with a queue, and pyspark-pi as a SparkApplication, which is
 * submitted up to six times, run up to four times, and removed a day after it ended.
 */
export function buildKubeflow(app: App): void {
  const system = new Chart(app, 'system');
  const volcano = new Volcano(system, 'volcano', { configuration: VolcanoScheduler.priorityPreempt() });
  const priorities = new SparkPriorities(system, 'Priorities');
  const queue = new VolcanoQueue(system, 'etl', { volcano, capability: { cpu: 16, memory: Size.gibibytes(64) } });

  const tenant = new SparkTenant(new Chart(app, 'spark-jobs'), 'spark-jobs', {
    serviceAccountName: 'yippee-spark',
    scheduler: SparkScheduler.volcano(queue),
  });
  const operator = new KubeflowSparkOperator(new Chart(app, 'spark-operator'), 'spark-operator', {
    jobNamespaces: [tenant],
    batchScheduler: true,
  });
  tenant.addJob('pyspark-pi', {
    runner: SparkRunner.kubeflow(operator, { submissionRetries: 5 }),
    application: SparkApplication.python('local:///opt/spark/examples/src/main/python/pi.py', { args: ['10'] }),
    image: SparkImage.of('apache/spark:4.1.4', { version: SparkVersion.V4_1, pullPolicy: ImagePullPolicy.ALWAYS }),
    priority: priorities.routine,
    retries: 3,
    timeToLive: Duration.seconds(86_400),
    driver: {
      cores: 1,
      coreLimit: 1.2,
      memory: Size.mebibytes(512),
      nodes: NodePool.labelled('type', 'driver'),
      labels: { version: '4.1.4' },
    },
    executor: {
      cores: 1,
      instances: 2,
      memory: Size.mebibytes(512),
      nodes: NodePool.labelled('type', 'compute'),
      labels: { version: '4.1.4' },
    },
  });
}

if (require.main === module) {
  const app = new PlatformApp();
  buildKubeflow(app);
  app.synth();
}

import { type App, Chart, Duration, Size } from 'cdk8s';
import {
  NodePool,
  PlatformApp,
  SparkApplication,
  SparkImage,
  SparkPriorities,
  SparkScheduler,
  SparkTenant,
  SparkVersion,
  Volcano,
  VolcanoQueue,
  VolcanoScheduler,
} from '../../lib';

/**
 * A journey with Volcano: its installation, four priorities of which one evicts the others, a queue, and pyspark-pi, which
 * starts when there is room for its driver and both executors.
 */
export function buildVolcano(app: App): void {
  const system = new Chart(app, 'volcano-system');
  const volcano = new Volcano(system, 'volcano', { configuration: VolcanoScheduler.priorityPreempt() });

  const cluster = new Chart(app, 'cluster');
  const priorities = new SparkPriorities(cluster, 'Priorities');
  const queue = new VolcanoQueue(cluster, 'etl', { volcano, capability: { cpu: 16, memory: Size.gibibytes(64) } });

  const chart = new Chart(app, 'spark-jobs');
  const tenant = new SparkTenant(chart, 'spark-jobs', {
    serviceAccountName: 'yippee-spark',
    scheduler: SparkScheduler.volcano(queue),
  });
  tenant.addJob('pyspark-pi', {
    application: SparkApplication.python('local:///opt/spark/examples/src/main/python/pi.py', { args: ['10'] }),
    image: SparkImage.official(SparkVersion.V4_1),
    priority: priorities.routine,
    retries: 3,
    timeToLive: Duration.seconds(86_400),
    driver: { cores: 1, coreLimit: 1.2, memory: Size.mebibytes(512), nodes: NodePool.labelled('type', 'driver') },
    executor: { instances: 2, cores: 1, memory: Size.mebibytes(512), nodes: NodePool.labelled('type', 'compute') },
  });
}

if (require.main === module) {
  const app = new PlatformApp();
  buildVolcano(app);
  app.synth();
}

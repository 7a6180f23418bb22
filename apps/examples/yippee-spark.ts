import { type App, Chart, Duration, Size } from 'cdk8s';
import {
  NodePool,
  PlatformApp,
  SparkApplication,
  SparkImage,
  SparkPriorities,
  SparkTenant,
  SparkVersion,
} from '../../lib';

/**
 * A first journey with Spark on Kubernetes: a namespace, an account, four priorities, nodes for drivers and nodes for
 * executors, and pyspark-pi, which is tried three more times and removed a day after it ended.
 */
export function buildYippeeSpark(app: App): void {
  const cluster = new Chart(app, 'priorities');
  const priorities = new SparkPriorities(cluster, 'Priorities');

  const chart = new Chart(app, 'spark-jobs');
  const tenant = new SparkTenant(chart, 'spark-jobs', { serviceAccountName: 'yippee-spark' });
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
  buildYippeeSpark(app);
  app.synth();
}

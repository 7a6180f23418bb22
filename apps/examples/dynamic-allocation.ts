import { type App, Chart, Duration, Size } from 'cdk8s';
import {
  DynamicAllocation,
  PlatformApp,
  SparkMetrics,
  SparkApplication,
  SparkConf,
  SparkImage,
  SparkTenant,
  SparkVersion,
} from '../../lib';

/** Executors that come and go with the work, and hand their blocks over before they go. */
export function buildDynamicAllocation(app: App): void {
  const chart = new Chart(app, 'dynamic');
  const tenant = new SparkTenant(chart, 'adhoc', { network: { uiFrom: ['monitoring'] } });
  tenant.addJob('explore', {
    application: SparkApplication.python('local:///opt/spark/examples/src/main/python/pi.py', { args: ['1000'] }),
    image: SparkImage.official(SparkVersion.V4_2),
    driver: { memory: Size.gibibytes(1) },
    executor: {
      cores: 2,
      memory: Size.gibibytes(2),
      allocationBatchSize: 5,
      allocationBatchDelay: Duration.seconds(2),
      terminationGracePeriod: Duration.minutes(2),
    },
    features: [
      DynamicAllocation.between({ minExecutors: 1, maxExecutors: 20, executorIdleTimeout: Duration.minutes(2) }),
      SparkMetrics.servlet(),
    ],
    conf: SparkConf.of({ 'spark.sql.shuffle.partitions': 64 }),
  });
}

if (require.main === module) {
  const app = new PlatformApp();
  buildDynamicAllocation(app);
  app.synth();
}

import { type App, Chart, Duration, Size } from 'cdk8s';
import {
  ConcurrencyPolicy,
  PlatformApp,
  SparkApplication,
  SparkImage,
  SparkTenant,
  SparkVersion,
  StagedFile,
} from '../../lib';

const REPORT = `
from pyspark.sql import SparkSession

spark = SparkSession.builder.getOrCreate()
print("rows:", spark.range(1_000_000).selectExpr("sum(id)").first()[0])
spark.stop()
`;

/** A job that runs every night; its script stands right here and travels in a ConfigMap. */
export function buildScheduled(app: App): void {
  const chart = new Chart(app, 'scheduled');
  const tenant = new SparkTenant(chart, 'reports');
  const script = StagedFile.inline('report.py', REPORT);
  tenant.addScheduledJob('nightly-report', {
    application: SparkApplication.python(script.uri, { stagedFiles: [script] }),
    image: SparkImage.official(SparkVersion.V4_1),
    driver: { memory: Size.mebibytes(512) },
    executor: { instances: 1, memory: Size.mebibytes(512) },
    retries: 2,
    deadline: Duration.hours(2),
    schedule: {
      cron: '30 2 * * *',
      timeZone: 'Europe/Paris',
      concurrency: ConcurrencyPolicy.FORBID,
      startingDeadline: Duration.minutes(30),
      successfulRunsKept: 7,
    },
  });
}

if (require.main === module) {
  const app = new PlatformApp();
  buildScheduled(app);
  app.synth();
}

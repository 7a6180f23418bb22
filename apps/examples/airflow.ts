import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type App, Chart, Size } from 'cdk8s';
import {
  LivyServer,
  NativeDriverKind,
  PlatformApp,
  SparkApplication,
  SparkImage,
  SparkRunner,
  SparkTenant,
  SparkVersion,
  type SparkJob,
} from '../../lib';

/** A Livy server that hardens pods by templates of its own. */
const LIVY = LivyServer.fromUrl('http://livy.livy.svc:8998', {
  driverTemplate: 'local:///opt/livy/templates/driver.yaml',
  executorTemplate: 'local:///opt/livy/templates/executor.yaml',
});

/** What must be in the cluster before Airflow starts the job: the team, and the ConfigMap that the driver's pod names. */
export function buildAirflow(app: App): SparkJob {
  const tenant = new SparkTenant(new Chart(app, 'airflow'), 'airflow-jobs');
  return tenant.addJob('pi', {
    application: SparkApplication.python('local:///opt/spark/examples/src/main/python/pi.py', { args: ['10'] }),
    image: SparkImage.official(SparkVersion.V4_1),
    driver: { memory: Size.mebibytes(512) },
    executor: { instances: 2, memory: Size.mebibytes(512) },
    // Nothing starts by itself.
    runner: SparkRunner.native({ driverKind: NativeDriverKind.TEMPLATE }),
  });
}

/** What Airflow reads, by file: the job as each of three operators wants it. */
export function airflowFiles(job: SparkJob): { readonly [file: string]: unknown } {
  return {
    'spark-application.json': job.toSparkApplication(),
    'driver-pod.json': job.toPodTemplate(),
    'livy-batch.json': job.toLivyBatch(LIVY),
  };
}

if (require.main === module) {
  const app = new PlatformApp();
  const job = buildAirflow(app);
  app.synth();
  for (const [file, content] of Object.entries(airflowFiles(job))) {
    writeFileSync(join(__dirname, 'airflow', file), `${JSON.stringify(content, null, 2)}\n`);
  }
}

import { join } from 'node:path';
import { type App, Chart, Size } from 'cdk8s';
import { PlatformApp, SparkApplication, SparkImage, SparkTenant, SparkVersion, StagedFile } from '../../lib';

/** A job for the JVM whose small jar travels in a ConfigMap. The jar is built from `java/JavaPi.java`. */
export function buildJvmJob(app: App): void {
  const chart = new Chart(app, 'jvm');
  const tenant = new SparkTenant(chart, 'jvm-jobs');
  const jar = StagedFile.fromPath(join(__dirname, 'java', 'java-pi.jar'));
  tenant.addJob('java-pi', {
    application: SparkApplication.java(jar.uri, 'JavaPi', { args: ['10'], stagedFiles: [jar] }),
    image: SparkImage.official(SparkVersion.V4_1),
    driver: { memory: Size.mebibytes(512), coreRequest: 0.2 },
    executor: { instances: 2, memory: Size.mebibytes(512), coreRequest: 0.2 },
  });
}

if (require.main === module) {
  const app = new PlatformApp();
  buildJvmJob(app);
  app.synth();
}

import { type App, Chart, Size } from 'cdk8s';
import {
  ApacheSparkOperator,
  KubeflowSparkOperator,
  LivyServer,
  PlatformApp,
  SparkApplication,
  SparkImage,
  SparkRunner,
  SparkTenant,
  SparkVersion,
  StandaloneCluster,
  type ISparkRunner,
  type SparkJobOptions,
} from '../../lib';

/** One job; nothing in it knows how it is started. */
const PI: SparkJobOptions = {
  application: SparkApplication.python('local:///opt/spark/examples/src/main/python/pi.py', { args: ['10'] }),
  image: SparkImage.official(SparkVersion.V4_1),
  driver: { memory: Size.mebibytes(512) },
  executor: { instances: 2, memory: Size.mebibytes(512) },
};

/** The same job, started in six ways. Operators and servers exist already. */
export function buildSixRunners(app: App): void {
  const livy = LivyServer.fromUrl('https://livy.example.com', {
    driverTemplate: '/opt/livy/templates/driver.yaml',
    executorTemplate: '/opt/livy/templates/executor.yaml',
    // Releases so far are made for Spark 3: this one was built for the job's.
    sparkVersion: SparkVersion.V4_1,
  });
  const runners: { readonly [name: string]: ISparkRunner } = {
    native: SparkRunner.native(),
    submit: SparkRunner.submit(),
    kubeflow: SparkRunner.kubeflow(KubeflowSparkOperator.fromExisting()),
    apache: SparkRunner.apache(ApacheSparkOperator.fromExisting()),
    livy: SparkRunner.livy(livy),
    standalone: SparkRunner.standalone(StandaloneCluster.fromUrl('spark://master.spark.svc:7077')),
  };
  for (const [name, runner] of Object.entries(runners)) {
    const tenant = new SparkTenant(new Chart(app, `pi-${name}`), `pi-${name}`);
    tenant.addJob('pi', { ...PI, runner });
  }
}

if (require.main === module) {
  const app = new PlatformApp();
  buildSixRunners(app);
  app.synth();
}

import { App, Chart, Size } from 'cdk8s';
import { SparkApplication, SparkImage, SparkJob, SparkServiceAccount, SparkVersion } from '../../lib';

/** One job in anybody's chart: a stock cdk8s app, no platform, an account that exists or is made beside it. */
export function buildPlainChart(app: App): void {
  const chart = new Chart(app, 'plain', { namespace: 'default' });
  new SparkJob(chart, 'pi', {
    application: SparkApplication.python('local:///opt/spark/examples/src/main/python/pi.py', { args: ['10'] }),
    image: SparkImage.official(SparkVersion.V4_1),
    serviceAccount: new SparkServiceAccount(chart, 'spark'),
    driver: { memory: Size.mebibytes(512) },
    executor: { instances: 2, memory: Size.mebibytes(512) },
  });
}

if (require.main === module) {
  const app = new App();
  buildPlainChart(app);
  app.synth();
}

// Another repository's chart: the stock App, and no more than what the package promises.
import { App, Chart, Size } from 'cdk8s';
import { NodePool, SparkApplication, SparkImage, SparkJob, SparkServiceAccount, SparkVersion } from 'cdk8s-spark';
import { SparkTesting } from 'cdk8s-spark/testing';

const app = new App({ outdir: process.argv[2] ?? 'dist' });
const chart = new Chart(app, 'etl', { namespace: 'spark-jobs' });
new SparkJob(chart, 'pi', {
  application: SparkApplication.python('local:///opt/spark/examples/src/main/python/pi.py', { args: ['10'] }),
  image: SparkImage.official(SparkVersion.V4_1),
  serviceAccount: SparkServiceAccount.fromName('yippee-spark'),
  driver: { cores: 1, memory: Size.mebibytes(512), nodes: NodePool.labelled('type', 'driver') },
  executor: { instances: 2, cores: 1, memory: Size.mebibytes(512), nodes: NodePool.labelled('type', 'compute') },
});
app.synth();
console.log(JSON.stringify(SparkTesting.manifests(chart).map((manifest) => manifest.kind)));

import { Provider } from '@pulumi/kubernetes/provider';
import { StackReference, type Output } from '@pulumi/pulumi';
import { Chart, Size } from 'cdk8s';
import { EventLog, SparkApplication, SparkImage, SparkJob, SparkServiceAccount, SparkVersion } from 'cdk8s-spark';
import { deployPlatform } from 'cdk8s-spark/pulumi';

// What this stack has anyway: a cluster, and the bucket of another stack.
const provider = new Provider('analytics', { context: 'analytics', enableConfigMapMutable: true });
const storage = new StackReference('acme/storage/prod');
const bucket = storage.requireOutput('bucket') as Output<string>;

const spark = deployPlatform(
  'spark',
  (app, late) => {
    const chart = new Chart(app, 'etl', { namespace: 'spark-jobs' });
    new SparkJob(chart, 'pi', {
      application: SparkApplication.python('local:///opt/spark/examples/src/main/python/pi.py', { args: ['10'] }),
      image: SparkImage.official(SparkVersion.V4_1),
      serviceAccount: SparkServiceAccount.fromName('yippee-spark'),
      driver: { memory: Size.mebibytes(512) },
      executor: { instances: 2, memory: Size.mebibytes(512) },
      features: [EventLog.to(`s3a://${late.string(bucket)}/events`)],
    });
  },
  { provider },
);

/** Outputs of the stack. */
export const { workloads } = spark.outputs;
export const job = spark.resource('Job', 'spark-jobs/pi').urn;

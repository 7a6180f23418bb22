import { Chart, Size } from 'cdk8s';
import {
  EventLog,
  NodePool,
  SparkApplication,
  SparkConf,
  SparkImage,
  SparkJob,
  SparkServiceAccount,
  SparkVersion,
} from 'cdk8s-spark';
import { type Construct } from 'constructs';

/** A chart of the team's own with one job in it: no platform, and an account that somebody else made. */
export class PiChart extends Chart {
  public constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: 'spark-jobs' });
    new SparkJob(this, 'pi', {
      application: SparkApplication.python('local:///opt/spark/examples/src/main/python/pi.py', { args: ['10'] }),
      image: SparkImage.official(SparkVersion.V4_1),
      serviceAccount: SparkServiceAccount.fromName('yippee-spark'),
      driver: { cores: 1, memory: Size.mebibytes(512), nodes: NodePool.labelled('type', 'driver') },
      executor: { instances: 2, cores: 1, memory: Size.mebibytes(512), nodes: NodePool.labelled('type', 'compute') },
      features: [EventLog.to('file:///tmp', { rollAt: Size.mebibytes(64) })],
      conf: SparkConf.of({ 'spark.sql.shuffle.partitions': 64 }),
      retries: 2,
    });
  }
}

import { Size } from 'cdk8s';
import { MonitoringSize, SparkImage, SparkVersion } from '../../lib';
import type { Environment } from './environment';
import { house } from './house';

/** Production's shape at a tenth of its size. */
export const staging: Environment = {
  name: 'staging',
  image: SparkImage.of('registry.example.com/spark/spark-aws:4.1.4', { version: SparkVersion.V4_1 }),
  sizing: {
    driverMemory: Size.gibibytes(2),
    executorMemory: Size.gibibytes(4),
    executors: 4,
    coreRequest: 1,
  },
  quota: { cpu: 40, memory: Size.gibibytes(160), pods: 100 },
  components: {
    history: house.history('yippee-staging', 'spark-history-staging'),
    monitoring: house.monitoring('staging', MonitoringSize.MEDIUM, {}, false),
    connect: true,
    livy: house.livy('livy-staging'),
    notebooks: house.notebooks('server'),
  },
  ingress: house.ingress('staging.spark.example.com'),
  network: house.network,
  accountAnnotations: house.awsRole('spark-jobs-staging'),
  labelledNodes: true,
  retries: 3,
  nightly: true,
};

import { Size } from 'cdk8s';
import { MonitoringSize, SparkImage, SparkVersion } from '../../lib';
import type { Environment } from './environment';
import { house } from './house';

/** A small shared cluster. */
export const dev: Environment = {
  name: 'dev',
  image: SparkImage.of('registry.example.com/spark/spark-aws:4.2.1', { version: SparkVersion.V4_2 }),
  sizing: {
    driverMemory: Size.gibibytes(1),
    executorMemory: Size.gibibytes(2),
    executors: 2,
    coreRequest: 0.5,
  },
  quota: { cpu: 20, memory: Size.gibibytes(64), pods: 50 },
  components: {
    history: house.history('yippee-dev', 'spark-history-dev'),
    monitoring: house.monitoring('dev', MonitoringSize.SMALL, {}, false),
    connect: true,
    livy: house.livy('livy-dev'),
    notebooks: house.notebooks('small'),
  },
  ingress: { ...house.ingress('dev.spark.example.com'), replicas: 1 },
  network: house.network,
  accountAnnotations: house.awsRole('spark-jobs-dev'),
  labelledNodes: false,
  retries: 0,
  nightly: false,
};

import { Size } from 'cdk8s';
import { MonitoringSize, SparkImage, SparkVersion } from '../../lib';
import type { Environment } from './environment';
import { house } from './house';

/** Production. */
export const prod: Environment = {
  name: 'prod',
  image: SparkImage.of('registry.example.com/spark/spark-aws:4.1.4', { version: SparkVersion.V4_1 }),
  sizing: {
    driverMemory: Size.gibibytes(4),
    executorMemory: Size.gibibytes(16),
    executors: 20,
    coreRequest: 4,
  },
  quota: { cpu: 400, memory: Size.gibibytes(1600), pods: 1000 },
  components: {
    history: house.history('yippee-prod', 'spark-history-prod'),
    monitoring: house.monitoring('prod', MonitoringSize.LARGE, house.logs('yippee-prod-logs', 'loki-prod'), true),
    connect: true,
    livy: house.livy('livy-prod'),
    notebooks: house.notebooks('server'),
  },
  ingress: house.ingress('spark.example.com'),
  network: house.network,
  accountAnnotations: house.awsRole('spark-jobs-prod'),
  labelledNodes: true,
  retries: 3,
  nightly: true,
};

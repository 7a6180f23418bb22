import { Size } from 'cdk8s';
import { SparkImage, SparkVersion } from '../../lib';
import type { Environment } from './environment';

/** Production. */
export const prod: Environment = {
  name: 'prod',
  image: SparkImage.official(SparkVersion.V4_1),
  sizing: {
    driverMemory: Size.gibibytes(4),
    executorMemory: Size.gibibytes(16),
    executors: 20,
    coreRequest: 4,
  },
  quota: { cpu: 400, memory: Size.gibibytes(1600), pods: 1000 },
  labelledNodes: true,
  retries: 3,
  nightly: true,
};

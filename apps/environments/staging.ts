import { Size } from 'cdk8s';
import { SparkImage, SparkVersion } from '../../lib';
import type { Environment } from './environment';

/** Production's shape at a tenth of its size. */
export const staging: Environment = {
  name: 'staging',
  image: SparkImage.official(SparkVersion.V4_1),
  sizing: {
    driverMemory: Size.gibibytes(2),
    executorMemory: Size.gibibytes(4),
    executors: 4,
    coreRequest: 1,
  },
  quota: { cpu: 40, memory: Size.gibibytes(160), pods: 100 },
  labelledNodes: true,
  retries: 3,
  nightly: true,
};

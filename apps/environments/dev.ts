import { Size } from 'cdk8s';
import { SparkImage, SparkVersion } from '../../lib';
import type { Environment } from './environment';

/** A small shared cluster. */
export const dev: Environment = {
  name: 'dev',
  image: SparkImage.official(SparkVersion.V4_2),
  sizing: {
    driverMemory: Size.gibibytes(1),
    executorMemory: Size.gibibytes(2),
    executors: 2,
    coreRequest: 0.5,
  },
  quota: { cpu: 20, memory: Size.gibibytes(64), pods: 50 },
  labelledNodes: false,
  retries: 0,
  nightly: false,
};

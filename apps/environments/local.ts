import { Size } from 'cdk8s';
import { ClaimAccessMode, SparkImage, SparkVersion } from '../../lib';
import type { Environment } from './environment';

/** A laptop with kind or minikube: 2 cores and 4 GiB are enough. */
export const local: Environment = {
  name: 'local',
  image: SparkImage.official(SparkVersion.V4_1),
  sizing: {
    driverMemory: Size.mebibytes(512),
    executorMemory: Size.mebibytes(512),
    executors: 2,
    coreRequest: 0.2,
  },
  quota: { cpu: 2, memory: Size.gibibytes(8), pods: 20 },
  components: {
    // A laptop has one node, so that drivers and the server can share a claim that only one node mounts.
    history: {
      claim: { size: Size.gibibytes(1), accessMode: ClaimAccessMode.READ_WRITE_ONCE, singleNode: true },
      memory: Size.mebibytes(512),
      cores: 0.1,
      storeSize: Size.gibibytes(1),
    },
  },
  // kind's API server listens on 6443, minikube's on 8443.
  network: { apiServerPorts: [443, 6443, 8443] },
  labelledNodes: false,
  retries: 1,
  nightly: false,
};

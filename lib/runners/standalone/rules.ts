import { rules } from '../../core/rules';

/** Mistakes that only the runner for standalone clusters can see. */
export const STANDALONE_RULES = rules('standalone', {
  masterUrl: [
    'the address of a standalone cluster is spark:// and its masters with their ports',
    'write it like spark://master:7077, or spark://master-0:7077,master-1:7077',
  ],
  versionLine: [
    'driver and workers must have the same line of Spark: their processes exchange serialized objects',
    'use an image of the line of the cluster',
  ],
  executorCores: [
    'no worker offers as many cores as one executor asks for, and the application would wait for ever',
    'lower executor.cores',
  ],
  coresMax: [
    'the most cores of an application is a whole number that holds at least one executor',
    'leave it out: instances × cores of the executor is the default',
  ],
  coresUnused: [
    'executors have executor.cores cores each, and what is left of coresMax stays unused',
    'use a multiple of executor.cores',
  ],
  confOverwritten: [
    'the runner sets this property itself, and what the job says would be lost',
    'set coresMax of the runner, or leave it out',
  ],
  kubernetesProperty: [
    'a standalone cluster knows nothing of Kubernetes, and nobody would read this property',
    'leave it out, or use SparkRunner.native()',
  ],
  superviseClient: [
    'only a driver on the cluster can be supervised by it; here the driver is a pod of ours',
    'use StandaloneDeployMode.CLUSTER, or retries',
  ],
  driversNotAccepted: [
    'this cluster takes no drivers, and cluster mode would hand it one',
    'use StandaloneDeployMode.CLIENT',
  ],
  driverLeftBehind: [
    'a driver on a worker outlives the Job that handed it over, and this would start another beside it',
    'use ConcurrencyPolicy.FORBID or ALLOW, or StandaloneDeployMode.CLIENT',
  ],
  mainSuffix: [
    'spark-submit tells Python and R from jars by the end of the name of the main file',
    'let the main file end with .py, .R or .jar',
  ],
});

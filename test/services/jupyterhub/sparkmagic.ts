import { Duration, Size } from 'cdk8s';
import { SparkmagicSample } from '../../../lib/services/jupyterhub/sparkmagic-props';
import { SPARKMAGIC } from './hub';

/** A profile that sets everything that can be set. */
export const ALL_SPARKMAGIC = {
  ...SPARKMAGIC,
  settings: {
    session: {
      driverMemory: Size.gibibytes(2),
      executorMemory: Size.mebibytes(1500),
      executorCores: 2,
      ttl: Duration.hours(1),
      conf: { 'spark.kubernetes.namespace': 'spark' },
    },
    startupTimeout: Duration.minutes(5),
    heartbeat: Duration.seconds(20),
    heartbeatTimeout: Duration.seconds(90),
    heartbeatRetry: Duration.seconds(5),
    idleTimeout: Duration.seconds(20),
    maxRows: 100,
    sampleMethod: SparkmagicSample.SAMPLE,
    sampleFraction: 0.5,
    autoViz: false,
    coerceDataframe: false,
    dataframeEncoding: 'latin-1',
    maxRetries: 3,
    retryPauses: [1, 2],
    headers: { 'X-Team': 'etl' },
    fatalErrorSuggestion: 'Ask us: {}',
    resourceLimitSuggestion: 'Ask for less',
    endSessionOnError: true,
    allErrorsAreFatal: true,
    cleanUpOnExit: false,
    defaultKernel: 'sparkkernel',
  },
};

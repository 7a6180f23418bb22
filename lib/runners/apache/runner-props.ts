import type { Duration } from 'cdk8s';

/** Which pods stay after the end of an application, until the application itself is deleted. */
export enum ApacheRetainPolicy {
  /** All: logs can be read until then. */
  ALWAYS = 'Always',
  /** Those of a failed application. */
  ON_FAILURE = 'OnFailure',
  /** None. */
  NEVER = 'Never',
}

/** After which failures a job with retries starts again. */
export enum ApacheRestartPolicy {
  /** Any: of the application, too. */
  ON_FAILURE = 'OnFailure',
  /** When the pods did not start in time or could not be made; an application that fails has failed. */
  ON_INFRASTRUCTURE_FAILURE = 'OnInfrastructureFailure',
}

/** How jobs are started by Apache's operator. */
export interface ApacheRunnerProps {
  /** Time in which the driver's pod must run. @default Duration.minutes(5) */
  readonly driverStartTimeout?: Duration;
  /** Time in which the running driver must be ready. @default Duration.minutes(5) */
  readonly driverReadyTimeout?: Duration;
  /** Time in which `minimumExecutors` must run; otherwise the attempt fails. @default Duration.minutes(5) */
  readonly executorStartTimeout?: Duration;
  /** Executors that must run within `executorStartTimeout`. @default 0 - the operator does not count them */
  readonly minimumExecutors?: number;
  /** After which failures a job with retries starts again. @default ApacheRestartPolicy.ON_FAILURE */
  readonly restartPolicy?: ApacheRestartPolicy;
  /** Time between the end of an attempt and the next one. @default Duration.seconds(30) */
  readonly restartDelay?: Duration;
  /** Which pods stay after the end. @default ApacheRetainPolicy.ALWAYS, and NEVER for jobs with retries */
  readonly retain?: ApacheRetainPolicy;
  /** Java release of the image, for who reads the object; the operator does nothing with it. @default 17 */
  readonly javaVersion?: number;
}

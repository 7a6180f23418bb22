import { Duration } from 'cdk8s';
import { SparkLanguage } from '../../spark/application';
import { executorTemplate } from '../../spark/executor-pod';
import type { SparkRun } from '../../spark/runner';
import { driverTemplate, stagedVolumes, submissionProperties, submittedMain } from '../../spark/submission';
import { metadataOf } from '../metadata';
import { podTemplate } from '../pod-template';
import { timeToLiveOf } from '../workload';
import { ApacheRestartPolicy, ApacheRetainPolicy, type ApacheRunnerProps } from './runner-props';

/** Group and version of the operator's kinds. */
export const APACHE_API = 'spark.apache.org/v1';

const DEFAULT_TIMEOUT = Duration.minutes(5);
const DEFAULT_BACKOFF = Duration.seconds(30);
/** What the operator uses where nothing is said; written, so that what is stored says what happens. */
const OFF = -1;
const FORCE_TERMINATION_MS = 300_000;
const REQUEUE_MS = 2_000;

/** The SparkApplication of a run, every value of its life cycle written out. */
export function sparkApplication(run: SparkRun, props: ApacheRunnerProps, stagedConfigMap: string | undefined): object {
  const { application } = run;
  const { version } = application.image;
  const staged = stagedVolumes(stagedConfigMap);
  return {
    apiVersion: APACHE_API,
    kind: 'SparkApplication',
    metadata: metadataOf(run),
    spec: {
      runtimeVersions: {
        sparkVersion: version.release,
        scalaVersion: version.traits.scala,
        jdkVersion: String(props.javaVersion ?? 17),
      },
      deploymentMode: 'ClusterMode',
      mainClass: application.application._submitClass,
      ...mainFile(run),
      driverArgs: [...(application.application.options.args ?? [])],
      sparkConf: submissionProperties(application),
      driverSpec: { podTemplateSpec: podTemplate(driverTemplate(application, staged)) },
      executorSpec: { podTemplateSpec: podTemplate(executorTemplate(application, staged)) },
      applicationTolerations: tolerations(run, props),
    },
  };
}

/** Whether pods of a finished application stay until it is deleted. */
export function retainPolicy(run: SparkRun, props: ApacheRunnerProps): ApacheRetainPolicy {
  return props.retain ?? (run.retries > 0 ? ApacheRetainPolicy.NEVER : ApacheRetainPolicy.ALWAYS);
}

function mainFile(run: SparkRun): { [field: string]: string } {
  const main = submittedMain(run.application);
  const { language } = run.application.application;
  if (language === SparkLanguage.PYTHON) return { pyFiles: main };
  return language === SparkLanguage.R ? { sparkRFiles: main } : { jars: main };
}

function tolerations(run: SparkRun, props: ApacheRunnerProps): object {
  const { retries } = run;
  const backoff = (props.restartDelay ?? DEFAULT_BACKOFF).toMilliseconds({ integral: false });
  const millis = (duration: Duration | undefined): number =>
    (duration ?? DEFAULT_TIMEOUT).toMilliseconds({ integral: false });
  return {
    restartConfig: {
      restartPolicy: retries > 0 ? (props.restartPolicy ?? ApacheRestartPolicy.ON_FAILURE) : 'Never',
      maxRestartAttempts: retries,
      restartBackoffMillis: backoff,
      maxRestartOnFailure: retries,
      restartBackoffMillisForFailure: backoff,
      maxRestartOnSchedulingFailure: retries,
      restartBackoffMillisForSchedulingFailure: backoff,
      restartCounterResetMillis: OFF,
    },
    applicationTimeoutConfig: {
      driverStartTimeoutMillis: millis(props.driverStartTimeout),
      driverReadyTimeoutMillis: millis(props.driverReadyTimeout),
      executorStartTimeoutMillis: millis(props.executorStartTimeout),
      forceTerminationGracePeriodMillis: FORCE_TERMINATION_MS,
      terminationRequeuePeriodMillis: REQUEUE_MS,
    },
    instanceConfig: { initExecutors: props.minimumExecutors ?? 0, minExecutors: 0, maxExecutors: 0 },
    resourceRetainPolicy: retainPolicy(run, props),
    resourceRetainDurationMillis: OFF,
    ttlAfterStopMillis: timeToLiveOf(run)?.toMilliseconds({ integral: false }) ?? OFF,
  };
}

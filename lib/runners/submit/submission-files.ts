import { Yaml } from 'cdk8s';
import type { Construct } from 'constructs';
import { SparkLanguage } from '../../spark/application';
import { DRIVER_CONTAINER } from '../../spark/driver-pod';
import { executorTemplate } from '../../spark/executor-pod';
import { propertiesFile } from '../../spark/properties';
import type { ResolvedApplication } from '../../spark/resolved-application';
import type { SparkRun } from '../../spark/runner';
import type { SparkVersion } from '../../spark/version';
import { driverTemplate, stagedVolumes, submissionProperties, submittedMain } from '../../spark/submission';
import { immutableConfigMap, stagedFiles } from '../config-map';
import { FOLLOW_SCRIPT, type Submission } from './follow-script';

/** Where the submitter's pod finds everything. */
export const SUBMISSION_DIRECTORY = '/opt/spark/submission';
/** The script, in that directory. */
export const SCRIPT_FILE = 'follow.py';
/** Spark's configuration directory during the submission: its files go into the driver. */
export const CONF_DIRECTORY = `${SUBMISSION_DIRECTORY}/conf`;
/** On drivers: the uid of the Job that submitted them. */
export const RUN_LABEL = 'cdk8s-spark/submitted-by';
/** On drivers: the number of the attempt. */
export const ATTEMPT_LABEL = 'cdk8s-spark/attempt';
/** The script's exit code when it was told to stop while the driver goes on. */
export const STOPPED = 213;

/** Room for the uid, the attempt and `-driver` in a name of 63 characters. */
const STEM_MAX = 42;
const ACCOUNT_DIRECTORY = '/var/run/secrets/kubernetes.io/serviceaccount';
const EXCLUDED_STEPS = 'spark.kubernetes.driver.pod.excludedFeatureSteps';
const NETWORK_POLICY_STEP = 'org.apache.spark.deploy.k8s.features.NetworkPolicyFeatureStep';

/** The ConfigMaps of a submission: all that spark-submit and the script read, and the staged files of both pods. */
export class SubmissionFiles {
  /** Name of the ConfigMap with the submission. */
  public readonly configMapName: string;
  /** Its keys, and where they go below `SUBMISSION_DIRECTORY`. */
  public readonly items: { key: string; path: string }[];
  /** Name of the ConfigMap with staged files, if there are any. */
  public readonly staged: string | undefined;

  public constructor(scope: Construct, run: SparkRun, submitter: SparkVersion) {
    const { application } = run;
    this.staged = stagedFiles(scope, run);
    const more = stagedVolumes(this.staged);
    const own = {
      [SCRIPT_FILE]: FOLLOW_SCRIPT,
      'submission.json': json(submissionOf(run)),
      'spark.properties': propertiesFile(submitProperties(application, submitter)),
      'driver-template.json': json(driverTemplate(application, more)),
      'executor-template.yaml': Yaml.stringify(executorTemplate(application, more)),
    };
    const conf = Object.entries(application._confFiles);
    const data = { ...own, ...Object.fromEntries(conf.map(([name, text]) => [`conf.${name}`, text])) };
    this.configMapName = immutableConfigMap(scope, run, 'Submission', 'submission', data);
    this.items = [
      ...Object.keys(own).map((key) => ({ key, path: key })),
      ...conf.map(([name]) => ({ key: `conf.${name}`, path: `conf/${name}` })),
    ];
  }
}

/** The first part of the names of a run's drivers. */
export function driverStem(name: string): string {
  return name.slice(0, STEM_MAX).replace(/-+$/, '');
}

/** Spark's own 10 seconds fail a submission on a busy API server. */
const PATIENCE_MS = '60000';

/** The submitter ends with the script, not with spark-submit; tenants have policies of their own. */
function submitProperties(app: ResolvedApplication, submitter: SparkVersion): { [key: string]: string } {
  return {
    ...submissionProperties(app),
    'spark.kubernetes.submission.waitAppCompletion': 'false',
    'spark.kubernetes.submission.connectionTimeout': PATIENCE_MS,
    'spark.kubernetes.submission.requestTimeout': PATIENCE_MS,
    'spark.kubernetes.driver.podTemplateContainerName': DRIVER_CONTAINER,
    'spark.kubernetes.executor.podTemplateFile': `${SUBMISSION_DIRECTORY}/executor-template.yaml`,
    ...(submitter.atLeast('4.2') && {
      [EXCLUDED_STEPS]: [app.property(EXCLUDED_STEPS), NETWORK_POLICY_STEP].filter(Boolean).join(','),
    }),
  };
}

function submissionOf(run: SparkRun): Submission {
  const { application } = run.application;
  return {
    api: 'https://kubernetes.default.svc',
    account: ACCOUNT_DIRECTORY,
    sparkSubmit: '/opt/spark/bin/spark-submit',
    stem: driverStem(run.name),
    container: DRIVER_CONTAINER,
    runLabel: RUN_LABEL,
    attemptLabel: ATTEMPT_LABEL,
    retries: run.retries,
    deadline: run.deadline?.toSeconds({ integral: false }),
    mainClass: application.language === SparkLanguage.JAVA ? application.mainClass : undefined,
    main: submittedMain(run.application),
    args: application.options.args ?? [],
    stopped: STOPPED,
    patience: 60,
  };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

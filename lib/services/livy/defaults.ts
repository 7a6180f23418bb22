import { Yaml } from 'cdk8s';
import { DRIVER_CONTAINER } from '../../spark/driver-pod';
import { EXECUTOR_CONTAINER, executorTemplate } from '../../spark/executor-pod';
import { SparkApplication } from '../../spark/application';
import { SparkConf } from '../../spark/conf';
import { propertiesFile } from '../../spark/properties';
import { ResolvedApplication } from '../../spark/resolved-application';
import { driverTemplate, submissionProperties } from '../../spark/submission';
import { DRIVER_TEMPLATE, EXECUTOR_TEMPLATE, TEMPLATE_DIRECTORY } from './paths';
import type { LivyServerProps } from './props';

/** What a job says itself; a default would hold for each language and each application. */
const OF_EACH_JOB = [
  'spark.app.name',
  'spark.jars',
  'spark.kubernetes.memoryOverheadFactor',
  'spark.kubernetes.resource.type',
];

/** Spark's own 10 seconds fail a submission on a busy API server. */
const PATIENCE_MS = '60000';

/** The defaults of jobs in the words of an application, so that features bind to them as they do to jobs. */
export function defaultsOf(name: string, props: LivyServerProps): ResolvedApplication {
  const { jobs = {}, image, jobAccount } = props;
  return new ResolvedApplication({
    jobName: name,
    appName: name,
    application: SparkApplication.java('spark-internal', 'none'),
    image: jobs.image ?? image,
    serviceAccount: jobAccount,
    driver: jobs.driver ?? {},
    executor: jobs.executor ?? {},
    conf: jobs.conf ?? new SparkConf(),
    features: jobs.features ?? [],
    priority: jobs.priority,
    executorPriority: jobs.executorPriority,
    writableRootFilesystem: jobs.writableRootFilesystem ?? false,
  });
}

/** `spark-defaults.conf` of the submissions. */
export function sparkDefaults(app: ResolvedApplication, namespace: string): { [key: string]: string } {
  const own = Object.entries(submissionProperties(app)).filter(([key]) => !OF_EACH_JOB.includes(key));
  return {
    ...Object.fromEntries(own),
    'spark.kubernetes.namespace': namespace,
    'spark.kubernetes.submission.connectionTimeout': PATIENCE_MS,
    'spark.kubernetes.submission.requestTimeout': PATIENCE_MS,
    'spark.kubernetes.driver.podTemplateFile': `${TEMPLATE_DIRECTORY}/${DRIVER_TEMPLATE}`,
    'spark.kubernetes.driver.podTemplateContainerName': DRIVER_CONTAINER,
    'spark.kubernetes.executor.podTemplateFile': `${TEMPLATE_DIRECTORY}/${EXECUTOR_TEMPLATE}`,
    'spark.kubernetes.executor.podTemplateContainerName': EXECUTOR_CONTAINER,
  };
}

/** The files of Spark's configuration directory; spark-submit ships all but the defaults to drivers. */
export function sparkFiles(app: ResolvedApplication, namespace: string): { [file: string]: string } {
  return { 'spark-defaults.conf': propertiesFile(sparkDefaults(app, namespace)), ...app._confFiles };
}

/** The pod templates that spark-submit reads, on Livy's side. */
export function templateFiles(app: ResolvedApplication): { [file: string]: string } {
  return {
    [DRIVER_TEMPLATE]: Yaml.stringify(driverTemplate(app)),
    [EXECUTOR_TEMPLATE]: Yaml.stringify(executorTemplate(app)),
  };
}

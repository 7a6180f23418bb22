import { durationText } from '../core/quantities';
import { SparkLanguage } from '../spark/application';
import type { SparkRole } from '../spark/role';
import type { SparkExecutorProps } from '../spark/role-props';
import type { SparkRun, SparkSchedule } from '../spark/runner';

/** Tells the value of a property, or undefined when the job does not set it. */
type Detector = (run: SparkRun) => unknown;

const language =
  (wanted: SparkLanguage): Detector =>
  ({ application: { application } }) =>
    application.language === wanted ? application.main : undefined;

const option =
  (name: keyof SparkRun['application']['application']['options']): Detector =>
  ({ application: { application } }) =>
    filled(application.options[name]);

const role =
  (name: 'driver' | 'executor', prop: keyof SparkExecutorProps): Detector =>
  ({ application }) =>
    filled(application[name].props[prop]);

type Collected = keyof Pick<
  SparkRole,
  'labels' | 'annotations' | 'env' | 'secretEnv' | 'secretFiles' | 'volumes' | 'javaOptions'
>;

/** What features may add to as well. */
const collected =
  (name: 'driver' | 'executor', prop: Collected): Detector =>
  ({ application }) =>
    filled(application[name][prop]);

const schedule =
  (prop: keyof SparkSchedule): Detector =>
  ({ schedule: found }) =>
    found?.[prop];

const scheduler =
  (label: string): Detector =>
  ({ scheduler: found }) =>
    found?.schedulerLabel === label ? label : undefined;

/** Nothing is what a user has not filled in. */
function filled(value: unknown): unknown {
  if (Array.isArray(value)) return value.length > 0 ? value : undefined;
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0 ? undefined : value;
}

/** Where redirects of the UI lead: a job with a way in to its UI says so, and has the Service as well. */
export function addressOf({ application }: SparkRun): unknown {
  return application.property('spark.ui.proxyRedirectUri');
}

/** What a job can say, and how to see that it does: the rows of the portability table. */
export const JOB_PROPERTIES = {
  'SparkApplication.java': language(SparkLanguage.JAVA),
  'SparkApplication.python': language(SparkLanguage.PYTHON),
  'SparkApplication.r': language(SparkLanguage.R),
  'application.args': option('args'),
  'application.jars': option('jars'),
  'application.packages': option('packages'),
  'application.excludePackages': option('excludePackages'),
  'application.repositories': option('repositories'),
  'application.files': option('files'),
  'application.archives': option('archives'),
  'application.stagedFiles': option('stagedFiles'),
  'application.pyFiles': option('pyFiles'),
  'application.python': option('python'),
  appName: ({ name, application }) => (application.appName === name ? undefined : application.appName),
  conf: ({ application }) => filled(application.conf.toMap()),
  'image.pullSecrets': ({ application }) => filled(application.image.pullSecrets),
  'driver.cores': role('driver', 'cores'),
  'driver.coreRequest': role('driver', 'coreRequest'),
  'driver.coreLimit': role('driver', 'coreLimit'),
  'driver.memory': role('driver', 'memory'),
  'driver.memoryOverhead': role('driver', 'memoryOverhead'),
  'driver.memoryOverheadFactor': role('driver', 'memoryOverheadFactor'),
  'driver.minMemoryOverhead': role('driver', 'minMemoryOverhead'),
  'driver.devices': role('driver', 'devices'),
  'driver.ephemeralStorage': role('driver', 'ephemeralStorage'),
  'driver.nodes': role('driver', 'nodes'),
  'driver.labels': collected('driver', 'labels'),
  'driver.annotations': collected('driver', 'annotations'),
  'driver.env': collected('driver', 'env'),
  'driver.secretEnv': collected('driver', 'secretEnv'),
  'driver.secretFiles': collected('driver', 'secretFiles'),
  'driver.volumes': collected('driver', 'volumes'),
  'driver.javaOptions': collected('driver', 'javaOptions'),
  'driver.terminationGracePeriod': role('driver', 'terminationGracePeriod'),
  'driver.podOverrides': role('driver', 'podOverrides'),
  'executor.instances': role('executor', 'instances'),
  'executor.cores': role('executor', 'cores'),
  'executor.coreRequest': role('executor', 'coreRequest'),
  'executor.coreLimit': role('executor', 'coreLimit'),
  'executor.memory': role('executor', 'memory'),
  'executor.memoryOverhead': role('executor', 'memoryOverhead'),
  'executor.memoryOverheadFactor': role('executor', 'memoryOverheadFactor'),
  'executor.minMemoryOverhead': role('executor', 'minMemoryOverhead'),
  'executor.pysparkMemory': role('executor', 'pysparkMemory'),
  'executor.offHeapMemory': role('executor', 'offHeapMemory'),
  'executor.devices': role('executor', 'devices'),
  'executor.ephemeralStorage': role('executor', 'ephemeralStorage'),
  'executor.nodes': role('executor', 'nodes'),
  'executor.labels': collected('executor', 'labels'),
  'executor.annotations': collected('executor', 'annotations'),
  'executor.env': collected('executor', 'env'),
  'executor.secretEnv': collected('executor', 'secretEnv'),
  'executor.secretFiles': collected('executor', 'secretFiles'),
  'executor.volumes': collected('executor', 'volumes'),
  'executor.javaOptions': collected('executor', 'javaOptions'),
  'executor.terminationGracePeriod': role('executor', 'terminationGracePeriod'),
  'executor.allocationBatchSize': role('executor', 'allocationBatchSize'),
  'executor.allocationBatchDelay': role('executor', 'allocationBatchDelay'),
  'executor.podOverrides': role('executor', 'podOverrides'),
  DynamicAllocation: ({ application }) => application.property('spark.dynamicAllocation.enabled'),
  Decommissioning: ({ application }) => application.property('spark.decommission.enabled'),
  'ObjectStore.hdfs': ({ application }) => application._hadoopConfig,
  addConfFile: ({ application }) => filled(Object.keys(application._confFiles)),
  priority: ({ application }) => application.priority?.priorityClassName,
  executorPriority: ({ application: { priority, executorPriority } }) =>
    executorPriority === priority ? undefined : executorPriority?.priorityClassName,
  writableRootFilesystem: ({ application }) => application.writableRootFilesystem || undefined,
  retries: ({ retries }) => retries || undefined,
  deadline: ({ deadline }) => deadline && durationText(deadline),
  timeToLive: ({ timeToLive }) => timeToLive && durationText(timeToLive),
  ui: addressOf,
  uiService: (run) => (run.uiService && addressOf(run) === undefined) || undefined,
  'SparkScheduler.volcano': scheduler('volcano'),
  'SparkScheduler.yunikorn': scheduler('yunikorn'),
  'SparkScheduler.kueue': scheduler('kueue'),
  'schedule.cron': schedule('cron'),
  'schedule.timeZone': schedule('timeZone'),
  'schedule.concurrency': schedule('concurrency'),
  'schedule.successfulRunsKept': schedule('successfulRunsKept'),
  'schedule.failedRunsKept': schedule('failedRunsKept'),
  'schedule.startingDeadline': ({ schedule: found }) => found?.startingDeadline && durationText(found.startingDeadline),
  'schedule.suspended': schedule('suspended'),
} as const satisfies { readonly [property: string]: Detector };

/** A row of the portability table. */
export type JobProperty = keyof typeof JOB_PROPERTIES;

/** All rows, in their order. */
export const JOB_PROPERTY_NAMES = Object.keys(JOB_PROPERTIES) as readonly JobProperty[];

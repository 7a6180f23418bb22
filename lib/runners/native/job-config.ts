import { Yaml } from 'cdk8s';
import type { Construct } from 'constructs';
import { applicationProperties } from '../../spark/application-properties';
import type { DriverStart } from '../../spark/driver-pod';
import { executorTemplate } from '../../spark/executor-pod';
import { propertiesFile } from '../../spark/properties';
import type { SparkRun } from '../../spark/runner';
import { immutableConfigMap, stagedFiles } from '../config-map';
import { NATIVE_RULES } from './rules';

/** Key of the template in its ConfigMap, as spark-submit names it. */
const TEMPLATE_KEY = 'podspec-configmap-key';

/**
 * The ConfigMaps of a run: Spark's configuration directory, the executors' pod template, and staged files. They are
 * immutable and named after their content, so a change makes new ones and running drivers keep theirs.
 */
export class JobConfig {
  /** The names by which the driver's pod mounts them. */
  public readonly references: Pick<
    DriverStart,
    'confConfigMap' | 'confFiles' | 'templateConfigMap' | 'templateKey' | 'stagedConfigMap'
  >;

  public constructor(scope: Construct, run: SparkRun) {
    const { application } = run;
    const conf = { 'spark.properties': propertiesFile(nativeProperties(run)), ...application._confFiles };
    const template = { [TEMPLATE_KEY]: Yaml.stringify(executorTemplate(application)) };
    this.references = {
      confConfigMap: immutableConfigMap(scope, run, 'Conf', 'conf', conf, NATIVE_RULES.confTooLarge),
      confFiles: Object.keys(conf),
      templateConfigMap: immutableConfigMap(scope, run, 'ExecutorTemplate', 'executor', template),
      templateKey: TEMPLATE_KEY,
      stagedConfigMap: stagedFiles(scope, run),
    };
  }
}

/** `submitInDriver` makes the driver behave as after a cluster-mode submit: dependencies land in its work directory. */
function nativeProperties(run: SparkRun): { [key: string]: string } {
  return { ...applicationProperties(run.application), 'spark.kubernetes.submitInDriver': 'true' };
}

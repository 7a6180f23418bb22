import { Yaml, type ApiObjectProps } from 'cdk8s';
import type { Construct } from 'constructs';
import { k8s } from 'cdk8s-plus-27';
import { hashedName } from '../../core/names';
import { checkAtSynth } from '../../core/rules';
import { KubeObject } from '../../kube/object';
import { applicationProperties } from '../../spark/application-properties';
import type { DriverStart } from '../../spark/driver-pod';
import { executorTemplate } from '../../spark/executor-pod';
import { propertiesFile } from '../../spark/properties';
import type { SparkRun } from '../../spark/runner';
import { instanceLabels } from '../../spark/labels';
import { NATIVE_RULES } from './rules';

/** Key of the template in its ConfigMap, as spark-submit names it. */
const TEMPLATE_KEY = 'podspec-configmap-key';
/** The API server's limit for a ConfigMap. */
const CONFIG_MAP_BYTES_MAX = 1024 * 1024;

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
      confConfigMap: configMap(scope, run, 'Conf', 'conf', { data: conf }),
      confFiles: Object.keys(conf),
      templateConfigMap: configMap(scope, run, 'ExecutorTemplate', 'executor', { data: template }),
      templateKey: TEMPLATE_KEY,
      stagedConfigMap: stagedFiles(scope, run),
    };
    const bytes = Object.entries(conf).reduce((sum, [key, text]) => sum + key.length + Buffer.byteLength(text), 0);
    checkAtSynth(scope, () =>
      bytes <= CONFIG_MAP_BYTES_MAX ? [] : [{ rule: NATIVE_RULES.confTooLarge, at: 'conf', value: `${bytes} bytes` }],
    );
  }
}

/** `submitInDriver` makes the driver behave as after a cluster-mode submit: dependencies land in its work directory. */
function nativeProperties(run: SparkRun): { [key: string]: string } {
  return { ...applicationProperties(run.application), 'spark.kubernetes.submitInDriver': 'true' };
}

function stagedFiles(scope: Construct, run: SparkRun): string | undefined {
  const files = run.application.application.options.stagedFiles ?? [];
  if (files.length === 0) return undefined;
  const text = files.filter((file) => file._text !== undefined).map((file) => [file.name, file._text ?? '']);
  const binary = files.filter((file) => file._text === undefined).map((file) => [file.name, file._base64]);
  return configMap(scope, run, 'StagedFiles', 'files', {
    ...(text.length > 0 && { data: Object.fromEntries(text) as { [name: string]: string } }),
    ...(binary.length > 0 && { binaryData: Object.fromEntries(binary) as { [name: string]: string } }),
  });
}

function configMap(
  scope: Construct,
  run: SparkRun,
  id: string,
  suffix: string,
  content: Pick<k8s.KubeConfigMapProps, 'data' | 'binaryData'>,
): string {
  const name = hashedName(`${run.name}-${suffix}`, content);
  const { namespace } = run.application.serviceAccount;
  new KubeObject(
    scope,
    id,
    k8s.KubeConfigMap.manifest({
      metadata: { name, ...(namespace !== undefined && { namespace }), labels: instanceLabels(run.name) },
      immutable: true,
      ...content,
    }) as ApiObjectProps,
  );
  return name;
}

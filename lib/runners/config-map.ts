import type { ApiObjectProps } from 'cdk8s';
import type { Construct } from 'constructs';
import { k8s } from 'cdk8s-plus-27';
import { hashedName } from '../core/names';
import { checkAtSynth, type Rule } from '../core/rules';
import { KubeObject } from '../kube/object';
import { instanceLabels } from '../spark/labels';
import type { SparkRun } from '../spark/runner';
import { RUNNER_RULES } from './rules';

/** The API server's limit for a ConfigMap. */
const BYTES_MAX = 1024 * 1024;

type Content = Pick<k8s.KubeConfigMapProps, 'data' | 'binaryData'>;

/** The ConfigMap with the staged files of a run, if it has any. @returns its name */
export function stagedFiles(scope: Construct, run: SparkRun): string | undefined {
  const files = run.application.application.options.stagedFiles ?? [];
  if (files.length === 0) return undefined;
  const text = files.filter((file) => file._text !== undefined).map((file) => [file.name, file._text ?? '']);
  const binary = files.filter((file) => file._text === undefined).map((file) => [file.name, file._base64]);
  // How much they are together is a rule of the application.
  return configMap(scope, run, 'StagedFiles', 'files', {
    ...(text.length > 0 && { data: Object.fromEntries(text) as { [name: string]: string } }),
    ...(binary.length > 0 && { binaryData: Object.fromEntries(binary) as { [name: string]: string } }),
  });
}

/**
 * A ConfigMap of a run that never changes: its name follows its content, so a change makes a new one.
 *
 * @param tooLarge The rule that it breaks when the API server would not take it.
 * @returns its name
 */
export function immutableConfigMap(
  scope: Construct,
  run: SparkRun,
  id: string,
  suffix: string,
  data: { readonly [file: string]: string },
  tooLarge: Rule = RUNNER_RULES.confTooLarge,
): string {
  const bytes = Object.entries(data).reduce((sum, [key, text]) => sum + key.length + Buffer.byteLength(text), 0);
  checkAtSynth(scope, () => (bytes <= BYTES_MAX ? [] : [{ rule: tooLarge, at: 'conf', value: `${bytes} bytes` }]));
  return configMap(scope, run, id, suffix, { data: { ...data } });
}

function configMap(scope: Construct, run: SparkRun, id: string, suffix: string, content: Content): string {
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

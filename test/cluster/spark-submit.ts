import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kubectl, run } from './kubectl';
import { at, podTemplates, type Manifest } from './manifest';

/** What only our runner says, and what spark-submit finds out by itself: the memory factor and the language. */
const LEFT_TO_SUBMIT = [
  'spark.jars',
  'spark.master',
  'spark.kubernetes.submitInDriver',
  'spark.kubernetes.resource.type',
  'spark.kubernetes.memoryOverheadFactor',
  'spark.kubernetes.executor.podTemplateFile',
  'spark.kubernetes.driver.service.deleteOnTermination',
];

/** Properties of a `spark.properties` file, as Java reads it. */
export function readProperties(text: string): Record<string, string> {
  const lines = text.split('\n').filter((line) => line !== '' && !/^[#!]/.test(line));
  return Object.fromEntries(
    lines.map((line) => {
      const [, key = '', value = ''] = /^((?:\\.|[^=:\\])*)[=:](.*)$/.exec(line) ?? [];
      return [unescape(key), unescape(value)];
    }),
  );
}

function unescape(text: string): string {
  const special: Record<string, string> = { n: '\n', t: '\t', r: '\r', f: '\f' };
  return text.replace(/\\(.)/g, (_, char: string) => special[char] ?? char);
}

/** The `spark.properties` among the objects of a job. */
export function propertiesOf(manifests: readonly Manifest[]): Record<string, string> {
  const texts = manifests.map((manifest) => at<Record<string, string>>(manifest, 'data')?.['spark.properties']);
  return readProperties(texts.find((text) => text !== undefined) ?? '');
}

/**
 * Submits the application of a job's objects with the real spark-submit: same properties, same labels, same executor
 * template, into another namespace. Gives back the name of the driver's pod.
 */
export async function sparkSubmit(
  manifests: readonly Manifest[],
  namespace: string,
  more: Readonly<Record<string, string>> = {},
): Promise<string> {
  const home = process.env.SPARK_HOME ?? '';
  const server = await kubectl(['config', 'view', '--minify', '-o', 'jsonpath={.clusters[0].cluster.server}']);
  const job = manifests.find(({ kind }) => kind === 'Job');
  const [template] = job === undefined ? [] : podTemplates(job);
  if (job === undefined || template === undefined) throw new Error('no Job to submit');
  const podName = `${job.metadata.name}-submitted`;
  const labels = Object.entries(template.metadata.labels ?? {}).filter(([key]) => !key.startsWith('spark-'));
  const args = (template.spec.containers[0]?.args ?? []) as string[];
  const [, className = '', main = '', ...rest] = args.slice(args.indexOf('--class'));
  const properties = propertiesOf(manifests);
  // spark-submit adds the main file by itself.
  const jars = (properties['spark.jars'] ?? '').split(',').filter((jar) => jar !== main && jar !== '');
  const conf = {
    ...Object.fromEntries(Object.entries(properties).filter(([key]) => !LEFT_TO_SUBMIT.includes(key))),
    ...(jars.length > 0 && { 'spark.jars': jars.join(',') }),
    'spark.kubernetes.namespace': namespace,
    'spark.kubernetes.driver.pod.name': podName,
    'spark.kubernetes.executor.podTemplateFile': executorTemplateFile(manifests),
    'spark.kubernetes.submission.waitAppCompletion': 'false',
    ...Object.fromEntries(labels.map(([key, value]) => [`spark.kubernetes.driver.label.${key}`, value])),
    ...more,
  };
  const { code, stdout, stderr } = await run(
    join(home, 'bin/spark-submit'),
    [
      ...['--master', `k8s://${server}`, '--deploy-mode', 'cluster'],
      ...Object.entries(conf).flatMap(([key, value]) => ['--conf', `${key}=${value}`]),
      ...(className.startsWith('org.apache.spark.deploy.') ? [] : ['--class', className]),
      main,
      ...rest,
    ],
    { env: { SPARK_HOME: home } },
  );
  if (code !== 0) throw new Error(`spark-submit ended with ${code}:\n${stdout}${stderr}`);
  return podName;
}

function executorTemplateFile(manifests: readonly Manifest[]): string {
  const texts = manifests.map((manifest) => at<Record<string, string>>(manifest, 'data')?.['podspec-configmap-key']);
  const file = join(mkdtempSync(join(tmpdir(), 'spark-submit-')), 'executor.yaml');
  writeFileSync(file, texts.find((text) => text !== undefined) ?? '');
  return file;
}

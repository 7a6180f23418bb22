import type { Manifest } from '../../lib/testing';
import type { PodLike, Submission, Texts } from './effective';

type Role = 'driver' | 'executor';

/** What Kubeflow's operator hands to spark-submit, field by field as its documentation tells it. */
export function ofKubeflow({ spec }: Manifest): Submission {
  const { driver, executor, ...all } = spec as KubeflowSpec;
  const role = (name: Role, fields: KubeflowRole): { [key: string]: string | undefined } => ({
    [`spark.${name}.cores`]: text(fields.cores),
    [`spark.${name}.memory`]: fields.memory,
    [`spark.${name}.memoryOverhead`]: fields.memoryOverhead,
    [`spark.${name}.extraJavaOptions`]: fields.javaOptions,
    [`spark.kubernetes.${name}.request.cores`]: fields.coreRequest,
    [`spark.kubernetes.${name}.limit.cores`]: fields.coreLimit,
    [`spark.kubernetes.authenticate.${name}.serviceAccountName`]: fields.serviceAccount,
    ...prefixed(`spark.kubernetes.${name}.label.`, fields.labels),
    ...prefixed(`spark.kubernetes.${name}.annotation.`, fields.annotations),
  });
  return {
    conf: defined({
      'spark.kubernetes.container.image': all.image,
      'spark.kubernetes.container.image.pullPolicy': all.imagePullPolicy,
      'spark.kubernetes.memoryOverheadFactor': all.memoryOverheadFactor,
      'spark.executor.instances': text(executor.instances),
      ...all.sparkConf,
      ...role('driver', driver),
      ...role('executor', executor),
    }),
    driver: driver.template,
    executor: executor.template,
  };
}

interface KubeflowRole {
  readonly cores: number;
  readonly memory: string;
  readonly memoryOverhead?: string;
  readonly coreRequest?: string;
  readonly coreLimit?: string;
  readonly javaOptions?: string;
  readonly serviceAccount: string;
  readonly labels?: Texts;
  readonly annotations?: Texts;
  readonly instances?: number;
  readonly template: PodLike;
}

interface KubeflowSpec {
  readonly image: string;
  readonly imagePullPolicy: string;
  readonly memoryOverheadFactor?: string;
  readonly sparkConf?: Texts;
  readonly driver: KubeflowRole;
  readonly executor: KubeflowRole;
}

/** What Apache's operator hands to Spark. */
export function ofApache({ spec }: Manifest): Submission {
  const { sparkConf, driverSpec, executorSpec } = spec as {
    sparkConf: Texts;
    driverSpec: { podTemplateSpec: PodLike };
    executorSpec: { podTemplateSpec: PodLike };
  };
  return { conf: sparkConf, driver: driverSpec.podTemplateSpec, executor: executorSpec.podTemplateSpec };
}

/** What Livy hands to spark-submit: fields of the request over its conf, and templates of the server. */
export function ofLivy(batch: object, templates: Pick<Submission, 'driver' | 'executor'>): Submission {
  const { conf, ...fields } = batch as { conf: Texts } & { [field: string]: string | number | undefined };
  return {
    ...templates,
    conf: defined({
      ...conf,
      'spark.driver.memory': text(fields.driverMemory),
      'spark.driver.cores': text(fields.driverCores),
      'spark.executor.memory': text(fields.executorMemory),
      'spark.executor.cores': text(fields.executorCores),
      'spark.executor.instances': text(fields.numExecutors),
    }),
  };
}

/** A file of properties as `java.util.Properties` reads it, for the values that occur in tests. */
export function parseProperties(file: string): { [key: string]: string } {
  const plain = (part: string): string => part.replace(/\\(.)/g, '$1');
  return Object.fromEntries(
    file
      .split('\n')
      .filter((line) => line.includes('='))
      .map((line) => {
        const [, key = '', value = ''] = /^((?:\\.|[^=\\])*)=(.*)$/.exec(line) ?? [];
        return [plain(key), plain(value)];
      }),
  );
}

function prefixed(prefix: string, map: Texts = {}): { [key: string]: string } {
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [`${prefix}${key}`, value]));
}

function text(value: string | number | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}

function defined(map: { readonly [key: string]: string | undefined }): Texts {
  return Object.fromEntries(Object.entries(map).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

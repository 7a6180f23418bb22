import type { ILivyServer } from '../../spark/livy-server';
import type { INodePool } from '../../spark/placement';
import type { ResolvedApplication } from '../../spark/resolved-application';
import type { SparkRole } from '../../spark/role';
import { submissionProperties, submittedMain } from '../../spark/submission';

/**
 * The body of `POST /batches`. Fields that mean nothing on Kubernetes are missing: `queue`, and `archives`, which stand
 * in `conf` as `spark.archives`.
 *
 * @see https://livy.apache.org/docs/latest/rest-api.html#post-batches
 */
export interface LivyBatch {
  /** URI of the main file. */
  readonly file: string;
  /** Class with `main`. @default - none: Python or R */
  readonly className?: string;
  /** Arguments of the application. @default - none */
  readonly args?: string[];
  /** URIs of jars. @default - none */
  readonly jars?: string[];
  /** URIs of Python files. @default - none */
  readonly pyFiles?: string[];
  /** URIs of files for the working directories. @default - none */
  readonly files?: string[];
  /** Heap of the driver: `2g`. @default - Spark's 1g */
  readonly driverMemory?: string;
  /** Cores of the driver. @default - Spark's 1 */
  readonly driverCores?: number;
  /** Heap of each executor. @default - Spark's 1g */
  readonly executorMemory?: string;
  /** Cores of each executor. @default - Spark's 1 */
  readonly executorCores?: number;
  /** Number of executors. @default - Spark's 2, or dynamic allocation */
  readonly numExecutors?: number;
  /**
   * Name of the application and of the session: Livy accepts each once while it remembers it.
   *
   * @default - none: the application is named in `conf`, and the body can be posted again and again
   */
  readonly name?: string;
  /** User that Livy impersonates. @default - none */
  readonly proxyUser?: string;
  /** Spark properties. @default - none */
  readonly conf?: { [key: string]: string };
}

/** What a request says beside the application. */
export interface LivyBatchOptions {
  /** Name of the session. @default - none: only the application has its name */
  readonly name?: string | undefined;
  /** Namespace of the pods, for servers that are not bound to one. */
  readonly namespace?: string | undefined;
  readonly proxyUser?: string | undefined;
}

/** The request that makes a server run an application. */
export function livyBatch(app: ResolvedApplication, server: ILivyServer, options: LivyBatchOptions = {}): LivyBatch {
  const { application } = app;
  const properties = livyProperties(app, server, options.namespace);
  const list = (key: string): string[] => (properties[key] ?? '').split(',').filter((uri) => uri !== '');
  const file = submittedMain(app);
  // spark-submit adds the application's own jar itself.
  const lists = {
    jars: list('spark.jars').filter((uri) => uri !== file),
    pyFiles: list('spark.submit.pyFiles'),
    files: list('spark.files'),
  };
  const { args = [] } = application.options;
  const executors = properties['spark.executor.instances'];
  return {
    file,
    ...(application.mainClass !== undefined && { className: application.mainClass }),
    ...(args.length > 0 && { args: [...args] }),
    ...Object.fromEntries(Object.entries(lists).filter(([, uris]) => uris.length > 0)),
    driverMemory: properties['spark.driver.memory'] ?? '1g',
    driverCores: app.driver.cores,
    executorMemory: properties['spark.executor.memory'] ?? '1g',
    executorCores: app.executor.cores,
    ...(executors !== undefined && { numExecutors: Number(executors) }),
    ...(options.name !== undefined && { name: options.name }),
    ...(options.proxyUser !== undefined && { proxyUser: options.proxyUser }),
    conf: Object.fromEntries(
      Object.entries(properties)
        .filter(([key]) => !FIELD_KEYS.includes(key) && (key !== APP_NAME || options.name === undefined))
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
  };
}

const APP_NAME = 'spark.app.name';

/** Properties that have a field of their own in the request. */
const FIELD_KEYS = [
  'spark.jars',
  'spark.submit.pyFiles',
  'spark.files',
  'spark.driver.memory',
  'spark.driver.cores',
  'spark.executor.memory',
  'spark.executor.cores',
  'spark.executor.instances',
];

function livyProperties(app: ResolvedApplication, server: ILivyServer, namespace?: string): { [key: string]: string } {
  const { driver, executor } = app;
  const volumes = driver.volumes.flatMap((volume) => Object.entries(volume._propertiesOf(driver.name)));
  const all = {
    ...submissionProperties(app),
    ...Object.fromEntries(volumes),
    ...nodeSelector(driver),
    ...nodeSelector(executor),
    // A server that is bound to a namespace may well refuse requests that name one.
    ...(namespace !== undefined &&
      server.jobNamespaceName === undefined && { 'spark.kubernetes.namespace': namespace }),
    ...(server.driverTemplate !== undefined && { 'spark.kubernetes.driver.podTemplateFile': server.driverTemplate }),
    ...(server.executorTemplate !== undefined && {
      'spark.kubernetes.executor.podTemplateFile': server.executorTemplate,
    }),
  };
  const { fixedProperties = [] } = server;
  return Object.fromEntries(Object.entries(all).filter(([key]) => !fixedProperties.includes(key)));
}

function nodeSelector({ name, props }: SparkRole): { [key: string]: string } {
  const labels = Object.entries(nodeLabelsOf(props.nodes));
  return Object.fromEntries(labels.map(([key, value]) => [`spark.kubernetes.${name}.node.selector.${key}`, value]));
}

/** The labels of a pool that is nothing but labels of one value each; of others none. */
export function nodeLabelsOf(pool: INodePool | undefined): { [key: string]: string } {
  if (pool === undefined || !isPlainPool(pool)) return {};
  return Object.fromEntries(pool.nodeLabels.map(({ key, values }) => [key, values[0] ?? '']));
}

/** Whether properties can say all that a pool asks for. */
export function isPlainPool(pool: INodePool): boolean {
  const { nodeLabels, preferred, tolerations, preferences = [], spread = [] } = pool;
  return (
    !preferred &&
    [...tolerations, ...preferences, ...spread].length === 0 &&
    nodeLabels.every(({ values }) => values.length === 1)
  );
}

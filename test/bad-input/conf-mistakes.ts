import { SparkConf, SparkImage, SparkVersion } from '../../lib';
import { OWNED_KEYS, SUBMIT_ONLY_KEYS } from '../../lib/spark/conf-keys';
import { inJob, withConf, withJob, type Mistake } from './mistake';

const one = (key: string, value: string | number | boolean) => withConf(SparkConf.of({ [key]: value }));
const mistake = (name: string, key: string, value: string, rule: string, says?: string): Mistake =>
  inJob(name, one(key, value), rule, `conf["${key}"]`, /secret/i.test(key) ? '"(not shown)"' : `"${value}"`, says);
/** A key that falls under a pattern. */
const keyOf = (pattern: string): string => pattern.replace(/\*$/, 'thing');

/** Properties that Spark would ignore, refuse, or that contradict the pods. */
export const CONF_MISTAKES: readonly Mistake[] = [
  inJob(
    'a key that is not of Spark',
    one('hive.metastore.uris', 'x'),
    'spark/conf-key',
    'conf["hive.metastore.uris"]',
    '"hive.metastore.uris"',
  ),
  mistake(
    'a misspelt key',
    'spark.kubernetes.alocation.maximum',
    '9',
    'spark/conf-key-unknown',
    'did you mean spark.kubernetes.allocation.maximum',
  ),
  mistake(
    'a key that nothing resembles',
    'spark.kubernetes.make.coffee',
    'yes',
    'spark/conf-key-unknown',
    'check the spelling',
  ),
  inJob(
    'a key that is newer than the image',
    withJob({
      image: SparkImage.official(SparkVersion.V4_0),
      conf: SparkConf.of({ 'spark.kubernetes.executor.podDeletionCost': '1' }),
    }),
    'spark/conf-key-too-new',
    'conf["spark.kubernetes.executor.podDeletionCost"]',
    '"1"',
    'since 4.2, the image has 4.0.5',
  ),
  mistake('a size with a fraction', 'spark.driver.maxResultSize', '1.5g', 'spark/conf-value', 'write it like 1536m'),
  mistake(
    'an unknown unit of size',
    'spark.kryoserializer.buffer.max',
    '64x',
    'spark/conf-value',
    'b, k, m, g, t or p',
  ),
  mistake('an IEC size before Spark 4.2', 'spark.driver.maxResultSize', '1Gi', 'spark/conf-value'),
  mistake('an unknown unit of time', 'spark.network.timeout', '2 weeks', 'spark/conf-value', 'write it like 90s'),
  inJob(
    'a network timeout that equals the heartbeat',
    one('spark.network.timeout', '10s'),
    'spark/network-timeout',
    'conf["spark.network.timeout"]',
    '"10 s"',
    'the heartbeat interval is 10 s',
  ),
  inJob(
    'tasks larger than an executor',
    one('spark.task.cpus', 2),
    'spark/task-cpus',
    'conf["spark.task.cpus"]',
    '2',
    'executor.cores is 1',
  ),
  inJob(
    'a secret in a property',
    one('spark.hadoop.fs.s3a.secret.key', 'hunter2'),
    'spark/secret-in-clear',
    'conf["spark.hadoop.fs.s3a.secret.key"]',
    '"(not shown)"',
    'secretEnv',
  ),
  inJob(
    'a secret in a property that has an owner',
    one('spark.executorEnv.DB_PASSWORD', 'hunter2'),
    'spark/conf-key-owned',
    'conf["spark.executorEnv.DB_PASSWORD"]',
    '"(not shown)"',
    'executor.env',
  ),
  inJob(
    'a configuration of more than 1 MiB',
    one('spark.sql.long', 'x'.repeat(1024 * 1024)),
    'native/conf-too-large',
    'conf',
    '"10',
  ),
  ...Object.entries(OWNED_KEYS).map(([pattern, owner]) =>
    mistake(`${pattern}, which has an owner`, keyOf(pattern), 'x1', 'spark/conf-key-owned', `it follows from ${owner}`),
  ),
  ...SUBMIT_ONLY_KEYS.map((pattern) =>
    mistake(`${pattern}, which only spark-submit reads`, keyOf(pattern), 'x1', 'spark/conf-key-submit-only'),
  ),
];

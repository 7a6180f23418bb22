import { Duration, Size } from 'cdk8s';
import { SparkConf, SparkImage, SparkVersion } from '../../lib';
import { closest, KUBERNETES_KEYS, lookup, OWNED_KEYS, SUBMIT_ONLY_KEYS } from '../../lib/spark/conf-keys';
import { findings, job, propertiesOf } from './jobs';

const wrong = (key: string, value: string, version = SparkVersion.V4_1): string[] =>
  SparkConf.of({ [key]: value })
    ._findings(version)
    .map(({ rule }) => rule.id);

test('texts, numbers and booleans become text, sorted by key', () => {
  const conf = SparkConf.of({ 'spark.z': 1, 'spark.a': true });
  conf.set('spark.m', 'x');
  conf.set('spark.z', 2);
  expect(Object.entries(conf.toMap())).toEqual([
    ['spark.a', 'true'],
    ['spark.m', 'x'],
    ['spark.z', '2'],
  ]);
  expect(conf.get('spark.z')).toBe('2');
  expect(conf.get('spark.q')).toBeUndefined();
});

test('sizes and times are written as Spark reads them', () => {
  const conf = new SparkConf();
  conf.setSize('spark.driver.maxResultSize', Size.gibibytes(2));
  conf.setSize('spark.kryoserializer.buffer.max', Size.mebibytes(1500));
  conf.setDuration('spark.network.timeout', Duration.minutes(5));
  conf.setDuration('spark.locality.wait', Duration.millis(1500));
  expect(conf.toMap()).toEqual({
    'spark.driver.maxResultSize': '2g',
    'spark.kryoserializer.buffer.max': '1500m',
    'spark.locality.wait': '1500ms',
    'spark.network.timeout': '300s',
  });
  expect(conf._findings(SparkVersion.V4_1)).toEqual([]);
});

test('the user’s properties reach the driver', () => {
  const properties = propertiesOf(job({ conf: SparkConf.of({ 'spark.sql.shuffle.partitions': 64 }) }));
  expect(properties['spark.sql.shuffle.partitions']).toBe('64');
});

test.each(['1024', '64k', '64kb', '2G', '10MB', '1t', '-1'])('size %s is fine', (value) => {
  expect(wrong('spark.driver.maxResultSize', value)).toEqual([]);
});
test.each(['1.5g', '1gig', '1 g', 'g', '', '1Gi', '1KiB'])('size %s is wrong', (value) => {
  expect(wrong('spark.driver.maxResultSize', value)).toEqual(['spark/conf-value']);
});
test('IEC sizes came with Spark 4.2', () => {
  expect(wrong('spark.driver.maxResultSize', '1Gi', SparkVersion.V4_2)).toEqual([]);
});
test.each(['10', '10s', '500ms', '5min', '1h', '2d', '10us'])('time %s is fine', (value) => {
  expect(wrong('spark.locality.wait', value)).toEqual([]);
});
test.each(['1.5s', '10sec', '5 min', '', '1w'])('time %s is wrong', (value) => {
  expect(wrong('spark.locality.wait', value)).toEqual(['spark/conf-value']);
});

describe('secrets', () => {
  test.each([
    'spark.hadoop.fs.s3a.secret.key',
    'spark.hadoop.fs.s3a.access.key',
    'spark.ssl.keyPassword',
    'spark.my.token',
    'spark.authenticate.secret',
  ])('%s must not stand in clear', (key) => expect(wrong(key, 'hunter2')).toEqual(['spark/secret-in-clear']));

  test.each([
    ['spark.authenticate.secret.file', '/mnt/secret'],
    ['spark.hadoop.fs.s3a.secret.key', '${env.AWS_SECRET}'],
    ['spark.security.credentials.hive.token.enabled', 'false'],
    ['spark.sql.files.maxPartitionBytes', '1g'],
  ])('%s = %s is no secret', (key, value) => expect(wrong(key, value)).toEqual([]));

  test('may be said to be none', () => {
    const conf = new SparkConf();
    conf.setInsecureClearText('spark.hadoop.fs.s3a.secret.key', 'minio');
    expect(conf._findings(SparkVersion.V4_1)).toEqual([]);
    expect(propertiesOf(job({ conf }))['spark.hadoop.fs.s3a.secret.key']).toBe('minio');
  });
});

describe('keys of spark.kubernetes.', () => {
  const known = Object.entries(KUBERNETES_KEYS).map(([key, since]) => [key.replace('*', 'x'), since] as const);
  test.each(known)('%s is known since %s', (key, since) => {
    expect(wrong(key, '1', SparkVersion.V4_3)).toEqual([]);
    const older = Object.values([SparkVersion.V3_5, SparkVersion.V4_0, SparkVersion.V4_1, SparkVersion.V4_2]).filter(
      (version) => !version.atLeast(since),
    );
    for (const version of older) expect(wrong(key, '1', version)).toEqual(['spark/conf-key-too-new']);
  });

  test('stand in one table only', () => {
    const tables = [Object.keys(OWNED_KEYS), SUBMIT_ONLY_KEYS, Object.keys(KUBERNETES_KEYS)].flat();
    expect(new Set(tables).size).toBe(tables.length);
    for (const key of Object.keys(KUBERNETES_KEYS)) expect(lookup(OWNED_KEYS, key)).toBeUndefined();
  });

  test('a near miss names the key that was meant, a far one none', () => {
    expect(closest('spark.kubernetes.allocation.batchsize')).toBe('spark.kubernetes.allocation.batch.size');
    expect(closest('spark.kubernetes.something.else')).toBeUndefined();
  });
});

test('a timeout above the heartbeat is fine in any unit', () => {
  const conf = SparkConf.of({ 'spark.network.timeout': '1min', 'spark.executor.heartbeatInterval': '20000' });
  expect(findings({ conf })).toEqual([]);
  const equal = SparkConf.of({ 'spark.network.timeout': '1min', 'spark.executor.heartbeatInterval': '60000' });
  expect(findings({ conf: equal })).toEqual(['spark/network-timeout: conf["spark.network.timeout"]']);
});

test('a task may fill an executor', () => {
  const conf = SparkConf.of({ 'spark.task.cpus': 2 });
  expect(findings({ conf, executor: { cores: 2 }, image: SparkImage.official(SparkVersion.V4_1) })).toEqual([]);
});

import { Duration, Size } from 'cdk8s';
import {
  Decommissioning,
  DynamicAllocation,
  EventLog,
  ObjectStore,
  SecretSource,
  SparkImage,
  SparkVersion,
  type DynamicAllocationProps,
  type ISparkFeature,
} from '../../lib';
import { driverOf, envOf, executorOf, findings, job, mountsOf, propertiesOf, volumesOf } from './jobs';

const properties = (...features: ISparkFeature[]): { [key: string]: string } => propertiesOf(job({ features }));
const secret = (key: string): SecretSource => SecretSource.fromKubernetes('lake', key);

describe('EventLog', () => {
  test('rolls and is compressed on every version', () => {
    expect(properties(EventLog.to('s3a://lake/events'))).toMatchObject({
      'spark.eventLog.enabled': 'true',
      'spark.eventLog.dir': 's3a://lake/events',
      'spark.eventLog.compress': 'true',
      'spark.eventLog.rolling.enabled': 'true',
    });
  });
  test('in a store, with options', () => {
    const store = ObjectStore.gcs({ bucket: 'lake' });
    const options = { rollAt: Size.mebibytes(10), stageExecutorMetrics: true };
    expect(properties(store, EventLog.inStore(store, '/events', options))).toMatchObject({
      'spark.eventLog.dir': 'gs://lake/events',
      'spark.eventLog.rolling.maxFileSize': '10m',
      'spark.eventLog.logStageExecutorMetrics': 'true',
    });
  });
  test('off by default', () => expect(properties()).not.toHaveProperty(['spark.eventLog.enabled']));
});

describe('ObjectStore', () => {
  test('S3 of a compatible server, credentials from a Secret in both pods', () => {
    const store = ObjectStore.s3({
      bucket: 'lake',
      endpoint: 'http://minio:9000',
      region: 'eu-west-1',
      accessKeyId: secret('id'),
      secretAccessKey: secret('key'),
    });
    const one = job({ features: [store] });
    expect(store.uri('/a/b')).toBe('s3a://lake/a/b');
    expect(propertiesOf(one)).toMatchObject({
      'spark.hadoop.fs.s3a.endpoint': 'http://minio:9000',
      'spark.hadoop.fs.s3a.endpoint.region': 'eu-west-1',
      'spark.hadoop.fs.s3a.connection.ssl.enabled': 'false',
      'spark.hadoop.fs.s3a.path.style.access': 'true',
      'spark.kubernetes.executor.secretKeyRef.AWS_SECRET_ACCESS_KEY': 'lake:key',
    });
    for (const pod of [driverOf(one), executorOf(one)]) {
      expect(envOf(pod, 'AWS_ACCESS_KEY_ID')?.valueFrom).toEqual({ secretKeyRef: { name: 'lake', key: 'id' } });
    }
  });
  test('S3 of AWS needs nothing', () => {
    const keys = Object.keys(properties(ObjectStore.s3({ bucket: 'lake' })));
    expect(keys.filter((key) => key.startsWith('spark.hadoop.'))).toEqual([]);
  });
  test('ABFS by key, which is read from the environment', () => {
    const store = ObjectStore.abfs({ account: 'acme', container: 'lake', accountKey: secret('key') });
    expect(store.root).toBe('abfss://lake@acme.dfs.core.windows.net');
    expect(properties(store)['spark.hadoop.fs.azure.account.key.acme.dfs.core.windows.net']).toBe(
      '${env.AZURE_STORAGE_ACCOUNT_KEY}',
    );
  });
  test('ABFS by workload identity', () => {
    const store = ObjectStore.abfs({ account: 'acme', container: 'lake' });
    expect(properties(store)['spark.hadoop.fs.azure.account.auth.type.acme.dfs.core.windows.net']).toBe('OAuth');
  });
  test('GCS by key file', () => {
    const one = job({ features: [ObjectStore.gcs({ bucket: 'lake', keyFile: secret('key.json') })] });
    expect(propertiesOf(one)).toMatchObject({
      'spark.hadoop.fs.gs.auth.type': 'SERVICE_ACCOUNT_JSON_KEYFILE',
      'spark.hadoop.fs.gs.auth.service.account.json.keyfile': '/mnt/secrets/gcs/key.json',
      'spark.kubernetes.executor.secrets.lake': '/mnt/secrets/gcs',
    });
    expect(mountsOf(driverOf(one))['lake-volume']).toBe('/mnt/secrets/gcs');
  });
  test('HDFS by ConfigMap', () => {
    const one = job({ features: [ObjectStore.hdfs({ authority: 'nn:8020', configMapName: 'hadoop' })] });
    expect(propertiesOf(one)['spark.kubernetes.executor.hadoopConfigMapName']).toBe('hadoop');
    for (const pod of [driverOf(one), executorOf(one)]) {
      expect(envOf(pod, 'HADOOP_CONF_DIR')?.value).toBe('/opt/hadoop/conf');
      expect(volumesOf(pod).find(({ name }) => name === 'hadoop-properties')?.configMap).toMatchObject({
        name: 'hadoop',
      });
    }
  });
  test('two stores of different kinds go together', () => {
    expect(findings({ features: [ObjectStore.s3({ bucket: 'a' }), ObjectStore.gcs({ bucket: 'b' })] })).toEqual([]);
  });
});

describe('DynamicAllocation', () => {
  test('tracks shuffles and moves blocks, and has no fixed number', () => {
    const all = properties(DynamicAllocation.between({ maxExecutors: 9, executorIdleTimeout: Duration.minutes(2) }));
    expect(all).toMatchObject({
      'spark.dynamicAllocation.enabled': 'true',
      'spark.dynamicAllocation.shuffleTracking.enabled': 'true',
      'spark.dynamicAllocation.minExecutors': '0',
      'spark.dynamicAllocation.initialExecutors': '0',
      'spark.dynamicAllocation.maxExecutors': '9',
      'spark.dynamicAllocation.executorIdleTimeout': '120s',
      'spark.decommission.enabled': 'true',
    });
    expect(all).not.toHaveProperty(['spark.executor.instances']);
  });
  test('without decommissioning', () => {
    const all = properties(DynamicAllocation.between({ maxExecutors: 9, decommission: false }));
    expect(all).not.toHaveProperty(['spark.decommission.enabled']);
  });
  test.each<DynamicAllocationProps>([
    { maxExecutors: 0 },
    { maxExecutors: 1.5 },
    { minExecutors: -1, maxExecutors: 2 },
    { minExecutors: 3, maxExecutors: 2 },
    { minExecutors: 1, initialExecutors: 0, maxExecutors: 2 },
    { initialExecutors: 3, maxExecutors: 2 },
  ])('refuses %j', (props) => {
    expect(findings({ features: [DynamicAllocation.between(props)] })).toEqual([
      'spark/dynamic-allocation-bounds: DynamicAllocation',
    ]);
  });
  test('takes equal bounds', () => {
    const feature = DynamicAllocation.between({ minExecutors: 2, initialExecutors: 2, maxExecutors: 2 });
    expect(findings({ features: [feature] })).toEqual([]);
  });
});

test('Decommissioning, with a store to fall back on', () => {
  expect(properties(Decommissioning.withFallback('s3a://lake/spill'))).toMatchObject({
    'spark.decommission.enabled': 'true',
    'spark.storage.decommission.enabled': 'true',
    'spark.storage.decommission.shuffleBlocks.enabled': 'true',
    'spark.storage.decommission.rddBlocks.enabled': 'true',
    'spark.storage.decommission.fallbackStorage.path': 's3a://lake/spill/',
  });
});

describe('values of the user', () => {
  test('called TOKENIZERS or plainly no secret are none', () => {
    const env = { TOKENIZERS_PARALLELISM: 'false', MAX_TOKENS: '4096', USE_TOKEN: 'true' };
    expect(findings({ driver: { memory: Size.mebibytes(512), env } })).toEqual([]);
  });
});

test('S3 by web identity names the provider of the SDK that the version has', () => {
  const key = 'spark.hadoop.fs.s3a.aws.credentials.provider';
  const provider = (version: SparkVersion): string | undefined =>
    propertiesOf(
      job({
        image: SparkImage.official(version),
        features: [ObjectStore.s3({ bucket: 'lake', webIdentity: true })],
      }),
    )[key];
  expect(provider(SparkVersion.V3_5)).toBe('com.amazonaws.auth.WebIdentityTokenCredentialsProvider');
  expect(provider(SparkVersion.V4_1)).toBe(
    'software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider',
  );
});

test('ABFS by workload identity takes tenant and client from the webhook, on Spark 4', () => {
  const features = [ObjectStore.abfs({ account: 'acme', container: 'lake' })];
  const one = job({ features });
  expect(propertiesOf(one)).toMatchObject({
    'spark.hadoop.fs.azure.account.oauth2.msi.tenant.acme.dfs.core.windows.net': '${env.AZURE_TENANT_ID}',
    'spark.hadoop.fs.azure.account.oauth2.client.id.acme.dfs.core.windows.net': '${env.AZURE_CLIENT_ID}',
  });
  expect(driverOf(one).metadata.labels).toMatchObject({ 'azure.workload.identity/use': 'true' });
  expect(findings({ features, image: SparkImage.official(SparkVersion.V3_5) })).toEqual([
    expect.stringContaining('spark/object-store'),
  ]);
});

import { Chart, Duration, Size, type App } from 'cdk8s';
import { SecretSource } from '../../lib';
import { Loki } from '../../lib/monitoring/loki/loki';
import type { LokiProps } from '../../lib/monitoring/loki/props';
import { LokiStorage } from '../../lib/monitoring/loki/storage';
import type { Mistake } from './mistake';

type Line = readonly [rule: string, at: string, value: string, says?: string];

const STORAGE = LokiStorage.claim({ size: Size.gibibytes(20) });
const S3 = LokiStorage.s3({ bucket: 'logs', region: 'eu-west-1' });
const network = { egress: [{ cidr: '0.0.0.0/0', ports: [443] }] };
const secret = SecretSource.fromKubernetes('store', 'key');

const loki = (name: string, props: Partial<LokiProps>, ...[rule, at, value, says]: Line): Mistake => ({
  name: `Loki: ${name}`,
  build: (app: App) =>
    void new Loki(new Chart(app, 'c', { namespace: 'monitoring' }), 's', { storage: STORAGE, ...props }),
  rule,
  at,
  value,
  path: 'c/s',
  ...(says !== undefined && { says }),
});

export const LOKI_MISTAKES: readonly Mistake[] = [
  {
    name: 'Loki: no namespace',
    build: (app) => void new Loki(new Chart(app, 'c'), 's', { storage: STORAGE }),
    rule: 'monitoring/namespace',
    at: 'namespace',
    value: 'undefined',
    path: 'c/s',
  },
  loki('two replicas', { storage: S3, network, replicas: 2 }, 'loki/replicas', 'replicas', '2'),
  loki('replicas on a claim', { replicas: 3, memory: Size.gibibytes(1) }, 'loki/replicas-on-claim', 'replicas', '3'),
  loki(
    'a store without a way out',
    { storage: S3 },
    'loki/store-unreachable',
    'network.egress',
    '[]',
    'the store is s3',
  ),
  loki(
    'AWS without a region',
    { storage: LokiStorage.s3({ bucket: 'logs' }), network },
    'loki/store',
    'storage.region',
    'undefined',
  ),
  loki(
    'an endpoint that is no URL',
    { storage: LokiStorage.s3({ bucket: 'logs', endpoint: 'minio:9000' }), network },
    'loki/store',
    'storage.endpoint',
    '"minio:9000"',
    'http or https',
  ),
  loki(
    'half of the keys',
    { storage: LokiStorage.s3({ bucket: 'logs', region: 'x', accessKeyId: secret }), network },
    'loki/store',
    'storage.accessKeyId',
    '"logs"',
  ),
  loki(
    'a bucket in capitals',
    { storage: LokiStorage.gcs({ bucket: 'Logs' }), network },
    'loki/store',
    'storage.bucket',
    '"Logs"',
  ),
  loki(
    'an account that Azure has none of',
    { storage: LokiStorage.azure({ account: 'my-logs', container: 'loki' }), network },
    'loki/store',
    'storage.account',
    '"my-logs"',
  ),
  loki(
    'a claim smaller than what is in memory',
    { storage: LokiStorage.claim({ size: Size.gibibytes(1) }) },
    'loki/claim-size',
    'storage.size',
    '"1024 MiB"',
    '2048 MiB in memory',
  ),
  loki(
    'a write-ahead log smaller than what is in memory',
    { storage: S3, network, walClaim: { size: Size.gibibytes(2) }, memoryLimit: Size.gibibytes(4) },
    'loki/claim-size',
    'walClaim.size',
    '"2048 MiB"',
  ),
  loki('two claims', { walClaim: { size: Size.gibibytes(10) } }, 'loki/two-claims', 'walClaim', '"filesystem"'),
  loki('retention of hours', { retention: Duration.hours(36) }, 'loki/retention', 'retention', '"1 day 12 hours"'),
  loki('retention under a day', { retention: Duration.hours(12) }, 'loki/retention', 'retention', '"12 hours"'),
  loki(
    'executors kept for hours',
    { executorRetention: Duration.hours(6) },
    'loki/retention',
    'executorRetention',
    '"6 hours"',
  ),
  loki(
    'executors kept longer than the rest',
    { executorRetention: Duration.days(30) },
    'loki/longer-stream',
    'executorRetention',
    '"30 days"',
    'retention is 7 days',
  ),
  loki(
    'a retention for every stream there is',
    { streamRetention: [{ selector: '{app=~".*"}', period: Duration.days(1) }] },
    'loki/stream-retention',
    'streamRetention[0].selector',
    '"{app=~\\".*\\"}"',
  ),
  loki(
    'a retention by words',
    { streamRetention: [{ selector: 'namespace=dev', period: Duration.days(1) }] },
    'loki/stream-retention',
    'streamRetention[0].selector',
    '"namespace=dev"',
  ),
  loki(
    'a retention with a dollar',
    { streamRetention: [{ selector: '{app=~"a$"}', period: Duration.days(1) }] },
    'loki/stream-retention',
    'streamRetention[0].selector',
    '"{app=~\\"a$\\"}"',
    'variable',
  ),
  loki(
    'a burst below its rate',
    { limits: { ingestionBurst: Size.mebibytes(8) } },
    'loki/limit',
    'limits.ingestionBurst',
    '"8 MiB"',
    'ingestionRate is 16 MiB',
  ),
  loki('no streams', { limits: { maxStreams: 0 } }, 'loki/limit', 'limits.maxStreams', '0'),
  loki('thirty labels', { limits: { maxLabels: 30 } }, 'loki/labels', 'limits.maxLabels', '30'),
  loki('a day that is none', { schemaFrom: '2024-02-30' }, 'loki/schema-from', 'schemaFrom', '"2024-02-30"'),
  loki('a tenant with a slash', { tenant: 'a/b' }, 'loki/tenant', 'tenant', '"a/b"'),
  loki(
    'a tenant that nobody asks for',
    { tenant: 'a', authEnabled: false },
    'loki/tenant-without-auth',
    'tenant',
    '"a"',
  ),
  loki('a limit below the request', { memoryLimit: Size.mebibytes(512) }, 'loki/memory', 'memory', '"1024 MiB"'),
  loki('no cores', { cores: 0 }, 'loki/cores', 'cores', '0'),
  {
    ...loki('a name too long', { name: 'l'.repeat(60) }, 'names/too-long', 'name', `"${'l'.repeat(60)}"`),
    spreads: true,
  },
];

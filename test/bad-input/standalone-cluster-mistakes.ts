import { Chart, Duration, Size, type App } from 'cdk8s';
import { SparkConf, SparkImage, SparkVersion } from '../../lib';
import type { StandaloneClusterProps } from '../../lib/services/standalone/props';
import { StandaloneRecovery } from '../../lib/services/standalone/recovery';
import { StandaloneCluster } from '../../lib/services/standalone/standalone-cluster';
import { CLUSTER } from '../services/standalone/cluster';
import type { Mistake } from './mistake';

type Line = readonly [rule: string, at: string, value: string, says?: string];

const ROOM = 'standalone-cluster';
const ZOOKEEPER = 'zk-0.zk:2181';
const TO_ZOOKEEPER = { egress: [{ namespace: 'zk', ports: [2181] }] };
const SIZE = Size.gibibytes(1);

const make = (name: string, build: (app: App) => void, path: string | null, line: Line): Mistake => {
  const [rule, at, value, says] = line;
  return { name, build, rule, at, value, path, ...(says !== undefined && { says }) };
};

const cluster = (name: string, props: Partial<StandaloneClusterProps>, ...line: Line): Mistake =>
  make(
    name,
    (app) => void new StandaloneCluster(new Chart(app, 'c', { namespace: 'spark' }), 's', { ...CLUSTER, ...props }),
    'c/s',
    line,
  );

const conf = (key: string, value: string, because: string): Mistake =>
  cluster(
    `a cluster with ${key} in conf`,
    { conf: SparkConf.of({ [key]: value }) },
    'service/conf-owned',
    `conf["${key}"]`,
    JSON.stringify(value),
    because,
  );

const NAMES: readonly Mistake[] = [
  cluster(
    'a cluster whose name leaves no room',
    { name: 'a'.repeat(46) },
    `${ROOM}/name`,
    'name',
    `"${'a'.repeat(46)}"`,
    '46 characters',
  ),
  cluster('a cluster whose name begins with a digit', { name: '3d' }, `${ROOM}/name`, 'name', '"3d"'),
  make('a cluster of no namespace', (app) => void new StandaloneCluster(new Chart(app, 'c'), 's', CLUSTER), 'c/s', [
    'service/namespace',
    'namespace',
    'undefined',
  ]),
  make('a cluster of Spark 3.4', () => void SparkImage.official(SparkVersion.of('3.4.1')), null, [
    'spark/unknown-version',
    'SparkVersion.of',
    '"3.4.1"',
  ]),
];

const MASTERS: readonly Mistake[] = [
  cluster(
    'two masters on their own',
    { masters: { replicas: 2 } },
    `${ROOM}/masters-without-zookeeper`,
    'masters.replicas',
    '2',
  ),
  cluster(
    'two masters on one claim',
    { masters: { replicas: 2 }, recovery: StandaloneRecovery.filesystem({ size: SIZE }) },
    `${ROOM}/masters-without-zookeeper`,
    'masters.replicas',
    '2',
  ),
  cluster(
    'four masters',
    { masters: { replicas: 4 }, recovery: StandaloneRecovery.zookeeper(ZOOKEEPER), network: TO_ZOOKEEPER },
    `${ROOM}/masters`,
    'masters.replicas',
    '4',
  ),
  cluster('a cluster without masters', { masters: { replicas: 0 } }, `${ROOM}/masters`, 'masters.replicas', '0'),
  cluster('a master of no core', { masters: { cores: 0 } }, `${ROOM}/master-cores`, 'masters.cores', '0'),
  cluster('a tiny master', { masters: { memory: Size.mebibytes(64) } }, `${ROOM}/memory`, 'masters.memory', '"64 MiB"'),
  cluster(
    'a shell that no driver starts in',
    { masters: { shellMemory: Size.mebibytes(256) } },
    `${ROOM}/shell-memory`,
    'masters.shellMemory',
    '"256 MiB"',
  ),
];

const RECOVERY: readonly Mistake[] = [
  cluster(
    'recovery on a claim of no size',
    { recovery: StandaloneRecovery.filesystem({}) },
    `${ROOM}/recovery-claim`,
    'recovery',
    'null',
  ),
  cluster(
    'recovery on two claims',
    { recovery: StandaloneRecovery.filesystem({ size: SIZE, claimName: 'state' }) },
    `${ROOM}/recovery-claim`,
    'recovery',
    '"state"',
  ),
  cluster(
    'recovery on half a MiB',
    { recovery: StandaloneRecovery.filesystem({ size: Size.kibibytes(512) }) },
    `${ROOM}/recovery-size`,
    'recovery.size',
    '"0.5 MiB"',
  ),
  cluster(
    'ZooKeeper by URL',
    { recovery: StandaloneRecovery.zookeeper('zk://zk:2181'), network: TO_ZOOKEEPER },
    `${ROOM}/zookeeper-url`,
    'recovery.url',
    '"zk://zk:2181"',
  ),
  cluster(
    'a relative directory in ZooKeeper',
    { recovery: StandaloneRecovery.zookeeper(ZOOKEEPER, { directory: 'spark/' }), network: TO_ZOOKEEPER },
    `${ROOM}/zookeeper-directory`,
    'recovery.directory',
    '"spark/"',
  ),
  cluster(
    'no way to ZooKeeper',
    { recovery: StandaloneRecovery.zookeeper(ZOOKEEPER) },
    `${ROOM}/zookeeper-unreachable`,
    'network.egress',
    '[]',
    ZOOKEEPER,
  ),
];

const WORKERS: readonly Mistake[] = [
  cluster('half a worker', { workers: { replicas: 0.5 } }, `${ROOM}/workers`, 'workers.replicas', '0.5'),
  cluster(
    'workers scaled twice',
    { workers: { replicas: 2, autoscaling: { maxReplicas: 4 } } },
    `${ROOM}/scaled-twice`,
    'workers.replicas',
    '2',
  ),
  cluster(
    'more workers at least than at most',
    { workers: { autoscaling: { minReplicas: 5, maxReplicas: 4 } } },
    `${ROOM}/autoscaling`,
    'workers.autoscaling.maxReplicas',
    '4',
    'the minimum is 5',
  ),
  cluster(
    'workers scaled to nothing',
    { workers: { autoscaling: { minReplicas: 0, maxReplicas: 4 } } },
    `${ROOM}/autoscaling`,
    'workers.autoscaling.minReplicas',
    '0',
  ),
  cluster(
    'workers busier than they can be',
    { workers: { autoscaling: { maxReplicas: 4, targetCpuPercent: 150 } } },
    `${ROOM}/autoscaling-target`,
    'workers.autoscaling.targetCpuPercent',
    '150',
  ),
  cluster(
    'a worker of half a core',
    { workers: { cores: 0.5 }, defaultCores: 1 },
    `${ROOM}/worker-cores`,
    'workers.cores',
    '0.5',
  ),
  cluster(
    'a worker that no executor fits in',
    { workers: { memory: Size.mebibytes(449) } },
    `${ROOM}/worker-memory`,
    'workers.memory',
    '"449 MiB"',
    '450 MiB',
  ),
  cluster(
    'workers without room beside heaps',
    { workers: { memoryOverhead: Size.mebibytes(0) } },
    `${ROOM}/memory`,
    'workers.memoryOverhead',
    '"0 MiB"',
  ),
  cluster(
    'workers without a disk',
    { workers: { localStorage: Size.mebibytes(0) } },
    `${ROOM}/local-storage`,
    'workers.localStorage',
    '"0 MiB"',
  ),
  cluster('applications of no core', { defaultCores: 0 }, `${ROOM}/default-cores`, 'defaultCores', '0'),
  cluster(
    'a worker that takes a day to go',
    { decommissionGrace: Duration.days(1) },
    `${ROOM}/decommission-grace`,
    'decommissionGrace',
    '"1 day"',
  ),
  cluster(
    'files kept for half a second',
    { appDataTtl: Duration.millis(500) },
    'service/seconds',
    'appDataTtl',
    '"0.5 s"',
  ),
];

const DOORS: readonly Mistake[] = [
  conf('spark.master.rest.enabled', 'true', 'insecureRestFrom'),
  conf('spark.master.port', '7777', 'the port'),
  conf('spark.deploy.recoveryMode', 'ZOOKEEPER', 'recovery'),
  cluster(
    'REST for the world',
    { insecureRestFrom: [{ cidr: '0.0.0.0/0' }] },
    `${ROOM}/rest-open-to-all`,
    'insecureRestFrom[0].cidr',
    '"0.0.0.0/0"',
  ),
  cluster(
    'REST past a secret',
    { insecureRestFrom: [{ namespace: 'gate' }], conf: SparkConf.of({ 'spark.authenticate': true }) },
    `${ROOM}/rest-with-authentication`,
    'insecureRestFrom',
    '[{"namespace":"gate"}]',
  ),
  cluster(
    'pages for everybody and nobody',
    { network: { uiClients: [{}] } },
    'service/peer',
    'network.uiClients[0]',
    '{}',
  ),
  cluster(
    'drivers of a namespace that cannot be',
    { network: { driverNamespaces: ['Team_A'] } },
    'names/dns-label',
    'network.driverNamespaces[0]',
    '"Team_A"',
  ),
];

/** Standalone clusters of our own. */
export const STANDALONE_CLUSTER_MISTAKES: readonly Mistake[] = [
  ...NAMES,
  ...MASTERS,
  ...RECOVERY,
  ...WORKERS,
  ...DOORS,
];

import { Size } from 'cdk8s';
import { SparkJob, SparkRunner, type SparkApplication, type SparkTenantProps } from '../../lib';
import { StandaloneRecovery } from '../../lib/services/standalone/recovery';
import { StandaloneCluster } from '../../lib/services/standalone/standalone-cluster';
import { Applied } from './applied';
import { kubectl, list, tryKubectl } from './kubectl';
import { at, type Manifest } from './manifest';
import { driverLog, ended, podIp } from './runs';
import { Stranger } from './stranger';
import { MINUTES, waitFor } from './wait';
import { DRIVER, IMAGE, PYTHON_PI, script, tenantWith } from './workloads';

const NAMESPACE = 'standalone-cluster-test';
const TENANT = 'standalone-cluster-tenant';
const OUTSIDE = 'standalone-cluster-outside';
const PI = /Pi is roughly 3\.1\d*/;
/** Who may look at the pages. */
const CALLER = { namespace: OUTSIDE, podLabels: { role: 'caller' } };

/** What drivers in a closed namespace need of a cluster; docs/standalone-runner.md. */
const TENANT_PROPS: SparkTenantProps = {
  network: {
    egress: [{ name: 'standalone', namespace: NAMESPACE, ports: [7077, 7079, 7080], driverOnly: true }],
    ingress: [{ name: 'standalone', namespace: NAMESPACE, ports: [7078, 7079], driverOnly: true }],
  },
};

/** Works on while the master is replaced. */
const HOLD = `
import time
from pyspark.sql import SparkSession
spark = SparkSession.builder.getOrCreate()
def hold(i):
    time.sleep(25)
    return i
print("Held", spark.sparkContext.parallelize([1, 2], 1).map(hold).sum())
spark.stop()
`;

/** What the leader says of itself. */
interface Status {
  readonly status: string;
  readonly workers: readonly { readonly id: string; readonly state: string }[];
  readonly activeapps: readonly { readonly name: string; readonly id: string; readonly state: string }[];
}

interface Job {
  readonly application: SparkApplication;
  readonly instances: number;
}

/** The tenant with its jobs, and the cluster in a namespace of its own. */
function world(workers: number, jobs: { readonly [id: string]: Job } = {}): Manifest[] {
  return tenantWith(
    TENANT,
    (chart, { serviceAccount }) => {
      const cluster = new StandaloneCluster(chart, 'analytics', {
        image: IMAGE,
        namespace: NAMESPACE,
        masters: { cores: 0.1, memory: Size.mebibytes(256), shellMemory: Size.mebibytes(512) },
        workers: { replicas: workers, memory: Size.mebibytes(512) },
        recovery: StandaloneRecovery.filesystem({ size: Size.mebibytes(100) }),
        network: { driverNamespaces: [TENANT], uiClients: [CALLER] },
      });
      // Several workers, and others' tests, share two cores.
      cluster.workers.override('/spec/template/spec/containers/0/resources/requests', { cpu: '100m', memory: '512Mi' });
      for (const [id, { application, instances }] of Object.entries(jobs)) {
        const executor = { instances, memory: Size.mebibytes(512) };
        const runner = SparkRunner.standalone(cluster);
        new SparkJob(chart, id, { serviceAccount, image: IMAGE, driver: DRIVER, executor, application, runner });
      }
    },
    TENANT_PROPS,
  );
}

const onNode = process.env.CDK8S_SPARK_NODE === '1' ? describe : describe.skip;

onNode('a standalone cluster and its jobs, in restricted namespaces with closed networks', () => {
  const ground = new Applied(world(2), OUTSIDE);
  const caller = new Stranger('caller', OUTSIDE);
  const stranger = new Stranger('stranger', OUTSIDE);

  beforeAll(async () => {
    await ground.remove();
    await ground.apply();
    await Promise.all([caller.start(), stranger.start()]);
    await kubectl(['label', 'pod', 'caller', '-n', OUTSIDE, 'role=caller']);
  }, 5 * MINUTES);

  afterAll(async () => {
    // Otherwise each pod that goes has a successor, whose whole time to leave the namespace would wait out.
    await tryKubectl(['delete', 'statefulsets', '--all', '-n', NAMESPACE, '--cascade=orphan']);
    await ground.remove();
  }, 5 * MINUTES);

  const start = (jobs: { readonly [id: string]: Job }) => new Applied(world(2, jobs), OUTSIDE).again();
  const pods = (role: string) => list('pods', NAMESPACE, `app.kubernetes.io/component=${role}`);

  /** The ports to which a connection comes about from a pod outside. */
  const open = async (pod: string, doors: readonly { readonly host: string; readonly port: number }[]) => {
    const curl = `curl -s -o /dev/null --connect-timeout 5 -m 6 -w '%{time_connect}'`;
    const tries = doors.map(({ host, port }) => `echo ${port} $(${curl} http://${host}:${port}/) &`);
    const answer = await kubectl(['exec', pod, '-n', OUTSIDE, '--', 'sh', '-c', `${tries.join(' ')} wait`]);
    const said = answer
      .trim()
      .split('\n')
      .map((line) => line.split(' ').map(Number));
    expect(said).toHaveLength(doors.length);
    return said.flatMap(([port = 0, seconds = 0]) => (seconds > 0 ? [port] : [])).sort();
  };

  /** What the leader says to the caller, once it is as wished. */
  const status = (what: string, wish: (status: Status) => boolean): Promise<Status> =>
    waitFor(
      what,
      async () => {
        const url = `http://analytics-ui.${NAMESPACE}.svc:8080/json/`;
        const { stdout } = await tryKubectl(['exec', 'caller', '-n', OUTSIDE, '--', 'curl', '-s', '-m', '5', url]);
        const said = stdout.startsWith('{') ? (JSON.parse(stdout) as Status) : undefined;
        return said !== undefined && wish(said) && said;
      },
      { deadline: 4 * MINUTES, explain: () => kubectl(['get', 'pods', '-n', NAMESPACE, '-o', 'wide']) },
    );

  const alive = ({ workers }: Status): string[] => workers.filter(({ state }) => state === 'ALIVE').map(({ id }) => id);

  test(
    'two workers compute Pi for a tenant',
    async () => {
      await status('two workers', (said) => alive(said).length === 2);
      await start({ pi: { application: PYTHON_PI, instances: 2 } });
      expect(await ended('pi', TENANT)).toMatchObject({ type: 'Complete' });
      expect(await driverLog('pi', TENANT)).toMatch(PI);
    },
    12 * MINUTES,
  );

  test(
    'a stranger reaches neither masters nor workers, nor REST, whom a caller reaches',
    async () => {
      const [[master], [worker]] = await Promise.all([pods('master'), pods('worker')]);
      if (master === undefined || worker === undefined) throw new Error('no master or no worker');
      const doors = [
        ...[7077, 6066, 8080].map((port) => ({ host: podIp(master), port })),
        ...[7076, 8081, 7079].map((port) => ({ host: podIp(worker), port })),
      ];
      expect(await open('stranger', doors)).toEqual([]);
      expect(await open('caller', doors)).toEqual([8080, 8081]);
    },
    3 * MINUTES,
  );

  test(
    'work goes on without a master; the next one knows workers and applications, and takes more',
    async () => {
      await start({ held: { application: script('hold.py', HOLD), instances: 1 } });
      const before = await status('the application runs', ({ activeapps }) => activeapps[0]?.state === 'RUNNING');
      const [first] = await pods('master');
      await kubectl(['delete', 'pod', first?.metadata.name ?? '', '-n', NAMESPACE, '--grace-period=1']);
      const after = await status(
        'the next master leads',
        (said) => said.status === 'ALIVE' && alive(said).length === 2,
      );
      const [next] = await pods('master');
      expect(next?.metadata.uid).not.toBe(first?.metadata.uid);
      expect(alive(after).sort()).toEqual(alive(before).sort());
      expect(after.activeapps).toMatchObject([{ id: before.activeapps[0]?.id, state: 'RUNNING' }]);

      await start({ again: { application: PYTHON_PI, instances: 1 } });
      for (const [job, text] of [
        ['held', /Held 3/],
        ['again', PI],
      ] as const) {
        const end = await ended(job, TENANT);
        expect({ type: end.type, failed: at(end.job, 'status.failed') }).toEqual({ type: 'Complete' });
        expect(await driverLog(job, TENANT)).toMatch(text);
      }
    },
    12 * MINUTES,
  );

  test(
    'with a larger number a third worker joins',
    async () => {
      await new Applied(world(3), OUTSIDE).again();
      expect(alive(await status('three workers', (said) => alive(said).length === 3))).toHaveLength(3);
      expect(await pods('worker')).toHaveLength(3);
    },
    5 * MINUTES,
  );
});

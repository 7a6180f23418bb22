import { Chart, Size } from 'cdk8s';
import {
  PlatformApp,
  SparkConf,
  SparkJob,
  SparkServiceAccount,
  type SparkJobOptions,
  type SparkTenant,
} from '../../lib';
import { StandaloneRunner } from '../../lib/runners/standalone/standalone-runner';
import { SubmitRunner } from '../../lib/runners/submit/submit-runner';
import { StandaloneCluster } from '../../lib/services/standalone/standalone-cluster';
import { SparkTesting } from '../../lib/testing';
import { Applied } from './applied';
import { get, kubectl, list, logs } from './kubectl';
import { at, type Manifest } from './manifest';
import { driverLog, drivers, ended, phase, withoutExecutors } from './runs';
import { MINUTES, waitFor } from './wait';
import { DRIVER, EXECUTOR, IMAGE, PYTHON_PI, script, tenantWith } from './workloads';

const NAMESPACE = 'submit-test';
const STANDALONE = 'standalone-test';
const PI = /Pi is roughly 3\.1\d*/;
const FAIL = 'import sys\nprint("this program fails")\nsys.exit(3)\n';
/** Says something ten times a second. */
const TALK = `
import sys, time
for i in range(int(sys.argv[1])):
    print("line %03d" % i, flush=True)
    time.sleep(0.1)
`;
const LINES = 200;
/** Spark's own 10 seconds are too few for an API server beside busy neighbours. */
const PATIENT = SparkConf.of({
  'spark.kubernetes.driver.connectionTimeout': 60_000,
  'spark.kubernetes.driver.requestTimeout': 60_000,
});

/** Some pods of a daemon of Spark in the foreground, which Pod Security `restricted` admits. */
function daemon(name: string, replicas: number, args: string[]): Manifest {
  const labels = { daemon: name };
  const container = {
    name,
    image: IMAGE.reference,
    command: ['/opt/spark/bin/spark-class', ...args],
    env: [
      { name: 'POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
      { name: 'SPARK_DAEMON_MEMORY', value: '256m' },
    ],
    resources: { requests: { cpu: '100m', memory: '256Mi' } },
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
  };
  const securityContext = { runAsNonRoot: true, runAsUser: 185, seccompProfile: { type: 'RuntimeDefault' } };
  const spec = {
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext,
    containers: [container],
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: STANDALONE },
    spec: { replicas, selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
  };
}

const DAEMONS: Manifest[] = [
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'standalone', namespace: STANDALONE },
    spec: { selector: { daemon: 'master' }, ports: [{ port: 7077 }] },
  },
  daemon('master', 1, ['org.apache.spark.deploy.master.Master', '--host', '$(POD_IP)', '--port', '7077']),
  daemon('worker', 2, [
    'org.apache.spark.deploy.worker.Worker',
    ...['--cores', '1', '--memory', '512m', '--work-dir', '/tmp/work', 'spark://standalone:7077'],
  ]),
];

const onNode = process.env.CDK8S_SPARK_NODE === '1' ? describe : describe.skip;

onNode('spark-submit in the cluster, in a restricted namespace with a closed network', () => {
  const ground = new Applied(
    tenantWith(NAMESPACE, () => undefined),
    NAMESPACE,
  );

  const runner = new SubmitRunner();
  const JOBS: Record<string, Partial<SparkJobOptions>> = {
    native: {},
    submitted: { runner, uiService: true },
    failing: { runner, application: script('fail.py', FAIL), retries: 1 },
    moved: { runner, application: script('talk.py', TALK, [String(LINES)]) },
  };

  /** All at once: on a machine with nothing else to do their waiting times overlap. */
  beforeAll(async () => {
    await ground.remove();
    await ground.apply();
    const manifests = tenantWith(NAMESPACE, (chart: Chart, { serviceAccount }: SparkTenant) => {
      for (const [id, props] of Object.entries(JOBS)) {
        const common = { driver: DRIVER, executor: EXECUTOR, application: PYTHON_PI, image: IMAGE, conf: PATIENT };
        new SparkJob(chart, id, { ...common, serviceAccount, ...props });
      }
    });
    await new Applied(manifests, NAMESPACE).again();
  }, 5 * MINUTES);

  afterAll(() => ground.remove(), 5 * MINUTES);

  async function submitters(job: string): Promise<Manifest[]> {
    return list('pods', NAMESPACE, `app.kubernetes.io/instance=${job},spark-role=submitter`);
  }

  async function submitterLog(job: string): Promise<string> {
    const [pod] = await submitters(job);
    return pod === undefined ? '' : logs(pod.metadata.name, NAMESPACE);
  }

  test(
    'a submitter that goes is replaced by one that follows the same driver; with the Job all goes',
    async () => {
      const first = await waitFor('the log is followed', async () => {
        const [pod] = await submitters('moved');
        return /^line \d+$/m.test(await submitterLog('moved')) && pod;
      });
      const [driver] = await drivers('moved', NAMESPACE);
      await kubectl(['delete', 'pod', first.metadata.name, '-n', NAMESPACE, '--wait=false']);
      await waitFor('another submitter follows', async () => {
        const pods = await submitters('moved');
        return pods.some((pod) => pod.metadata.uid !== first.metadata.uid && phase(pod) !== 'Pending');
      });
      const end = await ended('moved', NAMESPACE);
      const log = await submitterLog('moved');
      expect({ type: end.type, failed: at(end.job, 'status.failed'), log }).toEqual({ type: 'Complete', log });
      const lines = log.split('\n').filter((line) => /^line \d+$/.test(line));
      expect(lines).toEqual(Array.from({ length: LINES }, (_, i) => `line ${String(i).padStart(3, '0')}`));
      expect((await drivers('moved', NAMESPACE)).map(({ metadata }) => metadata.uid)).toEqual([driver?.metadata.uid]);

      await kubectl(['delete', 'job', 'moved', '-n', NAMESPACE, '--wait=false']);
      const left = async (): Promise<Manifest[]> => {
        const all = await Promise.all(['services', 'configmaps', 'pods'].map((kind) => list(kind, NAMESPACE)));
        const owners = [driver?.metadata.name, 'moved'];
        return all.flat().filter(({ metadata }) => owners.includes(metadata.ownerReferences?.[0]?.name));
      };
      await waitFor('driver, Service and ConfigMaps go with the Job', async () => (await left()).length === 0);
    },
    8 * MINUTES,
  );

  test(
    'the same job computes Pi by spark-submit and by the native runner',
    async () => {
      expect(await ended('native', NAMESPACE)).toMatchObject({ type: 'Complete' });
      expect(await ended('submitted', NAMESPACE)).toMatchObject({ type: 'Complete' });
      expect(await driverLog('native', NAMESPACE)).toMatch(PI);
      expect(await driverLog('submitted', NAMESPACE)).toMatch(PI);
      expect(await submitterLog('submitted')).toMatch(PI);
      const [driver] = await drivers('submitted', NAMESPACE);
      const job = await get('job', 'submitted', NAMESPACE);
      expect(driver?.metadata.ownerReferences).toEqual([
        { apiVersion: 'batch/v1', kind: 'Job', name: 'submitted', uid: job?.metadata.uid, controller: false },
      ]);
      expect(await list('networkpolicies', NAMESPACE, 'spark-app-selector')).toEqual([]);
      await withoutExecutors('submitted', NAMESPACE);
    },
    8 * MINUTES,
  );

  test(
    'a failing application fails the Job with the exit code of its driver, after all attempts',
    async () => {
      expect(await ended('failing', NAMESPACE)).toMatchObject({ type: 'Failed', reason: 'BackoffLimitExceeded' });
      const exits = (await submitters('failing')).map((pod) =>
        at<{ state: { terminated?: { exitCode: number } } }[]>(pod, 'status.containerStatuses')?.map(
          ({ state }) => state.terminated?.exitCode,
        ),
      );
      expect(exits).toEqual([[3], [3]]);
      expect((await drivers('failing', NAMESPACE)).map(phase)).toEqual(['Failed', 'Failed']);
      expect(await submitterLog('failing')).toContain('this program fails');
    },
    8 * MINUTES,
  );
});

onNode('a standalone cluster in a restricted namespace', () => {
  const cluster = StandaloneCluster.fromUrl('spark://standalone:7077', { sparkVersion: IMAGE.version, workerCores: 1 });
  const chart = new Chart(new PlatformApp({ summary: false }), 'c');
  new SparkJob(chart, 'pi', {
    serviceAccount: SparkServiceAccount.fromName('default', STANDALONE),
    driver: DRIVER,
    executor: { instances: 2, memory: Size.mebibytes(512) },
    application: PYTHON_PI,
    image: IMAGE,
    retries: 3,
    runner: new StandaloneRunner(cluster),
  });
  const ground = new Applied([...DAEMONS, ...(SparkTesting.manifests(chart) as Manifest[])], STANDALONE);

  beforeAll(async () => {
    await ground.remove();
    await ground.apply();
  }, 5 * MINUTES);

  afterAll(() => ground.remove(), 5 * MINUTES);

  test(
    'runs pi.py on both workers, with the driver in a pod of ours',
    async () => {
      expect(await ended('pi', STANDALONE)).toMatchObject({ type: 'Complete' });
      expect(await driverLog('pi', STANDALONE)).toMatch(PI);
      const workers = await list('pods', STANDALONE, 'daemon=worker');
      expect(workers).toHaveLength(2);
      await waitFor('both workers ran an executor', async () => {
        const texts = await Promise.all(workers.map(({ metadata }) => logs(metadata.name, STANDALONE)));
        return texts.every((text) => /Launch command|Asked to launch executor/.test(text));
      });
    },
    8 * MINUTES,
  );
});

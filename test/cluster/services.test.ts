import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { Size, type Chart } from 'cdk8s';
import { DynamicAllocation, SecretSource, SparkJob, type SparkTenant } from '../../lib';
import { UiEndpoint } from '../../lib/ingress/ui-endpoint';
import { SparkConnectServer } from '../../lib/services/connect/connect-server';
import { SparkHistoryServer } from '../../lib/services/history-server/history-server';
import { ClaimAccessMode, SparkHistoryLogs } from '../../lib/services/history-server/logs';
import { Applied } from './applied';
import { apply, kubectl, list, run, tryKubectl } from './kubectl';
import { driverLog, ended, podIp, running } from './runs';
import { Stranger } from './stranger';
import { MINUTES, waitFor } from './wait';
import { DRIVER, EXECUTOR, IMAGE, PYTHON_PI, tenantWith } from './workloads';

const NAMESPACE = 'services-test';
const OUTSIDE = 'services-test-outside';
const TOKEN = 'right-token';
const LOGS = SparkHistoryLogs.onNewClaim('spark-events', {
  size: Size.mebibytes(100),
  accessMode: ClaimAccessMode.READ_WRITE_ONCE,
  singleNode: true,
});
/** Whom the servers let in. */
const CALLER = { namespace: OUTSIDE, podLabels: { role: 'caller' } };

/** A Python with `pyspark[connect]`; without one nobody can call a Connect server. */
const PYTHON = process.env.CDK8S_SPARK_CONNECT_PYTHON ?? '';
const CLIENT = `
import os, sys
from pyspark.sql.connect.session import SparkSession
try:
    session = SparkSession.builder.remote(sys.argv[1]).getOrCreate()
    print("Counted", session.range(1000).count(), flush=True)
except Exception as error:
    print("Refused", error, flush=True)
os._exit(0)
`;

/** What the History Server tells of an application. */
interface Application {
  readonly id: string;
  readonly name: string;
  readonly attempts: readonly { readonly completed: boolean }[];
}

const onNode = process.env.CDK8S_SPARK_NODE === '1' ? describe : describe.skip;
const withPython = PYTHON === '' ? test.skip : test;

onNode('servers around Spark on a real node, in a restricted namespace with a closed network', () => {
  const fill = (chart: Chart, { serviceAccount }: SparkTenant): void => {
    new SparkHistoryServer(chart, 'history', {
      image: IMAGE,
      namespace: NAMESPACE,
      logs: LOGS,
      ui: UiEndpoint.external('https://spark.example.com/past'),
      cores: 0.1,
      memory: Size.mebibytes(512),
      store: { size: Size.mebibytes(200) },
      network: { clients: [CALLER] },
    });
    new SparkConnectServer(chart, 'connect', {
      image: IMAGE,
      serviceAccount,
      token: SecretSource.fromKubernetes('connect', 'token'),
      driver: { ...DRIVER, memory: Size.mebibytes(700) },
      executor: { coreRequest: 0.1, memory: Size.mebibytes(512) },
      features: [DynamicAllocation.between({ minExecutors: 1, maxExecutors: 1 })],
      network: { clients: [CALLER] },
    });
    new SparkJob(chart, 'pi', {
      serviceAccount,
      application: PYTHON_PI,
      image: IMAGE,
      driver: DRIVER,
      executor: { ...EXECUTOR, instances: 1 },
      features: [LOGS.eventLog()],
    });
  };
  const ground = new Applied(tenantWith(NAMESPACE, fill), OUTSIDE);
  const caller = new Stranger('caller', OUTSIDE);
  const stranger = new Stranger('stranger', OUTSIDE);

  beforeAll(async () => {
    await ground.remove();
    await apply(ground.manifests.filter(({ kind }) => kind === 'Namespace'));
    await kubectl(['create', 'secret', 'generic', 'connect', '-n', NAMESPACE, `--from-literal=token=${TOKEN}`]);
    await ground.apply();
    await Promise.all([caller.start(), stranger.start()]);
    await kubectl(['label', 'pod', 'caller', '-n', OUTSIDE, 'role=caller']);
  }, 5 * MINUTES);

  afterAll(() => ground.remove(), 5 * MINUTES);

  /** What the History Server answers the caller; empty while it does not. */
  const asked = async (path: string, ...flags: string[]): Promise<string> => {
    const url = `http://history.${NAMESPACE}.svc:18080${path}`;
    return (await tryKubectl(['exec', 'caller', '-n', OUTSIDE, '--', 'curl', '-s', '-m', '20', ...flags, url])).stdout;
  };

  /** Whether a connection comes about, from a pod outside; what the server says to it doesn't matter. */
  const connects = async (pod: string, host: string, port: number): Promise<boolean> => {
    const curl = ['curl', '-s', '-o', '/dev/null', '-w', '%{time_connect}', '--connect-timeout', '5', '-m', '8'];
    const answer = await tryKubectl(['exec', pod, '-n', OUTSIDE, '--', ...curl, `http://${host}:${port}/`]);
    if (!/^[\d.]+$/.test(answer.stdout)) throw new Error(`curl in ${pod} said: ${answer.stdout}${answer.stderr}`);
    return Number(answer.stdout) > 0;
  };

  /** The pod of a server, once it is ready. */
  const ready = async (name: string) => {
    await kubectl(['rollout', 'status', `deployment/${name}`, '-n', NAMESPACE, '--timeout=600s']);
    const [pod] = await list('pods', NAMESPACE, `app.kubernetes.io/instance=${name},!spark-exec-id`);
    if (pod === undefined) throw new Error(`${name} has no pod`);
    return pod;
  };

  test(
    'the History Server shows a job that is over, under its prefix, to whom it lets in',
    async () => {
      expect(await ended('pi', NAMESPACE)).toMatchObject({ type: 'Complete' });
      expect(await driverLog('pi', NAMESPACE)).toMatch(/Pi is roughly 3\.1/);
      const pod = await ready('history');
      // It looks into the directory now and then, and may have looked while the job was running.
      const application = await waitFor('the History Server has read the whole log', async () => {
        const text = await asked('/api/v1/applications');
        const [first] = (text.startsWith('[') ? JSON.parse(text) : []) as Application[];
        return first?.attempts.some(({ completed }) => completed) && first;
      });
      expect(application.name).toBe('PythonPi');
      const executors = JSON.parse(await asked(`/api/v1/applications/${application.id}/allexecutors`)) as unknown[];
      expect(executors).toHaveLength(2);

      const page = `/history/${application.id}/`;
      expect(await asked(page, '-o', '/dev/null', '-w', '%{redirect_url}')).toMatch(new RegExp(`/past${page}jobs/$`));
      const links = [...(await asked(`${page}jobs/`)).matchAll(/(?:href|src)="(\/[^"]*)"/g)].map(([, link]) => link);
      expect(links.length).toBeGreaterThan(5);
      expect(links.filter((link) => link?.startsWith('/past/') !== true)).toEqual([]);
      expect(await connects('caller', podIp(pod), 18080)).toBe(true);
      expect(await connects('stranger', podIp(pod), 18080)).toBe(false);
    },
    12 * MINUTES,
  );

  test(
    'the Connect server has an executor, and lets in only whom it was told to',
    async () => {
      const pod = await ready('connect');
      await running('connect', NAMESPACE, 1);
      expect(await connects('caller', podIp(pod), 15002)).toBe(true);
      expect(await connects('stranger', podIp(pod), 15002)).toBe(false);
      expect(await connects('caller', podIp(pod), 4040)).toBe(false);
    },
    12 * MINUTES,
  );

  withPython(
    'the Connect server counts for a PySpark client with the right token, and refuses another',
    async () => {
      await ready('connect');
      const tunnel = await forward('connect', 15002);
      const call = async (token: string): Promise<string> => {
        const { stdout } = await run(PYTHON, ['-c', CLIENT, `sc://localhost:${tunnel.port}/;token=${token}`]);
        return stdout;
      };
      try {
        expect(await call(TOKEN)).toContain('Counted 1000');
        expect(await call('another')).toMatch(/Refused[^]*UNAUTHENTICATED/);
      } finally {
        tunnel.process.kill();
      }
    },
    8 * MINUTES,
  );
});

/** A tunnel to a port of a Service: a client that sends a token without TLS wants the server on localhost. */
async function forward(service: string, target: number): Promise<{ port: number; process: ChildProcess }> {
  const port = await freePort();
  const args = ['port-forward', '-n', NAMESPACE, `service/${service}`, `${port}:${target}`];
  const process_ = spawn(process.env.KUBECTL ?? 'kubectl', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise<void>((resolve, reject) => {
    process_.stdout.once('data', () => resolve());
    process_.once('exit', (code) => reject(new Error(`port-forward ended with ${code}`)));
  });
  return { port, process: process_ };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

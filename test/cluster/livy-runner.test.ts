import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Duration } from 'cdk8s';
import { SparkApplication, SparkConf, SparkJob, type SparkJobProps } from '../../lib';
import { LivyRunner } from '../../lib/runners/livy/livy-runner';
import { CLIENT_LABEL } from '../../lib/runners/livy/rights';
import { LivyServer } from '../../lib/services/livy/livy-server';
import { Applied } from './applied';
import { get, kubectl, list, logs } from './kubectl';
import { at, type Manifest } from './manifest';
import { ended } from './runs';
import { MINUTES, waitFor } from './wait';
import { DRIVER, EXECUTOR, IMAGE, tenantWith } from './workloads';

const NAMESPACE = 'livy-test';
/** Where the server of the tests runs; the tenant's own namespace is closed. */
const OUTSIDE = 'livy-test-server';
const PORT = 8998;
const SCRIPT = readFileSync(resolve(__dirname, '../runners/livy/livy_server.py'), 'utf8');

const STARTING = { state: 'starting' };
const RUNNING = { state: 'running', appId: 'spark-1' };
const onNode = process.env.CDK8S_SPARK_NODE === '1' ? describe : describe.skip;

/** The server that speaks Livy's interface, as pod and Service. */
function server(): Manifest[] {
  const labels = { app: 'livy' };
  const metadata = { name: 'livy', namespace: OUTSIDE, labels };
  const container = {
    name: 'livy',
    image: IMAGE.reference,
    command: ['python3', '/opt/livy/livy_server.py', '--host', '0.0.0.0', '--port', String(PORT)],
    securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
    readinessProbe: { tcpSocket: { port: PORT }, periodSeconds: 1 },
    resources: { requests: { cpu: '10m', memory: '64Mi' } },
    volumeMounts: [{ name: 'script', mountPath: '/opt/livy' }],
  };
  return [
    { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { 'livy_server.py': SCRIPT } },
    { apiVersion: 'v1', kind: 'Service', metadata, spec: { selector: labels, ports: [{ port: PORT }] } },
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata,
      spec: {
        automountServiceAccountToken: false,
        terminationGracePeriodSeconds: 0,
        securityContext: { runAsNonRoot: true, runAsUser: 185, seccompProfile: { type: 'RuntimeDefault' } },
        containers: [container],
        volumes: [{ name: 'script', configMap: { name: 'livy' } }],
      },
    },
  ];
}

interface Told {
  readonly events: string[];
  readonly batches: { readonly name: string }[];
}

const CONTROL = `/api/v1/namespaces/${OUTSIDE}/services/livy:${PORT}/proxy/control`;
const told = async (): Promise<Told> => JSON.parse(await kubectl(['get', '--raw', CONTROL])) as Told;

/** What has happened to the sessions of a job. */
async function events(job: string): Promise<string[]> {
  const all = (await told()).events.filter((event) => event.split(' ')[1]?.startsWith(`${job}-`));
  return all.map((event) => event.replace(/-[0-9a-f]{8}-(\d+)$/, ' $1'));
}

/** The pods of a job's client, the first one first. */
async function clients(job: string): Promise<Manifest[]> {
  const pods = await list('pods', NAMESPACE, `${CLIENT_LABEL}=${job}`);
  const born = (pod: Manifest): string => String(pod.metadata.creationTimestamp);
  return pods.sort((a, b) => born(a).localeCompare(born(b)));
}

/** Waits until some pod of a job's client has said so, and tells what that pod has said. */
function said(job: string, pattern: RegExp): Promise<string> {
  return waitFor(
    `the client of ${job} says ${String(pattern)}`,
    async () => {
      const pods = await clients(job);
      const texts = await Promise.all(pods.map(({ metadata }) => logs(metadata.name, NAMESPACE)));
      return texts.find((text) => pattern.test(text));
    },
    { explain: () => kubectl(['get', 'jobs,pods,events', '-n', NAMESPACE]) },
  );
}

const runner = new LivyRunner(LivyServer.fromUrl(`http://livy.${OUTSIDE}.svc:${PORT}`), {
  pollInterval: Duration.seconds(1),
  insecurePodsWithoutTemplate: true,
});

/** A job whose batch goes through these steps. */
const steps = (...plan: object[]): Partial<SparkJobProps> => ({
  application: SparkApplication.python('local:///opt/app/pi.py', { args: [JSON.stringify(plan)] }),
});
const FOREVER = steps(STARTING, RUNNING);
const JOBS: { readonly [name: string]: Partial<SparkJobProps> } = {
  good: steps(STARTING, { ...RUNNING, log: ['one', 'two'] }, { state: 'success', log: ['Pi is roughly 3.14'] }),
  bad: { ...steps(STARTING, { state: 'dead' }), retries: 1 },
  refused: { ...FOREVER, retries: 3, conf: SparkConf.of({ 'spark.denied.key': 'x' }) },
  moved: FOREVER,
  deleted: FOREVER,
  late: { ...FOREVER, deadline: Duration.hours(1) },
  suspended: FOREVER,
};

onNode('jobs posted to a Livy server, in a restricted namespace with a closed network', () => {
  const outside = new Applied(server(), OUTSIDE);
  const ground = new Applied(
    tenantWith(NAMESPACE, (chart, { serviceAccount }) => {
      for (const [id, props] of Object.entries(JOBS)) {
        const job = { serviceAccount, image: IMAGE, driver: DRIVER, executor: EXECUTOR, runner, ...props };
        new SparkJob(chart, id, job as SparkJobProps);
      }
    }),
    OUTSIDE,
  );

  beforeAll(async () => {
    await Promise.all([ground.remove(), outside.remove()]);
    await outside.apply();
    await kubectl(['wait', '--for=condition=Ready', 'pod/livy', '-n', OUTSIDE, '--timeout=120s']);
    await ground.apply();
  }, 5 * MINUTES);

  afterAll(async () => {
    await ground.remove();
    await outside.remove();
  }, 5 * MINUTES);

  test('a batch that succeeds: the Job is complete, and its log has states and lines, each once', async () => {
    expect(await ended('good', NAMESPACE)).toMatchObject({ type: 'Complete' });
    const text = await said('good', /has succeeded/);
    expect(text.match(/^(?!\[livy\]|spark-submit).+$/gm)).toEqual(['one', 'two', 'Pi is roughly 3.14']);
    expect(text).toContain('[livy] batch');
    expect(await events('good')).toEqual(['created good 1']);
  });

  test('a batch that fails uses up its attempts, each a session of its own', async () => {
    expect(await ended('bad', NAMESPACE)).toMatchObject({ type: 'Failed', reason: 'BackoffLimitExceeded' });
    expect(await events('bad')).toEqual(['created bad 1', 'created bad 2']);
  });

  test('a batch that Livy refuses fails at once, whatever the retries', async () => {
    expect(await ended('refused', NAMESPACE)).toMatchObject({ type: 'Failed', reason: 'PodFailurePolicy' });
    expect(await clients('refused')).toHaveLength(1);
    await said('refused', /refuses the batch with 400: Blacklisted configuration values.*spark\.denied\.key/);
  });

  test('a pod that is moved is followed by another one on the same session', async () => {
    await said('moved', /is running/);
    const [first] = await clients('moved');
    await kubectl(['delete', 'pod', first?.metadata.name ?? '', '-n', NAMESPACE, '--wait=false']);
    await said('moved', /going on with batch/);
    const session = (await told()).batches.find(({ name }) => name.startsWith('moved-'))?.name ?? '';
    const body = JSON.stringify({ then: { [session]: [{ state: 'success' }] } });
    await kubectl(['create', '--raw', CONTROL, '-f', '-'], body);
    const { type, job } = await ended('moved', NAMESPACE);
    expect(type).toBe('Complete');
    // No attempt was lost by it.
    expect(at(job, 'status.failed')).toBeUndefined();
    expect(await events('moved')).toEqual(['created moved 1']);
  });

  test.each([
    ['that is deleted', 'deleted', undefined],
    ['beyond its deadline', 'late', '{"spec":{"activeDeadlineSeconds":1}}'],
    ['that is suspended', 'suspended', '{"spec":{"suspend":true}}'],
  ])('a Job %s takes its session with it', async (_, job, patch) => {
    await said(job, /is running/);
    const how = patch === undefined ? ['delete', '--wait=false'] : ['patch', '-p', patch];
    await kubectl([...how.slice(0, 1), 'job', job, '-n', NAMESPACE, ...how.slice(1)]);
    await waitFor(`the session of ${job} is deleted`, async () => (await events(job)).includes(`deleted ${job} 1`));
    expect(await events(job)).toEqual([`created ${job} 1`, `deleted ${job} 1`]);
  });

  test('a Job that is resumed submits anew', async () => {
    await kubectl(['patch', 'job', 'suspended', '-n', NAMESPACE, '-p', '{"spec":{"suspend":false}}']);
    await waitFor('a second session', async () => (await events('suspended')).length === 3);
    expect(at(await get('job', 'suspended', NAMESPACE), 'status.failed')).toBeUndefined();
  });
});

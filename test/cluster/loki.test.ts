import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Chart, Duration, Size, Testing } from 'cdk8s';
import { SecretSource } from '../../lib';
import { Loki } from '../../lib/monitoring/loki/loki';
import type { LokiProps } from '../../lib/monitoring/loki/props';
import { LokiStorage } from '../../lib/monitoring/loki/storage';
import { LogCollector } from '../../lib/monitoring/logs/log-collector';
import { LogCollection, type LogCollectorProps } from '../../lib/monitoring/logs/props';
import { SparkTesting } from '../../lib/testing';
import { Applied } from './applied';
import { run } from './kubectl';
import { MINUTES, waitFor } from './wait';

/** Path of a `loki` of the release that is pinned. */
const LOKI = process.env.CDK8S_SPARK_LOKI ?? '';
const withLoki = LOKI === '' ? describe.skip : describe;
/** Whether there is a Go that may load Alloy's parser. */
const withGo = process.env.CDK8S_SPARK_GO === '1' ? describe : describe.skip;

const NAMESPACE = 'loki-test';
const JOBS = 'loki-test-jobs';
const secret = (key: string): SecretSource => SecretSource.fromKubernetes('loki', key);
const network = { egress: [{ cidr: '0.0.0.0/0', ports: [443] }] };

const CASES: { readonly [name: string]: LokiProps } = {
  claim: { storage: LokiStorage.claim({ size: Size.gibibytes(20) }), executorRetention: Duration.days(2) },
  'three-s3': {
    storage: LokiStorage.s3({ bucket: 'logs', region: 'eu-west-1' }),
    replicas: 3,
    tenant: 'platform',
    network,
  },
  minio: {
    storage: LokiStorage.s3({
      bucket: 'logs',
      endpoint: 'http://minio.storage.svc:9000',
      accessKeyId: secret('id'),
      secretAccessKey: secret('key'),
    }),
    network,
  },
  azure: {
    storage: LokiStorage.azure({ account: 'logs', container: 'logs', accountKey: secret('account') }),
    network,
  },
  gcs: { storage: LokiStorage.gcs({ bucket: 'logs', keyFile: secret('key.json') }), replicas: 3, network },
};
const COLLECTORS: { readonly [name: string]: Omit<LogCollectorProps, 'loki'> } = {
  api: {
    namespaces: [JOBS],
    cluster: 'east',
    dropHealthChecks: true,
    labels: { team: 'example.com/team' },
    redactions: [{ expression: 'ticket=(\\S+)' }],
  },
  files: { collection: LogCollection.HOST_FILES },
};

const chart = (): Chart => new Chart(Testing.app(), 'c', { namespace: NAMESPACE });

function configurationOf(props: LokiProps): string {
  const { data } = SparkTesting.find(new Loki(chart(), 'loki', props), 'ConfigMap') as unknown as {
    data: { [file: string]: string };
  };
  return data['config.yaml'] ?? '';
}

function alloyConfigurations(): { [file: string]: string } {
  const home = chart();
  const loki = new Loki(home, 'loki', CASES.claim as LokiProps);
  const made = Object.entries(COLLECTORS).map(([name, props]) => new LogCollector(home, name, { loki, ...props }));
  const maps = made.flatMap((one) => SparkTesting.manifests(one)).filter(({ kind }) => kind === 'ConfigMap');
  return Object.fromEntries(
    maps.map(({ metadata, data }) => [metadata.name, (data as { [file: string]: string })['config.alloy'] ?? '']),
  );
}

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'cdk8s-spark-loki-'));
  FOLDERS.push(path);
  return path;
}
const FOLDERS: string[] = [];
afterAll(() => FOLDERS.forEach((path) => rmSync(path, { recursive: true, force: true })));

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer().on('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

test('the API server takes every object, and the second time nothing changes', async () => {
  const home = chart();
  const lokis = Object.entries(CASES).map(([name, props]) => new Loki(home, name, props));
  for (const [name, props] of Object.entries(COLLECTORS)) {
    new LogCollector(home, name, { loki: lokis[0] as Loki, ...props });
  }
  expect(home.node.findAll().flatMap(({ node }) => node.validate())).toEqual([]);
  const applied = new Applied(SparkTesting.manifests(home), NAMESPACE);
  try {
    await applied.apply('--server-side');
    expect(await applied.diff('--server-side')).toBe('');
  } finally {
    await applied.remove();
  }
});

withLoki('Loki', () => {
  test.each(Object.entries(CASES))('takes the configuration of %s', async (_, props) => {
    const file = join(folder(), 'config.yaml');
    writeFileSync(file, configurationOf(props));
    const env = { AZURE_STORAGE_ACCOUNT_KEY: 'c2VjcmV0LWtleS1vZi1hbi1hY2NvdW50' };
    const args = ['-verify-config', `-config.file=${file}`, '-config.expand-env=true', '-target=all'];
    const { stdout, stderr } = await run(LOKI, args, { env });
    expect(stdout + stderr).toContain('config is valid');
    expect(stdout + stderr).not.toMatch(/level=(warn|error)/);
  });

  describe('that runs', () => {
    let server: ChildProcess | undefined;
    let url = '';
    let said = '';
    const ask = async (path: string, init: RequestInit = {}, tenant = 'platform'): Promise<Response> =>
      fetch(url + path, { ...init, headers: { 'content-type': 'application/json', 'x-scope-orgid': tenant } });
    const query = async (text: string): Promise<{ stream?: Labels; metric?: Labels; values: string[][] }[]> => {
      const answer = await ask(`/loki/api/v1/query_range?since=1h&step=60&query=${encodeURIComponent(text)}`);
      const { data } = (await answer.json()) as { data: { result: never[] } };
      return data.result;
    };

    beforeAll(async () => {
      const home = folder();
      const [http, grpc] = [await freePort(), await freePort()];
      url = `http://127.0.0.1:${http}`;
      const file = join(home, 'config.yaml');
      const props = { ...(CASES.claim as LokiProps), tenant: 'platform' };
      // A machine with many interfaces has no address of its own.
      const common = 'common:\n  instance_addr: 127.0.0.1\n';
      const text = configurationOf(props).replaceAll('/var/loki', join(home, 'data')).replace('common:\n', common);
      writeFileSync(file, text);
      const local = ['http', 'grpc'].map((kind) => `-server.${kind}-listen-address=127.0.0.1`);
      server = spawn(LOKI, [
        `-config.file=${file}`,
        '-config.expand-env=true',
        '-target=all',
        `-server.http-listen-port=${http}`,
        `-server.grpc-listen-port=${grpc}`,
        ...local,
      ]);
      server.stderr?.on('data', (text: Buffer) => (said += text.toString()));
      const ready = async (): Promise<boolean> => {
        if (server?.exitCode !== null) throw new Error(`Loki ended:\n${said}`);
        return (await ask('/ready').catch(() => undefined))?.ok ?? false;
      };
      await waitFor('Loki is ready', ready, {
        deadline: 2 * MINUTES,
        explain: () => Promise.resolve(said.slice(-4000)),
      });
    }, 3 * MINUTES);
    afterAll(async () => {
      if (server?.exitCode !== null) return;
      const gone = new Promise((done) => server?.once('exit', done));
      server.kill('SIGTERM');
      await gone;
    }, MINUTES);

    test('has what the probes ask for, refuses who names no tenant, and runs no ruler', async () => {
      expect((await ask('/loki/api/v1/status/buildinfo')).status).toBe(200);
      const plain = await fetch(`${url}/loki/api/v1/labels`);
      expect([plain.status, (await plain.text()).trim()]).toEqual([401, 'no org id']);
      const modules = await (await ask('/services')).text();
      expect(modules).toContain('compactor => Running');
      expect(modules).not.toContain('ruler => Running');
    });

    test('answers what dashboards ask of the lines of a job', async () => {
      const pushed = await ask('/loki/api/v1/push', { method: 'POST', body: JSON.stringify({ streams: lines() }) });
      expect([pushed.status, await pushed.text()]).toEqual([204, '']);
      const drivers = `{namespace="etl", job_name="pi", spark_role="driver"} | spark_app_id="spark-7"`;
      const found = await waitFor('a line', async () => {
        const answer = await query(`${drivers} |= "ERROR"`);
        return answer.length > 0 && answer;
      });
      expect(found).toHaveLength(1);
      expect(found[0]?.stream).toMatchObject({ pod: 'pi-driver', detected_level: 'error', service_name: 'spark' });
      expect(found[0]?.values[0]?.[1]).toContain('\n\tat org.apache.spark');

      const levels = await query(
        `sum by (detected_level) (count_over_time({namespace="etl", job_name="pi"} | spark_app_id="spark-7" [5m]))`,
      );
      expect(levels.map(({ metric }) => metric?.detected_level).sort()).toEqual(['error', 'info', 'warn']);
      const executors = await query(`sum by (spark_exec_id) (count_over_time({spark_role="executor"}[5m]))`);
      expect(executors.map(({ metric }) => metric?.spark_exec_id).sort()).toEqual(['1', '2']);
      const others = await query(`{namespace="etl"} | spark_app_id="spark-8"`);
      expect(others).toEqual([]);
    });

    test('keeps few streams: what differs in each pod is no label', async () => {
      const { data } = (await (await ask('/loki/api/v1/labels')).json()) as { data: string[] };
      expect(data.sort()).toEqual(
        ['app', 'container', 'job_name', 'namespace', 'service_name', 'spark_role', 'stream'].sort(),
      );
      const match = encodeURIComponent('{namespace="etl"}');
      const series = (await (await ask(`/loki/api/v1/series?match[]=${match}`)).json()) as { data: Labels[] };
      // Two executors are one stream.
      expect(series.data).toHaveLength(2);
    });

    test('says nothing of configuration that it does not like', () => {
      expect(said).not.toMatch(/deprecated|unknown field/);
    });
  });
});

interface Labels {
  readonly [label: string]: string;
}

/** What a collector sends of one run. */
function lines(): { stream: Labels; values: unknown[][] }[] {
  const now = BigInt(Date.now()) * 1_000_000n;
  const stream = (role: string): Labels => ({
    namespace: 'etl',
    app: 'spark',
    container: `spark-kubernetes-${role}`,
    spark_role: role,
    job_name: 'pi',
    stream: 'stderr',
  });
  const line = (i: number, pod: string, executor: Labels, text: string): unknown[] => [
    String(now - BigInt(60 - i) * 1_000_000_000n),
    text,
    { spark_app_id: 'spark-7', pod, node: 'n1', ...executor },
  ];
  const trace = 'java.lang.IllegalStateException: no\n\tat org.apache.spark.Foo.bar(Foo.scala:7)';
  return [
    {
      stream: stream('driver'),
      values: [
        line(1, 'pi-driver', {}, '26/11/22 03:00:00 INFO SparkContext: Running Spark version 4.2.1'),
        line(2, 'pi-driver', {}, `26/11/22 03:00:01 ERROR TaskSetManager: Task failed\n${trace}`),
      ],
    },
    {
      stream: stream('executor'),
      values: [
        line(3, 'pi-exec-1', { spark_exec_id: '1' }, '26/11/22 03:00:02 INFO Executor: Finished task 0.0'),
        line(4, 'pi-exec-2', { spark_exec_id: '2' }, '26/11/22 03:00:02 WARN BlockManager: slow'),
      ],
    },
  ];
}

withGo('Alloy', () => {
  const program = join(tmpdir(), `cdk8s-spark-alloy-syntax-${process.pid}`);
  beforeAll(async () => {
    const source = resolve(__dirname, 'alloy-syntax');
    const { code, stderr } = await run('go', ['build', '-o', program, '.'], { cwd: source });
    expect([code, stderr.replace(/^go: downloading.*\n/gm, '')]).toEqual([0, '']);
  }, 5 * MINUTES);
  afterAll(() => rmSync(program, { force: true }));

  test('parses every configuration, and Go every regular expression in it', async () => {
    const home = folder();
    const files = Object.entries(alloyConfigurations()).map(([name, text]) => {
      writeFileSync(join(home, name), text);
      return join(home, name);
    });
    expect(files).toHaveLength(4);
    expect(await run(program, files)).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  test('takes secrets out of lines', async () => {
    const file = join(folder(), 'config.alloy');
    writeFileSync(file, Object.values(alloyConfigurations())[0] ?? '');
    const { stdout } = await run(program, [
      '-line',
      'AKIAABCDEFGHIJKLMNOP fs.s3a.secret.key=abc/1 ?sv=1&sig=aB%2Bc%3D&se=2 Bearer abcdefghijklmnop.q ticket=7 kept=8',
      file,
    ]);
    expect(stdout.trim()).toBe(
      '<redacted> fs.s3a.secret.key=<redacted> ?sv=1&sig=<redacted>&se=2 Bearer <redacted> ticket=<redacted> kept=8',
    );
  });
});

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Chart } from 'cdk8s';
import {
  DynamicAllocation,
  EventLog,
  SparkConf,
  SparkImage,
  SparkJob,
  SparkRunner,
  type SparkJobProps,
  type SparkNetwork,
} from '../../lib';
import { SparkMetrics } from '../../lib/spark/features/metrics/spark-metrics';
import { CLEANUP_SCRIPT } from '../../lib/monitoring/pushgateway/cleanup';
import { Pushgateway } from '../../lib/monitoring/pushgateway/pushgateway';
import seen from '../monitoring/seen/spark-4.2.1.json';
import { Applied } from './applied';
import { addressTowards, Daemon, freePort, page, prometheus } from './daemons';
import { kubectl, list, run } from './kubectl';
import { at, type Manifest } from './manifest';
import { scrapeConfigs, staticScrape, writeTargets } from './prometheus-scrape';
import { drivers, ended, podIp, running } from './runs';
import { MINUTES, waitFor } from './wait';
import { DRIVER, EXECUTOR as SMALL, IMAGE, PYTHON_PI, script, tenantWith } from './workloads';

const NAMESPACE = 'metrics-test';
const OUTSIDE = 'metrics-test-outside';
const PAGES = ['/metrics/prometheus/', '/metrics/executors/prometheus'] as const;
const PROMETHEUS = process.env.CDK8S_SPARK_PROMETHEUS ?? '';
const PUSHGATEWAY = process.env.CDK8S_SPARK_PUSHGATEWAY ?? '';
/** Set, the table of the metrics seen and the recorded series are written anew. */
const RECORD = process.env.CDK8S_SPARK_RECORD === '1';
/** How long the jobs of a recording run at least. */
const RECORDED_SECONDS = 170;
/** An image like `IMAGE` with this jar. */
const AGENT = process.env.CDK8S_SPARK_JMX_JAR ?? '';
const withAgent = AGENT === '' ? test.skip : test;
const TABLES = join(__dirname, '../monitoring/seen');

/** With a share of the processor that lets them finish something between two looks. */
const EXECUTOR = { ...SMALL, coreRequest: 0.3 };

/** A busy machine may let the API server wait, which would cost the driver an attempt. */
const CONF = SparkConf.of({
  'spark.sql.shuffle.partitions': 2,
  'spark.kubernetes.driver.requestTimeout': '60000',
  'spark.kubernetes.driver.connectionTimeout': '60000',
});

/** A file in the pod of a driver that may end. Without it the programs end by themselves, long after the tests gave up. */
const ENOUGH = '/tmp/enough';

/** Shuffles, caches, writes and calls Python until it is told that this is enough. */
const SHUFFLE = `
import os, time
from pyspark.sql import SparkSession, functions as F
spark = SparkSession.builder.getOrCreate()
end = time.time() + 900
while time.time() < end and not os.path.exists("${ENOUGH}"):
    frame = spark.range(0, 200000, numPartitions=4).withColumn("key", F.col("id") % 1000)
    cached = frame.repartition(4, "key").cache()
    cached.groupBy("key").count().write.mode("overwrite").parquet("/tmp/counts")
    cached.unpersist()
    spark.sparkContext.parallelize(range(20000), 4).map(lambda x: (x % 10, 1)).reduceByKey(lambda a, b: a + b).count()
spark.stop()
`;
const STREAM = `
import os, time
from pyspark.sql import SparkSession, functions as F
spark = SparkSession.builder.getOrCreate()
rates = spark.readStream.format("rate").option("rowsPerSecond", 50).load()
counts = rates.withWatermark("timestamp", "10 seconds").groupBy(F.window("timestamp", "5 seconds")).count()
sink = counts.writeStream.queryName("rates").format("noop").outputMode("update")
query = sink.option("checkpointLocation", "/tmp/checkpoint").trigger(processingTime="2 seconds").start()
end = time.time() + 900
while time.time() < end and not os.path.exists("${ENOUGH}"):
    query.awaitTermination(1)
query.stop()
spark.stop()
`;
const FAIL = 'raise SystemExit("this program fails")\n';

/** A series of Prometheus, with its value at one time or its values over a while. */
interface Series {
  readonly metric: { readonly [label: string]: string };
  readonly value: readonly [number, string];
}

/** A group of a Pushgateway. */
interface Group {
  readonly labels: { readonly [name: string]: string };
  readonly [family: string]: unknown;
}

const onNode =
  process.env.CDK8S_SPARK_NODE === '1' && PROMETHEUS !== '' && PUSHGATEWAY !== '' ? describe : describe.skip;

onNode('metrics of jobs on a real node, in a real Prometheus and a real Pushgateway', () => {
  const observation = SparkMetrics.driverObservation(NAMESPACE);
  const observed = new Pushgateway(new Chart(new App(), 'c'), 'pushgateway', { namespace: 'monitoring' });
  let gateway: Daemon;
  let discovery: NodeJS.Timeout;
  let server: Daemon;
  let jobs: (application: SparkJobProps['application'], retries: number) => Manifest[];
  let ground: Applied;
  let network: SparkNetwork;
  /** Names on the pages, before anything is dropped. */
  const raw = new Map<string, string>();
  let begin = 0;
  let middle = 0;

  const query = async (text: string, time = middle): Promise<readonly Series[]> =>
    (await server.api<{ result: readonly Series[] }>('query', { query: text, time: String(time) })).result;
  const groups = (): Promise<readonly Group[]> => gateway.api<readonly Group[]>('metrics');
  const pushed = async (name: string): Promise<number | undefined> => {
    const group = (await groups()).find(({ labels }) => labels.job === 'shuffle');
    const family = group?.[`spark_job_last_${name}`] as { metrics: { value: string }[] } | undefined;
    return family && Number(family.metrics[0]?.value);
  };

  beforeAll(async () => {
    const [node] = (await list('nodes', 'default')).map(
      ({ status }) => (status as { addresses: { type: string; address: string }[] }).addresses,
    );
    const host = await addressTowards(node?.find(({ type }) => type === 'InternalIP')?.address ?? '');
    gateway = new Daemon(PUSHGATEWAY, [], host, await freePort(host));
    const options = { targets: join(mkdtempSync(join(tmpdir(), 'targets-')), 'pods.json'), interval: '5s' };
    await writeTargets(observation, options.targets);
    discovery = setInterval(() => void writeTargets(observation, options.targets), 2000);
    const scrapes = [
      ...scrapeConfigs(observation, options),
      ...observed.observations.map((one) => staticScrape(one, gateway.address, options)),
    ];
    server = prometheus(PROMETHEUS, scrapes, await freePort());
    await Promise.all([gateway.ready(), server.ready()]);

    const lastWord = Pushgateway.fromAddress(gateway.address);
    const common = { image: IMAGE, driver: DRIVER, conf: CONF };
    network = {
      ingress: [{ name: 'prometheus', cidr: '0.0.0.0/0', ports: [4040, 8090] }],
      egress: [{ name: 'pushgateway', cidr: `${host}/32`, ports: [gateway.port] }],
    };
    jobs = (application, retries) =>
      tenantWith(
        NAMESPACE,
        (chart, { serviceAccount }) => {
          const { instances, ...executor } = EXECUTOR;
          const dynamic = DynamicAllocation.between({
            minExecutors: 1,
            maxExecutors: instances ?? 2,
            initialExecutors: 2,
          });
          const metrics = SparkMetrics.servlet({ processTree: true, lastWord });
          const features = [metrics, dynamic, EventLog.to('file:///tmp')];
          new SparkJob(chart, 'shuffle', { ...common, retries, serviceAccount, application, executor, features });
          new SparkJob(chart, 'stream', {
            ...common,
            retries,
            serviceAccount,
            application: script('stream.py', STREAM),
            executor: { ...EXECUTOR, instances: 1 },
            features: [SparkMetrics.servlet({ streaming: true })],
          });
        },
        { network },
      );
    ground = new Applied(jobs(script('shuffle.py', SHUFFLE), 2), OUTSIDE);
    await ground.remove();
    await ground.apply();
    begin = Date.now() / 1000;

    const shuffled = 'max_over_time(metrics_executor_totalShuffleWrite_bytes_total{executor_id!="driver"}[5m]) > 0';
    const streamed = 'max_over_time(metrics_spark_driver_spark_streaming_rates_inputRate_total_Value[5m]) > 0';
    await waitFor(
      'executors have shuffled, and a query has rates',
      async () => {
        const now = Date.now() / 1000;
        const [tasks, rates] = [await query(shuffled, now), await query(streamed, now)];
        return tasks.length >= 3 && rates.length > 0;
      },
      {
        deadline: 10 * MINUTES,
        explain: async () => JSON.stringify(await query(`${shuffled} or up`, Date.now() / 1000)),
      },
    );
    middle = Date.now() / 1000;
    const pods = await Promise.all(['shuffle', 'stream'].map((job) => running(job, NAMESPACE, 1)));
    for (const { driver } of pods) {
      for (const path of PAGES) {
        const text = await page(`http://${podIp(driver)}:4040${path}`);
        for (const [, name = ''] of text.matchAll(/^([A-Za-z_:][\w:]*)[ {]/gm)) raw.set(name, path);
      }
    }
    const long = begin + (RECORD ? RECORDED_SECONDS : 0);
    await waitFor('there is enough for pictures', () => Promise.resolve(Date.now() / 1000 >= long));
    for (const { driver } of pods) {
      await kubectl(['exec', driver.metadata.name, '-n', NAMESPACE, '--', 'touch', ENOUGH]);
    }
    await Promise.all(['stream', 'shuffle'].map((job) => ended(job, NAMESPACE)));
  }, 25 * MINUTES);

  afterAll(async () => {
    clearInterval(discovery);
    server?.stop();
    gateway?.stop();
    await ground?.remove();
  }, 5 * MINUTES);

  test('both pages of both drivers were there, with the labels of their pods', async () => {
    const up = await query('up{job="spark-driver"} == 1');
    expect(up.map(({ metric }) => `${metric.job_name}${metric.metrics_path}`).sort()).toEqual(
      ['shuffle', 'stream'].flatMap((job) => PAGES.map((path) => `${job}${path}`)).sort(),
    );
    const pods = await drivers('shuffle', NAMESPACE);
    const { metric } = up.find((one) => one.metric.job_name === 'shuffle') as Series;
    expect(metric).toMatchObject({
      namespace: NAMESPACE,
      pod: pods[0]?.metadata.name,
      app_id: `spark-${pods[0]?.metadata.uid}`,
      app_name: 'shuffle',
      spark_role: 'driver',
    });
  });

  test('the series of the table are there', async () => {
    const found = await server.api<readonly { readonly [label: string]: string }[]>('series', {
      'match[]': '{job="spark-driver",__name__=~"metrics_.+|spark_.+"}',
      start: String(begin),
    });
    const labels = new Map<string, Set<string>>();
    for (const { __name__: name = '', ...others } of found) {
      const known = labels.get(name) ?? new Set();
      for (const label of Object.keys(others)) known.add(label);
      labels.set(name, known);
    }
    if (RECORD) {
      const metrics = [...labels].map(([name, set]) => ({ name, page: raw.get(name), labels: [...set].sort() }));
      const dropped = [...raw.keys()].filter((name) => !labels.has(name)).sort();
      metrics.sort((a, b) => (a.name < b.name ? -1 : 1));
      write('spark-4.2.1.json', { spark: '4.2.1', job: 'spark-driver', metrics, dropped });
      return;
    }
    // Names of collectors and pools follow the memory that the JVM finds.
    const steady = seen.metrics.map(({ name }) => name).filter((name) => !/_jvm_(pools|[A-Z])/.test(name));
    expect(steady.filter((name) => !labels.has(name))).toEqual([]);
  });

  test('a driver adds at most 250 series, and an executor 45', async () => {
    const counts = async (selector: string, by: string): Promise<number[]> =>
      (await query(`count by (${by}) ({job="spark-driver",${selector}})`)).map(({ value }) => Number(value[1]));
    const ofDrivers = await counts('executor_id=""', 'pod');
    const ofExecutors = await counts('executor_id!=""', 'pod, executor_id');
    console.info('series of drivers', ofDrivers, 'and of executors', ofExecutors);
    expect(ofDrivers).toHaveLength(2);
    expect(ofExecutors.length).toBeGreaterThanOrEqual(5);
    expect(Math.max(...ofDrivers)).toBeLessThanOrEqual(250);
    expect(Math.max(...ofExecutors)).toBeLessThanOrEqual(45);
  });

  test('a job that succeeds leaves its last word', async () => {
    expect(await ended('shuffle', NAMESPACE)).toMatchObject({ type: 'Complete' });
    expect(await pushed('exit_code')).toBe(0);
    expect(await pushed('duration_seconds')).toBeGreaterThan(10);
    expect(await pushed('input_records')).toBeGreaterThanOrEqual(200_000);
    expect(await pushed('output_records')).toBeGreaterThanOrEqual(1000);
    const found = await waitFor('Prometheus has it under the name of the job', async () => {
      const all = await query('spark_job_last_success_timestamp_seconds', Date.now() / 1000);
      return all.length > 0 && all;
    });
    expect(found.map(({ metric: { job, namespace } }) => ({ job, namespace }))).toEqual([
      { job: 'shuffle', namespace: NAMESPACE },
    ]);
  });

  test('the series of the run, for pictures', async () => {
    if (!RECORD) return;
    const range = { start: String(Math.floor(begin)), end: String(Math.ceil(Date.now() / 1000)), step: '10' };
    const names =
      '{job="spark-driver",__name__!~".*_jvm_pools_.*|.*_CodeGenerator_.*|.*_HiveExternalCatalog_.*|scrape_.*"}';
    const parts = [names, '{__name__=~"spark_job_last_.+"}'];
    const answers = await Promise.all(
      parts.map((text) => server.api<{ result: readonly Series[] }>('query_range', { query: text, ...range })),
    );
    const result = answers.flatMap((answer) => answer.result.map(withoutAddresses));
    write('recorded-spark-4.2.1.json', { spark: '4.2.1', ...range, result });
  });

  test(
    'a run that fails keeps the time of the last success',
    async () => {
      const before = await pushed('success_timestamp_seconds');
      await kubectl(['delete', 'job', 'shuffle', '-n', NAMESPACE, '--wait', '--cascade=foreground']);
      const job = jobs(script('fail.py', FAIL), 0).filter(({ metadata }) => metadata.name.startsWith('shuffle'));
      await new Applied(job, OUTSIDE).again();
      expect(await ended('shuffle', NAMESPACE)).toMatchObject({ type: 'Failed' });
      expect(await pushed('exit_code')).toBe(1);
      expect(await pushed('success_timestamp_seconds')).toBe(before);
      expect(await pushed('run_timestamp_seconds')).toBeGreaterThan(before ?? Infinity);
      expect((await groups()).filter(({ labels }) => labels.job === 'shuffle')).toHaveLength(1);
    },
    12 * MINUTES,
  );

  test(
    'a driver that spark-submit makes leaves its last word as well',
    async () => {
      const features = [SparkMetrics.servlet({ lastWord: Pushgateway.fromAddress(gateway.address) })];
      const manifests = tenantWith(
        NAMESPACE,
        (chart, { serviceAccount }) => {
          const runner = SparkRunner.submit();
          const common = { image: IMAGE, driver: DRIVER, executor: { ...EXECUTOR, instances: 1 }, conf: CONF };
          new SparkJob(chart, 'submitted', { ...common, serviceAccount, application: PYTHON_PI, runner, features });
        },
        { network },
      );
      await new Applied(manifests, OUTSIDE).again();
      const group = await waitFor(
        'the gateway has a group of the job',
        async () => (await groups()).find(({ labels }) => labels.job === 'submitted'),
        { deadline: 5 * MINUTES },
      );
      expect(group.labels).toEqual({ job: 'submitted', namespace: NAMESPACE });
      expect(group.spark_job_last_exit_code).toMatchObject({ metrics: [{ value: '0' }] });
    },
    12 * MINUTES,
  );

  withAgent(
    'the agent shows driver and executors, on ports that monitors find',
    async () => {
      const image = SparkImage.of(process.env.CDK8S_SPARK_JMX_IMAGE ?? '', { version: IMAGE.version });
      const manifests = tenantWith(
        NAMESPACE,
        (chart, { serviceAccount }) => {
          const features = [SparkMetrics.jmx({ agentJar: AGENT })];
          const application = script('shuffle.py', SHUFFLE);
          new SparkJob(chart, 'agents', {
            conf: CONF,
            retries: 2,
            image,
            serviceAccount,
            application,
            driver: DRIVER,
            executor: EXECUTOR,
            features,
          });
        },
        { network },
      );
      await new Applied(manifests, OUTSIDE).again();
      const pods = await running('agents', NAMESPACE, 2);
      for (const pod of [pods.driver, ...pods.executors]) {
        const ports = at<{ name: string; containerPort: number }[]>(pod, 'spec.containers.0.ports');
        expect(ports).toContainEqual(expect.objectContaining({ name: 'jmx-exporter', containerPort: 8090 }));
      }
      const shown = (pod: Manifest, pattern: RegExp): Promise<true> =>
        waitFor(`${pod.metadata.name} shows ${pattern.source}`, async () => {
          const text = await page(`http://${podIp(pod)}:8090/metrics`).catch(() => '');
          if (RECORD) writeFileSync(join(tmpdir(), `${pod.metadata.name}.metrics`), text);
          return pattern.test(text) && (true as const);
        });
      await shown(pods.driver, /^spark_driver_BlockManager_memory_maxMem_MB /m);
      await shown(pods.driver, /^spark_driver_DAGScheduler_messageProcessingTime_95thPercentile /m);
      for (const executor of pods.executors) {
        const id = executor.metadata.labels?.['spark-exec-id'];
        await shown(executor, new RegExp(`^spark_executor_diskBytesSpilled\\{executor_id="${id}",?\\} `, 'm'));
        await shown(executor, new RegExp(`^spark_executor_JVMCPU_jvmCpuTime\\{executor_id="${id}",?\\} `, 'm'));
      }
    },
    12 * MINUTES,
  );

  test('the clean-up takes the groups that nobody renews, whatever is in their names, and leaves the others', async () => {
    const push = async (path: string): Promise<void> => {
      const body = '# TYPE spark_job_last_exit_code gauge\nspark_job_last_exit_code 0\n';
      await fetch(`http://${gateway.address}/metrics/${path}`, { method: 'POST', body });
    };
    const old = await pushed('run_timestamp_seconds');
    await push('job@base64/YS9iIGM/namespace@base64/=');
    // Old groups of odd names age as well: the clean-up is told how old is too old.
    await waitFor('a second of another age', () => Promise.resolve(Date.now() / 1000 > (old ?? 0) + 12));
    const early = Date.now() / 1000;
    await waitFor('a fresh group is much younger', () => Promise.resolve(Date.now() / 1000 > early + 10));
    await push('job/fresh/namespace/etl');
    const count = (await groups()).length;
    const env = { GATEWAY: gateway.address, KEEP_SECONDS: String(Date.now() / 1000 - early - 5) };
    const { stdout } = await run('python3', ['-B', '-c', CLEANUP_SCRIPT], { env });
    expect(stdout).toContain(`${count} groups, ${count - 1} deleted`);
    expect((await groups()).map(({ labels }) => labels)).toEqual([{ job: 'fresh', namespace: 'etl' }]);
  });
});

/** What no picture shows. */
function withoutAddresses({ metric, ...values }: Series): object {
  const { instance: _, application_id: __, application_name: ___, ...labels } = metric;
  return { metric: labels, ...values };
}

function write(name: string, content: object): void {
  writeFileSync(join(TABLES, name), `${JSON.stringify(content)}\n`);
}

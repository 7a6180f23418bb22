import { Duration, Size } from 'cdk8s';
import { ScheduledSparkJob, SparkImage, SparkJob, SparkVersion, type SparkJobProps } from '../../lib';
import { Applied } from './applied';
import { kubectl, list, logs } from './kubectl';
import { at } from './manifest';
import { driverLog, drivers, ended, executors, phase, podIp, running, withoutExecutors } from './runs';
import { Stranger } from './stranger';
import { MINUTES, waitFor } from './wait';
import { DRIVER, EXECUTOR, IMAGE, JAVA_PI, PYTHON_PI, script, tenantWith } from './workloads';

const NAMESPACE = 'node-test';
const OUTSIDE = 'node-test-outside';
const PI = /Pi is roughly 3\.1\d*/;
const DRIVER_PORTS = [7078, 7079, 4040];

/** Keeps two executors busy for a while, so that there is something to look at. */
const HOLD = `
import sys, time
from pyspark.sql import SparkSession
spark = SparkSession.builder.getOrCreate()
seconds = int(sys.argv[1])
def hold(i):
    time.sleep(seconds)
    return i
print("Held", spark.sparkContext.parallelize(range(2), 2).map(hold).sum())
spark.stop()
`;
const FAIL = 'raise SystemExit("this program fails")\n';

const onNode = process.env.CDK8S_SPARK_NODE === '1' ? describe : describe.skip;

onNode('Spark on a real node, from the synthesized YAML, in a restricted namespace with a closed network', () => {
  const ground = new Applied(
    tenantWith(NAMESPACE, () => undefined),
    OUTSIDE,
  );

  beforeAll(async () => {
    await ground.remove();
    await ground.apply();
  }, 5 * MINUTES);

  afterAll(() => ground.remove(), 5 * MINUTES);

  /** Applies a job beside the tenant. */
  async function start(id: string, props: Omit<SparkJobProps, 'serviceAccount'>): Promise<void> {
    const manifests = tenantWith(NAMESPACE, (chart, { serviceAccount }) => {
      new SparkJob(chart, id, { serviceAccount, driver: DRIVER, executor: EXECUTOR, ...props });
    });
    await new Applied(manifests, OUTSIDE).again();
  }

  test('pi.py computes Pi and leaves no executor', async () => {
    await start('pi', { application: PYTHON_PI, image: IMAGE });
    expect(await ended('pi', NAMESPACE)).toMatchObject({ type: 'Complete' });
    expect(await driverLog('pi', NAMESPACE)).toMatch(PI);
    await withoutExecutors('pi', NAMESPACE);
  });

  test('a JVM job computes Pi with a jar that travels in a ConfigMap', async () => {
    await start('java-pi', { application: JAVA_PI, image: IMAGE });
    expect(await ended('java-pi', NAMESPACE)).toMatchObject({ type: 'Complete' });
    expect(await driverLog('java-pi', NAMESPACE)).toMatch(PI);
    await withoutExecutors('java-pi', NAMESPACE);
  });

  test(
    'a stranger reaches neither driver nor executor; a killed driver is replaced and its executors go',
    async () => {
      await start('hold', { application: script('hold.py', HOLD, ['30']), image: IMAGE, retries: 1 });
      const [inside, outside] = [new Stranger('stranger', NAMESPACE), new Stranger('stranger', OUTSIDE)];
      await Promise.all([inside.start(), outside.start()]);
      const first = await running('hold', NAMESPACE, 2);

      // The probe itself works: this pod may go anywhere, and DNS answers it.
      const dns = await kubectl([
        'get',
        'service',
        'kube-dns',
        '-n',
        'kube-system',
        '-o',
        'jsonpath={.spec.clusterIP}',
      ]);
      expect(await outside.reaches(dns, 53)).toBe(true);
      const targets = [
        ...DRIVER_PORTS.map((port) => [podIp(first.driver), port] as const),
        ...first.executors.map((executor) => [podIp(executor), 7079] as const),
      ];
      const tries = targets.flatMap(([host, port]) => [outside.reaches(host, port), inside.reaches(host, port)]);
      expect(await Promise.all(tries)).toEqual(tries.map(() => false));

      await kubectl(['delete', 'pod', first.driver.metadata.name, '-n', NAMESPACE, '--wait=false', '--grace-period=1']);
      await withoutExecutors('hold', NAMESPACE, first.driver);
      const end = await ended('hold', NAMESPACE);
      expect(end).toMatchObject({ type: 'Complete' });
      expect(at(end.job, 'status.failed')).toBe(1);
      expect(await driverLog('hold', NAMESPACE)).toContain('Held 1');
      await withoutExecutors('hold', NAMESPACE);
    },
    8 * MINUTES,
  );

  test('a scheduled job fires, and its run computes Pi', async () => {
    const manifests = tenantWith(NAMESPACE, (chart, { serviceAccount }) => {
      const schedule = { cron: '* * * * *' };
      new ScheduledSparkJob(chart, 'minutely', {
        serviceAccount,
        schedule,
        application: PYTHON_PI,
        image: IMAGE,
        driver: DRIVER,
        executor: EXECUTOR,
      });
    });
    await new Applied(manifests, OUTSIDE).again();
    const run = await waitFor('the CronJob starts a Job', async () => {
      const jobs = await list('jobs', NAMESPACE);
      return jobs.find(({ metadata }) => metadata.ownerReferences?.[0]?.name === 'minutely');
    });
    await kubectl(['patch', 'cronjob', 'minutely', '-n', NAMESPACE, '-p', '{"spec":{"suspend":true}}']);
    const { name } = run.metadata;
    expect(await ended(name, NAMESPACE)).toMatchObject({ type: 'Complete' });
    const [pod] = await list('pods', NAMESPACE, `job-name=${name}`);
    expect(await logs(pod?.metadata.name ?? '', NAMESPACE)).toMatch(PI);
    await withoutExecutors('minutely', NAMESPACE);
  });

  test('a main program that fails uses up its attempts and leaves no executor', async () => {
    await start('failing', { application: script('fail.py', FAIL), image: IMAGE, retries: 1 });
    expect(await ended('failing', NAMESPACE)).toMatchObject({ type: 'Failed', reason: 'BackoffLimitExceeded' });
    const attempts = await drivers('failing', NAMESPACE);
    expect(attempts.map(phase)).toEqual(['Failed', 'Failed']);
    expect(await logs(attempts[0]?.metadata.name ?? '', NAMESPACE)).toContain('this program fails');
    await withoutExecutors('failing', NAMESPACE);
  });

  describe('with a deadline', () => {
    const deadline = Duration.seconds(45);
    const tooMuch = Size.gibibytes(4096);

    test.each([
      [
        'an image that is not there',
        'no-image',
        { image: SparkImage.of('localhost/nowhere/spark:1', { version: SparkVersion.of('4.2.1') }) },
      ],
      ['a driver too large for every node', 'large-driver', { driver: { ...DRIVER, memory: tooMuch } }],
      ['executors too large for every node', 'large-executor', { executor: { ...EXECUTOR, memory: tooMuch } }],
    ])('%s ends the job in time and leaves no pod', async (_, id, props) => {
      await start(id, { application: PYTHON_PI, image: IMAGE, deadline, ...props });
      if (id === 'large-executor') {
        await waitFor('executors wait for a node', async () => (await executors(id, NAMESPACE)).length > 0);
      }
      expect(await ended(id, NAMESPACE)).toMatchObject({ type: 'Failed', reason: 'DeadlineExceeded' });
      await withoutExecutors(id, NAMESPACE);
      await waitFor('no driver is left', async () =>
        (await drivers(id, NAMESPACE)).every((pod) => phase(pod) === 'Failed'),
      );
    });
  });
});

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Chart } from 'cdk8s';
import { PlatformApp, SparkApplication, SparkJob, SparkServiceAccount } from '../../lib';
import { Applied } from './applied';
import { differences, type Difference } from './flatten';
import { get, list } from './kubectl';
import { at, parse, type Manifest, type PodSpec } from './manifest';
import { ALLOWANCES, allowances, markdownTable, type Subject } from './parity-differences';
import { comparablePod } from './parity-pod';
import { drivers, podIp } from './runs';
import { propertiesOf, readProperties, sparkSubmit } from './spark-submit';
import { MINUTES, waitFor } from './wait';
import { DRIVER, EXECUTOR, IMAGE, PYTHON_PI, tenantWith } from './workloads';

const OURS = 'parity-ours';
const REAL = 'parity-real';

const withSpark = process.env.CDK8S_SPARK_NODE === '1' && process.env.SPARK_HOME ? describe : describe.skip;

/** A JVM application whose driver is only looked at: its class is in the image, but it does not compute anything. */
const JVM = SparkApplication.java(
  'local:///opt/spark/jars/spark-core_2.13-4.2.1.jar',
  'org.apache.spark.util.SizeEstimator',
);

const matched = new Set<unknown>();

/** The differences that no row of the table allows; those that one does are remembered. */
function unexplained(on: Subject, found: readonly Difference[]): Difference[] {
  return found.filter(({ path }) => {
    const allowed = allowances(on, path);
    allowed.forEach((allowance) => matched.add(allowance));
    return allowed.length === 0;
  });
}

withSpark('our pods beside those of the real spark-submit', () => {
  const python = jobObjects('python-pi', PYTHON_PI);
  const jvm = jobObjects('jvm', JVM);
  const ours = new Applied(python, OURS);
  const ground = realGround();

  beforeAll(async () => {
    await Promise.all([ours.remove(), ground.remove()]);
    await ground.apply();
  }, 5 * MINUTES);

  afterAll(() => Promise.all([ours.remove(), ground.remove()]), 5 * MINUTES);

  test(
    'a Python application: driver, executors, properties',
    async () => {
      await ours.apply();
      const our = await pods(OURS, async () => (await drivers('python-pi', OURS))[0]);
      const name = await sparkSubmit(python, REAL);
      const real = await pods(REAL, () => get('pod', name, REAL));

      expect(
        unexplained(
          'driver',
          differences(comparablePod(real.driver, real.driver), comparablePod(our.driver, our.driver)),
        ),
      ).toEqual([]);
      expect(
        unexplained(
          'executor',
          differences(comparablePod(real.executor, real.driver), comparablePod(our.executor, our.driver)),
        ),
      ).toEqual([]);
      const properties = differences(await submittedProperties(real.driver), allProperties(python, our.driver));
      expect(unexplained('properties', properties)).toEqual([]);
    },
    8 * MINUTES,
  );

  test('a JVM application: the driver', async () => {
    await new Applied(jvm, OURS).apply();
    const our = await waitFor('our driver', async () => (await drivers('jvm', OURS))[0]);
    const name = await sparkSubmit(jvm, REAL);
    const real = await waitFor('its driver', () => get('pod', name, REAL));
    expect(unexplained('driver', differences(comparablePod(real, real), comparablePod(our, our)))).toEqual([]);
    const properties = differences(await submittedProperties(real), allProperties(jvm, our));
    expect(unexplained('properties', properties)).toEqual([]);
  });

  test('every path of the table is still needed', () => {
    expect(ALLOWANCES.filter((allowance) => !matched.has(allowance))).toEqual([]);
  });
});

test('docs/parity.md shows the table', () => {
  const words = (text: string): string => text.replace(/[\s-]+/g, ' ');
  expect(words(readFileSync(resolve(__dirname, '../../docs/parity.md'), 'utf8'))).toContain(words(markdownTable()));
});

function jobObjects(id: string, application: SparkApplication): Manifest[] {
  return tenantWith(OURS, (chart, { serviceAccount }) => {
    new SparkJob(chart, id, { serviceAccount, application, image: IMAGE, driver: DRIVER, executor: EXECUTOR });
  });
}

/** A namespace that lets spark-submit's pods in, with the same accounts. */
function realGround(): Applied {
  const app = new PlatformApp({ summary: false });
  new SparkServiceAccount(new Chart(app, 'real', { namespace: REAL }), 'spark');
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: REAL } };
  // Our driver asks for its token, spark-submit's leaves that to the account.
  const mounting = (manifest: Manifest): Manifest =>
    manifest.kind === 'ServiceAccount' ? { ...manifest, automountServiceAccountToken: true } : manifest;
  return new Applied([namespace, ...parse(app.synthYaml()).map(mounting)], 'parity-home');
}

/** The driver, once it has an address, and its first executor. */
async function pods(
  namespace: string,
  find: () => Promise<Manifest | undefined>,
): Promise<{ driver: Manifest; executor: Manifest }> {
  return waitFor('driver and executor', async () => {
    const driver = await find();
    if (driver === undefined || podIp(driver) === '') return undefined;
    const [executor] = await list('pods', namespace, 'spark-exec-id=1');
    return executor && { driver, executor };
  });
}

/** The properties in the ConfigMap that spark-submit made for a driver. */
async function submittedProperties(driver: Manifest): Promise<Record<string, string>> {
  const volumes = (driver.spec as PodSpec).volumes as { name: string; configMap?: { name: string } }[];
  const conf = volumes.find(({ name }) => name === 'spark-conf-volume-driver')?.configMap?.name ?? '';
  const found = await waitFor('its ConfigMap', () => get('configmap', conf, REAL));
  return readProperties(at<Record<string, string>>(found, 'data')?.['spark.properties'] ?? '');
}

/** Our properties: those of the file and those of the command line. */
function allProperties(manifests: readonly Manifest[], driver: Manifest): Record<string, string> {
  const args = ((driver.spec as PodSpec).containers[0]?.args ?? []) as string[];
  const late = args.flatMap((arg, index) =>
    args[index - 1] === '--conf' ? [arg.split(/=(.*)/s, 2) as [string, string]] : [],
  );
  return { ...propertiesOf(manifests), ...Object.fromEntries(late) };
}

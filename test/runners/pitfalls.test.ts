import { parse } from 'yaml';
import { SparkMetrics, SparkRunner } from '../../lib';
import { SparkTesting } from '../../lib/testing';
import {
  configMapOf,
  containerOf,
  driverOf,
  envOf,
  executorOf,
  findings,
  job,
  mountsOf,
  plain,
  propertiesOf,
  volumesOf,
} from '../spark/jobs';

/** The mistakes that declarative drivers are known for. Each test is named after one. */

const everything = job({
  uiService: true,
  retries: 3,
  runner: SparkRunner.native({ driverService: true }),
  features: [SparkMetrics.servlet()],
});
const driver = driverOf(everything);
const services = SparkTesting.manifests(everything).filter(({ kind }) => kind === 'Service');
const jobSpec = plain<{ spec: { [field: string]: unknown } }>(everything.resource.toJson()).spec;

test('1. “label spark-app-selector on our Service or PVC: Spark deletes it at stop”', () => {
  for (const { metadata } of SparkTesting.manifests(everything))
    expect(metadata.labels).not.toHaveProperty('spark-app-selector');
  expect(services).toHaveLength(2);
  expect(propertiesOf(everything)['spark.kubernetes.driver.service.deleteOnTermination']).toBe('false');
});

test('2. “Job retries: with a fixed spark.app.id the new driver counts executors of the failed attempt”', () => {
  const { args } = containerOf(driver);
  expect(args).toContain('spark.app.id=spark-$(POD_UID)');
  expect(args).toContain('spark.kubernetes.executor.podNamePrefix=$(POD_NAME)');
  expect(propertiesOf(everything)).not.toHaveProperty(['spark.app.id']);
  expect(envOf(driver, 'SPARK_APPLICATION_ID')?.value).toBe('spark-$(POD_UID)');
});

test('3. “restartPolicy OnFailure keeps pod UID and IP while old executors still live”', () => {
  expect(driver.spec.restartPolicy).toBe('Never');
  expect(jobSpec.template).toMatchObject({ spec: { restartPolicy: 'Never' } });
});

test('4. “executors of failed pods remain until the pod is deleted: set ttlSecondsAfterFinished”', () => {
  expect(jobSpec.ttlSecondsAfterFinished).toBe(86_400);
  expect(propertiesOf(everything)).not.toHaveProperty(['spark.kubernetes.executor.deleteOnTermination']);
  expect(containerOf(driver).args).toContain('spark.kubernetes.driver.pod.name=$(POD_NAME)'); // hence ownerReferences
});

test('5. “DNS race: a headless Service publishes only Ready pods”', () => {
  const headless = SparkTesting.find(everything, 'Service', 'pi-driver-svc');
  expect(headless.spec).toMatchObject({ clusterIP: 'None', publishNotReadyAddresses: true });
  expect(containerOf(driver)).not.toHaveProperty('readinessProbe');
  expect(containerOf(driverOf(job())).args).toContain('spark.driver.host=$(SPARK_DRIVER_BIND_ADDRESS)');
});

test('6. “the Service selector must match exactly one driver: never only spark-role”', () => {
  for (const service of services) {
    const { selector } = service.spec as { selector: { [key: string]: string } };
    expect(selector).toMatchObject({ 'app.kubernetes.io/instance': 'pi', 'spark-role': 'driver' });
    expect(driver.metadata.labels).toMatchObject(selector);
    expect(executorOf(everything).metadata.labels).not.toMatchObject(selector);
    expect(driverOf(job({}, 'other')).metadata.labels).not.toMatchObject(selector);
  }
});

test('7. “Job template labels are static: spark-app-selector cannot equal a UID-based app id”', () => {
  expect(driver.metadata.labels).not.toHaveProperty('spark-app-selector');
  expect(driver.metadata.labels['app.kubernetes.io/instance']).toBe('pi');
});

test('8. “metrics and event logs are keyed by app id: set spark.metrics.namespace”', () => {
  expect(propertiesOf(everything)['spark.metrics.namespace']).toBe('spark');
  expect(propertiesOf(everything)['spark.app.name']).toBe('pi');
});

test.each([
  'spark-app-selector',
  'spark-role',
  'spark-app-name',
  'spark-version',
  'spark-exec-id',
  'spark-exec-resourceprofile-id',
  'spark-exec-inactive',
])('9. “reserved labels throw at executor creation, not at synth”: %s', (label) => {
  expect(findings({ executor: { labels: { [label]: 'x' } } })).toEqual(['spark/reserved-label: executor.labels']);
  expect(findings({ driver: { labels: { [label]: 'x' } } })).toEqual(['spark/reserved-label: driver.labels']);
});

test('10. “Argo CD must not prune runtime objects: no tracking label through executor.label.*”', () => {
  const labels = Object.keys(executorOf(everything).metadata.labels);
  expect(labels).not.toContain('app.kubernetes.io/managed-by');
  expect(labels.filter((label) => label.startsWith('argocd.'))).toEqual([]);
});

test('11. “sidecar injection: the driver never completes; ports 7078 and 7079 must be known to exclude them”', () => {
  expect(driver.spec.containers).toHaveLength(1);
  expect(propertiesOf(everything)).toMatchObject({
    'spark.driver.port': '7078',
    'spark.driver.blockManager.port': '7079',
    'spark.blockManager.port': '7079',
  });
});

test('12. “readOnlyRootFilesystem needs writable /opt/spark/work-dir, /tmp, local dirs”', () => {
  const writable = ['/opt/spark/work-dir', '/tmp', '/var/data/spark-local'];
  for (const pod of [driver, executorOf(everything)]) {
    expect(containerOf(pod).securityContext).toMatchObject({ readOnlyRootFilesystem: true });
    const mounts = mountsOf(pod);
    const empty = volumesOf(pod).filter(({ emptyDir }) => emptyDir !== undefined);
    expect(empty.map(({ name }) => mounts[name])).toEqual(writable);
  }
  const template = parse(
    (configMapOf(everything, 'executor').data as { [key: string]: string })['podspec-configmap-key'] ?? '',
  );
  expect(template.spec.containers[0].volumeMounts.map(({ mountPath }: { mountPath: string }) => mountPath)).toEqual(
    writable.slice(0, 2),
  );
  const open = driverOf(job({ writableRootFilesystem: true }));
  expect(containerOf(open).securityContext).toMatchObject({ readOnlyRootFilesystem: false });
  expect(Object.values(mountsOf(open))).not.toContain('/tmp');
});

test('13. “podFailurePolicy: an eviction is not the job’s failure”', () => {
  expect(jobSpec.podFailurePolicy).toEqual({
    rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] }],
  });
});

test('14. “driver eviction: annotate safe-to-evict: false”', () => {
  const key = 'cluster-autoscaler.kubernetes.io/safe-to-evict';
  expect(driver.metadata.annotations?.[key]).toBe('false');
  expect(driver.metadata.annotations?.['karpenter.sh/do-not-disrupt']).toBe('true');
  const mine = job({ driver: { annotations: { [key]: 'true' } } });
  expect(driverOf(mine).metadata.annotations?.[key]).toBe('true');
});

test('15. “enableServiceLinks: false avoids env such as SPARK_MASTER_PORT=tcp://…”', () => {
  expect(driver.spec.enableServiceLinks).toBe(false);
  expect(executorOf(everything).spec.enableServiceLinks).toBe(false);
});

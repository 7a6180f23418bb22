import { Chart, Duration, Testing } from 'cdk8s';
import { SparkJob, SparkServiceAccount, SparkTenant } from '../../lib';
import { LivyServer } from '../../lib/services/livy/livy-server';
import { SparkTesting } from '../../lib/testing';
import { driverOf, executorOf, job, problems, PROPS, propertiesOf, scheduledJob } from '../spark/jobs';

test('is named after its id, and its application after it', () => {
  const one = job({}, 'load');
  expect([one.jobName, one.resource.name, propertiesOf(one)['spark.app.name']]).toEqual(['load', 'load', 'load']);
});

test('takes names of its own', () => {
  const one = job({ name: 'load-v2', appName: 'Load it' });
  expect([one.jobName, one.resource.name]).toEqual(['load-v2', 'load-v2']);
  expect(propertiesOf(one)['spark.app.name']).toBe('Load it');
  expect(driverOf(one).metadata.labels['spark-app-name']).toBe('load-it');
});

test('a good job has nothing wrong', () => {
  expect(problems(job())).toEqual([]);
  expect(problems(scheduledJob())).toEqual([]);
});

test('shows both pods in its namespace', () => {
  const one = job();
  expect(executorOf(one).metadata.namespace).toBe('etl');
  expect(driverOf(one)).toMatchObject({ apiVersion: 'v1', kind: 'Pod' });
});

test('everything it makes can be reached and is contract', () => {
  const one = job({ uiService: true });
  expect(one.node.children.map(({ node }) => node.id)).toEqual(['Conf', 'ExecutorTemplate', 'UiService', 'Resource']);
});

test('a tenant hands over accounts and namespace, and comes first', () => {
  const chart = new Chart(Testing.app(), 'c');
  const tenant = new SparkTenant(chart, 'etl', { serviceAccountName: 'yippee' });
  const { application, image } = PROPS;
  tenant.addJob('pi', { application, image });
  tenant.addScheduledJob('nightly', { application, image, schedule: { cron: '@daily' } });
  expect(SparkTesting.find(chart, 'Job').metadata.namespace).toBe('etl');
  expect(SparkTesting.find(chart, 'CronJob').metadata.namespace).toBe('etl');
  const kinds = Testing.synth(chart).map(({ kind }: { kind: string }) => kind);
  for (const first of ['Namespace', 'RoleBinding', 'NetworkPolicy']) {
    expect(kinds.lastIndexOf(first)).toBeLessThan(kinds.indexOf('Job'));
  }
});

test('labels of the chart reach both pods, those of a role win', () => {
  const chart = new Chart(Testing.app(), 'c', { labels: { team: 'data', tier: 'batch' } });
  const one = new SparkJob(chart, 'pi', { ...PROPS, executor: { ...PROPS.executor, labels: { tier: 'own' } } });
  expect(driverOf(one).metadata.labels).toMatchObject({ team: 'data', tier: 'batch' });
  expect(executorOf(one).metadata.labels).toMatchObject({ team: 'data', tier: 'own' });
  expect(propertiesOf(one)).toMatchObject({ 'spark.kubernetes.executor.label.team': 'data' });
});

test('labels of the chart that are Spark’s or ours on pods stay on the objects', () => {
  const chart = new Chart(Testing.app(), 'c', { labels: { 'app.kubernetes.io/name': 'analytics', 'spark-role': 'x' } });
  const one = new SparkJob(chart, 'pi', PROPS);
  expect(problems(one)).toEqual([]);
  expect(driverOf(one).metadata.labels).toMatchObject({ 'app.kubernetes.io/name': 'spark', 'spark-role': 'driver' });
});

describe('for somebody else to create', () => {
  test('it is checked as if it were made here, and all findings are told', () => {
    const one = job({
      deadline: Duration.hours(1),
      appName: 'Pi',
      driver: { ...PROPS.driver, terminationGracePeriod: Duration.minutes(1) },
    });
    expect(problems(one)).toEqual([]);
    const refused = (at: string): string => `\\[c/pi\\] runners/not-portable: ${at} = `;
    expect(() => one.toSparkApplication()).toThrow(new RegExp(`${refused('appName')}[^]*${refused('deadline')}`));
    const livy = LivyServer.fromUrl('http://livy.livy.svc:8998');
    expect(() => one.toLivyBatch(livy)).toThrow(
      new RegExp(`${refused('appName')}[^]*${refused('driver.terminationGracePeriod')}`),
    );
  });

  test('it is in the namespace of its chart', () => {
    const chart = new Chart(Testing.app(), 'c', { namespace: 'team' });
    const one = new SparkJob(chart, 'pi', { ...PROPS, serviceAccount: SparkServiceAccount.fromName('spark') });
    expect(one.toSparkApplication()).toMatchObject({ metadata: { namespace: 'team' } });
  });
});

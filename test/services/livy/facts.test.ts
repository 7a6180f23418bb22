import { Chart, Size } from 'cdk8s';
import {
  SecretSource,
  SparkApplication,
  SparkConf,
  SparkImage,
  SparkJob,
  SparkRunner,
  SparkTenant,
  SparkVersion,
} from '../../../lib';
import { LivyConf } from '../../../lib/services/livy/conf';
import { LIVY_KEYS } from '../../../lib/services/livy/conf-keys';
import { SparkTesting } from '../../../lib/testing';
import { chart, file, findings, IMAGE, LIVY, livy, podOf, properties, rulesOf } from './servers';
import { LivyServer } from '../../../lib/services/livy/livy-server';

test('fact 1: Livy 0.9 is installed beside Spark 3.5 alone', () => {
  expect(findings(livy())).toEqual([]);
  expect(findings(livy({ image: SparkImage.official(SparkVersion.V4_2) })).join()).toContain('livy-server/spark-line');
  // Keys that a later Livy brought.
  for (const key of ['livy.server.kubernetes.executor-tracking.enabled', 'livy.server.app-name-prefix']) {
    expect(findings(livy({ settings: LivyConf.of({ [key]: 'true' }) })).join()).toContain('livy-server/key-unknown');
  }
});

test('fact 2: it lists pods of the whole cluster, and ingresses where jobs are', () => {
  const server = livy();
  expect(rulesOf(SparkTesting.find(server, 'ClusterRole'))).toEqual(['/pods: list']);
  const role = SparkTesting.find(server, 'Role', 'livy-livy-livy');
  expect(role.metadata.namespace).toBe('etl');
  expect(rulesOf(role)).toEqual([
    '/pods: create delete',
    '/pods/log: get',
    '/services: create patch',
    '/configmaps: create patch',
    'networking.k8s.io/ingresses: list',
  ]);
});

test('fact 3: the logger that writes the token is quiet, whatever users say', () => {
  const server = livy({ loggers: { 'org.apache.livy': 'DEBUG' } });
  const lines = file(server, 'log4j.properties').split('\n');
  // The `$` of a Scala object belongs to the name.
  expect(lines).toContain('log4j.logger.org.apache.livy.utils.SparkKubernetesApp$=WARN');
  expect(lines).toContain('log4j.logger.org.apache.livy=DEBUG');
  expect(file(server, 'log4j2.properties')).toMatch(/\.name=org\.apache\.livy\.utils\.SparkKubernetesApp\$\n.*=WARN/);
  expect(findings(livy({ loggers: { 'org.apache.livy.utils.SparkKubernetesApp$': 'INFO' } })).join()).toContain(
    'livy-server/protected-logger',
  );
  expect(podOf(server).env.LIVY_CONF_DIR).toBe('/etc/livy/conf');
});

test('fact 4: Livy makes no Ingress of its own, and cannot be told to', () => {
  expect(properties(livy(), 'livy.conf')['livy.server.kubernetes.ingress.create']).toBe('false');
  const ingress = Object.keys(LIVY_KEYS).filter((key) => key.includes('kubernetes.ingress.'));
  expect(ingress).toHaveLength(7);
  for (const key of ingress) {
    expect(findings(livy({ settings: LivyConf.of({ [key]: 'true' }) })).join()).toContain('livy-server/key-refused');
  }
});

test('fact 5: links lead to Grafana and the History Server, and nothing asks for retired software', () => {
  const server = livy({
    history: { historyServerUrl: 'https://spark.example.com/history' },
    logLinks: { grafanaUrl: 'https://grafana.example.com', datasource: 'logs' },
  });
  expect(findings(server)).toEqual([]);
  expect(properties(server, 'livy.conf')).toMatchObject({
    'livy.ui.history-server-url': 'https://spark.example.com/history',
    'livy.server.kubernetes.grafana.loki.enabled': 'true',
    'livy.server.kubernetes.grafana.url': 'https://grafana.example.com',
    'livy.server.kubernetes.grafana.loki.datasource': 'logs',
    'livy.server.kubernetes.grafana.timeRange': '21600s',
  });
  expect(JSON.stringify(SparkTesting.manifests(server))).not.toMatch(/nginx|promtail/i);
});

test("fact 6: Livy looks at Spark's own container", () => {
  expect(properties(livy(), 'livy.conf')['livy.server.kubernetes.spark.container.name']).toBe(
    'spark-kubernetes-driver',
  );
  expect(properties(livy(), 'spark-defaults.conf')['spark.kubernetes.driver.podTemplateContainerName']).toBe(
    'spark-kubernetes-driver',
  );
});

test('fact 7: drivers find the pod by a name that resolves', () => {
  const server = livy();
  const { set } = podOf(server);
  const service = SparkTesting.find(server, 'Service', set.serviceName);
  expect(service.spec).toMatchObject({
    clusterIP: 'None',
    publishNotReadyAddresses: true,
    selector: set.selector.matchLabels,
  });
  expect((service.spec as { ports: { port: number }[] }).ports.map(({ port }) => port)).toEqual([
    8998, 10000, 10001, 10002, 10003,
  ]);
  expect(properties(server, 'livy.conf')['livy.rsc.launcher.port.range']).toBe('10000~10003');
});

test('fact 8: there is one pod, and jobs outlive it', () => {
  const server = livy();
  const { set, pod, container } = podOf(server);
  expect(set.replicas).toBe(1);
  expect(findings(livy({ replicas: 2 })).join()).toContain('service/one-replica');
  expect(properties(server, 'livy.conf')).toMatchObject({
    'livy.server.recovery.mode': 'recovery',
    'livy.server.recovery.state-store': 'filesystem',
    'livy.server.recovery.state-store.url': 'file:///var/lib/livy/state',
  });
  // Livy wants a directory that only its user may enter: below the claim's own.
  expect(container.volumeMounts).toContainEqual({ name: 'state', mountPath: '/var/lib/livy' });
  expect(set.volumeClaimTemplates).toHaveLength(1);
  expect(pod.volumes.map(({ name }) => name)).not.toContain('state');
});

test('fact 9: what is for YARN is in no request', () => {
  const scope = chart();
  const server = new LivyServer(scope, 'livy', LIVY);
  const tenant = new SparkTenant(scope, 'etl');
  new SparkJob(scope, 'pi', {
    image: IMAGE,
    serviceAccount: tenant.serviceAccount,
    application: SparkApplication.python('local:///opt/pi.py', { archives: ['s3a://lake/env.tar.gz#env'] }),
    driver: { memory: Size.gibibytes(1) },
    executor: { memory: Size.gibibytes(1) },
    runner: SparkRunner.livy(server),
  });
  const batch = JSON.parse(file(scope, 'batch.json')) as { conf: Record<string, string>; [field: string]: unknown };
  expect(Object.keys(batch)).not.toEqual(expect.arrayContaining(['archives']));
  expect(Object.keys(batch)).not.toEqual(expect.arrayContaining(['queue']));
  expect(batch.conf['spark.archives']).toBe('s3a://lake/env.tar.gz#env');
});

test('fact 10: what stands in the defaults of Spark is no secret', () => {
  const secret = SparkConf.of({ 'spark.hadoop.fs.s3a.secret.key': 'hunter2' });
  const [line = ''] = findings(livy({ jobs: { conf: secret } }));
  expect(line).toContain('spark/secret-in-clear: jobs.conf["spark.hadoop.fs.s3a.secret.key"]');
  expect(line).not.toContain('hunter2');
  const named = livy({ jobs: { driver: { secretEnv: { KEY: SecretSource.fromKubernetes('s3', 'key') } } } });
  expect(properties(named, 'spark-defaults.conf')).toMatchObject({
    'spark.kubernetes.driver.secretKeyRef.KEY': 's3:key',
  });
  // The secret of a session stands in a ConfigMap beside its driver: nobody here may read one.
  const roles = SparkTesting.manifests(new SparkTenant(new Chart(chart(), 't'), 'etl'));
  expect(
    roles
      .filter(({ kind }) => kind === 'Role')
      .flatMap(rulesOf)
      .join(),
  ).not.toMatch(/configmaps: [^,]*\bget\b/);
});

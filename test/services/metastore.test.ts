import { NodePool, ObjectStore, SecretSource, SparkJob, SparkPriorityClass } from '../../lib';
import { PostgresTls } from '../../lib/services/metastore/props';
import { SparkTesting } from '../../lib/testing';
import { PROPS } from '../spark/jobs';
import {
  chart,
  findings,
  METASTORE,
  metastore,
  named,
  podOf,
  properties,
  Size,
  STORE,
  TO_STORE,
  workload,
} from './servers';

const site = (props = {}): string => {
  const maps = SparkTesting.find(metastore(props), 'ConfigMap');
  return (maps.data as { 'hive-site.xml': string })['hive-site.xml'];
};

test('serves 9083 from a hardened pod without a token of the API', () => {
  const one = metastore();
  const { pod, container } = podOf(one);
  expect(findings(one)).toEqual([]);
  expect(pod).toMatchObject({ serviceAccountName: 'metastore', automountServiceAccountToken: false });
  expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 1000 });
  expect(container).toMatchObject({
    securityContext: { readOnlyRootFilesystem: true },
    readinessProbe: { tcpSocket: { port: 9083 } },
    startupProbe: { tcpSocket: { port: 9083 }, failureThreshold: 120 },
  });
  expect(named(one, 'Service').spec).toMatchObject({
    ports: [{ port: 9083 }],
    selector: workload(one).selector.matchLabels,
  });
  expect(one.metastoreUris).toBe('thrift://metastore.etl.svc:9083');
});

test('the password is a variable of server and Job, and stands in no file', () => {
  const one = metastore();
  const variable = { secretKeyRef: { name: 'metastore', key: 'password' } };
  expect(podOf(one).env.METASTORE_DATABASE_PASSWORD).toEqual(variable);
  expect(podOf(one, 'Job').env.METASTORE_DATABASE_PASSWORD).toEqual(variable);
  expect(site()).toContain(
    '<name>javax.jdo.option.ConnectionPassword</name><value>${env.METASTORE_DATABASE_PASSWORD}</value>',
  );
  expect(site()).toContain('jdbc:postgresql://postgres.data.svc:5432/metastore?sslmode=require<');
  expect(site()).toContain('<name>javax.jdo.option.ConnectionUserName</name><value>hive</value>');
});

test('the certificate of the authority is a file', () => {
  const database = {
    ...METASTORE.database,
    tls: PostgresTls.VERIFY_FULL,
    rootCertificate: SecretSource.fromKubernetes('postgres-ca', 'ca.crt'),
  };
  expect(site({ database })).toContain('?sslmode=verify-full&amp;sslrootcert=/mnt/secrets/postgres/ca.crt<');
  expect(podOf(metastore({ database })).pod.volumes).toContainEqual({
    name: 'postgres',
    secret: { secretName: 'postgres-ca' },
  });
});

test('a Job makes or upgrades the tables; another database is another Job', () => {
  const name = (props = {}): string => named(metastore(props), 'Job').metadata.name;
  expect(podOf(metastore(), 'Job').container.command?.[2]).toContain('-initSchema');
  const { pod, container } = podOf(metastore(), 'Job');
  expect(pod).toMatchObject({
    serviceAccountName: 'metastore',
    automountServiceAccountToken: false,
    restartPolicy: 'OnFailure',
  });
  const site = { name: 'site', configMap: { name: named(metastore(), 'ConfigMap').metadata.name } };
  expect(pod.volumes).toContainEqual(site);
  expect(podOf(metastore()).pod.volumes).toContainEqual(site);
  expect(container).not.toHaveProperty('livenessProbe');
  expect(name()).toBe(name());
  expect(name({ hiveVersion: '3.1.2' })).not.toBe(name());
  expect(metastore({ schemaJob: false }).schemaJob).toBeUndefined();
  const one = metastore();
  const [job] = one.node.findAll().filter((child) => child === one.schemaJob);
  expect(one.deployment.node.scope?.node.dependencies).toContain(job);
});

test('the store of the warehouse is configured, with its credentials', () => {
  const props = { store: STORE, network: { egress: [...(METASTORE.network?.egress ?? []), TO_STORE] } };
  expect(findings(metastore(props))).toEqual([]);
  expect(site(props)).toContain('<name>fs.s3a.endpoint</name><value>http://minio.storage.svc:9000</value>');
  expect(podOf(metastore(props)).env).toHaveProperty('AWS_ACCESS_KEY_ID');
  const abfs = ObjectStore.abfs({ account: 'lake', container: 'data' });
  const azure = metastore({
    store: abfs,
    warehouse: abfs.uri('warehouse'),
    hiveVersion: '4.0.1',
    clientJars: '/opt/hive',
  });
  expect(workload(azure).template.metadata.labels).toHaveProperty(['azure.workload.identity/use'], 'true');
});

test('several pods have a budget; clients come in by name, and database and DNS are the only ways out', () => {
  const one = metastore({ replicas: 2, network: { ...METASTORE.network, clients: [{ namespace: 'sql' }] } });
  expect(named(one, 'PodDisruptionBudget').spec).toMatchObject({ maxUnavailable: 1 });
  expect(one.budget).toBeDefined();
  const { ingress, egress, podSelector } = named(one, 'NetworkPolicy').spec as Record<string, unknown>;
  expect(ingress).toMatchObject([{ ports: [{ port: 9083 }] }]);
  expect(egress).toMatchObject([{ ports: [{ port: 53 }, { port: 53 }] }, { ports: [{ port: 5432 }] }]);
  // The Job goes to the database as well.
  expect(workload(one, 'Job').template.metadata.labels).toMatchObject(
    (podSelector as { matchLabels: Record<string, string> }).matchLabels,
  );
  expect(workload(one, 'Job').template.metadata.labels).not.toMatchObject(workload(one).selector.matchLabels);
});

test('jobs bind its catalog', () => {
  const { catalog } = metastore();
  const job = new SparkJob(chart(), 'job', { ...PROPS, features: [catalog] });
  expect(properties(job as never)).toMatchObject({
    'spark.sql.catalogImplementation': 'hive',
    'spark.hadoop.hive.metastore.uris': 'thrift://metastore.etl.svc:9083',
    // Otherwise a database that Spark makes lies on the driver's own disk.
    'spark.sql.warehouse.dir': 's3a://lake/warehouse',
  });
  expect(properties(job as never)).not.toHaveProperty('spark.sql.hive.metastore.jars');
});

test('size, nodes and priority are those of the props', () => {
  const one = metastore({
    memory: Size.gibibytes(4),
    cores: 2,
    nodes: NodePool.labelled('pool', 'infra'),
    priority: SparkPriorityClass.fromName('platform'),
    settings: { 'hive.metastore.server.max.threads': '200' },
  });
  expect(podOf(one).container.resources).toEqual({ requests: { cpu: '2', memory: '5Gi' }, limits: { memory: '5Gi' } });
  expect(podOf(one).env.HADOOP_CLIENT_OPTS).toBe('-Xmx4096m');
  expect(workload(one).template.spec).toMatchObject({ priorityClassName: 'platform', affinity: expect.anything() });
  one.override('/spec/template/spec/hostname', 'tables');
  expect(workload(one).template.spec).toMatchObject({ hostname: 'tables' });
});

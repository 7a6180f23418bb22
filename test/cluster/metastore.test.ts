import { Size, type Chart } from 'cdk8s';
import { SecretSource, SparkJob, SparkVolume, type SparkTenant, type SparkTenantProps } from '../../lib';
import { HiveMetastore } from '../../lib/services/metastore/hive-metastore';
import { PostgresTls } from '../../lib/services/metastore/props';
import { ThriftAuthentication } from '../../lib/services/thrift/authentication';
import { SparkThriftServer } from '../../lib/services/thrift/thrift-server';
import { Applied, restrictedNamespace } from './applied';
import { apply, kubectl, list, logs, tryKubectl } from './kubectl';
import type { Manifest } from './manifest';
import { driverLog, ended, podIp } from './runs';
import { Stranger } from './stranger';
import { MINUTES, waitFor } from './wait';
import { DRIVER, EXECUTOR, IMAGE, script, tenantWith } from './workloads';

const NAMESPACE = 'metastore-test';
const TENANT = 'metastore-test-tenant';
const OUTSIDE = 'metastore-test-outside';

/** An image as `HiveMetastore` wants it, of Hive 3.1.3; and an empty database `metastore` of the user `hive`. */
const HIVE_IMAGE = process.env.CDK8S_SPARK_HIVE_IMAGE ?? '';
const [ADDRESS = '', PORT = ''] = (process.env.CDK8S_SPARK_POSTGRES ?? '').split(':');
const PASSWORD = process.env.CDK8S_SPARK_POSTGRES_PASSWORD ?? '';
const CA_FILE = process.env.CDK8S_SPARK_POSTGRES_CA ?? '';

/** A directory that is writable in the pods of the metastore as well; what is in it, only Spark's pods share. */
const WAREHOUSE = '/tmp/warehouse';
const SHARED = [SparkVolume.claim('warehouse', WAREHOUSE, 'warehouse')];
const TENANT_PROPS: SparkTenantProps = {
  network: { egress: [{ name: 'metastore', namespace: NAMESPACE, ports: [9083], driverOnly: true }] },
};

const program = (statements: string): string => `
from pyspark.sql import SparkSession
spark = SparkSession.builder.getOrCreate()
${statements}
spark.stop()
`;
const WRITE = program(`
spark.sql("CREATE DATABASE lake")
spark.sql("USE lake")
spark.sql("CREATE TABLE people (id INT, name STRING) USING parquet")
spark.sql("INSERT INTO people VALUES (1, 'Ada'), (2, 'Grace')")
spark.sql("CREATE TABLE visits (id INT) PARTITIONED BY (day STRING) STORED AS ORC")
spark.sql("INSERT INTO visits PARTITION (day = 'today') VALUES (1), (1), (2)")
`);
const READ = program(`
spark.sql("USE lake")
rows = spark.sql("SELECT name, count(*) AS n FROM people JOIN visits USING (id) GROUP BY name ORDER BY name").collect()
print("Read", [(row.name, row.n) for row in rows], sorted(t.name for t in spark.catalog.listTables()))
`);

/** The metastore, and what a tenant has of it: programs, then a server. */
function world(jobs: { readonly [id: string]: string }, serves = false): Manifest[] {
  const fill = (chart: Chart, { serviceAccount }: SparkTenant): void => {
    const metastore = new HiveMetastore(chart, 'metastore', {
      image: HIVE_IMAGE,
      hiveVersion: '3.1.3',
      namespace: NAMESPACE,
      database: {
        host: ADDRESS,
        port: Number(PORT),
        name: 'metastore',
        user: 'hive',
        password: SecretSource.fromKubernetes('database', 'password'),
        tls: PostgresTls.VERIFY_FULL,
        rootCertificate: SecretSource.fromKubernetes('database', 'ca.crt'),
      },
      warehouse: `file://${WAREHOUSE}`,
      cores: 0.1,
      memory: Size.mebibytes(512),
      network: {
        clients: [{ namespace: TENANT, podLabels: { 'spark-role': 'driver' } }],
        egress: [{ cidr: `${ADDRESS}/32`, ports: [Number(PORT)] }],
      },
    });
    const common = { serviceAccount, image: IMAGE, executor: { ...EXECUTOR, instances: 1, volumes: SHARED } };
    const driver = { ...DRIVER, memory: Size.mebibytes(700), volumes: SHARED };
    for (const [id, text] of Object.entries(jobs)) {
      const application = script(`${id}.py`, text);
      new SparkJob(chart, id, { ...common, driver, application, features: [metastore.catalog] });
    }
    const authentication = ThriftAuthentication.insecureAnyUser();
    if (serves) new SparkThriftServer(chart, 'sql', { ...common, driver, metastore, authentication });
  };
  const claim: Manifest = {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'warehouse', namespace: TENANT },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '100Mi' } } },
  };
  return [...tenantWith(TENANT, fill, TENANT_PROPS), claim];
}

const withHive = process.env.CDK8S_SPARK_NODE === '1' && HIVE_IMAGE && ADDRESS && CA_FILE ? describe : describe.skip;

withHive('a Hive metastore with PostgreSQL on a real node', () => {
  let ground: Applied;
  const stranger = new Stranger('stranger', OUTSIDE);

  beforeAll(async () => {
    // Without an image there is no world.
    ground = new Applied(world({}), OUTSIDE);
    await ground.remove();
    await apply([restrictedNamespace(NAMESPACE)]);
    const values = [`--from-literal=password=${PASSWORD}`, `--from-file=ca.crt=${CA_FILE}`];
    await kubectl(['create', 'secret', 'generic', 'database', '-n', NAMESPACE, ...values]);
    await ground.apply();
    await stranger.start();
  }, 5 * MINUTES);

  afterAll(() => ground.remove(), 5 * MINUTES);

  test(
    'the Job makes the tables, and the server is ready',
    async () => {
      const [job] = await list('jobs', NAMESPACE);
      await kubectl([
        'wait',
        '--for=condition=Complete',
        `job/${job?.metadata.name}`,
        '-n',
        NAMESPACE,
        '--timeout=600s',
      ]);
      await kubectl(['rollout', 'status', 'deployment/metastore', '-n', NAMESPACE, '--timeout=600s']);
      const [pod] = await list('pods', NAMESPACE, 'app.kubernetes.io/component=server');
      if (pod === undefined) throw new Error('the metastore has no pod');
      expect(await logs(pod.metadata.name, NAMESPACE)).not.toContain(PASSWORD);
      expect(await stranger.reaches(podIp(pod), 9083)).toBe(false);
    },
    20 * MINUTES,
  );

  test(
    'what one job writes, another one and a client of the Thrift server read',
    async () => {
      await new Applied(world({ write: WRITE }), OUTSIDE).again();
      expect(await ended('write', TENANT)).toMatchObject({ type: 'Complete' });
      await new Applied(world({ write: WRITE, read: READ }, true), OUTSIDE).again();
      expect(await ended('read', TENANT)).toMatchObject({ type: 'Complete' });
      expect(await driverLog('read', TENANT)).toMatch(/Read \[\('Ada', 2\), \('Grace', 1\)\] \['people', 'visits'\]/);

      await kubectl(['rollout', 'status', 'deployment/sql', '-n', TENANT, '--timeout=600s']);
      const query = 'SELECT name FROM lake.people JOIN lake.visits USING (id) ORDER BY 1 DESC LIMIT 1';
      const beeline = [
        '/opt/spark/bin/beeline',
        '-u',
        'jdbc:hive2://localhost:10000/default',
        '-n',
        'ada',
        '-e',
        query,
      ];
      const answer = await waitFor('the Thrift server answers', async () => {
        const { stdout } = await tryKubectl(['exec', 'deployment/sql', '-n', TENANT, '--', ...beeline]);
        return stdout !== '' && stdout;
      });
      expect(answer).toMatch(/\| Grace +\|/);
    },
    20 * MINUTES,
  );
});

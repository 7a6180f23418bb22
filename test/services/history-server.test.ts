import { Chart, Duration, Size } from 'cdk8s';
import { PlatformApp, SparkConf, SparkJob, EventLog, SparkPriorityClass, NodePool } from '../../lib';
import { warningsOf } from '../../lib/core/rules';
import { UiEndpoint } from '../../lib/ingress/ui-endpoint';
import { ClaimAccessMode, SparkHistoryLogs } from '../../lib/services/history-server/logs';
import { SparkHistoryServer } from '../../lib/services/history-server/history-server';
import { SparkTesting } from '../../lib/testing';
import { PROPS } from '../spark/jobs';
import { temporary } from '../synth/trees';
import { chart, findings, history, HISTORY, named, podOf, properties, STORE, TO_STORE, workload } from './servers';

test('has no rights, no token, and what Pod Security restricted asks for', () => {
  const server = history();
  const { pod, container } = podOf(server);
  expect(SparkTesting.manifests(server).map(({ kind }) => kind)).toEqual(
    expect.not.arrayContaining(['Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding']),
  );
  expect(pod).toMatchObject({ serviceAccountName: 'history', automountServiceAccountToken: false });
  expect(named(server, 'ServiceAccount')).toMatchObject({ automountServiceAccountToken: false });
  expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 185, fsGroup: 185 });
  expect(container.securityContext).toMatchObject({ readOnlyRootFilesystem: true, allowPrivilegeEscalation: false });
  expect(findings(server)).toEqual([]);
});

test('runs one pod, whose successor waits, behind a Service on 18080', () => {
  const server = history();
  expect(workload(server)).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
  expect(named(server, 'Service').spec).toMatchObject({
    selector: workload(server).selector.matchLabels,
    ports: [{ name: 'http', port: 18080, targetPort: 18080 }],
  });
  expect(podOf(server).container.args).toEqual([
    '/opt/spark/bin/spark-class',
    'org.apache.spark.deploy.history.HistoryServer',
    '--properties-file',
    '/opt/spark/conf/spark.properties',
  ]);
});

describe('on a claim', () => {
  test('mounts it read-only, where jobs mount it to write', () => {
    const { logs } = HISTORY;
    const { pod, container } = podOf(history());
    expect(pod.volumes).toContainEqual({ name: 'spark-events', persistentVolumeClaim: { claimName: 'events' } });
    expect(container.volumeMounts).toContainEqual({
      name: 'spark-events',
      mountPath: '/mnt/spark-events',
      readOnly: true,
    });
    expect(properties(history())['spark.history.fs.logDirectory']).toBe('file:///mnt/spark-events');

    const job = new SparkJob(chart(), 'job', { ...PROPS, features: [logs.eventLog()] });
    const driver = SparkTesting.find(job, 'Job').spec as { template: { spec: ReturnType<typeof podOf>['pod'] } };
    expect(driver.template.spec.containers[0]?.volumeMounts).toContainEqual({
      name: 'spark-events',
      mountPath: '/mnt/spark-events',
    });
    const conf = SparkTesting.manifests(job).map(
      ({ data }) => (data as { [key: string]: string })?.['spark.properties'],
    );
    expect(conf.join()).toContain('spark.eventLog.dir=file:///mnt/spark-events\n');
    expect(JSON.stringify(job.executorPod)).not.toContain('spark-events');
  });

  test.each([
    ['cleaner', { cleaner: {} }],
    ['compactAfter', { compactAfter: 5 }],
  ])('mounts it to write for %s', (_, props) => {
    const mount = podOf(history(props)).container.volumeMounts.find(({ name }) => name === 'spark-events');
    expect(mount?.readOnly).toBe(false);
  });

  test('makes a claim on demand, for many nodes', () => {
    const logs = SparkHistoryLogs.onNewClaim('events', { size: Size.gibibytes(20), storageClassName: 'nfs' });
    expect(named(history({ logs }), 'PersistentVolumeClaim').spec).toEqual({
      accessModes: ['ReadWriteMany'],
      storageClassName: 'nfs',
      resources: { requests: { storage: '20Gi' } },
    });
  });

  test('of one node is taken when all pods are there', () => {
    const once = { accessMode: ClaimAccessMode.READ_WRITE_ONCE };
    expect(findings(history({ logs: SparkHistoryLogs.onClaim('events', { ...once, singleNode: true }) }))).toEqual([]);
    expect(findings(history({ logs: SparkHistoryLogs.onClaim('events', once) }))).toHaveLength(1);
  });
});

test('in a store it has the credentials of the store as variables, and the way to it', () => {
  const server = history({ logs: SparkHistoryLogs.inStore(STORE, 'logs'), network: { egress: [TO_STORE] } });
  expect(properties(server)).toMatchObject({
    'spark.history.fs.logDirectory': 's3a://lake/logs',
    'spark.history.fs.update.interval': '30s',
    'spark.hadoop.fs.s3a.endpoint': 'http://minio.storage.svc:9000',
  });
  expect(podOf(server).env).toMatchObject({ AWS_SECRET_ACCESS_KEY: { secretKeyRef: { name: 's3', key: 'key' } } });
  expect(named(server, 'NetworkPolicy').spec).toMatchObject({
    policyTypes: ['Ingress', 'Egress'],
    egress: [
      {
        ports: [
          { protocol: 'UDP', port: 53 },
          { protocol: 'TCP', port: 53 },
        ],
      },
      { to: [{ namespaceSelector: {} }], ports: [{ protocol: 'TCP', port: 9000 }] },
    ],
  });
  expect(findings(server)).toEqual([]);
});

const namespaced = (name: string) => ({
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } },
});

test('one value puts all links and redirects under the prefix', () => {
  const ui = UiEndpoint.external('https://spark.example.com/past/spark', [{ namespace: 'ingress' }]);
  const server = history({ ui, network: { clients: [{ namespace: 'jobs' }] } });
  expect(properties(server)).toMatchObject({
    'spark.ui.proxyBase': '/past/spark',
    'spark.ui.proxyRedirectUri': 'https://spark.example.com',
  });
  expect(named(server, 'NetworkPolicy').spec).toMatchObject({
    ingress: [{ from: ['jobs', 'ingress'].map(namespaced), ports: [{ port: 18080 }] }],
  });
  expect(findings(server)).toEqual([]);
  expect(server.historyServerUrl).toBe('https://spark.example.com/past/spark');
  expect(server.serviceUrl).toBe('http://history.etl.svc:18080');
  expect(history().historyServerUrl).toBe('http://history.etl.svc:18080');
  expect(SparkHistoryServer.fromUrl('https://h.example.com/').historyServerUrl).toBe('https://h.example.com');
});

test('cleaning, compaction, lists and access rules are properties', () => {
  const server = history({
    cleaner: { maxAge: Duration.days(30), interval: Duration.hours(6), maxCount: 500 },
    compactAfter: 10,
    retainedApplications: 20,
    maxApplications: 300,
    updateInterval: Duration.seconds(15),
    acls: { admins: ['ann', 'bob'], adminGroups: ['ops'] },
    conf: SparkConf.of({ 'spark.ui.filters': 'com.acme.SignOn' }),
  });
  expect(findings(server)).toEqual([]);
  expect(properties(server)).toMatchObject({
    'spark.history.fs.cleaner.enabled': 'true',
    'spark.history.fs.cleaner.maxAge': '2592000s',
    'spark.history.fs.cleaner.interval': '21600s',
    'spark.history.fs.cleaner.maxNum': '500',
    'spark.history.fs.eventLog.rolling.maxFilesToRetain': '10',
    'spark.history.retainedApplications': '20',
    'spark.history.ui.maxApplications': '300',
    'spark.history.fs.update.interval': '15s',
    'spark.history.ui.acls.enable': 'true',
    'spark.history.ui.admin.acls': 'ann,bob',
    'spark.history.ui.admin.acls.groups': 'ops',
    'spark.ui.filters': 'com.acme.SignOn',
  });
  // A filter would turn the kubelet away.
  expect(podOf(server).container.readinessProbe).toMatchObject({ tcpSocket: { port: 18080 } });
  expect(podOf(history()).container.readinessProbe).toMatchObject({ httpGet: { path: '/api/v1/version' } });
});

test('the hybrid store adds to the heap, and the disk is bounded', () => {
  const server = history({
    memory: Size.gibibytes(2),
    store: { size: Size.gibibytes(20), hybridMemory: Size.gibibytes(2) },
  });
  const { container, env, pod } = podOf(server);
  expect(env.SPARK_DAEMON_MEMORY).toBe('4096m');
  expect(container.resources).toEqual({ requests: { cpu: '500m', memory: '5Gi' }, limits: { memory: '5Gi' } });
  expect(pod.volumes).toContainEqual({ name: 'store', emptyDir: { sizeLimit: '20Gi' } });
  expect(properties(server)).toMatchObject({
    'spark.history.store.maxDiskUsage': '16384m',
    'spark.history.store.hybridStore.maxMemoryUsage': '2048m',
  });
  const kept = podOf(history({ store: { claimName: 'cache' } })).pod.volumes;
  expect(kept).toContainEqual({ name: 'store', persistentVolumeClaim: { claimName: 'cache' } });
});

test('nobody is let in unless named', () => {
  expect(named(history(), 'NetworkPolicy').spec).not.toHaveProperty('ingress');
  const spec = named(history({ network: { clients: [{ namespace: 'ingress' }] } }), 'NetworkPolicy').spec;
  expect(spec).toMatchObject({ ingress: [{ from: [{}], ports: [{ port: 18080, protocol: 'TCP' }] }] });
});

test('nodes, priority and cloud identity are those of the props', () => {
  const scope = chart();
  const server = new SparkHistoryServer(scope, 'history', {
    ...HISTORY,
    nodes: NodePool.labelled('pool', 'infra'),
    priority: SparkPriorityClass.fromName('platform'),
    accountAnnotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::1:role/history' },
  });
  expect(workload(server).template.spec).toMatchObject({ priorityClassName: 'platform', affinity: expect.anything() });
  expect(named(server, 'ServiceAccount').metadata.annotations).toHaveProperty(['eks.amazonaws.com/role-arn']);
});

test('a job that writes elsewhere is a warning, once, of the first server', () => {
  const scope = chart();
  const servers = ['a', 'b'].map((id) => new SparkHistoryServer(scope, id, HISTORY));
  new SparkJob(scope, 'good', { ...PROPS, features: [HISTORY.logs.eventLog()] });
  new SparkJob(scope, 'lost', { ...PROPS, features: [EventLog.to('s3a://other/logs')] });
  const warnings = servers.map(warningsOf);
  expect(warnings[0]).toEqual([
    expect.stringContaining('history/other-directory: spark.eventLog.dir = "s3a://other/logs"'),
  ]);
  expect(warnings[1]).toEqual([]);
});

test('two servers may read one directory, and one of them may clean it', () => {
  const scope = chart();
  new SparkHistoryServer(scope, 'a', { ...HISTORY, cleaner: {} });
  new SparkHistoryServer(scope, 'b', HISTORY);
  expect(findings(scope)).toEqual([]);
  new SparkHistoryServer(scope, 'c', { ...HISTORY, cleaner: {} });
  expect(findings(scope)).toEqual([
    expect.stringContaining('history/two-cleaners'),
    expect.stringContaining('history/two-cleaners'),
  ]);
});

test('its Deployment takes overrides, and a change of a property gives the pod another ConfigMap', () => {
  const server = history();
  server.override('/spec/template/spec/hostname', 'past');
  expect(workload(server).template.spec).toMatchObject({ hostname: 'past' });
  const name = (one: SparkHistoryServer): string => named(one, 'ConfigMap').metadata.name;
  expect(name(history({ compactAfter: 3 }))).not.toBe(name(history()));
  expect(JSON.stringify(podOf(history()).pod.volumes)).toContain(name(history()));
});

test('synthesizes under PlatformApp with its house rules', () => {
  const app = new PlatformApp({ outdir: temporary(), summary: false });
  new SparkHistoryServer(new Chart(app, 'c', { namespace: 'etl' }), 'history', HISTORY);
  expect(() => app.synth()).not.toThrow();
});

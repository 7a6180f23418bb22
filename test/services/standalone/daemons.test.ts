import { Duration, Size } from 'cdk8s';
import { NodePool, SparkConf, SparkPriorityClass } from '../../../lib';
import { UiEndpoint } from '../../../lib/ingress/ui-endpoint';
import { StandaloneRecovery } from '../../../lib/services/standalone/recovery';
import type { StandaloneCluster } from '../../../lib/services/standalone/standalone-cluster';
import { SparkTesting } from '../../../lib/testing';
import { cluster, daemonOf, findings, objectOf, propertiesOf } from './cluster';

const CONF = '/opt/spark/conf/spark.properties';
const ZOOKEEPER = { namespace: 'zk', ports: [2181] };
const ROLES = ['master', 'worker'] as const;

test.each(ROLES)('a %s has no token, no rights, and what Pod Security restricted asks for', (role) => {
  const made = cluster();
  const { pod, container } = daemonOf(made, role);
  expect(pod).toMatchObject({
    serviceAccountName: 'analytics',
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: { runAsNonRoot: true, runAsUser: 185, fsGroup: 185, seccompProfile: { type: 'RuntimeDefault' } },
  });
  expect(container).toMatchObject({
    securityContext: { readOnlyRootFilesystem: true, allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
  });
  const kinds = SparkTesting.manifests(made).map(({ kind }) => kind);
  expect(kinds.filter((kind) => /Role|Secret|Ingress/.test(kind))).toEqual([]);
  expect(findings(made)).toEqual([]);
});

test('daemons run in the foreground, with ports and sizes that depend on nothing else', () => {
  const made = cluster({ workers: { cores: 4, memory: Size.gibibytes(8) } });
  expect(daemonOf(made, 'master').script).toBe(
    'set -- $(getent hosts "$HOSTNAME") && exec /opt/spark/bin/spark-class org.apache.spark.deploy.master.Master' +
      ` --host "\${2:?no name in /etc/hosts}" --port 7077 --webui-port 8080 --properties-file ${CONF}`,
  );
  expect(daemonOf(made, 'worker').script).toBe(
    'echo "$BASHPID" > /tmp/worker.pid && exec /opt/spark/bin/spark-class org.apache.spark.deploy.worker.Worker' +
      ` --port 7076 --webui-port 8081 --cores 4 --memory 8g --work-dir /opt/spark/work --properties-file ${CONF}` +
      ' spark://analytics-master-0.analytics-master.spark.svc:7077',
  );
  // Kubernetes would make one dollar of two.
  for (const role of ROLES) expect(daemonOf(made, role).script).not.toContain('$$');
});

test('every directory that is written to is a volume', () => {
  const made = cluster({ workers: { localStorage: Size.gibibytes(50) } });
  const paths = (role: (typeof ROLES)[number]): string[] =>
    daemonOf(made, role).container.volumeMounts.map(({ mountPath }) => mountPath);
  expect(paths('master')).toEqual(['/opt/spark/conf', '/opt/spark/work-dir', '/tmp']);
  expect(paths('worker')).toEqual([...paths('master'), '/opt/spark/work', '/var/data/spark-local']);
  expect(daemonOf(made, 'worker').env).toMatchObject({ SPARK_LOCAL_DIRS: '/var/data/spark-local', HOME: '/tmp' });
  expect(daemonOf(made, 'worker').pod.volumes).toContainEqual({ name: 'local', emptyDir: { sizeLimit: '50Gi' } });
});

describe('memory', () => {
  test("a worker's container has room for its daemon and for what executors use", () => {
    const { container, env } = daemonOf(cluster({ workers: { cores: 4, memory: Size.gibibytes(10) } }), 'worker');
    expect(env.SPARK_DAEMON_MEMORY).toBe('512m');
    // 512 of heap and 512 beside it for the daemon, 10240 for executors, a tenth beside them.
    expect(container.resources).toEqual({ requests: { cpu: '4', memory: '12Gi' }, limits: { memory: '12Gi' } });
    const python = { cores: 4, memory: Size.gibibytes(10), memoryOverhead: Size.gibibytes(4) };
    expect(daemonOf(cluster({ workers: python }), 'worker').container).toMatchObject({
      resources: { limits: { memory: '15Gi' } },
    });
  });

  test("a master's container has room for a shell, which it does not ask for", () => {
    const { container, env } = daemonOf(cluster(), 'master');
    expect(env.SPARK_DAEMON_MEMORY).toBe('1g');
    expect(container.resources).toEqual({ requests: { cpu: '500m', memory: '1536Mi' }, limits: { memory: '2432Mi' } });
    expect(propertiesOf(cluster(), 'master', 'spark-defaults.conf')).toMatchObject({
      'spark.master': 'spark://analytics-master-0.analytics-master.spark.svc:7077',
      'spark.driver.memory': '512m',
    });
    expect(cluster().shellCommand).toBe('kubectl exec -it -n spark analytics-master-0 -- /opt/spark/bin/pyspark');
  });
});

describe('recovery', () => {
  test('none is said to the master when none is wanted', () => {
    expect(Object.keys(propertiesOf(cluster(), 'master')).join()).not.toContain('recovery');
    expect(daemonOf(cluster(), 'master').set).not.toHaveProperty('volumeClaimTemplates');
  });

  test('on a claim that is made, or on one that exists', () => {
    const size = Size.gibibytes(1);
    const made = cluster({ recovery: StandaloneRecovery.filesystem({ size, storageClassName: 'fast' }) });
    const mount = { name: 'recovery', mountPath: '/var/lib/spark-recovery' };
    expect(propertiesOf(made, 'master')).toMatchObject({
      'spark.deploy.recoveryMode': 'FILESYSTEM',
      'spark.deploy.recoveryDirectory': mount.mountPath,
    });
    expect(daemonOf(made, 'master').set).toMatchObject({
      volumeClaimTemplates: [
        {
          metadata: { name: 'recovery' },
          spec: { storageClassName: 'fast', resources: { requests: { storage: '1Gi' } } },
        },
      ],
    });
    expect(daemonOf(made, 'master').container.volumeMounts).toContainEqual(mount);
    expect(daemonOf(made, 'worker').container.volumeMounts).not.toContainEqual(mount);

    const there = daemonOf(cluster({ recovery: StandaloneRecovery.filesystem({ claimName: 'state' }) }), 'master');
    expect(there.container.volumeMounts.filter(({ name }) => name === 'recovery')).toEqual([mount]);
    expect(there.pod.volumes).toContainEqual({ name: 'recovery', persistentVolumeClaim: { claimName: 'state' } });
    expect(there.set).not.toHaveProperty('volumeClaimTemplates');
  });

  test('in ZooKeeper for three masters, all of which clients know', () => {
    const made = cluster({
      masters: { replicas: 3 },
      recovery: StandaloneRecovery.zookeeper('zk-0.zk:2181,zk-1.zk:2181'),
      network: { egress: [ZOOKEEPER] },
    });
    const host = (i: number): string => `analytics-master-${i}.analytics-master.spark.svc:7077`;
    expect(made.masterUrl).toBe(`spark://${host(0)},${host(1)},${host(2)}`);
    expect(daemonOf(made, 'worker').script).toContain(made.masterUrl);
    expect(daemonOf(made, 'master').set).toMatchObject({ replicas: 3, podManagementPolicy: 'Parallel' });
    expect(propertiesOf(made, 'master')).toMatchObject({
      'spark.deploy.recoveryMode': 'ZOOKEEPER',
      'spark.deploy.zookeeper.url': 'zk-0.zk:2181,zk-1.zk:2181',
      'spark.deploy.zookeeper.dir': '/spark/spark/analytics',
    });
    expect(objectOf(made, 'PodDisruptionBudget', 'master').spec).toMatchObject({ maxUnavailable: 1 });
    expect(findings(made)).toEqual([]);
  });
});

describe('workers', () => {
  const autoscaling = { minReplicas: 2, maxReplicas: 8, targetCpuPercent: 70 };

  test('a number follows the load, and nothing else decides it', () => {
    const made = cluster({ workers: { autoscaling } });
    expect(daemonOf(made, 'worker').set).not.toHaveProperty('replicas');
    expect(objectOf(made, 'HorizontalPodAutoscaler', 'worker').spec).toMatchObject({
      scaleTargetRef: { kind: 'StatefulSet', name: 'analytics-worker' },
      minReplicas: 2,
      maxReplicas: 8,
      metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { averageUtilization: 70 } } }],
    });
    expect(made.autoscaler).toBeDefined();
    expect(made.workerBudget).toBeDefined();
  });

  test('one worker has no budget, which could only block a drain', () => {
    expect(cluster().workerBudget).toBeUndefined();
    expect(daemonOf(cluster({ workers: { replicas: 3 } }), 'worker').set.replicas).toBe(3);
    expect(cluster({ workers: { replicas: 3 } }).workerBudget).toBeDefined();
  });

  test('that go tell the master first, and wait for their executors', () => {
    const made = cluster({ decommissionGrace: Duration.minutes(5) });
    const { pod, container } = daemonOf(made, 'worker');
    expect(pod.terminationGracePeriodSeconds).toBe(310);
    const [shell, flag, script] = container.lifecycle?.preStop.exec.command ?? [];
    expect([shell, flag]).toEqual(['/bin/bash', '-c']);
    expect(script).toMatch(/^kill -s PWR "\$\(cat \/tmp\/worker\.pid\)"; while \[ "\$SECONDS" -lt 300 \]/);
    for (const role of ROLES) expect(propertiesOf(made, role)['spark.decommission.enabled']).toBe('true');
    expect(daemonOf(made, 'master').container).not.toHaveProperty('lifecycle');
  });

  test('that may go at once just end', () => {
    const made = cluster({ decommissionGrace: Duration.seconds(0) });
    expect(daemonOf(made, 'worker').container).not.toHaveProperty('lifecycle');
    expect(propertiesOf(made, 'worker')['spark.decommission.enabled']).toBe('false');
    expect(findings(made)).toEqual([]);
  });
});

describe('properties', () => {
  test('close what newer lines leave open, and bound what applications get', () => {
    const made = cluster({ workers: { cores: 4 } });
    expect(propertiesOf(made, 'master')).toMatchObject({
      'spark.master.rest.enabled': 'false',
      'spark.deploy.defaultCores': '4',
      'spark.ui.killEnabled': 'false',
      'spark.metrics.conf.*.sink.prometheusServlet.class': 'org.apache.spark.metrics.sink.PrometheusServlet',
      'spark.metrics.conf.master.sink.prometheusServlet.path': '/metrics/master/prometheus',
    });
    expect(propertiesOf(cluster({ defaultCores: 2 }), 'master')['spark.deploy.defaultCores']).toBe('2');
  });

  test('have workers clean up', () => {
    expect(propertiesOf(cluster({ appDataTtl: Duration.hours(6) }), 'worker')).toMatchObject({
      'spark.worker.cleanup.enabled': 'true',
      'spark.worker.cleanup.appDataTtl': '21600',
    });
  });

  test('of the user win, and change the name of the ConfigMap', () => {
    const conf = SparkConf.of({ 'spark.worker.timeout': 30, 'spark.shuffle.service.enabled': true });
    const name = (made: StandaloneCluster): string => JSON.stringify(daemonOf(made, 'worker').pod.volumes[0]);
    expect(propertiesOf(cluster({ conf }), 'worker')).toMatchObject({ 'spark.shuffle.service.enabled': 'true' });
    expect(name(cluster({ conf }))).not.toBe(name(cluster()));
    expect(findings(cluster({ conf }))).toEqual([]);
  });

  test('put all pages below those of the master, under the prefix of its address', () => {
    const made = cluster({ ui: UiEndpoint.external('https://spark.example.com/cluster', [{ namespace: 'ingress' }]) });
    const said = {
      'spark.ui.reverseProxy': 'true',
      'spark.ui.reverseProxyUrl': 'https://spark.example.com/cluster',
    };
    for (const role of ROLES) expect(propertiesOf(made, role)).toMatchObject(said);
    expect(made.applicationProperties).toEqual(said);
    expect(made.uiUrl).toBe('https://spark.example.com/cluster/');
    expect(findings(made)).toEqual([]);
    const policy = (role: string): string => JSON.stringify(objectOf(made, 'NetworkPolicy', role));
    // The master fetches the pages of workers and drivers; people need no way to those.
    expect(['master', 'worker'].map((role) => policy(role).includes('"ingress"}'))).toEqual([true, false]);
    expect(SparkTesting.find(made, 'Service', 'analytics-ui').spec).toMatchObject({
      selector: daemonOf(made, 'master').set.selector.matchLabels,
    });
    expect(propertiesOf(cluster(), 'worker')).not.toHaveProperty(['spark.ui.reverseProxyUrl']);
  });
});

test('probes ask for a page, or for the port where a filter asks for a name', () => {
  expect(daemonOf(cluster(), 'worker').container.livenessProbe).toMatchObject({ httpGet: { path: '/', port: 8081 } });
  const conf = SparkConf.of({ 'spark.ui.filters': 'com.acme.SignOn' });
  expect(daemonOf(cluster({ conf }), 'master').container.readinessProbe).toMatchObject({ tcpSocket: { port: 8080 } });
});

test('nodes, priority, spread and cloud identity are those of the props', () => {
  const made = cluster({
    masters: { nodes: NodePool.labelled('pool', 'infra') },
    priority: SparkPriorityClass.fromName('platform'),
    accountAnnotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::1:role/spark' },
  });
  const { pod, set } = daemonOf(made, 'master');
  expect(pod).toMatchObject({ priorityClassName: 'platform', affinity: expect.anything() });
  expect(pod.topologySpreadConstraints).toMatchObject([{ labelSelector: set.selector }]);
  expect(daemonOf(made, 'worker').pod).not.toHaveProperty('affinity');
  expect(SparkTesting.find(made, 'ServiceAccount').metadata.annotations).toHaveProperty(['eks.amazonaws.com/role-arn']);
});

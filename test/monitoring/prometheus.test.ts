import { Duration, Size } from 'cdk8s';
import { SparkTesting } from '../../lib/testing';
import { Prometheus } from '../../lib/monitoring/prometheus/prometheus';
import { PrometheusAgent } from '../../lib/monitoring/prometheus/prometheus-agent';
import { RemoteWrite } from '../../lib/monitoring/prometheus/remote-write';
import { PrometheusStorage } from '../../lib/monitoring/prometheus/storage';
import { ALERTMANAGER, chart, prometheus, secret, TEAM } from './operator-samples';

const spec = (server: Prometheus): Record<string, unknown> =>
  SparkTesting.find(server, 'Prometheus').spec as Record<string, unknown>;

test('has secure defaults, and takes four fifths of its storage', () => {
  expect(spec(prometheus({ storage: PrometheusStorage.emptyDir(Size.gibibytes(5)) }))).toMatchObject({
    retention: '7d',
    retentionSize: '4096MiB',
    storage: { emptyDir: { sizeLimit: '5Gi' } },
    arbitraryFSAccessThroughSMs: { deny: true },
    serviceDiscoveryRole: 'EndpointSlice',
    securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    podMonitorSelector: { matchLabels: { 'monitoring.cdk8s-spark.dev/prometheus': 'prometheus' } },
    podMonitorNamespaceSelector: {},
    ruleNamespaceSelector: {},
  });
});

test('may find pods only where a target is, once for each namespace', () => {
  const server = prometheus();
  const roles = (): string[] =>
    SparkTesting.manifests(server).flatMap(({ kind, metadata }) =>
      kind.endsWith('Role') ? `${kind} ${metadata.namespace ?? ''}` : [],
    );
  expect(roles()).toEqual([]);
  server.addTarget({ namespace: TEAM, podLabels: { app: 'a' } }, 4040);
  server.addTarget({ namespace: TEAM, podLabels: { app: 'b' } }, 8080);
  server.addTarget({ cidr: '10.0.0.0/8' }, 10250);
  expect(roles()).toEqual([`Role ${TEAM}`]);
  const egress = JSON.stringify(server.networkPolicy?.toJson());
  for (const part of ['4040', '8080', '10250', '10.0.0.0/8']) expect(egress).toContain(part);
});

test('reaches its Alertmanagers by the name of their port', () => {
  const server = prometheus({ alertmanagers: [ALERTMANAGER] });
  expect(spec(server).alerting).toEqual({
    alertmanagers: [{ name: 'alertmanager', namespace: 'monitoring', port: 'web', apiVersion: 'v2' }],
  });
  expect(JSON.stringify(server.networkPolicy?.toJson())).toContain('9093');
});

test('two replicas have a budget and a Service that stays with one', () => {
  const server = prometheus({ replicas: 2 });
  expect(SparkTesting.find(server, 'PodDisruptionBudget').spec).toMatchObject({ maxUnavailable: 1 });
  expect(server.service.toJson()).toMatchObject({ spec: { sessionAffinity: 'ClientIP' } });
  expect(prometheus().budget).toBeUndefined();
});

test('an existing one is found by its labels, and nothing is opened for it', () => {
  const monitorLabels = { release: 'kube-prometheus-stack' };
  const existing = Prometheus.fromExisting({ url: 'http://prometheus.other.svc:9090/', monitorLabels });
  expect(existing).toMatchObject({ prometheusUrl: 'http://prometheus.other.svc:9090', monitorLabels });
  expect(existing.prometheusPeer).toBeUndefined();
  expect(() => Prometheus.fromExisting({ url: 'prometheus:9090', monitorLabels })).toThrow('prometheus/existing-url');
  expect(() => Prometheus.fromExisting({ url: 'http://p:9090', monitorLabels: {} })).toThrow(
    'prometheus/monitor-labels',
  );
});

test('an agent only sends, and Azure knows its account', () => {
  const id = '11111111-2222-3333-4444-555555555555';
  const agent = new PrometheusAgent(chart(), 'agent', {
    remoteWrite: [RemoteWrite.azureWorkloadIdentity('https://azure.example.com/write', id, id)],
  });
  const { apiVersion, spec: found } = SparkTesting.find(agent, 'PrometheusAgent');
  expect(apiVersion).toBe('monitoring.coreos.com/v1alpha1');
  expect(found).toMatchObject({
    podMetadata: { labels: { 'azure.workload.identity/use': 'true' } },
    remoteWrite: [{ azureAd: { cloud: 'AzurePublic', workloadIdentity: { clientId: id, tenantId: id } } }],
  });
  expect(found).not.toHaveProperty('retention');
  expect(SparkTesting.find(agent, 'ServiceAccount').metadata.annotations).toEqual({
    'azure.workload.identity/client-id': id,
  });
});

test('what is sent and how', () => {
  const store = RemoteWrite.bearer('https://store.example.com/write', secret('token'), {
    keep: ['up', 'spark:.*'],
    queue: { maxShards: 5, batchSendDeadline: Duration.seconds(90) },
  });
  expect(spec(prometheus({ remoteWrite: [store] })).remoteWrite).toEqual([
    {
      url: 'https://store.example.com/write',
      authorization: { type: 'Bearer', credentials: { name: 'credentials', key: 'token' } },
      writeRelabelConfigs: [{ sourceLabels: ['__name__'], regex: 'up|spark:.*', action: 'keep' }],
      queueConfig: { maxShards: 5, batchSendDeadline: '90s' },
    },
  ]);
});

import { SparkTesting } from '../../lib/testing';
import { Observation } from '../../lib/kube/observation';
import { Monitors } from '../../lib/monitoring/monitors/monitors';
import { KubeletMonitor } from '../../lib/monitoring/monitors/kubelet-monitor';
import { Prometheus } from '../../lib/monitoring/prometheus/prometheus';
import { chart, DRIVERS, findings, observed, prober, TEAM, workload } from './operator-samples';

function setUp(options: { readonly networkPolicies?: boolean } = {}) {
  const all = chart();
  const asker = prober();
  const prometheus = new Prometheus(all, 'prometheus');
  const monitors = new Monitors(all, 'monitors', { prometheus, prober: asker, ...options });
  return { all, asker, prometheus, monitors };
}

const PROBE = Observation.probe(workload('history'), {
  job: 'spark-history-probe',
  target: 'http://history.etl.svc:18080/',
  portNumber: 18080,
});

test('pages become a PodMonitor beside their pods, one endpoint for each path', () => {
  const { all, monitors, prometheus } = setUp();
  monitors.observe(observed(DRIVERS));
  const { metadata, spec } = SparkTesting.find(all, 'PodMonitor', 'spark-drivers');
  expect(metadata).toMatchObject({ namespace: TEAM, labels: prometheus.monitorLabels });
  const { selector, podMetricsEndpoints } = spec as {
    selector: unknown;
    podMetricsEndpoints: { path: string; port: string; relabelings: unknown[] }[];
  };
  expect(selector).toEqual({ matchLabels: { 'spark-role': 'driver' } });
  expect(podMetricsEndpoints.map(({ path, port }) => [path, port])).toEqual([
    ['/metrics/prometheus/', 'spark-ui'],
    ['/metrics/executors/prometheus', 'spark-ui'],
  ]);
  expect(podMetricsEndpoints[0]?.relabelings).toEqual([
    { action: 'replace', targetLabel: 'job', replacement: 'spark-driver' },
    { action: 'replace', sourceLabels: ['__metrics_path__'], targetLabel: 'metrics_path' },
    { action: 'replace', sourceLabels: ['__meta_kubernetes_pod_uid'], targetLabel: 'app_id', replacement: 'spark-$1' },
    {
      action: 'replace',
      sourceLabels: ['__meta_kubernetes_pod_label_spark_app_selector'],
      regex: '(.+)',
      targetLabel: 'app_id',
    },
    {
      action: 'replace',
      sourceLabels: ['__meta_kubernetes_pod_label_spark_app_name'],
      regex: '(.+)',
      targetLabel: 'app_name',
    },
    { action: 'replace', targetLabel: 'tier', replacement: 'a$$b' },
  ]);
});

test('the network lets Prometheus in, says nothing of ways out, and has plain numbers', () => {
  const { all, monitors, prometheus } = setUp();
  monitors.observe(observed(DRIVERS));
  expect(SparkTesting.find(all, 'NetworkPolicy', 'spark-drivers-monitoring').spec).toMatchObject({
    podSelector: { matchLabels: { 'spark-role': 'driver' } },
    policyTypes: ['Ingress'],
    ingress: [{ ports: [{ port: 4040, protocol: 'TCP' }] }],
  });
  expect(JSON.stringify(prometheus.networkPolicy?.toJson())).toContain('spark-role');
  expect(SparkTesting.find(all, 'Role', 'prometheus.monitoring').metadata.namespace).toBe(TEAM);
});

test('what has no metrics is asked by the prober, which is told of it', () => {
  const { all, monitors, asker } = setUp();
  monitors.observe(observed(PROBE));
  expect(SparkTesting.find(all, 'Probe', 'history').spec).toMatchObject({
    jobName: 'spark-history-probe',
    module: 'http_2xx',
    prober: { url: 'blackbox-exporter.monitoring.svc:9115' },
    targets: { staticConfig: { static: ['http://history.etl.svc:18080/'] } },
  });
  expect(asker.told).toEqual([[PROBE.peer, 18080]]);
  const opening = JSON.stringify(SparkTesting.find(all, 'NetworkPolicy', 'history-monitoring'));
  expect(opening).toContain('blackbox-exporter');
});

test('the same twice is once, and two pages of one workload have two names', () => {
  const { all, monitors } = setUp();
  const page = (port: string) => Observation.scrape(workload('a'), { job: 'a', port, portNumber: 1000 });
  monitors.observe(observed(page('one'), page('two')), observed(page('one')));
  const names = SparkTesting.manifests(all).flatMap(({ kind, metadata }) =>
    kind === 'PodMonitor' ? metadata.name : [],
  );
  expect(names).toEqual(['a', 'a-two']);
  expect(findings(all)).toEqual([]);
});

test('policies can be left out', () => {
  const { all, monitors } = setUp({ networkPolicies: false });
  monitors.observe(observed(DRIVERS));
  expect(() => SparkTesting.find(all, 'NetworkPolicy', 'spark-drivers-monitoring')).toThrow('no NetworkPolicy');
});

test('the kubelet is read by an account that may do nothing else', () => {
  const { all, prometheus } = setUp();
  new KubeletMonitor(all, 'kubelet', { prometheus });
  expect(SparkTesting.find(all, 'ClusterRole').rules).toEqual([
    { apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] },
  ]);
  const { endpoints } = SparkTesting.find(all, 'ServiceMonitor').spec as {
    endpoints: { path: string; honorTimestamps?: boolean; metricRelabelings: { regex: string }[] }[];
  };
  expect(endpoints.map(({ path }) => path)).toEqual(['/metrics', '/metrics/cadvisor', '/metrics/probes']);
  const dropped = endpoints.map(({ metricRelabelings }) => new RegExp(`^(?:${metricRelabelings[0]?.regex})$`));
  for (const kept of [
    'container_cpu_usage_seconds_total',
    'container_memory_working_set_bytes',
    'container_network_receive_bytes_total',
    'container_cpu_cfs_throttled_periods_total',
    'kubelet_volume_stats_used_bytes',
  ])
    expect(dropped.filter((regex) => regex.test(kept))).toEqual([]);
  expect(dropped[1]?.test('container_tasks_state')).toBe(true);
});

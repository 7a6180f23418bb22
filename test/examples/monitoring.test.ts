import { App } from 'cdk8s';
import { buildMonitoring, buildMonitoringBeside } from '../../apps/examples/monitoring';
import { SparkTesting, type Manifest } from '../../lib/testing';

function objects(build: (app: App) => void): Manifest[] {
  const app = new App();
  build(app);
  return SparkTesting.manifests(app);
}

const named = (all: readonly Manifest[], kind: string): string[] =>
  all.filter((one) => one.kind === kind).map(({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name}`);

test('the whole stack brings servers, and sees the drivers of the team', () => {
  const all = objects(buildMonitoring);
  expect(named(all, 'Prometheus')).toEqual(['monitoring/prometheus']);
  expect(named(all, 'Alertmanager')).toEqual(['monitoring/alertmanager']);
  expect(named(all, 'PodMonitor')).toContain('etl/spark-drivers');
});

test('beside a stack that exists there are no servers but the prober, and all is found by its labels', () => {
  const all = objects(buildMonitoringBeside);
  expect(named(all, 'Deployment')).toEqual(['monitoring/blackbox-exporter']);
  for (const kind of ['Prometheus', 'Alertmanager', 'StatefulSet', 'DaemonSet', 'CustomResourceDefinition']) {
    expect(named(all, kind)).toEqual([]);
  }
  const found = all.filter(({ kind }) => ['PodMonitor', 'PrometheusRule'].includes(kind));
  expect(found.length).toBeGreaterThan(3);
  for (const { metadata } of found) expect(metadata.labels).toMatchObject({ release: 'kube-prometheus-stack' });
  const dashboards = all.filter(({ metadata }) => metadata.labels?.grafana_dashboard === '1');
  expect(dashboards).toHaveLength(6);
});

import { App, Chart, Testing } from 'cdk8s';
import { Observation } from '../../lib/kube/observation';
import { BlackboxExporter } from '../../lib/monitoring/exporters/blackbox-exporter';
import { Loki } from '../../lib/monitoring/loki/loki';
import { Prometheus } from '../../lib/monitoring/prometheus/prometheus';
import { RemoteWrite } from '../../lib/monitoring/prometheus/remote-write';
import { Pushgateway } from '../../lib/monitoring/pushgateway/pushgateway';
import { MonitoringMode } from '../../lib/monitoring/stack/mode';
import type { MonitoringStackProps } from '../../lib/monitoring/stack/props';
import { MonitoringSize } from '../../lib/monitoring/stack/size';
import { MonitoringStack } from '../../lib/monitoring/stack/stack';
import { SparkTesting } from '../../lib/testing';
import { ALERTMANAGER, GRAFANA } from './grafana-samples';
import { Cluster, specOf, type Pod } from './stack-cluster';
import { endpoints, monitored, unseen } from './stack-monitors';

const RELEASE = { release: 'kube-prometheus-stack' };
const THEIRS = Prometheus.fromExisting({
  url: 'http://prometheus-operated.observability.svc:9090',
  monitorLabels: RELEASE,
  peer: { namespace: 'observability', podLabels: { app: 'prometheus' } },
});
const HISTORY = {
  observations: [
    Observation.probe(
      { name: 'history', namespace: 'spark', podLabels: { app: 'history' } },
      { job: 'spark-history-probe', target: 'http://history.spark.svc:18080/', portNumber: 18080 },
    ),
  ],
};

const stack = (props: MonitoringStackProps = {}): MonitoringStack =>
  new MonitoringStack(new Chart(Testing.app(), 'c', { namespace: 'monitoring' }), 'monitoring', props);
const existing = (more: object = {}): MonitoringStackProps => ({
  mode: MonitoringMode.bringYourOwn({ prometheus: THEIRS, ...more }),
});
const agent = (): MonitoringStackProps => ({
  mode: MonitoringMode.agent([
    RemoteWrite.insecureAnonymous('http://store.far.svc:9009/push', { peer: { namespace: 'far' } }),
  ]),
});
const findings = (made: MonitoringStack): string[] =>
  made.node.root.node.findAll().flatMap(({ node }) => node.validate());
/** Servers by kind and name. */
const servers = (made: MonitoringStack): string[] =>
  Cluster.of(made)
    .servers.map(({ kind, name }) => `${kind} ${name}`)
    .sort();
const kinds = (made: MonitoringStack): string[] => [...new Set(SparkTesting.manifests(made).map(({ kind }) => kind))];
/** Names of all alerts. */
const alerts = (made: MonitoringStack): string[] => {
  const rules = SparkTesting.manifests(made).filter(({ kind }) => kind === 'PrometheusRule');
  const groups = rules.flatMap((one) => specOf<{ groups: { rules: { alert?: string }[] }[] }>(one).groups);
  return groups.flatMap(({ rules: all }) => all.flatMap(({ alert }) => (alert === undefined ? [] : [alert])));
};

const FULL = [
  'Alertmanager alertmanager',
  'DaemonSet alloy',
  'DaemonSet node-exporter',
  'Deployment alloy-events',
  'Deployment blackbox-exporter',
  'Deployment kube-state-metrics',
  'Deployment prometheus-operator',
  'Deployment pushgateway',
  'Prometheus prometheus',
  'StatefulSet loki',
];

describe('all of it', () => {
  test.each([
    [MonitoringSize.SMALL, 1, 1, '2d', 'emptyDir', 0],
    [MonitoringSize.MEDIUM, 1, 1, '7d', 'volumeClaimTemplate', 1],
    [MonitoringSize.LARGE, 2, 3, '15d', 'volumeClaimTemplate', 1],
  ])('%s', (size, replicas, alertmanagers, retention, storage, claims) => {
    const made = stack({ size });
    expect(servers(made)).toEqual(FULL);
    expect(findings(made)).toEqual([]);
    expect(unseen(Cluster.of(made))).toEqual([]);
    const { spec } = SparkTesting.find(made, 'Prometheus');
    expect(spec).toMatchObject({ replicas, retention, storage: { [storage]: expect.anything() as unknown } });
    expect(SparkTesting.find(made, 'Alertmanager').spec).toMatchObject({ replicas: alertmanagers });
    expect(Cluster.of(made).all('PersistentVolumeClaim')).toHaveLength(claims);
  });

  test('what is said of a part wins, and what is not wanted is left out', () => {
    const made = stack({
      size: MonitoringSize.LARGE,
      prometheus: { replicas: 1, alertmanagers: [{ ...ALERTMANAGER, alertmanagerName: 'theirs' }] },
      nodeExporter: false,
      pushgateway: false,
      logs: false,
    });
    expect(servers(made)).toEqual(FULL.filter((one) => !/alloy|loki|node-exporter|pushgateway/.test(one)));
    expect(made).toMatchObject({ pushgateway: undefined, loki: undefined, grafana: undefined });
    // Another Alertmanager does not put the own one out of work.
    const { alerting } = SparkTesting.find(made, 'Prometheus').spec as {
      alerting: { alertmanagers: { name: string }[] };
    };
    expect(alerting.alertmanagers.map(({ name }) => name)).toEqual(['alertmanager', 'theirs']);
    expect(kinds(made)).not.toContain('Namespace');
    expect(findings(made)).toEqual([]);
  });

  test('nodes are scraped at their addresses, which may be named', () => {
    const made = stack({ nodeCidrs: ['10.1.0.0/16'] });
    const policy = JSON.stringify(SparkTesting.find(made, 'NetworkPolicy', 'prometheus').spec);
    for (const port of [9100, 10250]) {
      expect(policy).toContain(
        `{"ports":[{"port":${port},"protocol":"TCP"}],"to":[{"ipBlock":{"cidr":"10.1.0.0/16"}}]}`,
      );
    }
    expect(policy).not.toContain('0.0.0.0/0');
  });

  test('all pods that see their node are in one namespace for them', () => {
    const made = stack({ agentsNamespace: 'eyes' });
    const { metadata } = SparkTesting.find(made, 'Namespace');
    expect(metadata).toMatchObject({ name: 'eyes', labels: { 'pod-security.kubernetes.io/enforce': 'privileged' } });
    const onHost = Cluster.of(made).pods.filter(({ spec }) => JSON.stringify(spec).includes('hostPath'));
    expect(onHost.map(({ namespace, name }) => `${namespace}/${name}`)).toEqual(['eyes/node-exporter']);
  });

  test('custom resources come after their kinds', () => {
    const made = stack({ grafana: GRAFANA });
    const names = Testing.synth(Chart.of(made)).map((one) => (one as { kind: string }).kind);
    const last = names.lastIndexOf('CustomResourceDefinition');
    for (const kind of ['Prometheus', 'Alertmanager', 'PodMonitor', 'ServiceMonitor', 'PrometheusRule']) {
      expect([kind, names.indexOf(kind) > last]).toEqual([kind, true]);
    }
  });
});

describe('what a cluster has already', () => {
  test('nothing is made but the prober, and all is labelled for those who look for it', () => {
    const made = stack(existing());
    made.observe(HISTORY);
    made.observeJobs('etl');
    expect(servers(made)).toEqual(['Deployment blackbox-exporter']);
    expect(findings(made)).toEqual([]);
    const found = SparkTesting.manifests(made).filter(({ apiVersion }) =>
      apiVersion.startsWith('monitoring.coreos.com'),
    );
    expect([...new Set(found.map(({ kind }) => kind))].sort()).toEqual(['PodMonitor', 'Probe', 'PrometheusRule']);
    for (const { metadata } of found) expect(metadata.labels).toMatchObject(RELEASE);
    expect(kinds(made)).not.toContain('CustomResourceDefinition');
    expect(kinds(made)).not.toContain('Namespace');
  });

  test('dashboards are ConfigMaps that the sidecar of their Grafana finds', () => {
    const maps = (made: MonitoringStack) =>
      SparkTesting.manifests(made).filter(({ metadata }) => metadata.name.startsWith('dashboard-'));
    const all = maps(stack(existing()));
    expect(all.map(({ metadata }) => metadata.name)).toHaveLength(6);
    for (const { metadata, data } of all) {
      expect(metadata).toMatchObject({ namespace: 'monitoring', labels: { grafana_dashboard: '1' } });
      const [[file, text] = ['', '']] = Object.entries(data as { [file: string]: string });
      expect(`dashboard-${(JSON.parse(text) as { uid: string }).uid}`).toBe(metadata.name);
      expect(file).toBe(`${metadata.name.slice('dashboard-'.length)}.json`);
    }
    const labels = { dashboards: 'yes' };
    for (const { metadata } of maps(stack(existing({ dashboardLabels: labels })))) {
      expect(metadata.labels).toMatchObject(labels);
      expect(metadata.labels).not.toHaveProperty('grafana_dashboard');
    }
  });

  test('with a prober, a gateway and a Grafana of theirs there is no server at all', () => {
    const made = stack(
      existing({
        prober: BlackboxExporter.fromExisting('blackbox.observability.svc:9115', { namespace: 'observability' }),
        pushgateway: Pushgateway.fromAddress('push.observability.svc:9091'),
        grafana: { grafanaUrl: 'https://grafana.example.com' },
      }),
    );
    made.observe(HISTORY);
    expect(servers(made)).toEqual([]);
    expect(made.pushgateway?.pushgatewayAddress).toBe('push.observability.svc:9091');
    expect(made.grafana?.grafanaUrl).toBe('https://grafana.example.com');
    const policy = JSON.stringify(SparkTesting.find(made, 'NetworkPolicy', 'history-monitoring').spec);
    expect(policy).toContain('observability');
    expect(findings(made)).toEqual([]);
  });

  test('logs can be sent to a Loki of theirs', () => {
    const loki = Loki.fromUrl('http://loki.observability.svc:3100', { peer: { namespace: 'observability' } });
    const made = stack({ ...existing(), logs: { loki }, externalLabels: { cluster: 'one' } });
    expect(servers(made)).toEqual(['DaemonSet alloy', 'Deployment alloy-events', 'Deployment blackbox-exporter']);
    expect(made.loki).toBe(loki);
    expect(findings(made)).toEqual([]);
  });
});

describe('an agent', () => {
  test('scrapes and sends on: no rules, no alerts, no dashboards, no logs', () => {
    const made = stack(agent());
    made.observe(HISTORY);
    expect(servers(made)).toEqual([
      ...['DaemonSet node-exporter', 'Deployment blackbox-exporter', 'Deployment kube-state-metrics'],
      ...['Deployment prometheus-operator', 'Deployment pushgateway', 'PrometheusAgent prometheus'],
    ]);
    expect(made.rules).toBeUndefined();
    expect(made.dashboards).toEqual([]);
    expect(kinds(made)).not.toContain('PrometheusRule');
    expect(findings(made)).toEqual([]);
  });

  test('sees all that a Prometheus would, by its own labels', () => {
    const made = stack(agent());
    expect(unseen(Cluster.of(made))).toEqual([]);
    const spec = specOf<{ podMonitorSelector: { matchLabels: object }; remoteWrite: { url: string }[] }>(
      SparkTesting.find(made, 'PrometheusAgent'),
    );
    expect(spec.remoteWrite.map(({ url }) => url)).toEqual(['http://store.far.svc:9009/push']);
    for (const { metadata } of Cluster.of(made).all('PodMonitor')) {
      expect(metadata.labels).toMatchObject(spec.podMonitorSelector.matchLabels);
    }
  });

  test('reaches what it scrapes', () => {
    const cluster = Cluster.of(stack(agent()));
    const [scraper] = cluster.pods.filter(({ kind }) => kind === 'PrometheusAgent') as [Pod];
    const ways = cluster
      .all('PodMonitor')
      .flatMap((monitor) =>
        monitored(cluster, monitor).flatMap((pod) =>
          endpoints(monitor).map(({ port }) => cluster.barriers(scraper, pod, pod.ports[port] ?? NaN)),
        ),
      );
    expect(ways.length).toBeGreaterThan(6);
    expect(ways.flat()).toEqual([]);
  });
});

test('alerts are about what is observed, and grow with it', () => {
  const made = stack();
  const before = alerts(made);
  expect(before).toContain('TargetDown');
  made.observe({
    observations: [
      Observation.probe(
        { name: 'livy', namespace: 'livy', podLabels: { app: 'livy' } },
        { job: 'livy-probe', target: 'http://livy.livy.svc:8998/version', portNumber: 8998 },
      ),
    ],
  });
  const fresh = alerts(made).filter((one) => !before.includes(one));
  expect(fresh).toEqual(['LivyDown']);
  made.observeJobs('etl');
  expect(alerts(made).length).toBeGreaterThan(before.length + 1);
});

test('the same twice is once', () => {
  const made = stack();
  made.observe(HISTORY, HISTORY);
  made.observe(HISTORY);
  made.observeJobs('etl');
  made.observeJobs('etl');
  const cluster = Cluster.of(made);
  expect(cluster.all('Probe')).toHaveLength(1);
  expect(cluster.all('PodMonitor').filter(({ metadata }) => metadata.namespace === 'etl')).toHaveLength(1);
});

test.each([
  ['full', (): MonitoringStackProps => ({ grafana: GRAFANA })],
  ['existing', existing],
  ['agent', agent],
])('%s: the stock App makes it, twice the same', (_, props) => {
  const text = (): string => {
    const app = new App();
    const made = new MonitoringStack(new Chart(app, 'c', { namespace: 'monitoring' }), 'monitoring', props());
    made.observe(HISTORY);
    made.observeJobs('etl');
    return app.synthYaml();
  };
  const first = text();
  expect(first).toContain('kind: PodMonitor');
  expect(text()).toBe(first);
});

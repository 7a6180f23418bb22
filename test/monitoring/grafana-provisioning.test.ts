import { Duration } from 'cdk8s';
import { parse } from 'yaml';
import type { NetworkPeer } from '../../lib';
import { warningsOf } from '../../lib/core/rules';
import { GrafanaDashboard } from '../../lib/monitoring/dashboards/grafana-dashboard';
import { GrafanaAzureCredentials } from '../../lib/monitoring/grafana/azure';
import { GrafanaDataSource } from '../../lib/monitoring/grafana/data-source';
import type { ILoki } from '../../lib/monitoring/interfaces';
import { MonitoringPart, type MonitoringPartProps } from '../../lib/monitoring/part';
import { SparkTesting } from '../../lib/testing';
import {
  chart,
  container,
  dashboard,
  dataSources,
  file,
  findings,
  grafana,
  ini,
  LOKI,
  policy,
  PROMETHEUS,
  secret,
  SOURCES,
  workload,
} from './grafana-samples';

const OUT = { egress: [{ cidr: '0.0.0.0/0', ports: [443] }] };

describe('data sources', () => {
  test('have the uids that dashboards name, and one of them is the default', () => {
    const all = dataSources(grafana({ dataSources: SOURCES() }));
    expect(all.map(({ uid, type, isDefault, editable }) => ({ uid, type, isDefault, editable }))).toEqual([
      { uid: 'prometheus', type: 'prometheus', isDefault: true, editable: false },
      { uid: 'loki', type: 'loki', isDefault: false, editable: false },
      { uid: 'alertmanager', type: 'alertmanager', isDefault: false, editable: false },
    ]);
    expect(all.map(({ url }) => url)).toEqual([
      'http://prometheus.monitoring.svc:9090',
      'http://loki.monitoring.svc:3100',
      'http://alertmanager.monitoring.svc:9093',
    ]);
  });

  test('tell Grafana how often Prometheus scrapes', () => {
    const source = GrafanaDataSource.prometheus(PROMETHEUS, { scrapeInterval: Duration.seconds(15) });
    expect(dataSources(grafana({ dataSources: [source] }))[0]?.jsonData).toMatchObject({
      timeInterval: '15s',
      httpMethod: 'POST',
    });
  });

  test('lead from a line to dashboard and History Server; dollars of ours are doubled', () => {
    const source = GrafanaDataSource.loki(LOKI, { historyServerUrl: 'https://spark.example.com/past/' });
    expect(dataSources(grafana({ dataSources: [source] }))[0]?.jsonData).toMatchObject({
      derivedFields: [
        {
          matcherType: 'label',
          matcherRegex: '^spark_app_id$$',
          url: '/d/spark-application?var-app_id=$${__value.raw}',
        },
        { url: 'https://spark.example.com/past/history/$${__value.raw}/jobs/' },
      ],
    });
  });

  test('name the tenant of a Loki that has several', () => {
    const source = GrafanaDataSource.loki({ ...LOKI, lokiTenant: 'spark' });
    expect(dataSources(grafana({ dataSources: [source] }))[0]).toMatchObject({
      jsonData: { httpHeaderName1: 'X-Scope-OrgID' },
      secureJsonData: { httpHeaderValue1: 'spark' },
    });
  });

  test('open the ways that they need, no more', () => {
    const ports = (server: ReturnType<typeof grafana>): number[] =>
      policy(server).egress.flatMap((row) => (row as { ports: { port: number }[] }).ports.map(({ port }) => port));
    expect(ports(grafana())).toEqual([53, 53]);
    expect(ports(grafana({ dataSources: SOURCES() }))).toEqual([53, 53, 9090, 3100, 9093]);
  });

  test('are let in by parts of the stack', () => {
    class Store extends MonitoringPart implements ILoki {
      public readonly lokiUrl = 'http://loki.monitoring.svc:3100';
      public constructor(props: MonitoringPartProps) {
        super(chart(), 'loki', 'loki', props);
        this._close([3100], [], props.network);
      }
      public get lokiPeer(): NetworkPeer {
        return this._peer;
      }
    }
    const loki = new Store({});
    grafana().addDataSource(GrafanaDataSource.loki(loki));
    expect(SparkTesting.find(loki, 'NetworkPolicy').spec).toMatchObject({
      ingress: [
        {
          from: [
            {
              namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } },
              podSelector: {
                matchLabels: { 'app.kubernetes.io/name': 'grafana', 'app.kubernetes.io/instance': 'grafana' },
              },
            },
          ],
        },
      ],
    });
  });

  test('have secrets by variable alone', () => {
    const credentials = GrafanaAzureCredentials.clientSecret('tenant', 'app', secret('azure'));
    const server = grafana({
      dataSources: [GrafanaDataSource.azureMonitor(credentials, { subscriptionId: 'sub' })],
      network: OUT,
    });
    expect(dataSources(server)[0]).toMatchObject({
      uid: 'azure-monitor',
      jsonData: { azureAuthType: 'clientsecret', tenantId: 'tenant', clientId: 'app', subscriptionId: 'sub' },
      secureJsonData: { clientSecret: '${DATA_SOURCE_AZURE_MONITOR_CLIENTSECRET}' },
    });
    expect(container(server).env).toContainEqual({
      name: 'DATA_SOURCE_AZURE_MONITOR_CLIENTSECRET',
      valueFrom: { secretKeyRef: { name: 'grafana', key: 'azure' } },
    });
    expect(findings(server)).toEqual([]);
  });

  test('prove who they are by workload identity, or by that of the machines', () => {
    const identity = GrafanaAzureCredentials.workloadIdentity('tenant', 'app');
    const server = grafana({
      dataSources: [GrafanaDataSource.azureMonitor(identity, { subscriptionId: 'sub' })],
      network: OUT,
    });
    expect(ini(server).azure).toEqual({
      workload_identity_enabled: 'true',
      workload_identity_tenant_id: 'tenant',
      workload_identity_client_id: 'app',
    });
    expect(workload(server).template.metadata.labels).toMatchObject({ 'azure.workload.identity/use': 'true' });
    const machines = GrafanaAzureCredentials.managedIdentity('id');
    const other = grafana({ dataSources: [GrafanaDataSource.azureMonitor(machines, { subscriptionId: 'sub' })] });
    expect(ini(other).azure).toEqual({ managed_identity_enabled: 'true', managed_identity_client_id: 'id' });
    expect(findings(other).map((line) => /because|port \d+/.exec(line)?.[0])).toEqual(['port 443', 'port 80']);
  });
});

describe('dashboards', () => {
  const A = dashboard('spark-application', 'Application', 'Spark');
  const B = dashboard('spark-logs', 'Logs', 'Spark');
  const C = dashboard('spark_Cost', 'Cost', '');

  test('are a ConfigMap each, in a directory for each folder', () => {
    const server = grafana({ dataSources: SOURCES(), dashboards: [A, B, C] });
    const maps = SparkTesting.manifests(server).filter(({ kind }) => kind === 'ConfigMap');
    expect(maps.map(({ metadata }) => metadata.name)).toEqual([
      'grafana',
      'grafana-dashboard-spark-application',
      'grafana-dashboard-spark-logs',
      'grafana-dashboard-spark-cost',
    ]);
    const { volumes } = workload(server).template.spec;
    expect(volumes).toContainEqual({
      name: 'dashboards-spark',
      projected: {
        sources: ['spark-application', 'spark-logs'].map((uid) => ({
          configMap: { name: `grafana-dashboard-${uid}`, items: [{ key: `${uid}.json`, path: `${uid}.json` }] },
        })),
      },
    });
    expect(container(server).volumeMounts).toContainEqual({
      name: 'dashboards-general',
      mountPath: '/etc/grafana-dashboards/general',
      readOnly: true,
    });
    expect(parse(file(server, 'dashboards.yaml'))).toMatchObject({
      apiVersion: 1,
      providers: [
        { name: 'spark', folder: 'Spark', allowUiUpdates: false, options: { path: '/etc/grafana-dashboards/spark' } },
        { name: 'general', folder: '', options: { path: '/etc/grafana-dashboards/general' } },
      ],
    });
    expect(findings(server)).toEqual([]);
  });

  test('are read again without a restart when they change, and with one when they are new', () => {
    const checksum = (...dashboards: (typeof A)[]): unknown => {
      const { metadata, spec } = workload(grafana({ dashboards })).template;
      return { annotations: metadata.annotations, spec };
    };
    expect(checksum(dashboard(A.uid, 'Other words', 'Spark'))).toEqual(checksum(A));
    expect(checksum(A, B)).not.toEqual(checksum(A));
  });

  test('of this package ask the data sources of this package alone, and plain apply takes them', () => {
    const server = grafana({
      dataSources: SOURCES(),
      dashboards: GrafanaDashboard.all(),
      homeDashboard: 'spark-platform',
    });
    expect(findings(server)).toEqual([]);
    expect(warningsOf(server)).toEqual([]);
    const large = GrafanaDashboard.fromJson(JSON.stringify({ uid: 'l', title: 'L', text: 'x'.repeat(300_000) }));
    expect(warningsOf(grafana({ dashboards: [large] }))).toEqual([expect.stringContaining('grafana/dashboard-large')]);
  });

  test('may come later, like data sources', () => {
    const now = grafana({ dataSources: SOURCES(), dashboards: [A, C], homeDashboard: C.uid });
    const later = grafana({ homeDashboard: C.uid });
    for (const source of SOURCES()) later.addDataSource(source);
    later.addDashboard(A);
    later.addDashboard(C);
    expect(SparkTesting.manifests(later)).toEqual(SparkTesting.manifests(now));
    expect(ini(later).dashboards).toMatchObject({
      default_home_dashboard_path: '/etc/grafana-dashboards/general/spark_Cost.json',
    });
  });
});

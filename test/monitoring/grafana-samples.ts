import { Chart, Testing } from 'cdk8s';
import { parse } from 'yaml';
import { SecretSource } from '../../lib';
import type { IAlertmanager, ILoki, IPrometheus } from '../../lib/monitoring/interfaces';
import { Grafana } from '../../lib/monitoring/grafana/grafana';
import { GrafanaDashboard } from '../../lib/monitoring/dashboards/grafana-dashboard';
import { GrafanaDataSource } from '../../lib/monitoring/grafana/data-source';
import type { GrafanaProps } from '../../lib/monitoring/grafana/props';
import { SparkTesting } from '../../lib/testing';

export const secret = (key: string): SecretSource => SecretSource.fromKubernetes('grafana', key);

export const PROMETHEUS: IPrometheus = {
  prometheusUrl: 'http://prometheus.monitoring.svc:9090',
  prometheusPeer: { namespace: 'monitoring', podLabels: { app: 'prometheus' } },
  monitorLabels: {},
  addTarget: () => undefined,
};
export const LOKI: ILoki = { lokiUrl: 'http://loki.monitoring.svc:3100', lokiPeer: { namespace: 'monitoring' } };
export const ALERTMANAGER: IAlertmanager = {
  alertmanagerName: 'alertmanager',
  alertmanagerNamespace: 'monitoring',
  alertmanagerUrl: 'http://alertmanager.monitoring.svc:9093',
  alertmanagerPeer: { namespace: 'monitoring' },
};

/** The least that a Grafana needs. */
export const GRAFANA: GrafanaProps = { admin: { password: secret('admin') }, secretKey: secret('key') };

/** Everything that it can ask inside the cluster. */
export const SOURCES = (): GrafanaDataSource[] => [
  GrafanaDataSource.prometheus(PROMETHEUS),
  GrafanaDataSource.loki(LOKI),
  GrafanaDataSource.alertmanager(ALERTMANAGER),
];

export const chart = (): Chart => new Chart(Testing.app(), 'c', { namespace: 'monitoring' });

export const grafana = (props: Partial<GrafanaProps> = {}): Grafana =>
  new Grafana(chart(), 'grafana', { ...GRAFANA, ...props });

/** Findings of a tree, as users read them. */
export const findings = (server: Grafana): string[] =>
  server.node.root.node.findAll().flatMap((one) => one.node.validate());

/** A file of the configuration. */
export const file = (server: Grafana, name: string): string => {
  const config = SparkTesting.manifests(server).find(
    ({ metadata, kind }) => kind === 'ConfigMap' && metadata.name === 'grafana',
  );
  return (config?.data as { [key: string]: string })[name] ?? '';
};

/** grafana.ini as sections. */
export const ini = (server: Grafana): { [section: string]: { [key: string]: string } } => {
  const sections: { [section: string]: { [key: string]: string } } = {};
  let section = '';
  for (const line of file(server, 'grafana.ini').split('\n').filter(Boolean)) {
    if (line.startsWith('[')) section = line.slice(1, -1);
    else {
      const at = line.indexOf(' = ');
      (sections[section] ??= {})[line.slice(0, at)] = line.slice(at + 3);
    }
  }
  return sections;
};

/** The data sources as Grafana reads them, dollars as they stand in the file. */
export const dataSources = (server: Grafana): { [key: string]: unknown }[] =>
  (parse(file(server, 'datasources.yaml')) as { datasources: { [key: string]: unknown }[] }).datasources;

interface Pod {
  readonly serviceAccountName?: string;
  readonly automountServiceAccountToken?: boolean;
  readonly securityContext?: object;
  readonly volumes: { readonly name: string; readonly [source: string]: unknown }[];
  readonly containers: {
    readonly env: { readonly name: string; readonly value?: string; readonly valueFrom?: unknown }[];
    readonly volumeMounts: { readonly name: string; readonly mountPath: string; readonly readOnly?: boolean }[];
    readonly securityContext: object;
    readonly resources: { readonly limits: object; readonly requests: object };
  }[];
}

export interface Workload {
  readonly replicas: number;
  readonly strategy?: object;
  readonly template: {
    readonly metadata: { readonly annotations: { [key: string]: string }; readonly labels: { [key: string]: string } };
    readonly spec: Pod;
  };
}

export const workload = (server: Grafana): Workload => SparkTesting.find(server, 'Deployment').spec as Workload;

export const container = (server: Grafana): Pod['containers'][number] => {
  const [only] = workload(server).template.spec.containers;
  if (only === undefined) throw new Error('no container');
  return only;
};

export const policy = (server: Grafana): { readonly ingress?: unknown[]; readonly egress: unknown[] } =>
  SparkTesting.find(server, 'NetworkPolicy').spec as { readonly ingress?: unknown[]; readonly egress: unknown[] };

/** A dashboard of one panel, which asks a data source. */
export const dashboard = (uid: string, title: string, folder: string, source = 'prometheus'): GrafanaDashboard => {
  const panels = [{ id: 1, datasource: { type: 'prometheus', uid: source } }];
  return GrafanaDashboard.fromJson(JSON.stringify({ uid, title, panels }), { folder });
};

import type { SecretSource } from '../../core/secrets';
import type { NetworkPeer } from '../../kube/network-policy';
import type { IAlertmanager, ILoki, IPrometheus } from '../interfaces';
import { MonitoringPart } from '../part';
import type { GrafanaAzureCredentials } from './azure';
import type {
  GrafanaAzureMonitorOptions,
  GrafanaDataSourceOptions,
  GrafanaLokiOptions,
  GrafanaPrometheusOptions,
} from './data-source-props';
import type { Ini } from './ini';
import { dashboardPath } from './links';

/** What Grafana is told of a data source, and what its network needs. */
export interface DataSourceModel {
  readonly type: string;
  /** @default - the data source knows by itself where it is */
  readonly url?: string;
  readonly jsonData: { readonly [key: string]: unknown };
  /** Values that Grafana encrypts. They are no secrets. */
  readonly covered?: { readonly [key: string]: string };
  /** Secrets by their key in `secureJsonData`. */
  readonly secrets?: { readonly [key: string]: SecretSource };
  /** The pods that it asks. */
  readonly peer?: NetworkPeer | undefined;
  /** The part of the stack that lets Grafana in. */
  readonly part?: MonitoringPart;
  readonly isDefault?: boolean;
  /** What all of Grafana must be told. */
  readonly ini?: Ini;
  readonly workloadIdentity?: string;
  /** Addresses outside the cluster that it asks, beside `url`. */
  readonly calls?: readonly string[];
}

/** Where dashboards get what they draw. It is a file: nobody edits it in the browser, and its uid is contract. */
export class GrafanaDataSource {
  /** Metrics. uid `prometheus`. It is the default, unless told otherwise. */
  public static prometheus(prometheus: IPrometheus, options: GrafanaPrometheusOptions = {}): GrafanaDataSource {
    const seconds = options.scrapeInterval?.toSeconds() ?? 30;
    return new GrafanaDataSource('prometheus', options, {
      type: 'prometheus',
      url: prometheus.prometheusUrl,
      // $__rate_interval follows from the interval: a smaller one than the real leaves gaps.
      jsonData: { httpMethod: 'POST', prometheusType: 'Prometheus', timeInterval: `${seconds}s`, manageAlerts: false },
      isDefault: options.isDefault ?? true,
      ...reach(prometheus, prometheus.prometheusPeer),
    });
  }

  /** Logs. uid `loki`. Each line leads to the dashboard of its application, and to the History Server. */
  public static loki(loki: ILoki, options: GrafanaLokiOptions = {}): GrafanaDataSource {
    return new GrafanaDataSource('loki', options, {
      type: 'loki',
      url: loki.lokiUrl,
      jsonData: {
        maxLines: options.maxLines ?? 1000,
        manageAlerts: false,
        derivedFields: derivedFields(options),
        ...(loki.lokiTenant !== undefined && { httpHeaderName1: 'X-Scope-OrgID' }),
      },
      ...(loki.lokiTenant !== undefined && { covered: { httpHeaderValue1: loki.lokiTenant } }),
      isDefault: options.isDefault ?? false,
      ...reach(loki, loki.lokiPeer),
    });
  }

  /** Alerts that fire, and silences. uid `alertmanager`. */
  public static alertmanager(alertmanager: IAlertmanager, options: GrafanaDataSourceOptions = {}): GrafanaDataSource {
    return new GrafanaDataSource('alertmanager', options, {
      type: 'alertmanager',
      url: alertmanager.alertmanagerUrl,
      jsonData: { implementation: 'prometheus', handleGrafanaManagedAlerts: false },
      isDefault: options.isDefault ?? false,
      ...reach(alertmanager, alertmanager.alertmanagerPeer),
    });
  }

  /** Metrics and logs that Azure keeps. uid `azure-monitor`. Grafana needs a way out to port 443. */
  public static azureMonitor(
    credentials: GrafanaAzureCredentials,
    options: GrafanaAzureMonitorOptions,
  ): GrafanaDataSource {
    const { json, secrets, ini, calls, workloadIdentity } = credentials._model;
    return new GrafanaDataSource('azure-monitor', options, {
      type: 'grafana-azure-monitor-datasource',
      jsonData: { cloudName: 'azuremonitor', subscriptionId: options.subscriptionId, ...json },
      secrets,
      isDefault: options.isDefault ?? false,
      ini,
      calls,
      ...(workloadIdentity !== undefined && { workloadIdentity }),
    });
  }

  /** By which dashboards name it. */
  public readonly uid: string;
  /** What people choose it by. */
  public readonly displayName: string;

  private constructor(
    kind: string,
    { uid = kind, displayName = kind }: GrafanaDataSourceOptions,
    /** @internal */
    public readonly _model: DataSourceModel,
  ) {
    this.uid = uid;
    this.displayName = displayName;
  }
}

function reach(target: object, peer: NetworkPeer | undefined): Pick<DataSourceModel, 'peer' | 'part'> {
  return { ...(peer && { peer }), ...(target instanceof MonitoringPart && { part: target }) };
}

/** Links from a line to what else is known of its application. Spark's id is structured metadata of the line. */
function derivedFields({ historyServerUrl }: GrafanaLokiOptions): object[] {
  const field = (name: string, url: string, urlDisplayLabel: string): object => ({
    name,
    matcherType: 'label',
    matcherRegex: '^spark_app_id$',
    url,
    urlDisplayLabel,
  });
  const id = '${__value.raw}';
  const dashboard = `${dashboardPath('spark-application')}?var-app_id=${id}`;
  const history = historyServerUrl?.replace(/\/+$/, '');
  return [
    field('Application', dashboard, 'Dashboard'),
    ...(history === undefined ? [] : [field('History', `${history}/history/${id}/jobs/`, 'History Server')]),
  ];
}

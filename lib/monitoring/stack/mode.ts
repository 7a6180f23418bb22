import type { IPushgateway } from '../../spark/pushgateway';
import type { IGrafana, IPrometheus, IProber } from '../interfaces';
import type { RemoteWrite } from '../prometheus/remote-write';

/** The monitoring that a cluster has already. */
export interface ExistingMonitoringProps {
  /** Who scrapes, and the labels by which it finds monitors and rules: `Prometheus.fromExisting({ … })`. */
  readonly prometheus: IPrometheus;
  /** Who asks servers that have no metrics. @default - a `BlackboxExporter`, made here */
  readonly prober?: IProber;
  /** Where jobs leave their last word. @default - nowhere */
  readonly pushgateway?: IPushgateway;
  /** Where dashboards are seen: jobs link there. @default - no links */
  readonly grafana?: IGrafana;
  /**
   * Labels by which the sidecar of Grafana finds dashboards.
   *
   * @default - `grafana_dashboard: "1"`, as kube-prometheus-stack has it
   */
  readonly dashboardLabels?: { readonly [key: string]: string };
}

/** Who runs the servers of a `MonitoringStack`. */
export class MonitoringMode {
  /** The stack: operator, Prometheus, Alertmanager, exporters, and what it is asked for beside them. */
  public static full(): MonitoringMode {
    return new MonitoringMode(undefined, undefined);
  }

  /** Somebody else: only monitors, rules and dashboards are made, so that an operator, a Prometheus and a Grafana find them. */
  public static bringYourOwn(props: ExistingMonitoringProps): MonitoringMode {
    return new MonitoringMode(props, undefined);
  }

  /** A store far away: a Prometheus that scrapes and sends on, and keeps, asks and alerts nothing itself. */
  public static agent(remoteWrite: RemoteWrite[]): MonitoringMode {
    return new MonitoringMode(undefined, remoteWrite);
  }

  private constructor(
    /** What exists. @internal */
    public readonly _existing: ExistingMonitoringProps | undefined,
    /** Where an agent sends. @internal */
    public readonly _remoteWrite: RemoteWrite[] | undefined,
  ) {}
}

import type { NetworkPeer } from '../kube/network-policy';

/** A Prometheus, made here or existing. `Prometheus` is one. */
export interface IPrometheus {
  /** Address inside the cluster: `http://prometheus.monitoring.svc:9090`. */
  readonly prometheusUrl: string;
  /** Its pods, for the network policies of what it scrapes. @default - unknown: nothing is opened */
  readonly prometheusPeer?: NetworkPeer;
  /** Labels by which it finds monitors and rules: every one of ours gets them. */
  readonly monitorLabels: { readonly [key: string]: string };

  /**
   * Tells it of pods that a monitor leads it to: it gets rights in their namespace and a way out to them. One that
   * exists already must have both.
   */
  addTarget(target: NetworkPeer, port: number): void;
}

/** An Alertmanager, made here or existing. `Alertmanager` is one. */
export interface IAlertmanager {
  /** Name of its Service. */
  readonly alertmanagerName: string;
  /** Namespace of its Service. */
  readonly alertmanagerNamespace: string;
  /** Address inside the cluster: `http://alertmanager.monitoring.svc:9093`. */
  readonly alertmanagerUrl: string;
  /** Its pods. @default - unknown */
  readonly alertmanagerPeer?: NetworkPeer;
}

/** A prober of servers without metrics. `BlackboxExporter` is one. */
export interface IProber {
  /** Host and port, without a scheme: `blackbox-exporter.monitoring.svc:9115`. */
  readonly proberAddress: string;
  /** Its pods, for the network policies of what it probes. @default - unknown: nothing is opened */
  readonly proberPeer?: NetworkPeer;

  /** Tells it of pods that it is to ask: it gets a way out to them. One that exists already must have it. */
  addTarget(target: NetworkPeer, port: number): void;
}

/** A store of logs. `Loki` is one. */
export interface ILoki {
  /** Address inside the cluster, without a path: `http://loki.monitoring.svc:3100`. */
  readonly lokiUrl: string;
  /** Tenant that reads and writes name, where Loki asks for one. @default - it does not */
  readonly lokiTenant?: string;
  /** Its pods. @default - unknown */
  readonly lokiPeer?: NetworkPeer;
}

/** A Grafana that links lead to. `Grafana` is one. */
export interface IGrafana {
  /** What people type, without a slash at the end. */
  readonly grafanaUrl: string;
}

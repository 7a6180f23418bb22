import { Duration, Size } from 'cdk8s';

/** How large a monitoring stack is, where its parts do not say. */
export enum MonitoringSize {
  /** A laptop or a cluster for trying: one of each, two days of metrics and of logs. */
  SMALL = 'small',
  /** Some dozens of nodes and jobs: one of each, a week. */
  MEDIUM = 'medium',
  /** Hundreds of both: Prometheus and Alertmanager in several pods, two weeks of metrics, a month of logs. */
  LARGE = 'large',
}

/** What one pod asks for. */
export interface PodSize {
  readonly cores: number;
  readonly memory: Size;
}

/** The figures behind a size. */
export interface StackSizes {
  readonly operator: PodSize;
  readonly prometheus: PodSize & { readonly replicas: number; readonly retention: Duration; readonly storage: Size };
  /** Whether what Prometheus and Alertmanager keep outlives their pods. */
  readonly claims: boolean;
  readonly alertmanager: PodSize & { readonly replicas: number };
  readonly pushgateway: PodSize;
  readonly kubeStateMetrics: PodSize;
  readonly blackbox: PodSize & { readonly replicas: number };
  readonly loki: PodSize & { readonly retention: Duration; readonly claim: Size };
  readonly collector: PodSize;
  readonly grafana: PodSize;
}

const pod = (cores: number, mebibytes: number): PodSize => ({ cores, memory: Size.mebibytes(mebibytes) });

/** Estimates: kilobytes for each series that Prometheus holds, and upstream's own requests. */
export const SIZES: { readonly [size in MonitoringSize]: StackSizes } = {
  [MonitoringSize.SMALL]: {
    operator: pod(0.05, 64),
    prometheus: { ...pod(0.1, 512), replicas: 1, retention: Duration.days(2), storage: Size.gibibytes(5) },
    claims: false,
    alertmanager: { ...pod(0.01, 64), replicas: 1 },
    pushgateway: pod(0.02, 64),
    kubeStateMetrics: pod(0.02, 64),
    blackbox: { ...pod(0.01, 32), replicas: 1 },
    loki: { ...pod(0.1, 256), retention: Duration.days(2), claim: Size.gibibytes(5) },
    collector: pod(0.05, 96),
    grafana: pod(0.05, 256),
  },
  [MonitoringSize.MEDIUM]: {
    operator: pod(0.1, 128),
    prometheus: { ...pod(0.5, 2048), replicas: 1, retention: Duration.days(7), storage: Size.gibibytes(50) },
    claims: true,
    alertmanager: { ...pod(0.01, 128), replicas: 1 },
    pushgateway: pod(0.05, 128),
    kubeStateMetrics: pod(0.05, 128),
    blackbox: { ...pod(0.02, 64), replicas: 1 },
    loki: { ...pod(0.5, 1024), retention: Duration.days(7), claim: Size.gibibytes(10) },
    collector: pod(0.1, 128),
    grafana: pod(0.1, 384),
  },
  [MonitoringSize.LARGE]: {
    operator: pod(0.1, 256),
    prometheus: { ...pod(1, 6144), replicas: 2, retention: Duration.days(15), storage: Size.gibibytes(200) },
    claims: true,
    alertmanager: { ...pod(0.02, 128), replicas: 3 },
    pushgateway: pod(0.05, 256),
    kubeStateMetrics: pod(0.1, 256),
    blackbox: { ...pod(0.05, 64), replicas: 2 },
    loki: { ...pod(1, 3072), retention: Duration.days(30), claim: Size.gibibytes(20) },
    collector: pod(0.2, 256),
    grafana: pod(0.2, 512),
  },
};

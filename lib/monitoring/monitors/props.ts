import type { Duration } from 'cdk8s';
import type { SecretSource } from '../../core/secrets';
import type { ProbeModule } from '../../kube/observation';
import type { IPrometheus, IProber } from '../interfaces';

/** A page of metrics. */
export interface MetricsEndpoint {
  /** Name of the port: of the container for a PodMonitor, of the Service for a ServiceMonitor. Never a number. */
  readonly port: string;
  /** Number of the port of the pods, for the network policy of Prometheus. */
  readonly portNumber: number;
  /** Path of the page. @default /metrics */
  readonly path?: string;
  /** How often. @default - as Prometheus does */
  readonly interval?: Duration;
  /** How long it may take; no longer than the interval. @default - as Prometheus does */
  readonly scrapeTimeout?: Duration;
  /** Whether it speaks TLS, with a certificate of an authority that Prometheus' image knows. @default - as `authority` says */
  readonly https?: boolean;
  /** The authority of its certificate. @default - none */
  readonly authority?: SecretSource;
  /** Whether any certificate will do. @default false */
  readonly insecureTls?: boolean;
  /** A token that it asks for, from a Secret beside the monitor. @default - none */
  readonly token?: SecretSource;
  /** Whether labels of the page win over those of the target. @default false */
  readonly honorLabels?: boolean;
  /** Regular expressions of metric names that are dropped, each for the whole name. @default - none */
  readonly drop?: string[];
  /** Regular expressions of labels that are dropped from every metric. @default - none */
  readonly dropLabels?: string[];
  /** Labels that every metric gets. @default - none */
  readonly labels?: { readonly [label: string]: string };
  /** Labels that a metric gets from a label of its pod. @default - none */
  readonly labelsFromPods?: { readonly [label: string]: string };
}

/** What monitors of pods and of Services are told. */
export interface MonitorProps {
  /** Who scrapes. */
  readonly prometheus: IPrometheus;
  /** Pages. */
  readonly endpoints: MetricsEndpoint[];
  /** Value of the label `job`. @default - the monitor's name */
  readonly job?: string;
  /** Name of the monitor. @default - the construct's id */
  readonly name?: string;
  /** Namespace of the monitor. @default - the chart's */
  readonly namespace?: string;
  /** Namespaces of what it finds. @default - its own */
  readonly namespaces?: string[];
  /** Most samples of one page; a page with more is refused whole. @default - unlimited */
  readonly sampleLimit?: number;
}

/** What a monitor of pods is told. */
export interface PodMonitorProps extends MonitorProps {
  /** Labels that tell the pods from all others. */
  readonly podLabels: { readonly [key: string]: string };
}

/** What a monitor of Services is told. */
export interface ServiceMonitorProps extends MonitorProps {
  /** Labels of the Services themselves, not of their pods. */
  readonly serviceLabels: { readonly [key: string]: string };
  /** Labels of the pods behind them, for the network policy of Prometheus. @default - every pod of the namespaces */
  readonly podLabels?: { readonly [key: string]: string };
}

/** What a probe is told. */
export interface ProbeMonitorProps {
  /** Who scrapes. */
  readonly prometheus: IPrometheus;
  /** Who asks. */
  readonly prober: IProber;
  /** `https://spark.example.com/`, or host and port for TCP. */
  readonly targets: string[];
  /** How it asks. @default ProbeModule.HTTP_2XX */
  readonly module?: ProbeModule;
  /** Value of the label `job`. @default - the probe's name */
  readonly job?: string;
  /** Name of the probe. @default - the construct's id */
  readonly name?: string;
  /** Namespace of the probe. @default - the chart's */
  readonly namespace?: string;
  /** How often. @default - as Prometheus scrapes */
  readonly interval?: Duration;
  /** How long it may take; no longer than the interval. @default - as Prometheus does */
  readonly scrapeTimeout?: Duration;
  /** Labels that its series get. @default - none */
  readonly labels?: { readonly [label: string]: string };
}

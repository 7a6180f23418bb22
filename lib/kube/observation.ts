import type { Duration } from 'cdk8s';
import type { NetworkPeer } from './network-policy';

/** The Deployment, StatefulSet or DaemonSet that an observation is about. */
export interface ObservedWorkload {
  /** Its name, and with it what the observation is called. */
  readonly name: string;
  /** Its namespace. */
  readonly namespace: string;
  /** Labels that tell its pods from all others. */
  readonly podLabels: { readonly [key: string]: string };
}

/** Pages of metrics, and what to do with them. */
export interface ScrapeProps {
  /** Value of the label `job`, which rules and dashboards ask for. */
  readonly job: string;
  /** Name of the container's port. It must be declared by the container. */
  readonly port: string;
  /** Number of that port, which network policies open. */
  readonly portNumber: number;
  /** Paths of the pages. @default ['/metrics'] */
  readonly paths?: string[];
  /** Whether the pages speak TLS with a certificate that nobody outside knows. @default false */
  readonly insecureTls?: boolean;
  /** Whether the token of the scraper is sent, for pages that ask the API server whether it may read. @default false */
  readonly bearerToken?: boolean;
  /** Whether labels of the page win over those of the target. @default false */
  readonly honorLabels?: boolean;
  /** How often. @default - the scraper's own interval */
  readonly interval?: Duration;
  /** Regular expressions of metric names that are dropped. @default - none */
  readonly drop?: string[];
  /** Labels that a metric gets from a label of its pod: `{ app_id: 'spark-app-selector' }`. @default - none */
  readonly labelsFromPods?: { readonly [label: string]: string };
  /**
   * Labels that are a prefix and the uid of the pod, where `labelsFromPods` finds nothing: `{ app_id: 'spark-' }`.
   *
   * @default - none
   */
  readonly labelsFromPodUid?: { readonly [label: string]: string };
  /** Labels that every metric gets. @default - none */
  readonly labels?: { readonly [label: string]: string };
  /** Labels that are dropped from every metric. @default - none */
  readonly dropLabels?: string[];
  /** Most samples of one page; a page with more is refused whole. @default - unlimited */
  readonly sampleLimit?: number;
}

/** How a prober asks a server that has no metrics whether it works. */
export enum ProbeModule {
  /** GET answers with 2xx. */
  HTTP_2XX = 'http_2xx',
  /** GET answers, be it 401 or 403: it is up, and asks for a login. */
  HTTP_UP = 'http_up',
  /** The port takes connections. */
  TCP_CONNECT = 'tcp_connect',
}

/** A question from outside the pod. */
export interface ProbeProps {
  /** Value of the label `job`, which rules and dashboards ask for. */
  readonly job: string;
  /** `http://history.spark.svc:18080/api/v1/applications?limit=1`, or host and port for TCP. */
  readonly target: string;
  /** Port of the pods, which network policies open. */
  readonly portNumber: number;
  /** How it is asked. @default ProbeModule.HTTP_2XX */
  readonly module?: ProbeModule;
  /** How often. @default - the scraper's own interval */
  readonly interval?: Duration;
}

/**
 * How one workload shows how it is: by metrics, by answering a probe, or not at all, for a reason. Servers of this
 * package say so by themselves; monitoring makes of it a PodMonitor or a Probe, and the opening in the closed network.
 */
export class Observation {
  /** It has pages of metrics. */
  public static scrape(workload: ObservedWorkload, props: ScrapeProps): Observation {
    return new Observation(workload, props, undefined, undefined);
  }

  /** It has none, but answers. */
  public static probe(workload: ObservedWorkload, props: ProbeProps): Observation {
    return new Observation(workload, undefined, props, undefined);
  }

  /** Nothing outside can tell. @param reason A sentence for those who look for the missing monitor. */
  public static none(workload: ObservedWorkload, reason: string): Observation {
    return new Observation(workload, undefined, undefined, reason);
  }

  private constructor(
    /** What it is about. */
    public readonly workload: ObservedWorkload,
    /** Its pages of metrics. @internal */
    public readonly _scrape: ScrapeProps | undefined,
    /** What it answers. @internal */
    public readonly _probe: ProbeProps | undefined,
    /** Why it shows nothing. @internal */
    public readonly _reason: string | undefined,
  ) {}

  /** Its pods, for network policies. */
  public get peer(): NetworkPeer {
    return { namespace: this.workload.namespace, podLabels: this.workload.podLabels };
  }
}

/** Something with workloads that say how they are observed. */
export interface IObserved {
  /** One for each Deployment, StatefulSet and DaemonSet of it. */
  readonly observations: Observation[];
}

/** Whether a construct says how it is observed. */
export function isObserved(thing: unknown): thing is IObserved {
  return typeof thing === 'object' && thing !== null && 'observations' in thing && Array.isArray(thing.observations);
}

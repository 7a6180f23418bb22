import type { ILoki } from '../interfaces';
import type { MonitoringPartProps } from '../part';

/** How lines are read. */
export enum LogCollection {
  /**
   * Through the API server, by pods that Pod Security `restricted` admits. Costs the API server one stream for each
   * container, may miss the last lines of pods that are deleted at once, and does not tell stdout from stderr.
   */
  API = 'api',
  /**
   * From the files of the node, by pods of root that may read any file there, and mount no more than the logs of pods.
   * Needs a namespace with Pod Security `privileged`. Misses less, and restarts where it stopped.
   */
  HOST_FILES = 'host-files',
}

/** A secret that never reaches Loki. */
export interface LogRedaction {
  /** Regular expression of RE2. Each of its groups is replaced. */
  readonly expression: string;
  /** What is put in its place. @default <redacted> */
  readonly replacement?: string;
}

/** Props of `LogCollector`. */
export interface LogCollectorProps extends MonitoringPartProps {
  /** Where lines go. */
  readonly loki: ILoki;
  /** How lines are read. @default LogCollection.API */
  readonly collection?: LogCollection;
  /** Namespaces of the pods. @default - all of them */
  readonly namespaces?: string[];
  /** Label `cluster` of all lines, where several clusters write to one Loki. @default - none */
  readonly cluster?: string;
  /** Label `environment` of all lines. @default - none */
  readonly environment?: string;
  /** Tenant of the lines. @default - that of Loki */
  readonly tenant?: string;
  /** Whether the events of Kubernetes are collected, too: why pods wait, and why they ended. @default true */
  readonly events?: boolean;
  /** Further index labels, from labels of the pod: `{ team: 'example.com/team' }`. @default - none */
  readonly labels?: { readonly [label: string]: string };
  /** Further structured metadata, from labels of the pod. @default - none */
  readonly structuredMetadata?: { readonly [name: string]: string };
  /** Secrets that go, beside those that are known. @default - keys, signatures, tokens and passwords */
  readonly redactions?: LogRedaction[];
  /** Whether lines about health checks and scrapes are dropped. @default false */
  readonly dropHealthChecks?: boolean;
  /** Addresses of the API server. @default - every address */
  readonly apiServerCidrs?: string[];
  /** Ports of the API server. @default [443, 6443] */
  readonly apiServerPorts?: number[];
}

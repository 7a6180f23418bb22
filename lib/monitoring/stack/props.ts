import type { NodePool } from '../../scheduling/node-pool';
import type { IPriorityClass } from '../../spark/placement';
import type { AlertmanagerProps } from '../alertmanager/props';
import type { AlertSeverity, RuleGroup } from '../alerts/rule';
import type { AlertThresholds } from '../alerts/thresholds';
import type { DashboardOptions } from '../dashboards/options';
import type { GrafanaProps } from '../grafana/props';
import type { ILoki } from '../interfaces';
import type { LogCollection } from '../logs/props';
import type { LokiProps } from '../loki/props';
import type { PrometheusProps } from '../prometheus/props';
import type { PushgatewayProps } from '../pushgateway/props';
import type { MonitoringMode } from './mode';
import type { MonitoringSize } from './size';

/** Which logs are kept, and where. */
export interface MonitoringLogs {
  /** A Loki that exists. @default - one that is made here */
  readonly loki?: ILoki;
  /** What the Loki that is made here is told, its storage among it. @default - a claim, as large as `size` says */
  readonly server?: LokiProps;
  /** How lines are read. @default LogCollection.API */
  readonly collection?: LogCollection;
  /** Namespaces of the pods. @default - all of them */
  readonly namespaces?: string[];
}

/** Alerts that differ from those of this package. */
export interface MonitoringRules {
  /** From where on alerts speak. @default - the defaults of each */
  readonly thresholds?: AlertThresholds;
  /** Names of alerts that are left out. @default - none */
  readonly disabled?: string[];
  /** Other severities, by the name of the alert. @default - none */
  readonly severities?: { readonly [alert: string]: AlertSeverity };
  /** Own groups. @default - none */
  readonly extra?: RuleGroup[];
  /** Folder with the pages of alerts. @default - that of this package */
  readonly runbookUrl?: string;
}

/** What a `MonitoringStack` is made of. */
export interface MonitoringStackProps {
  /** Who runs the servers. @default MonitoringMode.full() */
  readonly mode?: MonitoringMode;
  /** How large parts are that do not say. @default MonitoringSize.MEDIUM */
  readonly size?: MonitoringSize;
  /** Labels that tell its series, and its logs, from those of others: `{ cluster: 'prod-1' }`. @default - none */
  readonly externalLabels?: { readonly [label: string]: string };
  /** What differs in Prometheus, or in the agent. @default - as `size` says */
  readonly prometheus?: PrometheusProps;
  /** Who is told of alerts, and what else differs in Alertmanager. @default - nobody: alerts are seen in Grafana alone */
  readonly alertmanager?: AlertmanagerProps;
  /** Where jobs leave their last word. @default true */
  readonly pushgateway?: boolean | PushgatewayProps;
  /** Whether nodes are watched, by pods that Pod Security `restricted` would not admit. @default true */
  readonly nodeExporter?: boolean;
  /** Namespace of pods that need more than Pod Security `restricted`. @default 'monitoring-agents' */
  readonly agentsNamespace?: string;
  /** Which logs are kept. @default - all, by a Loki that is made here */
  readonly logs?: boolean | MonitoringLogs;
  /** Dashboards. It needs a password and a key, which are secrets. @default - none */
  readonly grafana?: GrafanaProps;
  /** What the dashboards of this package are told. @default - their defaults */
  readonly dashboards?: DashboardOptions;
  /** What differs in rules and alerts. @default - those of this package */
  readonly rules?: MonitoringRules;
  /** Nodes of all pods but those that are on every node. @default - any node */
  readonly nodes?: NodePool;
  /** Priority of all pods. @default - the cluster's default */
  readonly priority?: IPriorityClass;
  /** Secrets with credentials of the registry. @default - none */
  readonly imagePullSecrets?: string[];
  /** Addresses of the nodes, where kubelets and node exporters are scraped. @default - every address, on their ports */
  readonly nodeCidrs?: string[];
  /** Addresses of the API server. @default - every address */
  readonly apiServerCidrs?: string[];
  /** Ports of the API server. @default [443, 6443] */
  readonly apiServerPorts?: number[];
}

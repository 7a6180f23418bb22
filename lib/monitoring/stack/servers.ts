import { Construct } from 'constructs';
import type { IObserved, Observation } from '../../kube/observation';
import type { KubeObject } from '../../kube/object';
import type { Alertmanager } from '../alertmanager/alertmanager';
import type { BlackboxExporter } from '../exporters/blackbox-exporter';
import type { KubeStateMetrics } from '../exporters/kube-state-metrics';
import type { NodeExporter } from '../exporters/node-exporter';
import type { Grafana } from '../grafana/grafana';
import type { ILoki, IPrometheus, IProber } from '../interfaces';
import type { LogCollector } from '../logs/log-collector';
import type { Loki } from '../loki/loki';
import type { KubeletMonitor } from '../monitors/kubelet-monitor';
import type { PrometheusOperator } from '../operator/prometheus-operator';
import type { PrometheusAgent } from '../prometheus/prometheus-agent';
import type { Prometheus } from '../prometheus/prometheus';
import type { Pushgateway } from '../pushgateway/pushgateway';
import { AgentsNamespace, needsAgents } from './agents-namespace';
import { StackParts } from './parts';
import type { MonitoringLogs, MonitoringStackProps } from './props';

const AGENTS = 'monitoring-agents';
/** Value of `job` of the kubelets, which belong to no workload. */
const KUBELET = 'kubelet';

/** The servers that a `MonitoringStack` makes itself, for what no property of the stack stands for. */
export class MonitoringServers extends Construct implements IObserved {
  /** Makes the pods of Prometheus and Alertmanager. @default - somebody else's */
  public readonly operator?: PrometheusOperator;
  /** Scrapes, keeps and asks rules. @default - somebody else's, or an agent */
  public readonly prometheus?: Prometheus;
  /** Scrapes and sends on. @default - only in the mode of that name */
  public readonly agent?: PrometheusAgent;
  /** Scrapes the kubelets. @default - somebody else does */
  public readonly kubelets?: KubeletMonitor;
  /** Tells people. @default - somebody else does */
  public readonly alertmanager?: Alertmanager;
  /** Keeps the last word of jobs. @default - somebody else does, or nobody */
  public readonly pushgateway?: Pushgateway;
  /** Shows what the API server knows. @default - somebody else does */
  public readonly kubeStateMetrics?: KubeStateMetrics;
  /** Watches nodes. @default - somebody else does, or nobody */
  public readonly nodeExporter?: NodeExporter;
  /** Asks servers without metrics. @default - somebody else's */
  public readonly blackboxExporter?: BlackboxExporter;
  /** Keeps logs. @default - somebody else does, or nobody */
  public readonly loki?: Loki;
  /** Sends logs. @default - nobody */
  public readonly logCollector?: LogCollector;
  /** Shows it all. @default - somebody else does, or nobody */
  public readonly grafana?: Grafana;
  /** The namespace of pods that see their node. @default - there are none */
  public readonly agentsNamespace?: AgentsNamespace;
  /** Where logs are. @internal */
  public readonly _logs: ILoki | undefined;
  /** Who scrapes. @internal */
  public readonly _scraper: IPrometheus;
  /** Who asks. @internal */
  public readonly _prober: IProber;

  /** @internal */
  public constructor(scope: Construct, id: string, props: MonitoringStackProps) {
    super(scope, id);
    const parts = new StackParts(this, props);
    const { _existing: existing, _remoteWrite: remote } = props.mode ?? {};
    const makes = existing === undefined;
    const keeps = makes && remote === undefined;
    if (needsAgents(props)) this.agentsNamespace = new AgentsNamespace(this, 'Agents', props.agentsNamespace ?? AGENTS);
    if (makes) this.operator = parts.operator();
    if (keeps) this.alertmanager = parts.alertmanager();
    if (this.alertmanager) this.prometheus = parts.prometheus(this.alertmanager);
    if (remote) this.agent = parts.agent(remote);
    this._scraper = existing?.prometheus ?? ((this.prometheus ?? this.agent) as IPrometheus);
    if (existing?.prober === undefined) this.blackboxExporter = parts.prober();
    this._prober = existing?.prober ?? (this.blackboxExporter as IProber);
    if (makes) this.kubeStateMetrics = parts.kubeStateMetrics();
    if (makes) this.kubelets = parts.kubelets(KUBELET, this._scraper);
    if (makes && props.pushgateway !== false) this.pushgateway = parts.pushgateway();
    if (makes && props.nodeExporter !== false && this.agentsNamespace) {
      this.nodeExporter = parts.nodeExporter(this.agentsNamespace.namespaceName, this._scraper);
    }
    const logs = logsOf(props);
    if (logs && logs.loki === undefined) this.loki = parts.loki(logs);
    this._logs = logs?.loki ?? this.loki;
    if (logs && this._logs) {
      this.logCollector = parts.logCollector(logs, this._logs, this.agentsNamespace?.namespaceName);
    }
    if (keeps && props.grafana) {
      this.grafana = parts.grafana(props.grafana, this._scraper, this._logs, this.alertmanager);
    }
    this.order();
  }

  /** All of them, as what is observed. */
  public get observations(): Observation[] {
    return this.all.flatMap(({ observations }) => observations);
  }

  /** Values of `job` beside those of workloads. @internal */
  public get _otherJobs(): string[] {
    return this.kubelets ? [KUBELET] : [];
  }

  /** Kinds that must be known before objects of them. @internal */
  public get _definitions(): KubeObject[] {
    return this.operator?.definitions ?? [];
  }

  private get all(): (Construct & IObserved)[] {
    const { operator, prometheus, agent, alertmanager, pushgateway, kubeStateMetrics } = this;
    const { nodeExporter, blackboxExporter, loki, logCollector, grafana } = this;
    return [
      ...[operator, prometheus, agent, alertmanager, pushgateway, kubeStateMetrics],
      ...[nodeExporter, blackboxExporter, loki, logCollector, grafana],
    ].filter((one) => one !== undefined);
  }

  /** Custom resources come after their kinds, pods that see their node after its namespace. */
  private order(): void {
    const { prometheus, agent, alertmanager, kubelets, nodeExporter, logCollector, agentsNamespace } = this;
    const kinds = this._definitions;
    if (kinds.length > 0) {
      for (const one of [prometheus, agent, alertmanager, kubelets]) one?.node.addDependency(...kinds);
    }
    if (agentsNamespace === undefined) return;
    for (const one of [nodeExporter, logCollector]) {
      if (one?.namespaceName === agentsNamespace.namespaceName) one.node.addDependency(agentsNamespace);
    }
  }
}

/** Logs, as they are wanted: by default where servers are made, and nothing is far away. */
function logsOf({ mode, logs }: MonitoringStackProps): MonitoringLogs | undefined {
  const far = mode?._existing !== undefined || mode?._remoteWrite !== undefined;
  if (logs === false || (logs === undefined && far)) return undefined;
  return typeof logs === 'object' ? logs : {};
}

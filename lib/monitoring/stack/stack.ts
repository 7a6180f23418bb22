import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { Component } from '../../core/component';
import { checkAtSynth } from '../../core/rules';
import type { IObserved, Observation } from '../../kube/observation';
import { SparkMetrics } from '../../spark/features/metrics/spark-metrics';
import type { IPushgateway } from '../../spark/pushgateway';
import { SparkRules } from '../alerts/spark-rules';
import { GrafanaDashboard } from '../dashboards/grafana-dashboard';
import type { IGrafana, ILoki, IPrometheus, IProber } from '../interfaces';
import { Monitors } from '../monitors/monitors';
import { DashboardMaps } from './dashboard-maps';
import { stackFindings } from './findings';
import type { MonitoringStackProps } from './props';
import { MonitoringServers } from './servers';

/**
 * Everything that sees: metrics of each server and each job, alerts, logs and dashboards. What it watches beside itself
 * it is told by `observe` and `observeJobs`; `SparkPlatform` does that by itself.
 *
 * @see docs/monitoring.md
 */
export class MonitoringStack extends Component {
  /** Who scrapes. */
  public readonly prometheus: IPrometheus;
  /** Who asks servers that have no metrics. */
  public readonly prober: IProber;
  /** Where jobs leave their last word. @default - nowhere */
  public readonly pushgateway?: IPushgateway;
  /** Where logs are. @default - nowhere */
  public readonly loki?: ILoki;
  /** Where dashboards are seen. @default - nowhere */
  public readonly grafana?: IGrafana;
  /** The servers that are made here, each with what can be changed of it. */
  public readonly servers: MonitoringServers;
  /** PodMonitors and Probes. */
  public readonly monitors: Monitors;
  /** Recording rules and alerts. @default - an agent asks no rules */
  public readonly rules?: SparkRules;
  /** Dashboards of this package, as Grafana has them or its sidecar finds them. */
  public readonly dashboards: GrafanaDashboard[];
  private readonly jobs = new Set<string>();

  /** @throws RuleError `monitoring/namespace` if no namespace is known. */
  public constructor(scope: Construct, id: string, props: MonitoringStackProps = {}) {
    super(scope, id);
    const { mode, dashboards = {}, rules = {} } = props;
    const { _existing: existing, _remoteWrite: remote } = mode ?? {};
    this.servers = new MonitoringServers(this, 'Servers', props);
    const { _scraper: prometheus, _prober: prober, _logs: loki, _definitions: kinds } = this.servers;
    this.prometheus = prometheus;
    this.prober = prober;
    const pushgateway = this.servers.pushgateway ?? existing?.pushgateway;
    if (pushgateway) this.pushgateway = pushgateway;
    const grafana = this.servers.grafana ?? existing?.grafana;
    if (grafana) this.grafana = grafana;
    if (loki) this.loki = loki;

    this.monitors = new Monitors(this, 'Monitors', { prometheus, prober });
    if (remote === undefined) this.rules = new SparkRules(this, 'Rules', { ...rules, prometheus, observed: [] });
    this.dashboards = remote === undefined ? GrafanaDashboard.all(dashboards) : [];
    this.servers.grafana?.addDashboard(...this.dashboards);
    if (existing) new DashboardMaps(this, 'Dashboards', this.dashboards, existing.dashboardLabels);
    if (kinds.length > 0) {
      for (const one of [this.monitors, this.rules]) one?.node.addDependency(...kinds);
    }
    this.observe(this.servers);
    this.rules?.observe(...this.servers._otherJobs);
    checkAtSynth(this, () => stackFindings(props));
  }

  /** Monitors all workloads of these. The same twice is once. */
  public observe(...observed: IObserved[]): void {
    this.monitors.observe(...observed);
    const jobs = observed.flatMap(({ observations }) => observations.flatMap(jobOf));
    this.rules?.observe(...jobs);
  }

  /** Monitors the drivers of a namespace: jobs with `SparkMetrics` show themselves there. */
  public observeJobs(namespace: string): void {
    if (this.jobs.has(namespace)) return;
    this.jobs.add(namespace);
    const observations = [SparkMetrics.driverObservation(namespace)];
    this.observe({ observations });
  }

  /** What a job must be told to be seen: pages of metrics, and where to leave its last word. */
  public jobFeature(): SparkMetrics {
    const { pushgateway } = this;
    return SparkMetrics.servlet(pushgateway ? { lastWord: pushgateway } : {});
  }

  /** What a driver that is no job must be told, such as that of a Connect server: it has no last word. */
  public driverFeature(): SparkMetrics {
    return SparkMetrics.servlet();
  }

  /** Namespace of its servers. */
  public get namespaceName(): string | undefined {
    return Chart.of(this).namespace;
  }
}

function jobOf({ _scrape, _probe }: Observation): string[] {
  const { job } = _scrape ?? _probe ?? {};
  return job === undefined ? [] : [job];
}

import { Chart, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { Label } from '../../core/labels';
import { checkAtSynth, RuleError, warnAtSynth } from '../../core/rules';
import { KubeObject } from '../../kube/object';
import { MONITORING_RULES } from '../rules';
import { catalogue } from './catalogue';
import { rulesFindings, rulesWarnings } from './findings';
import type { SparkRulesProps } from './props';
import type { RecordingRule, RuleGroup, StockAlert, StockGroup } from './rule';
import { DEFAULT_LIMITS, promDuration, type AlertContext } from './thresholds';

/** Where the pages of this package's alerts are. */
export const RUNBOOKS = 'https://github.com/cdk8s-spark/cdk8s-spark/blob/main/docs/runbooks';
const OWN = 'own-rules';

type AnyGroup = RuleGroup | StockGroup;

/**
 * Recording rules and alerts for Spark, what it runs on and those who watch: PrometheusRules that a Prometheus with
 * `monitorLabels` finds. docs/alerts.md lists them.
 *
 * @see https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PrometheusRule
 */
export class SparkRules extends Construct {
  /** Queries that alerts and dashboards share. */
  public readonly recording: KubeObject;
  /** Alerts about drivers, executors and jobs. */
  public readonly applications: KubeObject;
  /** Alerts about servers, schedulers, quotas and volumes. */
  public readonly services: KubeObject;
  /** Alerts about the monitoring itself. */
  public readonly stack: KubeObject;
  /** Own rules. */
  public readonly own?: KubeObject;
  private readonly observed: Set<string>;

  /** @throws RuleError `monitoring/namespace` if no namespace is known. */
  public constructor(
    scope: Construct,
    id: string,
    private readonly props: SparkRulesProps,
  ) {
    super(scope, id);
    const namespace = props.namespace ?? Chart.of(this).namespace;
    if (namespace === undefined) {
      throw new RuleError({ rule: MONITORING_RULES.namespace, at: 'namespace', value: undefined }, scope, id);
    }
    this.observed = new Set(props.observed);
    const { extra = [], sparkNamespaces: names = [] } = props;
    const context: AlertContext = {
      limits: { ...DEFAULT_LIMITS, ...props.thresholds },
      namespaces: names.length === 0 ? '' : `, namespace=~"${names.join('|')}"`,
    };
    const stock = catalogue(context);
    const make = (name: string, groups: readonly AnyGroup[] = stock[name] ?? []): KubeObject =>
      this.object(namespace, name, groups);
    this.recording = make('spark-recording');
    this.applications = make('spark-applications');
    this.services = make('spark-services');
    this.stack = make('monitoring-stack');
    if (extra.length > 0) this.own = make(OWN, extra);
    checkAtSynth(this, () => rulesFindings(props, [...this.observed]));
    warnAtSynth(this, () => rulesWarnings(props));
  }

  /**
   * Tells it that something is monitored, so that alerts about it make sense.
   *
   * @param jobs Values of the label `job`: `livy-probe`.
   */
  public observe(...jobs: string[]): void {
    for (const job of jobs) this.observed.add(job);
  }

  private object(namespace: string, kind: string, groups: readonly AnyGroup[]): KubeObject {
    const { name, prometheus } = this.props;
    return new KubeObject(this, kind, {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'PrometheusRule',
      metadata: {
        name: name === undefined ? kind : `${name}-${kind}`,
        namespace,
        labels: { [Label.COMPONENT]: 'rules', ...prometheus.monitorLabels },
      },
      // What is monitored grows until the synthesis.
      spec: { groups: Lazy.any({ produce: () => groups.flatMap((group) => this.group(group)) }) as unknown },
    });
  }

  private group({ name, interval, alerts = [], records = [] }: AnyGroup): unknown[] {
    const { disabled = [] } = this.props;
    const rules = [
      ...records
        .filter(({ needs }) => this.makesSense(needs))
        .map(({ record, expr }: RecordingRule) => ({ record, expr })),
      ...alerts
        .filter(({ alert, needs }) => this.makesSense(needs) && !disabled.includes(alert))
        .map((alert) => this.alert(alert)),
    ];
    if (rules.length === 0) return [];
    return [{ name, ...(interval !== undefined && { interval: promDuration(interval) }), rules }];
  }

  private alert(rule: StockAlert): unknown {
    const { alert, expr, absent, holds, severity, labels, summary, description } = rule;
    const { runbookUrl = RUNBOOKS, severities = {} } = this.props;
    return {
      alert,
      expr: absent === undefined || !this.isKnown ? expr : `${expr}\nor absent(${absent})`,
      ...(holds !== undefined && { for: promDuration(holds) }),
      labels: { ...labels, severity: severities[alert] ?? severity },
      annotations: {
        summary,
        description,
        runbook_url: rule.runbook ?? `${runbookUrl.replace(/\/+$/, '')}/${alert}.md`,
      },
    };
  }

  /** Whether somebody said what is monitored. */
  private get isKnown(): boolean {
    return this.props.observed !== undefined || this.observed.size > 0;
  }

  private makesSense(needs: readonly string[] = []): boolean {
    return !this.isKnown || needs.every((job) => this.observed.has(job));
  }
}

import type { IPrometheus } from '../interfaces';
import type { AlertSeverity, RuleGroup } from './rule';
import type { AlertThresholds } from './thresholds';

/** What `SparkRules` is made of. */
export interface SparkRulesProps {
  /** Who evaluates the rules. */
  readonly prometheus: IPrometheus;
  /** First part of the names of the objects, where a namespace holds several sets. @default - none: `spark-applications` */
  readonly name?: string;
  /** Namespace of the objects. @default - the chart's */
  readonly namespace?: string;
  /**
   * Values of the label `job` that are monitored; `observe` adds more. An alert about something else is left out, and
   * one about something here also fires when that is gone altogether.
   *
   * @default - unknown: all alerts, and none fires because something was never there
   */
  readonly observed?: string[];
  /** Namespaces of Spark, whose schedules, quotas and volumes are watched. @default - all that are seen */
  readonly sparkNamespaces?: string[];
  /** From where on alerts speak. @default - the defaults of each */
  readonly thresholds?: AlertThresholds;
  /**
   * Address of the folder with a page `<alert>.md` for each alert.
   *
   * @default 'https://github.com/cdk8s-spark/cdk8s-spark/blob/main/docs/runbooks'
   */
  readonly runbookUrl?: string;
  /** Names of alerts that are left out. @default - none */
  readonly disabled?: string[];
  /** Severities other than those of this package, by the name of the alert. @default - none */
  readonly severities?: { readonly [alert: string]: AlertSeverity };
  /** Own groups; they become an object of their own, so that a mistake in them leaves the others alone. @default - none */
  readonly extra?: RuleGroup[];
}

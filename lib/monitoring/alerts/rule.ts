import type { Duration } from 'cdk8s';

/** How much an alert matters; value of its label `severity`. */
export enum AlertSeverity {
  /** Somebody must look now, at night too. */
  CRITICAL = 'critical',
  /** Somebody must look in working hours. */
  WARNING = 'warning',
  /** Good to know beside other alerts of the namespace; notifies nobody by itself. */
  INFO = 'info',
  /** No trouble: a sign of life, or a switch for other alerts. */
  NONE = 'none',
}

/** A condition that somebody must hear of. */
export interface AlertRule {
  /** What it is called, in CamelCase: `LivyDown`. One alert of a platform has it. */
  readonly alert: string;
  /** PromQL. It holds as long as it has results: each is one alert, with the labels of the result. */
  readonly expr: string;
  /** How long it must hold. @default - it fires at once */
  readonly holds?: Duration;
  /** How much it matters. */
  readonly severity: AlertSeverity;
  /** One line without figures. May name labels: `{{ $labels.namespace }}`. */
  readonly summary: string;
  /** What is seen, with figures: `{{ $value | humanizePercentage }}`. */
  readonly description: string;
  /** Page that tells what to do. @default - `<runbookUrl>/<alert>.md` */
  readonly runbook?: string;
  /** Values of the label `job` that must all be monitored for it to make sense. @default - none */
  readonly needs?: string[];
  /** Further labels, which routes may ask for. @default - none */
  readonly labels?: { readonly [name: string]: string };
}

/** A query whose result is kept as a metric of its own. */
export interface RecordingRule {
  /** Name of the metric: `<what it is about>:<what it is>:<how it was made>`. */
  readonly record: string;
  /** PromQL. */
  readonly expr: string;
  /** Values of the label `job` that must all be monitored for it to make sense. @default - none */
  readonly needs?: string[];
}

/** Rules that are evaluated one after the other. */
export interface RuleGroup {
  /** What it is called. One group of a platform has it. */
  readonly name: string;
  /** How often it is evaluated. @default - as often as Prometheus does by itself */
  readonly interval?: Duration;
  /** Alerts. @default - none */
  readonly alerts?: AlertRule[];
  /** Recorded queries, evaluated before the alerts. @default - none */
  readonly records?: RecordingRule[];
}

/**
 * An alert of this package. Where `absent` is known to be monitored it also fires when that is gone altogether: nobody
 * can tell a server that vanished from one that was never there.
 */
export interface StockAlert extends AlertRule {
  /** The series that somebody scrapes as long as it is there. */
  readonly absent?: string;
}

/** Groups of this package: `spark-applications` and the like. */
export interface StockGroup {
  readonly name: string;
  readonly interval: Duration;
  readonly alerts: readonly StockAlert[];
  readonly records: readonly RecordingRule[];
}

import type { Duration } from 'cdk8s';
import type { AlertMatcher } from './matcher';
import type { AlertReceiver } from './receiver';
import type { AlertTimeInterval } from './time-interval';

/** How alerts are told together, and when. */
export interface AlertGrouping {
  /** Labels whose values tell groups apart; `...` alone tells every alert apart. @default - that of the route above; at the top namespace and alertname */
  readonly groupBy?: string[];
  /** How long a new group waits for more alerts. @default - that of the route above; at the top 30 seconds */
  readonly groupWait?: Duration;
  /** How long a group waits before it tells of a change. @default - that of the route above; at the top 5 minutes */
  readonly groupInterval?: Duration;
  /** After which time a group that still fires is told again. @default - that of the route above; at the top 12 hours */
  readonly repeatInterval?: Duration;
}

/**
 * A branch of the tree by which alerts find who is told. An alert goes into the first branch whose matchers it passes, and
 * in there into the first of that one; a branch that `continues` lets it go on to the next as well.
 *
 * @see https://prometheus.io/docs/alerting/latest/configuration/#route
 */
export interface AlertRoute extends AlertGrouping {
  /** Who is told. @default - that of the route above */
  readonly receiver?: AlertReceiver;
  /** What an alert must be like, all of it. @default - every alert that gets here */
  readonly matchers?: AlertMatcher[];
  /** Whether an alert that is taken here is shown to the next routes, too. @default false */
  readonly continues?: boolean;
  /** The only times at which it tells; branches below have their own. @default - always */
  readonly activeTimes?: AlertTimeInterval[];
  /** Times at which it is silent; branches below have their own. @default - never */
  readonly muteTimes?: AlertTimeInterval[];
  /** Branches below. @default - none */
  readonly routes?: AlertRoute[];
}

/** Alerts that need not be told while others fire. */
export interface AlertInhibition {
  /** What the alert that mutes is like. At least one. */
  readonly sources: AlertMatcher[];
  /** What the alerts that it mutes are like. At least one. */
  readonly targets: AlertMatcher[];
  /** Labels that are the same on both. @default - none: wherever it fires */
  readonly equal?: string[];
}

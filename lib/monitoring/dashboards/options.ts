import type { Duration } from 'cdk8s';

/** Schedulers that have metrics of their own queues. */
export enum DashboardScheduler {
  VOLCANO = 'volcano',
  YUNIKORN = 'yunikorn',
  KUEUE = 'kueue',
}

/** What cores and memory cost, for the dashboard of costs. They can be changed in the dashboard too. */
export interface DashboardCosts {
  /** Price of one core for one hour. */
  readonly coreHour: number;
  /** Price of one GiB of memory for one hour. */
  readonly gibibyteHour: number;
  /** Currency of both prices: `EUR`. @default 'USD' */
  readonly currency?: string;
}

/** What the dashboards of this package are told. */
export interface DashboardOptions {
  /** Address of the History Server, for links to finished applications: `https://history.spark.example.com`. @default - no links */
  readonly historyUrl?: string;
  /**
   * Address of the interface of a running driver, with `{namespace}`, `{app_name}` and `{app_id}` for what they say:
   * `https://spark.example.com/{namespace}/{app_name}/`.
   *
   * @default - no links
   */
  readonly sparkUiUrl?: string;
  /** How often drivers are scraped: no chart has points closer than this. @default 30 seconds */
  readonly scrapeInterval?: Duration;
  /** Schedulers whose queues are shown. @default - Volcano's */
  readonly schedulers?: DashboardScheduler[];
  /** What cores and memory cost. @default - no prices: both are 0 until somebody enters them */
  readonly costs?: DashboardCosts;
  /** Folder in Grafana. @default 'Spark' */
  readonly folder?: string;
  /** Further tags of each dashboard. @default - only `spark` */
  readonly tags?: string[];
}

/** Options of which none is left open. */
export interface Settings {
  readonly historyUrl: string | undefined;
  readonly sparkUiUrl: string | undefined;
  readonly interval: string;
  readonly schedulers: readonly DashboardScheduler[];
  readonly costs: Required<DashboardCosts>;
  readonly folder: string;
  readonly tags: readonly string[];
}

export function settings(options: DashboardOptions = {}): Settings {
  const { costs } = options;
  return {
    historyUrl: options.historyUrl?.replace(/\/+$/, ''),
    sparkUiUrl: options.sparkUiUrl,
    interval: `${seconds(options.scrapeInterval)}s`,
    schedulers: options.schedulers ?? [DashboardScheduler.VOLCANO],
    costs: {
      coreHour: costs?.coreHour ?? 0,
      gibibyteHour: costs?.gibibyteHour ?? 0,
      currency: costs?.currency ?? 'USD',
    },
    folder: options.folder ?? 'Spark',
    tags: ['spark', ...(options.tags ?? [])],
  };
}

function seconds(interval: Duration | undefined): number {
  return interval === undefined ? 30 : Math.max(1, Math.round(interval.toMilliseconds() / 1000));
}

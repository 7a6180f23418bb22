import type { Finding } from '../../core/rules';
import { applicationDashboard } from './application/application';
import { costDashboard } from './cost/cost';
import { logsDashboard } from './logs/logs';
import type { DashboardJson } from './model/assemble';
import { dashboardOptionFindings } from './option-findings';
import { settings, type DashboardOptions, type Settings } from './options';
import { platformDashboard } from './platform/platform';
import { schedulingDashboard } from './scheduling/scheduling';
import { servicesDashboard } from './services/services';

/** How a dashboard of one's own is filed. */
export interface GrafanaDashboardOptions {
  /** Folder in Grafana. @default 'Spark' */
  readonly folder?: string;
}

/**
 * A dashboard as code: those of this package, or one exported from Grafana.
 *
 * @see docs/dashboards.md
 */
export class GrafanaDashboard {
  /** One application: why it is slow, its executors, stages, memory, shuffle and lines. */
  public static sparkApplication(options: DashboardOptions = {}): GrafanaDashboard {
    return GrafanaDashboard.made(applicationDashboard, options);
  }

  /** All applications: what runs, what waits, what stands out, whether there is room. */
  public static sparkPlatform(options: DashboardOptions = {}): GrafanaDashboard {
    return GrafanaDashboard.made(platformDashboard, options);
  }

  /** The servers: Livy, History Server, notebooks, operators, ingress, and monitoring itself. */
  public static services(options: DashboardOptions = {}): GrafanaDashboard {
    return GrafanaDashboard.made(servicesDashboard, options);
  }

  /** What waits for room, queues, priorities and preemption. */
  public static scheduling(options: DashboardOptions = {}): GrafanaDashboard {
    return GrafanaDashboard.made(schedulingDashboard, options);
  }

  /** What tenants and jobs ask for, use and cost; quotas. */
  public static costAndCapacity(options: DashboardOptions = {}): GrafanaDashboard {
    return GrafanaDashboard.made(costDashboard, options);
  }

  /** Lines of drivers, executors and servers. */
  public static logs(options: DashboardOptions = {}): GrafanaDashboard {
    return GrafanaDashboard.made(logsDashboard, options);
  }

  /** All of this package, with the same options. */
  public static all(options: DashboardOptions = {}): GrafanaDashboard[] {
    return [
      GrafanaDashboard.sparkApplication(options),
      GrafanaDashboard.sparkPlatform(options),
      GrafanaDashboard.services(options),
      GrafanaDashboard.scheduling(options),
      GrafanaDashboard.costAndCapacity(options),
      GrafanaDashboard.logs(options),
    ];
  }

  /**
   * A dashboard of one's own, as Grafana exports it: classic JSON, not for sharing externally. What Grafana would not
   * load is reported when the tree is synthesized.
   *
   * @param json Text of the file.
   */
  public static fromJson(json: string, options: GrafanaDashboardOptions = {}): GrafanaDashboard {
    return new GrafanaDashboard(parse(json), options.folder ?? 'Spark');
  }

  /** By which links and files name it. Empty if it has none. */
  public readonly uid: string;
  /** What people read. Empty if it has none. */
  public readonly title: string;
  /** Folder in Grafana. */
  public readonly folder: string;
  /** By which Grafana finds it. */
  public readonly tags: string[];
  /** What Grafana reads; undefined if the text was no JSON object. @internal */
  public readonly _json: DashboardJson | undefined;
  /** What is wrong with the options that it was made of. @internal */
  public readonly _findings: readonly Finding[];

  private static made(make: (settings: Settings) => DashboardJson, options: DashboardOptions): GrafanaDashboard {
    const all = settings(options);
    return new GrafanaDashboard(make(all), all.folder, dashboardOptionFindings(options));
  }

  private constructor(json: DashboardJson | undefined, folder: string, findings: readonly Finding[] = []) {
    const { uid, title, tags } = json ?? {};
    this.uid = typeof uid === 'string' ? uid : '';
    this.title = typeof title === 'string' ? title : '';
    this.tags = Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : [];
    this.folder = folder;
    this._json = json;
    this._findings = findings;
  }
}

function parse(json: string): DashboardJson | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as DashboardJson) : undefined;
  } catch {
    return undefined;
  }
}

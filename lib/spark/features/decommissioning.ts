import type { ISparkFeature, ResolvedApplication } from '../resolved-application';

/**
 * Executors that are told to go (node drain, spot reclaim, scale-down) hand their shuffle and cache blocks over first,
 * from a preStop hook. The image's `/opt/decom.sh` does it; the termination grace period bounds it.
 *
 * @see https://spark.apache.org/docs/latest/configuration.html (spark.decommission.enabled)
 */
export class Decommissioning implements ISparkFeature {
  /** Blocks move to the remaining executors. */
  public static migratingBlocks(): Decommissioning {
    return new Decommissioning(undefined);
  }

  /** Blocks move to the remaining executors, and to the store when none can take them. */
  public static withFallback(directory: string): Decommissioning {
    return new Decommissioning(directory.endsWith('/') ? directory : `${directory}/`);
  }

  public readonly featureName = 'Decommissioning';

  private constructor(private readonly fallback: string | undefined) {}

  public bind(application: ResolvedApplication): void {
    application.setProperty('spark.decommission.enabled', 'true');
    application.setProperty('spark.storage.decommission.enabled', 'true');
    application.setProperty('spark.storage.decommission.shuffleBlocks.enabled', 'true');
    application.setProperty('spark.storage.decommission.rddBlocks.enabled', 'true');
    if (this.fallback !== undefined) {
      application.setProperty('spark.storage.decommission.fallbackStorage.path', this.fallback);
      application.setProperty('spark.storage.decommission.fallbackStorage.cleanUp', 'true');
    }
  }
}

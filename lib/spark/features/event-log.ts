import type { Size } from 'cdk8s';
import { mebibytes, sparkSize } from '../../core/quantities';
import type { ISparkFeature, ResolvedApplication } from '../resolved-application';
import { SPARK_RULES } from '../rules';
import type { ObjectStore } from './object-store';

/** How event logs are written. */
export interface EventLogOptions {
  /** Size at which a log file is closed and the next one begins, at least 10 MiB. @default Size.mebibytes(128) */
  readonly rollAt?: Size;
  /** Also log peak executor metrics of each stage. @default false */
  readonly stageExecutorMetrics?: boolean;
}

/**
 * Writes the events of an application for the History Server. Logs roll and are compressed on every version, as Spark
 * does by itself from 4.0, so that a long job cannot grow one endless file.
 *
 * @see https://spark.apache.org/docs/latest/monitoring.html
 */
export class EventLog implements ISparkFeature {
  /** Event logs below an absolute URI. The directory must exist; stores with prefixes need none. */
  public static to(directory: string, options: EventLogOptions = {}): EventLog {
    return new EventLog(directory, options);
  }

  /** Event logs below a prefix of an object store, which the job must also bind. */
  public static inStore(store: ObjectStore, prefix: string, options: EventLogOptions = {}): EventLog {
    return new EventLog(store.uri(prefix), options);
  }

  public readonly featureName = 'EventLog';

  private constructor(
    /** URI of the directory. */
    public readonly directory: string,
    private readonly options: EventLogOptions,
  ) {}

  public bind(application: ResolvedApplication): void {
    const { rollAt, stageExecutorMetrics } = this.options;
    if (!/^[a-z][a-z0-9+.-]*:\/\/?[^\s]+$/.test(this.directory)) {
      application._report({ rule: SPARK_RULES.eventLogDirectory, at: 'EventLog.directory', value: this.directory });
    }
    if (rollAt !== undefined && mebibytes(rollAt) < 10) {
      application._report({
        rule: SPARK_RULES.eventLogFileSize,
        at: 'EventLog.rollAt',
        value: `${mebibytes(rollAt)} MiB`,
      });
    }
    application.setProperty('spark.eventLog.enabled', 'true');
    application.setProperty('spark.eventLog.dir', this.directory);
    application.setProperty('spark.eventLog.compress', 'true');
    application.setProperty('spark.eventLog.rolling.enabled', 'true');
    if (rollAt !== undefined) application.setProperty('spark.eventLog.rolling.maxFileSize', sparkSize(rollAt));
    if (stageExecutorMetrics === true) application.setProperty('spark.eventLog.logStageExecutorMetrics', 'true');
  }
}

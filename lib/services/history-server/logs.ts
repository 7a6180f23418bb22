import type { Size } from 'cdk8s';
import type { Finding } from '../../core/rules';
import { mebibytes } from '../../core/quantities';
import { EventLog, type EventLogOptions } from '../../spark/features/event-log';
import type { ObjectStore } from '../../spark/features/object-store';
import type { ISparkFeature, ResolvedApplication } from '../../spark/resolved-application';
import { SparkVolume } from '../../spark/volumes';
import { HISTORY_RULES } from './rules';

/** Who may mount a claim at the same time. @see https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes */
export enum ClaimAccessMode {
  /** Pods on every node. */
  READ_WRITE_MANY = 'ReadWriteMany',
  /** Pods on one node. */
  READ_WRITE_ONCE = 'ReadWriteOnce',
  /** One pod. */
  READ_WRITE_ONCE_POD = 'ReadWriteOncePod',
}

/** How a claim with event logs is mounted. */
export interface HistoryClaimOptions {
  /** Who may mount it. @default ClaimAccessMode.READ_WRITE_MANY */
  readonly accessMode?: ClaimAccessMode;
  /** Says that the server and all drivers run on one node, as on a laptop: then ReadWriteOnce is enough. @default false */
  readonly singleNode?: boolean;
  /** Mount it in the server without write access. @default - true, unless the server cleans or compacts */
  readonly readOnly?: boolean;
  /** Where it is mounted, in the server and in drivers. @default /mnt/spark-events */
  readonly mountPath?: string;
}

/** A claim that is made with the server. */
export interface HistoryNewClaimOptions extends HistoryClaimOptions {
  /** Its size. */
  readonly size: Size;
  /** Its StorageClass. @default - the cluster's default */
  readonly storageClassName?: string;
}

/** A claim, as the server needs it. */
export interface HistoryClaim extends HistoryClaimOptions {
  readonly name: string;
  readonly size?: Size;
  readonly storageClassName?: string;
}

const MOUNT_PATH = '/mnt/spark-events';
const VOLUME = 'spark-events';

/**
 * Where event logs are. Jobs write there and the server reads there, so that one object tells both: give it to the
 * server, and what `eventLog()` makes of it to the jobs.
 */
export class SparkHistoryLogs {
  /** Below a prefix of an object store, which jobs must bind as well. The prefix must exist: stores have no directories. */
  public static inStore(store: ObjectStore, prefix: string): SparkHistoryLogs {
    return new SparkHistoryLogs(store.uri(prefix), prefix, store);
  }

  /** At the root of a claim that exists, in the namespace of the server. Jobs of other namespaces cannot mount it. */
  public static onClaim(claimName: string, options: HistoryClaimOptions = {}): SparkHistoryLogs {
    return SparkHistoryLogs.claimed({ ...options, name: claimName });
  }

  /** At the root of a claim that is made with the server, and deleted with it. */
  public static onNewClaim(claimName: string, options: HistoryNewClaimOptions): SparkHistoryLogs {
    return SparkHistoryLogs.claimed({ ...options, name: claimName });
  }

  private static claimed(claim: HistoryClaim): SparkHistoryLogs {
    return new SparkHistoryLogs(`file://${claim.mountPath ?? MOUNT_PATH}`, undefined, undefined, claim);
  }

  private constructor(
    /** URI of the directory. */
    public readonly directory: string,
    private readonly prefix: string | undefined,
    /** The store, which the server binds. @internal */
    public readonly _store?: ObjectStore,
    /** The claim, which the server mounts. @internal */
    public readonly _claim?: HistoryClaim,
  ) {}

  /** A feature for jobs: it turns event logs on, and on a claim it mounts the claim in the driver. */
  public eventLog(options: EventLogOptions = {}): ISparkFeature {
    return new HistoryEventLog(this, options);
  }

  /** The volume with the claim; undefined in a store. @internal */
  public _volume(readOnly?: boolean): SparkVolume | undefined {
    const { _claim: claim } = this;
    if (claim === undefined) return undefined;
    return SparkVolume.claim(VOLUME, claim.mountPath ?? MOUNT_PATH, claim.name, {
      ...(readOnly !== undefined && { readOnly }),
    });
  }

  /** What is wrong with it. @param writes What makes the server write, if anything does. @internal */
  public _findings(writes: string | undefined): Finding[] {
    const { prefix, _claim: claim } = this;
    if (prefix !== undefined) {
      const parts = prefix.replace(/^\/+|\/+$/g, '').split('/');
      return parts.every((part) => /^[^\s/]+$/.test(part) && part !== '.' && part !== '..')
        ? []
        : [{ rule: HISTORY_RULES.logPrefix, at: 'logs', value: prefix }];
    }
    if (claim === undefined) return [];
    const { accessMode = ClaimAccessMode.READ_WRITE_MANY, singleNode = false, readOnly = false, size } = claim;
    const shared =
      accessMode === ClaimAccessMode.READ_WRITE_MANY || (accessMode === ClaimAccessMode.READ_WRITE_ONCE && singleNode);
    const mib = size === undefined ? 1 : mebibytes(size);
    return [
      ...(shared
        ? []
        : [{ rule: HISTORY_RULES.claimAccess, at: 'logs', value: accessMode, because: `claim ${claim.name}` }]),
      ...(readOnly && writes !== undefined ? [{ rule: HISTORY_RULES.readOnly, at: writes, value: claim.name }] : []),
      ...(Number.isInteger(mib) && mib >= 1
        ? []
        : [{ rule: HISTORY_RULES.claimSize, at: 'logs', value: `${mib} MiB`, because: `claim ${claim.name}` }]),
    ];
  }
}

/** Turns event logs on where the server reads them. */
class HistoryEventLog implements ISparkFeature {
  public readonly featureName = 'EventLog';

  public constructor(
    private readonly logs: SparkHistoryLogs,
    private readonly options: EventLogOptions,
  ) {}

  public bind(application: ResolvedApplication): void {
    EventLog.to(this.logs.directory, this.options).bind(application);
    // Executors write no events.
    const volume = this.logs._volume();
    if (volume !== undefined) application.driver.addVolume(volume);
  }
}

import type { Size } from 'cdk8s';
import { mebibytes } from '../../core/quantities';
import type { Finding } from '../../core/rules';
import type { SecretSource } from '../../core/secrets';
import { HUB_RULES } from './rules';

/** Where the file of the database is. */
export const DATABASE_DIRECTORY = '/srv/jupyterhub';

/** A database in a file, on a claim that one pod mounts. */
export interface JupyterHubSqliteOptions {
  /** Size of a claim that is made with the hub. @default - none is made: see claimName */
  readonly size?: Size;
  /** StorageClass of that claim. @default - the cluster's default */
  readonly storageClassName?: string;
  /** Name of a claim that exists already. @default - none: see size */
  readonly claimName?: string;
}

/** Where the hub keeps users, tokens and which servers run. What it forgets it can no longer stop. */
export class JupyterHubDatabase {
  /** A file on a claim: for one team, since every login and every poll waits for it. */
  public static sqlite(options: JupyterHubSqliteOptions): JupyterHubDatabase {
    return new JupyterHubDatabase(options, undefined);
  }

  /**
   * PostgreSQL, for production. Its tables are made by the hub.
   *
   * @param url The whole address with user and password: `postgresql+psycopg2://hub:…@postgres.data.svc:5432/hub`, as a Secret.
   * @see https://docs.sqlalchemy.org/en/20/core/engines.html#postgresql
   */
  public static postgres(url: SecretSource): JupyterHubDatabase {
    return new JupyterHubDatabase(undefined, url);
  }

  private constructor(
    /** @internal */
    public readonly _sqlite: JupyterHubSqliteOptions | undefined,
    /** @internal */
    public readonly _url: SecretSource | undefined,
  ) {}

  /** Settings that stand in the open. @internal */
  public get _traits(): { [trait: string]: unknown } {
    return this._sqlite === undefined
      ? {}
      : { 'JupyterHub.db_url': `sqlite:///${DATABASE_DIRECTORY}/jupyterhub.sqlite` };
  }

  /** @internal */
  public get _findings(): Finding[] {
    if (this._sqlite === undefined) return [];
    const { size, claimName } = this._sqlite;
    const at = 'database';
    if (size !== undefined && claimName !== undefined) {
      return [{ rule: HUB_RULES.databaseClaim, at, value: claimName }];
    }
    if (claimName !== undefined) return claimName === '' ? [{ rule: HUB_RULES.databaseClaim, at, value: '' }] : [];
    const mib = size === undefined ? 0 : mebibytes(size);
    return Number.isInteger(mib) && mib >= 1 ? [] : [{ rule: HUB_RULES.databaseSize, at, value: `${mib} MiB` }];
  }
}

import type { Size } from 'cdk8s';
import { mebibytes } from '../../core/quantities';
import type { Finding } from '../../core/rules';
import type { SecretSource } from '../../core/secrets';
import type { NetworkPeer } from '../../kube/network-policy';
import { isPort } from '../../kube/server-network';
import type { VolumeSpec } from '../../kube/pod';
import type { Ini } from './ini';
import { GRAFANA_RULES } from './rules';

/** A claim with Grafana's database. Give `size` or `claimName`. */
export interface GrafanaClaimOptions {
  /** Size of a claim that is made. @default - none is made: see claimName */
  readonly size?: Size;
  /** StorageClass of that claim. @default - the cluster's default */
  readonly storageClassName?: string;
  /** Name of a claim that exists already. @default - none: see size */
  readonly claimName?: string;
}

/** How the connection to PostgreSQL is protected. */
export enum GrafanaPostgresTls {
  /** Encrypted, and the certificate is that of the host. */
  VERIFY_FULL = 'verify-full',
  /** Encrypted, and the certificate is one of the authority. */
  VERIFY_CA = 'verify-ca',
  /** Encrypted; whose certificate it is, nobody looks. */
  REQUIRE = 'require',
  /** In clear, for a database on a closed network. */
  INSECURE_NONE = 'disable',
}

/** An empty database of PostgreSQL, or one that Grafana has filled. */
export interface GrafanaPostgresOptions {
  /** Its host name. */
  readonly host: string;
  /** Its port. @default 5432 */
  readonly port?: number;
  /** Name of the database. @default grafana */
  readonly databaseName?: string;
  /** User that owns the tables. @default grafana */
  readonly user?: string;
  /** Password of the user, in Grafana's namespace. */
  readonly password: SecretSource;
  /** How the connection is protected. @default GrafanaPostgresTls.VERIFY_FULL */
  readonly tls?: GrafanaPostgresTls;
  /** Certificate of the authority, as PEM, in Grafana's namespace. @default - none */
  readonly rootCertificate?: SecretSource;
  /** Its pods or addresses, which Grafana gets a way out to. @default - what network.egress names */
  readonly peer?: NetworkPeer;
}

const CERTIFICATE_PATH = '/etc/grafana-database';
const DATA = '/var/lib/grafana';

/**
 * Where Grafana keeps users, their preferences and what they draw by themselves. Dashboards and data sources of this
 * package are files, so that a lost database loses none of them.
 */
export class GrafanaDatabase {
  /** A file that ends with the pod. */
  public static sqlite(): GrafanaDatabase {
    return new GrafanaDatabase({}, undefined);
  }

  /** A file on a claim that one pod mounts. */
  public static claim(options: GrafanaClaimOptions): GrafanaDatabase {
    return new GrafanaDatabase({ ...options, keeps: true }, undefined);
  }

  /** PostgreSQL, which several pods can share. */
  public static postgres(options: GrafanaPostgresOptions): GrafanaDatabase {
    return new GrafanaDatabase(undefined, options);
  }

  private constructor(
    /** @internal */
    public readonly _file: (GrafanaClaimOptions & { readonly keeps?: boolean }) | undefined,
    /** @internal */
    public readonly _postgres: GrafanaPostgresOptions | undefined,
  ) {}

  /** @internal */
  public get _ini(): Ini {
    if (this._postgres === undefined) return { database: { type: 'sqlite3', wal: true } };
    const { host, port = 5432, databaseName = 'grafana', user = 'grafana', rootCertificate } = this._postgres;
    return {
      database: {
        type: 'postgres',
        host: `${host}:${port}`,
        name: databaseName,
        user,
        ssl_mode: this.tls,
        ...(rootCertificate && { ca_cert_path: `${CERTIFICATE_PATH}/${rootCertificate.key}` }),
      },
    };
  }

  /** @internal */
  public get _secrets(): { [variable: string]: SecretSource } {
    return this._postgres === undefined ? {} : { GF_DATABASE_PASSWORD: this._postgres.password };
  }

  /** Volumes with the data. @param made Name of a claim that was made. @internal */
  public _volumes(made: string): VolumeSpec[] {
    const { keeps, claimName = made } = this._file ?? {};
    const source = keeps === true ? { persistentVolumeClaim: { claimName } } : { emptyDir: {} };
    const certificate = this._postgres?.rootCertificate;
    const items = certificate === undefined ? [] : [{ key: certificate.key, path: certificate.key }];
    return [
      { name: 'data', source, mountPath: DATA, readOnly: false },
      ...(certificate === undefined
        ? []
        : [
            {
              name: 'database-certificate',
              source: { secret: { secretName: certificate.secretName, items } },
              mountPath: CERTIFICATE_PATH,
            },
          ]),
    ];
  }

  /** @internal */
  public get _findings(): Finding[] {
    if (this._file !== undefined) return claimFindings(this._file);
    const { host, port = 5432, rootCertificate } = this._postgres as GrafanaPostgresOptions;
    const checks: readonly string[] = [GrafanaPostgresTls.VERIFY_CA, GrafanaPostgresTls.VERIFY_FULL];
    const address = `${host}:${port}`;
    return [
      ...(/^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(host) && isPort(port)
        ? []
        : [{ rule: GRAFANA_RULES.database, at: 'database', value: address }]),
      ...(checks.includes(this.tls) && rootCertificate === undefined
        ? [{ rule: GRAFANA_RULES.rootCertificate, at: 'database.tls', value: this.tls }]
        : []),
    ];
  }

  private get tls(): GrafanaPostgresTls {
    return this._postgres?.tls ?? GrafanaPostgresTls.VERIFY_FULL;
  }
}

function claimFindings(file: GrafanaClaimOptions & { readonly keeps?: boolean }): Finding[] {
  const { size, claimName, keeps = false } = file;
  if (!keeps) return [];
  const mib = size === undefined ? 0 : mebibytes(size);
  const isOne = size === undefined ? (claimName ?? '') !== '' : claimName === undefined;
  const isWhole = size === undefined || (Number.isInteger(mib) && mib >= 1);
  if (isOne && isWhole) return [];
  return [{ rule: GRAFANA_RULES.claim, at: 'database', value: { size: `${mib} MiB`, claimName: claimName ?? null } }];
}

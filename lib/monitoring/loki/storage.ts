import type { Size } from 'cdk8s';
import { mebibytes } from '../../core/quantities';
import { checkDnsSubdomain } from '../../core/names';
import type { Finding } from '../../core/rules';
import type { SecretSource } from '../../core/secrets';
import { LOKI_RULES } from './rules';

/** A claim that each replica has for itself. */
export interface LokiClaim {
  /** Its size. */
  readonly size: Size;
  /** Its StorageClass. @default - the cluster's default */
  readonly storageClassName?: string;
}

/** An S3 bucket, or one of a compatible server. */
export interface LokiS3Props {
  readonly bucket: string;
  /** AWS region. @default - needed without an endpoint */
  readonly region?: string;
  /** URL of a compatible server: `http://minio.storage.svc:9000`. @default - AWS, by region */
  readonly endpoint?: string;
  /** Access key id. @default - the web identity of the account (IRSA), whose annotation and trust are yours to set */
  readonly accessKeyId?: SecretSource;
  /** Secret access key. @default - see accessKeyId */
  readonly secretAccessKey?: SecretSource;
}

/** A container of Azure Blob Storage. It must exist. */
export interface LokiAzureProps {
  readonly account: string;
  readonly container: string;
  /** Shared key of the account. @default - the workload identity of the account, whose annotation is yours to set */
  readonly accountKey?: SecretSource;
  /** Host suffix of the cloud. @default blob.core.windows.net */
  readonly endpointSuffix?: string;
}

/** A bucket of Google Cloud Storage. */
export interface LokiGcsProps {
  readonly bucket: string;
  /** Secret whose key holds the JSON key file of an account. @default - the workload identity of the account */
  readonly keyFile?: SecretSource;
}

/** A store, as Loki's configuration and pod need it. */
interface Store {
  readonly settings: { readonly [key: string]: unknown };
  readonly secretEnv?: { readonly [name: string]: SecretSource };
  readonly podLabels?: { readonly [key: string]: string };
  readonly keyFile?: SecretSource;
  readonly findings?: readonly Finding[];
}

/** Where a key file is mounted. */
export const KEY_DIRECTORY = '/etc/loki/credentials';
/** Where everything on a claim is. */
export const DATA_PATH = '/var/loki';

/** Where chunks and their index are. Credentials are references to Secrets, or the identity of the account. */
export class LokiStorage {
  /** On the claim of the only replica. Enough for a laptop and a team; nobody but that pod can read it. */
  public static claim(claim: LokiClaim): LokiStorage {
    return new LokiStorage('filesystem', { settings: { dir: `${DATA_PATH}/objects` } }, claim);
  }

  /** In S3, or a compatible server. */
  public static s3(props: LokiS3Props): LokiStorage {
    const { bucket, region, endpoint, accessKeyId, secretAccessKey } = props;
    const url = parse(endpoint);
    const secretEnv = {
      ...(accessKeyId && { AWS_ACCESS_KEY_ID: accessKeyId }),
      ...(secretAccessKey && { AWS_SECRET_ACCESS_KEY: secretAccessKey }),
    };
    const wrong = (at: string, value: unknown, because: string): Finding[] => [
      { rule: LOKI_RULES.store, at: `storage.${at}`, value, because },
    ];
    const settings = {
      bucket_name: bucket,
      ...(region !== undefined && { region }),
      // Servers that are no AWS mostly know buckets by path only.
      ...(endpoint === undefined
        ? { endpoint: `s3.${region}.amazonaws.com` }
        : { endpoint: url?.host ?? endpoint, bucket_lookup_type: 'path', insecure: url?.protocol === 'http:' }),
    };
    const findings = [
      ...named('bucket', bucket),
      ...(region === undefined && endpoint === undefined ? wrong('region', region, 'AWS is found by its region') : []),
      ...(endpoint !== undefined && url === undefined
        ? wrong('endpoint', endpoint, 'a URL with http or https, and no path')
        : []),
      ...((accessKeyId === undefined) === (secretAccessKey === undefined)
        ? []
        : wrong('accessKeyId', bucket, 'accessKeyId and secretAccessKey go together')),
    ];
    return new LokiStorage('s3', { settings, secretEnv, findings });
  }

  /** In Azure Blob Storage. */
  public static azure(props: LokiAzureProps): LokiStorage {
    const { account, container, accountKey, endpointSuffix } = props;
    const settings = {
      account_name: account,
      // Quoted by the YAML writer only where it must: keys are base64, which YAML takes as it is.
      ...(accountKey && { account_key: '${AZURE_STORAGE_ACCOUNT_KEY}' }),
      container_name: container,
      ...(endpointSuffix !== undefined && { endpoint_suffix: endpointSuffix }),
    };
    const isAccount = /^[a-z0-9]{3,24}$/.test(account);
    return new LokiStorage('azure', {
      settings,
      ...(accountKey
        ? { secretEnv: { AZURE_STORAGE_ACCOUNT_KEY: accountKey } }
        : { podLabels: { 'azure.workload.identity/use': 'true' } }),
      findings: [
        ...named('container', container),
        ...(isAccount ? [] : [{ rule: LOKI_RULES.store, at: 'storage.account', value: account }]),
      ],
    });
  }

  /** In Google Cloud Storage. */
  public static gcs({ bucket, keyFile }: LokiGcsProps): LokiStorage {
    const findings = named('bucket', bucket);
    return new LokiStorage('gcs', { settings: { bucket_name: bucket }, findings, ...(keyFile && { keyFile }) });
  }

  private constructor(
    /** Loki's name of its kind. @internal */
    public readonly _kind: string,
    /** What Loki's configuration and pod need. @internal */
    public readonly _store: Store,
    /** The claim that holds everything. @internal */
    public readonly _claim?: LokiClaim,
  ) {}

  /** What is wrong with it. @internal */
  public get _findings(): Finding[] {
    return [...(this._store.findings ?? [])];
  }
}

/** Findings for a claim. @param least What it must hold in MiB, and why. */
export function claimFindings(at: string, claim: LokiClaim, least: readonly [mib: number, because: string]): Finding[] {
  const mib = mebibytes(claim.size);
  const { storageClassName } = claim;
  return [
    ...(Number.isInteger(mib) && mib >= least[0]
      ? []
      : [{ rule: LOKI_RULES.claimSize, at: `${at}.size`, value: `${mib} MiB`, because: least[1] }]),
    ...(storageClassName === undefined ? [] : checkDnsSubdomain(`${at}.storageClassName`, storageClassName)),
  ];
}

function named(at: string, value: string): Finding[] {
  if (/^[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]$/.test(value)) return [];
  return [{ rule: LOKI_RULES.store, at: `storage.${at}`, value, because: 'this is no name of a bucket' }];
}

function parse(endpoint: string | undefined): URL | undefined {
  const [, protocol, host] = /^(https?:)\/\/([^/\s$?#]+)\/?$/.exec(endpoint ?? '') ?? [];
  return protocol === undefined || host === undefined ? undefined : new URL(`${protocol}//${host}`);
}

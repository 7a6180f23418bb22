import type { Duration } from 'cdk8s';
import type { SecretSource } from '../../core/secrets';
import type { NetworkPeer } from '../../kube/network-policy';
import { prometheusTime } from './time';

/** The queue before a remote store. Its memory grows with shards × capacity. */
export interface RemoteWriteQueue {
  /** Samples that each shard holds. @default - as Prometheus: 10000 */
  readonly capacity?: number;
  /** Shards to begin with. @default 1 */
  readonly minShards?: number;
  /** Most shards. @default - as Prometheus: 50 */
  readonly maxShards?: number;
  /** Most samples of one request. @default - as Prometheus: 2000 */
  readonly maxSamplesPerSend?: number;
  /** Longest time that a sample waits for others. @default - as Prometheus: 5 seconds */
  readonly batchSendDeadline?: Duration;
}

/** What all ways of remote write can be told. */
export interface RemoteWriteOptions {
  /** Name of the queue in metrics. @default - a hash */
  readonly name?: string;
  /** Regular expressions of metric names that are sent, each for the whole name. @default - all */
  readonly keep?: string[];
  /** The queue. @default - as Prometheus */
  readonly queue?: RemoteWriteQueue;
  /** The authority of the other side's certificate. @default - the image's own */
  readonly authority?: SecretSource;
  /** The other end, for the network policy. @default - every address, on the port of the URL */
  readonly peer?: NetworkPeer;
  /** Whether credentials and samples may travel over plain HTTP. @default false */
  readonly insecureHttp?: boolean;
}

/** Azure's clouds. */
export enum AzureMonitorCloud {
  PUBLIC = 'AzurePublic',
  GOVERNMENT = 'AzureGovernment',
  CHINA = 'AzureChina',
}

interface Credentials {
  readonly [field: string]: unknown;
}

/**
 * A remote store that samples are sent to, and how Prometheus says who it is. Each kind of login is a static of its own;
 * none of them takes a value of a secret.
 */
export class RemoteWrite {
  /** Name and password, from Secrets in the namespace of the Prometheus. */
  public static basicAuth(
    url: string,
    username: SecretSource,
    password: SecretSource,
    options: RemoteWriteOptions = {},
  ): RemoteWrite {
    const basicAuth = { username: secretKey(username), password: secretKey(password) };
    return new RemoteWrite(url, { basicAuth }, options);
  }

  /** A token, from a Secret in the namespace of the Prometheus. */
  public static bearer(url: string, token: SecretSource, options: RemoteWriteOptions = {}): RemoteWrite {
    return new RemoteWrite(url, { authorization: { type: 'Bearer', credentials: secretKey(token) } }, options);
  }

  /** A certificate of its own, from Secrets in the namespace of the Prometheus. */
  public static mutualTls(
    url: string,
    certificate: SecretSource,
    key: SecretSource,
    options: RemoteWriteOptions = {},
  ): RemoteWrite {
    return new RemoteWrite(url, {}, options, { cert: { secret: secretKey(certificate) }, keySecret: secretKey(key) });
  }

  /**
   * Azure Monitor, with the federated account of the pod: its account and pods are marked for that by themselves.
   *
   * @param url The metrics ingestion endpoint of the data collection rule.
   */
  public static azureWorkloadIdentity(
    url: string,
    clientId: string,
    tenantId: string,
    cloud: AzureMonitorCloud = AzureMonitorCloud.PUBLIC,
    options: RemoteWriteOptions = {},
  ): RemoteWrite {
    const azureAd = { cloud, workloadIdentity: { clientId, tenantId } };
    return new RemoteWrite(url, { azureAd }, options, {}, clientId);
  }

  /** Azure Monitor, with an identity of the node. Every pod of the node has it, too. */
  public static azureManagedIdentity(
    url: string,
    clientId: string,
    cloud: AzureMonitorCloud = AzureMonitorCloud.PUBLIC,
    options: RemoteWriteOptions = {},
  ): RemoteWrite {
    return new RemoteWrite(url, { azureAd: { cloud, managedIdentity: { clientId } } }, options);
  }

  /**
   * Amazon Managed Service for Prometheus, with the role of the pod's account.
   *
   * @param region Such as `eu-central-1`.
   * @param roleArn A further role that is taken on. Left out, none.
   */
  public static sigv4(url: string, region: string, roleArn?: string, options: RemoteWriteOptions = {}): RemoteWrite {
    return new RemoteWrite(url, { sigv4: { region, ...(roleArn !== undefined && { roleArn }) } }, options);
  }

  /** Nobody asks who writes: for a store that only network policies guard. HTTP is taken, too. */
  public static insecureAnonymous(url: string, options: RemoteWriteOptions = {}): RemoteWrite {
    return new RemoteWrite(url, {}, { ...options, insecureHttp: true });
  }

  private constructor(
    /** Where samples go. */
    public readonly url: string,
    /** @internal */
    public readonly _credentials: Credentials,
    /** @internal */
    public readonly _options: RemoteWriteOptions,
    private readonly tls: Credentials = {},
    /** The client of Azure's workload identity. @internal */
    public readonly _azureClient?: string,
  ) {}

  /** @internal */
  public _render(): { readonly [field: string]: unknown } {
    const { name, keep, queue, authority } = this._options;
    const tlsConfig = { ...(authority && { ca: { secret: secretKey(authority) } }), ...this.tls };
    return {
      url: this.url,
      ...(name !== undefined && { name }),
      ...this._credentials,
      ...(Object.keys(tlsConfig).length > 0 && { tlsConfig }),
      ...(keep && {
        writeRelabelConfigs: [{ sourceLabels: ['__name__'], regex: keep.join('|'), action: 'keep' }],
      }),
      ...(queue && { queueConfig: queueConfig(queue) }),
    };
  }
}

function queueConfig({ batchSendDeadline, ...counts }: RemoteWriteQueue): { readonly [field: string]: unknown } {
  return { ...counts, ...(batchSendDeadline && { batchSendDeadline: prometheusTime(batchSendDeadline) }) };
}

/** A key of a Secret, as the operator's kinds name it. */
export function secretKey({ secretName, key }: SecretSource): { readonly name: string; readonly key: string } {
  return { name: secretName, key };
}

import type { Size } from 'cdk8s';
import { mebibytes, sizeQuantity } from '../../core/quantities';
import type { Finding } from '../../core/rules';
import { checkDnsSubdomain } from '../../core/names';
import { PROMETHEUS_RULES } from './rules';

/** Where a Prometheus keeps its series. */
export class PrometheusStorage {
  /**
   * A claim for each replica. It stays when the Prometheus goes.
   *
   * @param size Its size; growing it later takes an edit of the claims.
   * @param storageClassName Its class: block storage, never NFS or SMB. Left out, the cluster's default.
   */
  public static claim(size: Size, storageClassName?: string): PrometheusStorage {
    return new PrometheusStorage(size, true, storageClassName);
  }

  /** The node's disk: gone with the pod. @param size Most that it may take. */
  public static emptyDir(size: Size): PrometheusStorage {
    return new PrometheusStorage(size, false, undefined);
  }

  private constructor(
    /** Room for series. */
    public readonly size: Size,
    private readonly isClaim: boolean,
    private readonly storageClassName: string | undefined,
  ) {}

  /** @internal */
  public _render(): { readonly [field: string]: unknown } {
    const storage = sizeQuantity(this.size);
    if (!this.isClaim) return { emptyDir: { sizeLimit: storage } };
    const spec = {
      accessModes: ['ReadWriteOnce'],
      ...(this.storageClassName !== undefined && { storageClassName: this.storageClassName }),
      resources: { requests: { storage } },
    };
    return { volumeClaimTemplate: { spec } };
  }

  /** @internal */
  public _findings(): Finding[] {
    const mib = mebibytes(this.size);
    return [
      ...(Number.isInteger(mib) && mib >= 512
        ? []
        : [{ rule: PROMETHEUS_RULES.storageSize, at: 'storage', value: `${mib} MiB` }]),
      ...(this.storageClassName === undefined ? [] : checkDnsSubdomain('storage', this.storageClassName)),
    ];
  }
}

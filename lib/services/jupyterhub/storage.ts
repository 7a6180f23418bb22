import { type Size } from 'cdk8s';
import { mebibytes, sizeQuantity } from '../../core/quantities';
import type { Finding } from '../../core/rules';
import { HUB_RULES } from './rules';

/** A claim for each user. */
export interface NotebookStorageOptions {
  /** Size of each claim. */
  readonly size: Size;
  /** Their StorageClass. @default - the cluster's default */
  readonly storageClassName?: string;
  /** Where it is mounted. What the image has there is hidden. @default /home/jovyan */
  readonly mountPath?: string;
}

/** Where users keep their notebooks. */
export class NotebookStorage {
  /** A claim for each notebook server, which stays when the server stops. */
  public static perUser(options: NotebookStorageOptions): NotebookStorage {
    return new NotebookStorage(options);
  }

  /** Nothing is kept: what a user writes goes with the pod. */
  public static none(): NotebookStorage {
    return new NotebookStorage(undefined);
  }

  private constructor(private readonly options: NotebookStorageOptions | undefined) {}

  /** Settings of the spawner. @internal */
  public _traits(hub: string): { [trait: string]: unknown } {
    if (this.options === undefined) return { 'KubeSpawner.storage_pvc_ensure': false };
    const { size, storageClassName, mountPath = '/home/jovyan' } = this.options;
    return {
      'KubeSpawner.storage_pvc_ensure': true,
      'KubeSpawner.pvc_name_template': `${hub}-{user_server}`,
      'KubeSpawner.storage_capacity': sizeQuantity(size),
      'KubeSpawner.storage_access_modes': ['ReadWriteOnce'],
      ...(storageClassName !== undefined && { 'KubeSpawner.storage_class': storageClassName }),
      'KubeSpawner.volumes': { home: { name: 'home', persistentVolumeClaim: { claimName: '{pvc_name}' } } },
      'KubeSpawner.volume_mounts': { home: { name: 'home', mountPath } },
    };
  }

  /** @internal */
  public get _findings(): Finding[] {
    if (this.options === undefined) return [];
    const { size, mountPath = '/home/jovyan' } = this.options;
    const mib = mebibytes(size);
    return [
      ...(Number.isInteger(mib) && mib >= 1
        ? []
        : [{ rule: HUB_RULES.claimSize, at: 'storage.size', value: `${mib} MiB` }]),
      ...(/^\/(home|mnt|data|work|srv|opt\/[^/]+)(\/[A-Za-z0-9._-]+)*$/.test(mountPath) && mountPath !== '/home'
        ? []
        : [{ rule: HUB_RULES.homePath, at: 'storage.mountPath', value: mountPath }]),
    ];
  }
}

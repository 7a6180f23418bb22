import type { Size } from 'cdk8s';
import type { SecretSource } from '../../core/secrets';

/** The claim of a server: notes, interpreter settings, permissions. */
export interface ZeppelinStorage {
  /** Size of a claim that is made with the server. @default - claimName says which claim exists already */
  readonly size?: Size;
  /** Its StorageClass. @default - the cluster's default */
  readonly storageClassName?: string;
  /** A claim that exists, in the namespace of the server. @default - one is made, of the given size */
  readonly claimName?: string;
}

/** Notes in a bucket. */
export interface ZeppelinBucket {
  /** Name of the bucket. */
  readonly bucket: string;
  /** Folder in the bucket; notes are below `<folder>/notebook`. @default zeppelin */
  readonly folder?: string;
  /** Address of the store. @default - Amazon's */
  readonly endpoint?: string;
  /** Whether the bucket stands in the path, as MinIO and Ceph need it. @default false */
  readonly pathStyleAccess?: boolean;
  /** Id of the key. @default - the rights of the server's account in the cloud */
  readonly accessKeyId?: SecretSource;
  /** The key. @default - the rights of the server's account in the cloud */
  readonly secretAccessKey?: SecretSource;
}

/** Where notes are. */
export class ZeppelinNotes {
  /** On the claim, with versions by git. */
  public static onClaim(): ZeppelinNotes {
    return new ZeppelinNotes();
  }

  /** In a bucket. Settings and permissions stay on the claim. */
  public static s3(props: ZeppelinBucket): ZeppelinNotes {
    return new ZeppelinNotes(props);
  }

  private constructor(
    /** @internal */
    public readonly _bucket?: ZeppelinBucket,
  ) {}
}

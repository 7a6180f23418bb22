import type { Size } from 'cdk8s';

/** Where one master keeps its state. */
export interface StandaloneFilesystemRecovery {
  /** Size of a claim that is made for the master. @default - none: claimName has to be given */
  readonly size?: Size;
  /** Storage class of that claim. @default - the cluster's default class */
  readonly storageClassName?: string;
  /** A claim that exists, in the cluster's namespace. @default - one of this size is made */
  readonly claimName?: string;
}

/** Where masters keep their state in ZooKeeper. */
export interface StandaloneZookeeperRecovery {
  /** Directory of this cluster. Two clusters in one would share their masters. @default - `/spark/<namespace>/<name>` */
  readonly directory?: string;
}

/**
 * What becomes of applications and workers when a master ends. Work goes on while there is none; the question is whether
 * the next one knows of it.
 *
 * @see https://spark.apache.org/docs/latest/spark-standalone.html#high-availability
 */
export class StandaloneRecovery {
  /** A new master knows nothing, and has workers end the executors of applications that it does not know. */
  public static none(): StandaloneRecovery {
    return new StandaloneRecovery();
  }

  /** One master whose successor finds the state on a claim. Back within the time that a pod needs to start. */
  public static filesystem(props: StandaloneFilesystemRecovery): StandaloneRecovery {
    return new StandaloneRecovery(props);
  }

  /**
   * State and leadership in ZooKeeper, for one master or several. A standby takes over within one or two minutes.
   *
   * @param url Its servers: `zk-0.zk:2181,zk-1.zk:2181,zk-2.zk:2181`.
   */
  public static zookeeper(url: string, props: StandaloneZookeeperRecovery = {}): StandaloneRecovery {
    return new StandaloneRecovery(undefined, { url, ...props });
  }

  private constructor(
    /** @internal */
    public readonly _filesystem?: StandaloneFilesystemRecovery,
    /** @internal */
    public readonly _zookeeper?: StandaloneZookeeperRecovery & { readonly url: string },
  ) {}
}

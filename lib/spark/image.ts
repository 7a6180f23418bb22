import { RuleError } from '../core/rules';
import { SPARK_UID } from '../kube/hardening';
import { SPARK_RULES } from './rules';
import { type SparkVersion } from './version';

/** When the kubelet pulls an image. */
export enum ImagePullPolicy {
  /** At each start of a pod. */
  ALWAYS = 'Always',
  /** When the node does not have it. */
  IF_NOT_PRESENT = 'IfNotPresent',
  /** Never: the image is loaded onto the nodes. */
  NEVER = 'Never',
}

/** What an image reference does not tell. */
export interface SparkImageOptions {
  /** The Spark release inside: pods and properties follow it. */
  readonly version: SparkVersion;
  /** @default ImagePullPolicy.IF_NOT_PRESENT - as Spark itself */
  readonly pullPolicy?: ImagePullPolicy;
  /** Names of Secrets of type `kubernetes.io/dockerconfigjson`. @default - none */
  readonly pullSecrets?: string[];
  /** User id of the image's Spark user, which is also its group id. @default 185 - as in Spark's Dockerfiles */
  readonly uid?: number;
}

/** A container image with Spark and the entrypoint of Spark's Dockerfiles, for drivers and executors. */
export class SparkImage {
  /** The official image `apache/spark`, with Python. @see https://hub.docker.com/r/apache/spark */
  public static official(version: SparkVersion): SparkImage {
    return SparkImage.of(`apache/spark:${version.release}`, { version });
  }

  /** The official image with R (and Python). @see https://hub.docker.com/r/apache/spark */
  public static officialR(version: SparkVersion): SparkImage {
    return SparkImage.of(`apache/spark:${version.release}-r`, { version });
  }

  /**
   * An image of your own, derived from an official one or made with `images/spark`.
   *
   * @throws RuleError `spark/image-reference`, `spark/image-untagged`
   */
  public static of(reference: string, options: SparkImageOptions): SparkImage {
    if (!/^[a-z0-9]+([._:/-]?[a-zA-Z0-9_.-]+)*(@sha256:[0-9a-f]{64})?$/.test(reference)) {
      throw new RuleError({ rule: SPARK_RULES.imageReference, at: 'SparkImage.of', value: reference });
    }
    const lastPart = reference.slice(reference.lastIndexOf('/') + 1);
    if (!/[:@]/.test(lastPart) || lastPart.endsWith(':latest')) {
      throw new RuleError({ rule: SPARK_RULES.imageUntagged, at: 'SparkImage.of', value: reference });
    }
    return new SparkImage(reference, options);
  }

  /** The Spark release inside. */
  public readonly version: SparkVersion;
  /** When the kubelet pulls it. */
  public readonly pullPolicy: ImagePullPolicy;
  /** Names of the Secrets it is pulled with. */
  public readonly pullSecrets: string[];
  /** The user and group Spark runs as. */
  public readonly uid: number;

  private constructor(
    /** Full reference as in a pod. */
    public readonly reference: string,
    options: SparkImageOptions,
  ) {
    this.version = options.version;
    this.pullPolicy = options.pullPolicy ?? ImagePullPolicy.IF_NOT_PRESENT;
    this.pullSecrets = [...(options.pullSecrets ?? [])];
    this.uid = options.uid ?? SPARK_UID;
  }
}

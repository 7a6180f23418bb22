import { Size } from 'cdk8s';
import type { SecretSource } from '../core/secrets';
import { mebibytes } from '../core/quantities';
import { SparkLanguage } from './application';
import {
  JVM_OVERHEAD_FACTOR,
  memoryParts,
  MIN_OVERHEAD_MIB,
  NON_JVM_OVERHEAD_FACTOR,
  type MemoryParts,
} from './memory';
import type { SecretFiles, SparkExecutorProps } from './role-props';
import type { SparkVolume } from './volumes';

/** The two kinds of pods of a Spark application; the values of label `spark-role`. */
export enum SparkRoleName {
  DRIVER = 'driver',
  EXECUTOR = 'executor',
}

/** One of the two pods of an application, while features bind to it. */
export class SparkRole {
  /** Labels beyond Spark's own. */
  public readonly labels: { [key: string]: string };
  /** Annotations. */
  public readonly annotations: { [key: string]: string };
  /** Plain environment variables. */
  public readonly env: { [name: string]: string };
  /** Environment variables from Secrets. */
  public readonly secretEnv: { [name: string]: SecretSource };
  /** Secrets as files. */
  public readonly secretFiles: SecretFiles[];
  /** Volumes. */
  public readonly volumes: SparkVolume[];
  /** Options of the JVM. */
  public readonly javaOptions: string[];
  private readonly asked: SparkExecutorProps;
  private podFields: { readonly [path: string]: unknown } = {};

  public constructor(
    /** Driver or executor. */
    public readonly name: SparkRoleName,
    props: SparkExecutorProps,
    private readonly language: SparkLanguage,
  ) {
    this.asked = props;
    this.labels = { ...props.labels };
    this.annotations = { ...props.annotations };
    this.env = { ...props.env };
    this.secretEnv = { ...props.secretEnv };
    this.secretFiles = [...(props.secretFiles ?? [])];
    this.volumes = [...(props.volumes ?? [])];
    this.javaOptions = [...(props.javaOptions ?? [])];
  }

  /** Adds a plain environment variable. */
  public addEnv(name: string, value: string): void {
    this.env[name] = value;
  }

  /** Adds an environment variable from a Secret. */
  public addSecretEnv(name: string, source: SecretSource): void {
    this.secretEnv[name] = source;
  }

  /** Mounts all keys of a Secret as files. */
  public addSecretFiles(files: SecretFiles): void {
    this.secretFiles.push(files);
  }

  /** Adds a volume. */
  public addVolume(volume: SparkVolume): void {
    this.volumes.push(volume);
  }

  /** What the user asked for; among the overrides are the fields of the pod that features have set. */
  public get props(): SparkExecutorProps {
    const podOverrides = { ...this.asked.podOverrides, ...this.podFields };
    return Object.keys(podOverrides).length === 0 ? this.asked : { ...this.asked, podOverrides };
  }

  /**
   * Sets a field of the pod, by JSON pointer. It goes the way of overrides: every runner with a pod or a template of it
   * has the field, and every other says that it cannot.
   *
   * @returns whether it is set; a field that somebody else has set stays as it is
   * @internal
   */
  public _setPodField(path: string, value: unknown): boolean {
    if (path in (this.props.podOverrides ?? {})) return false;
    this.podFields = { ...this.podFields, [path]: value };
    return true;
  }

  /** Heap size. */
  public get memory(): Size {
    return this.props.memory ?? Size.gibibytes(1);
  }

  /** Cores that Spark counts. */
  public get cores(): number {
    return this.props.cores ?? 1;
  }

  /** CPU request in cores. */
  public get coreRequest(): number {
    return this.props.coreRequest ?? this.cores;
  }

  /** Spark's formula applied: all parts in MiB. Off-heap and pyspark memory count for executors only. @internal */
  public get _memory(): MemoryParts {
    const { props } = this;
    const size = (value: Size | undefined): number => (value === undefined ? 0 : mebibytes(value));
    const executor = this.name === SparkRoleName.EXECUTOR;
    return memoryParts({
      heap: mebibytes(this.memory),
      factor: props.memoryOverheadFactor ?? defaultOverheadFactor(this.language),
      overhead: props.memoryOverhead && mebibytes(props.memoryOverhead),
      minOverhead: props.minMemoryOverhead === undefined ? MIN_OVERHEAD_MIB : mebibytes(props.minMemoryOverhead),
      offHeap: executor ? size(props.offHeapMemory) : 0,
      pyspark: executor && this.language === SparkLanguage.PYTHON ? size(props.pysparkMemory) : 0,
    });
  }
}

/** What spark-submit writes as `spark.kubernetes.memoryOverheadFactor`. */
export function defaultOverheadFactor(language: SparkLanguage): number {
  return language === SparkLanguage.JAVA ? JVM_OVERHEAD_FACTOR : NON_JVM_OVERHEAD_FACTOR;
}

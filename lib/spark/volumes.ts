import type { Size } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import { mebibytes, sizeQuantity } from '../core/quantities';
import type { Finding } from '../core/rules';
import { checkDnsLabel } from '../core/names';
import { SPARK_RULES } from './rules';
import { STAGED_DIRECTORY } from './staged-file';

/** Options of every volume. */
export interface SparkVolumeOptions {
  /** Mount without write access. @default false */
  readonly readOnly?: boolean;
  /** Mount a directory of the volume instead of its root. @default - the root */
  readonly subPath?: string;
}

/** Options of an empty directory. */
export interface EmptyDirOptions {
  /** Largest size; the pod is evicted beyond it. @default - no limit */
  readonly sizeLimit?: Size;
  /** Keep it in memory; it then counts against the container's memory. @default false */
  readonly inMemory?: boolean;
}

/** Options of a claim made for each pod. */
export interface ClaimOnDemandOptions extends SparkVolumeOptions {
  /** Size of the claim. */
  readonly size: Size;
  /** StorageClass of the claim. */
  readonly storageClass: string;
}

/** Where an NFS volume lives. */
export interface NfsOptions extends SparkVolumeOptions {
  /** Host name or address of the server. */
  readonly server: string;
  /** Absolute path that the server exports. */
  readonly exportPath: string;
}

/** Options of a hostPath volume. */
export interface HostPathOptions extends SparkVolumeOptions {
  /** Says that the pod may reach into the node. Pod Security `restricted` and `baseline` refuse such pods. @default false */
  readonly insecureAllowed?: boolean;
}

/** Volume types of Spark on Kubernetes, as they stand in property keys. */
type VolumeType = 'emptyDir' | 'persistentVolumeClaim' | 'nfs' | 'hostPath';

/**
 * A volume of drivers or executors. A volume whose name starts with `spark-local-dir-` replaces the default scratch
 * space for shuffle and spill.
 *
 * @see https://spark.apache.org/docs/latest/running-on-kubernetes.html#using-kubernetes-volumes
 */
export class SparkVolume {
  /** An empty directory that lives and dies with the pod. */
  public static emptyDir(name: string, path: string, options: EmptyDirOptions = {}): SparkVolume {
    return new SparkVolume(
      'emptyDir',
      name,
      path,
      {},
      [
        ['medium', options.inMemory === true ? 'Memory' : undefined],
        ['sizeLimit', options.sizeLimit && sizeQuantity(options.sizeLimit)],
      ],
      options.sizeLimit,
    );
  }

  /** A claim that exists. */
  public static claim(name: string, path: string, claimName: string, options: SparkVolumeOptions = {}): SparkVolume {
    return new SparkVolume('persistentVolumeClaim', name, path, options, [['claimName', claimName]]);
  }

  /** A claim of its own for each pod: made with the pod, deleted with it or with the driver. */
  public static claimOnDemand(name: string, path: string, options: ClaimOnDemandOptions): SparkVolume {
    return new SparkVolume(
      'persistentVolumeClaim',
      name,
      path,
      options,
      [
        ['claimName', 'OnDemand'],
        ['storageClass', options.storageClass],
        ['sizeLimit', sizeQuantity(options.size)],
      ],
      options.size,
    );
  }

  /** A directory of an NFS server. */
  public static nfs(name: string, path: string, options: NfsOptions): SparkVolume {
    return new SparkVolume('nfs', name, path, options, [
      ['server', options.server],
      ['path', options.exportPath],
    ]);
  }

  /** A directory of the node. Refused unless `insecureAllowed` says that this is meant. */
  public static hostPath(name: string, path: string, nodePath: string, options: HostPathOptions = {}): SparkVolume {
    return new SparkVolume(
      'hostPath',
      name,
      path,
      options,
      [['path', nodePath]],
      undefined,
      options.insecureAllowed ?? false,
    );
  }

  private readonly settings: { readonly [option: string]: string };

  private constructor(
    private readonly type: VolumeType,
    /** Name of the volume in the pod. */
    public readonly name: string,
    /** Where it is mounted. */
    public readonly path: string,
    private readonly mountOptions: SparkVolumeOptions,
    settings: [string, string | undefined][],
    private readonly size?: Size,
    private readonly allowed: boolean = true,
  ) {
    this.settings = Object.fromEntries(settings.filter((entry): entry is [string, string] => entry[1] !== undefined));
  }

  /** The volume mount of the container. @internal */
  public get _mount(): k8s.VolumeMount {
    const { readOnly, subPath } = this.mountOptions;
    return {
      name: this.name,
      mountPath: this.path,
      ...(readOnly !== undefined && { readOnly }),
      ...(subPath !== undefined && { subPath }),
    };
  }

  /**
   * The volume of a pod that we write. A claim on demand is a generic ephemeral volume here, so that each attempt has
   * its own and the garbage collector removes it with the pod.
   *
   * @internal
   */
  public _volume(accessMode: string): k8s.Volume {
    const { settings, name } = this;
    if (this.type === 'emptyDir') {
      return {
        name,
        emptyDir: {
          ...(settings.medium !== undefined && { medium: settings.medium }),
          ...(settings.sizeLimit !== undefined && { sizeLimit: k8s.Quantity.fromString(settings.sizeLimit) }),
        },
      };
    }
    if (this.type === 'nfs') return { name, nfs: { server: settings.server ?? '', path: settings.path ?? '' } };
    if (this.type === 'hostPath') return { name, hostPath: { path: settings.path ?? '' } };
    if (settings.claimName !== 'OnDemand') {
      return { name, persistentVolumeClaim: { claimName: settings.claimName ?? '' } };
    }
    const spec: k8s.PersistentVolumeClaimSpec = {
      accessModes: [accessMode],
      storageClassName: settings.storageClass ?? '',
      resources: { requests: { storage: k8s.Quantity.fromString(settings.sizeLimit ?? '0') } },
    };
    return { name, ephemeral: { volumeClaimTemplate: { spec } } };
  }

  /** The volume of an executor pod, as Spark makes it from the properties. @internal */
  public _executorVolume(claimPrefix: string): k8s.Volume {
    if (this.settings.claimName !== 'OnDemand') return this._volume('');
    return { name: this.name, persistentVolumeClaim: { claimName: `${claimPrefix}-pvc-0` } };
  }

  /** The properties from which Spark makes the volume. @param role `driver` or `executor` @internal */
  public _propertiesOf(role: string): { [key: string]: string } {
    const prefix = `spark.kubernetes.${role}.volumes.${this.type}.${this.name}`;
    const { readOnly, subPath } = this.mountOptions;
    return Object.fromEntries([
      [`${prefix}.mount.path`, this.path],
      ...(readOnly === undefined ? [] : [[`${prefix}.mount.readOnly`, String(readOnly)]]),
      ...(subPath === undefined ? [] : [[`${prefix}.mount.subPath`, subPath]]),
      ...Object.entries(this.settings).map(([option, value]) => [`${prefix}.options.${option}`, value]),
    ]) as { [key: string]: string };
  }

  /** Whether Spark uses it for shuffle and spill. @internal */
  public get _isLocalDir(): boolean {
    return this.name.startsWith('spark-local-dir-');
  }

  /** Whether each pod gets a claim of its own. @internal */
  public get _isClaimOnDemand(): boolean {
    return this.settings.claimName === 'OnDemand';
  }

  /** What is wrong with it. @internal */
  public _findings(at: string): Finding[] {
    const findings: Finding[] = [];
    if (RESERVED_NAMES.includes(this.name)) {
      findings.push({ rule: SPARK_RULES.volumeDuplicate, at, value: this.name, because: 'Spark or the runner has it' });
    }
    if (checkDnsLabel(at, this.name).length > 0) findings.push({ rule: SPARK_RULES.volumeName, at, value: this.name });
    if (!/^\/[^:]*$/.test(this.path)) findings.push({ rule: SPARK_RULES.volumePath, at, value: this.path });
    if (RESERVED_PATHS.includes(this.path))
      findings.push({ rule: SPARK_RULES.volumeReservedPath, at, value: this.path });
    if (!this.allowed) findings.push({ rule: SPARK_RULES.hostPath, at, value: this.settings.path });
    if (this.size !== undefined && !(mebibytes(this.size) >= 1 / 1024)) {
      findings.push({ rule: SPARK_RULES.volumeSize, at, value: mebibytes(this.size), because: 'in MiB' });
    }
    if (this.type === 'nfs' && !(this.settings.server && this.settings.path?.startsWith('/'))) {
      findings.push({ rule: SPARK_RULES.nfsServer, at, value: this.settings });
    }
    return findings;
  }
}

/** Names of volumes that Spark or the runner makes itself. */
const RESERVED_NAMES = [
  'tmp',
  'opt-spark-work-dir',
  'hadoop-properties',
  'pod-template-volume',
  'spark-staged-volume',
  'spark-conf-volume-driver',
  'spark-conf-volume-exec',
];

/** Paths that Spark or the runner mounts itself. */
const RESERVED_PATHS = [
  '/',
  '/opt/spark',
  '/opt/spark/conf',
  '/opt/spark/work-dir',
  '/opt/spark/pod-template',
  STAGED_DIRECTORY,
  '/opt/hadoop/conf',
  '/tmp',
];

/** Findings for the volumes of one pod together. */
export function volumeFindings(at: string, volumes: readonly SparkVolume[]): Finding[] {
  const duplicates = (values: string[]): string[] => values.filter((value, index) => values.indexOf(value) !== index);
  return [
    ...volumes.flatMap((volume, index) => volume._findings(`${at}.volumes[${index}]`)),
    ...[...duplicates(volumes.map((volume) => volume.name)), ...duplicates(volumes.map((volume) => volume.path))].map(
      (value) => ({ rule: SPARK_RULES.volumeDuplicate, at: `${at}.volumes`, value }),
    ),
  ];
}

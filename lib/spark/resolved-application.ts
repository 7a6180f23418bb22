import type { Finding } from '../core/rules';
import type { SparkApplication } from './application';
import type { SparkConf } from './conf';
import type { SparkImage } from './image';
import type { IPriorityClass, ISparkServiceAccount } from './placement';
import { SparkRole, SparkRoleName } from './role';
import type { SparkDriverProps, SparkExecutorProps } from './role-props';
import { SPARK_RULES } from './rules';

/** What a job adds to an application: everything but where and how it starts. */
export interface ResolvedApplicationProps {
  readonly jobName: string;
  readonly appName: string;
  readonly application: SparkApplication;
  readonly image: SparkImage;
  readonly serviceAccount: ISparkServiceAccount;
  readonly driver: SparkDriverProps;
  readonly executor: SparkExecutorProps;
  readonly conf: SparkConf;
  readonly features: ISparkFeature[];
  readonly priority?: IPriorityClass | undefined;
  readonly executorPriority?: IPriorityClass | undefined;
  readonly writableRootFilesystem: boolean;
}

/** Something that changes an application as a whole: event logs, object stores, dynamic allocation, metrics. */
export interface ISparkFeature {
  /** Name in messages; a feature of the same name cannot be bound twice. */
  readonly featureName: string;
  /** Adds what the feature needs to properties and pods. */
  bind(application: ResolvedApplication): void;
}

/**
 * A Spark application with everything decided but the way it is started. Features bind to it; runners render it.
 */
export class ResolvedApplication {
  /** Name of the job. */
  public readonly jobName: string;
  /** `spark.app.name`. */
  public readonly appName: string;
  /** What runs. */
  public readonly application: SparkApplication;
  /** Image of both pods. */
  public readonly image: SparkImage;
  /** Accounts of both pods. */
  public readonly serviceAccount: ISparkServiceAccount;
  /** The driver. */
  public readonly driver: SparkRole;
  /** The executors. */
  public readonly executor: SparkRole;
  /** The user's own properties. */
  public readonly conf: SparkConf;
  /** Priority of the driver. */
  public readonly priority: IPriorityClass | undefined;
  /** Priority of the executors. */
  public readonly executorPriority: IPriorityClass | undefined;
  /** Whether the containers may write to the image's file system. */
  public readonly writableRootFilesystem: boolean;

  private readonly properties = new Map<string, string>();
  private readonly files = new Map<string, string>();
  private readonly featureFindings: Finding[] = [];
  private hadoopConfig: string | undefined;
  private schedulerName: string | undefined;
  private readonly late = new Map<string, string>();
  private readonly jobLabels = new Map<string, string>();
  private readonly jobAnnotations = new Map<string, string>();

  public constructor(props: ResolvedApplicationProps) {
    this.jobName = props.jobName;
    this.appName = props.appName;
    this.application = props.application;
    this.image = props.image;
    this.serviceAccount = props.serviceAccount;
    this.conf = props.conf;
    this.priority = props.priority;
    this.executorPriority = props.executorPriority ?? props.priority;
    this.writableRootFilesystem = props.writableRootFilesystem;
    this.driver = new SparkRole(SparkRoleName.DRIVER, props.driver, props.application.language);
    this.executor = new SparkRole(SparkRoleName.EXECUTOR, props.executor, props.application.language);
    const bound = new Set<string>();
    for (const feature of props.features) {
      if (bound.has(feature.featureName))
        this._report({ rule: SPARK_RULES.featureTwice, at: 'features', value: feature.featureName });
      bound.add(feature.featureName);
      feature.bind(this);
    }
  }

  /** Sets a property on behalf of a feature or runner; the user's own stand in `conf` and never collide with it. */
  public setProperty(key: string, value: string): void {
    this.properties.set(key, value);
  }

  /** The value of a property set by a feature. */
  public property(key: string): string | undefined {
    return this.properties.get(key);
  }

  /** Adds a file to Spark's configuration directory of driver and executors, such as `log4j2.properties`. */
  public addConfFile(name: string, content: string): void {
    this.files.set(name, content);
  }

  /** Mounts an existing ConfigMap with Hadoop's configuration files in driver and executors. */
  public useHadoopConfig(configMapName: string): void {
    this.hadoopConfig = configMapName;
  }

  /** Names the scheduler of both pods. @param name Value of `schedulerName`. */
  public useScheduler(name: string): void {
    this.schedulerName = name;
    this.setProperty('spark.kubernetes.scheduler.name', name);
  }

  /**
   * Sets a property whose value only the driver's pod knows. `$(POD_NAME)`, `$(POD_NAMESPACE)`, `$(POD_UID)` and
   * `$(OWNER_UID)`, the uid of the Job around the driver, or of the driver itself where it is a bare pod, are replaced.
   */
  public setLateProperty(key: string, value: string): void {
    this.late.set(key, value);
  }

  /** Adds an annotation to the object around the driver's pod, each run of a schedule having its own. */
  public addJobAnnotation(key: string, value: string): void {
    this.jobAnnotations.set(key, value);
  }

  /** Adds a label to the object around the driver's pod, each run of a schedule having its own. */
  public addJobLabel(key: string, value: string): void {
    this.jobLabels.set(key, value);
  }

  /** Name of the scheduler of both pods, where it is not the cluster's default. @internal */
  public get _schedulerName(): string | undefined {
    return this.schedulerName;
  }

  /** Properties that only the driver's pod can complete. @internal */
  public get _lateProperties(): { [key: string]: string } {
    return Object.fromEntries(this.late);
  }

  /** Labels of the object around the driver's pod. @internal */
  public get _jobLabels(): { [key: string]: string } {
    return Object.fromEntries(this.jobLabels);
  }

  /** Annotations of the object around the driver's pod. @internal */
  public get _jobAnnotations(): { [key: string]: string } {
    return Object.fromEntries(this.jobAnnotations);
  }

  /** Files of the configuration directory. @internal */
  public get _confFiles(): { [name: string]: string } {
    return Object.fromEntries([...this.files].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  /** Properties that features have set. @internal */
  public get _featureProperties(): { [key: string]: string } {
    return Object.fromEntries(this.properties);
  }

  /** Name of the ConfigMap with Hadoop's configuration. @internal */
  public get _hadoopConfig(): string | undefined {
    return this.hadoopConfig;
  }

  /** Notes a mistake that a feature found. @internal */
  public _report(finding: Finding): void {
    this.featureFindings.push(finding);
  }

  /** Mistakes that features found. @internal */
  public get _featureFindings(): Finding[] {
    return [...this.featureFindings];
  }
}

import type { Construct } from 'constructs';
import { Component } from '../core/component';
import { checkDnsLabel, checkLabels } from '../core/names';
import { checkAtSynth, RuleError, warnAtSynth, type Finding } from '../core/rules';
import { restrictedNamespace } from '../kube/namespace';
import type { KubeObject } from '../kube/object';
import type { IGrafana } from '../monitoring/interfaces';
import type { IJobNamespace } from '../spark/job-namespace';
import type { SparkImage } from '../spark/image';
import type { ISparkHistoryServer } from '../services/history-server/interfaces';
import type { ISparkServiceAccount } from '../spark/placement';
import type { ISparkRunner, ISparkScheduler } from '../spark/runner';
import { SparkServiceAccount } from '../spark/service-account';
import { SparkNetworkPolicies, type SparkNetwork } from './network';
import {
  checkLimits,
  checkQuota,
  computeOf,
  limitRange,
  resourceQuota,
  withWaiting,
  type SparkLimits,
  type SparkQuota,
} from './quota';
import { ScheduledSparkJob, type ScheduledSparkJobOptions } from '../jobs/scheduled-spark-job';
import { SparkJob } from '../jobs/spark-job';
import type { SparkJobBase, SparkJobOptions } from '../jobs/spark-job-base';
import type { ISparkFeature } from '../spark/resolved-application';
import { overDefaults, type SparkJobDefaults } from './job-defaults';
import { checkJobLimits, checkJobQuota } from './job-quota';
import { PLATFORM_RULES } from './rules';
import { checkQueue, queueWarnings, type SparkTenantQueue } from './tenant-queue';

const DEFAULT_ACCOUNT = 'spark';
const QUOTA_NAME = 'spark';
/** Runners that leave the driver's pod to others. */
const FOREIGN_PODS = ['livy', 'standalone'];
const POD_SECURITY = 'pod-security.kubernetes.io/';

/** A namespace in which Spark runs for one team, made here or existing. `SparkTenant` makes them. */
export interface ISparkTenant extends IJobNamespace {
  /** Accounts of the tenant's jobs, unless a job names its own. */
  readonly serviceAccount: ISparkServiceAccount;
}

/** What a `SparkTenant` is made of. */
export interface SparkTenantProps {
  /** Name of the namespace. @default - the construct's id */
  readonly name?: string;
  /** More labels of the namespace. @default - none beyond Pod Security's */
  readonly labels?: { readonly [key: string]: string };
  /** Name of the driver's account; that of the executors is `<name>-executor`. @default 'spark' */
  readonly serviceAccountName?: string;
  /** Names of Secrets with registry credentials. They must be in the namespace. @default - none */
  readonly imagePullSecrets?: string[];
  /** Annotations of the accounts of drivers and executors, by which clouds know a workload. @default - none */
  readonly accountAnnotations?: { readonly [key: string]: string };
  /** Whether drivers may create claims on demand. @default false */
  readonly persistentVolumeClaims?: boolean;
  /** Whether drivers may keep executors in a StatefulSet or Deployment. @default false */
  readonly setAllocator?: boolean;
  /** Whether drivers may resize running executors and their claims. @default false */
  readonly executorResize?: boolean;
  /** What all pods together may ask for. @default - unlimited */
  readonly quota?: SparkQuota;
  /** Who schedules the tenant's jobs, unless a job names its own. Not beside `queue`. @default - the cluster's default */
  readonly scheduler?: ISparkScheduler;
  /** How the tenant's jobs are started, unless a job names its own runner. @default SparkRunner.native() */
  readonly runner?: ISparkRunner;
  /** What the tenant's jobs are, unless they say otherwise. @default - what each says */
  readonly jobs?: SparkJobDefaults;
  /** A queue for the tenant, bounded by its quota; it schedules the tenant's jobs. @default - none */
  readonly queue?: SparkTenantQueue;
  /** What a container gets that says nothing. @default - 0.1 cores requested, 512 MiB requested and limit */
  readonly limits?: SparkLimits;
  /** Ways through the closed network. @default - only what Spark itself needs */
  readonly network?: SparkNetwork;
}

/**
 * The ground a team's jobs stand on: a namespace that enforces Pod Security `restricted`, accounts with no more rights
 * than Spark uses, limits, and a network closed but for what Spark needs.
 */
export class SparkTenant extends Component implements ISparkTenant {
  /**
   * A namespace that exists already, with its accounts.
   *
   * @param namespaceName Name of the namespace.
   * @param serviceAccount Accounts in it; the account `spark` if absent.
   * @throws RuleError if the name is none of a namespace.
   */
  public static fromName(namespaceName: string, serviceAccount?: ISparkServiceAccount): ISparkTenant {
    const [finding] = checkDnsLabel('namespaceName', namespaceName);
    if (finding) throw new RuleError(finding);
    return {
      namespaceName,
      serviceAccount: serviceAccount ?? SparkServiceAccount.fromName(DEFAULT_ACCOUNT, namespaceName),
    };
  }

  public readonly namespaceName: string;
  public readonly serviceAccount: ISparkServiceAccount;
  /** The Namespace. */
  public readonly namespace: KubeObject;
  /** The construct behind `serviceAccount`, with its Role, binding and the executors' account. */
  public readonly accounts: SparkServiceAccount;
  /** The ResourceQuota; undefined without `quota`. */
  public readonly quota?: KubeObject;
  /** The LimitRange. */
  public readonly limitRange: KubeObject;
  /** The NetworkPolicies. */
  public readonly networkPolicies: SparkNetworkPolicies;
  /** Who schedules the tenant's jobs, unless a job names its own; undefined for the cluster's default. */
  public readonly scheduler?: ISparkScheduler;

  private readonly props: SparkTenantProps;
  private readonly features: { readonly feature: ISparkFeature; readonly elsewhere: ISparkFeature }[] = [];
  private history?: ISparkHistoryServer;
  private grafana?: IGrafana;

  public constructor(scope: Construct, id: string, props: SparkTenantProps = {}) {
    super(scope, id);
    this.props = props;
    const namespace = props.name ?? id;
    const limits = props.limits ?? {};

    this.namespaceName = namespace;
    this.namespace = restrictedNamespace(this, 'Resource', namespace, props.labels);
    this.accounts = new SparkServiceAccount(this, 'ServiceAccount', {
      name: props.serviceAccountName ?? DEFAULT_ACCOUNT,
      namespace,
      imagePullSecrets: props.imagePullSecrets ?? [],
      annotations: props.accountAnnotations ?? {},
      persistentVolumeClaims: props.persistentVolumeClaims ?? false,
      setAllocator: props.setAllocator ?? false,
      executorResize: props.executorResize ?? false,
    });
    this.serviceAccount = this.accounts;
    if (props.quota) {
      const bounds = props.queue ? withWaiting(props.quota, props.queue.waiting) : props.quota;
      this.quota = resourceQuota(this, 'Quota', { name: QUOTA_NAME, namespace }, bounds);
    }
    warnAtSynth(this, () => queueWarnings(props.queue, props.quota));
    const scheduler = props.queue ? this.makeQueue(props.queue, props.quota) : props.scheduler;
    if (scheduler) this.scheduler = scheduler;
    this.limitRange = limitRange(this, 'LimitRange', { name: QUOTA_NAME, namespace }, limits);
    this.networkPolicies = new SparkNetworkPolicies(this, 'Network', { ...props.network, namespace });

    for (const member of [this.accounts, this.quota, this.limitRange, this.networkPolicies]) {
      member?.node.addDependency(this.namespace);
    }
    checkAtSynth(this, () => [
      ...check(namespace, props),
      ...checkQuota(props.quota),
      ...checkQueue(props.queue, props.quota),
      ...(props.queue && props.scheduler
        ? [{ rule: PLATFORM_RULES.queueAndScheduler, at: 'scheduler', value: props.scheduler.schedulerLabel }]
        : []),
      ...checkLimits(limits, props.quota),
    ]);
  }

  /**
   * Adds a job that runs with the tenant's accounts in its namespace.
   *
   * @returns the job
   * @throws RuleError `platform/no-image` if neither the job nor the tenant's defaults name an image.
   */
  public addJob(id: string, options: SparkJobOptions): SparkJob {
    return this.onGround(new SparkJob(this, id, this.onTenant(id, options)), options);
  }

  /**
   * Adds a scheduled job that runs with the tenant's accounts in its namespace.
   *
   * @returns the job
   * @throws RuleError `platform/no-image` if neither the job nor the tenant's defaults name an image.
   */
  public addScheduledJob(id: string, options: ScheduledSparkJobOptions): ScheduledSparkJob {
    return this.onGround(new ScheduledSparkJob(this, id, this.onTenant(id, options)), options);
  }

  /**
   * Binds a feature, such as the event log of a History Server, to every job that is added from now on and has none of that
   * name.
   *
   * @param elsewhere Bound in its place where the runner cannot change the driver's pod: by Livy, and on standalone workers.
   */
  public addJobFeature(feature: ISparkFeature, elsewhere: ISparkFeature = feature): void {
    this.features.push({ feature, elsewhere });
  }

  /** Links every job that is added from now on, and names none itself, to a server that shows it when it is over. */
  public linkHistory(server: ISparkHistoryServer): void {
    this.history = server;
  }

  /** Links every job that is added from now on, and names none itself, to the dashboards of a Grafana. */
  public linkGrafana(grafana: IGrafana): void {
    this.grafana = grafana;
  }

  /** A job's own scheduler and runner win, the tenant's accounts always do. */
  private onTenant<T extends SparkJobOptions>(
    id: string,
    options: T,
  ): T & { image: SparkImage; serviceAccount: ISparkServiceAccount } {
    const { runner, jobs = {} } = this.props;
    const starts = options.runner ?? runner;
    const foreign = starts !== undefined && FOREIGN_PODS.includes(starts.runnerName);
    const features = this.features.map((one) => (foreign ? one.elsewhere : one.feature));
    const own = overDefaults(options, overDefaults(jobs, { features }));
    if (own.image === undefined) {
      throw new RuleError({ rule: PLATFORM_RULES.noImage, at: 'image', value: own.image }, this, id);
    }
    return {
      ...(this.scheduler && { scheduler: this.scheduler }),
      ...(runner && { runner }),
      ...(this.history && { historyServer: this.history }),
      ...(this.grafana && { grafana: this.grafana }),
      ...own,
      image: own.image,
      serviceAccount: this.serviceAccount,
    };
  }

  private makeQueue(queue: SparkTenantQueue, quota: SparkQuota | undefined): ISparkScheduler {
    return queue.system.makeQueue(this, {
      name: this.namespaceName,
      ...(quota && { quota: computeOf(quota) }),
      ...(queue.share && { share: queue.share }),
      ...(queue.guarantee && { guarantee: queue.guarantee }),
    });
  }

  /** A driver that starts before its account, role or openings would fail. */
  private onGround<T extends SparkJobBase>(job: T, { scheduler }: SparkJobOptions): T {
    job.node.addDependency(this.accounts, this.networkPolicies);
    const { quota = {}, limits = {} } = this.props;
    checkAtSynth(job, () => [...checkJobQuota(job, quota), ...checkJobLimits(job, limits)]);
    if (this.props.queue && scheduler) {
      const value = scheduler.schedulerLabel;
      warnAtSynth(job, () => [{ rule: PLATFORM_RULES.jobOutsideQueue, at: 'scheduler', value }]);
    }
    return job;
  }
}

function check(name: string, props: SparkTenantProps): Finding[] {
  const labels = props.labels ?? {};
  const secrets = props.imagePullSecrets ?? [];
  return [
    ...checkDnsLabel('name', name),
    ...(name === 'default' || name.startsWith('kube-')
      ? [{ rule: PLATFORM_RULES.reservedNamespace, at: 'name', value: name }]
      : []),
    ...checkLabels('labels', labels),
    ...Object.keys(labels)
      .filter((key) => key.startsWith(POD_SECURITY))
      .map((key) => ({ rule: PLATFORM_RULES.podSecurityLabel, at: `labels["${key}"]`, value: labels[key] })),
    ...secrets.flatMap((secret, i) =>
      secrets.indexOf(secret) < i
        ? [{ rule: PLATFORM_RULES.imagePullSecretTwice, at: `imagePullSecrets[${i}]`, value: secret }]
        : [],
    ),
  ];
}

import { Chart, type ApiObject, type Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import { Component } from '../core/component';
import { checkAtSynth, RuleError, warnAtSynth } from '../core/rules';
import type { UiEndpoint } from '../ingress/ui-endpoint';
import type { IKubeflowSparkOperator } from '../runners/kubeflow/interfaces';
import { KubeflowSparkOperator } from '../runners/kubeflow/operator';
import type { LivyBatch } from '../runners/livy/livy-batch';
import type { ILivyRenderedRun } from '../runners/livy/livy-runner';
import { SparkRunner } from '../runners/spark-runner';
import { applicationFindings, durationFindings } from '../spark/application-findings';
import type { ISparkHistoryServer } from '../services/history-server/interfaces';
import type { IGrafana } from '../monitoring/interfaces';
import type { SparkApplication } from '../spark/application';
import { SparkConf } from '../spark/conf';
import { RESERVED_LABELS } from '../spark/labels';
import type { SparkImage } from '../spark/image';
import type { IPriorityClass, ISparkServiceAccount } from '../spark/placement';
import { ResolvedApplication, type ISparkFeature } from '../spark/resolved-application';
import { poolFindings, poolWarnings } from '../spark/node-placement-findings';
import type { SparkDriverProps, SparkExecutorProps } from '../spark/role-props';
import { SPARK_RULES } from '../spark/rules';
import { JOB_RULES } from './rules';
import { describedBy, runOf } from './described';
import { DriverUi, leadToDriver, linkTo, uiFindings } from './driver-ui';
import { GrafanaLinks, linkToGrafana } from './grafana-links';
import { placementFindings, placementWarnings } from './placement-findings';
import { boundFindings, quantityFindings, unboundFindings } from './scheduler-findings';
import type { ILivyServer } from '../spark/livy-server';
import type { IRenderedRun, ISparkRunner, ISparkScheduler, SparkRun, SparkSchedule } from '../spark/runner';

/** What every job may say: of itself, of its pods, and of how it is started. */
export interface SparkJobSettings {
  /** Name of the job and stem of the names of its objects: a DNS label. @default - the construct's id */
  readonly name?: string;
  /** Name that Spark shows and that metrics carry. @default - the job's name */
  readonly appName?: string;
  /** The driver. @default - 1 core, 1 GiB */
  readonly driver?: SparkDriverProps;
  /** The executors. @default - 2 of 1 core, 1 GiB each */
  readonly executor?: SparkExecutorProps;
  /** Further Spark properties. @default - none */
  readonly conf?: SparkConf;
  /** Event log, object stores, dynamic allocation, metrics. @default - none */
  readonly features?: ISparkFeature[];
  /** Priority of driver and executors. @default - the cluster's default */
  readonly priority?: IPriorityClass;
  /** Priority of the executors alone. @default - priority */
  readonly executorPriority?: IPriorityClass;
  /**
   * Attempts after the first one fails. Eviction and preemption do not count where the runner writes the driver's pod;
   * elsewhere they are failures.
   *
   * @default 0
   */
  readonly retries?: number;
  /** Time after which the job fails, all attempts together. @default - none */
  readonly deadline?: Duration;
  /**
   * Time after which the finished job is deleted, and with it its pods and their logs.
   *
   * @default - one day; bare pods stay, and scheduled runs are kept by number
   */
  readonly timeToLive?: Duration;
  /**
   * The way in to the driver's UI, for people, while the driver runs. It opens port 4040 of the driver for those who
   * bring them; in a namespace that no policy has closed, it closes the driver to all others but its executors.
   *
   * @default - none
   */
  readonly ui?: UiEndpoint;
  /** Give the driver's UI a Service, for port-forwarding. @default - only where `ui` leads to it */
  readonly uiService?: boolean;
  /** Where its pages are when it is over: a link on the job. @default - no link */
  readonly historyServer?: ISparkHistoryServer;
  /**
   * Where its dashboards and logs are: links on the job, and from its executors in Spark's UI to their logs.
   *
   * @default - no links
   */
  readonly grafana?: IGrafana;
  /**
   * Let containers write to the image's file system. Otherwise it is read-only and `/tmp`, the work directory and the
   * scratch space are empty volumes.
   *
   * @default false
   */
  readonly writableRootFilesystem?: boolean;
  /** Who decides when its pods start, and in whose place. @default - the cluster's default scheduler */
  readonly scheduler?: ISparkScheduler;
  /** How the job is started. @default SparkRunner.native() */
  readonly runner?: ISparkRunner;
}

/** A job of a tenant, which has accounts, and defaults for what the job does not say. */
export interface SparkJobOptions extends SparkJobSettings {
  /** What runs. */
  readonly application: SparkApplication;
  /** Image of driver and executors; it also tells the Spark version. @default - that of the tenant's jobs */
  readonly image?: SparkImage;
}

/** What a job is. */
export interface SparkJobProps extends SparkJobSettings {
  /** What runs. */
  readonly application: SparkApplication;
  /** Image of driver and executors; it also tells the Spark version. */
  readonly image: SparkImage;
  /** Accounts of driver and executors; their namespace is the job's. */
  readonly serviceAccount: ISparkServiceAccount;
}

/** Kinds of operators. */
const OPERATED = /^(Scheduled)?SparkApplication$/;

/** What one-time and scheduled jobs have in common. */
export abstract class SparkJobBase extends Component {
  /** Name of the job. */
  public readonly jobName: string;
  /** The object that starts the job. */
  public readonly resource: ApiObject;
  /** What people type to see the UI while the driver runs, with a slash at the end. @default - there is no way in */
  public readonly uiUrl?: string;
  /** Everything decided about it but the way it starts. @internal */
  public readonly _application: ResolvedApplication;
  /** Who decides when its pods start. @internal */
  public readonly _scheduler: ISparkScheduler | undefined;
  private readonly rendered: IRenderedRun;
  private readonly runnerName: string;
  private readonly makeRun: (application: ResolvedApplication) => SparkRun;
  private readonly resolveAnew: () => ResolvedApplication;

  protected constructor(scope: Construct, id: string, props: SparkJobProps, schedule?: SparkSchedule) {
    super(scope, id);
    this.jobName = props.name ?? id;
    const application = this.resolve(props);
    this._application = application;
    this._scheduler = props.scheduler;
    this.check(props, application);
    const runner = props.runner ?? SparkRunner.native();
    this.runnerName = runner.runnerName;
    this.makeRun = (resolved) => runOf(this.jobName, resolved, props, schedule);
    this.resolveAnew = () => this.resolve(props);
    const run = this.makeRun(application);
    this.rendered = runner.render(this, run);
    this.resource = this.rendered.main;
    linkTo(this.resource, props.ui, props.historyServer);
    if (props.grafana) linkToGrafana(this.resource, props.grafana, application);
    if (props.ui) this.uiUrl = this.open(props.ui, run);
  }

  /** The driver's pod, whole. */
  public get driverPod(): unknown {
    return this.rendered.driverPod;
  }

  /** The first executor's pod as Spark will create it, with `<…>` for what only a run knows. */
  public get executorPod(): unknown {
    return this.rendered.executorPod;
  }

  /**
   * The driver's pod as a manifest for somebody else to start, such as Airflow's KubernetesPodOperator. The ConfigMaps
   * that it names must be there: apply the job's objects first, with `NativeDriverKind.TEMPLATE` if nothing shall start.
   *
   * @throws RuleError `job/no-pod-template` for runners that do not write the driver's pod themselves.
   */
  public toPodTemplate(): unknown {
    const { podTemplate } = this.rendered;
    if (podTemplate === undefined) {
      throw new RuleError({ rule: JOB_RULES.noPodTemplate, at: 'runner', value: this.runnerName }, this);
    }
    return podTemplate;
  }

  /**
   * The job as a SparkApplication, or a ScheduledSparkApplication, for somebody else to create, such as Airflow's
   * SparkKubernetesOperator: the object itself where an operator runs the job, otherwise the same job for Kubeflow's. Staged
   * files travel in a ConfigMap among the job's own objects.
   *
   * @param operator The operator that will run it. @default - that of the job, or one of which nothing is known
   * @throws Error with all findings, if the operator cannot honour what the job says.
   */
  public toSparkApplication(operator?: IKubeflowSparkOperator): unknown {
    if (operator === undefined && OPERATED.test(this.resource.kind)) return this.resource.toJson();
    const runner = SparkRunner.kubeflow(operator ?? KubeflowSparkOperator.fromExisting());
    return describedBy(this, runner, this.makeRun(this.resolveAnew())).main.toJson();
  }

  /**
   * The job as the body of a request to Livy, for Airflow's LivyOperator and for curl.
   *
   * @param server The server that will get it. @default - that of the job
   * @throws RuleError `job/no-livy-server` if neither is given; Error with all findings, if Livy cannot honour what the job says.
   */
  public toLivyBatch(server?: ILivyServer): LivyBatch {
    const own = this.rendered as Partial<ILivyRenderedRun>;
    if (server === undefined && own.livyBatch !== undefined) return own.livyBatch;
    if (server === undefined) {
      throw new RuleError({ rule: JOB_RULES.noLivyServer, at: 'server', value: this.runnerName }, this);
    }
    const rendered = describedBy(this, SparkRunner.livy(server), this.makeRun(this.resolveAnew()));
    return (rendered as ILivyRenderedRun).livyBatch;
  }

  /** Whether a scheduler other than the cluster's own has a say. */
  private get isBound(): boolean {
    return (this._scheduler?.schedulerLabel ?? 'default') !== 'default';
  }

  private open(ui: UiEndpoint, run: SparkRun): string {
    const policy = leadToDriver(this, ui, run);
    if (policy) this.resource.node.addDependency(policy);
    checkAtSynth(this, () => uiFindings(ui, run));
    return ui.url;
  }

  private resolve(props: SparkJobProps): ResolvedApplication {
    // cdk8s puts labels of a chart on its objects; whom a pod belongs to should stand on the pod.
    const labels = Object.fromEntries(
      Object.entries(Chart.of(this).labels).filter(([key]) => !RESERVED_LABELS.includes(key)),
    );
    return new ResolvedApplication({
      jobName: this.jobName,
      appName: props.appName ?? this.jobName,
      application: props.application,
      image: props.image,
      serviceAccount: props.serviceAccount,
      driver: { ...props.driver, labels: { ...labels, ...props.driver?.labels } },
      executor: { ...props.executor, labels: { ...labels, ...props.executor?.labels } },
      conf: props.conf ?? new SparkConf(),
      features: [
        ...(props.features ?? []),
        ...(props.ui ? [new DriverUi(props.ui)] : []),
        ...(props.grafana ? [new GrafanaLinks(props.grafana)] : []),
      ],
      priority: props.priority,
      executorPriority: props.executorPriority,
      writableRootFilesystem: props.writableRootFilesystem ?? false,
    });
  }

  private check(props: SparkJobProps, application: ResolvedApplication): void {
    const { retries = 0, deadline, timeToLive } = props;
    const placed = { application, scheduler: this._scheduler };
    warnAtSynth(this, () => [...poolWarnings(application), ...placementWarnings(placed)]);
    checkAtSynth(this, () => [
      ...applicationFindings(application),
      ...poolFindings(application),
      ...placementFindings(placed),
      ...(this.isBound
        ? boundFindings(application, {
            main: this.resource.toJson(),
            driver: this.driverPod,
            executor: this.executorPod,
          })
        : [...unboundFindings(application), ...[application.driver, application.executor].flatMap(quantityFindings)]),
      ...(Number.isInteger(retries) && retries >= 0
        ? []
        : [{ rule: SPARK_RULES.retries, at: 'retries', value: retries }]),
      ...(deadline === undefined ? [] : durationFindings('deadline', deadline)),
      ...(timeToLive === undefined ? [] : durationFindings('timeToLive', timeToLive)),
    ]);
  }
}

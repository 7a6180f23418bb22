import { Chart, type Duration } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { hashedName } from '../../core/names';
import { checkAtSynth, warnAtSynth } from '../../core/rules';
import type { ResolvedApplication } from '../../spark/resolved-application';
import {
  PreemptionScope,
  SchedulingRoute,
  type ISparkScheduler,
  type SchedulerQueue,
  type SparkRun,
} from '../../spark/runner';
import type { IYuniKornQueue } from './interfaces';
import { jobFindings } from './job-findings';
import { placeholderWarnings } from './placeholder-warnings';
import { YuniKornPreemptionPolicy } from './queue-options';
import { lineOf, nodeOf } from './queue-tree';
import { TaskGroupName, taskGroups } from './task-groups';

/** What becomes of a job whose placeholders find no room in time. */
export enum YuniKornGangStyle {
  /** It starts pod by pod. */
  SOFT = 'Soft',
  /** It fails. */
  HARD = 'Hard',
}

/** How a job is scheduled by YuniKorn. */
export interface YuniKornSchedulingProps {
  /**
   * Whether the job starts only when there is room for the driver and all executors it starts with: YuniKorn makes
   * placeholders of their sizes first. They are pods, and count in quotas of Kubernetes while they exist. A namespace that
   * enforces Pod Security `restricted` refuses them, and the job starts pod by pod.
   *
   * @default true
   */
  readonly gang?: boolean;
  /** What becomes of the job when its placeholders find no room in time. @default YuniKornGangStyle.SOFT */
  readonly gangStyle?: YuniKornGangStyle;
  /** How long placeholders are kept once the first of them is there; whole seconds. @default Duration.minutes(15) */
  readonly placeholderTimeout?: Duration;
  /** Whether the driver may be evicted for others, and the job with it. @default false */
  readonly preemptableDriver?: boolean;
}

/** Keys that YuniKorn reads on pods. @see https://yunikorn.apache.org/docs/user_guide/labels_and_annotations_in_yunikorn */
export const YuniKornKey = {
  APP_ID: 'yunikorn.apache.org/app-id',
  QUEUE: 'yunikorn.apache.org/queue',
  TASK_GROUPS: 'yunikorn.apache.org/task-groups',
  TASK_GROUP_NAME: 'yunikorn.apache.org/task-group-name',
  POLICY: 'yunikorn.apache.org/schedulingPolicyParameters',
  ALLOW_PREEMPTION: 'yunikorn.apache.org/allow-preemption',
} as const;

/** The only name that YuniKorn answers to. */
const SCHEDULER_NAME = 'yunikorn';
/** YuniKorn puts the uid of the pod in the place of this suffix. */
const UNIQUE = '-uniqueautogen';
/** With a uid behind it, an id still fits a label. */
const APP_ID_STEM_MAX = 26;

/** Binds jobs to a queue of YuniKorn. `SparkScheduler.yunikorn` makes it. */
export class YuniKornScheduler implements ISparkScheduler {
  public readonly schedulerLabel = 'yunikorn';
  /** The queue of the jobs. */
  public readonly queue: IYuniKornQueue;
  public readonly jobQueue?: SchedulerQueue;
  private readonly props: YuniKornSchedulingProps;

  public constructor(queue: IYuniKornQueue, props: YuniKornSchedulingProps = {}) {
    this.queue = queue;
    this.props = props;
    const capability = lineOf(queue).find(({ limits }) => limits?.max !== undefined)?.limits?.max;
    this.jobQueue = {
      name: queue.queuePath,
      preemption: preemptionOf(queue),
      ...(capability && { capability }),
    };
  }

  public bind(scope: Construct, run: SparkRun): IConstruct[] {
    const { application } = run;
    const { gang = true, gangStyle, placeholderTimeout } = this.props;
    const gangOptions = { gangStyle, placeholderTimeout };
    const namespace = application.serviceAccount.namespace ?? Chart.of(scope).namespace;
    const job = { application, namespace, queue: this.queue, gang, gangOptions, placeholderTimeout };
    checkAtSynth(scope, () => jobFindings(scope, job));
    if (gang) warnAtSynth(scope, () => placeholderWarnings(scope, application, namespace));
    application.useScheduler(SCHEDULER_NAME);
    this.nameApplication(run);
    Object.assign(application.driver.annotations, this.driverAnnotations(application));
    Object.assign(application.executor.annotations, this.executorAnnotations(application));
    const { yunikorn } = this.queue;
    return Construct.isConstruct(yunikorn) ? [yunikorn] : [];
  }

  /**
   * Each attempt is an application of its own, after the uid of its driver. One id for all of them would join a retry to
   * the attempt before, whose gang has started already, and mix runs of a schedule that overlap.
   */
  private nameApplication({ name, application, route = SchedulingRoute.PODS }: SparkRun): void {
    const stem = name.length <= APP_ID_STEM_MAX ? name : hashedName(name, name, APP_ID_STEM_MAX);
    const queue = { [YuniKornKey.QUEUE]: this.queue.queuePath };
    Object.assign(application.driver.labels, queue);
    Object.assign(application.executor.labels, queue);
    // Where Spark makes both pods, YuniKorn takes Spark's own id of the attempt, which both carry.
    if (route !== SchedulingRoute.PODS) return;
    Object.assign(application.driver.labels, { [YuniKornKey.APP_ID]: `${stem}${UNIQUE}` });
    application.setLateProperty(`spark.kubernetes.executor.label.${YuniKornKey.APP_ID}`, `${stem}-$(POD_UID)`);
  }

  private driverAnnotations(application: ResolvedApplication): { [key: string]: string } {
    const { gang = true, gangStyle = YuniKornGangStyle.SOFT, placeholderTimeout, preemptableDriver } = this.props;
    const timeout = placeholderTimeout?.toSeconds({ integral: false });
    return {
      ...(preemptableDriver !== true && { [YuniKornKey.ALLOW_PREEMPTION]: 'false' }),
      ...(gang && {
        [YuniKornKey.TASK_GROUP_NAME]: TaskGroupName.DRIVER,
        [YuniKornKey.TASK_GROUPS]: JSON.stringify(taskGroups(application)),
        [YuniKornKey.POLICY]: [
          ...(timeout === undefined ? [] : [`placeholderTimeoutInSeconds=${timeout}`]),
          `gangSchedulingStyle=${gangStyle}`,
        ].join(' '),
      }),
    };
  }

  /** Executors beyond the first ones find no placeholder and are scheduled like any pod. */
  private executorAnnotations(application: ResolvedApplication): { [key: string]: string } {
    const { gang = true } = this.props;
    const isGroup = gang && taskGroups(application).some(({ name }) => name === TaskGroupName.EXECUTOR);
    return isGroup ? { [YuniKornKey.TASK_GROUP_NAME]: TaskGroupName.EXECUTOR } : {};
  }
}

/** A queue preempts for what it, or one above it, is guaranteed; up to the nearest fence. */
function preemptionOf(queue: IYuniKornQueue): PreemptionScope {
  const node = nodeOf(queue);
  if (node === undefined) return PreemptionScope.CLUSTER;
  const line = lineOf(node);
  const policies = line.map(({ options }) => options.preemptionPolicy);
  if (policies.includes(YuniKornPreemptionPolicy.DISABLED)) return PreemptionScope.NOBODY;
  if (policies.includes(YuniKornPreemptionPolicy.FENCE)) return PreemptionScope.QUEUE;
  const isGuaranteed = line.some(({ limits }) => limits.guaranteed !== undefined);
  return isGuaranteed ? PreemptionScope.CLUSTER : PreemptionScope.NOBODY;
}

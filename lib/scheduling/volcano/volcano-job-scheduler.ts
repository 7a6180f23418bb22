import type { Duration } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { checkAtSynth, warnAtSynth } from '../../core/rules';
import type { INodePool } from '../../spark/placement';
import type { ResolvedApplication } from '../../spark/resolved-application';
import {
  PreemptionScope,
  SchedulingRoute,
  type ISparkScheduler,
  type SchedulerQueue,
  type SparkRun,
} from '../../spark/runner';
import type { IVolcanoQueue } from './interfaces';
import { jobFindings, jobWarnings, routeFindings } from './job-findings';
import { volcanoPoolFindings } from './pool-findings';
import { capabilityOf, QueueTree } from './queue-tree';
import { podGroup, podGroupSpec, POD_GROUP_API, VolcanoAnnotation } from './pod-group';

/** How the pods of a job find their group. Each job has one way. */
export enum VolcanoBinding {
  /**
   * A PodGroup among the manifests, named after the job. It keeps the job waiting until there is room for the driver and
   * the executors it starts with.
   */
  POD_GROUP = 'PodGroup',
  /**
   * Volcano makes a group for each run, and Kubernetes deletes it with the run. It keeps the job waiting until there is
   * room for the driver; executors join the group, and the bounds of the queue hold for them pod by pod.
   */
  AUTO_GROUP = 'AutoGroup',
}

/** How a job is scheduled by Volcano. */
export interface VolcanoSchedulingProps {
  /** How pods find their group. @default VolcanoBinding.POD_GROUP, and AUTO_GROUP for scheduled jobs */
  readonly binding?: VolcanoBinding;
  /** Whether the driver may be evicted for others, and the job with it. @default false */
  readonly preemptableDriver?: boolean;
  /**
   * How long the group may be refused for want of room; then it is let in, and may preempt. Read by plugin `sla`.
   *
   * @default - one second for classes that preempt, otherwise that of the configuration
   */
  readonly waitingTime?: Duration;
}

/** `batchSchedulerOptions` of a SparkApplication. */
export interface VolcanoBatchOptions {
  /** The queue. */
  readonly queue: string;
  /** What driver and executors ask for at the start, as quantities. */
  readonly resources: { readonly [resource: string]: string };
  /** Class of the PodGroup; the pods need it as well. @default - the cluster's default */
  readonly priorityClassName?: string;
}

/** Volcano's name in `schedulerName`, unless its installation says otherwise. */
const SCHEDULER_NAME = 'volcano';
/** Volcano's own option of Spark, for cluster-mode submits. */
const FEATURE_STEP_SINCE = '4.2';
const FEATURE_STEP = 'org.apache.spark.deploy.k8s.features.VolcanoFeatureStep';
/** A group with minResources is refused while others wait with theirs; this lets it in on the next round. */
const AT_ONCE = '1s';

/** Binds jobs to a queue of Volcano. `SparkScheduler.volcano` makes it. */
export class VolcanoJobScheduler implements ISparkScheduler {
  public readonly schedulerLabel = 'volcano';
  /** The queue of the jobs. */
  public readonly queue: IVolcanoQueue;
  public readonly jobQueue?: SchedulerQueue;
  private readonly props: VolcanoSchedulingProps;

  public constructor(queue: IVolcanoQueue, props: VolcanoSchedulingProps = {}) {
    this.queue = queue;
    this.props = props;
    const capability = capabilityOf(queue);
    this.jobQueue = {
      name: queue.queueName,
      preemption: queue.volcano?.traits?.preempts === false ? PreemptionScope.NOBODY : PreemptionScope.QUEUE,
      ...(capability && { capability }),
    };
  }

  public bind(scope: Construct, run: SparkRun): IConstruct[] {
    const { application, route = SchedulingRoute.PODS } = run;
    const { annotations } = application.driver;
    const binding = this.bindingOf(run);
    const isAuto = binding !== VolcanoBinding.POD_GROUP;
    const { waitingTime } = this.props;
    const job = { scope, run, queue: this.queue, podGroup: !isAuto, waitingTime };
    checkAtSynth(scope, () => [...jobFindings(job), ...routeFindings(run, this.props)]);
    warnAtSynth(scope, () => jobWarnings(job));
    const pools = newPools(scope, application);
    warnAtSynth(scope, () => volcanoPoolFindings(this.queue.volcano?.traits, pools));
    QueueTree.of(scope).addJob(this.queue.queueName, { path: scope.node.path, application });
    application.useScheduler(this.queue.volcano?.schedulerName ?? SCHEDULER_NAME);
    if (this.props.preemptableDriver !== true) annotations[VolcanoAnnotation.PREEMPTABLE] = 'false';
    if (binding === undefined) return this.leaveToSubmitter(application, route);
    if (isAuto) return this.joinAutoGroup(application);
    annotations[VolcanoAnnotation.GROUP_NAME] = run.name;
    application.executor.annotations[VolcanoAnnotation.GROUP_NAME] = run.name;
    return [podGroup(scope, run, this.queue, this.groupAnnotations(application))];
  }

  /** How the pods find their group; undefined where whoever makes the pods makes the group, too. */
  private bindingOf({ application, schedule, route }: SparkRun): VolcanoBinding | undefined {
    if (route === SchedulingRoute.OPERATOR) return undefined;
    if (route === SchedulingRoute.SUBMISSION && application.image.version.atLeast(FEATURE_STEP_SINCE)) return undefined;
    if (route === SchedulingRoute.PODS || route === undefined) {
      return this.props.binding ?? (schedule === undefined ? VolcanoBinding.POD_GROUP : VolcanoBinding.AUTO_GROUP);
    }
    return VolcanoBinding.POD_GROUP;
  }

  private leaveToSubmitter(application: ResolvedApplication, route: SchedulingRoute): IConstruct[] {
    if (route === SchedulingRoute.SUBMISSION) {
      const properties = Object.entries(this.submitProperties(application));
      for (const [key, value] of properties) application.setProperty(key, value);
    }
    return Construct.isConstruct(this.queue) ? [this.queue] : [];
  }

  /**
   * What spark-submit in cluster mode needs instead of a PodGroup of ours: it makes one before the driver, and owns it to
   * the driver. The group's sizes stand in the template, since Spark derives none. Spark 4.2 or later; for runners that submit.
   *
   * @see https://spark.apache.org/docs/latest/running-on-kubernetes.html#using-volcano-as-customized-scheduler-for-spark-on-kubernetes
   */
  public submitProperties(application: ResolvedApplication): { [key: string]: string } {
    const template = {
      apiVersion: POD_GROUP_API,
      kind: 'PodGroup',
      metadata: { annotations: this.groupAnnotations(application) },
      spec: podGroupSpec(application, this.queue),
    };
    return {
      'spark.kubernetes.scheduler.name': this.queue.volcano?.schedulerName ?? SCHEDULER_NAME,
      'spark.kubernetes.driver.pod.featureSteps': FEATURE_STEP,
      'spark.kubernetes.executor.pod.featureSteps': FEATURE_STEP,
      'spark.kubernetes.scheduler.volcano.podGroupTemplateJson': JSON.stringify(template),
      ...(this.props.preemptableDriver !== true && {
        [`spark.kubernetes.driver.annotation.${VolcanoAnnotation.PREEMPTABLE}`]: 'false',
      }),
    };
  }

  /**
   * What an operator that makes the PodGroup itself has to be told: its own sums take Spark's sizes for those of
   * Kubernetes and leave overheads out. For runners of operators.
   *
   * @see https://www.kubeflow.org/docs/components/spark-operator/user-guide/volcano-integration/
   */
  public batchOptions(application: ResolvedApplication): VolcanoBatchOptions {
    const { queue, minResources, priorityClassName } = podGroupSpec(application, this.queue);
    return { queue, resources: { ...minResources }, ...(priorityClassName !== undefined && { priorityClassName }) };
  }

  /** Volcano names the group of a run after the uid of what owns the driver; executors are told where it is known. */
  private joinAutoGroup(application: ResolvedApplication): IConstruct[] {
    application.driver.annotations[VolcanoAnnotation.QUEUE_NAME] = this.queue.queueName;
    application.setLateProperty(
      `spark.kubernetes.executor.annotation.${VolcanoAnnotation.GROUP_NAME}`,
      'podgroup-$(OWNER_UID)',
    );
    for (const [key, value] of Object.entries(this.groupAnnotations(application))) {
      application.addJobAnnotation(key, value);
    }
    return Construct.isConstruct(this.queue) ? [this.queue] : [];
  }

  private groupAnnotations(application: ResolvedApplication): { [key: string]: string } {
    const { waitingTime } = this.props;
    if (waitingTime !== undefined)
      return { [VolcanoAnnotation.WAITING_TIME]: `${waitingTime.toSeconds({ integral: false })}s` };
    const { traits } = this.queue.volcano ?? {};
    const helps = traits === undefined || (traits.preempts && traits.readsWaitingTime);
    return helps && application.priority?.known?.preempting === true
      ? { [VolcanoAnnotation.WAITING_TIME]: AT_ONCE }
      : {};
  }
}

const POOLS = new WeakMap<IConstruct, Set<string>>();

/** Pools that no other job of the app has named: what is to be said of a pool is said once. */
function newPools(scope: Construct, { driver, executor }: ResolvedApplication): INodePool[] {
  const known = POOLS.get(scope.node.root) ?? new Set();
  POOLS.set(scope.node.root, known);
  return [driver, executor].flatMap(({ props: { nodes } }) => {
    if (nodes === undefined || known.has(nodes.poolName)) return [];
    known.add(nodes.poolName);
    return [nodes];
  });
}

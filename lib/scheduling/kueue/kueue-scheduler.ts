import { Construct, type IConstruct } from 'constructs';
import { checkAtSynth, warnAtSynth, type Finding } from '../../core/rules';
import type { ComputeResources } from '../../kube/resources';
import type { ResolvedApplication } from '../../spark/resolved-application';
import type { SparkRole } from '../../spark/role';
import { PreemptionScope, type ISparkScheduler, type SchedulerQueue, type SparkRun } from '../../spark/runner';
import { resourcesOf } from '../amounts';
import type { IKueue, IKueueLocalQueue, IKueueWorkloadPriorityClass } from './interfaces';
import { jobFindings, sharesQuota, type KueueBinding } from './job-findings';
import { KueueKey, OWNED_KEYS } from './keys';
import { Kueue } from './kueue';
import { mostOfAll } from './resource-groups';
import { KUEUE_RULES } from './rules';
import { SharedQueues } from './shared-queues';

/** How a job is admitted by Kueue. */
export interface KueueSchedulingProps {
  /**
   * Where executors queue up. With quota of its own behind it, drivers can never take what executors need.
   *
   * @default - the queue of the driver
   */
  readonly executorQueue?: IKueueLocalQueue;
  /** Priority of the job in the queue. @default - the priority of its pods */
  readonly priority?: IKueueWorkloadPriorityClass;
  /** The Kueue. @default Kueue.fromExisting() */
  readonly kueue?: IKueue;
}

/** The value is free text; Kueue's own parents have theirs. */
const PARENT = 'spark-driver';

/**
 * Lets Kueue admit the jobs of the native runner: the driver's Job is suspended until the queue has room for the driver,
 * and each executor pod is held back until the queue has room for it. Pods stay with kube-scheduler. There is no gang:
 * nothing but a queue for executors keeps drivers from taking all the quota.
 *
 * @see https://kueue.sigs.k8s.io/docs/tasks/run/plain_pods/
 */
export class KueueScheduler implements ISparkScheduler {
  public readonly schedulerLabel = 'kueue';
  /** The queue of the drivers. */
  public readonly queue: IKueueLocalQueue;
  public readonly jobQueue?: SchedulerQueue;
  private readonly binding: KueueBinding;
  private readonly priority: IKueueWorkloadPriorityClass | undefined;

  public constructor(queue: IKueueLocalQueue, props: KueueSchedulingProps = {}) {
    this.queue = queue;
    this.priority = props.priority;
    this.binding = {
      kueue: props.kueue ?? Kueue.fromExisting(),
      queue,
      executorQueue: props.executorQueue ?? queue,
    };
    const capability = this.capability();
    this.jobQueue = {
      name: queue.localQueueName,
      // Admitted pods are placed by kube-scheduler, which evicts lower pods wherever they are.
      preemption: PreemptionScope.CLUSTER,
      ...(capability !== undefined && { capability }),
    };
  }

  public bind(scope: Construct, run: SparkRun): IConstruct[] {
    const { application } = run;
    const owned = [...ownedKeys(application.driver), ...ownedKeys(application.executor)];
    checkAtSynth(scope, () => [...owned, ...jobFindings(scope, application, this.binding)]);
    this.warnOfSharing(scope, run);
    this.label(application);
    const { executorQueue } = this.binding;
    return [...new Set([this.queue, executorQueue, this.priority])].filter((one): one is IKueueLocalQueue & Construct =>
      Construct.isConstruct(one),
    );
  }

  /**
   * The driver by what is around it, which Kueue suspends and which survives when it is stopped. An executor has an owner,
   * and Kueue holds such pods back only if they say so; without the label `managed` it would never let them go.
   */
  private label(application: ResolvedApplication): void {
    const { executor } = application;
    application.addJobLabel(KueueKey.QUEUE, this.queue.localQueueName);
    executor.labels[KueueKey.QUEUE] = this.binding.executorQueue.localQueueName;
    executor.labels[KueueKey.MANAGED] = 'true';
    executor.annotations[KueueKey.SUSPENDING_PARENT] = PARENT;
    if (this.priority === undefined) return;
    application.addJobLabel(KueueKey.PRIORITY, this.priority.workloadPriorityClassName);
    executor.labels[KueueKey.PRIORITY] = this.priority.workloadPriorityClassName;
  }

  private warnOfSharing(scope: Construct, run: SparkRun): void {
    if (!sharesQuota(this.binding)) return;
    const { localQueueName: value, clusterQueue, namespaceName } = this.queue;
    const quota =
      clusterQueue?.clusterQueueName ?? `${namespaceName ?? run.application.serviceAccount.namespace ?? ''}/${value}`;
    const jobs = SharedQueues.of(scope);
    jobs.add(quota, scope);
    warnAtSynth(scope, () => {
      const names = jobs.of(quota);
      if (names[0] !== scope || names.length < 2) return [];
      const because = `${names.length} jobs in ${quota}`;
      return [{ rule: KUEUE_RULES.driversFillQueue, at: 'scheduler.queue', value, because }];
    });
  }

  private capability(): ComputeResources | undefined {
    const { clusterQueue } = this.queue;
    if (clusterQueue?.resourceGroups === undefined || !sharesQuota(this.binding)) return undefined;
    const bounded = Object.entries(mostOfAll(clusterQueue)).filter(([, amount]) => Number.isFinite(amount));
    return resourcesOf(Object.fromEntries(bounded));
  }
}

function ownedKeys({ name, labels, annotations }: SparkRole): Finding[] {
  return Object.entries({ labels, annotations }).flatMap(([map, entries]) =>
    Object.keys(entries)
      .filter((key) => OWNED_KEYS.includes(key))
      .map((key) => ({ rule: KUEUE_RULES.keyOwned, at: `${name}.${map}["${key}"]`, value: entries[key] })),
  );
}

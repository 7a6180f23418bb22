import type { Construct, IConstruct } from 'constructs';
import { Component } from '../core/component';
import { reportAtSynth } from '../core/rules';
import { textTable } from '../core/table';
import { SparkJobBase } from '../jobs/spark-job-base';
import { amountQuantity, amountsOf, parseQuantity, type Amounts } from '../kube/resources';
import type { IPriorityClass } from '../spark/placement';
import { gangRequests } from '../spark/requests';
import { PreemptionScope } from '../spark/runner';

const FEW = 3;

/** What a `SparkCapacity` is made of. */
export interface SparkCapacityProps {
  /** Whether the summary of a synthesis ends with the table. @default true */
  readonly print?: boolean;
}

/** One job on paper. */
export interface CapacityRow {
  /** Path of the job in the tree. */
  readonly job: string;
  /** The queue it stands in; `-` where its scheduler has none. */
  readonly queue: string;
  /** Its priority class; `-` for the cluster's default. */
  readonly priority: string;
  /** Executors it starts with. */
  readonly executors: number;
  /** CPU that driver and executors ask for at the start, as a quantity. */
  readonly cpu: string;
  /** Memory that driver and executors ask for at the start, as a quantity. */
  readonly memory: string;
  /** The largest part it takes of what its queue may have, over all resources: `25 %`; `-` without a bound. */
  readonly share: string;
  /** Paths of the jobs that may be evicted for it. */
  readonly preempts: string[];
}

/**
 * Every job of a tree on paper: where it stands in line, what it asks for, what part of its queue that is, and whom it may
 * evict. Whether a job fits its nodes, its queue and its quota at all is checked without this, job by job.
 */
export class SparkCapacity extends Component {
  /**
   * The table of all jobs at or under a construct, in tree order.
   *
   * @param scope An app, a chart or any construct in one.
   */
  public static of(scope: IConstruct): CapacityRow[] {
    const jobs = jobsOf(scope);
    return jobs.map((job) => rowOf(job, jobs));
  }

  /** The table as text. */
  public static table(scope: IConstruct): string {
    const head = ['JOB', 'QUEUE', 'PRIORITY', 'EXECUTORS', 'CPU', 'MEMORY', 'SHARE', 'PREEMPTS'];
    const rows = SparkCapacity.of(scope).map((row) => [
      ...[row.job, row.queue, row.priority, String(row.executors), row.cpu, gibibytes(row.memory), row.share],
      someOf(row.preempts),
    ]);
    return textTable([head, ...rows]);
  }

  /**
   * The table of all jobs of the tree.
   *
   * @param scope Any construct of the app.
   */
  public constructor(scope: Construct, id: string, props: SparkCapacityProps = {}) {
    super(scope, id);
    if (props.print !== false) reportAtSynth(this, () => SparkCapacity.table(this.node.root));
  }
}

function jobsOf(scope: IConstruct): SparkJobBase[] {
  return scope.node.findAll().filter((construct): construct is SparkJobBase => construct instanceof SparkJobBase);
}

function rowOf(job: SparkJobBase, all: readonly SparkJobBase[]): CapacityRow {
  const { total, executors } = gangRequests(job._application);
  const queue = job._scheduler?.jobQueue;
  return {
    job: job.node.path,
    queue: queue?.name ?? '-',
    priority: job._application.priority?.priorityClassName ?? '-',
    executors,
    cpu: amountQuantity('cpu', total.cpu ?? 0),
    memory: amountQuantity('memory', total.memory ?? 0),
    share: queue?.capability === undefined ? '-' : percent(shareOf(total, amountsOf(queue.capability))),
    preempts: all.filter((other) => mayPreempt(job, other)).map((other) => other.node.path),
  };
}

/** The largest part of a bound, over all resources that are bounded. */
function shareOf(asked: Amounts, bound: Amounts): number {
  const parts = Object.entries(bound).map(([resource, most]) => (asked[resource] ?? 0) / most);
  return Math.max(0, ...parts.filter((part) => !Number.isNaN(part)));
}

/** A few names, and how many more there are. */
function someOf(names: readonly string[]): string {
  if (names.length === 0) return '-';
  const rest = names.length - FEW;
  return rest > 0 ? `${names.slice(0, FEW).join(', ')} and ${rest} more` : names.join(', ');
}

/** Quantities are exact and hard to compare at a glance. */
function gibibytes(memory: string): string {
  return `${(parseQuantity(memory) / 1024 ** 3).toFixed(1)}Gi`;
}

function percent(part: number): string {
  return Number.isFinite(part) ? `${Math.round(part * 100)} %` : 'never';
}

/** Equal priorities never preempt each other; what is not known of a class made elsewhere is not claimed. */
function mayPreempt(job: SparkJobBase, other: SparkJobBase): boolean {
  const mine = job._application.priority?.known;
  if (mine?.preempting !== true || other === job || schedulerOf(job) !== schedulerOf(other)) return false;
  const queue = job._scheduler?.jobQueue;
  const { priority, executorPriority } = other._application;
  const value = (one: IPriorityClass | undefined): number => (one === undefined ? 0 : (one.known?.value ?? Infinity));
  switch (queue?.preemption ?? PreemptionScope.CLUSTER) {
    case PreemptionScope.NOBODY:
      return false;
    case PreemptionScope.QUEUE:
      return other._scheduler?.jobQueue?.name === queue?.name && value(priority) < mine.value;
    default:
      return Math.min(value(priority), value(executorPriority)) < mine.value;
  }
}

function schedulerOf(job: SparkJobBase): string {
  return job._scheduler?.schedulerLabel ?? 'default';
}

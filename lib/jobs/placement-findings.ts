import type { Finding } from '../core/rules';
import { amountQuantity, amountsOf, amountText, exceeding, sumOf, timesOf, type Amounts } from '../kube/resources';
import type { INodePool } from '../spark/placement';
import type { ResolvedApplication } from '../spark/resolved-application';
import type { ISparkScheduler } from '../spark/runner';
import { gangRequests, maximumExecutors } from '../spark/requests';
import { SparkRoleName, type SparkRole } from '../spark/role';
import { JOB_RULES } from './rules';

/** Above this part of a bound, a job that starts leaves little for anybody else, and waits long. */
const RARELY = 0.8;

/** A job, as far as its place is concerned. */
export interface PlacedJob {
  readonly application: ResolvedApplication;
  readonly scheduler: ISparkScheduler | undefined;
}

/** One kind of pods and the nodes that may take them. */
interface Group {
  readonly role: SparkRole;
  readonly pod: Amounts;
  readonly count: number;
  readonly pool: INodePool | undefined;
}

/** Findings for a job that its nodes can never take. */
export function placementFindings(job: PlacedJob): Finding[] {
  const groups = groupsOf(job);
  const alone = groups.flatMap(nodeFindings);
  return alone.length > 0 ? alone : poolFindings(groups);
}

/** Warnings for a job that will rarely find room: a large part of its queue, or more executors than will ever fit. */
export function placementWarnings(job: PlacedJob): Finding[] {
  return [...queueWarnings(job), ...maximumWarnings(job, groupsOf(job))];
}

function groupsOf(job: PlacedJob): Group[] {
  const { driver, executor } = job.application;
  const gang = gangRequests(job.application);
  const group = (role: SparkRole, pod: Amounts, count: number): Group => ({
    role,
    pod,
    count,
    pool: role.props.nodes,
  });
  return [group(driver, gang.driver, 1), group(executor, gang.executor, gang.executors)];
}

function nodeFindings({ role, pod, count, pool }: Group): Finding[] {
  const node = amountsOf(pool?.capacity?.node ?? {});
  const [resource] = count === 0 ? [] : exceeding(pod, node);
  if (resource === undefined || pool === undefined || pool.preferred) return [];
  return [
    {
      rule: JOB_RULES.podExceedsNode,
      at: `${role.name}, ${resource}`,
      value: amountQuantity(resource, pod[resource] ?? 0),
      because: `a node of pool ${pool.poolName} has ${amountText(node)}`,
    },
  ];
}

/** Pods on the nodes of one pool, as many as fit on each, the others on the next. */
function poolFindings(groups: readonly Group[]): Finding[] {
  const pools = new Map(groups.map(({ pool }) => [pool?.poolName, pool])).values();
  return [...pools].flatMap((pool) => {
    const most = pool?.capacity?.maxNodes;
    const node = pool?.capacity?.node;
    if (pool === undefined || most === undefined || node === undefined || pool.preferred) return [];
    const needed = nodesNeeded(
      groups.filter((group) => group.pool?.poolName === pool.poolName),
      amountsOf(node),
    );
    if (needed <= most) return [];
    return [
      {
        rule: JOB_RULES.jobExceedsPool,
        at: 'driver and executors',
        value: `${needed} nodes`,
        because: `pool ${pool.poolName} has at most ${most} of ${amountText(amountsOf(node))}`,
      },
    ];
  });
}

/** A lower bound: by the sums, and by the pods that fit on one node. */
function nodesNeeded(groups: readonly Group[], node: Amounts): number {
  const sum = sumOf(...groups.map(({ pod, count }) => timesOf(pod, count)));
  const bySum = Object.entries(node).map(([resource, size]) => Math.ceil((sum[resource] ?? 0) / size - 1e-9));
  const byCount = groups.map(({ pod, count }) => Math.ceil(count / podsPerNode(pod, node)));
  return Math.max(0, ...bySum.filter(Number.isFinite), ...byCount);
}

function podsPerNode(pod: Amounts, node: Amounts): number {
  const fits = Object.entries(node).map(([resource, size]) =>
    resource === 'pods' ? size : Math.floor(size / (pod[resource] ?? 0) + 1e-9),
  );
  return Math.max(1, Math.min(...fits));
}

function queueWarnings(job: PlacedJob): Finding[] {
  const queue = job.scheduler?.jobQueue;
  if (queue?.capability === undefined) return [];
  const { total } = gangRequests(job.application);
  const bound = amountsOf(queue.capability);
  const share = Object.entries(bound).map(([name, most]) => [name, (total[name] ?? 0) / most] as const);
  const [tight] = share.filter(([, part]) => part > RARELY && part <= 1);
  if (tight === undefined) return [];
  const [resource, part] = tight;
  return [
    {
      rule: JOB_RULES.jobRarelyFits,
      at: resource,
      value: amountQuantity(resource, total[resource] ?? 0),
      because: `${Math.round(part * 100)} % of what queue ${queue.name} may have`,
    },
  ];
}

/** Dynamic allocation asks for more as it goes; what its queue or pool never has is asked for in vain. */
function maximumWarnings(job: PlacedJob, groups: readonly Group[]): Finding[] {
  const most = maximumExecutors(job.application);
  const { driver, executor, executors } = gangRequests(job.application);
  if (most <= executors) return [];
  const queue = job.scheduler?.jobQueue;
  const total = sumOf(driver, timesOf(executor, most));
  const [beyond] = exceeding(total, amountsOf(queue?.capability ?? {}));
  const at = 'maxExecutors';
  if (beyond !== undefined) {
    const bound = amountQuantity(beyond, amountsOf(queue?.capability ?? {})[beyond] ?? 0);
    const because = `with ${beyond} ${amountQuantity(beyond, total[beyond] ?? 0)} they exceed the ${bound} of queue ${queue?.name ?? ''}`;
    return [{ rule: JOB_RULES.maximumNeverFits, at, value: most, because }];
  }
  const grown = groups.map((group) => (group.role.name === SparkRoleName.EXECUTOR ? { ...group, count: most } : group));
  return poolFindings(grown)
    .slice(0, 1)
    .map(({ value, because = '' }) => ({
      rule: JOB_RULES.maximumNeverFits,
      at,
      value: most,
      because: `they need ${String(value)}, and ${because}`,
    }));
}

import type { Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Finding, Rule } from '../../core/rules';
import { amountQuantity, exceeding, type Amounts } from '../../kube/resources';
import { gangRequests } from '../../spark/requests';
import type { ResolvedApplication } from '../../spark/resolved-application';
import { YuniKornSortPolicy, type IYuniKornQueue } from './interfaces';
import { tightest } from './queue-findings';
import { isParent, nodesOf, type QueueNode } from './queue-tree';
import { YUNIKORN_JOB_RULES } from './rules';

/** Keys that this package writes, and those by which pods are bound to another scheduler. */
const BINDING_KEYS = ['queue', 'applicationId', 'scheduling.k8s.io/group-name', 'kueue.x-k8s.io/queue-name'];
const BINDING_PREFIXES = ['yunikorn.apache.org/', 'scheduling.volcano.sh/'];

/** A job with the choices made for it. */
export interface YuniKornJob {
  readonly application: ResolvedApplication;
  /** Where its pods run. @default - not known */
  readonly namespace: string | undefined;
  readonly queue: IYuniKornQueue;
  readonly gang: boolean;
  /** Options that only a gang has, by name. */
  readonly gangOptions: { readonly [name: string]: unknown };
  readonly placeholderTimeout: Duration | undefined;
}

/** Findings for a job under YuniKorn. Its queue has findings of its own. */
export function jobFindings(scope: Construct, job: YuniKornJob): Finding[] {
  const { application, namespace, queue, gang, gangOptions, placeholderTimeout } = job;
  const seconds = placeholderTimeout?.toMilliseconds({ integral: false });
  const at = 'scheduler.queue';
  const nodes = nodesOf(scope, queue);
  // Where a path may mean several queues, what is wrong with all of them is wrong.
  const isSure = (what: (node: QueueNode) => boolean): boolean => nodes.length > 0 && nodes.every(what);
  return [
    ...(isSure(isParent)
      ? [{ rule: YUNIKORN_JOB_RULES.jobInParentQueue, at, value: queue.queuePath }]
      : exceedingFindings(application, nodes.length === 1 ? [queue, ...nodes] : [queue], gang)),
    ...(gang && (isFair(queue) || isSure(isFair))
      ? [{ rule: YUNIKORN_JOB_RULES.gangInFairQueue, at, value: queue.queuePath }]
      : []),
    ...(namespace !== undefined && namespace === queue.yunikorn?.namespaceName
      ? [{ rule: YUNIKORN_JOB_RULES.jobBesideYunikorn, at: 'serviceAccount.namespace', value: namespace }]
      : []),
    ...(seconds === undefined || (seconds > 0 && seconds % 1000 === 0)
      ? []
      : [
          {
            rule: YUNIKORN_JOB_RULES.placeholderTimeout,
            at: 'scheduler.placeholderTimeout',
            value: `${seconds / 1000} s`,
          },
        ]),
    ...(gang ? [] : unusedFindings(gangOptions)),
    ...keyFindings(application),
  ];
}

function isFair({ sortPolicy }: IYuniKornQueue): boolean {
  return sortPolicy === YuniKornSortPolicy.FAIR;
}

/** YuniKorn refuses a gang above the bounds of its queue; single pods above them wait for ever. */
function exceedingFindings(app: ResolvedApplication, queues: readonly IYuniKornQueue[], gang: boolean): Finding[] {
  const { driver, executor, executors, total } = gangRequests(app);
  const most = tightest(...queues);
  const rule: Rule = YUNIKORN_JOB_RULES.jobExceedsQueue;
  const over = (asked: Amounts, who: string): Finding[] =>
    exceeding(asked, most)
      .slice(0, 1)
      .map((name) => ({
        rule,
        at: 'scheduler.queue',
        value: `${name} ${amountQuantity(name, asked[name] ?? 0)}`,
        because: `for ${who}; ${queues[0]?.queuePath} may have ${amountQuantity(name, most[name] ?? 0)}`,
      }));
  if (gang) return over(withPods(total, executors + 1), `the driver and ${executors} executors together`);
  return [...over(withPods(driver, 1), 'the driver'), ...over(withPods(executor, 1), 'one executor')].slice(0, 1);
}

/** YuniKorn counts pods as it counts cores. */
function withPods(amounts: Amounts, pods: number): Amounts {
  return { ...amounts, pods };
}

function unusedFindings(options: { readonly [name: string]: unknown }): Finding[] {
  return Object.entries(options)
    .filter(([, value]) => value !== undefined)
    .map(([name]) => ({ rule: YUNIKORN_JOB_RULES.gangOptionUnused, at: `scheduler.${name}`, value: false }));
}

function keyFindings({ driver, executor }: ResolvedApplication): Finding[] {
  return [driver, executor].flatMap(({ name: role, props }) =>
    (['labels', 'annotations'] as const).flatMap((map) =>
      Object.keys(props[map] ?? {})
        .filter((key) => BINDING_KEYS.includes(key) || BINDING_PREFIXES.some((prefix) => key.startsWith(prefix)))
        .map((value) => ({ rule: YUNIKORN_JOB_RULES.bindingKey, at: `${role}.${map}`, value })),
    ),
  );
}

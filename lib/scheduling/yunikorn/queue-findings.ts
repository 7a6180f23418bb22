import { durationText } from '../../core/quantities';
import { Construct } from 'constructs';
import type { Finding } from '../../core/rules';
import {
  amountQuantity,
  amountsOf,
  exceeding,
  resourceFindings,
  sumOf,
  type Amounts,
  type ComputeResources,
} from '../../kube/resources';
import type { IYuniKornQueue } from './interfaces';
import { limitFindings } from './limit-findings';
import { countFindings, lengthFindings, nameFindings, whoFindings } from './queue-names';
import { childrenOf, lineOf, QueueTree, type QueueNode } from './queue-tree';
import { YUNIKORN_RULES } from './rules';

const INT32_MAX = 2147483647;
const BOUNDS = ['guaranteed', 'max'] as const;

/** Findings for a queue among the others: YuniKorn makes the same checks, and refuses the whole text. */
export function queueFindings(queue: QueueNode): Finding[] {
  const { limits, options } = queue;
  const template = options.dynamicChildren;
  const amounts = [
    ...BOUNDS.flatMap((bound) => resourceFindings(bound, limits[bound] ?? {})),
    ...BOUNDS.flatMap((bound) => resourceFindings(`dynamicChildren.${bound}`, template?.[bound] ?? {})),
    ...(options.userLimits ?? []).flatMap(({ max }, i) => resourceFindings(`userLimits[${i}].max`, max ?? {})),
  ];
  return [
    ...placeFindings(queue),
    ...countFindings('maxApplications', options.maxApplications),
    ...countFindings('dynamicChildren.maxApplications', template?.maxApplications),
    ...applicationFindings(queue),
    ...numberFindings(queue),
    ...whoFindings('submitters', options.submitters ?? {}),
    ...whoFindings('admins', options.admins ?? {}),
    // Sums and comparisons of amounts that are none say nothing more.
    ...(amounts.length > 0 ? amounts : [...boundFindings(queue), ...limitFindings(queue)]),
  ];
}

/** What is allowed, and rarely meant. */
export function queueWarnings({ yunikorn, options: { submitters, admins, userLimits } }: QueueNode): Finding[] {
  if (!('processedNamespaces' in yunikorn)) return [];
  const { processedNamespaces } = yunikorn as { processedNamespaces: readonly string[] };
  if (processedNamespaces.length > 0) return [];
  return Object.entries({ submitters, admins, userLimits })
    .filter(([, value]) => value !== undefined)
    .map(([at, value]) => ({ rule: YUNIKORN_RULES.usersUnknown, at, value }));
}

function placeFindings(queue: QueueNode): Finding[] {
  const { queueName, parent, yunikorn } = queue;
  const first = QueueTree.of(yunikorn)
    .under(parent)
    .find(({ queuePath }) => queuePath === queue.queuePath);
  return [
    ...nameFindings('name', queueName),
    ...lengthFindings('name', queue.queuePath),
    ...(first === queue ? [] : [{ rule: YUNIKORN_RULES.queueTwice, at: 'name', value: queueName }]),
    ...(Construct.isConstruct(yunikorn)
      ? []
      : [{ rule: YUNIKORN_RULES.queueOfExisting, at: 'yunikorn', value: yunikorn.namespaceName }]),
  ];
}

function applicationFindings({ parent, options: { maxApplications: own } }: QueueNode): Finding[] {
  const above = parent?.options.maxApplications;
  if (above === undefined) return [];
  const because = `${parent?.queuePath} has ${above}`;
  const at = 'maxApplications';
  if (own === undefined) return [{ rule: YUNIKORN_RULES.maxApplicationsMissing, at, value: own, because }];
  return own > above ? [{ rule: YUNIKORN_RULES.maxApplicationsAboveParent, at, value: own, because }] : [];
}

function numberFindings({ options: { priorityOffset: offset, preemptionDelay: delay } }: QueueNode): Finding[] {
  const isOffset =
    offset === undefined || (Number.isInteger(offset) && offset >= -INT32_MAX - 1 && offset <= INT32_MAX);
  return [
    ...(isOffset ? [] : [{ rule: YUNIKORN_RULES.priorityOffset, at: 'priorityOffset', value: offset }]),
    ...(delay === undefined || delay.toMilliseconds({ integral: false }) > 0
      ? []
      : [{ rule: YUNIKORN_RULES.preemptionDelay, at: 'preemptionDelay', value: durationText(delay) }]),
  ];
}

function boundFindings(queue: QueueNode): Finding[] {
  const { limits, parent, options } = queue;
  const own = amountsOf(limits.max ?? {});
  const template = options.dynamicChildren;
  return [
    ...orderFindings('', limits),
    ...orderFindings('dynamicChildren.', template ?? {}),
    ...lineOf(queue)
      .slice(1)
      .flatMap((above) => aboveFindings('max', own, amountsOf(above.limits.max ?? {}), above.queuePath))
      .slice(0, 1),
    ...aboveFindings('dynamicChildren.max', amountsOf(template?.max ?? {}), own, queue.queuePath),
    ...(parent === undefined ? [] : sumFindings(queue, parent)),
  ];
}

/** guaranteed ≤ max, and no maximum of nothing. */
function orderFindings(
  at: string,
  { guaranteed, max }: { guaranteed?: ComputeResources; max?: ComputeResources },
): Finding[] {
  const [least, most] = [amountsOf(guaranteed ?? {}), amountsOf(max ?? {})];
  const needed = ['cpu', 'memory', 'pods'];
  return [
    ...needed
      .filter((name) => most[name] === 0)
      .map((name) => ({ rule: YUNIKORN_RULES.zeroMax, at: `${at}max["${name}"]`, value: 0 })),
    ...exceeding(least, most).map((name) => ({
      rule: YUNIKORN_RULES.guaranteedAboveMax,
      at: `${at}guaranteed["${name}"]`,
      value: amountQuantity(name, least[name] ?? 0),
      because: `max is ${amountQuantity(name, most[name] ?? 0)}`,
    })),
  ];
}

function aboveFindings(at: string, own: Amounts, above: Amounts, path: string): Finding[] {
  return exceeding(own, above).map((name) => ({
    rule: YUNIKORN_RULES.maxAboveParent,
    at: `${at}["${name}"]`,
    value: amountQuantity(name, own[name] ?? 0),
    because: `${path} has ${amountQuantity(name, above[name] ?? 0)}`,
  }));
}

/** What the children are guaranteed together, told once: at the last of them. */
function sumFindings(queue: QueueNode, parent: QueueNode): Finding[] {
  const siblings = childrenOf(parent);
  if (siblings.at(-1) !== queue) return [];
  const sum = sumOf(...siblings.map(guaranteeOf));
  const most = tightest(parent);
  const least = amountsOf(parent.limits.guaranteed ?? {});
  return [...new Set([...exceeding(sum, least), ...exceeding(sum, most)])].map((name) => ({
    rule: YUNIKORN_RULES.guaranteedSum,
    at: `guaranteed["${name}"]`,
    value: amountQuantity(name, sum[name] ?? 0),
    because: `${siblings.length} queues below ${parent.queuePath}, which has ${amountQuantity(name, Math.min(least[name] ?? Infinity, most[name] ?? Infinity))}`,
  }));
}

/** A queue without a guarantee of its own needs what those below it are guaranteed. */
function guaranteeOf(queue: QueueNode): Amounts {
  const own = amountsOf(queue.limits.guaranteed ?? {});
  return Object.values(own).some((amount) => amount > 0) ? own : sumOf(...childrenOf(queue).map(guaranteeOf));
}

/** The smallest maximum of queues and all above them, resource by resource. */
export function tightest(...queues: readonly IYuniKornQueue[]): Amounts {
  const all = queues.flatMap(lineOf).flatMap(({ limits }) => Object.entries(amountsOf(limits?.max ?? {})));
  const least: { [resource: string]: number } = {};
  for (const [name, amount] of all) least[name] = Math.min(least[name] ?? Infinity, amount);
  return least;
}

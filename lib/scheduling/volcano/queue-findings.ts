import type { Finding } from '../../core/rules';
import {
  amountQuantity,
  amountsOf,
  amountText,
  exceeding,
  resourceFindings,
  sumOf,
  type Amounts,
  type ComputeResources,
} from '../../kube/resources';
import type { IVolcanoQueue, VolcanoQueueLimits } from './interfaces';
import { VOLCANO_QUEUE_RULES } from './queue-rules';
import { gangRequests } from '../../spark/requests';
import { ancestorsOf, capabilityOf, DEFAULT_QUEUE, ROOT_QUEUE, type QueueTree } from './queue-tree';

const MAX_DEPTH = 5;
const MAX_WEIGHT = 65535;
const MAX_PRIORITY = 2147483647;
const BOUNDS = ['capability', 'deserved', 'guarantee'] as const;
const NEEDED = ['cpu', 'memory'];
const GIB = 1024 ** 3;
const LEAST_GIB_PER_CORE = 0.5;
const MOST_GIB_PER_CORE = 32;

type Bound = (typeof BOUNDS)[number];

/** Findings for the plain numbers of a queue. */
export function numberFindings(weight: number | undefined, priority: number | undefined): Finding[] {
  return [
    ...(weight === undefined || isWithin(weight, 1, MAX_WEIGHT)
      ? []
      : [{ rule: VOLCANO_QUEUE_RULES.queueWeight, at: 'weight', value: weight }]),
    ...(priority === undefined || isWithin(priority, 0, MAX_PRIORITY)
      ? []
      : [{ rule: VOLCANO_QUEUE_RULES.queuePriority, at: 'priority', value: priority }]),
  ];
}

/** Findings for a queue among the others. */
export function queueFindings(queue: IVolcanoQueue, tree: QueueTree, weight: number | undefined): Finding[] {
  const { limits = {} } = queue;
  const amounts = BOUNDS.flatMap((bound) => resourceFindings(bound, limits[bound] ?? {}));
  // Sums and comparisons of amounts that are none say nothing more.
  if (amounts.length > 0) return amounts;
  return [
    ...placeFindings(queue),
    ...ownFindings(queue, limits),
    ...traitFindings(queue, weight),
    ...ancestorFindings(queue),
    ...childrenFindings(queue, tree),
    ...leafFindings(queue, tree),
  ];
}

/** What is allowed, and rarely meant. */
export function queueWarnings(queue: IVolcanoQueue, tree: QueueTree): Finding[] {
  return [...driverWarnings(queue, tree), ...shareWarnings(queue, tree)];
}

/** All drivers of a queue at once, and no room left for an executor. */
function driverWarnings(queue: IVolcanoQueue, tree: QueueTree): Finding[] {
  const bound = amountsOf(capabilityOf(queue) ?? {});
  if (queue.volcano?.traits?.gatesByQueue !== false || Object.keys(bound).length === 0) return [];
  const gangs = tree.jobsOf(queue.queueName).map(({ application }) => gangRequests(application));
  const executors = gangs.filter((gang) => gang.executors > 0).map((gang) => gang.executor);
  const drivers = sumOf(...gangs.map((gang) => gang.driver));
  if (executors.length === 0 || executors.some((one) => exceeding(sumOf(drivers, one), bound).length === 0)) return [];
  const because = `${gangs.length} drivers ask for ${amountText(drivers)}`;
  return [{ rule: VOLCANO_QUEUE_RULES.driversFillQueue, at: 'capability', value: amountText(bound), because }];
}

function shareWarnings(queue: IVolcanoQueue, tree: QueueTree): Finding[] {
  const traits = queue.volcano?.traits;
  if (traits !== undefined && !traits.capacity) return [];
  const deserved = boundOf(queue, 'deserved');
  const missing = NEEDED.filter((name) => (deserved[name] ?? 0) === 0);
  const isLeaf = tree.childrenOf(queue.queueName).length === 0;
  if (traits?.reclaims === true && isLeaf && missing.length > 0) {
    const because = `no ${missing.join(' and ')}`;
    return [{ rule: VOLCANO_QUEUE_RULES.leafWithoutDeserved, at: 'deserved', value: amountText(deserved), because }];
  }
  const perCore = (deserved.memory ?? 0) / GIB / (deserved.cpu ?? 0);
  if (missing.length > 0 || (perCore >= LEAST_GIB_PER_CORE && perCore <= MOST_GIB_PER_CORE)) return [];
  const because = `${Number(perCore.toPrecision(3))} GiB per core`;
  return [{ rule: VOLCANO_QUEUE_RULES.deservedRatio, at: 'deserved', value: amountText(deserved), because }];
}

function placeFindings(queue: IVolcanoQueue): Finding[] {
  const parent = queue.parent?.queueName;
  if (parent === undefined || parent === ROOT_QUEUE) return [];
  if (parent === DEFAULT_QUEUE) return [{ rule: VOLCANO_QUEUE_RULES.parentDefault, at: 'parent', value: parent }];
  const path = [queue, ...ancestorsOf(queue)].map(({ queueName }) => queueName);
  if (path.length <= MAX_DEPTH) return [];
  const because = `${path.length} deep: ${path.reverse().join(' > ')}`;
  return [{ rule: VOLCANO_QUEUE_RULES.queueDepth, at: 'parent', value: parent, because }];
}

/** guarantee ≤ deserved ≤ capability, in every resource. */
function ownFindings(queue: IVolcanoQueue, limits: VolcanoQueueLimits): Finding[] {
  const [capability, deserved, guarantee] = BOUNDS.map((bound) => boundOf(queue, bound)) as [Amounts, Amounts, Amounts];
  const deservedIsRead = queue.volcano?.traits?.capacity !== false || limits.deserved !== undefined;
  const without = deservedIsRead ? Object.keys(guarantee).filter((name) => deserved[name] === undefined) : [];
  const at = (bound: Bound, name: string): string => `${bound}["${name}"]`;
  return [
    ...BOUNDS.flatMap((bound): Finding[] => {
      const pods = limits[bound]?.pods;
      return pods === undefined ? [] : [{ rule: VOLCANO_QUEUE_RULES.queuePods, at: `${bound}.pods`, value: pods }];
    }),
    ...NEEDED.filter((name) => capability[name] === 0).map((name) => ({
      rule: VOLCANO_QUEUE_RULES.zeroCapability,
      at: at('capability', name),
      value: 0,
    })),
    ...without.map((name) => ({
      rule: VOLCANO_QUEUE_RULES.guaranteeWithoutDeserved,
      at: at('guarantee', name),
      value: amountQuantity(name, guarantee[name] ?? 0),
    })),
    ...exceeding(guarantee, deserved).map((name) => ({
      rule: VOLCANO_QUEUE_RULES.guaranteeAboveDeserved,
      at: at('guarantee', name),
      value: amountQuantity(name, guarantee[name] ?? 0),
      because: `deserved is ${amountQuantity(name, deserved[name] ?? 0)}`,
    })),
    ...(limits.deserved === undefined ? exceeding(guarantee, capability) : []).map((name) => ({
      rule: VOLCANO_QUEUE_RULES.guaranteeAboveCapability,
      at: at('guarantee', name),
      value: amountQuantity(name, guarantee[name] ?? 0),
      because: `the capability is ${amountQuantity(name, capability[name] ?? 0)}`,
    })),
    ...exceeding(deserved, capability).map((name) => ({
      rule: VOLCANO_QUEUE_RULES.deservedAboveCapability,
      at: at('deserved', name),
      value: amountQuantity(name, deserved[name] ?? 0),
      because: `the capability is ${amountQuantity(name, capability[name] ?? 0)}`,
    })),
  ];
}

/** Props that the configuration of the scheduler would ignore. */
function traitFindings(queue: IVolcanoQueue, weight: number | undefined): Finding[] {
  const traits = queue.volcano?.traits;
  if (traits === undefined) return [];
  const parent = queue.parent?.queueName;
  const deserved = boundOf(queue, 'deserved');
  return [
    ...(traits.hierarchical || parent === undefined || parent === ROOT_QUEUE
      ? []
      : [{ rule: VOLCANO_QUEUE_RULES.parentWithoutHierarchy, at: 'parent', value: parent }]),
    ...(traits.capacity || queue.limits?.deserved === undefined
      ? []
      : [{ rule: VOLCANO_QUEUE_RULES.deservedNotRead, at: 'deserved', value: amountText(deserved) }]),
    ...(traits.proportion || weight === undefined
      ? []
      : [{ rule: VOLCANO_QUEUE_RULES.weightNotRead, at: 'weight', value: weight }]),
  ];
}

/** Per resource, the nearest queue above that sets it decides. */
function ancestorFindings(queue: IVolcanoQueue): Finding[] {
  const above = ancestorsOf(queue);
  const capability = boundOf(queue, 'capability');
  return Object.entries(capability).flatMap(([name, amount]): Finding[] => {
    const nearest = above.find((one) => (boundOf(one, 'capability')[name] ?? 0) > 0);
    const limit = nearest === undefined ? {} : boundOf(nearest, 'capability');
    if (nearest === undefined || exceeding({ [name]: amount }, limit).length === 0) return [];
    const because = `${nearest.queueName} has ${amountQuantity(name, limit[name] ?? 0)}`;
    const value = amountQuantity(name, amount);
    return [{ rule: VOLCANO_QUEUE_RULES.capabilityAboveAncestor, at: `capability["${name}"]`, value, because }];
  });
}

/** The sums below a queue; of an existing queue its first child here reports them. */
function childrenFindings(queue: IVolcanoQueue, tree: QueueTree): Finding[] {
  const { parent } = queue;
  const reportsParent =
    parent !== undefined && !tree.makes(parent.queueName) && tree.childrenOf(parent.queueName)[0] === queue;
  return [
    ...belowFindings(queue, tree, ''),
    ...(reportsParent && parent.queueName !== ROOT_QUEUE ? belowFindings(parent, tree, 'parent.') : []),
  ];
}

function belowFindings(queue: IVolcanoQueue, tree: QueueTree, prefix: string): Finding[] {
  const children = tree.childrenOf(queue.queueName);
  if (children.length === 0) return [];
  const names = children.map(({ queueName }) => queueName).join(', ');
  const bounds = queue.limits === undefined ? [] : (['deserved', 'guarantee'] as const);
  return [
    ...bounds.flatMap((bound) => {
      const own = boundOf(queue, bound);
      const sum = sumOf(...children.map((child) => boundOf(child, bound)));
      const zeros = Object.fromEntries(Object.keys(sum).map((name) => [name, 0]));
      return exceeding(sum, { ...zeros, ...own }).map((name) => ({
        rule: VOLCANO_QUEUE_RULES.childrenExceedParent,
        at: `${prefix}${bound}["${name}"]`,
        value: amountQuantity(name, own[name] ?? 0),
        because: `${names} have ${amountQuantity(name, sum[name] ?? 0)} in all`,
      }));
    }),
  ];
}

/** A capability is inherited: a queue above may set it. What is not told of an existing one is not held against it. */
function leafFindings(queue: IVolcanoQueue, tree: QueueTree): Finding[] {
  if (queue.volcano?.traits?.hierarchical !== true || tree.childrenOf(queue.queueName).length > 0) return [];
  const line = [queue, ...ancestorsOf(queue)];
  if (line.some(({ limits }) => limits === undefined)) return [];
  const missing = NEEDED.filter((name) => line.every((one) => boundOf(one, 'capability')[name] === undefined));
  if (missing.length === 0) return [];
  const value = amountText(boundOf(queue, 'capability'));
  const because = `no ${missing.join(' and ')}`;
  return [{ rule: VOLCANO_QUEUE_RULES.leafWithoutCapability, at: 'capability', value, because }];
}

function boundOf(queue: IVolcanoQueue, bound: Bound): Amounts {
  const resources: ComputeResources = queue.limits?.[bound] ?? {};
  return amountsOf(resources);
}

function isWithin(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

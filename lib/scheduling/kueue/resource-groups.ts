import type { Finding } from '../../core/rules';
import { amountQuantity, amountsOf, exceeding, resourceFindings, sumOf, type Amounts } from '../../kube/resources';
import type { IKueueClusterQueue, KueueFlavorQuota, KueueResourceGroup } from './interfaces';
import { KUEUE_RULES } from './rules';

const MOST_GROUPS = 16;
const MOST_IN_GROUP = 64;
const MOST_IN_ALL = 256;
const MOST_PAIRS = 512;

/** What the owner of the groups is. */
export interface GroupOwner {
  /** Whether it can borrow and lend: a queue in a cohort, a cohort below another. */
  readonly borrows: boolean;
  /** Whether it lends no more than its own quota: queues, but not cohorts. */
  readonly lendsItsOwn: boolean;
}

/** Groups as Kueue takes them: every flavor names the covered resources in their order. */
export function groupManifests(groups: readonly KueueResourceGroup[]): object[] {
  return groups.map(({ flavors }) => {
    const coveredResources = coveredBy({ flavors: [...flavors] });
    return {
      coveredResources,
      flavors: flavors.map(({ flavor, nominalQuota, borrowingLimit, lendingLimit }) => ({
        name: flavor.flavorName,
        resources: coveredResources.map((name) => ({
          name,
          nominalQuota: amountQuantity(name, amountsOf(nominalQuota)[name] ?? 0),
          ...quantity('borrowingLimit', name, amountsOf(borrowingLimit ?? {})),
          ...quantity('lendingLimit', name, amountsOf(lendingLimit ?? {})),
        })),
      })),
    };
  });
}

/** Resources that a group counts: those of its first flavor, and of all the others when nothing is wrong. */
export function coveredBy(group: KueueResourceGroup): string[] {
  return Object.keys(amountsOf(group.flavors[0]?.nominalQuota ?? {}));
}

/** The most that a queue may use of one flavor: its own and what it may borrow; without bound where none is named. */
export function mostOf(entry: KueueFlavorQuota, queue: IKueueClusterQueue): Amounts {
  const quota = amountsOf(entry.nominalQuota);
  if (queue.cohort === undefined) return quota;
  const borrowing = amountsOf(entry.borrowingLimit ?? {});
  return Object.fromEntries(Object.entries(quota).map(([name, own]) => [name, own + (borrowing[name] ?? Infinity)]));
}

/** The most that a queue may use of all flavors together. */
export function mostOfAll(queue: IKueueClusterQueue): Amounts {
  const groups = queue.resourceGroups ?? [];
  return sumOf(...groups.flatMap(({ flavors }) => flavors.map((entry) => mostOf(entry, queue))));
}

/** Findings for the groups of a queue or cohort. */
export function groupFindings(groups: readonly KueueResourceGroup[], owner: GroupOwner): Finding[] {
  const entries = groups.flatMap(({ flavors }, g) =>
    flavors.map((entry, f) => ({ entry, at: `resourceGroups[${g}].flavors[${f}]` })),
  );
  return [
    ...countFindings(groups),
    ...groups.flatMap((group, g) => coverFindings(group, g)),
    ...repeatedResources(groups),
    ...entries
      .filter(({ entry }, i) => entries.findIndex((one) => nameOf(one.entry) === nameOf(entry)) < i)
      .map(({ entry, at }) => ({ rule: KUEUE_RULES.flavorTwice, at: `${at}.flavor`, value: nameOf(entry) })),
    ...entries.flatMap(({ entry, at }) => entryFindings(entry, at, owner)),
  ];
}

function countFindings(groups: readonly KueueResourceGroup[]): Finding[] {
  const counts: [string, number, number][] = [
    ['resourceGroups', groups.length, MOST_GROUPS],
    ['resourceGroups, flavors', sum(groups.map(({ flavors }) => flavors.length)), MOST_IN_ALL],
    ['resourceGroups, resources', sum(groups.map((group) => coveredBy(group).length)), MOST_IN_ALL],
    ...groups.flatMap((group, g): [string, number, number][] => [
      [`resourceGroups[${g}].flavors`, group.flavors.length, MOST_IN_GROUP],
      [`resourceGroups[${g}], resources`, coveredBy(group).length, MOST_IN_GROUP],
      [`resourceGroups[${g}], pairs`, group.flavors.length * coveredBy(group).length, MOST_PAIRS],
    ]),
  ];
  return counts
    .filter(([, count, most]) => count > most)
    .map(([at, value, most]) => ({ rule: KUEUE_RULES.tooManyGroups, at, value, because: `at most ${most}` }));
}

function coverFindings(group: KueueResourceGroup, g: number): Finding[] {
  const [first] = group.flavors;
  const at = `resourceGroups[${g}].flavors`;
  if (first === undefined) return [{ rule: KUEUE_RULES.groupWithoutFlavors, at, value: [] }];
  const covered = coveredBy(group);
  if (covered.length === 0) return [{ rule: KUEUE_RULES.flavorWithoutQuota, at: `${at}[0].nominalQuota`, value: {} }];
  return group.flavors.flatMap((entry, f): Finding[] => {
    const own = Object.keys(amountsOf(entry.nominalQuota));
    const missing = covered.filter((name) => !own.includes(name));
    const more = own.filter((name) => !covered.includes(name));
    if (missing.length + more.length === 0) return [];
    const because = `${nameOf(first)} has ${covered.join(', ')}`;
    return [{ rule: KUEUE_RULES.coveredResources, at: `${at}[${f}].nominalQuota`, value: own.join(', '), because }];
  });
}

function repeatedResources(groups: readonly KueueResourceGroup[]): Finding[] {
  const seen = new Set<string>();
  return groups.flatMap((group, g) => {
    const twice = coveredBy(group).filter((name) => seen.has(name));
    for (const name of coveredBy(group)) seen.add(name);
    return twice.map((value) => ({ rule: KUEUE_RULES.resourceTwice, at: `resourceGroups[${g}]`, value }));
  });
}

function entryFindings(entry: KueueFlavorQuota, at: string, owner: GroupOwner): Finding[] {
  const limits = (['borrowingLimit', 'lendingLimit'] as const).filter((limit) => entry[limit] !== undefined);
  const quota = amountsOf(entry.nominalQuota);
  const lending = amountsOf(entry.lendingLimit ?? {});
  return [
    ...resourceFindings(`${at}.nominalQuota`, entry.nominalQuota),
    ...limits.flatMap((limit) => resourceFindings(`${at}.${limit}`, entry[limit] ?? {})),
    ...limits.flatMap((limit) =>
      Object.keys(amountsOf(entry[limit] ?? {}))
        .filter((name) => quota[name] === undefined)
        .map((value) => ({ rule: KUEUE_RULES.limitWithoutQuota, at: `${at}.${limit}`, value })),
    ),
    ...(owner.borrows
      ? []
      : limits.map((limit) => ({ rule: KUEUE_RULES.limitWithoutCohort, at: `${at}.${limit}`, value: nameOf(entry) }))),
    ...(owner.lendsItsOwn ? exceeding(lending, quota) : []).map((name) => ({
      rule: KUEUE_RULES.lendingAboveQuota,
      at: `${at}.lendingLimit["${name}"]`,
      value: amountQuantity(name, lending[name] ?? 0),
      because: `the quota is ${amountQuantity(name, quota[name] ?? 0)}`,
    })),
  ];
}

function nameOf(entry: KueueFlavorQuota): string {
  return entry.flavor.flavorName;
}

function quantity(field: string, name: string, amounts: Amounts): object {
  return amounts[name] === undefined ? {} : { [field]: amountQuantity(name, amounts[name]) };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}

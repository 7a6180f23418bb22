import type { Finding } from '../../core/rules';
import { amountQuantity, amountsOf, exceeding } from '../../kube/resources';
import type { YuniKornUserLimit } from './interfaces';
import { countFindings, EVERYBODY, whoFindings } from './queue-names';
import { lineOf, type QueueNode } from './queue-tree';
import { YUNIKORN_RULES } from './rules';

const KINDS = ['users', 'groups'] as const;
type Kind = (typeof KINDS)[number];

/** Findings for the limits of single users and groups in a queue. */
export function limitFindings(queue: QueueNode): Finding[] {
  const limits = queue.options.userLimits ?? [];
  return [
    ...limits.flatMap((limit, i) => oneFindings(`userLimits[${i}]`, limit, queue)),
    ...KINDS.flatMap((kind) => orderFindings(kind, limits)),
    ...KINDS.flatMap((kind) => limits.flatMap((limit, i) => aboveFindings(`userLimits[${i}]`, kind, limit, queue))),
  ];
}

function oneFindings(at: string, limit: YuniKornUserLimit, queue: QueueNode): Finding[] {
  const { users = [], groups = [], max, maxApplications } = limit;
  const isEmpty = Object.keys(amountsOf(max ?? {})).length === 0;
  const most = queue.options.maxApplications;
  return [
    ...(users.length + groups.length > 0 ? [] : [{ rule: YUNIKORN_RULES.limitOfNobody, at, value: limit }]),
    ...(isEmpty && maxApplications === undefined ? [{ rule: YUNIKORN_RULES.limitOfNothing, at, value: limit }] : []),
    ...whoFindings(at, limit),
    ...countFindings(`${at}.maxApplications`, maxApplications),
    ...(most !== undefined && maxApplications !== undefined && maxApplications > most
      ? [
          {
            rule: YUNIKORN_RULES.limitAboveQueue,
            at: `${at}.maxApplications`,
            value: maxApplications,
            because: `the queue has ${most}`,
          },
        ]
      : []),
    ...tooMuch(YUNIKORN_RULES.limitAboveQueue, at, limit, amountsOf(queue.limits.max ?? {}), queue.queuePath),
    ...Object.entries(amountsOf(max ?? {}))
      .filter(([, amount]) => amount === 0)
      .map(([name]) => ({ rule: YUNIKORN_RULES.zeroMax, at: `${at}.max["${name}"]`, value: 0 })),
  ];
}

/** Each name once, `*` last and, of groups, not alone. */
function orderFindings(kind: Kind, limits: readonly YuniKornUserLimit[]): Finding[] {
  const seen = new Set<string>();
  const findings: Finding[] = [];
  limits.forEach((limit, i) => {
    const at = `userLimits[${i}].${kind}`;
    for (const value of limit[kind] ?? []) {
      if (seen.has(value)) findings.push({ rule: YUNIKORN_RULES.limitTwice, at, value });
      else if (seen.has(EVERYBODY)) findings.push({ rule: YUNIKORN_RULES.limitWildcardFirst, at, value });
      else if (kind === 'groups' && value === EVERYBODY && seen.size === 0) {
        findings.push({ rule: YUNIKORN_RULES.limitWildcardGroup, at, value });
      }
      seen.add(value);
    }
  });
  return findings;
}

/** The same name, or `*`, in the nearest queue above that limits it. */
function aboveFindings(at: string, kind: Kind, limit: YuniKornUserLimit, queue: QueueNode): Finding[] {
  const above = lineOf(queue).slice(1);
  return (limit[kind] ?? []).flatMap((name): Finding[] => {
    for (const { queuePath, options } of above) {
      const among = options.userLimits ?? [];
      const found =
        among.find((one) => one[kind]?.includes(name)) ?? among.find((one) => one[kind]?.includes(EVERYBODY));
      if (found === undefined) continue;
      const [own, most] = [limit.maxApplications, found.maxApplications];
      return [
        ...tooMuch(YUNIKORN_RULES.limitAboveParent, at, limit, amountsOf(found.max ?? {}), queuePath),
        ...(most !== undefined && (own === undefined || own > most)
          ? [
              {
                rule: YUNIKORN_RULES.limitAboveParent,
                at: `${at}.maxApplications`,
                value: own,
                because: `${queuePath} has ${most} for "${name}"`,
              },
            ]
          : []),
      ];
    }
    return [];
  });
}

function tooMuch(
  rule: Finding['rule'],
  at: string,
  limit: YuniKornUserLimit,
  most: ReturnType<typeof amountsOf>,
  path: string,
): Finding[] {
  const own = amountsOf(limit.max ?? {});
  return exceeding(own, most).map((name) => ({
    rule,
    at: `${at}.max["${name}"]`,
    value: amountQuantity(name, own[name] ?? 0),
    because: `${path} has ${amountQuantity(name, most[name] ?? 0)}`,
  }));
}

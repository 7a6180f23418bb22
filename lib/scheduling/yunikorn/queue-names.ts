import { DNS_LABEL_MAX } from '../../core/names';
import type { Finding } from '../../core/rules';
import type { YuniKornAcl } from './interfaces';
import { ROOT_QUEUE } from './queue-tree';
import { YUNIKORN_RULES } from './rules';

/** Narrower than YuniKorn's own rule, which folds case and takes characters that no label value has. */
const QUEUE_NAME = /^[a-z0-9]([a-z0-9_-]{0,61}[a-z0-9])?$/;
const USER = /^[_a-zA-Z][a-zA-Z0-9:#/_.@-]*[$]?$/;
const GROUP = /^[_a-zA-Z][a-zA-Z0-9:_.-]*$/;
/** Every user, or every group. */
export const EVERYBODY = '*';

/** Findings for one name of a queue. */
export function nameFindings(at: string, name: string): Finding[] {
  if (name === ROOT_QUEUE) return [{ rule: YUNIKORN_RULES.reservedQueueName, at, value: name }];
  return QUEUE_NAME.test(name) ? [] : [{ rule: YUNIKORN_RULES.queueName, at, value: name }];
}

/** Findings for a full path. */
export function pathFindings(at: string, path: string): Finding[] {
  const [root, ...names] = path.split('.');
  if (root !== ROOT_QUEUE || names.length === 0) return [{ rule: YUNIKORN_RULES.queuePath, at, value: path }];
  return [...names.flatMap((name) => nameFindings(at, name)), ...lengthFindings(at, path)];
}

/** Findings for the length of a full path. */
export function lengthFindings(at: string, path: string): Finding[] {
  if (path.length <= DNS_LABEL_MAX) return [];
  return [{ rule: YUNIKORN_RULES.queuePath, at, value: path, because: `${path.length} characters` }];
}

/** Findings for users and groups, `*` apart. */
export function whoFindings(at: string, { users = [], groups = [] }: YuniKornAcl): Finding[] {
  const bad = (kind: string, names: readonly string[], pattern: RegExp): Finding[] =>
    names
      .filter((name) => name !== EVERYBODY && !pattern.test(name))
      .map((value) => ({ rule: YUNIKORN_RULES.aclName, at: `${at}.${kind}`, value }));
  return [...bad('users', users, USER), ...bad('groups', groups, GROUP)];
}

/** Findings for a number of applications. */
export function countFindings(at: string, count: number | undefined): Finding[] {
  if (count === undefined || (Number.isInteger(count) && count >= 1)) return [];
  return [{ rule: YUNIKORN_RULES.maxApplications, at, value: count }];
}

/** Who may do something, as YuniKorn writes it: users, a space, groups; `*` is everybody. */
export function aclText({ users = [], groups = [] }: YuniKornAcl): string {
  if (users.includes(EVERYBODY) || groups.includes(EVERYBODY)) return EVERYBODY;
  return groups.length === 0 ? users.join(',') : `${users.join(',')} ${groups.join(',')}`;
}

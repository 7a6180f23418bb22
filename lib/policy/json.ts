import type { Rule } from '../core/rules';
import type { PolicyBreach } from './policy';

/** A JSON object of which nothing is known. */
export interface Json {
  readonly [key: string]: unknown;
}

/** The members of a JSON object; of anything else there are none. */
export function record(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

/** The items of a list; anything else has none. In a policy pack lists are proxies, on which `map` fails. */
export function list(value: unknown): Json[] {
  return Array.isArray(value) ? Array.from({ length: value.length }, (_, index) => record(value[index])) : [];
}

/** The value at a path of keys. */
export function dig(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>((node, key) => record(node)[key], value);
}

/** The text, or '' for anything else. */
export function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** A path below another; the outer one may be the object itself. */
export function below(at: string, path: string): string {
  return at === '' ? path : `${at}.${path}`;
}

/** A breach of a rule of ours. */
export function breach(rule: Rule, at: string, value: unknown, because: string, fix: string = rule.fix): PolicyBreach {
  return { at, value, reason: `${rule.summary}; ${because}`, fix };
}

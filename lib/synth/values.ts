import type { Finding } from '../core/rules';
import { SYNTH_RULES } from './rules';

/** `spec.containers[0].env`, with keys that are not identifiers in brackets. */
export function jsonPath(keys: readonly string[]): string {
  return keys
    .map((key) => {
      if (/^\d+$/.test(key)) return `[${key}]`;
      return /^[A-Za-z_$][\w$-]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
    })
    .join('')
    .replace(/^\./, '');
}

/** What is wrong with this value itself, not with its members; undefined when a manifest can hold it. */
export function valueFinding(at: string, value: unknown): Finding | undefined {
  switch (typeof value) {
    case 'string':
    case 'boolean':
    case 'bigint':
      return undefined;
    case 'number':
      return Number.isFinite(value) ? undefined : { rule: SYNTH_RULES.notFinite, at, value };
    case 'object': {
      if (value === null) return { rule: SYNTH_RULES.nullValue, at, value };
      if (Array.isArray(value) || value.constructor === Object) return undefined;
      return { rule: SYNTH_RULES.notPlain, at, value: `instance of ${className(value)}` };
    }
    case 'undefined':
      return {
        rule: SYNTH_RULES.nullValue,
        at,
        value,
        because: 'a list has no empty places',
        fix: 'leave the item out',
      };
    default:
      return { rule: SYNTH_RULES.notPlain, at, value: typeof value };
  }
}

/** Reports every value in a manifest that YAML could not carry faithfully. */
export function findBadValues(json: unknown, report: (finding: Finding) => void): void {
  const path: string[] = [];
  const visit = (value: unknown): void => {
    if (typeof value === 'string') return;
    const finding = valueFinding('', value);
    if (finding) return report({ ...finding, at: jsonPath(path) });
    if (typeof value !== 'object') return;
    if (Array.isArray(value)) {
      for (let index = 0; index < value.length; index++) visitMember(String(index), value[index]);
      return;
    }
    for (const [key, member] of Object.entries(value as object)) if (member !== undefined) visitMember(key, member);
  };
  const visitMember = (key: string, value: unknown): void => {
    path.push(key);
    visit(value);
    path.pop();
  };
  visit(json);
}

function className(value: object): string {
  // An object without prototype has no constructor.
  return (value.constructor as { readonly name: string } | undefined)?.name ?? 'an object without prototype';
}

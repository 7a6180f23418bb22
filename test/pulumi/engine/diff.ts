import { isProperties, isSecret, type Value } from './wire';

/** Paths at which two values differ, as `spec.ports[0].name`. */
export function changedPaths(before: Value | undefined, after: Value | undefined, path = ''): string[] {
  if (before === after) return [];
  if (Array.isArray(before) && Array.isArray(after)) {
    const indexes = [...Array(Math.max(before.length, after.length)).keys()];
    return indexes.flatMap((index) => changedPaths(before[index], after[index], `${path}[${index}]`));
  }
  if (isProperties(before) && isProperties(after) && !isSecret(before) && !isSecret(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...keys].flatMap((key) => changedPaths(before[key], after[key], below(path, key)));
  }
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [path];
}

function below(path: string, key: string): string {
  if (!/^[\w-]+$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === '' ? key : `${path}.${key}`;
}

/** Whether a path lies at or below another one, or above it; `*` stands for any key or index. */
export function touches(path: string, pattern: string): boolean {
  const keys = segments(path);
  const wanted = segments(pattern);
  return wanted.slice(0, keys.length).every((key, index) => key === '*' || key === keys[index]);
}

/** Keys of a path such as `metadata.labels["a/b"]`, `rules[0].verbs` or `rules[*]`. */
function segments(path: string): string[] {
  const parts = path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+|\*)\]|([^.[\]]+)/g);
  return [...parts].map(([, quoted, index, key]) => quoted ?? index ?? key ?? '');
}

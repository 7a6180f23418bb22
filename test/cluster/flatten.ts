/** Leaves of a JSON value by their paths: `spec.containers[main].image`. Members of lists with names go by their names. */
export function flatten(value: unknown, path = ''): Map<string, string> {
  const leaves = new Map<string, string>();
  collect(value, path, leaves);
  return leaves;
}

function collect(value: unknown, path: string, leaves: Map<string, string>): void {
  if (Array.isArray(value)) {
    value.forEach((member: unknown, index) => collect(member, `${path}[${memberKey(member) ?? index}]`, leaves));
  } else if (value !== null && typeof value === 'object' && Object.keys(value).length > 0) {
    for (const [key, member] of Object.entries(value)) collect(member, path === '' ? key : `${path}.${key}`, leaves);
  } else if (value !== undefined) {
    leaves.set(path, typeof value === 'string' ? value : JSON.stringify(value));
  }
}

function memberKey(member: unknown): string | undefined {
  if (member === null || typeof member !== 'object') return undefined;
  const { name, resourceName, key } = member as Record<string, unknown>;
  const found = name ?? resourceName ?? key;
  return typeof found === 'string' ? found : undefined;
}

/** One leaf that two values don't have in common. */
export interface Difference {
  readonly path: string;
  readonly real: string | undefined;
  readonly ours: string | undefined;
}

/** The leaves in which two values differ. */
export function differences(real: unknown, ours: unknown): Difference[] {
  const [left, right] = [flatten(real), flatten(ours)];
  return [...new Set([...left.keys(), ...right.keys()])]
    .sort()
    .map((path) => ({ path, real: left.get(path), ours: right.get(path) }))
    .filter((difference) => difference.real !== difference.ours);
}

import { textTable } from '../core/table';

/** What the table needs of a class. */
export interface Preemptor {
  readonly priorityClassName: string;
  readonly value: number;
  readonly preempting: boolean;
}

const HEAD = ['CLASS', 'VALUE', 'PREEMPTS', 'WAITS AHEAD OF', 'PREEMPTED BY'];

/**
 * Who preempts whom, as a text table, highest class first. Pods of equal priority never preempt each other. A class
 * that preempts nobody waits: ahead of lower classes, but without taking their place.
 */
export function preemptionTable(classes: readonly Preemptor[]): string {
  const sorted = [...classes].sort((a, b) => b.value - a.value || (a.priorityClassName < b.priorityClassName ? -1 : 1));
  const rows = sorted.map((one) => {
    const lower = sorted.filter((other) => other.value < one.value);
    const above = sorted.filter((other) => other.value > one.value && other.preempting);
    const [preempts, ahead] = one.preempting ? [lower, []] : [[], lower];
    return [one.priorityClassName, String(one.value), names(preempts), names(ahead), names(above)];
  });
  return textTable([HEAD, ...rows]);
}

function names(classes: readonly Preemptor[]): string {
  return classes.length === 0 ? '-' : classes.map((one) => one.priorityClassName).join(', ');
}

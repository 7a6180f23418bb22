import type { Duration } from 'cdk8s';

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
  ['ms', 1],
] as const;

/** A duration as Prometheus writes it: `15d`, `90s`. */
export function prometheusTime(duration: Duration): string {
  const ms = duration.toMilliseconds({ integral: false });
  const [unit, size] = UNITS.find(([, one]) => ms >= one && ms % one === 0) ?? ['ms', 1];
  return `${ms / size}${unit}`;
}

/** Whether Prometheus can write it: whole milliseconds of at least one. */
export function isPrometheusTime(duration: Duration): boolean {
  const ms = duration.toMilliseconds({ integral: false });
  return Number.isInteger(ms) && ms >= 1;
}

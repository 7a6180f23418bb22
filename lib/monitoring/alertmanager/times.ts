import type { Duration } from 'cdk8s';

const UNITS = [
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
  ['ms', 1],
] as const;

/** A duration as Prometheus' programs and their CRDs write it: `12h`, `90s`. */
export function goDuration(duration: Duration): string {
  const ms = duration.toMilliseconds({ integral: false });
  const [unit, size] = UNITS.find(([, one]) => ms > 0 && ms % one === 0) ?? ['ms', 1];
  return `${ms / size}${unit}`;
}

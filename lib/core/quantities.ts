import { SizeRoundingBehavior, type Duration, type Size } from 'cdk8s';

/** A size in MiB, fractions kept: callers check for whole numbers. */
export function mebibytes(size: Size): number {
  return size.toKibibytes({ rounding: SizeRoundingBehavior.NONE }) / 1024;
}

/**
 * A size as Spark writes it: `4g`, `512m`. The driver's JVM receives the text as -Xmx, so only one-letter suffixes and
 * whole numbers will do.
 */
export function sparkSize(size: Size): string {
  const mib = Math.round(mebibytes(size));
  return mib >= 1024 && mib % 1024 === 0 ? `${mib / 1024}g` : `${mib}m`;
}

/** A duration as Spark writes it: `90s`, or `500ms` where seconds would lose something. */
export function sparkTime(duration: Duration): string {
  const ms = duration.toMilliseconds();
  return ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`;
}

/** A duration as people read it: `2 hours`, `1 day 1 hour`, `90 seconds`. cdk8s' own text carries minutes over wrongly. */
export function durationText(duration: Duration): string {
  let rest = duration.toMilliseconds({ integral: false });
  if (!(rest > 0)) return `${rest / 1000} seconds`;
  const parts: string[] = [];
  for (const [unit, size] of [
    ['day', 86_400_000],
    ['hour', 3_600_000],
    ['minute', 60_000],
  ] as const) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count} ${unit}${count === 1 ? '' : 's'}`);
  }
  if (rest > 0) parts.push(`${rest / 1000} second${rest === 1000 ? '' : 's'}`);
  return parts.join(' ');
}

/**
 * Cores as a Kubernetes quantity: `2`, `250m`. Kubernetes knows nothing finer than a thousandth. Like all quantities
 * here it is in the API server's own canonical form: in another one, every apply would look like a change.
 */
export function cpuQuantity(cores: number): string {
  return Number.isInteger(cores) ? countQuantity(cores) : `${Math.round(cores * 1000)}m`;
}

/** A count as a Kubernetes quantity: `20`, `1k`. */
export function countQuantity(count: number): string {
  const thousands = (['', 'k', 'M', 'G'] as const).filter((_, power) => count !== 0 && count % 1000 ** power === 0);
  return `${count / 1000 ** Math.max(0, thousands.length - 1)}${thousands.at(-1) ?? ''}`;
}

/** A size as a Kubernetes quantity: `512Mi`, `3Gi`, `2Ti`. */
export function sizeQuantity(size: Size): string {
  return mebibyteQuantity(mebibytes(size));
}

/** A number of MiB as a Kubernetes quantity: `1408Mi`, `2Gi`. */
export function mebibyteQuantity(mebibyte: number): string {
  const mib = Math.round(mebibyte);
  const powers = (['Mi', 'Gi', 'Ti'] as const).filter((_, power) => mib !== 0 && mib % 1024 ** power === 0);
  return `${mib / 1024 ** Math.max(0, powers.length - 1)}${powers.at(-1) ?? 'Mi'}`;
}

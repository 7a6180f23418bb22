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

/** Cores as a Kubernetes quantity: `2`, `250m`. Kubernetes knows nothing finer than a thousandth. */
export function cpuQuantity(cores: number): string {
  return Number.isInteger(cores) ? `${cores}` : `${Math.round(cores * 1000)}m`;
}

/** A size as a Kubernetes quantity in MiB, or Gi where it is whole. */
export function sizeQuantity(size: Size): string {
  const mib = Math.round(mebibytes(size));
  return mib >= 1024 && mib % 1024 === 0 ? `${mib / 1024}Gi` : `${mib}Mi`;
}

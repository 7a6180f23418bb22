import type { Size } from 'cdk8s';
import { mebibytes } from '../core/quantities';

/** A size as nginx writes it: `64m`. */
export function nginxSize(size: Size): string {
  return `${Math.round(mebibytes(size))}m`;
}

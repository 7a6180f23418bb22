import { cpuQuantity } from '../../core/quantities';
import type { Finding } from '../../core/rules';
import { KUEUE_RULES } from './rules';

/** The weight as Kueue takes it; nothing where it is left to Kueue. */
export function fairSharing(weight: number | undefined): object {
  return weight === undefined ? {} : { fairSharing: { weight: cpuQuantity(weight) } };
}

/** Findings for a weight of fair sharing. */
export function fairSharingFindings(weight: number | undefined): Finding[] {
  if (weight === undefined || (weight >= 0 && Number.isInteger(Math.round(weight * 1e6) / 1e3))) return [];
  return [{ rule: KUEUE_RULES.fairWeight, at: 'fairWeight', value: weight }];
}

import type { Finding } from '../core/rules';
import type { SparkRun } from '../spark/runner';
import { RUNNER_RULES } from './rules';

/** Findings for properties that only a driver's pod can complete, under runners that do not write that pod. */
export function lateFindings({ scheduler, application }: SparkRun): Finding[] {
  return Object.entries(application._lateProperties).map(([key, value]) => ({
    rule: RUNNER_RULES.lateProperty,
    at: 'scheduler',
    value: scheduler?.schedulerLabel,
    because: `it sets ${key} to ${value}`,
  }));
}

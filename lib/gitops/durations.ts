import { durationText } from '../core/quantities';
import { Duration } from 'cdk8s';
import type { Finding } from '../core/rules';
import { GITOPS_RULES } from './rules';

/** A duration as Go reads it: `90s`. */
export function goDuration(duration: Duration): string {
  return `${Math.max(0, Math.round(duration.toSeconds({ integral: false })))}s`;
}

/** Findings for the time between two looks of Flux. */
export function intervalFindings(at: string, interval: Duration): Finding[] {
  if (interval.toSeconds({ integral: false }) >= Duration.minutes(1).toSeconds()) return [];
  return [{ rule: GITOPS_RULES.interval, at, value: durationText(interval) }];
}

/** Findings for the time that something may take. */
export function timeoutFindings(at: string, timeout: Duration): Finding[] {
  if (timeout.toSeconds({ integral: false }) >= 1) return [];
  return [{ rule: GITOPS_RULES.timeout, at, value: durationText(timeout) }];
}

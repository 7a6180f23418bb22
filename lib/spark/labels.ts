import { Label } from '../core/labels';
import { DNS_LABEL_MAX } from '../core/names';
import type { SparkRoleName } from './role';
import type { SparkVersion } from './version';

/** Labels that Spark sets itself; a user's label with such a key makes Spark fail. */
export const SparkLabel = {
  APP_SELECTOR: 'spark-app-selector',
  APP_NAME: 'spark-app-name',
  ROLE: 'spark-role',
  VERSION: 'spark-version',
  EXECUTOR_ID: 'spark-exec-id',
  RESOURCE_PROFILE_ID: 'spark-exec-resourceprofile-id',
} as const;

/** Keys that users cannot give to labels: Spark's, and those by which Services tell one job from another. */
export const RESERVED_LABELS: readonly string[] = [
  ...Object.values(SparkLabel),
  'spark-exec-inactive',
  Label.NAME,
  Label.INSTANCE,
];

/**
 * Labels that tell the objects and pods of one job from all others. `spark-app-selector` cannot: its value is the id of
 * one attempt, and a Service with that label is deleted by Spark when the driver stops.
 */
export function instanceLabels(jobName: string): { [key: string]: string } {
  return { [Label.NAME]: 'spark', [Label.INSTANCE]: jobName };
}

/** The labels of a pod that are known before it runs. */
export function sparkLabels(role: SparkRoleName, appName: string, version: SparkVersion): { [key: string]: string } {
  return {
    [SparkLabel.ROLE]: role,
    [SparkLabel.APP_NAME]: appNameLabel(appName),
    [SparkLabel.VERSION]: version.release,
  };
}

/** Spark's own rule for the value of `spark-app-name`. */
export function appNameLabel(appName: string): string {
  return appName
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9-]/g, '-')
    .replace(/-+/g, '-')
    .slice(0, DNS_LABEL_MAX)
    .replace(/^-/, '')
    .replace(/-$/, '');
}

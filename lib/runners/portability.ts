import type { Finding } from '../core/rules';
import type { SparkRun } from '../spark/runner';
import { APACHE_SUPPORT } from './apache/support';
import { JOB_PROPERTIES, JOB_PROPERTY_NAMES, type JobProperty } from './job-properties';
import { KUBEFLOW_SUPPORT } from './kubeflow/support';
import { LIVY_SUPPORT } from './livy/support';
import { NATIVE_SUPPORT } from './native/support';
import { RUNNER_RULES } from './rules';
import { STANDALONE_CLUSTER_SUPPORT, STANDALONE_SUPPORT } from './standalone/support';
import { SUBMIT_SUPPORT } from './submit/support';
import type { RunnerSupport } from './support';

/** Every runner of this package, in the order of the table, by the call that makes it. */
export const RUNNER_SUPPORT = {
  'SparkRunner.native()': NATIVE_SUPPORT,
  'SparkRunner.submit()': SUBMIT_SUPPORT,
  'SparkRunner.kubeflow()': KUBEFLOW_SUPPORT,
  'SparkRunner.apache()': APACHE_SUPPORT,
  'SparkRunner.livy()': LIVY_SUPPORT,
  'SparkRunner.standalone()': STANDALONE_SUPPORT,
  'SparkRunner.standalone() in cluster mode': STANDALONE_CLUSTER_SUPPORT,
} as const satisfies { readonly [runner: string]: RunnerSupport };

/** A column of the portability table. */
export type RunnerLabel = keyof typeof RUNNER_SUPPORT;

/** Findings for everything that a job says and its runner cannot honour. */
export function portabilityFindings(run: SparkRun, runner: RunnerLabel): Finding[] {
  const support: RunnerSupport = RUNNER_SUPPORT[runner];
  return JOB_PROPERTY_NAMES.flatMap((property) => {
    const { because } = support[property];
    const value = JOB_PROPERTIES[property](run);
    if (because === undefined || value === undefined) return [];
    return [{ rule: RUNNER_RULES.notPortable, at: property, value: shown(value), because, fix: others(property) }];
  });
}

/** Names rather than contents: values of variables are nobody's business in a message. */
function shown(value: unknown): unknown {
  if (Array.isArray(value)) return value.every((item) => typeof item === 'string') ? value : `${value.length} entries`;
  return typeof value === 'object' && value !== null ? Object.keys(value).join(', ') : value;
}

function others(property: JobProperty): string {
  const able = Object.entries<RunnerSupport>(RUNNER_SUPPORT)
    .filter(([, support]) => support[property].because === undefined)
    .map(([label]) => label);
  return able.length === 0 ? 'leave it out' : `use ${able.join(', ')}, or leave it out`;
}

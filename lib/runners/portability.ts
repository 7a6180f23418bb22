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
  const said = JOB_PROPERTY_NAMES.filter((property) => JOB_PROPERTIES[property](run) !== undefined);
  return said.flatMap((property) => {
    const { because } = support[property];
    if (because === undefined) return [];
    const value = shown(JOB_PROPERTIES[property](run));
    return [{ rule: RUNNER_RULES.notPortable, at: property, value, because, fix: others(property, said) }];
  });
}

/** Names rather than contents: values of variables are nobody's business in a message. */
function shown(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(nameOf).join(', ');
  return typeof value === 'object' && value !== null ? Object.keys(value).join(', ') : value;
}

function nameOf(item: unknown): string {
  if (typeof item === 'string') return item;
  const { name, secretName } = item as { readonly name?: string; readonly secretName?: string };
  return name ?? secretName ?? '?';
}

/** Runners that honour all that the job says; where there is none, those that honour the one property. */
function others(property: JobProperty, said: readonly JobProperty[]): string {
  const able = (properties: readonly JobProperty[]): string[] =>
    Object.entries<RunnerSupport>(RUNNER_SUPPORT)
      .filter(([, support]) => properties.every((one) => support[one].because === undefined))
      .map(([label]) => label);
  const forAll = able(said);
  if (forAll.length > 0) return `use ${forAll.join(', ')}, or leave it out`;
  const forOne = able([property]);
  return forOne.length === 0 ? 'leave it out' : `use ${forOne.join(', ')}, or leave it out`;
}

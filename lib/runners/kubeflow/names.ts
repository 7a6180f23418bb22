import { checkDnsLabel, DNS_LABEL_MAX } from '../../core/names';
import type { Finding } from '../../core/rules';
import { KubeflowRunNamePrecision } from './interfaces';
import { KUBEFLOW_RULES } from './rules';

/** What a name must leave room for. */
export interface NameBudget {
  /** Precision of the time in the names of scheduled runs. @default - the application is not scheduled */
  readonly runNames?: KubeflowRunNamePrecision | undefined;
  /** Whether the Service of the UI is to be found under its name. */
  readonly uiService: boolean;
  /** Ports of driver ingresses. */
  readonly driverPorts: readonly number[];
}

/** Digits of the time, for each precision. */
const DIGITS: { readonly [P in KubeflowRunNamePrecision]: number } = {
  [KubeflowRunNamePrecision.NANOS]: 19,
  [KubeflowRunNamePrecision.MICROS]: 16,
  [KubeflowRunNamePrecision.MILLIS]: 13,
  [KubeflowRunNamePrecision.SECONDS]: 10,
  [KubeflowRunNamePrecision.MINUTES]: 8,
};

/** The longest name within a budget: a scheduled run carries the suffix of the time before all others. */
export function nameMax({ runNames, uiService, driverPorts }: NameBudget): number {
  const run = runNames === undefined ? 0 : '-'.length + DIGITS[runNames];
  const suffixes = [...(uiService ? ['-ui-svc'.length] : []), ...driverPorts.map((port) => `-driver-${port}`.length)];
  return DNS_LABEL_MAX - run - Math.max(0, ...suffixes);
}

/** The longest name of a SparkConnect, whose Service and pod are called `<name>-server`. */
export const CONNECT_NAME_MAX = DNS_LABEL_MAX - '-server'.length;

/** Findings for the name of an object of the operator: a DNS label that starts with a letter. */
export function nameFindings(name: string, max: number): Finding[] {
  const findings = checkDnsLabel('name', name, max);
  if (findings.length > 0 || /^[a-z]/.test(name)) return findings;
  return [{ rule: KUBEFLOW_RULES.name, at: 'name', value: name }];
}

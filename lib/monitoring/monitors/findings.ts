import type { Duration } from 'cdk8s';
import { checkDnsLabel } from '../../core/names';
import type { Finding, Rule } from '../../core/rules';
import { isPort } from '../../kube/server-network';
import { intervalFindings, seriesLabelFindings } from '../prometheus/findings';
import { isRe2 } from '../prometheus/regex';
import { MONITOR_RULES as RULES } from './rules';
import type { PageLabels } from './relabel';

/** A page of metrics, wherever it is described. */
export interface CheckedPage extends PageLabels {
  readonly port: string;
  readonly portNumber?: number;
  readonly paths: readonly string[];
  readonly interval?: Duration;
  readonly scrapeTimeout?: Duration;
  readonly sampleLimit?: number;
}

const PORT_NAME = /^(?=.*[a-z])[a-z0-9]([a-z0-9-]{0,13}[a-z0-9])?$/;
const PATH = /^\/[A-Za-z0-9._~/-]*$/;
const OWN_LABELS = ['job', 'metrics_path', 'namespace', 'pod', 'instance'];
const IDENTITY = ['__name__', 'job', 'instance', 'metrics_path', 'namespace', 'pod', 'le', 'quantile'];

/** Findings for a page. @param at What stands before the names of the props, with a dot. */
export function pageFindings(at: string, page: CheckedPage): Finding[] {
  const { job, port, portNumber, paths, drop = [], dropLabels = [], labels = {}, labelsFromPods = {} } = page;
  const found = (rule: Rule, prop: string, value: unknown): Finding[] => [{ rule, at: `${at}${prop}`, value }];
  const { interval, scrapeTimeout, sampleLimit } = page;
  return [
    ...(job?.trim() === '' ? found(RULES.job, 'job', job) : []),
    ...(PORT_NAME.test(port) ? [] : found(RULES.portName, 'port', port)),
    ...(portNumber === undefined || isPort(portNumber) ? [] : found(RULES.portNumber, 'portNumber', portNumber)),
    ...paths.filter((path) => !PATH.test(path)).flatMap((path) => found(RULES.path, 'path', path)),
    ...intervalFindings(interval, scrapeTimeout, `${at}interval`, `${at}scrapeTimeout`, 30_000).map((finding) =>
      finding.rule.id.endsWith('/timeout') ? { ...finding, rule: RULES.timeout } : finding,
    ),
    ...(sampleLimit === undefined || (Number.isInteger(sampleLimit) && sampleLimit >= 1)
      ? []
      : found(RULES.sampleLimit, 'sampleLimit', sampleLimit)),
    ...drop.flatMap((regex, i) => dropFindings(`${at}drop[${i}]`, regex)),
    ...dropLabels.flatMap((regex, i) => [
      ...(isRe2(regex) ? [] : found(RULES.regex, `dropLabels[${i}]`, regex)),
      ...(isRe2(regex) && IDENTITY.some((label) => matches(regex, label))
        ? found(RULES.keepLabel, `dropLabels[${i}]`, regex)
        : []),
    ]),
    ...seriesLabelFindings(`${at}labels`, labels),
    ...seriesLabelFindings(`${at}labelsFromPods`, labelsFromPods),
    ...OWN_LABELS.filter((label) => label in labels).flatMap((label) => found(RULES.reservedLabel, 'labels', label)),
    ...OWN_LABELS.filter((label) => label in labelsFromPods).flatMap((label) =>
      found(RULES.reservedLabel, 'labelsFromPods', label),
    ),
  ];
}

/** Findings for what a prober asks. */
export function targetFindings(at: string, target: string): Finding[] {
  const isUrl = /^https?:\/\/[A-Za-z0-9.-]+(:\d{1,5})?([/?][^\s@]*)?$/.test(target);
  const isHostPort = /^[A-Za-z0-9.-]+:\d{1,5}$/.test(target);
  if (isUrl || isHostPort) return [];
  return [{ rule: RULES.target, at, value: target.includes('@') ? '(not shown)' : target }];
}

/** Findings for a prober's address. */
export function proberFindings(address: string): Finding[] {
  if (/^[A-Za-z0-9.-]+:\d{1,5}$/.test(address)) return [];
  return [{ rule: RULES.proberAddress, at: 'prober', value: address }];
}

/** Findings for a selector and the namespaces that it holds in. */
export function selectorFindings(
  at: string,
  labels: { readonly [key: string]: string },
  namespaces: readonly string[] | undefined,
): Finding[] {
  return [
    ...(Object.keys(labels).length === 0 ? [{ rule: RULES.noSelector, at, value: labels }] : []),
    ...(namespaces?.length === 0 ? [{ rule: RULES.namespaces, at: 'namespaces', value: namespaces }] : []),
    ...(namespaces ?? []).flatMap((name, i) => checkDnsLabel(`namespaces[${i}]`, name)),
  ];
}

function dropFindings(at: string, value: string): Finding[] {
  if (!isRe2(value)) return [{ rule: RULES.regex, at, value }];
  // No metric is called so.
  return matches(value, 'zz_no_metric_') && matches(value, 'a') ? [{ rule: RULES.dropAll, at, value }] : [];
}

function matches(regex: string, word: string): boolean {
  return new RegExp(`^(?:${regex.replace(/^\(\?[ims]+\)/, '')})$`, 's').test(word);
}

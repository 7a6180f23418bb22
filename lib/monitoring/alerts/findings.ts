import { Duration } from 'cdk8s';
import { checkDnsLabel, checkDnsSubdomain } from '../../core/names';
import type { Finding, Rule } from '../../core/rules';
import { catalogue, DEFAULT_CONTEXT } from './catalogue';
import { checkGroup, checkInterval, checkUrl, type Named } from './group-findings';
import type { SparkRulesProps } from './props';
import { AlertSeverity } from './rule';
import { ALERT_RULES as RULES } from './rules';
import type { AlertThresholds } from './thresholds';

const STOCK = Object.values(catalogue(DEFAULT_CONTEXT)).flat();
const STOCK_ALERTS = STOCK.flatMap(({ alerts }) => alerts.map(({ alert }) => alert));
const STOCK_RECORDS = STOCK.flatMap(({ records }) => records.map(({ record }) => record));
const COUNTS: readonly string[] = ['executorOomKills', 'executorsLost'] satisfies (keyof AlertThresholds)[];

/** Findings for a set of rules. */
export function rulesFindings(props: SparkRulesProps, observed: readonly string[]): Finding[] {
  const { name, sparkNamespaces = [], runbookUrl, extra = [] } = props;
  const taken: Named = {
    groups: new Set(STOCK.map((group) => group.name)),
    alerts: new Set(STOCK_ALERTS),
    records: new Set(STOCK_RECORDS),
  };
  return [
    ...(name === undefined ? [] : checkDnsSubdomain('name', name)),
    ...sparkNamespaces.flatMap((namespace, i) => checkDnsLabel(`sparkNamespaces[${i}]`, namespace)),
    ...observed.filter((job) => !/^\S+$/.test(job)).map((value) => ({ rule: RULES.job, at: 'observed', value })),
    ...(runbookUrl === undefined ? [] : checkUrl('runbookUrl', runbookUrl)),
    ...checkThresholds(props.thresholds ?? {}),
    ...checkNames(props),
    ...extra.flatMap((group, i) => checkGroup(`extra[${i}]`, group, taken)),
  ];
}

/** Findings that leave the rules correct. */
export function rulesWarnings({ extra = [] }: SparkRulesProps): Finding[] {
  return extra.flatMap((group, i) => checkInterval(`extra[${i}]`, group));
}

function checkThresholds(thresholds: AlertThresholds): Finding[] {
  return Object.entries(thresholds).flatMap(([key, value]: [string, unknown]) => {
    const rule = value === undefined ? undefined : wrongThreshold(key, value);
    const shown = value instanceof Duration ? `${value.toMilliseconds()} ms` : value;
    return rule === undefined ? [] : [{ rule, at: `thresholds.${key}`, value: shown }];
  });
}

function wrongThreshold(key: string, value: unknown): Rule | undefined {
  if (value instanceof Duration) {
    const ms = value.toMilliseconds();
    return ms >= 1000 && ms % 1000 === 0 ? undefined : RULES.duration;
  }
  if (typeof value !== 'number') return RULES.duration;
  if (COUNTS.includes(key)) return Number.isInteger(value) && value >= 0 ? undefined : RULES.count;
  return value > 0 && value <= 1 ? undefined : RULES.ratio;
}

function checkNames({ disabled = [], severities = {}, extra = [] }: SparkRulesProps): Finding[] {
  const known = [...STOCK_ALERTS, ...extra.flatMap(({ alerts = [] }) => alerts.map(({ alert }) => alert))];
  const unknown = (at: string, value: string): Finding[] =>
    known.includes(value) ? [] : [{ rule: RULES.unknownAlert, at, value, ...nearest(value, known) }];
  const isSeverity = (value: unknown): boolean => Object.values<unknown>(AlertSeverity).includes(value);
  return [
    ...disabled.flatMap((alert, i) => unknown(`disabled[${i}]`, alert)),
    ...Object.entries(severities).flatMap(([alert, severity]) => [
      ...unknown('severities', alert),
      ...(isSeverity(severity) ? [] : [{ rule: RULES.severity, at: `severities["${alert}"]`, value: severity }]),
    ]),
  ];
}

/** A fix that names the alert that was meant, where only case or a part differs. */
function nearest(value: string, known: readonly string[]): { readonly fix?: string } {
  const low = value.toLowerCase();
  const meant = known.find((one) => one.toLowerCase() === low) ?? known.find((one) => one.toLowerCase().includes(low));
  return meant === undefined || value === '' ? {} : { fix: `use ${meant}` };
}

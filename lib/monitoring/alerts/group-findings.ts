import type { Duration } from 'cdk8s';
import type { Finding } from '../../core/rules';
import { AlertSeverity, type AlertRule, type RecordingRule, type RuleGroup } from './rule';
import { ALERT_RULES as RULES } from './rules';

/** Names that are taken; each check adds those of its group. */
export interface Named {
  readonly groups: Set<string>;
  readonly alerts: Set<string>;
  readonly records: Set<string>;
}

const PARTNER: { readonly [open: string]: string } = { '(': ')', '[': ']', '{': '}' };
const TAKEN_LABELS = ['alertname', 'severity', 'alertstate', '__name__'];

/** Findings for an own group of rules. */
export function checkGroup(at: string, group: RuleGroup, taken: Named): Finding[] {
  const { name, interval, alerts = [], records = [] } = group;
  return [
    ...(isFree(name, taken.groups) ? [] : [{ rule: RULES.groupName, at: `${at}.name`, value: name }]),
    ...(interval === undefined ? [] : checkDuration(`${at}.interval`, interval)),
    ...(alerts.length + records.length === 0 ? [{ rule: RULES.groupEmpty, at, value: name }] : []),
    ...alerts.flatMap((alert, i) => checkAlert(`${at}.alerts[${i}]`, alert, taken.alerts)),
    ...records.flatMap((record, i) => checkRecord(`${at}.records[${i}]`, record, taken.records)),
  ];
}

/** Findings for alerts that can't hold as shortly as they say. */
export function checkInterval(at: string, { interval, alerts = [] }: RuleGroup): Finding[] {
  const ms = interval?.toMilliseconds() ?? 0;
  return alerts.flatMap(({ holds }, i) =>
    holds !== undefined && holds.toMilliseconds() < ms
      ? [{ rule: RULES.holdsShort, at: `${at}.alerts[${i}].holds`, value: `${holds.toMilliseconds() / 1000} s` }]
      : [],
  );
}

/** Findings for the address of a page. */
export function checkUrl(at: string, url: string): Finding[] {
  return /^https?:\/\/[^\s/]+\S*$/.test(url) ? [] : [{ rule: RULES.runbook, at, value: url }];
}

function checkAlert(at: string, rule: AlertRule, taken: Set<string>): Finding[] {
  const { alert, holds, severity, runbook, labels = {} } = rule;
  const isSeverity = Object.values<unknown>(AlertSeverity).includes(severity);
  return [
    ...(/^[A-Z]\w*$/.test(alert) ? [] : [{ rule: RULES.alertName, at: `${at}.alert`, value: alert }]),
    ...(isFree(alert, taken) ? [] : [{ rule: RULES.alertTwice, at: `${at}.alert`, value: alert }]),
    ...checkExpr(`${at}.expr`, rule.expr),
    ...(holds === undefined ? [] : checkDuration(`${at}.holds`, holds)),
    ...(isSeverity ? [] : [{ rule: RULES.severity, at: `${at}.severity`, value: severity }]),
    ...checkText(`${at}.summary`, rule.summary),
    ...checkText(`${at}.description`, rule.description),
    ...(runbook === undefined ? [] : checkUrl(`${at}.runbook`, runbook)),
    ...Object.keys(labels)
      .filter((label) => !/^[A-Za-z_]\w*$/.test(label) || TAKEN_LABELS.includes(label))
      .map((value) => ({ rule: RULES.labelName, at: `${at}.labels`, value })),
  ];
}

function checkRecord(at: string, { record, expr }: RecordingRule, taken: Set<string>): Finding[] {
  const isName = /^[A-Za-z_][\w:]*$/.test(record) && record.includes(':');
  return [
    ...(isName ? [] : [{ rule: RULES.recordName, at: `${at}.record`, value: record }]),
    ...(isFree(record, taken) ? [] : [{ rule: RULES.recordTwice, at: `${at}.record`, value: record }]),
    ...checkExpr(`${at}.expr`, expr),
  ];
}

function checkText(at: string, text: string | undefined): Finding[] {
  if (text === undefined || text.trim() === '') return [{ rule: RULES.summary, at, value: text }];
  // What is left after whole `{{ … }}` are taken away.
  const rest = text.replace(/\{\{[^{}]*\}\}/g, '');
  return /\{\{|\}\}/.test(rest) ? [{ rule: RULES.template, at, value: text }] : [];
}

function checkDuration(at: string, duration: Duration): Finding[] {
  const ms = duration.toMilliseconds();
  return ms >= 1000 && ms % 1000 === 0 ? [] : [{ rule: RULES.duration, at, value: `${ms} ms` }];
}

/** Nothing here parses PromQL: empty and unbalanced are what a slip of the pen leaves. */
function checkExpr(at: string, expr: string): Finding[] {
  if (expr.trim() === '') return [{ rule: RULES.exprEmpty, at, value: expr }];
  const because = unbalanced(expr);
  return because === undefined ? [] : [{ rule: RULES.exprUnbalanced, at, value: expr, because }];
}

function unbalanced(expr: string): string | undefined {
  // Comments and whole strings say nothing about parentheses.
  const code = expr.replace(/"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`[^`]*`|#[^\n]*/g, '');
  const quote = /["'`]/.exec(code)?.[0];
  if (quote !== undefined) return `${quote} is not closed`;
  const open: string[] = [];
  for (const character of code) {
    if (character in PARTNER) open.push(character);
    else if (')]}'.includes(character) && PARTNER[open.pop() ?? ''] !== character) return `${character} closes nothing`;
  }
  const last = open.pop();
  return last === undefined ? undefined : `${last} is not closed`;
}

function isFree(name: string, taken: Set<string>): boolean {
  if (name.trim() === '' || taken.has(name)) return false;
  taken.add(name);
  return true;
}

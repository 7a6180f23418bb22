import { Chart, Duration } from 'cdk8s';
import type { SparkRulesProps } from '../../lib/monitoring/alerts/props';
import { AlertSeverity, type AlertRule, type RecordingRule } from '../../lib/monitoring/alerts/rule';
import { SparkRules } from '../../lib/monitoring/alerts/spark-rules';
import type { Mistake } from './mistake';

type Line = readonly [rule: string, at: string, value: string, says?: string];

const PROMETHEUS = { prometheusUrl: 'http://prometheus:9090', monitorLabels: {}, addTarget: () => undefined };

const mistake = (name: string, props: Partial<SparkRulesProps>, ...[rule, at, value, says]: Line): Mistake => ({
  name,
  build: (app) =>
    void new SparkRules(new Chart(app, 'c', { namespace: 'monitoring' }), 'r', { prometheus: PROMETHEUS, ...props }),
  rule,
  at,
  value,
  path: 'c/r',
  ...(says !== undefined && { says }),
});

const ALERT: AlertRule = {
  alert: 'RowsMissing',
  expr: 'rate(rows_total[5m]) == 0',
  severity: AlertSeverity.WARNING,
  summary: 'Rows are missing',
  description: 'None in {{ $labels.namespace }}.',
};
const withAlert = (name: string, alert: Partial<AlertRule>, ...line: Line): Mistake =>
  mistake(name, { extra: [{ name: 'etl', alerts: [{ ...ALERT, ...alert }] }] }, ...line);
const withRecord = (name: string, record: Partial<RecordingRule>, ...line: Line): Mistake =>
  mistake(
    name,
    { extra: [{ name: 'etl', records: [{ record: 'etl:rows:sum', expr: 'sum(rows)', ...record }] }] },
    ...line,
  );

const AT = 'extra[0].alerts[0]';

/** Mistakes in alerts and recording rules. */
export const RULES_MISTAKES: readonly Mistake[] = [
  mistake(
    'an alert in other letters is left out',
    { disabled: ['livydown'] },
    'alerts/unknown-alert',
    'disabled[0]',
    '"livydown"',
    'use LivyDown',
  ),
  mistake(
    'a severity for an alert that nobody knows',
    { severities: { Nothing: AlertSeverity.INFO } },
    'alerts/unknown-alert',
    'severities',
    '"Nothing"',
  ),
  mistake(
    'a severity that no route knows',
    { severities: { LivyDown: 'page' as AlertSeverity } },
    'alerts/severity',
    'severities["LivyDown"]',
    '"page"',
  ),
  mistake('a ratio in per cent', { thresholds: { gcRatio: 20 } }, 'alerts/ratio', 'thresholds.gcRatio', '20'),
  mistake(
    'half an executor that went',
    { thresholds: { executorsLost: 0.5 } },
    'alerts/count',
    'thresholds.executorsLost',
    '0.5',
  ),
  mistake(
    'a threshold of no time',
    { thresholds: { jobLate: Duration.seconds(0) } },
    'alerts/duration',
    'thresholds.jobLate',
    '"0 ms"',
  ),
  mistake(
    'pages without a scheme',
    { runbookUrl: 'wiki.example.com' },
    'alerts/runbook',
    'runbookUrl',
    '"wiki.example.com"',
  ),
  mistake(
    'a namespace that cannot be',
    { sparkNamespaces: ['etl|ml'] },
    'names/dns-label',
    'sparkNamespaces[0]',
    '"etl|ml"',
  ),
  mistake('a job without a name', { observed: [''] }, 'alerts/job', 'observed', '""'),
  {
    ...mistake('objects with a name that cannot be', { name: 'My Rules' }, 'names/dns-label', 'name', '"My Rules"'),
    spreads: true,
  },
  mistake('a group of nothing', { extra: [{ name: 'etl' }] }, 'alerts/group-empty', 'extra[0]', '"etl"'),
  mistake(
    'a group with a name of ours',
    { extra: [{ name: 'spark.rules', alerts: [ALERT] }] },
    'alerts/group-name',
    'extra[0].name',
    '"spark.rules"',
  ),
  mistake(
    'an interval of half a second',
    { extra: [{ name: 'etl', interval: Duration.millis(500), alerts: [ALERT] }] },
    'alerts/duration',
    'extra[0].interval',
    '"500 ms"',
  ),
  withAlert(
    'an own alert with a name of ours',
    { alert: 'LivyDown' },
    'alerts/alert-twice',
    `${AT}.alert`,
    '"LivyDown"',
  ),
  withAlert(
    'an alert with a name of two words',
    { alert: 'rows missing' },
    'alerts/alert-name',
    `${AT}.alert`,
    '"rows missing"',
  ),
  withAlert('an alert without an expression', { expr: ' ' }, 'alerts/expr-empty', `${AT}.expr`, '" "'),
  withAlert(
    'a parenthesis that is not closed',
    { expr: 'sum(rate(rows_total[5m]) == 0' },
    'alerts/expr-unbalanced',
    `${AT}.expr`,
    '"sum(rate(rows_total[5m]) == 0"',
    '( is not closed',
  ),
  withAlert(
    'a bracket that closes a parenthesis',
    { expr: 'rate(rows_total[5m)] == 0' },
    'alerts/expr-unbalanced',
    `${AT}.expr`,
    '"rate(rows_total[5m)] == 0"',
    ') closes nothing',
  ),
  withAlert(
    'a quote that is not closed',
    { expr: 'up{job="x} == 0' },
    'alerts/expr-unbalanced',
    `${AT}.expr`,
    '"up{job=\\"x} == 0"',
    'is not closed',
  ),
  withAlert('an alert that says nothing', { summary: '' }, 'alerts/summary', `${AT}.summary`, '""'),
  withAlert(
    'a text that is never closed',
    { description: 'In {{ $labels.namespace.' },
    'alerts/template',
    `${AT}.description`,
    '"In {{ $labels.namespace."',
  ),
  withAlert('an alert of no severity', { severity: '' as AlertSeverity }, 'alerts/severity', `${AT}.severity`, '""'),
  withAlert(
    'an alert that holds for no time',
    { holds: Duration.seconds(0) },
    'alerts/duration',
    `${AT}.holds`,
    '"0 ms"',
  ),
  withAlert('a page that is a path', { runbook: 'docs/rows.md' }, 'alerts/runbook', `${AT}.runbook`, '"docs/rows.md"'),
  withAlert(
    'a label that is taken',
    { labels: { severity: 'page' } },
    'alerts/label-name',
    `${AT}.labels`,
    '"severity"',
  ),
  withRecord(
    'a recorded metric without a colon',
    { record: 'rows' },
    'alerts/record-name',
    'extra[0].records[0].record',
    '"rows"',
  ),
  withRecord(
    'a recorded metric of ours',
    { record: 'spark:executors_missing' },
    'alerts/record-twice',
    'extra[0].records[0].record',
    '"spark:executors_missing"',
  ),
];

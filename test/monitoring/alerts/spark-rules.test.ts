import { Chart, Duration, Testing } from 'cdk8s';
import { warningsOf } from '../../../lib/core/rules';
import { AlertSeverity, type AlertRule } from '../../../lib/monitoring/alerts/rule';
import { SparkRules } from '../../../lib/monitoring/alerts/spark-rules';
import { promDuration } from '../../../lib/monitoring/alerts/thresholds';
import { PROMETHEUS, rulesOf, written, type WrittenRule } from './stock';

const OWN: AlertRule = {
  alert: 'RowsMissing',
  expr: 'etl:rows:rate5m == 0',
  holds: Duration.minutes(30),
  severity: AlertSeverity.WARNING,
  summary: 'Rows are missing',
  description: 'None in {{ $labels.namespace }}.',
  labels: { team: 'etl' },
};

function alert(name: string, ...args: Parameters<typeof rulesOf>): WrittenRule | undefined {
  return rulesOf(...args).find((rule) => rule.alert === name);
}

test('thresholds end up in expressions, durations and texts', () => {
  const thresholds = { gcRatio: 0.4, driverPending: Duration.seconds(90), running: Duration.hours(48) };
  expect(alert('SparkGcOverhead', { thresholds })?.expr).toBe('spark:app_gc_ratio:rate5m > 0.4');
  const pending = alert('SparkDriverPending', { thresholds });
  expect(pending?.for).toBe('90s');
  expect(pending?.annotations?.description).toContain('for 90s');
  expect(alert('SparkApplicationRunsTooLong', { thresholds })?.expr).toContain('> 172800');
});

test('namespaces of Spark narrow schedules, quotas and volumes', () => {
  const sparkNamespaces = ['etl', 'ml'];
  for (const name of ['SparkScheduledJobLate', 'NamespaceQuotaNearlyFull', 'VolumeFilling']) {
    expect(alert(name, { sparkNamespaces })?.expr).toContain(', namespace=~"etl|ml"}');
    expect(alert(name, {})?.expr).not.toContain('namespace=~');
  }
});

test('what is observed grows until the synthesis', () => {
  const names = (jobs: string[]): (string | undefined)[] =>
    written({ observed: [] }, (rules) => rules.observe(...jobs)).flatMap(({ spec }) =>
      spec.groups.flatMap(({ rules }) => rules.map((rule) => rule.alert)),
    );
  expect(names([])).not.toContain('LivyDown');
  expect(names(['livy-probe'])).toContain('LivyDown');
  // Two parts are needed.
  expect(names(['kubelet'])).not.toContain('SparkContainerNearMemoryLimit');
  expect(names(['kubelet', 'kube-state-metrics'])).toContain('SparkContainerNearMemoryLimit');
});

test('one that is known to be there is missed when it is gone', () => {
  expect(alert('LivyDown', {})?.expr).toBe('max by (job, namespace, instance) (probe_success{job="livy-probe"}) == 0');
  expect(alert('LivyDown', { observed: ['livy-probe'] })?.expr).toBe(
    'max by (job, namespace, instance) (probe_success{job="livy-probe"}) == 0\nor absent(probe_success{job="livy-probe"})',
  );
});

test('alerts can be left out, weighed anew and led to other pages', () => {
  const props = {
    disabled: ['GrafanaDown'],
    severities: { LivyDown: AlertSeverity.INFO },
    runbookUrl: 'https://wiki.example.com/x/',
  };
  expect(alert('GrafanaDown', props)).toBeUndefined();
  expect(alert('LivyDown', props)).toMatchObject({
    labels: { severity: 'info' },
    annotations: { runbook_url: 'https://wiki.example.com/x/LivyDown.md' },
  });
});

test('own groups are an object of their own', () => {
  const record = { record: 'etl:rows:rate5m', expr: 'sum by (namespace) (rate(etl_rows_total[5m]))' };
  const extra = [{ name: 'etl', interval: Duration.minutes(1), alerts: [OWN], records: [record] }];
  const own = written({ extra, name: 'data' }).find(({ metadata }) => metadata.name === 'data-own-rules');
  expect(own?.spec.groups).toEqual([
    {
      name: 'etl',
      interval: '1m',
      rules: [
        record,
        {
          alert: 'RowsMissing',
          expr: OWN.expr,
          for: '30m',
          labels: { team: 'etl', severity: 'warning' },
          annotations: {
            summary: OWN.summary,
            description: OWN.description,
            runbook_url: expect.stringMatching(/\/RowsMissing\.md$/) as string,
          },
        },
      ],
    },
  ]);
});

test('an alert that holds for less than its group waits is warned of', () => {
  const chart = new Chart(Testing.app(), 'c', { namespace: 'monitoring' });
  const make = (id: string, holds: Duration): SparkRules =>
    new SparkRules(chart, id, {
      prometheus: PROMETHEUS,
      extra: [{ name: 'etl', interval: Duration.minutes(1), alerts: [{ ...OWN, holds }] }],
    });
  expect(warningsOf(make('short', Duration.seconds(30)))).toEqual([
    expect.stringContaining('alerts/holds-short: extra[0].alerts[0].holds = "30 s"'),
  ]);
  expect(warningsOf(make('long', Duration.minutes(1)))).toEqual([]);
});

test('rules need a namespace', () => {
  const chart = new Chart(Testing.app(), 'c');
  expect(() => new SparkRules(chart, 'rules', { prometheus: PROMETHEUS })).toThrow('monitoring/namespace');
});

test.each([
  [Duration.seconds(90), '90s'],
  [Duration.minutes(10), '10m'],
  [Duration.hours(2), '2h'],
  [Duration.days(2), '2d'],
  [Duration.millis(1500), '1500ms'],
])('a duration is written in its largest whole unit', (duration, text) => {
  expect(promDuration(duration)).toBe(text);
});

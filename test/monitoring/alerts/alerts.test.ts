import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ALERTS_PAGE, alertsPage, runbooks } from '../../../scripts/write-alerts-page';
import { RUNBOOKS } from '../../../lib/monitoring/alerts/spark-rules';
import { RECORDED } from '../../../lib/monitoring/inventory/recorded';
import { isKnownMetric, matchesKnownMetric } from '../../../lib/monitoring/inventory/inventory';
import { promql } from '../promql';
import { CASES } from './cases';
import { RECORDING_CASES } from './cases/recordings';
import { groups, JOBS, rulesOf, written } from './stock';

const RULES = rulesOf();
const ALERTS = RULES.flatMap((rule) => (rule.alert === undefined ? [] : [{ ...rule, alert: rule.alert }]));
const NAMES = ALERTS.map(({ alert }) => alert).sort();
const RECORDS = RULES.flatMap(({ record }) => record ?? []).sort();
const SECTIONS = ['What it means', 'First look', 'Likely causes', 'When to silence'];
/** Alerts that tell of no place, or must be told of where there is none. */
const EVERYWHERE = ['Watchdog', 'VolcanoQueueStarved'];

function sorted(names: Iterable<string>): string[] {
  return [...new Set(names)].sort();
}

test('every alert and group has a name of its own', () => {
  expect(sorted(NAMES)).toEqual(NAMES);
  const names = groups().map(({ name }) => name);
  expect(sorted(names)).toHaveLength(names.length);
  expect(NAMES.length).toBeGreaterThanOrEqual(60);
});

test('every alert has series that fire it and series that must not', () => {
  expect(sorted(CASES.filter(({ fires }) => fires.length > 0).map(({ alert }) => alert))).toEqual(NAMES);
  // What fires always has none that must not.
  const silent = CASES.filter(({ fires }) => fires.length === 0).map(({ alert }) => alert);
  expect(sorted(silent)).toEqual(NAMES.filter((name) => name !== 'Watchdog'));
});

test('every recording rule has a case, and the inventory knows it with its labels', () => {
  expect(sorted(RECORDING_CASES.map(({ record }) => record))).toEqual(RECORDS);
  expect(Object.keys(RECORDED).sort()).toEqual(RECORDS);
  for (const { record, samples } of RECORDING_CASES)
    for (const { labels } of samples) expect(RECORDED[record]).toEqual(expect.arrayContaining(Object.keys(labels)));
});

test.each(RULES.map((rule) => [rule.alert ?? rule.record ?? '', rule.expr] as const))(
  'the expression of %s parses, and names known metrics',
  (_name, expr) => {
    const { errors, names, nameMatchers } = promql(expr);
    expect(errors).toEqual([]);
    expect(names.filter((name) => name !== 'ALERTS' && !isKnownMetric(name))).toEqual([]);
    expect(nameMatchers.filter((one) => !matchesKnownMetric(one))).toEqual([]);
  },
);

test.each(ALERTS.map((rule) => [rule.alert, rule] as const))('%s says all that people need', (name, rule) => {
  const { summary = '', description = '', runbook_url } = rule.annotations ?? {};
  expect(rule.labels?.severity).toMatch(/^(critical|warning|info|none)$/);
  expect(summary).toMatch(/^[A-Z].*[^.]$/);
  expect(summary).not.toContain('{{');
  expect(description).toMatch(/^\S.*\.$/);
  expect(runbook_url).toBe(`${RUNBOOKS}/${name}.md`);
});

test('every alert tells its namespace, where it has one', () => {
  const without = CASES.filter(({ fires }) => fires.some(({ labels }) => labels.namespace === undefined));
  const gone = without.filter(
    ({ alert }) => !/\bor absent\(/.test(ALERTS.find((one) => one.alert === alert)?.expr ?? ''),
  );
  expect(sorted(gone.map(({ alert }) => alert))).toEqual([...EVERYWHERE].sort());
});

test('labels that a text names are those that fire', () => {
  for (const { alert, fires } of CASES) {
    const rule = ALERTS.find((one) => one.alert === alert);
    const text = Object.values(rule?.annotations ?? {}).join(' ');
    const named = [...text.matchAll(/\$labels\.(\w+)/g)].map(([, label = '']) => label);
    const gone = rule?.expr.includes('or absent(') === true;
    if (!gone)
      for (const { labels } of fires)
        expect([alert, Object.keys(labels)]).toEqual([alert, expect.arrayContaining(named)]);
    for (const { value } of fires) expect([alert, value !== undefined]).toEqual([alert, text.includes('$value')]);
  }
});

test('nothing fires for being absent where nobody said that it is there', () => {
  expect(rulesOf({}).filter(({ expr }) => expr.includes('absent('))).toEqual([]);
  const some = rulesOf({ observed: ['kube-state-metrics'] }).map(({ expr }) => expr);
  expect(some.filter((expr) => expr.includes('absent('))).toEqual([
    expect.stringContaining('job="kube-state-metrics"'),
  ]);
});

test('what alerts need are values of the label job', () => {
  const known = rulesOf({ observed: [] }).map(({ alert }) => alert);
  expect(known).toEqual(['TargetDown', 'Watchdog', 'InfoInhibitor']);
  expect(JOBS.filter((job) => rulesOf({ observed: [job] }).length > known.length)).toEqual(
    expect.arrayContaining(['spark-driver', 'kube-state-metrics', 'kubelet', 'pushgateway', 'livy-probe']),
  );
  expect(ALERTS).toHaveLength(rulesOf({}).filter(({ alert }) => alert !== undefined).length);
});

describe('pages', () => {
  test('docs/alerts.md is up to date (npx ts-node scripts/write-alerts-page.ts)', () => {
    expect(readFileSync(ALERTS_PAGE, 'utf8')).toBe(alertsPage());
  });

  test('every alert has a page, and every page an alert', () => {
    expect(runbooks()).toEqual(NAMES);
  });

  test.each(NAMES)('the page of %s has all sections', (name) => {
    const text = readFileSync(join(ALERTS_PAGE, '..', 'runbooks', `${name}.md`), 'utf8');
    expect(text.split('\n')[0]).toBe(`# ${name}`);
    const [, ...sections] = text.split(/^## /m);
    expect(sections.map((section) => section.split('\n')[0])).toEqual(SECTIONS);
    for (const section of sections) expect(section.split('\n').slice(1).join('').length).toBeGreaterThan(20);
  });

  test.each(NAMES)('the queries of the page of %s name known metrics', (name) => {
    const text = readFileSync(join(ALERTS_PAGE, '..', 'runbooks', `${name}.md`), 'utf8');
    for (const [, query = ''] of text.matchAll(/```promql\n([^]*?)\n```/g)) {
      const { errors, names } = promql(query);
      expect([query, errors]).toEqual([query, []]);
      expect(names.filter((one) => one !== 'ALERTS' && !isKnownMetric(one))).toEqual([]);
    }
  });
});

test('objects are four, and carry the labels by which Prometheus finds them', () => {
  const objects = written();
  expect(objects.map(({ metadata }) => metadata.name)).toEqual([
    ...['spark-recording', 'spark-applications', 'spark-services', 'monitoring-stack'],
  ]);
  for (const { metadata } of objects) {
    expect(metadata.namespace).toBe('monitoring');
    expect(metadata.labels).toMatchObject({ release: 'ours', 'app.kubernetes.io/managed-by': 'cdk8s-spark' });
  }
});

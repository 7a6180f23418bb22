import { readFileSync } from 'node:fs';
import { Duration } from 'cdk8s';
import { SparkRunner } from '../../lib';
import { JOB_PROPERTY_NAMES } from '../../lib/runners/job-properties';
import { RUNNER_SUPPORT } from '../../lib/runners/portability';
import { PORTABILITY_PAGE, portabilityPage } from '../../scripts/write-portability-page';
import { job, PROPS } from '../spark/jobs';

const RUNNERS = Object.entries(RUNNER_SUPPORT);

test('docs/portability.md is up to date (npm run docs)', () => {
  expect(readFileSync(PORTABILITY_PAGE, 'utf8')).toBe(portabilityPage());
});

test.each(RUNNERS)('%s has a word on every property', (_label, support) => {
  for (const property of JOB_PROPERTY_NAMES) {
    const { how, because } = support[property];
    expect({
      property,
      words: [how, because].filter((text) => text !== undefined && /^\S.{3,}[^.\s]$/.test(text)),
    }).toEqual({
      property,
      words: [expect.any(String)],
    });
  }
});

test('every property has a runner that honours it', () => {
  const orphans = JOB_PROPERTY_NAMES.filter((property) =>
    RUNNERS.every(([, support]) => support[property].because !== undefined),
  );
  expect(orphans).toEqual([]);
});

test('a refused job hears of the runners that honour all that it says', () => {
  const runner = SparkRunner.standalone({ masterUrl: 'spark://master:7077' });
  const executor = { ...PROPS.executor, labels: { team: 'etl' } };
  const refused = job({ runner, deadline: Duration.hours(1), executor });
  const findings = refused.node.findAll().flatMap(({ node }) => node.validate());
  expect(findings).toEqual([
    expect.stringMatching(
      /executor\.labels.*Fix: use SparkRunner\.native\(\), SparkRunner\.submit\(\), SparkRunner\.livy\(\), or/,
    ),
  ]);
});

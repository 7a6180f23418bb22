import { readFileSync } from 'node:fs';
import { JOB_PROPERTY_NAMES } from '../../lib/runners/job-properties';
import { RUNNER_SUPPORT } from '../../lib/runners/portability';
import { PORTABILITY_PAGE, portabilityPage } from '../../scripts/write-portability-page';

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

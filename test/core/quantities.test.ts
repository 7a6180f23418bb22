import { Duration, Size } from 'cdk8s';
import {
  countQuantity,
  cpuQuantity,
  durationText,
  mebibyteQuantity,
  mebibytes,
  sizeQuantity,
  sparkSize,
  sparkTime,
} from '../../lib/core/quantities';

test.each([
  [Size.mebibytes(512), 512, '512m', '512Mi'],
  [Size.gibibytes(2), 2048, '2g', '2Gi'],
  [Size.mebibytes(1536), 1536, '1536m', '1536Mi'],
  [Size.tebibytes(1), 1048576, '1024g', '1Ti'],
])('a size', (size, mib, spark, kubernetes) => {
  expect([mebibytes(size), sparkSize(size), sizeQuantity(size)]).toEqual([mib, spark, kubernetes]);
});

test('fractions of MiB are kept for the checks', () => expect(mebibytes(Size.kibibytes(512))).toBe(0.5));

test.each([
  [Duration.seconds(90), '90s'],
  [Duration.millis(1500), '1500ms'],
  [Duration.hours(1), '3600s'],
])('a time', (duration, text) => expect(sparkTime(duration)).toBe(text));

test.each([
  [1, '1'],
  [0.25, '250m'],
  [1.5, '1500m'],
  [0.001, '1m'],
])('%p cores are %s', (cores, text) => expect(cpuQuantity(cores)).toBe(text));

test.each([
  [0, '0'],
  [20, '20'],
  [1000, '1k'],
  [1500, '1500'],
  [2_000_000, '2M'],
])('the count %d is written as %s, as the API server does', (count, text) => {
  expect(countQuantity(count)).toBe(text);
});

test.each([
  [1408, '1408Mi'],
  [2048, '2Gi'],
  [3 * 1024 * 1024, '3Ti'],
])('%d MiB are written as %s, as the API server does', (mib, text) => {
  expect(mebibyteQuantity(mib)).toBe(text);
});

test.each([
  [Duration.hours(2), '2 hours'],
  [Duration.hours(25), '1 day 1 hour'],
  [Duration.minutes(1), '1 minute'],
  [Duration.seconds(90), '1 minute 30 seconds'],
  [Duration.millis(1500), '1.5 seconds'],
  [Duration.seconds(0), '0 seconds'],
])('a duration reads as people say it: %s', (duration, text) => expect(durationText(duration)).toBe(text));

import * as fc from 'fast-check';
import {
  checkDnsLabel,
  checkDnsSubdomain,
  checkEnvNames,
  checkKeys,
  checkLabels,
  contentHash,
  hashedName,
} from '../../lib/core/names';

const ids = (findings: readonly { readonly rule: { readonly id: string } }[]): string[] =>
  findings.map(({ rule }) => rule.id);

test.each(['a', 'a-b', '0a', 'x'.repeat(63)])('%s is a DNS label', (name) =>
  expect(checkDnsLabel('n', name)).toEqual([]),
);
test.each(['', 'A', 'a_b', '-a', 'a-', 'a.b', 'ä', 'a\n'])('%p is no DNS label', (name) =>
  expect(ids(checkDnsLabel('n', name))).toEqual(['names/dns-label']),
);
test('a label is too long by so much', () => {
  expect(checkDnsLabel('n', 'x'.repeat(65))).toMatchObject([
    { rule: { id: 'names/too-long' }, because: '65 characters, at most 63', fix: 'shorten it by 2' },
  ]);
  expect(ids(checkDnsLabel('n', 'x'.repeat(53), 52))).toEqual(['names/too-long']);
});
test.each(['a.b', 'a', `${'x'.repeat(251)}.y`])('a subdomain', (name) =>
  expect(checkDnsSubdomain('n', name)).toEqual([]),
);
test.each(['a..b', '.a', 'a.', 'A.b', ''])('%p is no subdomain', (name) =>
  expect(ids(checkDnsSubdomain('n', name))).toEqual(['names/dns-label']),
);
test('a subdomain of 254 characters', () =>
  expect(ids(checkDnsSubdomain('n', 'x'.repeat(254)))).toEqual(['names/too-long']));

test.each(['a', 'a.b/c', 'A_b', `${'x'.repeat(63)}`])('label key %s', (key) =>
  expect(checkKeys('l', { [key]: '' })).toEqual([]),
);
test.each(['', '/a', 'a/', 'a/b/c', 'a b', 'A/b', 'x'.repeat(64)])('no label key: %p', (key) =>
  expect(ids(checkKeys('l', { [key]: '' }))).toEqual(['names/label-key']),
);
test.each(['', 'a', 'A.b_c-d', 'x'.repeat(63)])('label value %p', (value) =>
  expect(checkLabels('l', { a: value })).toEqual([]),
);
test.each(['-a', 'a-', 'a b', 'a/b', 'x'.repeat(64)])('no label value: %p', (value) =>
  expect(checkLabels('l', { a: value })).toMatchObject([{ rule: { id: 'names/label-value' }, at: 'l["a"]', value }]),
);
test.each(['A', '_a', 'a1'])('variable %s', (name) => expect(checkEnvNames('e', [name])).toEqual([]));
test.each(['1a', 'a-b', '', 'a b'])('no variable: %p', (name) =>
  expect(ids(checkEnvNames('e', [name]))).toEqual(['names/env-name']),
);

test('a hash follows the content', () => {
  expect(contentHash({ a: 1 })).toBe(contentHash({ a: 1 }));
  expect(contentHash({ a: 1 })).not.toBe(contentHash({ a: 2 }));
  expect(contentHash({ a: 1 })).toMatch(/^[0-9a-f]{10}$/);
});

test('a hashed name fits and is a name, whatever is cut', () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^[a-z0-9]([-a-z0-9]{0,80}[a-z0-9])?$/),
      fc.integer({ min: 20, max: 63 }),
      (name, max) => {
        expect(checkDnsLabel('n', hashedName(name, name, max), max)).toEqual([]);
      },
    ),
  );
});

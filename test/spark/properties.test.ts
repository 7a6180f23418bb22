import * as fc from 'fast-check';
import { propertiesFile } from '../../lib/spark/properties';
import { readProperties } from './jobs';

test('keys are sorted, one line each', () => {
  expect(propertiesFile({ 'spark.b': '2', 'spark.a': '1' })).toBe('spark.a=1\nspark.b=2\n');
});

test.each([
  ['a backslash', 'C:\\temp', 'k=C:\\\\temp\n'],
  ['a line break', 'a\nb', 'k=a\\nb\n'],
  ['a carriage return', 'a\rb', 'k=a\\rb\n'],
  ['a tab', 'a\tb', 'k=a\\tb\n'],
  ['a form feed', 'a\fb', 'k=a\\fb\n'],
  ['a space at the start', '  a b', 'k=\\  a b\n'],
  ['equals, colons and hashes', 'a=b:c#d!e', 'k=a=b:c#d!e\n'],
  ['characters beyond ASCII', 'größe ✓', 'k=größe ✓\n'],
  ['nothing', '', 'k=\n'],
])('a value with %s', (_name, value, text) => {
  expect(propertiesFile({ k: value })).toBe(text);
  expect(readProperties(text)).toEqual({ k: value });
});

test('separators and comment signs in keys are escaped', () => {
  expect(propertiesFile({ 'a b=c:d#e!f': 'x' })).toBe('a\\ b\\=c\\:d\\#e\\!f=x\n');
});

test('the reader knows comments, joined lines, other separators and \\u', () => {
  const text = '# c\n  ! c\n\na : 1\nb\\\n   c=2\nd 3\ne=\\u00e9\\x\n';
  expect(readProperties(text)).toEqual({ a: '1', bc: '2', d: '3', e: 'éx' });
});

test('anything written is read back', () => {
  const text = fc.string({ unit: fc.constantFrom(...'ab \\=:#!\t\n\r\fäu0✓') });
  fc.assert(
    fc.property(
      fc.dictionary(
        text.filter((key) => key !== ''),
        text,
      ),
      (properties) => {
        expect(readProperties(propertiesFile(properties))).toEqual({ ...properties });
      },
    ),
    { numRuns: 500 },
  );
});

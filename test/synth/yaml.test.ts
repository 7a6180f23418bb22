import * as fc from 'fast-check';
import { parseAllDocuments, parseDocument } from 'yaml';
import { YamlWriter } from '../../lib/synth/yaml';

function read(text: string, version: '1.1' | '1.2'): unknown {
  const document = parseDocument(text, { version, strict: true, merge: version === '1.1' });
  expect(document.errors).toEqual([]);
  return document.toJS() as unknown;
}

function expectFaithful(value: unknown): void {
  const text = new YamlWriter().document(value);
  expect(read(text, '1.1')).toEqual(value);
  expect(read(text, '1.2')).toEqual(value);
}

const awkward = fc.constantFrom(
  ...[
    'yes',
    'No',
    'on',
    'y',
    '~',
    'null',
    'true',
    '0777',
    '0o7',
    '0x1f',
    '1e3',
    '1_000',
    '1:30',
    '.5',
    '.inf',
    '-',
    '=',
    '<<',
  ],
  ...[
    '2001-01-01',
    '2001-12-14t21:59:43.10-05:00',
    '---',
    '...',
    '# c',
    'a #b',
    'a: b',
    'a:',
    ': a',
    '- a',
    '? a',
    '! a',
    '&a',
    '*a',
  ],
  ...[
    '|',
    '>',
    '%a',
    '@a',
    '`a',
    '{a',
    '[a',
    'a]',
    "'a",
    '"a',
    ' a',
    'a ',
    '',
    '\n',
    'a\n',
    'a\n\n',
    '\na',
    ' a\nb',
    'a\n b\n',
  ],
  ...[
    'a\n  ',
    'a\n\t',
    '\ta\nb',
    'a\n\tb',
    'a\r\nb',
    'a\u0085b',
    'a\u2028b\nc',
    '\ufeffa',
    'ü',
    '😀\n😀',
    'a\u0000',
    '\\n',
    'a\\\nb"',
  ],
  ...[
    'local:///opt/x.py',
    'spark.a=b',
    '$(NAME)',
    'a\n---\nb',
    'a\n...\n',
    'a\n# b\n',
    '+1',
    '-1',
    '+.inf',
    '.nan',
    '1__2',
    '12e03',
  ],
);
const printable = fc.string({ unit: fc.constantFrom(...' \n\t:#-ab0?![]{},&*|>%@`\'"\\~=<') });
const text = fc.oneof(awkward, printable, fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }));
const key = text.filter((name) => name !== '__proto__' && name !== '<<');
const number = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }));
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof({ maxDepth: 5 }, text, number, fc.boolean(), fc.array(tie('tree')), fc.dictionary(key, tie('tree'))),
}));

test('any JSON value reads back the same in YAML 1.1 and YAML 1.2', () => {
  fc.assert(fc.property(fc.dictionary(key, tree), expectFaithful), { numRuns: 600, seed: 1 });
});

test('any string reads back the same, as value, item and key', () => {
  fc.assert(
    fc.property(text, (value) => expectFaithful({ value, list: [value, [value]], nested: { [`k${value}`]: value } })),
    { numRuns: 1500, seed: 2 },
  );
});

test('outputs can be joined', () => {
  const writer = new YamlWriter();
  const documents = [{ a: 'x\n\n' }, {}, { b: ['y\n\n\n'] }];
  const joined = documents.map((document) => writer.document(document)).join('');
  expect(parseAllDocuments(joined).map((document) => document.toJS() as unknown)).toEqual(documents);
});

test('people can read it', () => {
  const value = {
    apiVersion: 'batch/v1',
    args: ['--conf', 'a=b'],
    data: { 'run.sh': 'set -e\nexec x\n' },
    list: [{ a: 1, b: '1' }],
    no: {},
  };
  expect(new YamlWriter().document(value)).toBe(
    [
      '---',
      'apiVersion: batch/v1',
      'args:',
      '  - "--conf"',
      '  - a=b',
      'data:',
      '  run.sh: |',
      '    set -e',
      '    exec x',
      'list:',
      '  - a: 1',
      '    b: "1"',
      '"no": {}',
      '',
    ].join('\n'),
  );
});

test('a key too long for the short form is written in the long one', () =>
  expectFaithful({ a: { ['k'.repeat(2000)]: [1, { b: 2 }] } }));

test('floats without a dot would be strings in YAML 1.1', () => {
  expect(new YamlWriter().document({ a: 1e21, b: 1e-7, c: 1.5e30 })).toBe('---\na: 1.0e+21\nb: 1.0e-7\nc: 1.5e+30\n');
});

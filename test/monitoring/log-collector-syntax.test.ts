import { attributes, block, component, expression, renderAlloy } from '../../lib/monitoring/logs/alloy-syntax';

test('blocks, labels, attributes and comments', () => {
  expect(
    renderAlloy([
      { comment: 'first' },
      component('loki.write', 'default', { max_streams: 7 }, block('endpoint', { url: 'http://x', gone: undefined })),
      component('loki.process', 'pods', {}, block('stage.cri'), { comment: 'second' }, block('stage.decolorize')),
    ]),
  ).toBe(
    [
      '// first',
      'loki.write "default" {',
      '  max_streams = 7',
      '',
      '  endpoint {',
      '    url = "http://x"',
      '  }',
      '}',
      '',
      'loki.process "pods" {',
      '  stage.cri { }',
      '',
      '  // second',
      '  stage.decolorize { }',
      '}',
      '',
    ].join('\n'),
  );
});

test.each([
  ['text', '"text"'],
  ['a "quote"', '"a \\"quote\\""'],
  ['\\d+', '`\\d+`'],
  ['\\d`', '"\\\\d`"'],
  ['two\nlines', '"two\\nlines"'],
  [true, 'true'],
  [500, '500'],
  [['a', 'b'], '["a", "b"]'],
  [[], '[]'],
  [{}, '{}'],
  [expression('sys.env("X")'), 'sys.env("X")'],
  [{ plain: 'a', 'not-plain': [1] }, '{\n  plain = "a",\n  "not-plain" = [1],\n}'],
])('%j is %s', (value, text) => {
  expect(renderAlloy(attributes({ a: value }))).toBe(`a = ${text}\n`);
});

import { pages, quote, read, requote } from '../../scripts/quote-examples';

/** Pages whose TypeScript is all quoted. */
const QUOTED_ONLY = [
  'README.md',
  'docs/guide.md',
  'docs/architecture.md',
  'docs/spark-pods.md',
  'docs/modern-equivalents.md',
];

describe('documentation', () => {
  test('quotes something', () => {
    expect(read('README.md')).toContain('<!-- example: apps/examples/plain-chart.ts -->');
  });

  test.each(pages())('%s quotes the examples as they are', (page) => {
    // Stale? npx ts-node --transpile-only scripts/quote-examples.ts
    expect(read(page)).toBe(requote(read(page), read));
  });

  test.each(pages())('%s has a block behind every marker', (page) => {
    const markers = read(page).match(/^<!-- example: \S+ -->$/gm) ?? [];
    expect(
      markers.filter((_, i) => i >= (read(page).match(/^<!-- example: \S+ -->\n\n?```\w+$/gm) ?? []).length),
    ).toEqual([]);
  });

  test.each(QUOTED_ONLY)('%s has no TypeScript of its own', (page) => {
    const blocks = read(page).match(/^```ts$/gm) ?? [];
    const markers = read(page).match(/^<!-- example: \S+ -->\n\n?```ts$/gm) ?? [];
    expect(markers).toHaveLength(blocks.length);
  });
});

describe('a quote', () => {
  const source = [
    "import { SparkJob } from '../../lib';",
    '',
    '/** Doc. */',
    'export function build(): void {',
    '  new SparkJob();',
    '}',
    '',
    'export const size: Size = {',
    '  a: 1,',
    '};',
  ].join('\n');

  test('of a file imports the package by its name', () => {
    expect(quote(source)).toMatch(/^import \{ SparkJob \} from 'cdk8s-spark';\n/);
  });
  test('of an export is that export', () => {
    expect(quote(source, 'build')).toBe('export function build(): void {\n  new SparkJob();\n}');
    expect(quote(source, 'size')).toBe('export const size: Size = {\n  a: 1,\n};');
  });
  test('of something else is refused', () => {
    expect(() => quote(source, 'other')).toThrow('no export other');
  });
  test('replaces a stale block and leaves others alone', () => {
    const own = '```ts\nkeep();\n```\n';
    const page = `${own}<!-- example: a.ts#build -->\n\n\`\`\`ts\nold();\n\`\`\`\nend $&`;
    expect(requote(page, () => source)).toBe(
      `${own}<!-- example: a.ts#build -->\n\n\`\`\`ts\n${quote(source, 'build')}\n\`\`\`\nend $&`,
    );
  });
});

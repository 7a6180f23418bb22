import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Root of the repository. */
export const ROOT = join(__dirname, '..');

/** `<!-- example: apps/examples/plain-chart.ts#buildPlainChart -->`, then a block; without `#name` the whole file. */
const BLOCK = /<!-- example: (?<path>[^\s#]+)(?:#(?<name>\w+))? -->\n\n?```ts\n[^]*?\n?```/g;

/** Pages that may quote: the README and everything below docs, relative to the root. */
export function pages(): string[] {
  const docs = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' });
  return ['README.md', ...docs.filter((file) => file.endsWith('.md')).map((file) => `docs/${file}`)].sort();
}

/** The text of a file of the repository. */
export function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** The page with each marked block replaced by what its source says now. */
export function requote(page: string, source: (path: string) => string): string {
  return page.replace(BLOCK, (block: string, path: string, name: string | undefined) => {
    const marker = block.slice(0, block.indexOf('\n'));
    return `${marker}\n\n\`\`\`ts\n${quote(source(path), name)}\n\`\`\``;
  });
}

/** A whole file or one of its exports, with the import as users of the package write it. */
export function quote(source: string, name?: string): string {
  const text = source.replace(/'(\.\.\/)+lib'/g, "'cdk8s-spark'").trim();
  if (name === undefined) return text;
  const lines = text.split('\n');
  const isStart = new RegExp(`^export (function|const) ${name}\\b`);
  const start = lines.findIndex((line) => isStart.test(line));
  const end = lines.findIndex((line, index) => index > start && /^[})\]]/.test(line));
  if (start < 0 || end < 0) throw new Error(`no export ${name} over several lines`);
  return lines.slice(start, end + 1).join('\n');
}

if (require.main === module) {
  for (const page of pages()) {
    const before = read(page);
    const after = requote(before, read);
    if (after !== before) {
      writeFileSync(join(ROOT, page), after);
      process.stdout.write(`quoted anew: ${page}\n`);
    }
  }
}

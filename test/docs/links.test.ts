import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pages, read, ROOT } from '../../scripts/quote-examples';

const OUTSIDE = /^(https?:|mailto:)/;
const OWN_PATH = /`((?:lib|apps|docs|scripts|images|test)\/[\w./-]+)`/g;

/** A page without code blocks, in which links are only text. */
function prose(page: string): string {
  return page.replace(/^```[^]*?^```/gm, '');
}

/** GitHub's anchors of the headings of a page. */
function anchors(page: string): string[] {
  return [...prose(page).matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** Links that lead nowhere, and paths in backticks that are not there. */
function broken(path: string, text: string): string[] {
  const links = [...prose(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
  const paths = [...prose(text).matchAll(OWN_PATH)].map(([, own = '']) => own);
  return [
    ...links.filter((link) => !OUTSIDE.test(link) && !leadsSomewhere(path, text, link)),
    ...paths.filter((own) => !existsSync(join(ROOT, own))),
  ];
}

function leadsSomewhere(from: string, text: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? from : join(dirname(from), path);
  if (!existsSync(join(ROOT, target))) return false;
  if (anchor === undefined) return true;
  return statSync(join(ROOT, target)).isFile() && anchors(path === '' ? text : read(target)).includes(anchor);
}

test.each(pages())('all links of %s lead somewhere', (page) => {
  expect(broken(page, read(page))).toEqual([]);
});

describe('the check finds', () => {
  test.each([
    ['a missing file', '[x](nowhere.md)', ['nowhere.md']],
    ['a missing anchor', '# A title\n\n[x](#another)', ['#another']],
    ['a missing path', 'see `lib/nowhere.ts`', ['lib/nowhere.ts']],
    ['nothing in code', '```\n[x](nowhere.md)\n```\n', []],
    ['nothing wrong', '# A `b` title\n\n[x](#a-b-title) [y](../LICENSE) `lib/index.ts` [z](https://example.org)', []],
  ])('%s', (_name, text, expected) => {
    expect(broken('docs/guide.md', text)).toEqual(expected);
  });
});

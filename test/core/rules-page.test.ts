import { readFileSync } from 'node:fs';
import { allRules, RULES_PAGE, rulesModules, rulesPage } from '../../scripts/write-rules-page';

test('docs/rules.md is up to date (npx ts-node scripts/write-rules-page.ts)', () => {
  expect(readFileSync(RULES_PAGE, 'utf8')).toBe(rulesPage(allRules()));
});

test('no rule is missing: every table in the code is on the page', () => {
  const ids = allRules().map(({ id }) => id);
  for (const module of rulesModules()) {
    const text = readFileSync(module, 'utf8');
    for (const [, room = '', body = ''] of text.matchAll(/ = rules\('(\w+)', \{\n([^]*?)\n\}\);/g)) {
      const keys = [...body.matchAll(/^ {2}(\w+): \[/gm)].map(([, key = '']) => key);
      expect(keys).not.toHaveLength(0);
      const wanted = keys.map((key) => `${room}/${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`);
      expect(ids).toEqual(expect.arrayContaining(wanted));
    }
  }
});

test('summaries and fixes are phrases without a full stop', () => {
  for (const { summary, fix } of allRules()) for (const phrase of [summary, fix]) expect(phrase).toMatch(/[^.\s]$/);
});

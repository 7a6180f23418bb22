import { App } from 'cdk8s';
import { CONTROLLER_RULES, ROUTE_RULES, SIGN_ON_RULES, TLS_RULES } from '../../lib/ingress/rules';
import { INGRESS_MISTAKES } from '../bad-input/ingress-mistakes';
import { UI_MISTAKES } from '../bad-input/ui-mistakes';

/** Rules that only warn. */
const WARNINGS = [SIGN_ON_RULES.entraCookie, SIGN_ON_RULES.retired, SIGN_ON_RULES.proxyTrust];
const MISTAKES = [...INGRESS_MISTAKES, ...UI_MISTAKES];
const tables = [ROUTE_RULES, CONTROLLER_RULES, TLS_RULES, SIGN_ON_RULES];

test('every rule has its mistake', () => {
  const tried = new Set(MISTAKES.map(({ rule }) => rule));
  const untried = tables
    .flatMap((table) => Object.values(table))
    .filter((rule) => !tried.has(rule.id) && !WARNINGS.includes(rule));
  expect(untried).toEqual([]);
});

test('no two tables share an id', () => {
  const ids = tables.flatMap((table) => Object.values(table).map(({ id }) => id));
  expect(new Set(ids).size).toBe(ids.length);
});

test.each(MISTAKES.map((mistake) => [mistake.name, mistake] as const))('%s', (_name, mistake) => {
  const { build, path, rule, at, value, says = '' } = mistake;
  const lines: string[] = [];
  const app = new App();
  try {
    build(app);
    for (const { node } of app.node.findAll()) lines.push(...node.validate().map((line) => `[${node.path}] ${line}`));
  } catch (error) {
    lines.push((error as Error).message);
  }
  const start = `${path === null ? '' : `[${path}] `}${rule}: ${at} = ${value}`;
  expect(lines).toEqual([expect.stringContaining(start)]);
  expect(lines[0]).toContain(says);
  expect(lines[0]).not.toContain('hunter2');
});

import { Construct } from 'constructs';
import { App, Chart } from 'cdk8s';
import { checkAtSynth, describe as text, RuleError, rules } from '../../lib/core/rules';

const RULES = rules('room', { tooSmallHere: ['it is too small', 'make it larger'] });
const rule = RULES.tooSmallHere;

test('ids carry the room and are kebab-case', () => expect(rule.id).toBe('room/too-small-here'));

test.each<[string, Parameters<typeof text>[0], string]>([
  ['plain', { rule, at: 'a.b', value: 1 }, 'room/too-small-here: a.b = 1: it is too small. Fix: make it larger.'],
  [
    'with a reason and a fix of its own',
    { rule, at: 'a', value: 'x', because: 'it is 3', fix: 'use 4' },
    'room/too-small-here: a = "x": it is too small (it is 3). Fix: use 4.',
  ],
  ['NaN', { rule, at: 'a', value: NaN }, 'room/too-small-here: a = NaN: it is too small. Fix: make it larger.'],
  [
    'undefined',
    { rule, at: 'a', value: undefined },
    'room/too-small-here: a = undefined: it is too small. Fix: make it larger.',
  ],
])('a message: %s', (_name, finding, expected) => expect(text(finding)).toBe(expected));

test('long values are cut', () => {
  const message = text({ rule, at: 'a', value: 'x'.repeat(1000) });
  expect(message.length).toBeLessThan(300);
  expect(message).toContain('xxx...: it is too small');
});

test('an error names rule and construct', () => {
  const scope = new Chart(new App(), 'c');
  const error = new RuleError({ rule, at: 'a', value: 1 }, scope, 'x');
  expect(error).toMatchObject({ name: 'RuleError', ruleId: 'room/too-small-here', constructPath: 'c/x' });
  expect(error.message).toMatch(/^\[c\/x\] room\/too-small-here: /);
  expect(new RuleError({ rule, at: 'a', value: 1 }).message).toMatch(/^room\/too-small-here: /);
});

test('findings wait for synth and are judged then', () => {
  const scope = new Construct(new Chart(new App(), 'c'), 'x');
  let value = 1;
  checkAtSynth(scope, () => (value < 2 ? [{ rule, at: 'a', value }] : []));
  expect(scope.node.validate()).toEqual([expect.stringContaining('a = 1')]);
  value = 2;
  expect(scope.node.validate()).toEqual([]);
});

import { Chart } from 'cdk8s';
import { PlatformApp } from '../../lib';
import { reportAtSynth, rules, warnAtSynth } from '../../lib/core/rules';
import { readTree, temporary } from './trees';

const RULES = rules('test', { odd: ['this is odd', 'make it even'] });

/** What a synthesis says on stderr. */
function said(build: (chart: Chart) => void, summary?: boolean): { lines: string[]; outdir: string } {
  const outdir = temporary();
  const app = new PlatformApp({ outdir, ...(summary !== undefined && { summary }) });
  build(new Chart(app, 'c'));
  const written: string[] = [];
  const spy = jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    written.push(String(text));
    return true;
  });
  try {
    app.synth();
  } finally {
    spy.mockRestore();
  }
  return { lines: written.join('').split('\n').filter(Boolean), outdir };
}

const warn = (chart: Chart): void => warnAtSynth(chart, () => [{ rule: RULES.odd, at: 'n', value: 3 }]);

test('warnings come first, with their paths, then the summary that counts them, then reports', () => {
  const { lines, outdir } = said((chart) => {
    reportAtSynth(chart, () => 'A TABLE');
    warn(chart);
  });
  expect(lines).toEqual([
    'warning [c] test/odd: n = 3: this is odd. Fix: make it even.',
    `PlatformApp: 0 objects in 1 file → ${outdir}, 1 warning`,
    'A TABLE',
  ]);
});

test('a warning leaves the output as it is', () => {
  const plain = said(() => undefined);
  expect(readTree(said(warn).outdir)).toEqual(readTree(plain.outdir));
});

test('without a summary nothing is said', () => expect(said(warn, false).lines).toEqual([]));

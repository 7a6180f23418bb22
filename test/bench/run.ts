/** `ts-node --transpile-only test/bench/run.ts [--quick]`: each figure from a fresh process; exits 1 if a goal is missed. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** Charts of six plain objects, to compare with the stock app without the cost of our constructs. */
const CHARTS = 'sixObjectCharts';
/** Charts of one real job each. */
const JOBS = 'sparkJobs';

interface Measurement {
  readonly milliseconds: number;
  readonly rssMiB: number;
}

const quick = process.argv.includes('--quick');
let missed = 0;

function measure(kind: string, plant: string, size: number): Measurement {
  const runner = "require('ts-node').register({ transpileOnly: true }); require(process.argv[1])";
  const script = join(__dirname, 'measure.ts');
  const text = execFileSync(process.execPath, ['-e', runner, script, kind, plant, String(size)], { encoding: 'utf8' });
  return JSON.parse(text.trim().split('\n').at(-1) ?? '') as Measurement;
}

/** The median of three: a disk shared with others makes single figures jump. */
function steady(kind: string, plant: string, size: number): Measurement {
  const runs = [1, 2, 3].map(() => measure(kind, plant, size)).sort((a, b) => a.milliseconds - b.milliseconds);
  return runs[1] as Measurement;
}

function line(what: string, figures: string, value?: number, goal?: number, atLeast = false): void {
  const ok = value === undefined || goal === undefined || (atLeast ? value >= goal : value <= goal);
  if (!ok) missed += 1;
  const sign = goal === undefined ? '' : `${atLeast ? '≥' : '≤'} ${goal}`;
  const verdict = goal === undefined ? '' : ok ? 'met' : 'MISSED';
  console.log(
    [what.padEnd(36), figures.padEnd(30), (value?.toFixed(2) ?? '').padStart(9), sign.padStart(8), verdict].join(' '),
  );
}

function seconds(...measurements: Measurement[]): string {
  return measurements.map(({ milliseconds }) => `${(milliseconds / 1000).toFixed(2)} s`).join(' / ');
}

console.log('measurement                          figures                            value     goal');
for (const size of quick ? [100, 500] : [100, 500, 1000]) {
  const [stock, ours] = [measure('stock', CHARTS, size), steady('ours', CHARTS, size)];
  const ratio = stock.milliseconds / ours.milliseconds;
  line(`stock ÷ ours, ${size} charts`, seconds(stock, ours), ratio, size === 1000 ? 50 : undefined, true);
}

const n = quick ? 1000 : 2500;
const [once, twice] = [steady('ours', CHARTS, n), steady('ours', CHARTS, 2 * n)];
line(`${n} → ${2 * n} charts`, seconds(once, twice), twice.milliseconds / once.milliseconds, 2.1);

const [deep, flat] = [steady('ours', 'chain', 200), steady('ours', CHARTS, 200)];
line('chain of 200 charts ÷ no chain', seconds(deep, flat), deep.milliseconds / flat.milliseconds, 3);

const jobs = quick ? 2000 : 10_000;
const [floor, ours] = [steady('floor', JOBS, jobs), steady('ours', JOBS, jobs)];
line(`ours ÷ floor, ${jobs} jobs`, seconds(ours, floor), ours.milliseconds / floor.milliseconds, 3);
line(`memory, ${jobs} jobs, MiB`, '', ours.rssMiB, 800);
process.exitCode = missed === 0 ? 0 : 1;

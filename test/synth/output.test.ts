import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { OutputDirectory, type OutputFile } from '../../lib/synth/output';
import { readTree, temporary } from './trees';

const INDEX = '.cdk8s-spark.index';

function files(version: string): OutputFile[] {
  const names = ['a.yaml', 'b.yaml', `${version}/c.yaml`];
  return names.map((path) => ({ path, text: `${version} ${path}\n` }));
}

function contents(version: string): { [path: string]: string } {
  return Object.fromEntries(files(version).map(({ path, text }) => [path, text]));
}

/** The files of the output that people and tools see. */
function visible(directory: string): { [path: string]: string } {
  const entries = existsSync(directory) ? Object.entries(readTree(directory)) : [];
  return Object.fromEntries(entries.filter(([path]) => !path.startsWith('.cdk8s-spark')));
}

function write(directory: string, version: string): void {
  const output = new OutputDirectory(directory);
  output.recover();
  output.replace(files(version));
}

test('stale files go, with their folders; files of others stay', () => {
  const directory = join(temporary(), 'out');
  write(directory, 'old');
  write(directory, 'new');
  expect(visible(directory)).toEqual(contents('new'));
  expect(readdirSync(dirname(directory))).toEqual(['out']);
  mkdirSync(join(directory, 'theirs/deep'), { recursive: true });
  writeFileSync(join(directory, 'theirs/deep/x.yaml'), 'theirs');
  writeFileSync(join(directory, 'new/theirs.yaml'), 'theirs');
  write(directory, 'old');
  const theirs = { 'theirs/deep/x.yaml': 'theirs', 'new/theirs.yaml': 'theirs' };
  expect(visible(directory)).toEqual({ ...contents('old'), ...theirs });
  expect(JSON.parse(readTree(directory)[INDEX] ?? '')).toEqual({ files: ['a.yaml', 'b.yaml', 'old/c.yaml'] });
});

test('an index that leads out of the directory is not followed', () => {
  const parent = temporary();
  const directory = join(parent, 'out');
  mkdirSync(directory);
  writeFileSync(join(parent, 'precious'), 'x');
  writeFileSync(join(directory, INDEX), JSON.stringify({ files: ['../precious', join(parent, 'precious')] }));
  writeFileSync(join(directory, 'foreign'), 'x');
  write(directory, 'new');
  expect(existsSync(join(parent, 'precious'))).toBe(true);
});

test('a target that cannot be written is found before anything changes', () => {
  const directory = temporary();
  write(directory, 'old');
  writeFileSync(join(directory, 'foreign'), 'x');
  mkdirSync(join(directory, 'new/c.yaml/d'), { recursive: true });
  expect(() => write(directory, 'new')).toThrow('it is a directory');
  expect(visible(directory)).toMatchObject(contents('old'));
});

/** Kills a child before each of its steps in turn, and hands the state to `judge`. */
function killEverywhere(prepare: (directory: string) => void, judge: (directory: string) => void): number {
  for (let step = 1; ; step++) {
    const directory = join(temporary(), 'out');
    prepare(directory);
    const script = join(__dirname, 'crash-child.ts');
    const runner = ['-e', "require('ts-node').register({ transpileOnly: true }); require(process.argv[1])"];
    const child = spawnSync(process.execPath, [...runner, script, directory, 'new', String(step)], {
      encoding: 'utf8',
    });
    if (child.status === 0) return step;
    expect(child.signal).toBe('SIGKILL');
    judge(directory);
  }
}

test('killed at any step, a directory of our own holds the old or the new output whole, at the latest after a restart', () => {
  let gaps = 0;
  const steps = killEverywhere(
    (directory) => write(directory, 'old'),
    (directory) => {
      const seen = visible(directory);
      if (Object.keys(seen).length === 0) gaps += 1;
      else expect([contents('old'), contents('new')]).toContainEqual(seen);
      new OutputDirectory(directory).recover();
      expect([contents('old'), contents('new')]).toContainEqual(visible(directory));
      expect(readdirSync(dirname(directory))).toEqual(['out']);
    },
  );
  expect(steps).toBeGreaterThan(8);
  expect(gaps).toBe(1); // between the two renames the directory is missing, never mixed
}, 120_000);

test('killed at any step beside files of others, a restart finds or completes a whole output', () => {
  const foreign = { 'theirs.yaml': 'x' };
  killEverywhere(
    (directory) => {
      write(directory, 'old');
      writeFileSync(join(directory, 'theirs.yaml'), 'x');
    },
    (directory) => {
      const committed = existsSync(join(directory, '.cdk8s-spark.journal'));
      const before = visible(directory);
      new OutputDirectory(directory).recover();
      const after = visible(directory);
      if (committed) expect(after).toEqual({ ...contents('new'), ...foreign });
      else expect(after).toEqual(before);
      expect([contents('old'), contents('new')].map((output) => ({ ...output, ...foreign }))).toContainEqual(after);
      expect(existsSync(join(directory, '.cdk8s-spark.stage'))).toBe(false);
    },
  );
}, 120_000);

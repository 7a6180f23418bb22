import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { version } from '../../package.json';

/** Root of this repository. */
export const ROOT = resolve(__dirname, '../..');

/** TypeScript's compiler. */
export const TSC = join(ROOT, 'node_modules/typescript/bin/tsc');

/** Beside what `files` names there lies what must stay out of the tarball. */
const SOURCES = ['README.md', 'LICENSE', 'CHANGELOG.md', 'package.json', 'lib', 'test/architecture.test.ts'];

/** This package, compiled and packed once, away from the working tree. */
export class PackedLibrary {
  /** Where repositories that install it may be put; `remove` takes it away. */
  public readonly root = mkdtempSync(join(tmpdir(), 'cdk8s-spark-consumer-'));
  /** The tarball, once packed. */
  public readonly tarball = join(this.root, `cdk8s-spark-${version}.tgz`);

  /** Compiles lib as `npm run build` does, but with the maps that a release leaves out, and packs. */
  public pack(): void {
    const source = join(this.root, 'source');
    const build = ['-p', 'tsconfig.build.json', '--outDir', join(source, 'dist/js'), '--sourceMap', '--declarationMap'];
    run(ROOT, [TSC, ...build]);
    for (const file of SOURCES) cpSync(join(ROOT, file), join(source, file), { recursive: true });
    npm(source, 'pack', '--ignore-scripts', '--pack-destination', this.root);
  }

  /** Paths in the tarball. */
  public files(): string[] {
    const list = execFileSync('tar', ['-tzf', this.tarball], { encoding: 'utf8' });
    return list
      .trim()
      .split('\n')
      .map((path) => path.replace(/^package\//, ''));
  }

  public remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** Runs npm. @returns standard output */
export function npm(cwd: string, ...args: string[]): string {
  // `npm test` tells its children about the package it runs in; another package must not hear of it.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('npm_')));
  return execFileSync('npm', args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Runs Node. @returns standard output */
export function run(cwd: string, args: readonly string[]): string {
  try {
    return execFileSync(process.execPath, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    const { stdout, stderr } = error as { readonly stdout: string; readonly stderr: string };
    throw new Error(`node ${args.join(' ')} failed:\n${stdout}${stderr}`, { cause: error });
  }
}

import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '../..');
const NODE_MODULES = join(ROOT, 'node_modules');

/** What another repository has installed next to this package. */
const INSTALLED = ['cdk8s', 'cdk8s-plus-27', 'constructs', '@types/node'];

/** A package built and packed, and another one that has it installed, both away from the working tree. */
export class ConsumerWorkspace {
  /** Root of the other package. */
  public readonly app: string;
  private readonly root = mkdtempSync(join(tmpdir(), 'cdk8s-spark-consumer-'));
  private readonly source = join(this.root, 'source');

  public constructor() {
    this.app = join(this.root, 'app');
    mkdirSync(this.source);
    cpSync(join(ROOT, 'test/consumer/app'), this.app, { recursive: true });
  }

  /** Compiles lib as `npm run build` does. */
  public build(): void {
    const outDir = join(this.source, 'dist/js');
    this.run(ROOT, [tsc(), '-p', 'tsconfig.build.json', '--outDir', outDir, '--sourceMap', '--declarationMap']);
    for (const file of ['README.md', 'LICENSE', 'CHANGELOG.md', 'package.json', 'lib', 'test/architecture.test.ts']) {
      cpSync(join(ROOT, file), join(this.source, file), { recursive: true });
    }
  }

  /** Paths in the tarball. */
  public files(): string[] {
    const [report] = JSON.parse(this.npm(this.source, 'pack', '--dry-run', '--json', '--ignore-scripts')) as [
      { readonly files: { readonly path: string }[] },
    ];
    return report.files.map(({ path }) => path);
  }

  /** Packs, installs the tarball without network, and puts the peers beside it. */
  public install(): void {
    const tarball = this.npm(this.source, 'pack', '--ignore-scripts', '--pack-destination', this.root).trim();
    writeFileSync(join(this.app, 'package.json'), JSON.stringify({ name: 'app', version: '1.0.0', private: true }));
    // Peers would be asked of the registry.
    const flags = ['--offline', '--legacy-peer-deps', '--ignore-scripts', '--no-audit', '--no-fund'];
    this.npm(this.app, 'install', ...flags, join(this.root, tarball));
    for (const name of INSTALLED) {
      const link = join(this.app, 'node_modules', name);
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(join(NODE_MODULES, name), link, 'junction');
    }
  }

  /** Compiles the other package's program, and this one's declarations unless told otherwise. @returns what tsc says */
  public compile(module: string, moduleResolution: string, ...options: string[]): string {
    const strict = ['--strict', '--target', 'es2022'];
    const resolution = ['--module', module, '--moduleResolution', moduleResolution];
    return this.run(this.app, [tsc(), ...strict, ...resolution, '--types', 'node', ...options, 'main.ts']);
  }

  /** Runs a file of the other package. @returns standard output */
  public node(...args: string[]): string {
    return this.run(this.app, args);
  }

  public read(path: string): string {
    return readFileSync(join(this.app, path), 'utf8');
  }

  public remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  private npm(cwd: string, ...args: string[]): string {
    // `npm test` tells its children about the package it runs in; the other package must not hear of it.
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('npm_')));
    return execFileSync('npm', args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  }

  private run(cwd: string, args: readonly string[]): string {
    try {
      return execFileSync(process.execPath, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    } catch (error) {
      const { stdout, stderr } = error as { readonly stdout: string; readonly stderr: string };
      throw new Error(`node ${args.join(' ')} failed:\n${stdout}${stderr}`, { cause: error });
    }
  }
}

function tsc(): string {
  return join(NODE_MODULES, 'typescript/bin/tsc');
}

import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { dependencies } from '../../package.json';
import { npm, ROOT, run, TSC, type PackedLibrary } from './packed-library';

/** As much of an object as the tests look at. */
export interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/** What a package.json asks for. */
type Dependencies = { readonly [section: string]: { readonly [name: string]: string } | undefined };
const SECTIONS = ['dependencies', 'devDependencies', 'peerDependencies'];

/** A repository of `test/consumer`, copied and installed as its owner would, but for where the peers come from. */
export class Repository {
  /** Its root. */
  public readonly root: string;

  /** Copies it beside the tarball, links what it depends on, and has npm install the tarball without network. */
  public constructor(library: PackedLibrary, name: string) {
    this.root = join(library.root, name);
    cpSync(join(__dirname, name), this.root, { recursive: true });
    for (const dependency of [...Object.keys(dependencies), ...this.dependencies()]) this.link(dependency);
    // The tarball last: npm finds the rest in place, as the ranges ask, and has no question for the registry.
    npm(this.root, 'install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', library.tarball);
  }

  /** Compiles by the repository's own tsconfig.json. @returns what tsc says */
  public compile(...options: string[]): string {
    return run(this.root, [TSC, ...options]);
  }

  /** Runs a program of the repository. @returns standard output */
  public node(...args: string[]): string {
    return run(this.root, args);
  }

  /** A file of the repository. */
  public read(path: string): string {
    return readFileSync(join(this.root, path), 'utf8');
  }

  /** The objects in the YAML files of a directory. */
  public manifests(directory: string): Manifest[] {
    return manifestsIn(join(this.root, directory));
  }

  /** Where its packages find a package: one path, unless the tree holds it twice. */
  public copies(name: string): string[] {
    const seekers = [this.root, ...this.installed()].map((path) => createRequire(join(realpathSync(path), 'index.js')));
    const found = seekers.map((seeker) => resolution(seeker, name)).filter((path) => path !== undefined);
    return [...new Set(found)];
  }

  /** What its packages depend on, as far as this repository has it. */
  private dependencies(): string[] {
    const files = readdirSync(this.root, { recursive: true, encoding: 'utf8' });
    const names = files
      .filter((file) => file.endsWith('package.json'))
      .map((file) => JSON.parse(this.read(file)) as Dependencies)
      .flatMap((json) => SECTIONS.flatMap((section) => Object.keys(json[section] ?? {})));
    return [...new Set(names)].filter((name) => existsSync(installedHere(name)));
  }

  private link(dependency: string): void {
    const path = join(this.root, 'node_modules', dependency);
    mkdirSync(dirname(path), { recursive: true });
    if (existsSync(path)) return;
    symlinkSync(installedHere(dependency), path, 'junction');
  }

  /** The packages in its node_modules, scoped ones too. */
  private installed(): string[] {
    const modules = join(this.root, 'node_modules');
    return readdirSync(modules)
      .filter((name) => !name.startsWith('.'))
      .flatMap((name) => (name.startsWith('@') ? readdirSync(join(modules, name)).map((own) => join(name, own)) : name))
      .map((name) => join(modules, name));
  }
}

/** The objects in the YAML files of a directory, in the order of the files' names. */
export function manifestsIn(directory: string): Manifest[] {
  return readdirSync(directory)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .flatMap((file) => parseAllDocuments(readFileSync(join(directory, file), 'utf8')))
    .map((document) => document.toJS() as Manifest);
}

function installedHere(name: string): string {
  return join(ROOT, 'node_modules', name);
}

function resolution(seeker: NodeRequire, name: string): string | undefined {
  try {
    return seeker.resolve(name);
  } catch {
    return undefined;
  }
}

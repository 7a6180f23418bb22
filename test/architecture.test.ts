import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { preProcessFile } from 'typescript';
import { dependencies, peerDependencies } from '../package.json';

const LIB = resolve(__dirname, '../lib');
const MAX_LINES = 300;

/** Which rooms of lib a room may import. A room that is missing here may not exist. */
const DOORS: { readonly [room: string]: readonly string[] } = {
  core: [],
  kube: ['core'],
  spark: ['core', 'kube', 'versions'],
  scheduling: ['core', 'kube', 'spark', 'versions'],
  ingress: ['core', 'kube', 'spark', 'versions'],
  runners: ['core', 'kube', 'spark', 'scheduling', 'versions'],
  services: ['core', 'kube', 'spark', 'scheduling', 'ingress', 'versions'],
  monitoring: ['core', 'kube', 'spark', 'scheduling', 'ingress', 'versions'],
  jobs: ['core', 'kube', 'spark', 'ingress', 'runners', 'services', 'monitoring'],
  platform: [
    ...['core', 'kube', 'spark', 'scheduling', 'versions'],
    ...['runners', 'jobs', 'services', 'monitoring', 'ingress', 'policy'],
  ],
  policy: ['core', 'kube'],
  gitops: ['core', 'kube', 'policy'],
  synth: ['core', 'kube', 'policy'],
  pulumi: ['core', 'kube', 'policy', 'synth'],
  versions: [],
};

/** The public entries: they may import anything. */
const ENTRIES = ['index', 'testing'];

interface SourceFile {
  /** Relative to lib, with slashes. */
  readonly path: string;
  readonly text: string;
}

/** Imports, re-exports, `import type` and dynamic imports alike: `./x` as written. */
function specifiers(file: SourceFile): string[] {
  return preProcessFile(file.text, true, true).importedFiles.map(({ fileName }) => fileName);
}

function room(path: string): string {
  return (path.split('/')[0] ?? '').replace(/\.ts$/, '');
}

/** `spark/job.ts` for `../spark/job` and `spark/index.ts` for `../spark`; undefined when no such file exists. */
function target(file: SourceFile, specifier: string, paths: ReadonlySet<string>): string | undefined {
  const path = join(dirname(file.path), specifier);
  return [`${path}.ts`, `${path}/index.ts`].find((candidate) => paths.has(candidate));
}

function localImports(files: readonly SourceFile[]): Map<string, string[]> {
  const paths = new Set(files.map(({ path }) => path));
  const targets = (file: SourceFile): string[] =>
    specifiers(file)
      .filter((specifier) => specifier.startsWith('.'))
      .flatMap((specifier) => target(file, specifier, paths) ?? []);
  return new Map(files.map((file) => [file.path, targets(file)]));
}

function closedDoors(files: readonly SourceFile[]): string[] {
  return [...localImports(files)].flatMap(([path, targets]) =>
    targets.filter((to) => !mayImport(room(path), room(to))).map((to) => `${path} imports ${to}`),
  );
}

function mayImport(from: string, to: string): boolean {
  return from === to || ENTRIES.includes(from) || (DOORS[from]?.includes(to) ?? false);
}

function unknownRooms(files: readonly SourceFile[]): string[] {
  const known = new Set([...Object.keys(DOORS), ...ENTRIES]);
  return [...new Set(files.map(({ path }) => room(path)))].filter((name) => !known.has(name));
}

/** The only folder that may import what this package depends on: a builder of dashboards. */
const DASHBOARDS = 'monitoring/dashboards/';

/** Packages that are neither Node's own nor a peer; Pulumi's belong to its room. */
function foreignPackages(files: readonly SourceFile[]): string[] {
  const peers = Object.keys(peerDependencies);
  const own = (path: string, specifier: string): boolean =>
    path.startsWith(DASHBOARDS) && Object.keys(dependencies).some((name) => specifier.startsWith(`${name}/`));
  const allowed = (path: string, specifier: string): boolean =>
    specifier.startsWith('.') ||
    specifier.startsWith('node:') ||
    own(path, specifier) ||
    (specifier.startsWith('@pulumi/') ? room(path) === 'pulumi' : peers.includes(specifier));
  return files.flatMap((file) =>
    specifiers(file)
      .filter((specifier) => !allowed(file.path, specifier))
      .map((specifier) => `${file.path} imports ${specifier}`),
  );
}

/** Each circle once, as `a.ts → b.ts → a.ts`. */
function circles(files: readonly SourceFile[]): string[] {
  const imports = localImports(files);
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) found.push([...trail.slice(start), path].join(' → '));
    if (start >= 0 || done.has(path)) return;
    for (const next of imports.get(path) ?? []) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const path of imports.keys()) visit(path, []);
  return found;
}

function tooLong(files: readonly SourceFile[]): string[] {
  return files
    .map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > MAX_LINES)
    .map(({ path, lines }) => `${path}: ${lines} lines`);
}

function sources(): SourceFile[] {
  return readdirSync(LIB, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ path: relative(LIB, file).replaceAll('\\', '/'), text: readFileSync(file, 'utf8') }));
}

describe('lib', () => {
  const files = sources();

  test('has files and imports to check', () => {
    expect([...localImports(files).values()].flat().length).toBeGreaterThan(10);
  });
  test('has no room without doors', () => expect(unknownRooms(files)).toEqual([]));
  test('goes through doors only', () => expect(closedDoors(files)).toEqual([]));
  test('imports its peers and Node only, Pulumi only in its room', () => expect(foreignPackages(files)).toEqual([]));
  test('has no circular imports', () => expect(circles(files)).toEqual([]));
  test(`has no file over ${MAX_LINES} lines`, () => expect(tooLong(files)).toEqual([]));
});

describe('the checks find', () => {
  const file = (path: string, text: string): SourceFile => ({ path, text });

  test.each([
    ['a value', "import { SparkJob } from '../jobs/spark-job';"],
    ['a type', "import type { SparkJob } from '../jobs/spark-job';"],
    ['a re-export', "export * from '../jobs';"],
    ['a dynamic import', "const job = () => import('../jobs/spark-job');"],
  ])('a closed door behind %s', (_name, text) => {
    const files = [file('kube/a.ts', text), file('jobs/spark-job.ts', ''), file('jobs/index.ts', '')];
    expect(closedDoors(files)).toEqual([expect.stringMatching(/^kube\/a\.ts imports jobs\/(spark-job|index)\.ts$/)]);
  });
  test('nothing behind an open door or in the entries', () => {
    const files = [
      file('index.ts', "export * from './jobs/a';"),
      file('jobs/a.ts', "import { b } from '../core/b';"),
      file('core/b.ts', "import { c } from './c';"),
      file('core/c.ts', ''),
    ];
    expect(closedDoors(files)).toEqual([]);
  });
  test('a room without doors', () =>
    expect(unknownRooms([file('attic/a.ts', ''), file('core/b.ts', '')])).toEqual(['attic']));
  test('foreign packages', () => {
    const files = [
      file('core/a.ts', "import { parse } from 'yaml';\nimport { App } from 'cdk8s';"),
      file('synth/b.ts', "import { Input } from '@pulumi/pulumi';\nimport { join } from 'node:path';"),
      file('pulumi/c.ts', "import { Input } from '@pulumi/pulumi';"),
    ];
    expect(foreignPackages(files)).toEqual(['core/a.ts imports yaml', 'synth/b.ts imports @pulumi/pulumi']);
  });
  test('a circle over three files', () => {
    const files = [
      file('core/a.ts', "import './b';"),
      file('core/b.ts', "import type { C } from './c';"),
      file('core/c.ts', "import { A } from './a';"),
      file('core/d.ts', "import './a';"),
    ];
    expect(circles(files)).toEqual(['core/a.ts → core/b.ts → core/c.ts → core/a.ts']);
  });
  test('a long file', () => {
    const files = [file('core/a.ts', 'x\n'.repeat(MAX_LINES)), file('core/b.ts', 'x\n'.repeat(MAX_LINES + 1))];
    expect(tooLong(files)).toEqual(['core/b.ts: 301 lines']);
  });
});

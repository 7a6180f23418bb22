import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { devDependencies } from '../../package.json';
import { PackedLibrary, ROOT, run } from './packed-library';
import { manifestsIn, Repository } from './repository';

/** Generating, building and installing a wheel. */
const SLOW = 600_000;

/** A Python environment of its own with the wheel in it. */
class PythonApp {
  public readonly root: string;
  private readonly python: string;

  public constructor(library: PackedLibrary) {
    this.root = join(library.root, 'python-app');
    this.python = join(this.root, 'venv/bin/python');
    cpSync(join(__dirname, 'python-app'), this.root, { recursive: true });
    const wheels = join(library.root, 'wheels');
    run(ROOT, [join(ROOT, 'scripts/package-python.js'), wheels]);
    execFileSync('python3', ['-m', 'venv', 'venv'], { cwd: this.root });
    const built = readdirSync(wheels).map((wheel) => join(wheels, wheel));
    this.run('-m', 'pip', '-q', '--disable-pip-version-check', 'install', '-r', 'requirements.txt', ...built);
  }

  public run(...args: string[]): string {
    return execFileSync(this.python, args, { cwd: this.root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  }
}

describe('the Python package', () => {
  const library = new PackedLibrary();
  let app: PythonApp;
  beforeAll(() => {
    library.pack();
    app = new PythonApp(library);
  }, SLOW);
  afterAll(() => library.remove());

  test(
    'synthesizes what the TypeScript app does',
    () => {
      const typescript = new Repository(library, 'cdk8s-app');
      typescript.compile();
      typescript.node('build/main.js');
      app.run('main.py');
      const made = manifestsIn(join(app.root, 'dist'));
      expect(made.map(({ kind }) => kind)).toContain('Job');
      expect(made).toEqual(typescript.manifests('dist'));
    },
    SLOW,
  );
  test('reports mistakes in the words of the rules', () => {
    const program = [
      'from cdk8s import Chart, Size, Testing',
      'from cdk8s_spark import *',
      'chart = Chart(Testing.app(), "etl")',
      'SparkJob(chart, "pi", application=SparkApplication.python("local:///pi.py"),',
      '  image=SparkImage.official(SparkVersion.V4_1), service_account=SparkServiceAccount.from_name("spark"),',
      '  driver=SparkDriverProps(memory=Size.mebibytes(100)))',
      'Testing.synth(chart)',
    ].join('\n');
    expect(() => app.run('-c', program)).toThrow('spark/driver-memory-too-small');
  });
  test('is tested with the versions that this repository has', () => {
    const pinned = readFileSync(join(app.root, 'requirements.txt'), 'utf8').trim().split('\n');
    const names = ['cdk8s', 'cdk8s-plus-27', 'constructs'] as const;
    expect(pinned).toEqual(names.map((name) => `${name}==${devDependencies[name]}`));
  });
});

import { join } from 'node:path';
import { PackedLibrary, ROOT, run } from './consumer/packed-library';
import { Repository, type Manifest } from './consumer/repository';

/** Compiling and installing take seconds each. */
const SLOW = 180_000;

/** The strictest options a user may have; the declarations of cdk8s-plus themselves do not hold under them. */
const EXACT = ['--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess', '--skipLibCheck'];

const library = new PackedLibrary();
beforeAll(() => library.pack(), SLOW);
afterAll(() => library.remove());

/** A repository of `test/consumer` with the tarball installed. Two copies of a construct library do not know each other. */
function repository(name: string): () => Repository {
  let installed: Repository;
  beforeAll(() => {
    installed = new Repository(library, name);
  }, SLOW);
  test.each(['constructs', 'cdk8s', 'cdk8s-spark'])('holds one copy of %s', (dependency) => {
    expect(installed.copies(dependency)).toHaveLength(1);
  });
  return () => installed;
}

function names(documents: readonly Manifest[], kind: string): string[] {
  return documents.filter((document) => document.kind === kind).map(({ metadata }) => metadata.name);
}

describe('the tarball', () => {
  test('holds what users need and nothing else', () => {
    const files = library.files();
    const own = ['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json'];
    expect(files.filter((file) => !file.startsWith('dist/js/')).sort()).toEqual(own);
    const entries = ['index', 'testing', 'pulumi/index'].flatMap((entry) => [`${entry}.js`, `${entry}.d.ts`]);
    expect(files).toEqual(expect.arrayContaining(entries.map((file) => `dist/js/${file}`)));
    expect(
      files.filter((file) => file.startsWith('dist/js/') && !/^dist\/js\/[a-z0-9/-]+(\.d\.ts|\.js)$/.test(file)),
    ).toEqual([]);
    expect(files.filter((file) => /\.test\.|(^|\/)test\//.test(file))).toEqual([]);
  });

  test(
    'has types that resolve in every way TypeScript knows',
    () => {
      const attw = join(ROOT, 'node_modules/@arethetypeswrong/cli/dist/index.js');
      // It would ask the registry for @types; this package has its own.
      const report = run(ROOT, [attw, '--no-definitely-typed', '--format', 'json', library.tarball]);
      const { analysis } = JSON.parse(report) as Attw;
      const resolved = Object.entries(analysis.entrypoints).flatMap(([entry, { resolutions }]) =>
        Object.entries(resolutions).map(([way, { resolution }]) => [entry, way, resolution !== undefined]),
      );
      expect(resolved.filter(([entry]) => entry !== './package.json')).toEqual(
        ['.', './testing', './pulumi'].flatMap((entry) =>
          ['node10', 'node16-cjs', 'node16-esm', 'bundler'].map((way) => [entry, way, true]),
        ),
      );
      expect(analysis.problems).toEqual([]);
    },
    SLOW,
  );
});

interface Attw {
  readonly analysis: {
    readonly problems: readonly unknown[];
    readonly entrypoints: {
      readonly [entry: string]: { readonly resolutions: { readonly [way: string]: { readonly resolution?: unknown } } };
    };
  };
}

describe('a cdk8s app', () => {
  const app = repository('cdk8s-app');

  test(
    'compiles under node16 resolution and synthesizes with the stock App',
    () => {
      expect(app().compile()).toBe('');
      const kinds = JSON.parse(app().node('build/main.js')) as string[];
      expect(kinds).toEqual(expect.arrayContaining(['Job', 'ConfigMap']));
      expect(app().read('dist/etl.k8s.yaml')).toContain('serviceAccountName: yippee-spark');
    },
    SLOW,
  );
  test.each([
    ['node10', ['--module', 'commonjs', '--moduleResolution', 'node10', '--skipLibCheck']],
    ['bundler', ['--module', 'esnext', '--moduleResolution', 'bundler', ...EXACT]],
  ])('compiles under %s resolution', (_name, options) => expect(app().compile('--noEmit', ...options)).toBe(''), SLOW);
  test('imports by name from an ES module', () => {
    expect(app().node('esm.mjs')).toBe('SparkJob SparkImage SparkTesting\n');
  });
  test('reaches no file but the entries', () => {
    const file = "require('cdk8s-spark/dist/js/index.js')";
    expect(() => app().node('-e', file)).toThrow('ERR_PACKAGE_PATH_NOT_EXPORTED');
    expect(app().node('-p', "require('cdk8s-spark/package.json').name")).toBe('cdk8s-spark\n');
  });
  test('runs without Pulumi', () => {
    expect(() => app().node('-e', "require('@pulumi/pulumi')")).toThrow('MODULE_NOT_FOUND');
  });
});

describe('an AWS CDK app', () => {
  const app = repository('aws-cdk-app');

  test(
    'adds the chart of a job to a cluster',
    () => {
      expect(app().compile()).toBe('');
      app().node('build/main.js', 'cdk.out');
      const { Resources } = JSON.parse(app().read('cdk.out/spark.template.json')) as Template;
      const added = Object.values(Resources).filter(({ Type }) => Type === 'Custom::AWSCDK-EKS-KubernetesResource');
      expect(added.map(({ Properties }) => Properties.ClusterName)).toEqual(['analytics']);
      const objects = added.flatMap(({ Properties }) => JSON.parse(Properties.Manifest) as Manifest[]);
      const job = objects.find(({ kind }) => kind === 'Job');
      expect(job).toMatchObject({
        metadata: { name: 'pi', namespace: 'spark-jobs' },
        spec: { template: { spec: { serviceAccountName: 'yippee-spark' } } },
      });
      // What the driver mounts comes with it, and before it.
      expect(names(objects, 'ConfigMap').length).toBeGreaterThan(0);
      expect(objects.at(-1)).toBe(job);
    },
    SLOW,
  );
});

interface Template {
  readonly Resources: {
    readonly [id: string]: {
      readonly Type: string;
      readonly Properties: { readonly ClusterName: string; readonly Manifest: string };
    };
  };
}

describe('a monorepo', () => {
  const app = repository('monorepo');

  test(
    'composes two platforms in one cluster',
    () => {
      expect(app().compile('-b', 'packages/cluster')).toBe('');
      app().node('packages/cluster/build/main.js', 'dist');
      const objects = app().manifests('dist');
      expect(names(objects, 'Namespace').sort()).toEqual(['etl', 'science']);
      expect(names(objects, 'PriorityClass')).toEqual(expect.arrayContaining(['etl-urgent', 'science-routine']));
      expect([...names(objects, 'CronJob'), ...names(objects, 'Job')]).toEqual(['load', 'train']);
    },
    SLOW,
  );
  test('hears of two objects with one name', () => {
    const clash = (): string => app().node('packages/cluster/build/main.js', 'clash', 'a-', 'a-');
    expect(clash).toThrow(/PriorityClass a-routine/);
  });
});

describe('a Pulumi program', () => {
  const app = repository('pulumi-program');

  test(
    'adds one job to its stack',
    () => {
      expect(app().compile()).toBe('');
      const { urn, workloads, registered } = JSON.parse(app().node('build/check.js')) as StackUnderMocks;
      expect(urn).toContain('kubernetes:batch/v1:Job::spark-jobs/pi');
      expect(workloads).toEqual(['Job spark-jobs/pi']);
      const objects = registered.filter(({ type }) => /^kubernetes:.*:(ConfigMap|Job)$/.test(type));
      expect(objects.map(({ name }) => name)).toContain('spark-jobs/pi');
      // The name of the bucket, which another stack knows, has reached Spark's properties.
      expect(JSON.stringify(objects.map(({ inputs }) => inputs))).toContain('s3a://acme-lake/events');
    },
    SLOW,
  );
});

interface StackUnderMocks {
  readonly urn: string;
  readonly workloads: readonly string[];
  readonly registered: readonly { readonly type: string; readonly name: string; readonly inputs: unknown }[];
}

import { ConsumerWorkspace } from './consumer/workspace';

/** Compiling and installing take seconds each. */
const SLOW = 120_000;

/** The strictest options a user may have; the declarations of cdk8s-plus themselves do not hold under them. */
const EXACT = ['--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess', '--skipLibCheck'];

const workspace = new ConsumerWorkspace();
beforeAll(() => workspace.build(), SLOW);
afterAll(() => workspace.remove());

describe('the tarball', () => {
  test(
    'holds what users need and nothing else',
    () => {
      const files = workspace.files();
      const own = ['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json'];
      expect(files.filter((file) => !file.startsWith('dist/js/')).sort()).toEqual(own);
      expect(files).toEqual(
        expect.arrayContaining(
          ['index.js', 'index.d.ts', 'testing.js', 'testing.d.ts'].map((file) => `dist/js/${file}`),
        ),
      );
      expect(
        files.filter((file) => file.startsWith('dist/js/') && !/^dist\/js\/[a-z0-9/-]+(\.d\.ts|\.js)$/.test(file)),
      ).toEqual([]);
      expect(files.filter((file) => /\.test\.|(^|\/)test\//.test(file))).toEqual([]);
    },
    SLOW,
  );
});

describe('another package', () => {
  beforeAll(() => workspace.install(), SLOW);

  test(
    'compiles under node16 resolution and synthesizes with the stock App',
    () => {
      expect(workspace.compile('node16', 'node16', '--outDir', 'node16')).toBe('');
      const kinds = JSON.parse(workspace.node('node16/main.js', 'manifests')) as string[];
      expect(kinds).toEqual(expect.arrayContaining(['Job', 'ConfigMap']));
      expect(workspace.read('manifests/etl.k8s.yaml')).toContain('serviceAccountName: yippee-spark');
    },
    SLOW,
  );
  test(
    'compiles under bundler resolution',
    () => expect(workspace.compile('esnext', 'bundler', '--noEmit', ...EXACT)).toBe(''),
    SLOW,
  );
  test('imports by name from an ES module', () => {
    expect(workspace.node('esm.mjs')).toBe('SparkJob SparkImage SparkTesting\n');
  });
  test('reaches no file but the entries', () => {
    expect(() => workspace.node('-e', "require('cdk8s-spark/dist/js/index.js')")).toThrow(
      'ERR_PACKAGE_PATH_NOT_EXPORTED',
    );
    expect(workspace.node('-p', "require('cdk8s-spark/package.json').name")).toBe('cdk8s-spark\n');
  });
});

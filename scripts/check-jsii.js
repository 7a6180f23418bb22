'use strict';
// Compiles the main entry with jsii in a copy, so that Python, Java and Go packages stay one command away.
// jsii writes tsconfig.json, .jsii and its output beside the sources; the working tree stays as it was.
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const root = path.resolve(__dirname, '..');

/** What jsii reads of package.json: the published metadata without entries and scripts, plus its own section. */
function jsiiPackage() {
  const {
    name,
    version,
    description,
    license,
    author,
    repository,
    keywords,
    main,
    types,
    engines,
    peerDependencies,
    devDependencies,
  } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  const module = name.replace(/-/g, '_');
  return {
    ...{ name, version, description, license, author, repository, keywords, main, types, engines, peerDependencies },
    devDependencies: Object.fromEntries(Object.keys(peerDependencies).map((peer) => [peer, devDependencies[peer]])),
    stability: 'experimental',
    jsii: {
      outdir: 'dist',
      versionFormat: 'full',
      targets: { python: { distName: name, module } },
    },
  };
}

/** jsii's own default stops at ES2020; these are the settings of its strict rule set. */
function tsconfig() {
  const strict = {
    strict: true,
    noImplicitReturns: true,
    noFallthroughCasesInSwitch: true,
    forceConsistentCasingInFileNames: true,
  };
  const modules = { module: 'node16', moduleResolution: 'node16', esModuleInterop: true, skipLibCheck: true };
  return {
    compilerOptions: {
      ...{ target: 'es2022', lib: ['es2022'], types: ['node'], rootDir: 'lib', outDir: 'dist/js' },
      ...{ ...modules, ...strict, resolveJsonModule: true, declaration: true, noEmitOnError: true },
    },
    include: ['lib'],
  };
}

function compile(directory) {
  fs.cpSync(path.join(root, 'lib'), path.join(directory, 'lib'), { recursive: true });
  for (const file of ['README.md', 'LICENSE']) fs.copyFileSync(path.join(root, file), path.join(directory, file));
  fs.writeFileSync(path.join(directory, 'package.json'), JSON.stringify(jsiiPackage(), null, 2));
  fs.writeFileSync(path.join(directory, 'tsconfig.jsii.json'), JSON.stringify(tsconfig(), null, 2));
  fs.symlinkSync(path.join(root, 'node_modules'), path.join(directory, 'node_modules'), 'junction');
  const jsii = require.resolve('jsii/bin/jsii');
  const result = spawnSync(
    process.execPath,
    [
      jsii,
      '--tsconfig',
      'tsconfig.jsii.json',
      '--silence-warnings=reserved-word',
      '--silence-warnings=metadata/missing-dev-dependency',
    ],
    {
      cwd: directory,
      encoding: 'utf8',
      env: { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: process.versions.node.split('.')[0] },
    },
  );
  return { status: result.status ?? 1, output: `${result.stdout}${result.stderr}` };
}

/** The public classes, structs and enums that the assembly holds; an empty one would pass without proving anything. */
function exportedTypes(directory) {
  const assembly = JSON.parse(fs.readFileSync(path.join(directory, '.jsii'), 'utf8'));
  return Object.keys(assembly.types ?? {});
}

const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-spark-jsii-'));
try {
  const { status, output } = compile(directory);
  process.stdout.write(output.replaceAll(`${directory}${path.sep}`, ''));
  const types = status === 0 ? exportedTypes(directory) : [];
  if (types.length > 0) console.log(`jsii: ${types.length} public types compile`);
  else console.error('jsii: the main entry does not compile under jsii, or exports no type');
  process.exitCode = types.length > 0 ? 0 : 1;
} finally {
  fs.rmSync(directory, { recursive: true, force: true });
}

'use strict';
// The main entry as a jsii module, in a directory of its own: jsii writes tsconfig.json, .jsii and its output beside
// the sources, and the working tree stays as it was.
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const root = path.resolve(__dirname, '..');

/** Peers that the main entry stands on; Pulumi's are for another entry, which jsii does not see. */
function peers({ peerDependencies, peerDependenciesMeta = {} }) {
  return Object.fromEntries(
    Object.entries(peerDependencies).filter(([name]) => peerDependenciesMeta[name]?.optional !== true),
  );
}

/** What jsii reads of package.json: the published metadata without entries and scripts, plus its own section. */
function jsiiPackage() {
  const published = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  const { name, version, description, license, author, repository, keywords, main, types, engines } = published;
  const peerDependencies = peers(published);
  const { dependencies } = published;
  return {
    ...{ name, version, description, license, author, repository, keywords, main, types, engines, peerDependencies },
    dependencies,
    // What is no jsii module itself travels inside the package.
    bundledDependencies: Object.keys(dependencies),
    devDependencies: Object.fromEntries(
      Object.keys(peerDependencies).map((peer) => [peer, published.devDependencies[peer]]),
    ),
    files: ['dist/js', '.jsii'],
    stability: 'experimental',
    jsii: {
      outdir: 'dist',
      versionFormat: 'full',
      targets: { python: { distName: name, module: name.replace(/-/g, '_') } },
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
    include: ['lib/index.ts'],
  };
}

/** Compiles in `directory`. @returns exit code, what jsii says, and the public types by their full names */
function assemble(directory) {
  fs.cpSync(path.join(root, 'lib'), path.join(directory, 'lib'), { recursive: true });
  for (const file of ['README.md', 'LICENSE']) fs.copyFileSync(path.join(root, file), path.join(directory, file));
  fs.writeFileSync(path.join(directory, 'package.json'), JSON.stringify(jsiiPackage(), null, 2));
  fs.writeFileSync(path.join(directory, 'tsconfig.jsii.json'), JSON.stringify(tsconfig(), null, 2));
  fs.symlinkSync(path.join(root, 'node_modules'), path.join(directory, 'node_modules'), 'junction');
  const silent = ['reserved-word', 'metadata/missing-dev-dependency'].map((warning) => `--silence-warnings=${warning}`);
  const args = [require.resolve('jsii/bin/jsii'), '--tsconfig', 'tsconfig.jsii.json', ...silent];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: directory,
    encoding: 'utf8',
    env: { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: process.versions.node.split('.')[0] },
  });
  const output = `${stdout}${stderr}`.replaceAll(`${directory}${path.sep}`, '');
  return { status: status ?? 1, output, types: status === 0 ? publicTypes(directory) : [] };
}

/** An assembly that holds none would pass without proving anything. */
function publicTypes(directory) {
  return Object.keys(JSON.parse(fs.readFileSync(path.join(directory, '.jsii'), 'utf8')).types ?? {});
}

/** Runs `use` with a new directory and removes it, whatever happens. @returns what `use` returns */
function inTemporaryDirectory(use) {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-spark-jsii-'));
  try {
    return use(directory);
  } finally {
    fs.rmSync(directory, { recursive: true, force: true });
  }
}

module.exports = { assemble, inTemporaryDirectory, root };

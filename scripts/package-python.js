'use strict';
// The main entry as a Python wheel: `npm run package:python [directory]`, by default dist/python. The generated code is
// built with tools that pip fetches from its index.
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const { assemble, inTemporaryDirectory, root } = require('./jsii-assembly');

function build(directory) {
  const { output, types } = assemble(directory);
  if (types.length === 0) throw new Error(`jsii refuses the main entry:\n${output}`);
  // Examples in docstrings are TypeScript: translating them costs a minute and needs them to compile.
  const options = ['--targets', 'python', '--code-only', 'false', '--rosetta-unknown-snippets', 'verbatim'];
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [require.resolve('jsii-pacmak/bin/jsii-pacmak'), ...options, '--outdir', path.join(directory, 'out')],
    { cwd: directory, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`jsii-pacmak failed:\n${stdout}${stderr}`);
  return fs.readdirSync(path.join(directory, 'out/python')).filter((file) => file.endsWith('.whl'));
}

const target = path.resolve(root, process.argv[2] ?? 'dist/python');
inTemporaryDirectory((directory) => {
  const wheels = build(directory);
  fs.rmSync(target, { recursive: true, force: true });
  fs.mkdirSync(target, { recursive: true });
  for (const wheel of wheels) {
    fs.copyFileSync(path.join(directory, 'out/python', wheel), path.join(target, wheel));
    console.log(path.relative(process.cwd(), path.join(target, wheel)));
  }
});

/** Child of output.test.ts: writes a second output and kills itself before the nth change of the directory. */
import fs from 'node:fs';
import { OutputDirectory } from '../../lib/synth/output';

const [directory, version, killAt] = process.argv.slice(2) as [string, string, string];
let calls = 0;
for (const name of ['mkdirSync', 'writeFileSync', 'chmodSync', 'renameSync', 'rmSync'] as const) {
  const original = fs[name] as (...parameters: unknown[]) => unknown;
  Object.defineProperty(fs, name, {
    value: (...parameters: unknown[]) => {
      if (++calls === Number(killAt)) process.kill(process.pid, 'SIGKILL');
      return original(...parameters);
    },
  });
}
const output = new OutputDirectory(directory);
output.recover();
const names = version === 'new' ? ['a.yaml', 'b.yaml', 'new/c.yaml'] : ['a.yaml', 'b.yaml', 'old/c.yaml'];
output.replace(names.map((path) => ({ path, text: `${version} ${path}\n` })));
console.log('done');

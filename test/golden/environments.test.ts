import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { environments, type Environment } from '../../apps/environments';
import { buildPlatform } from '../../apps/platform/platform';
import { PlatformApp } from '../../lib';
import { readTree, temporary } from '../synth/trees';

/** All files of an environment, each under its name. */
function output(environment: Environment): string {
  const app = new PlatformApp({ outdir: temporary(), summary: false });
  buildPlatform(app, environment);
  app.synth();
  const files = Object.entries(readTree(app.outdir)).filter(([path]) => path.endsWith('.yaml'));
  return files.map(([path, text]) => `# ${path}\n${text}`).join('');
}

describe.each(Object.entries(environments))('%s', (name, environment) => {
  const golden = join(__dirname, `${name}.yaml`);

  test('is what the golden file holds, byte for byte (UPDATE_GOLDEN=1 rewrites it)', () => {
    const text = output(environment);
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(golden, text);
    expect(existsSync(golden)).toBe(true);
    expect(text).toBe(readFileSync(golden, 'utf8'));
  });

  test('comes out byte for byte the same again', () => expect(output(environment)).toBe(output(environment)));
});

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'cdk8s';
import { environments } from '../../apps/environments';
import { buildPlatform } from '../../apps/platform/platform';
import { buildTwoTenants } from '../../apps/examples/two-tenants';
import { PlatformApp } from '../../lib';
import { readTree, temporary } from '../synth/trees';

/** Installations, definitions, rules and dashboards have tests of their own. */
const ELSEWHERE = {
  file: 'volcano-system',
  document: /^kind: (CustomResourceDefinition|PrometheusRule)$|^  name: grafana-dashboard-/m,
};

/** All files of an app, each under its name. */
function output(build: (app: App) => void): string {
  const app = new PlatformApp({ outdir: temporary(), summary: false });
  build(app);
  app.synth();
  const files = Object.entries(readTree(app.outdir)).filter(
    ([path]) => path.endsWith('.yaml') && !path.includes(ELSEWHERE.file),
  );
  return files.map(([path, text]) => `# ${path}\n${shortened(text)}`).join('');
}

function shortened(text: string): string {
  const documents = text.split(/^---\n/m).filter((document) => !ELSEWHERE.document.test(document));
  return documents.join('---\n');
}

const APPS: readonly [string, (app: App) => void][] = [
  ...Object.entries(environments).map(
    ([name, environment]) => [name, (app: App) => buildPlatform(app, environment)] as [string, (app: App) => void],
  ),
  ['two-tenants', buildTwoTenants],
];

describe.each(APPS)('%s', (name, build) => {
  const golden = join(__dirname, `${name}.yaml`);

  test('is what the golden file holds, byte for byte (UPDATE_GOLDEN=1 rewrites it)', () => {
    const text = output(build);
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(golden, text);
    expect(existsSync(golden)).toBe(true);
    expect(text).toBe(readFileSync(golden, 'utf8'));
  });

  test('comes out byte for byte the same again', () => expect(output(build)).toBe(output(build)));
});

import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { run } from './kubectl';
import { readManifests, type Manifest } from './manifest';

const ROOT = resolve(__dirname, '../..');

/** Names of the environments of the platform, as `SPARK_ENV` takes them. */
export const ENVIRONMENTS = ['local', 'dev', 'staging', 'prod'];

/** The index starts nothing, and the trees for GitOps go where the program says; `test/examples/gitops.test.ts` has them. */
const NOT_APPLIED = ['index.ts', 'gitops.ts'];

/** Files of the examples, each a program of its own. */
export const EXAMPLES = readdirSync(join(ROOT, 'apps/examples'))
  .filter((file) => file.endsWith('.ts') && !NOT_APPLIED.includes(file))
  .sort();

/** The objects of one environment of the platform, by way of the YAML files that a user gets. */
export function synthEnvironment(name: string): Promise<Manifest[]> {
  return synth('apps/platform/main.ts', { SPARK_ENV: name });
}

/** The objects of one example. */
export function synthExample(file: string): Promise<Manifest[]> {
  return synth(`apps/examples/${file}`, {});
}

async function synth(program: string, env: Record<string, string>): Promise<Manifest[]> {
  const outdir = mkdtempSync(join(tmpdir(), 'cdk8s-spark-'));
  const { code, stdout, stderr } = await run(
    process.execPath,
    [join(ROOT, 'node_modules/ts-node/dist/bin.js'), '--transpile-only', program],
    { cwd: ROOT, env: { ...env, CDK8S_OUTDIR: outdir } },
  );
  if (code !== 0) throw new Error(`${program} ended with ${code}:\n${stdout}${stderr}`);
  const manifests = readManifests(outdir);
  if (manifests.length === 0) throw new Error(`${program} wrote no objects`);
  return manifests;
}

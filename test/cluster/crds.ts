import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { kubectl } from './kubectl';
import { parse, readManifests, type Manifest } from './manifest';

export { parse };

/** Folder with the CRDs that projects publish, one folder for each release; see docs/testing.md. */
const FOLDER = process.env.CDK8S_SPARK_CRDS;

/** The published CRDs of a project, such as `volcano-1.15.1`; undefined where the folder is not given. */
export function publishedCrds(release: string): Manifest[] | undefined {
  if (FOLDER === undefined || !existsSync(join(FOLDER, release))) return undefined;
  return readManifests(join(FOLDER, release)).filter(({ kind }) => kind === 'CustomResourceDefinition');
}

/** Installs definitions and waits until their kinds are served. Server-side: some are too large for an annotation. */
export async function installCrds(definitions: readonly Manifest[]): Promise<void> {
  const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: definitions });
  await kubectl(['apply', '--server-side', '--force-conflicts', '-f', '-'], input);
  const names = definitions.map(({ metadata }) => `crd/${metadata.name}`);
  await kubectl(['wait', '--for=condition=Established', '--timeout=120s', ...names]);
}

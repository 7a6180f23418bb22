import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from 'cdk8s';
import { environments } from '../../apps/environments';
import { examples } from '../../apps/examples';
import { buildPlatform } from '../../apps/platform/platform';
import { PlatformApp } from '../../lib';
import { parsed, temporary } from '../synth/trees';
import { manifestOf, MockEngine, type Registered } from './mocks';

type Json = { readonly [field: string]: unknown };

const ENVIRONMENTS = Object.entries(environments).map(
  ([name, environment]) => [name, (app: App) => buildPlatform(app, environment)] as [string, (app: App) => void],
);
const ALL = [...ENVIRONMENTS, ...Object.entries(examples)];

let engine: MockEngine;
beforeAll(async () => {
  engine = await MockEngine.start();
});

describe.each(ALL)('%s', (_, build) => {
  test('registers what the YAML says, field by field', async () => {
    const app = new PlatformApp({ outdir: temporary(), summary: false });
    build(app);
    const documents = parsed(app.synthYaml()) as Json[];
    const manifests = (await engine.deploy(build)).map(manifestOf);
    expect(documents.length).toBeGreaterThan(0);
    expect(new Map(manifests.map((manifest) => [identity(manifest), manifest]))).toEqual(
      new Map(documents.map((document) => [identity(document), document])),
    );
    expect(manifests).toHaveLength(documents.length);
  });

  test('has unique URNs, an order that holds, and no component among the dependencies', async () => {
    const objects = await engine.deploy(build);
    const urns = objects.map(({ urn }) => urn);
    expect(new Set(urns).size).toBe(urns.length);
    const seen = new Set<string>();
    for (const { urn, dependsOn, provider } of objects) {
      expect(dependsOn.filter((dependency) => !seen.has(dependency))).toEqual([]);
      expect(provider).toContain('::cluster::');
      seen.add(urn);
    }
  });
});

describe.each(ENVIRONMENTS)('the tables of %s', (name, build) => {
  test.each([
    ['URNs', 'urns', (objects: Registered[]) => objects.map(({ urn }) => urn)],
    ['selectors of workloads', 'selectors', selectors],
  ])('of %s are what was reviewed (UPDATE_GOLDEN=1 rewrites them)', async (_, table, rows) => {
    const text = rows(await engine.deploy(build))
      .sort()
      .map((row) => `${row}\n`)
      .join('');
    const golden = join(__dirname, 'golden', `${name}.${table}.txt`);
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(golden, text);
    expect(existsSync(golden)).toBe(true);
    expect(text).toBe(readFileSync(golden, 'utf8'));
  });
});

/** What cannot be changed in a workload that runs, and what others find its pods by. */
function selectors(objects: Registered[]): string[] {
  return objects.flatMap((object) => {
    const {
      kind,
      metadata,
      spec = {},
    } = manifestOf(object) as {
      kind: string;
      metadata: Json;
      spec?: { selector?: unknown; podSelector?: unknown; template?: { metadata?: { labels?: Json } } };
    };
    const { selector, podSelector, template } = spec;
    const facts = { selector: selector ?? podSelector, labels: template?.metadata?.labels };
    const isWorkload = facts.selector !== undefined || facts.labels !== undefined;
    return isWorkload
      ? [`${kind} ${String(metadata.namespace)}/${String(metadata.name)} ${JSON.stringify(facts)}`]
      : [];
  });
}

function identity(manifest: Json): string {
  const { namespace, name } = manifest.metadata as { namespace?: string; name: string };
  return `${String(manifest.apiVersion)} ${String(manifest.kind)} ${namespace ?? ''}/${name}`;
}

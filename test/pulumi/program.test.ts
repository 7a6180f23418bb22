import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import * as pulumi from '@pulumi/pulumi';
import { parse } from 'yaml';
import { environments } from '../../apps/environments';
import { clusterProvider, readConfig, type PlatformConfig } from '../../lib/pulumi';
import { MockEngine, valueOf } from './mocks';

const ROOT = resolve(__dirname, '../..');

interface Project {
  readonly name: string;
  readonly main: string;
  readonly runtime: { readonly name: string; readonly options: { readonly tsconfig: string } };
  readonly config: { readonly [key: string]: { readonly type: string; readonly default?: unknown } };
}

function yaml<T>(file: string): T {
  return parse(readFileSync(join(ROOT, file), 'utf8')) as T;
}

const project = yaml<Project>('Pulumi.yaml');

describe('Pulumi.yaml', () => {
  test('names the program itself: in a folder the entries of package.json would win', () => {
    expect(project.main).toBe('apps/pulumi/index.ts');
    expect(existsSync(join(ROOT, project.main))).toBe(true);
  });

  test('names a tsconfig with both module options in the file itself, which is all the runner reads', () => {
    expect(project.runtime.name).toBe('nodejs');
    const tsconfig = join(ROOT, dirname(project.main), project.runtime.options.tsconfig);
    const { compilerOptions } = JSON.parse(readFileSync(tsconfig, 'utf8')) as { compilerOptions: object };
    expect(compilerOptions).toMatchObject({ module: 'node16', moduleResolution: 'node16' });
  });

  test('declares what readConfig reads, with the same defaults', () => {
    expect(Object.keys(project.config)).toEqual([
      'environment',
      'context',
      'clusterIdentifier',
      'importExisting',
      'retain',
    ]);
    const { importExisting, retain } = read({ environment: 'dev', context: 'c', clusterIdentifier: 'i' });
    expect([importExisting, retain]).toEqual([project.config.importExisting?.default, project.config.retain?.default]);
  });
});

describe.each(Object.keys(environments))('Pulumi.%s.yaml', (name) => {
  const { config } = yaml<{ readonly config: { readonly [key: string]: unknown } }>(`Pulumi.${name}.yaml`);

  test('has all settings, of the declared types, and no default provider', () => {
    expect(config['pulumi:disable-default-providers']).toEqual(['kubernetes']);
    expect(config['cdk8s-spark:environment']).toBe(name);
    for (const [key, { type, default: fallback }] of Object.entries(project.config)) {
      expect(typeof (config[`cdk8s-spark:${key}`] ?? fallback)).toBe(type);
    }
  });
});

/** Reads settings as the program does. */
function read(settings: { readonly [key: string]: string }): PlatformConfig {
  const entries = Object.entries(settings).map(([key, value]) => [`settings:${key}`, value]);
  pulumi.runtime.setAllConfig(Object.fromEntries(entries) as { [key: string]: string });
  return readConfig({ environments: Object.keys(environments), config: new pulumi.Config('settings') });
}

describe('readConfig', () => {
  const complete = { environment: 'dev', context: 'kind', clusterIdentifier: 'spark-dev' };

  test('reads all settings', async () => {
    const { kubeconfig, ...plain } = read({ ...complete, kubeconfig: '/k', importExisting: 'true', retain: 'false' });
    expect(plain).toEqual({ ...complete, importExisting: true, retain: false });
    expect(kubeconfig && (await valueOf(kubeconfig))).toBe('/k');
    expect(kubeconfig && (await pulumi.isSecret(kubeconfig))).toBe(true);
  });

  const MISTAKES: [string, { [key: string]: string }, string[]][] = [
    ['nothing set', {}, ['settings:environment', 'settings:context', 'settings:clusterIdentifier']],
    ['an unknown environment', { ...complete, environment: 'production' }, ['there are local, dev, staging, prod']],
    ['no context', { ...complete, context: ' ' }, ['pulumi config set settings:context kind-dev']],
    ['a word for a boolean', { ...complete, retain: 'yes' }, ['settings:retain = "yes"', 'it is true or false']],
  ];
  test.each(MISTAKES)('reports %s', (_, settings, expected) => {
    for (const part of expected) expect(() => read(settings)).toThrow(part);
    expect(() => read(settings)).toThrow('pulumi config set');
  });

  test('makes a provider that keeps names and changes what it can in place', async () => {
    const engine = await MockEngine.start();
    await valueOf(clusterProvider('cluster', read(complete)).urn);
    expect(engine.registered[0]?.sent).toMatchObject({
      context: 'kind',
      clusterIdentifier: 'spark-dev',
      enableConfigMapMutable: 'true',
      enableSecretMutable: 'true',
    });
  });
});

test('the main entry does not load Pulumi', () => {
  const script = `require('ts-node').register({ transpileOnly: true }); require('./lib/index.ts');
    console.log(Object.keys(require.cache).filter((file) => file.includes('@pulumi')).length)`;
  expect(execFileSync(process.execPath, ['-e', script], { cwd: ROOT, encoding: 'utf8' }).trim()).toBe('0');
});

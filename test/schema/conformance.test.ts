import { App } from 'cdk8s';
import { environments } from '../../apps/environments';
import { examples } from '../../apps/examples';
import { buildPlatform } from '../../apps/platform/main';
import { SparkTesting, type Manifest } from '../../lib/testing';
import { schemaErrors } from './validator';

/** Breaches per object, so that a failure names the object; empty when all conform. */
function breaches(manifests: readonly Manifest[]): { [object: string]: string[] } {
  const checked = manifests.map((manifest) => [identity(manifest), schemaErrors(manifest)] as const);
  return Object.fromEntries(checked.filter(([, errors]) => errors.length > 0));
}

function identity({ kind, metadata }: Manifest): string {
  return [kind, metadata.namespace, metadata.name].filter(Boolean).join(' ');
}

test.each(Object.entries(environments))('every object of environment %s conforms', (_name, environment) => {
  const app = new App();
  buildPlatform(app, environment);
  const manifests = SparkTesting.manifests(app);
  expect(manifests).not.toHaveLength(0);
  expect(breaches(manifests)).toEqual({});
});

test.each(Object.entries(examples))('every object of example %s conforms', (_name, build) => {
  const app = new App();
  build(app);
  const manifests = SparkTesting.manifests(app);
  expect(manifests).not.toHaveLength(0);
  expect(breaches(manifests)).toEqual({});
});

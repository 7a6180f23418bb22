import { App } from 'cdk8s';
import { environments } from '../../apps/environments';
import { examples } from '../../apps/examples';
import { buildPlatform } from '../../apps/platform/main';
import { SparkTesting, type Manifest } from '../../lib/testing';
import { CustomKinds, isDefinition } from './custom-kinds';
import { schemaErrors } from './validator';

/** Breaches per object, so that a failure names the object; empty when all conform. */
function breaches(manifests: readonly Manifest[]): { [object: string]: string[] } {
  const custom = new CustomKinds(manifests);
  const errors = (manifest: Manifest): string[] => {
    if (isDefinition(manifest)) return schemaErrors(withoutSchemas(manifest));
    return custom.errors(manifest) ?? (isCustom(manifest) ? [] : schemaErrors(manifest));
  };
  const checked = manifests.map((manifest) => [identity(manifest), errors(manifest)] as const);
  return Object.fromEntries(checked.filter(([, errors]) => errors.length > 0));
}

/** Kinds whose definitions are neither among the manifests nor given; the cluster tests check them. */
function isCustom({ apiVersion }: Manifest): boolean {
  const elsewhere =
    /^(argoproj\.io|(kustomize|source)\.toolkit\.fluxcd\.io|sparkoperator\.k8s\.io|spark\.apache\.org|k8s\.nginx\.org)\//;
  const published = /^(kueue\.x-k8s\.io|scheduling\.volcano\.sh|cert-manager\.io|monitoring\.coreos\.com)\//;
  return elsewhere.test(apiVersion) || (published.test(apiVersion) && process.env.CDK8S_SPARK_CRDS === undefined);
}

/** The validators do not follow a schema into itself; the API server does, in the cluster tests. */
function withoutSchemas(definition: Manifest): unknown {
  return JSON.parse(JSON.stringify(definition, (key, value: unknown) => (key === 'openAPIV3Schema' ? {} : value)));
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

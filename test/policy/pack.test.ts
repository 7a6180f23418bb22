import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ResourceValidation, ResourceValidationArgs } from '@pulumi/policy';
import * as proxies from '@pulumi/policy/proxy';
import { parse } from 'yaml';
import { HousePolicy } from '../../lib/policy/house-policy';
import type { IPolicy } from '../../lib/policy/policy';
import { housePolicies } from '../../policy/pulumi/house';
import { goodPod, REFUSED, withField, type Json } from './samples';

const PACK = join(__dirname, '../../policy/pulumi');

/** The SDK's own view of a resource; it is internal there. */
const { unknownCheckingProxy } = proxies as unknown as { unknownCheckingProxy: (resource: Json) => Json };

/** What the engine says of a string that only the deployment will know. */
const UNKNOWN = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';

/** What the pack says of a resource: `<policy> <line>`. The SDK hands it proxies, on which not all of JavaScript works. */
function violations(type: string, resource: Json, config: Json = {}, own: readonly IPolicy[] = []): string[] {
  const props = unknownCheckingProxy(resource);
  return housePolicies(own).flatMap(({ name, validateResource }) => {
    const found: string[] = [];
    const getConfig = <T extends object>() => (config[name] ?? {}) as T;
    const args: Partial<ResourceValidationArgs> = { type, props, getConfig, name: 'etl/x', urn: 'urn' };
    void (validateResource as ResourceValidation)(args as ResourceValidationArgs, (line) => found.push(line));
    return found.map((line) => `${name} ${line}`);
  });
}

const POD = 'kubernetes:core/v1:Pod';

test('a resource that keeps the rules passes', () => {
  const config = { 'owner-labels': { keys: ['example.com/team'] } };
  expect(violations(POD, goodPod(), config)).toEqual([]);
});

test.each(REFUSED)('%s = %j: the same lines as at synth', (path, value) => {
  const pod = withField(goodPod(), path, value);
  const lines = HousePolicy.check([HousePolicy.restrictedPods()], pod);
  expect(lines).not.toHaveLength(0);
  expect(violations(POD, pod)).toEqual(lines.map((line) => `restricted-pods ${line}`));
});

test('rules take the settings of the stack', () => {
  const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'ui', namespace: 'etl' } };
  const open = { ...service, spec: { type: 'LoadBalancer' } };
  const type = 'kubernetes:core/v1:Service';
  expect(violations(type, open)).toEqual([expect.stringContaining('sign-on policy/sign-on: spec.type')]);
  expect(violations(type, open, { 'sign-on': { services: ['etl/ui'] } })).toEqual([]);
  expect(violations(type, service, { 'owner-labels': { keys: ['team'] } })).toEqual([
    expect.stringContaining('owner-labels policy/owner-labels: metadata.labels["team"]'),
  ]);
});

test('exemptions hold, and what is wrong with them is said once', () => {
  const exempt = (annotations: Json) =>
    violations(POD, withField(withField(goodPod(), 'spec.hostPID', true), 'metadata.annotations', annotations));
  const key = 'cdk8s-spark/policy-exempt';
  expect(exempt({ [key]: 'policy/restricted-pods', [`${key}-reason`]: 'debugging' })).toEqual([]);
  expect(exempt({ [key]: 'policy/restricted-pods' })).toEqual([
    expect.stringContaining('exemptions policy/exemption-without-reason'),
  ]);
  expect(exempt({ [key]: 'policy/pods', [`${key}-reason`]: 'a slip' })).toEqual([
    expect.stringContaining('restricted-pods policy/restricted-pods: spec.hostPID'),
    expect.stringContaining('exemptions policy/unknown-exemption'),
  ]);
});

test('rules of your own come along', () => {
  const own: IPolicy = { policyName: 'acme/no', check: () => [{ at: 'kind', reason: 'no', fix: 'do not' }] };
  expect(violations(POD, goodPod(), {}, [own])).toEqual([
    'acme-no acme/no: kind = undefined: no (Pod etl/x). Fix: do not.',
  ]);
  const exempt = { 'cdk8s-spark/policy-exempt': 'acme/no', 'cdk8s-spark/policy-exempt-reason': 'yes' };
  expect(violations(POD, withField(goodPod(), 'metadata.annotations', exempt), {}, [own])).toEqual([]);
});

test('apiVersion and kind are read from the type where the program leaves them out', () => {
  const { apiVersion: _, kind: __, ...bare } = withField(goodPod(), 'spec.hostPID', true);
  expect(violations(POD, bare)).toEqual([expect.stringContaining('(Pod etl/x)')]);
  const job = { metadata: { name: 'x' }, spec: { template: { spec: bare.spec } } };
  expect(violations('kubernetes:batch/v1:Job', job)).toEqual([expect.stringContaining('(Job x)')]);
});

test.each([
  ['another cloud', 'aws:s3/bucket:Bucket'],
  ['a provider', 'pulumi:providers:kubernetes'],
  ['a component', 'cdk8s-spark:index:Platform'],
  ['a bundle', 'kubernetes:yaml/v2:ConfigGroup'],
  ['a release', 'kubernetes:helm.sh/v3:Release'],
  ['a patch', 'kubernetes:core/v1:PodPatch'],
])('%s is not judged', (_name, type) => {
  expect(violations(type, withField(goodPod(), 'spec.hostPID', true))).toEqual([]);
});

test('in a preview, a field that nobody knows yet does harm only to the rule that reads it', () => {
  expect(violations(POD, withField(goodPod(), 'spec.nodeName', UNKNOWN))).toEqual([]);
  // The SDK turns this into a remark and lets the preview go on.
  expect(() => violations(POD, withField(goodPod(), 'spec.hostPID', UNKNOWN))).toThrow("can't be known during preview");
});

test('the pack has what the runtime asks for', () => {
  expect(parse(readFileSync(join(PACK, 'PulumiPolicy.yaml'), 'utf8'))).toMatchObject({ runtime: 'nodejs' });
  const manifest = JSON.parse(readFileSync(join(PACK, 'package.json'), 'utf8')) as Json;
  expect(manifest).toMatchObject({ version: expect.stringMatching(/^\d/), main: 'index.ts', private: true });
  // The runtime merges its own module settings under these, without following `extends`.
  const { compilerOptions } = JSON.parse(readFileSync(join(PACK, 'tsconfig.json'), 'utf8')) as Json;
  expect(compilerOptions).toMatchObject({ module: 'node16', moduleResolution: 'node16' });
  const names = housePolicies().map(({ name }) => name);
  expect(names).toEqual(['restricted-pods', 'limits', 'owner-labels', 'sign-on', 'exemptions']);
});

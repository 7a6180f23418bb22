import * as pulumi from '@pulumi/pulumi';
import { ApiObject, Chart } from 'cdk8s';
import { environments } from '../../apps/environments';
import { buildPlatform } from '../../apps/platform/platform';
import { MockEngine, type Build, type Registered } from './mocks';

/** An Output of a resource that is not there yet. */
function unknown(): pulumi.Output<string> {
  return pulumi.output(pulumi.unknown) as unknown as pulumi.Output<string>;
}

/** An environment and one object that takes two values from elsewhere. */
function platform(value: () => pulumi.Output<string>): Build {
  return (app, late) => {
    buildPlatform(app, environments.local as never);
    new ApiObject(new Chart(app, 'more'), 'thing', {
      ...{ apiVersion: 'example.com/v1', kind: 'Thing', metadata: { name: 'thing', namespace: 'spark-jobs' } },
      spec: { exact: value(), text: `jdbc:${late.string(value())}`, plain: 'plain' },
    });
  };
}

function urns(objects: readonly Registered[]): string[] {
  return objects.map(({ urn }) => urn).sort();
}

function others(objects: readonly Registered[]): Map<string, unknown> {
  return new Map(objects.filter(({ type }) => !type.endsWith('Thing')).map(({ urn, sent }) => [urn, sent]));
}

test('a preview with unknown values has the resources of the deployment, and only these fields are unknown', async () => {
  const preview = await MockEngine.start(true);
  const previewed = await preview.deploy(platform(unknown));
  const thing = JSON.stringify(preview.object('Thing', 'spark-jobs/thing').sent);
  const up = await MockEngine.start(false);
  const deployed = await up.deploy(platform(() => pulumi.output('value')));
  expect(urns(previewed)).toEqual(urns(deployed));
  expect(others(previewed)).toEqual(others(deployed));
  expect(up.object('Thing', 'spark-jobs/thing').sent.spec).toEqual({
    exact: 'value',
    text: 'jdbc:value',
    plain: 'plain',
  });
  expect(thing).not.toContain('jdbc');
  expect(thing).not.toContain('cdk8s-late');
  expect(thing).toContain('"plain":"plain"');
});

test('a field that is known and undefined, as of a Kubernetes object to come, counts as unknown', async () => {
  const preview = await MockEngine.start(true);
  await preview.deploy(platform(() => pulumi.output(undefined) as unknown as pulumi.Output<string>));
  const { spec } = preview.object('Thing', 'spark-jobs/thing').sent as { spec: { [field: string]: unknown } };
  expect(spec.plain).toBe('plain');
  expect(String(spec.exact)).toMatch(/^[0-9a-f-]{36}$/); // the engine's sign for "not known yet"
  expect(String(spec.text)).toMatch(/^[0-9a-f-]{36}$/);
});

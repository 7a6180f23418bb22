import { Duration, Testing } from 'cdk8s';
import { PodGroupSweeper, type PodGroupSweeperProps } from '../../../lib/scheduling/volcano/install/pod-group-sweeper';
import { SparkTesting, type Manifest } from '../../../lib/testing';
import { at } from '../../cluster/manifest';
import { installed, volcano } from './installed';

const make = (props: Partial<PodGroupSweeperProps> = {}): PodGroupSweeper =>
  new PodGroupSweeper(Testing.chart(), 'sweeper', { namespace: 'batch', ...props });
const cronJob = (props: Partial<PodGroupSweeperProps> = {}): Manifest => SparkTesting.find(make(props), 'CronJob');
const container = (manifest: Manifest): unknown => at(manifest, 'spec.jobTemplate.spec.template.spec.containers.0');

test('the sweeper', () => expect(SparkTesting.manifests(make())).toMatchSnapshot());

test('is part of an installation, unless it is switched off', () => {
  const of = (manifests: Manifest[]): string[] =>
    manifests.map(({ metadata }) => metadata.name).filter((name) => name.includes('sweeper'));
  expect(new Set(of(installed()))).toEqual(new Set(['volcano-podgroup-sweeper']));
  expect(of(installed({ sweeper: false }))).toEqual([]);
  expect(volcano({ sweeper: false }).sweeper).toBeUndefined();
});

test('runs every five minutes, one at a time, and leaves what is younger than ten', () => {
  expect(cronJob().spec).toMatchObject({ schedule: '*/5 * * * *', concurrencyPolicy: 'Forbid' });
  expect(container(cronJob())).toMatchObject({
    env: [
      { name: 'HOME', value: '/tmp' },
      { name: 'MINIMUM_AGE_SECONDS', value: '600' },
    ],
  });
});

test('runs as often as it is told, with the image it is given', () => {
  const manifest = cronJob({ every: Duration.minutes(15), minimumAge: Duration.hours(1), image: 'kubectl:1' });
  expect(manifest.spec).toMatchObject({ schedule: '*/15 * * * *' });
  expect(container(manifest)).toMatchObject({
    image: 'kubectl:1',
    env: expect.arrayContaining([{ name: 'MINIMUM_AGE_SECONDS', value: '3600' }]) as unknown,
  });
});

test.each([
  ['volcano/sweep-interval: every = "0.5 min"', { every: Duration.seconds(30) }],
  ['volcano/sweep-interval: every = "31 min"', { every: Duration.minutes(31) }],
  ['volcano/sweep-age: minimumAge = "1 min"', { minimumAge: Duration.minutes(1) }],
  ['volcano/sweep-age: minimumAge = "2.5 min"', { minimumAge: Duration.seconds(150) }],
  ['names/dns-label: namespace = "Batch"', { namespace: 'Batch' }],
])('reports %s', (text, props) => {
  expect(make(props).node.validate()).toEqual([expect.stringContaining(text)]);
});

describe('its script', () => {
  const script = String(at(container(cronJob()) as Manifest, 'command.2'));

  test('lists three kinds and no more, page by page, whatever their number', () => {
    const uris = [...script.matchAll(/lines "([^$]*)\$where\/([a-z]+)\?/g)].map(([, api, kind]) => `${api}/${kind}`);
    expect(uris).toEqual(['/apis/scheduling.volcano.sh/v1beta1/podgroups', '/apis/batch/v1/jobs', '/api/v1/pods']);
    expect(script.match(/kubectl get/g)).toHaveLength(2); // one of them in a comment
    expect(script).toContain('&limit=100&continue=$next');
  });

  test('gives up where a list fails', () => {
    const calls = script.split('\n').filter((line) => /=\$\((lines|kubectl|printf) /.test(line));
    expect(calls).toHaveLength(5);
    for (const call of calls) expect(call).toMatch(/\|\| return 1$/);
  });
});

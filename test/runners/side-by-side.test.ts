import { Testing } from 'cdk8s';
import { stringify } from 'yaml';
import { buildSixRunners } from '../../apps/examples/six-runners';
import { SparkTesting, type Manifest } from '../../lib/testing';

const RUNNERS = ['native', 'submit', 'kubeflow', 'apache', 'livy', 'standalone'];

const app = Testing.app();
buildSixRunners(app);

/** What one runner made of the job; programs and hashes stand for themselves elsewhere. */
function objects(runner: string): unknown[] {
  const chart = app.node.findChild(`pi-${runner}`);
  return SparkTesting.manifests(chart.node.findChild(`pi-${runner}`).node.findChild('pi')).map(shortened);
}

function shortened(manifest: Manifest): unknown {
  const text = JSON.stringify(manifest, (key, value: unknown) => {
    if (key.endsWith('.py')) return '<program>';
    return typeof value === 'string' ? value.replace(/-[0-9a-f]{10}$/, '-<hash>') : value;
  });
  const { data, ...rest } = JSON.parse(text) as Manifest & { data?: { [name: string]: string } };
  return data === undefined ? rest : { ...rest, data: Object.fromEntries(Object.entries(data).map(lines)) };
}

/** Files line by line, so that a difference reads as one. */
function lines([name, text]: [string, string]): [string, unknown] {
  return [name, text.includes('\n') ? text.trimEnd().split('\n') : text];
}

test.each(RUNNERS)('one job by %s', (runner) => expect(stringify(objects(runner))).toMatchSnapshot());

test('every runner names its main object after the job', () => {
  const mains = RUNNERS.map((runner) => {
    const all = objects(runner) as Manifest[];
    const main = all.filter(({ kind, metadata }) => /^(Job|SparkApplication)$/.test(kind) && metadata.name === 'pi');
    return [runner, main.length];
  });
  expect(mains).toEqual(RUNNERS.map((runner) => [runner, 1]));
});

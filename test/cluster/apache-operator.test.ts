import { join } from 'node:path';
import { Chart, Testing } from 'cdk8s';
import { ApacheCustomResources } from '../../lib/runners/apache/install/crds';
import { ApacheCrds } from '../../lib/runners/apache/install/props';
import { ApacheSparkOperator } from '../../lib/runners/apache/operator';
import { SparkTesting } from '../../lib/testing';
import { examples } from '../runners/apache/examples';
import { Applied } from './applied';
import { established } from './established';
import { apply, canI, get, kubectl, remove, tryKubectl } from './kubectl';
import { at, type Manifest } from './manifest';

const HOME = 'apache-operator-test';
const JOBS = `${HOME}-jobs`;
const GROUP = 'spark.apache.org';
/** Our definitions under another group live beside the official ones. */
const OWN_GROUP = `${HOME}.example.com`;
const FOLDER = process.env.CDK8S_SPARK_CRDS;
const withOfficial = FOLDER === undefined || FOLDER === '' ? describe.skip : describe;

const all = examples(HOME);
const objects = all.filter(({ apiVersion }) => apiVersion.startsWith(GROUP));
/** What stands beside them, and needs no definition. */
const beside = all.filter(({ kind }) => ['ConfigMap', 'NetworkPolicy', 'Service'].includes(kind));

/** Our definitions, and objects of theirs, in a group of this test. */
function inOwnGroup(manifests: readonly Manifest[]): Manifest[] {
  return JSON.parse(JSON.stringify(manifests).replaceAll(GROUP, OWN_GROUP)) as Manifest[];
}

const definitions = inOwnGroup(
  SparkTesting.manifests(new ApacheCustomResources(new Chart(Testing.app(), 'crds'), 'crds')),
);

/** What the API server holds of an object, as it was sent. */
async function stored({ apiVersion, kind, metadata }: Manifest): Promise<unknown> {
  const [group = ''] = apiVersion.split('/');
  const found = await get(`${kind.toLowerCase()}s.${group}`, metadata.name, HOME);
  return { labels: found?.metadata.labels, spec: found?.spec };
}

const sent = ({ metadata, spec }: Manifest): unknown => ({ labels: metadata.labels, spec });

/** An installation; the namespaces that it names are those of all tests here. */
const chart = new Chart(Testing.app(), 'operator');
new ApacheSparkOperator(chart, 'operator', {
  namespace: `${HOME}-home`,
  jobNamespaces: [{ namespaceName: JOBS }],
  crds: ApacheCrds.EXTERNAL,
  replicas: 2,
  network: { metricsFrom: ['monitoring'] },
});
const applied = new Applied([...SparkTesting.manifests(chart), ...beside], HOME);

beforeAll(() => applied.apply('--server-side'));
afterAll(() => Promise.all([applied.remove(), remove(definitions)]));

withOfficial('under the official definitions', () => {
  beforeAll(async () => {
    const names = ['sparkapplications', 'sparkclusters'].map((plural) => `${plural}.${GROUP}`);
    // They are large; where they are served already, only they have this version.
    const served = await tryKubectl(['get', 'crd', ...names, '-o', 'jsonpath={.items[*].spec.versions[*].name}']);
    if (served.stdout !== 'v1beta1 v1 v1beta1 v1') {
      const folder = join(FOLDER ?? '', 'apache-spark-operator-1.0.0');
      await kubectl(['apply', '--server-side', '--force-conflicts', '-f', folder]);
      await established(names);
    }
    await apply(objects, '--server-side');
  });

  test.each(objects.map((object) => [`${object.kind} ${object.metadata.name}`, object] as const))(
    '%s is stored exactly as sent',
    async (_name, object) => expect(await stored(object)).toEqual(sent(object)),
  );

  test('nothing changes the second time', async () => {
    expect(await apply(objects, '--server-side')).toEqual(objects.map(() => expect.stringContaining('serverside')));
    expect((await tryKubectl(['diff', '--server-side', '-f', '-'], list(objects))).code).toBe(0);
  });

  test('what they do not know is refused, so that the comparison means something', async () => {
    const [wrong] = changed('spec', { sparkConff: {} });
    expect((await tryKubectl(['apply', '--validate=strict', '-f', '-'], list([wrong]))).stderr).toContain('sparkConff');
  });
});

describe('our own definitions', () => {
  const ours = inOwnGroup(objects);

  beforeAll(async () => {
    await apply(definitions);
    await established(definitions.map(({ metadata }) => metadata.name));
  });

  test('fit into a client-side apply, which changes nothing the second time', async () => {
    for (const line of await apply(definitions)) expect(line).toMatch(/unchanged$/);
  });

  test('store the same objects as sent', async () => {
    await apply(ours);
    for (const object of ours) expect(await stored(object)).toEqual(sent(object));
  });

  test.each([
    ['containers that are no list', { driverSpec: { podTemplateSpec: { spec: { containers: 'oops' } } } }],
    ['a number in sparkConf', { sparkConf: { 'spark.executor.instances': 2 } }],
    ['a time that is a text', { applicationTolerations: { ttlAfterStopMillis: '1d' } }],
    ['a policy that is none', { applicationTolerations: { resourceRetainPolicy: 'Sometimes' } }],
    ['arguments that are numbers', { driverArgs: [10] }],
  ])('refuse %s, which would hide all applications from the operator', async (_name, fields) => {
    const [wrong] = inOwnGroup(changed('spec', fields));
    const answer = await tryKubectl(['create', '--validate=strict', '-f', '-'], list([wrong]));
    expect(answer.stderr).toMatch(/is invalid|ValidationError|strict decoding/);
  });

  test('show the state in a column', async () => {
    const table = await kubectl(['get', `sparkapplications.${OWN_GROUP}`, '-n', HOME]);
    expect(table.split('\n')[0]).toMatch(/^NAME\s+CURRENT STATE\s+AGE/);
  });
});

describe('the installation', () => {
  const account = `${HOME}-home/spark-kubernetes-operator`;

  test('is accepted with what stands beside jobs and clusters, and nothing changes the second time', async () =>
    expect(await applied.diff('--server-side')).toBe(''));

  test('its pod is admitted where Pod Security enforces restricted', async () => {
    const deployment = applied.manifests.find(({ kind }) => kind === 'Deployment');
    const { metadata, spec } = at<{ metadata: object; spec: object }>(deployment, 'spec.template') ?? {};
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { ...metadata, name: 'p', namespace: `${HOME}-home` },
      spec,
    };
    const bare = { ...pod, spec: { ...spec, serviceAccountName: 'default' } };
    expect((await tryKubectl(['create', '--dry-run=server', '-f', '-'], JSON.stringify(bare))).stderr).toBe('');
  });

  test.each([
    ['create', 'pods', JOBS, true],
    ['update', `sparkapplications.${GROUP}`, JOBS, true],
    ['create', 'statefulsets.apps', JOBS, true],
    ['get', 'secrets', JOBS, false],
    ['create', 'ingresses.networking.k8s.io', JOBS, false],
    ['create', 'pods', HOME, false],
    ['create', 'pods', `${HOME}-home`, false],
    ['update', 'leases.coordination.k8s.io', `${HOME}-home`, true],
    ['update', 'leases.coordination.k8s.io', JOBS, false],
  ])('may %s %s in %s: %s', async (verb, resource, namespace, may) => {
    expect(await canI(account, namespace, verb, resource)).toBe(may);
  });
});

function list(items: readonly (Manifest | undefined)[]): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
}

/** The first application under another name, with fields of its own. */
function changed(part: 'spec', fields: object): Manifest[] {
  return objects.slice(0, 1).map((object) => ({
    ...object,
    metadata: { ...object.metadata, name: 'changed' },
    [part]: { ...(object[part] as object), ...fields },
  }));
}

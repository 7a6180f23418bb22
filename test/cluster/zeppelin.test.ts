import { Chart, Size, Testing } from 'cdk8s';
import { UiEndpoint } from '../../lib';
import { Zeppelin } from '../../lib/services/zeppelin/zeppelin';
import { SparkTesting } from '../../lib/testing';
import { launched, ZEPPELIN } from '../services/zeppelin/zeppelins';
import { Applied } from './applied';
import { reviews, tryKubectl } from './kubectl';
import { podTemplates } from './manifest';
import { MINUTES } from './wait';

const NAMESPACE = 'zeppelin-test';
const server = new Zeppelin(new Chart(Testing.app(), 'c'), 'zeppelin', {
  ...ZEPPELIN,
  namespace: NAMESPACE,
  storage: { size: Size.mebibytes(100) },
  ui: UiEndpoint.external('https://spark.example.com/zeppelin', [{ namespace: 'ingress' }]),
});
const ground = new Applied(SparkTesting.manifests(server), NAMESPACE);

/** What the API server says to objects that it would make, but does not. */
async function refusals(objects: readonly object[]): Promise<string> {
  const input = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
  const flags = ['--dry-run=server', '--validate=strict', '-n', NAMESPACE];
  const { code, stderr } = await tryKubectl(['create', ...flags, '-f', '-'], input);
  return code === 0 ? '' : stderr;
}

beforeAll(() => ground.remove(), 5 * MINUTES);
afterAll(() => ground.remove(), 5 * MINUTES);

test(
  'everything is applied strictly, and a second time without a change',
  async () => {
    expect(await ground.apply('--server-side')).toHaveLength(ground.manifests.length);
    await ground.again('--server-side');
    expect(await ground.diff('--server-side')).toBe('');
  },
  5 * MINUTES,
);

test('the pod of the server is admitted where Pod Security enforces `restricted`', async () => {
  const deployment = ground.manifests.filter(({ kind }) => kind === 'Deployment');
  const pods = deployment.flatMap(podTemplates).map(({ metadata, spec }) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...metadata, name: 'server' },
    spec,
  }));
  expect(pods).toHaveLength(1);
  expect(await refusals(pods)).toBe('');
});

test.each(['spark', 'livy', 'python', 'md'])(
  'so are pod and Service of %s, as the launcher renders them',
  async (group) => {
    const { pod, service } = launched(server, group);
    expect(await refusals([pod, service])).toBe('');
  },
);

test('the server runs pods in its namespace, makes no roles, and reads no Secret', async () => {
  const asked = ['pods', 'services', 'secrets', 'roles.rbac.authorization.k8s.io', 'pods/exec'] as const;
  const questions = asked.map((resource) => ['create', resource] as const);
  expect(await reviews(`${NAMESPACE}/zeppelin`, NAMESPACE, questions)).toEqual([true, true, false, false, false]);
  expect(await reviews(`${NAMESPACE}/zeppelin`, 'kube-system', questions)).toEqual(asked.map(() => false));
});

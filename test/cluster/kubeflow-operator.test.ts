import { App, Chart } from 'cdk8s';
import { KubeflowSparkOperator } from '../../lib/runners/kubeflow/operator';
import { SparkTenant } from '../../lib/platform/tenant';
import { SparkTesting } from '../../lib/testing';
import { Applied } from './applied';
import { publishedCrds } from './crds';
import { established } from './established';
import { canI, get, kubectl, tryKubectl } from './kubectl';
import { podTemplates, type Manifest } from './manifest';
import { MINUTES } from './wait';

const TEAM = 'kubeflow-test-team';
const OPERATOR = 'kubeflow-test';
const CONTROLLER = `${OPERATOR}/${OPERATOR}-controller`;
const WEBHOOK = `${OPERATOR}/${OPERATOR}-webhook`;
const GROUP = 'sparkoperator.k8s.io';

const manifests = ((): Manifest[] => {
  const app = new App();
  const chart = new Chart(app, 'kubeflow');
  const team = new SparkTenant(chart, TEAM);
  new KubeflowSparkOperator(chart, 'operator', {
    name: OPERATOR,
    namespace: OPERATOR,
    jobNamespaces: [team],
    batchScheduler: true,
    network: { metricsFrom: ['monitoring'] },
  });
  return SparkTesting.manifests(app);
})();
const applied = new Applied(manifests, 'kubeflow-test-home');
const definitions = manifests.filter(({ kind }) => kind === 'CustomResourceDefinition');

/** Definitions that were there before, of the operator's own making; they come back at the end. */
let former: Manifest[] = [];

beforeAll(async () => {
  const found = await tryKubectl(['get', 'crd', ...definitions.map(({ metadata }) => metadata.name), '-o', 'name']);
  former = found.stdout === '' ? [] : (publishedCrds('spark-operator-2.5.2') ?? []);
  await applied.remove();
}, 5 * MINUTES);
afterAll(async () => {
  await applied.remove();
  if (former.length > 0) await serverSide(former);
}, 5 * MINUTES);

async function serverSide(objects: readonly Manifest[]): Promise<void> {
  const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
  await kubectl(['apply', '--server-side', '--force-conflicts', '-f', '-'], list);
}

/** Creates without a trace: Schemas are asked, and webhooks that have no server are not reached. */
function create(manifest: Manifest): ReturnType<typeof tryKubectl> {
  return tryKubectl(['create', '--dry-run=server', '-f', '-'], JSON.stringify(manifest));
}

const spec = { type: 'Python', mode: 'cluster', sparkVersion: '4.2.1', mainApplicationFile: 'local:///pi.py' };
/** In a namespace that the operator does not look at, so that no webhook is asked. */
const application = (driver: object, more: object = {}, executor: object = {}): Manifest => ({
  apiVersion: `${GROUP}/v1beta2`,
  kind: 'SparkApplication',
  metadata: { name: 'pi', namespace: 'kubeflow-test-home' },
  spec: { ...spec, driver, executor, ...more },
});
const schedule = (template: object): Manifest => ({
  apiVersion: `${GROUP}/v1beta2`,
  kind: 'ScheduledSparkApplication',
  metadata: { name: 'pi', namespace: 'kubeflow-test-home' },
  spec: {
    schedule: '@daily',
    concurrencyPolicy: 'Forbid',
    template: { ...spec, driver: {}, executor: {}, ...template },
  },
});
const connect = (server: object): Manifest => ({
  apiVersion: `${GROUP}/v1alpha1`,
  kind: 'SparkConnect',
  metadata: { name: 'connect', namespace: 'kubeflow-test-home' },
  spec: { sparkVersion: '4.2.1', server, executor: {} },
});
const template = (pod: object): object => ({ template: { spec: pod } });

test('client-side apply takes everything, definitions included, and a second one changes nothing', async () => {
  expect(await applied.apply()).toHaveLength(manifests.length);
  // The selector of a budget is replaced as a whole, so that kubectl sends it each time; the object stays as it is.
  const second = (await applied.again()).filter((line) => !line.startsWith('poddisruptionbudget'));
  expect(second.filter((line) => !line.endsWith(' unchanged'))).toEqual([]);
});

test('the group is approved, so that its kinds are served', async () => {
  const names = definitions.map(({ metadata }) => metadata.name);
  await established(names);
  await established(names, 'KubernetesAPIApprovalPolicyConformant');
});

test('its pods are admitted where Pod Security enforces `restricted`', async () => {
  const templates = manifests.flatMap(podTemplates);
  expect(templates).toHaveLength(2);
  for (const { metadata, spec: pod } of templates) {
    const { labels = {} } = metadata;
    const answer = await create({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'a', namespace: OPERATOR, labels },
      spec: pod,
    });
    expect(answer).toMatchObject({ code: 0, stderr: '' });
  }
});

describe('the definitions refuse what the operator could not decode, and would be blind from', () => {
  test.each<[string, Manifest, string]>([
    ['cores as text', application({ cores: 'abc' }), 'spec.driver.cores'],
    ['cores beyond 32 bits', application({ cores: 3_000_000_000 }), 'spec.driver.cores'],
    ['containers as text', application(template({ containers: 'oops' })), 'spec.driver.template.spec.containers'],
    ['a container as text', application(template({ containers: ['oops'] })), 'spec.driver.template.spec.containers[0]'],
    ['env as text', application({ env: 'A=b' }), 'spec.driver.env'],
    ['env as a map', application(template({ containers: [{ env: { A: 'b' } }] })), 'containers[0].env'],
    ['a value of env as a number', application({ env: [{ name: 'A', value: 1 }] }), 'spec.driver.env[0].value'],
    ['volumes as a map', application({}, { volumes: { a: {} } }), 'spec.volumes'],
    [
      'a property as a number',
      application({}, { sparkConf: { 'spark.ui.port': 4040 } }),
      'spec.sparkConf.spark.ui.port',
    ],
    ['a label as a flag', application({ labels: { a: true } }), 'spec.driver.labels.a'],
    [
      'a limit that is no quantity',
      application({}, {}, template({ containers: [{ resources: { limits: { cpu: 'many' } } }] })),
      'spec.executor.template.spec.containers[0].resources.limits.cpu',
    ],
    [
      'a port beyond 32 bits',
      application(template({ containers: [{ livenessProbe: { httpGet: { port: 9_000_000_000 } } }] })),
      'livenessProbe.httpGet.port',
    ],
    [
      'a time that is none',
      application({ template: { metadata: { creationTimestamp: 'once' } } }),
      'creationTimestamp',
    ],
    ['a schedule of bad instances', schedule({ executor: { instances: '2' } }), 'spec.template.executor.instances'],
    ['a schedule of bad arguments', schedule({ arguments: '10' }), 'spec.template.arguments'],
    ['a Connect server with bad ports', connect({ service: { spec: { ports: [{ port: 'grpc' }] } } }), 'ports[0].port'],
  ])('%s', async (_name, manifest, where) => {
    const answer = await create(manifest);
    expect(answer.code).toBe(1);
    expect(answer.stderr).toContain(where);
  });
});

const WHOLE = {
  serviceAccount: 'spark',
  cores: 2,
  coreRequest: '1500m',
  memory: '2g',
  labels: { team: 'etl' },
  ...{
    template: {
      metadata: { creationTimestamp: null, labels: { a: 'b' } },
      spec: {
        schedulerName: 'volcano',
        containers: [
          {
            name: 'spark-kubernetes-driver',
            env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } }],
            ports: [{ containerPort: 4040 }],
            readinessProbe: { httpGet: { path: '/', port: 'ui' }, periodSeconds: 5 },
            resources: { limits: { 'nvidia.com/gpu': 1, memory: '2.5Gi' }, requests: { cpu: '1e3' } },
          },
        ],
        volumes: [
          { name: 'work', emptyDir: { sizeLimit: '1Gi' } },
          { name: 'new', somethingNew: { deep: [1] } },
        ],
        somethingNew: true,
      },
    },
  },
};

test.each<[string, Manifest]>([
  [
    'an application',
    application(WHOLE, { batchSchedulerOptions: { resources: { cpu: 2, memory: '4Gi' } } }, { instances: 2 }),
  ],
  ['a template as Go writes it', application({ template: { metadata: {}, spec: { containers: null } } })],
  ['a schedule', schedule({ driver: WHOLE })],
  [
    'a Connect server',
    connect({ cores: 1, template: WHOLE.template, service: { spec: { ports: [{ port: 1, targetPort: 'x' }] } } }),
  ],
])('the definitions store %s as it was sent', async (_name, manifest) => {
  await kubectl(['create', '-f', '-'], JSON.stringify(manifest));
  const { name, namespace = '' } = manifest.metadata;
  const kind = `${manifest.kind.toLowerCase()}s.${GROUP}`;
  expect((await get(kind, name, namespace))?.spec).toEqual(manifest.spec);
  await kubectl(['delete', kind, name, '-n', namespace]);
});

test('the state is written beside the rest', async () => {
  await kubectl(['create', '-f', '-'], JSON.stringify(application(WHOLE)));
  const status = { applicationState: { state: 'RUNNING' }, driverInfo: {}, terminationTime: null };
  const patch = ['patch', `sparkapplications.${GROUP}`, 'pi', '-n', 'kubeflow-test-home', '--type=merge'];
  await kubectl([...patch, '--subresource=status', '-p', JSON.stringify({ status })]);
  const table = await kubectl(['get', `sparkapplications.${GROUP}`, 'pi', '-n', 'kubeflow-test-home']);
  expect(table).toMatch(/SUSPEND +STATUS +ATTEMPTS +START +FINISH +AGE\npi +RUNNING/);
  await kubectl(['delete', `sparkapplications.${GROUP}`, 'pi', '-n', 'kubeflow-test-home']);
});

test('applications of a job namespace wait while no webhook answers; those of others go on', async () => {
  const here = application(WHOLE);
  const there = { ...here, metadata: { name: 'pi', namespace: TEAM } };
  expect((await create(here)).code).toBe(0);
  const refused = await create(there);
  expect(refused.stderr).toContain('failed calling webhook');
});

test.each<[string, string, string, string, boolean]>([
  [CONTROLLER, TEAM, 'create', 'pods', true],
  [CONTROLLER, TEAM, 'delete', `sparkapplications.${GROUP}`, true],
  [CONTROLLER, TEAM, 'update', `sparkapplications.${GROUP}/status`, true],
  [CONTROLLER, TEAM, 'get', 'secrets', false],
  [CONTROLLER, TEAM, 'create', 'ingresses.networking.k8s.io', false],
  [CONTROLLER, TEAM, 'create', 'rolebindings.rbac.authorization.k8s.io', false],
  [CONTROLLER, 'kubeflow-test-home', 'create', 'pods', false],
  [CONTROLLER, OPERATOR, 'create', 'pods', false],
  [WEBHOOK, TEAM, 'list', `sparkapplications.${GROUP}`, true],
  [WEBHOOK, TEAM, 'list', 'pods', false],
  [WEBHOOK, OPERATOR, 'list', 'secrets', false],
  [WEBHOOK, OPERATOR, 'update', 'mutatingwebhookconfigurations.admissionregistration.k8s.io', false],
])('%s in %s: %s %s is %s', async (account, namespace, verb, resource, may) => {
  expect(await canI(account, namespace, verb, resource)).toBe(may);
});

test('a watch on one configuration is allowed by its name', async () => {
  const user = `system:serviceaccount:${OPERATOR}:${OPERATOR}-webhook`;
  const list = (name: string): ReturnType<typeof tryKubectl> =>
    tryKubectl(['get', 'mutatingwebhookconfigurations', `--field-selector=metadata.name=${name}`, '--as', user]);
  expect((await list(`${OPERATOR}-webhook`)).code).toBe(0);
  expect((await list('another')).stderr).toContain('forbidden');
});

const OFFICIAL = publishedCrds('spark-operator-2.5.2');

(OFFICIAL === undefined ? test.skip : test)('the official definitions replace ours, and the objects stay', async () => {
  await kubectl(['create', '-f', '-'], JSON.stringify(application({ cores: 2 })));
  await serverSide(OFFICIAL ?? []);
  const found = await get(`sparkapplications.${GROUP}`, 'pi', 'kubeflow-test-home');
  expect(found?.spec).toEqual({ ...spec, driver: { cores: 2 }, executor: {} });
  const definition = await get('crd', `sparkapplications.${GROUP}`, 'default');
  expect(JSON.stringify(definition?.spec)).toContain('Application');
  expect(JSON.stringify(definition?.spec).length).toBeGreaterThan(300_000);
});

import { App, Chart, Size } from 'cdk8s';
import { SparkJob } from '../../lib';
import { YuniKorn } from '../../lib/scheduling/yunikorn/yunikorn';
import { YuniKornScheduler } from '../../lib/scheduling/yunikorn/yunikorn-scheduler';
import { SparkTesting } from '../../lib/testing';
import { PROPS } from '../spark/jobs';
import { Applied, restrictedNamespace } from './applied';
import { apply, canI, kubectl, remove, tryKubectl } from './kubectl';
import { at, podTemplates, type Manifest } from './manifest';
import { MINUTES } from './wait';

const HOME = 'yunikorn-test-home';
const SCHEDULER = 'yunikorn/yunikorn-scheduler';
const ADMISSION = 'yunikorn/yunikorn-admission-controller';

/** An installation with queues, and a job in one of them. */
function manifests(): Manifest[] {
  const app = new App();
  const chart = new Chart(app, 'yunikorn');
  const yunikorn = new YuniKorn(chart, 'yunikorn', {
    namespaces: ['etl'],
    network: { metricsFrom: ['monitoring'] },
    webUi: true,
  });
  const etl = yunikorn.addQueue('team', { max: { cpu: 100, memory: Size.gibibytes(400) } }).addQueue('etl');
  new SparkJob(chart, 'pi', { ...PROPS, scheduler: new YuniKornScheduler(etl) });
  return SparkTesting.manifests(app);
}

const applied = new Applied(manifests(), HOME);

beforeAll(() => applied.remove(), 5 * MINUTES);
afterAll(() => applied.remove(), 5 * MINUTES);

test('server-side apply takes every field, and a second one has nothing to change', async () => {
  const lines = await applied.apply('--server-side');
  expect(lines).toHaveLength(applied.manifests.length);
  await applied.again('--server-side');
  expect(await applied.diff('--server-side')).toBe('');
});

test('client-side apply into fresh namespaces works too, and a second one changes nothing', async () => {
  await applied.remove();
  await applied.apply();
  const second = await applied.again();
  // The selector of a budget is replaced as a whole, so that kubectl sends it each time; the object stays as it is.
  const changed = second.filter((line) => !line.endsWith(' unchanged') && !line.startsWith('poddisruptionbudget'));
  expect(changed).toEqual([]);
  expect(await applied.diff()).toBe('');
});

test('certificates that the admission controller has put into its secret survive an apply', async () => {
  const patch = JSON.stringify({ data: { 'cacert1.pem': 'eA==' } });
  await kubectl(['patch', 'secret', 'admission-controller-secrets', '-n', 'yunikorn', '-p', patch]);
  await applied.again();
  await applied.again('--server-side', '--force-conflicts');
  const text = await kubectl(['get', 'secret', 'admission-controller-secrets', '-n', 'yunikorn', '-o', 'json']);
  expect(at(JSON.parse(text), 'data')).toEqual({ 'cacert1.pem': 'eA==' });
});

test('Pod Security restricted admits the servers', async () => {
  const servers = applied.manifests.filter(({ kind }) => kind === 'Deployment').flatMap(podTemplates);
  expect(servers).toHaveLength(2);
  for (const { metadata, spec } of servers) {
    expect(await admitted({ ...metadata, namespace: 'yunikorn' }, spec)).toBe('');
  }
});

test('the scheduler may make and bind pods anywhere, and read no secret', async () => {
  for (const verb of ['get', 'list', 'watch', 'create', 'update', 'delete']) {
    expect({ verb, may: await canI(SCHEDULER, HOME, verb, 'pods') }).toEqual({ verb, may: true });
  }
  for (const kind of ['pods/binding', 'events.events.k8s.io']) {
    expect({ kind, may: await canI(SCHEDULER, HOME, 'create', kind) }).toEqual({ kind, may: true });
  }
  expect(await canI(SCHEDULER, HOME, 'patch', 'persistentvolumeclaims')).toBe(true);
  expect(await canI(SCHEDULER, 'yunikorn', 'watch', 'configmaps')).toBe(true);
  expect(await canI(SCHEDULER, HOME, 'get', 'configmaps')).toBe(false);
  for (const home of [HOME, 'yunikorn']) expect(await canI(SCHEDULER, home, 'get', 'secrets')).toBe(false);
});

test('the admission controller may change its own secret and webhooks, and no others', async () => {
  const webhook = 'mutatingwebhookconfigurations.admissionregistration.k8s.io';
  const may = async (verb: string, object: string): Promise<boolean> => {
    const as = `system:serviceaccount:${ADMISSION.replace('/', ':')}`;
    const { stdout } = await tryKubectl(['auth', 'can-i', verb, object, '-n', 'yunikorn', '--as', as]);
    return stdout.trim().endsWith('yes');
  };
  expect(await may('update', 'secrets/admission-controller-secrets')).toBe(true);
  expect(await may('get', 'secrets/other')).toBe(false);
  expect(await may('list', 'secrets')).toBe(false);
  expect(await may('create', webhook)).toBe(true);
  expect(await may('update', `${webhook}/yunikorn-admission-controller-mutations`)).toBe(true);
  expect(await may('update', `${webhook}/other`)).toBe(false);
  expect(await may('delete', webhook)).toBe(false);
  expect(await may('create', 'pods')).toBe(false);
});

describe('a placeholder as YuniKorn makes it', () => {
  const requests = { cpu: '1', memory: '1Gi' };
  const spec = {
    securityContext: { runAsUser: 1000, runAsGroup: 3000 },
    containers: [{ name: 'pause', image: 'pause:1', resources: { requests, limits: requests } }],
    restartPolicy: 'Never',
    schedulerName: 'yunikorn',
  };
  const grounds = ['restricted', 'baseline'].map((level) => {
    const { metadata, ...rest } = restrictedNamespace(`yunikorn-test-${level}`);
    return { ...rest, metadata: { ...metadata, labels: { 'pod-security.kubernetes.io/enforce': level } } };
  });
  beforeAll(() => apply(grounds), MINUTES);
  afterAll(() => remove(grounds), MINUTES);

  test('is refused by Pod Security restricted', async () => {
    expect(await admitted({ namespace: 'yunikorn-test-restricted' }, spec)).toContain('violates PodSecurity');
  });
  test('is admitted by baseline', async () => {
    expect(await admitted({ namespace: 'yunikorn-test-baseline' }, spec)).toBe('');
  });
});

describe('with the webhook configured and no admission controller running', () => {
  const webhook = {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'MutatingWebhookConfiguration',
    metadata: { name: 'yunikorn-admission-controller-mutations', labels: { app: 'yunikorn' } },
    webhooks: [
      {
        name: 'admission-webhook.yunikorn.mutate-pods',
        clientConfig: {
          service: { name: 'yunikorn-admission-controller-service', namespace: 'yunikorn', path: '/mutate' },
        },
        rules: [
          {
            operations: ['CREATE', 'UPDATE'],
            apiGroups: ['', 'apps', 'batch'],
            apiVersions: ['v1'],
            resources: ['pods', 'deployments', 'jobs'],
          },
        ],
        failurePolicy: 'Ignore',
        admissionReviewVersions: ['v1'],
        sideEffects: 'None',
      },
    ],
  };
  beforeAll(() => apply([webhook]), MINUTES);
  afterAll(() => remove([webhook]), MINUTES);

  test('the cluster goes on', async () => {
    const spec = { containers: [{ name: 'a', image: 'a:1' }] };
    expect(await admitted({ namespace: 'default' }, spec, '--dry-run=none')).toBe('');
    await kubectl(['delete', 'pod', '-n', 'default', '-l', 'yunikorn-test=pod', '--grace-period=0', '--force']);
  });
});

/** What the API server says against a pod; nothing when it would take it. */
async function admitted(metadata: object, spec: object, ...flags: string[]): Promise<string> {
  const labels = { ...(metadata as { labels?: object }).labels, 'yunikorn-test': 'pod' };
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { ...metadata, labels, generateName: 'try-' }, spec };
  const mode = flags.length > 0 ? flags : ['--dry-run=server'];
  const answer = await tryKubectl(['create', '--validate=strict', ...mode, '-f', '-'], JSON.stringify(pod));
  return answer.code === 0 && !answer.stderr.includes('violate') ? '' : answer.stderr.trim();
}

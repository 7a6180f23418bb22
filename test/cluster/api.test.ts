import { EXEMPT } from '../../lib/kube/exemption';
import { Applied, restrictedNamespace } from './applied';
import { ForeignKinds, installCrds } from './crds';
import { apply, remove, reviews, tryKubectl } from './kubectl';
import { at, podTemplates, type Manifest, type PodTemplate } from './manifest';
import { ENVIRONMENTS, EXAMPLES, synthEnvironment, synthExample } from './synth';
import { MINUTES } from './wait';

/** What a driver does while it runs an application. */
const DRIVER_MAY: readonly [verb: string, resource: string][] = [
  ['create', 'pods'],
  ['get', 'pods'],
  ['list', 'pods'],
  ['watch', 'pods'],
  ['delete', 'pods'],
  ['deletecollection', 'pods'],
  ['patch', 'pods'],
  ['create', 'configmaps'],
  ['list', 'configmaps'],
  ['delete', 'configmaps'],
  ['deletecollection', 'configmaps'],
];

/** What nobody who submits a job should get by it. */
const NO_ACCOUNT_MAY: readonly [verb: string, resource: string][] = [
  ['get', 'secrets'],
  ['list', 'secrets'],
  ['create', 'secrets'],
  ['create', 'pods/exec'],
  ['create', 'serviceaccounts/token'],
  ['create', 'deployments.apps'],
  ['create', 'jobs.batch'],
  ['create', 'rolebindings.rbac.authorization.k8s.io'],
  ['patch', 'networkpolicies.networking.k8s.io'],
  ['list', 'nodes'],
  ['list', 'namespaces'],
];

/** What some may all the same, and why. */
const EXCEPTIONS: { readonly [account: string]: { readonly may: readonly string[]; readonly because: string } } = {
  'nginx-ingress/nginx-ingress': {
    may: ['list nodes', 'list namespaces'],
    because: 'it checks the namespaces it watches, and counts nodes',
  },
  'monitoring/prometheus-operator': {
    may: ['get secrets', 'list secrets', 'list configmaps', 'list nodes', 'list namespaces'],
    because: 'it reads what monitors of any namespace refer to, and writes down the addresses of kubelets',
  },
  'monitoring/prometheus': {
    may: ['get pods', 'list pods', 'watch pods'],
    because: 'it finds the kubelets, whose Service is in kube-system',
  },
  'monitoring-agents/alloy': {
    may: ['get pods', 'list pods', 'watch pods', 'list namespaces'],
    because: 'it must know the pods whose logs it reads',
  },
  'livy/livy': { may: ['list pods'], because: 'Livy 0.9 looks for its drivers in the whole cluster' },
};

const sources = [
  ...ENVIRONMENTS.map((name) => ({ name: `environment ${name}`, synth: () => synthEnvironment(name) })),
  ...EXAMPLES.map((file) => ({ name: `example ${file}`, synth: () => synthExample(file) })),
];

describe.each(sources)('$name', ({ synth }) => {
  let applied: Applied;
  let foreign: ForeignKinds;

  beforeAll(async () => {
    foreign = new ForeignKinds(await synth());
    await installCrds(foreign.definitions);
    // Nobody answers webhooks here: those of Volcano would rightly refuse its queues. volcano.test.ts has them.
    const manifests = foreign.servable.filter(({ kind }) => !kind.endsWith('WebhookConfiguration'));
    applied = new Applied(manifests, 'api-test-home');
    await applied.remove();
  }, 5 * MINUTES);

  afterAll(async () => {
    await applied.remove();
    await remove(foreign.definitions);
  }, 5 * MINUTES);

  test('server-side apply takes every field, and a second one has nothing to change', async () => {
    const lines = await applied.apply('--server-side');
    expect(lines).toHaveLength(applied.manifests.length);
    await applied.again('--server-side');
    expect(await applied.diff('--server-side')).toBe('');
  });

  test('every pod is admitted where Pod Security enforces `restricted`', async () => {
    const templates = applied.manifests.filter((one) => !isExempt(one)).flatMap(podTemplates);
    const refused = await withGround(templates, (template) => dryRun(template));
    expect(refused).toEqual([]);
  });

  test('drivers may what Spark needs, in their own namespace only', async () => {
    for (const { account, namespace } of boundAccounts(applied.manifests).filter(({ isDriver }) => isDriver)) {
      expect({ account, may: await answers(account, namespace, DRIVER_MAY) }).toEqual({
        account,
        may: words(DRIVER_MAY),
      });
      expect({ account, may: await answers(account, 'kube-system', DRIVER_MAY) }).toEqual({ account, may: [] });
      expect({ account, may: await answers(account, namespace, NO_ACCOUNT_MAY) }).toEqual({ account, may: [] });
    }
  });

  test('accounts that start drivers may do so in their own namespace only, and nothing that nobody should', async () => {
    for (const { account, namespace } of boundAccounts(applied.manifests).filter(({ isDriver }) => !isDriver)) {
      expect({ account, may: await unexpected(account, namespace, NO_ACCOUNT_MAY) }).toEqual({ account, may: [] });
      expect({ account, may: await unexpected(account, 'kube-system', DRIVER_MAY) }).toEqual({ account, may: [] });
    }
  });

  test('other accounts may nothing', async () => {
    const bound = boundAccounts(applied.manifests).map(({ account }) => account);
    const accounts = applied.manifests
      .filter((one) => one.kind === 'ServiceAccount' && !servesOthers(applied.manifests, one))
      .map(({ metadata }) => `${metadata.namespace ?? applied.home}/${metadata.name}`)
      .filter((account) => !bound.includes(account));
    for (const account of accounts) {
      const [namespace = ''] = account.split('/');
      const may = await unexpected(account, namespace, [...DRIVER_MAY, ...NO_ACCOUNT_MAY]);
      expect({ account, may }).toEqual({ account, may: [] });
    }
  });

  test('client-side apply into fresh namespaces works too, and a second one changes nothing', async () => {
    await applied.remove();
    await applied.apply();
    const second = await applied.again();
    // kubectl calls budgets, and sets with claims, configured however little they change; the diff below tells the truth.
    const others = second.filter((line) => !/^(poddisruptionbudget\.policy|statefulset\.apps)\//.test(line));
    expect(others.filter((line) => !line.endsWith(' unchanged'))).toEqual([]);
    expect(await applied.diff()).toBe('');
  });
});

/** Whether an object says why its pods are not of the level `restricted`. */
function isExempt(manifest: Manifest): boolean {
  return EXEMPT in (at<{ [key: string]: string }>(manifest, 'metadata.annotations') ?? {});
}

/** Whether an object lies in a namespace of servers, whose accounts have tests of their own. */
function servesOthers(manifests: readonly Manifest[], { metadata }: Manifest): boolean {
  return manifests.some((one) => one.kind === 'Deployment' && one.metadata.namespace === metadata.namespace);
}

interface BoundAccount {
  readonly account: string;
  /** Where it has rights. */
  readonly namespace: string;
  readonly isDriver: boolean;
}

/** Accounts that a RoleBinding of the manifests gives rights, and where. */
function boundAccounts(manifests: readonly Manifest[]): BoundAccount[] {
  return manifests
    .filter((one) => one.kind === 'RoleBinding' && !servesOthers(manifests, one))
    .flatMap((binding) => {
      const namespace = binding.metadata.namespace ?? 'api-test-home';
      const isDriver = at<string>(binding, 'roleRef.name')?.endsWith('-driver') ?? false;
      const subjects = at<{ kind: string; name: string; namespace?: string }[]>(binding, 'subjects') ?? [];
      return subjects
        .filter(({ kind }) => kind === 'ServiceAccount')
        .map(({ name, namespace: home = namespace }) => ({ account: `${home}/${name}`, namespace, isDriver }));
    });
}

function words(questions: readonly (readonly [string, string])[]): string[] {
  return questions.map(([verb, resource]) => `${verb} ${resource}`);
}

/** Those questions that the API server answers with yes. */
/** What an account may beyond its named exceptions. */
async function unexpected(
  account: string,
  namespace: string,
  questions: readonly [string, string][],
): Promise<string[]> {
  const may = await answers(account, namespace, questions);
  return may.filter((right) => !EXCEPTIONS[account]?.may.includes(right));
}

async function answers(account: string, namespace: string, questions: readonly [string, string][]): Promise<string[]> {
  const verdicts = await reviews(account, namespace, questions);
  return words(questions.filter((_, index) => verdicts[index]));
}

const GROUND = 'api-test-restricted';

/** Runs checks beside a `restricted` namespace that has the accounts of the pods; gives back what they complain about. */
async function withGround(
  templates: readonly PodTemplate[],
  check: (template: PodTemplate) => Promise<string | undefined>,
): Promise<string[]> {
  const names = new Set(templates.flatMap(({ spec }) => spec.serviceAccountName ?? []));
  const accounts = [...names].map((name) => ({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, namespace: GROUND },
  }));
  const namespace = restrictedNamespace(GROUND);
  await apply([namespace, ...accounts]);
  try {
    const complaints: string[] = [];
    for (const template of templates) {
      const complaint = await check(template);
      if (complaint !== undefined) complaints.push(`${template.from}: ${complaint}`);
    }
    return complaints;
  } finally {
    await remove([namespace]);
  }
}

async function dryRun({ metadata, spec }: PodTemplate): Promise<string | undefined> {
  // Spark gives executors their image and the account's name.
  const containers = spec.containers.map((container) => ({ image: 'image:1', ...container }));
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      labels: metadata.labels,
      annotations: metadata.annotations,
      generateName: 'dry-run-',
      namespace: GROUND,
    },
    spec: { restartPolicy: 'Never', ...spec, serviceAccountName: spec.serviceAccountName ?? 'default', containers },
  };
  const answer = await tryKubectl(['create', '--dry-run=server', '--validate=strict', '-f', '-'], JSON.stringify(pod));
  const warned = /would violate PodSecurity.*/.exec(answer.stderr)?.[0];
  return answer.code === 0 ? warned : answer.stderr.trim();
}

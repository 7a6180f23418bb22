import { Chart, Size, Testing } from 'cdk8s';
import { NodePool } from '../../../lib/scheduling/node-pool';
import { YuniKorn } from '../../../lib/scheduling/yunikorn/yunikorn';
import type { YuniKornNetwork, YuniKornProps } from '../../../lib/scheduling/yunikorn/yunikorn-props';
import { SparkTesting, type Manifest } from '../../../lib/testing';
import { VERSIONS } from '../../../lib/versions';

function installed(props: YuniKornProps = {}): YuniKorn {
  return new YuniKorn(new Chart(Testing.app(), 'c'), 'yunikorn', props);
}

function settings(props: YuniKornProps = {}): { [key: string]: string } {
  const { data } = SparkTesting.find(installed(props), 'ConfigMap') as unknown as { data: { [key: string]: string } };
  return data;
}

/** Whether a list of regular expressions, as YuniKorn takes it, matches a namespace. */
function matches(list: string | undefined, namespace: string): boolean {
  const patterns = (list ?? '').split(',').filter((pattern) => pattern !== '');
  // YuniKorn takes an empty list for everything.
  return patterns.length === 0 || patterns.some((pattern) => new RegExp(pattern).test(namespace));
}

const PROCESS = 'admissionController.filtering.processNamespaces';
const BYPASS = 'admissionController.filtering.bypassNamespaces';

interface Rights {
  readonly rules: { readonly resources: string[]; readonly verbs: string[]; readonly resourceNames?: string[] }[];
}

interface Deployed {
  readonly spec: {
    readonly replicas: number;
    readonly strategy?: object;
    readonly template: {
      readonly spec: {
        readonly hostNetwork?: boolean;
        readonly priorityClassName: string;
        readonly containers: { readonly name: string; readonly image: string }[];
      };
    };
  };
}

const of = <T>(manifest: Manifest): T => manifest as unknown as T;

test('the whole installation', () => {
  const yunikorn = installed({ namespaces: ['etl'], network: { metricsFrom: ['monitoring'] }, webUi: true });
  yunikorn.addQueue('etl', { max: { cpu: 10 } });
  expect(yunikorn.node.findAll().flatMap((one) => one.node.validate())).toEqual([]);
  expect(SparkTesting.manifests(yunikorn)).toMatchSnapshot();
});

test('every object has a namespace of its own or none', () => {
  const manifests = SparkTesting.manifests(installed({ namespace: 'batch' }));
  const namespaces = new Set(manifests.map(({ metadata }) => metadata.namespace));
  expect([...namespaces]).toEqual([undefined, 'batch']);
});

describe('the namespaces that are handed over', () => {
  test('are none by default: an empty list would be all of them', () => {
    const { [PROCESS]: list } = settings();
    for (const name of ['etl', 'default', 'kube-system', 'yunikorn']) expect(matches(list, name)).toBe(false);
  });
  test('are those of the list and none whose name contains one', () => {
    const { [PROCESS]: list } = settings({ namespaces: ['etl', 'bi'] });
    for (const name of ['etl', 'bi']) expect(matches(list, name)).toBe(true);
    for (const name of ['etl-dev', 'petl', 'default']) expect(matches(list, name)).toBe(false);
  });
  test('are never those of the cluster or of YuniKorn', () => {
    const { [BYPASS]: list } = settings({ namespace: 'batch' });
    for (const name of ['kube-system', 'kube-node-lease', 'batch']) expect(matches(list, name)).toBe(true);
    for (const name of ['etl', 'my-kube-system', 'batch2']) expect(matches(list, name)).toBe(false);
  });
});

test('settings follow the props', () => {
  expect(settings()['service.placeholderImage']).toBe(VERSIONS.YUNIKORN.images.placeholder);
  expect(settings()).not.toHaveProperty(['service.disableGangScheduling']);
  const own = settings({ gangScheduling: false, images: { placeholder: 'registry.internal/pause:1' } });
  expect(own).toMatchObject({ 'service.placeholderImage': 'registry.internal/pause:1' });
  expect(own['service.disableGangScheduling']).toBe('true');
});

test('there is one scheduler at a time', () => {
  const { spec } = of<Deployed>(SparkTesting.find(installed(), 'Deployment', 'yunikorn-scheduler'));
  expect(spec).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
  expect(spec.template.spec.priorityClassName).toBe('system-cluster-critical');
});

test('no server is in the network of its node', () => {
  const deployments = SparkTesting.manifests(installed()).filter(({ kind }) => kind === 'Deployment');
  expect(deployments).toHaveLength(2);
  for (const one of deployments) expect(of<Deployed>(one).spec.template.spec).not.toHaveProperty('hostNetwork');
});

test('the web pages are left out unless they are asked for', () => {
  const images = (props: YuniKornProps): string[] => {
    const deployment = SparkTesting.find(installed(props), 'Deployment', 'yunikorn-scheduler');
    return of<Deployed>(deployment).spec.template.spec.containers.map(({ image }) => image);
  };
  const { scheduler, web } = VERSIONS.YUNIKORN.images;
  expect(images({})).toEqual([scheduler]);
  expect(images({ webUi: true })).toEqual([scheduler, web]);
});

describe('rights', () => {
  const all = SparkTesting.manifests(installed());
  const rules = (kind: string, name: string): Rights['rules'] =>
    of<Rights>(all.find((one) => one.kind === kind && one.metadata.name === name) as Manifest).rules;

  test('no row is wider than it must be', () => {
    const rows = all.filter(({ kind }) => kind.endsWith('Role')).flatMap((one) => of<Rights>(one).rules);
    expect(rows.length).toBeGreaterThan(5);
    for (const { resources, verbs } of rows) expect([...resources, ...verbs]).not.toContain('*');
  });
  test('secrets are read by one name, in the namespace', () => {
    const rows = all.filter(({ kind }) => kind.endsWith('Role')).flatMap((one) => of<Rights>(one).rules);
    const secrets = rows.filter(({ resources }) => resources.includes('secrets'));
    expect(secrets).toEqual(
      rules('Role', 'yunikorn-admission-controller').filter(({ resources }) => resources.includes('secrets')),
    );
    expect(secrets).toMatchObject([{ resourceNames: ['admission-controller-secrets'], verbs: ['get', 'update'] }]);
  });
  test('webhooks are changed by name only', () => {
    const rows = rules('ClusterRole', 'yunikorn-admission-controller').filter(({ resources }) =>
      resources.includes('mutatingwebhookconfigurations'),
    );
    expect(rows.filter(({ resourceNames }) => resourceNames === undefined).flatMap(({ verbs }) => verbs)).toEqual([
      'create',
    ]);
  });
});

test('the secret for certificates holds nothing', () => {
  const secret = SparkTesting.find(installed(), 'Secret');
  expect(secret).not.toHaveProperty('data');
  expect(secret).not.toHaveProperty('stringData');
});

test('without the admission controller nothing of it is left', () => {
  const manifests = SparkTesting.manifests(installed({ admission: { enabled: false }, namespaces: ['etl'] }));
  const text = JSON.stringify(manifests.filter(({ kind }) => kind !== 'ConfigMap'));
  expect(text).not.toMatch(/admission/);
  expect(manifests.map(({ kind }) => kind)).not.toContain('Secret');
});

test('the REST interface is open to the admission controller and whom it is opened to', () => {
  const sources = (props: YuniKornProps): unknown => {
    const policy = SparkTesting.find(installed(props), 'NetworkPolicy', 'yunikorn-rest');
    return (policy.spec as { ingress: unknown }).ingress;
  };
  const admission = {
    from: [{ podSelector: { matchLabels: { 'app.kubernetes.io/component': 'admission' } } }],
    ports: [{ port: 9080, protocol: 'TCP' }],
  };
  expect(sources({})).toEqual([admission]);
  expect(sources({ network: { metricsFrom: ['monitoring'] } })).toEqual([
    admission,
    {
      from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } }],
      ports: [{ port: 9080, protocol: 'TCP' }],
    },
  ]);
});

describe('the network', () => {
  interface Policy {
    readonly spec: { readonly egress?: object[]; readonly ingress?: object[] };
  }
  const policy = (name: string, network: YuniKornNetwork): Policy['spec'] =>
    of<Policy>(SparkTesting.find(installed({ network }), 'NetworkPolicy', name)).spec;
  const tcp = (...ports: number[]) => ports.map((port) => ({ port, protocol: 'TCP' }));

  test('has a way to the API server on its usual ports, or those that are told', () => {
    expect(policy('yunikorn-outward', {}).egress?.[0]).toEqual({ ports: tcp(443, 6443) });
    expect(policy('yunikorn-outward', { apiServerPorts: [16443] }).egress?.[0]).toEqual({ ports: tcp(16443) });
    const told = { apiServerPorts: [16443], apiServerCidrs: ['10.0.0.1/32'] };
    expect(policy('yunikorn-outward', told).egress?.[0]).toEqual({
      to: [{ ipBlock: { cidr: '10.0.0.1/32' } }],
      ports: tcp(16443),
    });
  });
  test('has a way from the API server to the webhook, from everywhere or where it is', () => {
    expect(policy('yunikorn-webhook', {}).ingress).toEqual([{ ports: tcp(9089) }]);
    expect(policy('yunikorn-webhook', { admissionFrom: ['10.0.0.0/28'] }).ingress).toEqual([
      { from: [{ ipBlock: { cidr: '10.0.0.0/28' } }], ports: tcp(9089) },
    ]);
  });
});

describe('the servers', () => {
  interface Server {
    readonly spec: {
      readonly replicas: number;
      readonly template: {
        readonly spec: {
          readonly containers: { readonly resources: object; readonly env: { name: string; value?: string }[] }[];
          readonly imagePullSecrets?: object[];
          readonly affinity?: object;
          readonly tolerations?: object[];
        };
      };
    };
  }
  const server = (name: string, props: YuniKornProps): Server['spec'] =>
    of<Server>(SparkTesting.find(installed(props), 'Deployment', `yunikorn-${name}`)).spec;

  test.each([
    ['scheduler', { scheduler: { cpu: 2, memory: Size.gibibytes(8) } }, '7372MiB'],
    ['admission-controller', { admission: { cpu: 2, memory: Size.gibibytes(8), replicas: 3 } }, '7372MiB'],
  ])('have the size that is told: %s', (name, props, goMemory) => {
    const { replicas, template } = server(name, props);
    const [container] = template.spec.containers;
    expect(container?.resources).toEqual({ requests: { cpu: '2', memory: '8Gi' }, limits: { memory: '8Gi' } });
    expect(container?.env).toContainEqual({ name: 'GOMEMLIMIT', value: goMemory });
    expect(replicas).toBe(name === 'scheduler' ? 1 : 3);
  });
  test.each(['scheduler', 'admission-controller'])('are on the nodes that are told, with pull secrets: %s', (name) => {
    const nodes = NodePool.of('system', {
      labels: [{ key: 'pool', values: ['system'] }],
      tolerations: [{ key: 'system' }],
    });
    const { spec } = server(name, { nodes, images: { pullSecrets: ['regcred'] } }).template;
    expect(spec.imagePullSecrets).toEqual([{ name: 'regcred' }]);
    expect(spec.tolerations).toEqual([{ key: 'system', operator: 'Exists' }]);
    expect(JSON.stringify(spec.affinity)).toContain('{"key":"pool","operator":"In","values":["system"]}');
    expect(server(name, {}).template.spec).not.toHaveProperty('affinity');
  });
});

test('one that exists is known by its namespace', () => {
  expect(YuniKorn.fromExisting()).toEqual({ namespaceName: 'yunikorn' });
  expect(YuniKorn.fromExisting({ namespaceName: 'batch' })).toEqual({ namespaceName: 'batch' });
  expect(() => YuniKorn.fromExisting({ namespaceName: 'Batch' })).toThrow('names/dns-label: namespaceName = "Batch"');
});

test('each server can be patched', () => {
  const yunikorn = installed();
  yunikorn.scheduler.override('/spec/template/spec/hostNetwork', true);
  const { spec } = of<Deployed>(SparkTesting.find(yunikorn, 'Deployment', 'yunikorn-scheduler'));
  expect(spec.template.spec.hostNetwork).toBe(true);
});

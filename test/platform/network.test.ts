import { Testing } from 'cdk8s';
import { isInside, NetworkProtocol, parseCidr } from '../../lib/kube/network-policy';
import { SparkNetworkPolicies, type SparkNetwork } from '../../lib/platform/network';

interface Policy {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: { readonly [field: string]: unknown };
}

const make = (network: SparkNetwork = {}): SparkNetworkPolicies =>
  new SparkNetworkPolicies(Testing.chart(), 'network', { namespace: 'team-a', ...network });

function policies(network: SparkNetwork = {}): { [name: string]: Policy['spec'] } {
  const chart = Testing.chart();
  new SparkNetworkPolicies(chart, 'network', { namespace: 'team-a', ...network });
  const manifests = Testing.synth(chart) as Policy[];
  expect(manifests.map(({ metadata }) => metadata.namespace)).toEqual(manifests.map(() => 'team-a'));
  return Object.fromEntries(manifests.map(({ metadata, spec }) => [metadata.name, spec]));
}

const role = (...values: string[]): object =>
  values.length === 1
    ? { matchLabels: { 'spark-role': values[0] } }
    : { matchExpressions: [{ key: 'spark-role', operator: 'In', values }] };
const tcp = (...ports: number[]): object[] => ports.map((port) => ({ protocol: 'TCP', port }));

test('closed, Spark has five policies and no other opening', () => {
  expect(Object.keys(policies())).toEqual([
    'default-deny',
    'spark-dns',
    'spark-driver-api',
    'spark-driver',
    'spark-executor',
  ]);
});

test('default-deny closes every pod in both directions', () => {
  expect(policies()['default-deny']).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
});

test('Spark pods resolve names in kube-system, and do not open anything inwards by that', () => {
  expect(policies()['spark-dns']).toEqual({
    podSelector: role('driver', 'executor', 'submitter'),
    policyTypes: ['Egress'],
    egress: [
      {
        to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } } }],
        ports: [
          { protocol: 'UDP', port: 53 },
          { protocol: 'TCP', port: 53 },
        ],
      },
    ],
  });
});

test('only drivers and those who submit them call the API server, on the port of the Service and the one behind it', () => {
  expect(policies()['spark-driver-api']).toEqual({
    podSelector: role('driver', 'submitter'),
    policyTypes: ['Egress'],
    egress: [{ ports: tcp(443, 6443) }],
  });
});

test('the API server can be narrowed to its addresses and ports', () => {
  const { egress } = policies({ apiServerCidrs: ['10.0.0.1/32', 'fd00::1/128'], apiServerPorts: [8443] })[
    'spark-driver-api'
  ] as Policy['spec'];
  expect(egress).toEqual([
    { to: [{ ipBlock: { cidr: '10.0.0.1/32' } }, { ipBlock: { cidr: 'fd00::1/128' } }], ports: tcp(8443) },
  ]);
});

test('drivers and executors reach each other on 7078 and 7079 only', () => {
  const { 'spark-driver': driver, 'spark-executor': executor } = policies();
  expect(driver).toEqual({
    podSelector: role('driver'),
    policyTypes: ['Ingress', 'Egress'],
    ingress: [{ from: [{ podSelector: role('executor') }], ports: tcp(7078, 7079) }],
    egress: [{ to: [{ podSelector: role('executor') }], ports: tcp(7079) }],
  });
  expect(executor).toEqual({
    podSelector: role('executor'),
    policyTypes: ['Ingress', 'Egress'],
    ingress: [{ from: [{ podSelector: role('driver', 'executor') }], ports: tcp(7079) }],
    egress: [
      { to: [{ podSelector: role('driver') }], ports: tcp(7078, 7079) },
      { to: [{ podSelector: role('executor') }], ports: tcp(7079) },
    ],
  });
});

test('the UI opens to the named namespaces only', () => {
  expect(policies()).not.toHaveProperty('spark-ui');
  expect(policies({ uiFrom: ['monitoring', 'ingress'] })['spark-ui']).toEqual({
    podSelector: role('driver'),
    policyTypes: ['Ingress'],
    ingress: [
      {
        from: ['monitoring', 'ingress'].map((name) => ({
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } },
        })),
        ports: tcp(4040),
      },
    ],
  });
});

test('openings lead to addresses, to namespaces, or to pods; for both roles or the driver', () => {
  const made = policies({
    egress: [
      { name: 's3', cidr: '10.0.0.0/8', except: ['10.1.0.0/16'], ports: [443] },
      { name: 'metastore', namespace: 'hive', podLabels: { app: 'hms' }, ports: [9083], driverOnly: true },
      { name: 'local-dns', cidr: '169.254.20.10/32', ports: [53], protocol: NetworkProtocol.UDP },
    ],
    ingress: [{ name: 'connect', podLabels: { app: 'notebook' }, ports: [15002], driverOnly: true }],
  });
  expect(made['spark-egress-s3']).toEqual({
    podSelector: role('driver', 'executor', 'submitter'),
    policyTypes: ['Egress'],
    egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }], ports: tcp(443) }],
  });
  expect(made['spark-egress-metastore']).toMatchObject({
    podSelector: role('driver', 'submitter'),
    egress: [
      {
        to: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'hive' } },
            podSelector: { matchLabels: { app: 'hms' } },
          },
        ],
      },
    ],
  });
  expect(made['spark-egress-local-dns']).toMatchObject({ egress: [{ ports: [{ protocol: 'UDP', port: 53 }] }] });
  expect(made['spark-ingress-connect']).toEqual({
    podSelector: role('driver'),
    policyTypes: ['Ingress'],
    ingress: [{ from: [{ podSelector: { matchLabels: { app: 'notebook' } } }], ports: tcp(15002) }],
  });
});

const ok = { name: 'a', namespace: 'b', ports: [1] };

test.each<[string, SparkNetwork]>([
  ['names/dns-label: network.egress[0].name = "Big Store"', { egress: [{ ...ok, name: 'Big Store' }] }],
  ['platform/opening-name: network.egress[1].name = "a"', { egress: [ok, ok] }],
  ['platform/opening-ports: network.egress[0].ports = []', { egress: [{ ...ok, ports: [] }] }],
  ['platform/opening-ports: network.ingress[0].ports = 65536', { ingress: [{ ...ok, ports: [1, 65536] }] }],
  ['platform/opening-peer: network.ingress[0]', { ingress: [{ name: 'a', ports: [1] }] }],
  ['platform/opening-peer: network.ingress[0]', { ingress: [{ name: 'a', ports: [1], podLabels: {} }] }],
  ['platform/opening-peer-twice: network.egress[0]', { egress: [{ ...ok, cidr: '10.0.0.0/8' }] }],
  ['platform/cidr: network.egress[0].cidr = "10.0.0.0"', { egress: [{ name: 'a', ports: [1], cidr: '10.0.0.0' }] }],
  ['platform/except-outside-cidr: network.egress[0].except', { egress: [{ ...ok, except: ['10.0.0.0/8'] }] }],
  [
    'platform/except-outside-cidr: network.egress[0].except[0] = "11.0.0.0/16"',
    { egress: [{ name: 'a', ports: [1], cidr: '10.0.0.0/8', except: ['11.0.0.0/16'] }] },
  ],
  ['names/dns-label: network.egress[0].namespace', { egress: [{ ...ok, namespace: 'No' }] }],
  ['names/label-value: network.egress[0].podLabels["app"]', { egress: [{ ...ok, podLabels: { app: 'a b' } }] }],
  ['names/dns-label: network.uiFrom[0]', { uiFrom: ['No'] }],
  ['platform/cidr: network.apiServerCidrs[0] = "kubernetes"', { apiServerCidrs: ['kubernetes'] }],
  ['platform/opening-ports: network.apiServerPorts = []', { apiServerPorts: [] }],
])('reports %s', (text, network) => {
  expect(make(network).node.validate()).toEqual([expect.stringContaining(text)]);
});

test('the same name may stand in both directions', () => {
  expect(make({ egress: [ok], ingress: [ok] }).node.validate()).toEqual([]);
});

test('ranges of addresses', () => {
  expect(parseCidr('10.0.0.0/8')).toEqual({ address: '10.0.0.0', prefix: 8 });
  expect(['10.0.0.0/33', '10.0.0/8', 'fd00::/129', '10.0.0.0/', 'x/8'].map(parseCidr)).toEqual(
    Array(5).fill(undefined),
  );
  expect(isInside('10.1.0.0/16', '10.0.0.0/8')).toBe(true);
  expect(isInside('fd00:1::/32', 'fd00::/16')).toBe(true);
  expect(isInside('10.0.0.0/8', '10.0.0.0/8')).toBe(false);
  expect(isInside('0.0.0.0/0', '10.0.0.0/8')).toBe(false);
  expect(isInside('fd00::/32', '0.0.0.0/0')).toBe(false);
});

test('members are reachable and can be overridden', () => {
  const network = make({ uiFrom: ['monitoring'] });
  expect(network.openings.map(({ name }) => name)).toEqual(['spark-ui']);
  network.dns.override('/spec/egress/0/to/0/podSelector', { matchLabels: { 'k8s-app': 'kube-dns' } });
  expect(network.dns.toJson()).toMatchObject({
    spec: { egress: [{ to: [{ podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } }] }] },
  });
});

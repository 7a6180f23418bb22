import { SparkServiceAccount } from '../../../lib';
import { SparkTesting, type Manifest } from '../../../lib/testing';
import { findings, livy, platform, rulesOf } from './servers';

interface Peer {
  readonly namespaceSelector?: { readonly matchLabels: Record<string, string> };
  readonly podSelector?: { readonly matchLabels: Record<string, string> };
}
interface Row {
  readonly from?: readonly Peer[];
  readonly to?: readonly Peer[];
  readonly ports: readonly { readonly port: number }[];
}
interface Policy {
  readonly podSelector: { readonly matchLabels: Record<string, string> };
  readonly ingress?: readonly Row[];
  readonly egress?: readonly Row[];
}

const RSC = [10000, 10001, 10002, 10003];
const ports = ({ ports: all }: Row): number[] => all.map(({ port }) => port);
const spec = (one: Manifest): Policy => one.spec as Policy;

test('nobody may call the server who is not named', () => {
  const server = livy();
  const all = SparkTesting.manifests(server).filter(
    ({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.namespace === 'livy',
  );
  const callers = all.flatMap((one) => spec(one).ingress ?? []).filter((row) => ports(row).includes(8998));
  expect(callers).toEqual([]);
  const named = livy({ network: { clients: [{ namespace: 'hub', podLabels: { component: 'singleuser' } }] } });
  expect(spec(SparkTesting.find(named, 'NetworkPolicy', 'livy')).ingress).toEqual([
    {
      from: [
        {
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'hub' } },
          podSelector: { matchLabels: { component: 'singleuser' } },
        },
      ],
      ports: [{ protocol: 'TCP', port: 8998 }],
    },
  ]);
});

test('the server reaches DNS, the API server and drivers, and nothing else', () => {
  const server = livy({ apiServerCidrs: ['10.0.0.1/32'], apiServerPorts: [6443] });
  const { egress = [] } = spec(SparkTesting.find(server, 'NetworkPolicy', 'livy'));
  expect(egress.map(ports)).toEqual([[53, 53], [6443]]);
  expect(egress[1]?.to).toEqual([{ ipBlock: { cidr: '10.0.0.1/32' } }]);
  const jobs = spec(SparkTesting.find(server, 'NetworkPolicy', 'livy-jobs-etl'));
  expect(jobs.egress?.map(ports)).toEqual([RSC]);
  expect(jobs.egress?.[0]?.to?.[0]?.podSelector?.matchLabels).toEqual({ 'spark-role': 'driver' });
});

test('sessions speak in both directions, on both sides', () => {
  const { app, server } = platform();
  const pods = (server.livyPeer?.podLabels ?? {}) as Record<string, string>;
  for (const name of ['etl', 'ml']) {
    const there = spec(SparkTesting.find(app, 'NetworkPolicy', `livy-jobs-${name}`));
    expect(there.ingress?.map(ports)).toEqual([RSC]);
    expect(there.podSelector.matchLabels).toEqual(pods);
    const own = SparkTesting.manifests(app).find(
      ({ kind, metadata }) =>
        kind === 'NetworkPolicy' && metadata.namespace === name && metadata.name === 'livy-livy-livy',
    );
    if (own === undefined) throw new Error(`no policy in ${name}`);
    const { podSelector, ingress = [], egress = [] } = spec(own);
    expect(podSelector.matchLabels).toEqual({ 'spark-role': 'driver' });
    expect([ingress.map(ports), egress.map(ports)]).toEqual([[RSC], [RSC]]);
    for (const peer of [...(ingress[0]?.from ?? []), ...(egress[0]?.to ?? [])]) {
      expect(peer.podSelector?.matchLabels).toEqual(pods);
      expect(peer.namespaceSelector?.matchLabels).toEqual({ 'kubernetes.io/metadata.name': 'livy' });
    }
  }
});

test('a namespace without policies gets none: it would be the first, and close the rest', () => {
  const open = livy({ jobNamespace: { openNetwork: true } });
  const all = SparkTesting.manifests(open).filter(({ kind }) => kind === 'NetworkPolicy');
  expect(all.filter(({ metadata }) => metadata.namespace === 'etl')).toEqual([]);
  expect(SparkTesting.manifests(livy()).some(({ metadata }) => metadata.namespace === 'etl')).toBe(true);
});

test('what stands in the namespace of a tenant is in his chart, which waits for no other', () => {
  const { etl, home, ml } = platform();
  for (const [tenant, name] of [
    [etl, 'etl'],
    [ml, 'ml'],
  ] as const) {
    const own = SparkTesting.manifests(tenant).filter(({ metadata }) => metadata.name.startsWith('livy-livy-livy'));
    expect(own.map(({ kind }) => kind).sort()).toEqual(['NetworkPolicy', 'Role', 'Role', 'RoleBinding', 'RoleBinding']);
    expect(own.every(({ metadata }) => metadata.namespace === name)).toBe(true);
  }
  expect(
    SparkTesting.manifests(home).filter(({ metadata }) => ['etl', 'ml'].includes(metadata.namespace ?? '')),
  ).toEqual([]);
});

test('what is not always needed is asked for', () => {
  const rights = (options: object) =>
    rulesOf(SparkTesting.find(livy({ jobNamespace: options }), 'Role', 'livy-livy-livy'));
  expect(rights({}).join()).not.toMatch(/claims|podgroups|secrets/);
  expect(rights({ persistentVolumeClaims: true })).toContain('/persistentvolumeclaims: create patch');
  expect(rights({ volcano: true })).toContain('scheduling.volcano.sh/podgroups: create patch');
});

test('pods that post for a job are let in where that was said', () => {
  const callers = (jobsMayPost: boolean) => {
    const { ingress = [] } = spec(
      SparkTesting.find(livy({ jobNamespace: { jobsMayPost } }), 'NetworkPolicy', 'livy-jobs-etl'),
    );
    return ingress.filter((row) => ports(row).includes(8998));
  };
  expect(callers(false)).toEqual([]);
  expect(callers(true)[0]?.from?.[0]?.podSelector?.matchLabels).toEqual({
    'app.kubernetes.io/component': 'livy-client',
  });
});

test('an account without a namespace, and one twice, are reported', () => {
  const server = livy();
  server.addJobNamespace(SparkServiceAccount.fromName('other', 'etl'));
  server.addJobNamespace(SparkServiceAccount.fromName('nowhere'));
  expect(findings(server)).toEqual([
    expect.stringContaining('livy-server/job-namespace-twice: addJobNamespace = "etl"'),
    expect.stringContaining('livy-server/job-namespace-unknown: addJobNamespace = "nowhere"'),
  ]);
});

describe('the cleaner', () => {
  const job = (scope: Parameters<typeof SparkTesting.find>[0]) => {
    const { spec: cron } = SparkTesting.find(scope, 'CronJob') as unknown as {
      spec: { concurrencyPolicy: string; jobTemplate: { spec: { template: { spec: Record<string, unknown> } } } };
    };
    const pod = cron.jobTemplate.spec.template.spec;
    const [container] = pod.containers as { env: { name: string; value: string }[]; image: string }[];
    return { cron, pod, env: Object.fromEntries((container?.env ?? []).map(({ name, value }) => [name, value])) };
  };

  test('looks into the namespaces that were added, with an account of its own', () => {
    const { app } = platform();
    const { cron, pod, env } = job(app);
    expect(cron.concurrencyPolicy).toBe('Forbid');
    expect(env).toEqual({ KEEP_HOURS: '24', JOB_NAMESPACES: 'etl,ml' });
    expect(pod.serviceAccountName).toBe('livy-cleanup');
    const roles = SparkTesting.manifests(app).filter(
      ({ metadata, kind }) => kind === 'Role' && metadata.name.endsWith('-cleanup'),
    );
    expect(roles.map(({ metadata }) => metadata.namespace)).toEqual(['etl', 'ml']);
    expect(roles.flatMap(rulesOf)).toEqual(['/pods: list delete', '/pods: list delete']);
  });

  test('nobody calls it, and it calls the API server', () => {
    const policy = spec(SparkTesting.find(livy(), 'NetworkPolicy', 'livy-cleanup'));
    expect(policy.ingress).toBeUndefined();
    expect(policy.egress?.map(ports)).toEqual([
      [53, 53],
      [443, 6443],
    ]);
  });
});

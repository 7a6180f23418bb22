import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App, Chart, Duration, Size, Testing } from 'cdk8s';
import { CLEANUP_SCRIPT } from '../../lib/monitoring/pushgateway/cleanup';
import type { PushgatewayProps } from '../../lib/monitoring/pushgateway/props';
import { Pushgateway } from '../../lib/monitoring/pushgateway/pushgateway';
import { SparkTesting, type Manifest } from '../../lib/testing';
import { run } from '../cluster/kubectl';
import { at } from '../cluster/manifest';

function gateway(props: PushgatewayProps = {}): Pushgateway {
  return new Pushgateway(new Chart(Testing.app(), 'c', { namespace: 'monitoring' }), 'pushgateway', props);
}
function manifest(one: Pushgateway, kind: string, name = 'pushgateway'): Manifest {
  const found = SparkTesting.manifests(one).find((object) => object.kind === kind && object.metadata.name === name);
  if (found === undefined) throw new Error(`no ${kind} ${name}`);
  return found;
}
const podOf = (object: Manifest): unknown => at(object, 'spec.template.spec');
const rulesOf = (props: PushgatewayProps): string[] =>
  gateway(props)
    .node.findAll()
    .flatMap((one) => one.node.validate())
    .map((line) => line.slice(0, line.indexOf(' = ')));

describe('the server', () => {
  test('one restricted pod without token', () => {
    const pod = podOf(manifest(gateway(), 'Deployment'));
    expect(pod).toMatchObject({
      serviceAccountName: 'pushgateway',
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, runAsUser: 65534, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          image: 'quay.io/prometheus/pushgateway:v1.11.3',
          args: ['--web.listen-address=:9091'],
          ports: [{ name: 'http', containerPort: 9091 }],
          securityContext: { readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
          resources: { limits: { memory: '256Mi' } },
        },
      ],
    });
    expect(at(manifest(gateway(), 'Deployment'), 'spec.replicas')).toBe(1);
    expect(at(manifest(gateway(), 'Deployment'), 'spec.strategy')).toBeUndefined();
  });
  test('with a volume a new pod waits for the old one', () => {
    const one = gateway({ volume: { size: Size.gibibytes(2), storageClassName: 'fast' } });
    const deployment = manifest(one, 'Deployment');
    expect(at(deployment, 'spec.strategy.type')).toBe('Recreate');
    expect(podOf(deployment)).toMatchObject({
      containers: [
        {
          args: ['--web.listen-address=:9091', '--persistence.file=/data/metrics', '--persistence.interval=1m'],
          volumeMounts: [{ name: 'data', mountPath: '/data' }],
        },
      ],
      volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'pushgateway' } }],
    });
    expect(at(podOf(deployment), 'containers.0.volumeMounts.0.readOnly')).toBeUndefined();
    expect(manifest(one, 'PersistentVolumeClaim').spec).toMatchObject({
      accessModes: ['ReadWriteOnce'],
      storageClassName: 'fast',
      resources: { requests: { storage: '2Gi' } },
    });
  });
  test('only the clean-up may call it, until others are let in', () => {
    const one = gateway();
    const callers = (): unknown[] =>
      at<{ from: unknown[] }[]>(manifest(one, 'NetworkPolicy'), 'spec.ingress')?.[0]?.from ?? [];
    expect(callers()).toHaveLength(1);
    one.allow({ namespace: 'etl', podLabels: { 'spark-role': 'driver' } });
    expect(callers()).toContainEqual({
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'etl' } },
      podSelector: { matchLabels: { 'spark-role': 'driver' } },
    });
    expect(at(manifest(one, 'NetworkPolicy'), 'spec.ingress.0.ports')).toEqual([{ protocol: 'TCP', port: 9091 }]);
  });
  test('its address and pods, for jobs', () => {
    const { pushgatewayAddress, pushgatewayPeer } = gateway();
    expect(pushgatewayAddress).toBe('pushgateway.monitoring.svc:9091');
    expect(pushgatewayPeer).toEqual({
      namespace: 'monitoring',
      podLabels: { 'app.kubernetes.io/name': 'pushgateway', 'app.kubernetes.io/instance': 'pushgateway' },
    });
  });
  test('labels of jobs win over those of the gateway', () => {
    const [observation] = gateway().observations;
    expect(observation?._scrape).toEqual({ job: 'pushgateway', port: 'http', portNumber: 9091, honorLabels: true });
  });
  test('an override reaches the Deployment', () => {
    const one = gateway();
    one.override('/spec/template/spec/hostUsers', false);
    expect(podOf(manifest(one, 'Deployment'))).toMatchObject({ hostUsers: false });
  });
  test('one that exists', () => {
    const peer = { namespace: 'ops' };
    expect(Pushgateway.fromAddress('push.ops.svc:9091', peer)).toEqual({
      pushgatewayAddress: 'push.ops.svc:9091',
      pushgatewayPeer: peer,
    });
    expect(() => Pushgateway.fromAddress('http://push.ops.svc:9091')).toThrow('pushgateway/address');
  });
  test('it needs a namespace', () => {
    expect(() => new Pushgateway(new Chart(new App(), 'c'), 'pushgateway')).toThrow('monitoring/namespace');
  });
});

describe('the clean-up', () => {
  const NAME = 'pushgateway-cleanup';
  test('a CronJob without token that may only reach the gateway', () => {
    const one = gateway({ cleanup: { keep: Duration.days(3), image: 'localhost/python:3' } });
    const job = manifest(one, 'CronJob', NAME);
    expect(at(job, 'spec.concurrencyPolicy')).toBe('Forbid');
    expect(at(job, 'spec.jobTemplate.spec.template.spec')).toMatchObject({
      automountServiceAccountToken: false,
      restartPolicy: 'Never',
      containers: [
        {
          image: 'localhost/python:3',
          env: [
            { name: 'GATEWAY', value: 'pushgateway.monitoring.svc:9091' },
            { name: 'KEEP_SECONDS', value: '259200' },
          ],
        },
      ],
    });
    const policy = manifest(one, 'NetworkPolicy', NAME);
    expect(at(policy, 'spec.ingress')).toBeUndefined();
    expect(at<unknown[]>(policy, 'spec.egress')).toHaveLength(2);
    expect(at(policy, 'spec.egress.1.ports')).toEqual([{ protocol: 'TCP', port: 9091 }]);
    expect(at(job, 'spec.jobTemplate.spec.template.metadata.labels')).toMatchObject(
      at(policy, 'spec.podSelector.matchLabels') ?? {},
    );
  });

  test('groups go by their last push, taken or refused, and by names of every kind', async () => {
    const now = Date.now() / 1000;
    const group = (labels: object, push: number, failure = 0): object => {
      const family = (value: number): object => ({ metrics: [{ labels, value: String(value) }] });
      return { labels, push_time_seconds: family(push), push_failure_time_seconds: family(failure) };
    };
    const data = [
      group({ job: 'fresh', namespace: 'etl' }, now),
      group({ job: 'stale', namespace: 'etl' }, now - 5000),
      group({ job: 'failing', namespace: 'etl' }, 0, now - 10),
      group({ namespace: '', job: 'a/b', team: 'x y' }, now - 4000),
    ];
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      response.end(JSON.stringify({ status: 'success', data }));
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const { port } = server.address() as AddressInfo;
    const env = { GATEWAY: `127.0.0.1:${port}`, KEEP_SECONDS: '3600' };
    const { stdout: out } = await run('python3', ['-B', '-c', CLEANUP_SCRIPT], { env });
    server.close();
    expect(asked).toEqual([
      'GET /api/v1/metrics',
      'DELETE /metrics/job/stale/namespace/etl',
      'DELETE /metrics/job@base64/YS9i/namespace@base64/=/team/x%20y',
    ]);
    expect(out).toContain('4 groups, 2 deleted');
  }, 30_000);
});

test.each<[string, PushgatewayProps]>([
  ['names/too-long: name', { name: 'a-name-that-leaves-no-room-for-that-of-its-clean-up' }],
  ['pushgateway/image: image', { image: 'pushgateway' }],
  ['pushgateway/image: cleanup.image', { cleanup: { image: 'python' } }],
  ['pushgateway/cores: cores', { cores: 0 }],
  ['pushgateway/memory: memoryLimit', { memory: Size.gibibytes(1), memoryLimit: Size.mebibytes(512) }],
  ['pushgateway/volume: volume.size', { volume: { size: Size.kibibytes(0) } }],
  ['pushgateway/keep: cleanup.keep', { cleanup: { keep: Duration.minutes(5) } }],
  ['service/peer: network.clients[0]', { network: { clients: [{}] } }],
])('%s', (line, props) => expect(rulesOf(props).map((text) => text.replace(/^\[\S+\] /, ''))).toContain(line));

import { Chart, Duration, Size, Testing } from 'cdk8s';
import { SecretSource } from '../../lib';
import { Loki } from '../../lib/monitoring/loki/loki';
import type { LokiProps } from '../../lib/monitoring/loki/props';
import { LokiStorage } from '../../lib/monitoring/loki/storage';
import { SparkTesting } from '../../lib/testing';

const CLAIM = LokiStorage.claim({ size: Size.gibibytes(20), storageClassName: 'fast' });
const S3 = LokiStorage.s3({ bucket: 'logs', region: 'eu-west-1' });
const network = { egress: [{ cidr: '0.0.0.0/0', ports: [443] }] };
const secret = (key: string): SecretSource => SecretSource.fromKubernetes('store', key);

const loki = (props: Partial<LokiProps> = {}): Loki =>
  new Loki(new Chart(Testing.app(), 'c', { namespace: 'monitoring' }), 'loki', { storage: CLAIM, ...props });
const findings = (made: Loki): string[] => made.node.validate();

interface Config {
  readonly auth_enabled: boolean;
  readonly [block: string]: unknown;
}

/** Enough of YAML for what the writer makes: two spaces, maps, lists of maps. */
function configText(made: Loki): string {
  return (SparkTesting.find(made, 'ConfigMap') as unknown as { data: Config & { 'config.yaml': string } }).data[
    'config.yaml'
  ];
}

interface Container {
  readonly args: string[];
  readonly env: { name: string; value?: string; valueFrom?: unknown }[];
  readonly ports: { name: string; containerPort: number }[];
  readonly volumeMounts: { name: string; mountPath: string; readOnly?: boolean }[];
  readonly [field: string]: unknown;
}
interface Workload {
  readonly replicas: number;
  readonly serviceName: string;
  readonly podManagementPolicy: string;
  readonly volumeClaimTemplates: unknown[];
  readonly template: {
    readonly metadata: { readonly labels: { readonly [key: string]: string } };
    readonly spec: { readonly containers: [Container]; readonly volumes: unknown[]; readonly [field: string]: unknown };
  };
}
const workload = (made: Loki): Workload => SparkTesting.find(made, 'StatefulSet').spec as Workload;
const container = (made: Loki): Container => workload(made).template.spec.containers[0];
const kinds = (made: Loki): string[] =>
  SparkTesting.manifests(made).map(({ kind, metadata }) => `${kind} ${metadata.name}`);

describe('one replica on a claim', () => {
  test('is these objects, and finds nothing wrong', () => {
    const made = loki();
    expect(findings(made)).toEqual([]);
    expect(kinds(made)).toEqual([
      'NetworkPolicy loki',
      'ServiceAccount loki',
      expect.stringMatching(/^ConfigMap loki-[0-9a-f]{10}$/),
      'Service loki',
      'Service loki-headless',
      'StatefulSet loki',
    ]);
  });

  test('keeps everything on the claim, in a ring of its own', () => {
    const made = loki();
    expect(workload(made)).toMatchObject({
      replicas: 1,
      serviceName: 'loki-headless',
      podManagementPolicy: 'Parallel',
    });
    expect(workload(made).volumeClaimTemplates).toEqual([
      {
        metadata: { name: 'storage' },
        spec: {
          accessModes: ['ReadWriteOnce'],
          storageClassName: 'fast',
          resources: { requests: { storage: '20Gi' } },
        },
      },
    ]);
    const text = configText(made);
    expect(text).toContain('replication_factor: 1\n  ring:\n    kvstore:\n      store: inmemory');
    expect(text).toContain('filesystem:\n      dir: /var/loki/objects');
    expect(text).not.toContain('memberlist');
  });

  test('is admitted by Pod Security restricted, without a token', () => {
    const { spec } = workload(loki()).template;
    expect(spec).toMatchObject({
      serviceAccountName: 'loki',
      automountServiceAccountToken: false,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 10001,
        fsGroup: 10001,
        seccompProfile: { type: 'RuntimeDefault' },
      },
    });
    expect(spec.containers[0].securityContext).toMatchObject({
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
  });

  test('has memory for Go below its limit, and no limit of CPU', () => {
    const { env, resources } = container(loki({ memory: Size.gibibytes(2) }));
    expect(resources).toEqual({ requests: { cpu: '500m', memory: '2Gi' }, limits: { memory: '4Gi' } });
    expect(env).toContainEqual({ name: 'GOMEMLIMIT', value: '3686MiB' });
    expect(configText(loki({ memory: Size.gibibytes(2) }))).toContain('replay_memory_ceiling: 2048MB');
  });

  test('is restarted by what says that it lives, not by what says that others are ready', () => {
    const { livenessProbe, readinessProbe } = container(loki());
    expect(livenessProbe).toMatchObject({ httpGet: { path: '/loki/api/v1/status/buildinfo', port: 3100 } });
    expect(readinessProbe).toMatchObject({ httpGet: { path: '/ready', port: 3100 } });
  });

  test('is observed on the port that its container declares', () => {
    const made = loki();
    expect(made.observations.map(({ _scrape }) => _scrape)).toEqual([{ job: 'loki', port: 'http', portNumber: 3100 }]);
    expect(container(made).ports).toContainEqual({ name: 'http', containerPort: 3100 });
    expect(workload(made).template.metadata.labels).toMatchObject(made.observations[0]?.workload.podLabels ?? {});
  });
});

describe('three replicas in an object store', () => {
  const made = loki({ storage: S3, replicas: 3, network });

  test('find each other, keep three copies, and let one go', () => {
    expect(findings(made)).toEqual([]);
    const text = configText(made);
    expect(text).toContain('join_members:\n    - loki-headless.monitoring.svc:7946');
    expect(text).toContain('replication_factor: 3');
    expect(SparkTesting.find(made, 'Service', 'loki-headless').spec).toMatchObject({
      clusterIP: 'None',
      publishNotReadyAddresses: true,
      ports: expect.arrayContaining([{ name: 'gossip', port: 7946, targetPort: 7946 }]) as unknown,
    });
    expect(SparkTesting.find(made, 'PodDisruptionBudget').spec).toMatchObject({ maxUnavailable: 1 });
    expect(workload(made).template.spec.topologySpreadConstraints).toHaveLength(1);
  });

  test('talk with each other, and with nobody else, on their own ports', () => {
    const self = [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } }];
    const ports = [7946, 9095].map((port) => ({ protocol: 'TCP', port }));
    expect(SparkTesting.find(made, 'NetworkPolicy', 'loki-peers').spec).toMatchObject({
      ingress: [{ from: self, ports }],
      egress: [{ to: self, ports }],
    });
  });

  test('have a claim for what is not yet in the store', () => {
    expect(workload(made).volumeClaimTemplates).toMatchObject([
      { spec: { resources: { requests: { storage: '10Gi' } } } },
    ]);
    const wal = loki({ storage: S3, network, walClaim: { size: Size.gibibytes(30) } });
    expect(workload(wal).volumeClaimTemplates).toMatchObject([
      { spec: { resources: { requests: { storage: '30Gi' } } } },
    ]);
  });
});

describe('stores', () => {
  test('AWS is found by its region, with the identity of the account', () => {
    const made = loki({ storage: S3, network, accountAnnotations: { 'eks.amazonaws.com/role-arn': 'arn' } });
    expect(configText(made)).toContain(
      'bucket_name: logs\n      region: eu-west-1\n      endpoint: s3.eu-west-1.amazonaws.com',
    );
    expect(configText(made)).toContain('object_store: s3\n');
    expect(container(made).env.map(({ name }) => name)).toEqual(['GOMEMLIMIT']);
    expect(SparkTesting.find(made, 'ServiceAccount').metadata.annotations).toEqual({
      'eks.amazonaws.com/role-arn': 'arn',
    });
  });

  test('a compatible server is asked by path, with keys that stand in no file', () => {
    const storage = LokiStorage.s3({
      bucket: 'logs',
      endpoint: 'http://minio.storage.svc:9000/',
      accessKeyId: secret('id'),
      secretAccessKey: secret('key'),
    });
    const made = loki({ storage, network });
    expect(configText(made)).toContain(
      'endpoint: minio.storage.svc:9000\n      bucket_lookup_type: path\n      insecure: true',
    );
    expect(container(made).env).toContainEqual({
      name: 'AWS_SECRET_ACCESS_KEY',
      valueFrom: { secretKeyRef: { name: 'store', key: 'key' } },
    });
    expect(configText(made)).not.toMatch(/access_key/);
  });

  test('Azure takes a key from a variable, or the identity of the workload', () => {
    const container_ = { account: 'logs1', container: 'loki' };
    const keyed = loki({ storage: LokiStorage.azure({ ...container_, accountKey: secret('k') }), network });
    expect(configText(keyed)).toContain('account_key: ${AZURE_STORAGE_ACCOUNT_KEY}');
    expect(container(keyed).args).toContain('-config.expand-env=true');
    expect(container(keyed).env).toContainEqual(expect.objectContaining({ name: 'AZURE_STORAGE_ACCOUNT_KEY' }));
    const known = loki({ storage: LokiStorage.azure(container_), network });
    expect(configText(known)).not.toContain('account_key');
    expect(workload(known).template.metadata.labels).toMatchObject({ 'azure.workload.identity/use': 'true' });
    expect(findings(known)).toEqual([]);
  });

  test('Google takes a key file', () => {
    const made = loki({ storage: LokiStorage.gcs({ bucket: 'logs', keyFile: secret('key.json') }), network });
    expect(container(made).env).toContainEqual({
      name: 'GOOGLE_APPLICATION_CREDENTIALS',
      value: '/etc/loki/credentials/key.json',
    });
    expect(container(made).volumeMounts).toContainEqual({
      name: 'credentials',
      mountPath: '/etc/loki/credentials',
      readOnly: true,
    });
    expect(findings(made)).toEqual([]);
  });
});

describe('configuration', () => {
  test('deletes what is old, executors sooner', () => {
    const text = configText(
      loki({
        retention: Duration.days(30),
        executorRetention: Duration.days(2),
        streamRetention: [{ selector: '{namespace="dev"}', period: Duration.days(1), priority: 2 }],
      }),
    );
    expect(text).toContain('retention_period: 720h');
    expect(text).toContain(`- selector: '{namespace="dev"}'\n      priority: 2\n      period: 24h`);
    expect(text).toContain(`- selector: '{spark_role="executor"}'\n      priority: 1\n      period: 48h`);
    expect(text).toContain('retention_enabled: true');
    expect(text).toContain('delete_request_store: filesystem');
  });

  test('has a schema that stays', () => {
    expect(configText(loki())).toContain('- from: "2024-04-01"\n      store: tsdb');
    expect(configText(loki({ schemaFrom: '2025-01-31' }))).toContain('- from: "2025-01-31"');
  });

  test('has the limits of Spark, and those of the user', () => {
    const text = configText(loki());
    for (const line of [
      'ingestion_rate_mb: 16',
      'per_stream_rate_limit: 8MB',
      'max_global_streams_per_user: 20000',
      'max_line_size: 1MB',
      'max_line_size_truncate: true',
      'query_timeout: 300s',
      'http_server_read_timeout: 310s',
    ]) {
      expect(text).toContain(line);
    }
    const own = configText(loki({ limits: { maxLineSize: Size.kibibytes(512), queryTimeout: Duration.minutes(1) } }));
    expect(own).toContain('max_line_size: 512KB');
    expect(own).toContain('http_server_read_timeout: 70s');
  });

  test('has nothing that Loki 4 takes away, no ruler, and tells nobody', () => {
    const text = configText(loki({ storage: S3, replicas: 3, network, tenant: 'a' }));
    expect(text).not.toMatch(/boltdb|allow_deletes|per_tenant_override_config|unordered_writes|row_shards|ruler/);
    expect(text).toContain('use_thanos_objstore: true');
    expect(text).toContain('reporting_enabled: false');
  });

  test('asks for a tenant where there is one', () => {
    expect(configText(loki())).toContain('auth_enabled: false');
    const made = loki({ tenant: 'platform' });
    expect(configText(made)).toContain('auth_enabled: true');
    expect([made.lokiTenant, made.asksForTenant]).toEqual(['platform', true]);
    expect(loki({ authEnabled: true }).lokiTenant).toBeUndefined();
  });

  test('has another name when it says something else, so that pods roll', () => {
    const name = (made: Loki): string => made.configMap.name;
    expect(name(loki())).toBe(name(loki()));
    expect(name(loki())).not.toBe(name(loki({ retention: Duration.days(1) })));
    const volumes = workload(loki()).template.spec.volumes;
    expect(volumes).toContainEqual({ name: 'config', configMap: { name: name(loki()) } });
  });
});

test('is closed but for those that it lets in', () => {
  const made = loki();
  const ingress = (): unknown => (SparkTesting.find(made, 'NetworkPolicy').spec as { ingress?: unknown }).ingress;
  expect(ingress()).toBeUndefined();
  made.allow({ namespace: 'grafana' });
  expect(ingress()).toMatchObject([
    { from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'grafana' } } }] },
  ]);
});

test('one that exists is known by its address', () => {
  expect(Loki.fromUrl('https://loki.example.com/', { tenant: 'a' })).toEqual({
    lokiUrl: 'https://loki.example.com',
    lokiTenant: 'a',
  });
  expect(loki().lokiUrl).toBe('http://loki.monitoring.svc:3100');
});

test('an override reaches the StatefulSet', () => {
  const made = loki();
  made.override('/spec/minReadySeconds', 30);
  expect(SparkTesting.find(made, 'StatefulSet').spec).toMatchObject({ minReadySeconds: 30 });
});

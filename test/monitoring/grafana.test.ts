import { Size } from 'cdk8s';
import { UiEndpoint } from '../../lib/ingress/ui-endpoint';
import { GrafanaAuthentication } from '../../lib/monitoring/grafana/authentication';
import { GrafanaDatabase, GrafanaPostgresTls } from '../../lib/monitoring/grafana/database';
import { Grafana } from '../../lib/monitoring/grafana/grafana';
import { SparkTesting } from '../../lib/testing';
import { container, findings, grafana, ini, policy, secret, workload } from './grafana-samples';

const GATEWAY = { namespace: 'ingress' };

describe('the pods', () => {
  test('have what Pod Security restricted asks for, no token and no rights', () => {
    const server = grafana();
    const { spec } = workload(server).template;
    expect(spec).toMatchObject({ serviceAccountName: 'grafana', automountServiceAccountToken: false });
    expect(spec.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 472, fsGroup: 472 });
    expect(container(server).securityContext).toMatchObject({
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
    });
    expect(SparkTesting.manifests(server).map(({ kind }) => kind)).not.toContain('Role');
    expect(findings(server)).toEqual([]);
  });

  test('write to empty directories alone', () => {
    const server = grafana();
    const { volumes } = workload(server).template.spec;
    const written = container(server).volumeMounts.filter(({ readOnly }) => readOnly !== true);
    expect(written.map(({ mountPath }) => mountPath)).toEqual([
      '/var/lib/grafana',
      '/var/lib/grafana-search',
      '/var/log/grafana',
      '/tmp',
    ]);
    for (const { name } of written) expect(volumes.find((one) => one.name === name)).toHaveProperty('emptyDir');
  });

  test('get no limit of CPU, twice the memory, and a collector that knows of it', () => {
    const { resources, env } = container(grafana({ memory: Size.mebibytes(384) }));
    expect(resources).toEqual({ requests: { cpu: '100m', memory: '384Mi' }, limits: { memory: '768Mi' } });
    expect(env).toContainEqual({ name: 'GOMEMLIMIT', value: '691MiB' });
  });

  test('have secrets by reference alone', () => {
    const server = grafana();
    expect(container(server).env).toContainEqual({
      name: 'GF_SECURITY_ADMIN_PASSWORD',
      valueFrom: { secretKeyRef: { name: 'grafana', key: 'admin' } },
    });
    expect(container(server).env).toContainEqual({
      name: 'GF_SECURITY_SECRET_KEY',
      valueFrom: { secretKeyRef: { name: 'grafana', key: 'key' } },
    });
    expect(SparkTesting.manifests(server).map(({ kind }) => kind)).not.toContain('Secret');
  });

  test('start again when the configuration changes', () => {
    const checksum = (server: Grafana): string | undefined =>
      workload(server).template.metadata.annotations['cdk8s-spark/config'];
    expect(checksum(grafana())).toMatch(/^[0-9a-f]{10}$/);
    expect(checksum(grafana())).toBe(checksum(grafana()));
    expect(checksum(grafana({ alerting: true }))).not.toBe(checksum(grafana()));
  });
});

describe('the settings', () => {
  test('call nobody outside', () => {
    expect(ini(grafana())).toMatchObject({
      analytics: { reporting_enabled: 'false', check_for_updates: 'false', check_for_plugin_updates: 'false' },
      news: { news_feed_enabled: 'false' },
      plugins: { preinstall_disabled: 'true', public_key_retrieval_disabled: 'true' },
      security: { disable_gravatar: 'true' },
      snapshots: { external_enabled: 'false' },
    });
  });

  test('leave alerts to Alertmanager, and let nobody in who has no name', () => {
    expect(ini(grafana())).toMatchObject({
      unified_alerting: { enabled: 'false' },
      'auth.anonymous': { enabled: 'false' },
      users: { allow_sign_up: 'false', auto_assign_org_role: 'Viewer' },
      public_dashboards: { enabled: 'false' },
    });
  });

  test('take further ones, and quote what would be a comment', () => {
    const server = grafana({ settings: { 'users.default_theme': 'light', 'smtp.from_name': 'Spark; alerts #1' } });
    expect(ini(server)).toMatchObject({ users: { default_theme: 'light', allow_sign_up: 'false' } });
    expect(ini(server).smtp).toEqual({ from_name: '`Spark; alerts #1`' });
  });
});

describe('the address', () => {
  test('is inside the cluster without a gateway, and nobody gets in', () => {
    const server = grafana();
    expect(server.grafanaUrl).toBe('http://grafana.monitoring.svc:3000');
    expect(ini(server).server).toMatchObject({
      root_url: 'http://grafana.monitoring.svc:3000/',
      serve_from_sub_path: 'false',
    });
    expect(ini(server).security).toMatchObject({ cookie_secure: 'false' });
    expect(policy(server).ingress).toBeUndefined();
  });

  test('keeps its prefix, which Grafana is told, and lets the gateway in', () => {
    const server = grafana({ ui: UiEndpoint.external('https://spark.example.com/grafana', [GATEWAY]) });
    expect(server.grafanaUrl).toBe('https://spark.example.com/grafana');
    expect(ini(server).server).toMatchObject({
      root_url: 'https://spark.example.com/grafana/',
      domain: 'spark.example.com',
      serve_from_sub_path: 'true',
    });
    expect(ini(server).security).toMatchObject({ cookie_secure: 'true', strict_transport_security: 'true' });
    expect(policy(server).ingress).toEqual([
      {
        from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ingress' } } }],
        ports: [{ protocol: 'TCP', port: 3000 }],
      },
    ]);
    expect(findings(server)).toEqual([]);
  });

  test('has its metrics below the prefix, where they are no redirect', () => {
    const paths = (server: Grafana): string[] | undefined => server.observations[0]?._scrape?.paths;
    expect(paths(grafana())).toEqual(['/metrics']);
    expect(paths(grafana({ ui: UiEndpoint.external('https://a.example.com/g', [GATEWAY]) }))).toEqual(['/g/metrics']);
    expect(grafana().observations[0]).toMatchObject({ workload: { name: 'grafana', namespace: 'monitoring' } });
  });

  test('leads to dashboards with their variables', () => {
    const server = grafana({ ui: UiEndpoint.external('https://spark.example.com/grafana', [GATEWAY]) });
    expect(server.dashboardUrl('spark-application', { namespace: 'etl', app_id: 'spark-1 2' })).toBe(
      'https://spark.example.com/grafana/d/spark-application?var-namespace=etl&var-app_id=spark-1%202',
    );
    expect(Grafana.fromUrl('https://grafana.example.com/').grafanaUrl).toBe('https://grafana.example.com');
    expect(() => Grafana.fromUrl('grafana.example.com')).toThrow('grafana/url');
    expect(() => Grafana.fromUrl('https://me:word@grafana.example.com')).toThrow('(not shown)');
  });
});

describe('the database', () => {
  test('is a file that one pod has', () => {
    expect(workload(grafana())).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
    expect(ini(grafana()).database).toEqual({ type: 'sqlite3', wal: 'true' });
  });

  test('stays on a claim', () => {
    const server = grafana({ database: GrafanaDatabase.claim({ size: Size.gibibytes(5) }) });
    expect(SparkTesting.find(server, 'PersistentVolumeClaim')).toMatchObject({
      metadata: { name: 'grafana' },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '5Gi' } } },
    });
    expect(workload(server).template.spec.volumes).toContainEqual({
      name: 'data',
      persistentVolumeClaim: { claimName: 'grafana' },
    });
    expect(container(server).volumeMounts).toContainEqual({ name: 'data', mountPath: '/var/lib/grafana' });
    const mine = grafana({ database: GrafanaDatabase.claim({ claimName: 'mine' }) });
    expect(workload(mine).template.spec.volumes).toContainEqual({
      name: 'data',
      persistentVolumeClaim: { claimName: 'mine' },
    });
    expect([...findings(server), ...findings(mine)]).toEqual([]);
  });

  test('is PostgreSQL for several pods, with a way to it', () => {
    const server = grafana({
      replicas: 2,
      database: GrafanaDatabase.postgres({
        host: 'postgres.data.svc',
        password: secret('postgres'),
        rootCertificate: secret('ca.crt'),
        peer: { namespace: 'data' },
      }),
    });
    expect(workload(server)).toMatchObject({ replicas: 2 });
    expect(workload(server).strategy).toBeUndefined();
    expect(SparkTesting.find(server, 'PodDisruptionBudget').spec).toMatchObject({ maxUnavailable: 1 });
    expect(ini(server).database).toMatchObject({
      type: 'postgres',
      host: 'postgres.data.svc:5432',
      ssl_mode: 'verify-full',
      ca_cert_path: '/etc/grafana-database/ca.crt',
    });
    expect(container(server).env.map(({ name }) => name)).toContain('GF_DATABASE_PASSWORD');
    expect(policy(server).egress).toContainEqual({
      to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'data' } } }],
      ports: [{ protocol: 'TCP', port: 5432 }],
    });
    expect(findings(server)).toEqual([]);
    expect(GrafanaPostgresTls.INSECURE_NONE).toBe('disable');
  });
});

describe('who may enter', () => {
  const anonymous = GrafanaAuthentication.insecureAnonymous('a screen on the wall');

  test('everybody, where a reason stands on the Deployment', () => {
    const server = grafana({ authentication: anonymous });
    expect(ini(server)['auth.anonymous']).toMatchObject({ enabled: 'true', org_role: 'Viewer' });
    expect(SparkTesting.find(server, 'Deployment').metadata.annotations).toEqual({
      'cdk8s-spark/insecure-anonymous': 'a screen on the wall',
    });
    expect(() => GrafanaAuthentication.insecureAnonymous(' ')).toThrow('grafana/anonymous-reason');
  });

  test('those whom a trusted proxy names', () => {
    const server = grafana({
      authentication: GrafanaAuthentication.proxy({ trustedCidrs: ['10.1.0.0/16', '10.2.0.7/32'] }),
    });
    expect(ini(server)['auth.proxy']).toMatchObject({
      enabled: 'true',
      header_name: 'X-Forwarded-Email',
      header_property: 'email',
      whitelist: '10.1.0.0/16, 10.2.0.7/32',
    });
    expect(findings(server)).toEqual([]);
  });
});

import { Duration, Size } from 'cdk8s';
import { SecretSource, SparkConf, SparkPriorityClass, UiEndpoint } from '../../../lib';
import { LivyAuthentication } from '../../../lib/services/livy/authentication';
import { LivyServer } from '../../../lib/services/livy/livy-server';
import { SparkTesting } from '../../../lib/testing';
import { schemaErrors } from '../../schema/validator';
import { file, findings, IMAGE, livy, platform, podOf, properties } from './servers';

describe('the pod', () => {
  test('is one that Pod Security restricted admits, and writes to its volumes alone', () => {
    const { pod, container } = podOf(livy());
    expect(pod).toMatchObject({
      serviceAccountName: 'livy',
      automountServiceAccountToken: true,
      enableServiceLinks: false,
    });
    expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 185, fsGroup: 185 });
    expect(container.securityContext).toMatchObject({ readOnlyRootFilesystem: true, allowPrivilegeEscalation: false });
    const mounts = container.volumeMounts as { name: string; mountPath: string; readOnly?: boolean }[];
    expect(mounts.filter(({ readOnly }) => readOnly !== true).map(({ mountPath }) => mountPath)).toEqual([
      '/tmp',
      '/var/log/livy',
      '/var/lib/livy',
    ]);
  });

  test('looks for jars and archives, whose names carry versions', () => {
    const { container, env } = podOf(livy());
    const [shell, , script] = container.command as string[];
    expect(shell).toBe('bash');
    expect(script).toContain('found livy.repl.jars "$LIVY_HOME"/repl_2.12-jars/*.jar');
    expect(env).toMatchObject({
      LIVY_HOME: '/opt/livy',
      LIVY_SERVER_JAVA_OPTS: '-Xmx1024m',
      LIVY_LOG_DIR: '/var/log/livy',
    });
  });

  test('has memory for each submission at the same time', () => {
    const memory = (props: Parameters<typeof livy>[0]) => podOf(livy(props)).container.resources as object;
    expect(memory({ maxSubmissions: 1 })).toEqual({
      requests: { cpu: '500m', memory: '1680Mi' },
      limits: { memory: '1680Mi' },
    });
    expect(memory({ maxSubmissions: 11, memory: Size.gibibytes(2), cores: 2 })).toEqual({
      requests: { cpu: '2', memory: '2960Mi' },
      limits: { memory: '6960Mi' },
    });
  });

  test('is asked for a page where nobody is asked for a name, and for its port otherwise', () => {
    const open = podOf(livy({ authentication: LivyAuthentication.insecureNone('a laptop') })).container;
    expect(open.startupProbe).toMatchObject({ httpGet: { path: '/version', port: 8998 } });
    const closed = podOf(livy()).container;
    for (const probe of ['startupProbe', 'readinessProbe', 'livenessProbe']) {
      expect(closed[probe]).toMatchObject({ tcpSocket: { port: 8998 } });
    }
  });

  test('gets its size, nodes, priority and stop from props', () => {
    const priority = SparkPriorityClass.fromName('high');
    const { set, pod } = podOf(
      livy({ replicas: 0, priority, state: { size: Size.gibibytes(5), storageClassName: 'fast' } }),
    );
    expect(set.replicas).toBe(0);
    expect(pod).toMatchObject({ priorityClassName: 'high' });
    expect(set.volumeClaimTemplates).toMatchObject([
      {
        spec: { accessModes: ['ReadWriteOnce'], storageClassName: 'fast', resources: { requests: { storage: '5Gi' } } },
      },
    ]);
  });
});

describe('livy.conf', () => {
  test('is of drivers in pods of their own', () => {
    expect(properties(livy(), 'livy.conf')).toMatchObject({
      'livy.spark.master': 'k8s://https://kubernetes.default.svc:443',
      'livy.spark.deploy-mode': 'cluster',
      'livy.server.session.max-creation': '10',
      'livy.server.session.ttl-check': 'true',
      'livy.server.kubernetes.poll-interval': '5s',
    });
  });

  test('says how sessions live', () => {
    const sessions = {
      idleTimeout: Duration.minutes(20),
      maxAge: Duration.hours(2),
      startTimeout: Duration.minutes(3),
    };
    const server = livy({ sessions, retain: Duration.hours(1), pollInterval: Duration.seconds(2) });
    expect(properties(server, 'livy.conf')).toMatchObject({
      'livy.server.session.timeout': '1200s',
      'livy.server.session.ttl': '7200s',
      'livy.server.session.state-retain.sec': '3600s',
      'livy.server.kubernetes.poll-interval': '2s',
    });
    expect(properties(server, 'livy-client.conf')).toEqual({ 'livy.rsc.server.connect.timeout': '180s' });
  });

  test('says who may do what, for users that Livy knows', () => {
    const accessControl = { users: ['ann', 'bob'], modifyUsers: ['ann'], viewUsers: ['eve'] };
    const server = livy({ accessControl, impersonation: true, superusers: ['hub'] });
    expect(findings(server)).toEqual([]);
    expect(properties(server, 'livy.conf')).toMatchObject({
      'livy.server.auth.type': 'ldap',
      'livy.server.auth.ldap.url': 'ldaps://ldap.example.com',
      'livy.server.access-control.enabled': 'true',
      'livy.server.access-control.allowed-users': 'ann,bob',
      'livy.server.access-control.modify-users': 'ann',
      'livy.server.access-control.view-users': 'eve',
      'livy.impersonation.enabled': 'true',
      'livy.superusers': 'hub',
    });
  });

  test('knows where keytabs and certificates are mounted, and no password', () => {
    const keytab = SecretSource.fromKubernetes('livy-http', 'http.keytab');
    const server = livy({
      authentication: LivyAuthentication.kerberos({ principal: 'HTTP/livy.example.com@EXAMPLE.COM', keytab }),
      hadoopLogin: { principal: 'livy@EXAMPLE.COM', keytab: SecretSource.fromKubernetes('livy-hadoop', 'livy.keytab') },
      krb5ConfigMap: 'realm',
      tls: {
        keystore: SecretSource.fromKubernetes('livy-tls', 'keystore.p12'),
        credentials: SecretSource.fromKubernetes('livy-jceks', 'livy.jceks'),
      },
    });
    expect(findings(server)).toEqual([]);
    expect(server.livyUrl).toBe('https://livy.livy.svc:8998');
    expect(properties(server, 'livy.conf')).toMatchObject({
      'livy.server.auth.kerberos.keytab': '/etc/livy/http-keytab/http.keytab',
      'livy.server.launch.kerberos.keytab': '/etc/livy/hadoop-keytab/livy.keytab',
      'livy.keystore': '/etc/livy/tls/keystore/keystore.p12',
      'livy.hadoop.security.credential.provider.path': 'localjceks://file/etc/livy/tls/credentials/livy.jceks',
    });
    const { pod, container, env } = podOf(server);
    expect(env.LIVY_SERVER_JAVA_OPTS).toContain('-Djava.security.krb5.conf=/etc/livy/krb5/krb5.conf');
    const mounts = container.volumeMounts as { name: string; mountPath: string }[];
    for (const [secretName, path] of [
      ['livy-http', '/etc/livy/http-keytab'],
      ['livy-hadoop', '/etc/livy/hadoop-keytab'],
      ['livy-tls', '/etc/livy/tls/keystore'],
      ['livy-jceks', '/etc/livy/tls/credentials'],
    ]) {
      const volume = pod.volumes.find(
        ({ secret }) => (secret as { secretName?: string } | undefined)?.secretName === secretName,
      );
      expect(mounts.find(({ name }) => name === volume?.name)?.mountPath).toBe(path);
    }
    // spark-submit hands the tokens of Hadoop to drivers in a Secret.
    expect(JSON.stringify(SparkTesting.find(server, 'Role', 'livy-livy-livy'))).toContain('"secrets"');
  });

  test('of a filter has its class and parameters', () => {
    const authentication = LivyAuthentication.filter({
      name: 'oidc',
      className: 'com.example.Filter',
      params: { realm: 'r' },
    });
    const server = livy({ authentication });
    expect(findings(server)).toEqual([]);
    expect(properties(server, 'livy.conf')).toMatchObject({
      'livy.server.auth.type': 'oidc',
      'livy.server.auth.oidc.class': 'com.example.Filter',
      'livy.server.auth.oidc.param.realm': 'r',
    });
  });
});

describe('jobs that say nothing else', () => {
  test('run in the first namespace, hardened, with requests and limits on every container', () => {
    const sidecar = {
      name: 'proxy',
      image: 'proxy:1',
      resources: { requests: { cpu: '10m' }, limits: { memory: '64Mi' } },
    };
    const server = livy({ jobs: { driver: { podOverrides: { '/spec/containers/-': sidecar } } } });
    expect(findings(server)).toEqual([]);
    expect(properties(server, 'spark-defaults.conf')).toMatchObject({
      'spark.kubernetes.namespace': 'etl',
      'spark.kubernetes.authenticate.driver.serviceAccountName': 'spark',
      'spark.kubernetes.container.image': IMAGE.reference,
      'spark.kubernetes.driver.podTemplateFile': '/etc/livy/templates/driver.yaml',
      'spark.kubernetes.executor.podTemplateFile': '/etc/livy/templates/executor.yaml',
      'spark.blockManager.port': '7079',
    });
    for (const name of ['driver.yaml', 'executor.yaml']) {
      expect(file(server, name)).toMatch(/runAsNonRoot: true[\s\S]*seccompProfile/);
      expect(file(server, name)).toContain('readOnlyRootFilesystem: true');
    }
    expect(file(server, 'driver.yaml')).toContain('name: proxy');
    expect([server.driverTemplate, server.executorTemplate]).toEqual([
      '/etc/livy/templates/driver.yaml',
      '/etc/livy/templates/executor.yaml',
    ]);
  });

  test('keep what is of each job to itself', () => {
    const defaults = Object.keys(properties(livy(), 'spark-defaults.conf'));
    // A Python job needs more memory beside its heap than one of the JVM.
    for (const key of ['spark.app.name', 'spark.kubernetes.memoryOverheadFactor', 'spark.jars']) {
      expect(defaults).not.toContain(key);
    }
  });

  test('cannot leave the templates by a request', () => {
    const server = livy({ deniedProperties: ['spark.kubernetes.file.upload.path'] });
    const denied = file(server, 'spark-blacklist.conf').trim().split('\n');
    expect(denied).toEqual(
      expect.arrayContaining([
        'spark.kubernetes.driver.podTemplateFile',
        'spark.kubernetes.executor.podTemplateFile',
        'spark.master',
        'spark.submit.deployMode',
        'spark.kubernetes.file.upload.path',
      ]),
    );
    expect(denied).toEqual([...(server.fixedProperties ?? [])].sort());
    // spark-submit would copy these from the server's disk to a driver, and the server's token with them.
    for (const key of ['spark.kubernetes.kerberos.krb5.path', 'spark.kubernetes.authenticate.driver.oauthTokenFile']) {
      expect(denied).toContain(key);
    }
    expect(properties(server, 'livy.conf')['livy.spark.file-list-configs']).toBe('spark.archives');
    // Requests name their namespace: rights decide how far that goes.
    expect(denied).not.toContain('spark.kubernetes.namespace');
  });

  test('of a tenant are told where they run and as whom', () => {
    const { server, ml } = platform();
    expect(server.jobNamespaceNames).toEqual(['etl', 'ml']);
    expect(server.requestConf('ml')).toEqual({
      'spark.kubernetes.namespace': 'ml',
      'spark.kubernetes.authenticate.driver.serviceAccountName': 'spark',
      'spark.kubernetes.authenticate.executor.serviceAccountName': 'spark-executor',
    });
    expect(server.requestConf('other')).toEqual({});
    const options = { conf: SparkConf.of({ 'spark.sql.shuffle.partitions': 8 }) };
    const own = livy({ jobAccount: ml.serviceAccount, jobNamespace: options });
    expect(own.requestConf('ml')).toMatchObject({ 'spark.sql.shuffle.partitions': '8' });
  });
});

test('a server that asks is called as somebody', () => {
  const { server } = platform();
  const called = server.calledAs({ username: 'etl', password: SecretSource.fromKubernetes('livy', 'password') });
  expect(called).toMatchObject({ livyUrl: server.livyUrl, username: 'etl', driverTemplate: server.driverTemplate });
  expect(called.jobNamespaceNames).toEqual(['etl', 'ml']);
});

test('a server that runs already is still described by its URL', () => {
  expect(LivyServer.fromUrl('http://livy:8998', { jobNamespaceName: 'etl' })).toEqual({
    livyUrl: 'http://livy:8998',
    jobNamespaceName: 'etl',
  });
});

test('the address tells Livy its prefix, and lets in the gateway', () => {
  const ui = UiEndpoint.external('https://spark.example.com/livy', [{ namespace: 'ingress' }]);
  const server = livy({ ui, authentication: LivyAuthentication.gateway() });
  expect(findings(server)).toEqual([]);
  expect(properties(server, 'livy.conf')['livy.ui.basePath']).toBe('/livy');
  expect(server.uiUrl).toBe('https://spark.example.com/livy/');
});

test('every object is one of Kubernetes', () => {
  const { app } = platform({ ui: UiEndpoint.external('https://spark.example.com/livy', [{ namespace: 'ingress' }]) });
  const manifests = SparkTesting.manifests(app);
  expect(manifests.length).toBeGreaterThan(40);
  expect(manifests.flatMap((one) => schemaErrors(one).map((error) => `${one.kind} ${error}`))).toEqual([]);
  expect(findings(app)).toEqual([]);
});

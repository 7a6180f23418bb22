import { Chart, Duration, Size, Testing } from 'cdk8s';
import {
  DynamicAllocation,
  NginxIngress,
  OAuth2Proxy,
  SecretSource,
  SparkConf,
  UiEndpoint,
  type UiSignOn,
} from '../../../lib';
import { ZeppelinAuthentication } from '../../../lib/services/zeppelin/authentication';
import { ZeppelinBinding, ZeppelinInterpreter } from '../../../lib/services/zeppelin/interpreters';
import { ZEPPELIN_ABSENT, ZEPPELIN_KEYS, ZEPPELIN_OWNED, ZEPPELIN_SECRETS } from '../../../lib/services/zeppelin/keys';
import { ZeppelinNotes } from '../../../lib/services/zeppelin/storage';
import type { Zeppelin } from '../../../lib/services/zeppelin/zeppelin';
import { SparkTesting, type Manifest } from '../../../lib/testing';
import { SIGN_ON, TLS } from '../../ingress/samples';
import { schemaErrors } from '../../schema/validator';
import { filesOf, findings, LDAP, LIVY, objects, SPARK, zeppelin } from './zeppelins';

interface Setting {
  readonly properties: Record<string, { readonly value: string }>;
  readonly option: Record<string, unknown>;
}

const settings = (server: Zeppelin): Record<string, Setting> =>
  (JSON.parse(filesOf(server)['interpreter.json'] ?? '') as { interpreterSettings: Record<string, Setting> })
    .interpreterSettings;

const property = (server: Zeppelin, group: string, name: string) => settings(server)[group]?.properties[name]?.value;

const object = (server: Zeppelin, kind: string, name = 'zeppelin'): Manifest => SparkTesting.find(server, kind, name);

interface Pod {
  readonly [field: string]: unknown;
  readonly containers: readonly {
    readonly [field: string]: unknown;
    readonly env: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: unknown }[];
  }[];
}

const pod = (server: Zeppelin): Pod =>
  (object(server, 'Deployment').spec as { readonly template: { readonly spec: Pod } }).template.spec;

const env = (server: Zeppelin): Record<string, unknown> =>
  Object.fromEntries((pod(server).containers[0]?.env ?? []).map((one) => [one.name, one.value ?? one.valueFrom]));

test('all objects are those of Kubernetes, and nothing is wrong with them', () => {
  const server = zeppelin();
  expect(objects(server).flatMap((one) => schemaErrors(one).map((error) => `${one.kind} ${error}`))).toEqual([]);
  expect(findings(server)).toEqual([]);
  expect(objects(server).map(({ kind, metadata }) => `${kind}/${metadata.name.replace(/-[0-9a-f]{10}$/, '')}`)).toEqual(
    expect.arrayContaining([
      'ServiceAccount/zeppelin',
      'ServiceAccount/zeppelin-interpreter',
      'ServiceAccount/zeppelin-interpreter-executor',
      'PersistentVolumeClaim/zeppelin',
      'ConfigMap/zeppelin-files',
      'ConfigMap/zeppelin-spark',
      'ConfigMap/zeppelin-executor',
    ]),
  );
});

test('one pod whose successor waits, restricted, with its health below the prefix', () => {
  const server = zeppelin({
    ui: UiEndpoint.external('https://spark.example.com/zeppelin', [{ namespace: 'ingress' }]),
  });
  expect(object(server, 'Deployment').spec).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
  expect(pod(server)).toMatchObject({
    serviceAccountName: 'zeppelin',
    enableServiceLinks: false,
    securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      {
        args: ['/opt/zeppelin/bin/zeppelin.sh'],
        securityContext: { readOnlyRootFilesystem: true, allowPrivilegeEscalation: false },
        readinessProbe: { httpGet: { path: '/zeppelin/health/readiness', port: 8080 } },
        livenessProbe: { httpGet: { path: '/zeppelin/health/liveness', port: 8080 } },
        resources: { limits: { memory: '1536Mi' } },
      },
    ],
  });
  expect(env(server)).toMatchObject({
    ZEPPELIN_SERVER_CONTEXT_PATH: '/zeppelin',
    ZEPPELIN_ALLOWED_ORIGINS: 'https://spark.example.com',
    ZEPPELIN_RUN_MODE: 'k8s',
    ZEPPELIN_K8S_NAMESPACE: 'notes',
    ZEPPELIN_K8S_SERVICE_NAME: 'zeppelin',
    ZEPPELIN_NOTEBOOK_DIR: '/var/lib/zeppelin/notebook',
    ZEPPELIN_CONFIG_FS_DIR: '/var/lib/zeppelin/conf',
    ZEPPELIN_NOTEBOOK_PUBLIC: 'false',
    ZEPPELIN_K8S_SPARK_CONTAINER_IMAGE: SPARK.reference,
    ZEPPELIN_INTERPRETER_INCLUDES: 'spark,livy,python,md',
    ZEPPELIN_INTERPRETER_LIFECYCLE_MANAGER_TIMEOUT_THRESHOLD: '3600000',
    POD_UID: { fieldRef: { fieldPath: 'metadata.uid' } },
  });
  expect(server.url).toBe('https://spark.example.com/zeppelin/');
});

test('the Service has the port names that the launcher looks for', () => {
  expect(object(zeppelin(), 'Service').spec).toMatchObject({
    ports: [
      { name: 'http', port: 8080, targetPort: 8080 },
      { name: 'rpc', port: 12320, targetPort: 12320 },
    ],
  });
});

test('the server makes pods and Services, and no roles; interpreters have theirs before them', () => {
  const server = zeppelin();
  const { rules } = object(server, 'Role') as unknown as { rules: { resources: string[]; verbs: string[] }[] };
  expect(rules.flatMap(({ resources }) => resources)).toEqual(['pods', 'services']);
  expect(rules.flatMap(({ verbs }) => verbs)).not.toContain('*');
  const driver = object(server, 'Role', 'zeppelin-interpreter-driver') as unknown as {
    rules: { resources: string[] }[];
  };
  expect(driver.rules.flatMap(({ resources }) => resources)).toContain('persistentvolumeclaims');
  expect(JSON.stringify(driver.rules)).toContain('deletecollection');
});

test('interpreters are declared in full, with the binding of each', () => {
  const server = zeppelin();
  expect(settings(server).spark?.option).toMatchObject({ perUser: 'isolated', perNote: 'shared', remote: true });
  expect(settings(server).livy?.option).toMatchObject({ perUser: 'scoped', perNote: 'shared' });
  expect(settings(server).md?.option).toMatchObject({ perUser: 'shared', perNote: 'shared' });
  expect(property(server, 'spark', 'spark.master')).toBe('k8s://https://kubernetes.default.svc');
  expect(property(server, 'spark', 'spark.executor.instances')).toBe('2');
  // The launcher asks for the sum: 1024 MiB of heap, and 40 % beside it for Python.
  expect(property(server, 'spark', 'spark.driver.memory')).toBe('1g');
  expect(property(server, 'spark', 'spark.driver.memoryOverhead')).toBe('409m');
  expect(property(server, 'spark', 'zeppelin.spark.enableSupportedVersionCheck')).toBe('true');
  expect(property(server, 'livy', 'zeppelin.livy.url')).toBe('http://livy.livy.svc:8998');
  expect(property(server, 'livy', 'zeppelin.livy.http.headers')).toBe('Authorization: Bearer ${LIVY_TOKEN}');
  expect(property(server, 'livy', 'livy.spark.master')).toBe('');
});

test('properties, bindings and Spark properties of sessions are the user’s', () => {
  const server = zeppelin({
    interpreters: [
      ZeppelinInterpreter.livy(LIVY, { conf: SparkConf.of({ 'spark.executor.memory': '2g' }) }),
      ZeppelinInterpreter.of('jdbc', {
        binding: ZeppelinBinding.ISOLATED_PER_NOTE,
        properties: { 'default.url': 'jdbc:hive2://sql.etl.svc:10000' },
      }),
    ],
  });
  expect(property(server, 'livy', 'livy.spark.executor.memory')).toBe('2g');
  expect(settings(server).jdbc).toMatchObject({
    properties: { 'default.url': { value: 'jdbc:hive2://sql.etl.svc:10000' } },
    option: { perUser: 'shared', perNote: 'isolated' },
  });
  expect(findings(server)).toEqual([]);
});

test('drivers and executors agree on ports and accounts; features bind', () => {
  const server = zeppelin({
    interpreters: [
      ZeppelinInterpreter.spark({ image: SPARK, features: [DynamicAllocation.between({ maxExecutors: 4 })] }),
    ],
  });
  const conf = objects(server).find(({ metadata }) => metadata.name.startsWith('zeppelin-spark-'));
  const text = (conf?.data as Record<string, string>)['spark-defaults.conf'] ?? '';
  const lines = text.split('\n');
  expect(lines).toEqual(
    expect.arrayContaining([
      'spark.driver.port=22321',
      'spark.blockManager.port=22322',
      'spark.driver.blockManager.port=22322',
      'spark.kubernetes.authenticate.executor.serviceAccountName=zeppelin-interpreter-executor',
      'spark.kubernetes.executor.podTemplateFile=/opt/spark/pod-template/pod-spec-template.yml',
      'spark.dynamicAllocation.enabled=true',
    ]),
  );
  expect(text).not.toMatch(/7078|7079|spark-internal/);
  expect(property(server, 'spark', 'spark.executor.instances')).toBeUndefined();
});

test('what is declared is written at each start, or once', () => {
  const command = (server: Zeppelin): string =>
    (pod(server).initContainers as readonly { readonly command: readonly string[] }[])[0]?.command[2] ?? '';
  expect(command(zeppelin())).toBe(
    'mkdir -p /var/lib/zeppelin/conf /var/lib/zeppelin/notebook && ' +
      'cp /etc/zeppelin/interpreter.json /var/lib/zeppelin/conf/interpreter.json && chmod u+w /var/lib/zeppelin/conf/interpreter.json',
  );
  expect(command(zeppelin({ keepInterpreterChanges: true }))).toContain(
    '[ -e /var/lib/zeppelin/conf/interpreter.json ] ||',
  );
});

test('the template alone is mounted, below a folder of its own', () => {
  const mounts = pod(zeppelin()).containers[0]?.volumeMounts;
  expect(mounts).toContainEqual({
    name: 'files',
    mountPath: '/etc/zeppelin/k8s/interpreter/100-interpreter-spec.yaml',
    subPath: '100-interpreter-spec.yaml',
    readOnly: true,
  });
  expect(env(zeppelin()).ZEPPELIN_K8S_TEMPLATE_DIR).toBe('/etc/zeppelin/k8s');
});

test('only the server, executors and drivers reach each other', () => {
  const server = zeppelin({
    ui: UiEndpoint.external('https://spark.example.com/zeppelin', [{ namespace: 'ingress' }]),
    network: {
      egress: [{ cidr: '10.0.0.5/32', ports: [636] }],
      interpreterEgress: [{ namespace: 'storage', ports: [9000] }],
      apiServerCidrs: ['10.96.0.1/32'],
    },
  });
  const ports = (name: string, direction: 'ingress' | 'egress'): number[] => {
    const rows = (object(server, 'NetworkPolicy', name).spec as Record<string, { ports?: { port: number }[] }[]>)[
      direction
    ];
    return (rows ?? []).flatMap((row) => (row.ports ?? []).map(({ port }) => port)).sort((a, b) => a - b);
  };
  expect(ports('zeppelin', 'ingress')).toEqual([8080, 12320]);
  expect(ports('zeppelin', 'egress')).toEqual([53, 53, 443, 636, 6443, 12321]);
  expect(ports('zeppelin-interpreter', 'ingress')).toEqual([12321]);
  expect(ports('zeppelin-interpreter', 'egress')).toEqual([53, 53, 8998, 9000, 12320]);
  expect(ports('zeppelin-driver', 'ingress')).toEqual([22321, 22322]);
  expect(ports('zeppelin-driver', 'egress')).toEqual([443, 6443, 22322]);
  expect(ports('zeppelin-executor', 'ingress')).toEqual([22322]);
  expect(ports('zeppelin-executor', 'egress')).toEqual([53, 53, 8998, 9000, 22321, 22322]);
  const executors = objects(server).find(({ metadata }) => metadata.name === 'zeppelin-executor');
  expect(executors?.spec).toMatchObject({
    podSelector: { matchLabels: { 'app.kubernetes.io/instance': 'zeppelin', 'spark-role': 'executor' } },
  });
});

describe('sign-on', () => {
  test('a directory: no password in the file, admins alone edit interpreters, the cookie is for TLS', () => {
    const server = zeppelin({ ui: UiEndpoint.external('https://spark.example.com/zeppelin') });
    const lines = (filesOf(server)['shiro.ini'] ?? '').split('\n');
    expect(lines).toEqual(
      expect.arrayContaining([
        'realm = org.apache.zeppelin.realm.LdapRealm',
        'realm.contextFactory.systemPassword = ${SHIRO_SYSTEM_PASSWORD}',
        'realm.rolesByGroup = platform: admin',
        'securityManager.realms = $realm',
        'cookie.secure = true',
        '/api/interpreter/** = authc, roles[admin]',
        '/api/configurations/** = authc, roles[admin]',
        '/api/credential/** = authc, roles[admin]',
        '/api/notebook-repositories/** = authc, roles[admin]',
      ]),
    );
    // The first that fits decides.
    expect(lines.filter((line) => line.startsWith('/')).at(-1)).toBe('/** = authc');
    expect(lines.filter((line) => line.endsWith('anon'))).toEqual(['/api/version = anon', '/health/** = anon']);
    expect(env(server).SHIRO_SYSTEM_PASSWORD).toEqual({ secretKeyRef: { name: 'ldap', key: 'password' } });
  });

  test('Active Directory, by full names of groups', () => {
    const { userDnTemplate: _, ...directory } = LDAP;
    const server = zeppelin({
      authentication: ZeppelinAuthentication.activeDirectory({
        ...directory,
        adminGroups: ['CN=admins,DC=x'],
        principalSuffix: '@x.example',
      }),
    });
    expect(filesOf(server)['shiro.ini']).toContain('realm.groupRolesMap = "CN=admins,DC=x":"admin"\n');
    expect(findings(server)).toEqual([]);
  });

  test('Knox, with its key from a Secret', () => {
    const publicKey = SecretSource.fromKubernetes('knox', 'key.pem');
    const server = zeppelin({
      authentication: ZeppelinAuthentication.knox({ url: 'https://knox.example.com/', publicKey }),
    });
    expect(filesOf(server)['shiro.ini']).toContain('realm.publicKeyPath = /etc/zeppelin/knox/knox-sso.pem');
    expect(pod(server).volumes).toContainEqual({
      name: 'knox',
      secret: { secretName: 'knox', items: [{ key: 'key.pem', path: 'key.pem' }], defaultMode: 0o440 },
    });
    expect(findings(server)).toEqual([]);
  });

  test('a file of one’s own comes from a Secret, and no other is made', () => {
    const ini = SecretSource.fromKubernetes('shiro', 'shiro.ini');
    const server = zeppelin({ authentication: ZeppelinAuthentication.fromSecret(ini) });
    expect(filesOf(server)).not.toHaveProperty('shiro.ini');
    expect(pod(server).containers[0]?.volumeMounts).toContainEqual({
      name: 'shiro',
      mountPath: '/opt/zeppelin/conf/shiro.ini',
      subPath: 'shiro.ini',
      readOnly: true,
    });
  });

  const onGateway = (signOn?: UiSignOn): Zeppelin => {
    const chart = new Chart(Testing.app(), 'g');
    const nginx = new NginxIngress(chart, 'nginx', { tls: TLS, signOn: new OAuth2Proxy(chart, 'sign-on', SIGN_ON) });
    const host = 'zeppelin.spark.example.com';
    return zeppelin(
      {
        authentication: ZeppelinAuthentication.insecureAnonymous('one team that shares everything'),
        ui: UiEndpoint.on(nginx, { host, ...(signOn && { signOn }) }),
      },
      chart,
    );
  };

  test('anonymous users come through the sign-on of the gateway', () => {
    const server = onGateway();
    expect(filesOf(server)).not.toHaveProperty('shiro.ini');
    expect(findings(server)).toEqual([]);
    expect(server.url).toBe('https://zeppelin.spark.example.com/');
    expect(env(server).ZEPPELIN_SERVER_CONTEXT_PATH).toBe('/');
  });
});

test('notes in a bucket, with keys from Secrets for the server alone', () => {
  const server = zeppelin({
    notes: ZeppelinNotes.s3({
      bucket: 'notes',
      endpoint: 'https://minio.storage.svc:9000',
      pathStyleAccess: true,
      accessKeyId: SecretSource.fromKubernetes('s3', 'id'),
      secretAccessKey: SecretSource.fromKubernetes('s3', 'key'),
    }),
  });
  expect(env(server)).toMatchObject({
    ZEPPELIN_NOTEBOOK_STORAGE: 'org.apache.zeppelin.notebook.repo.S3NotebookRepo',
    ZEPPELIN_NOTEBOOK_S3_BUCKET: 'notes',
    ZEPPELIN_NOTEBOOK_S3_PATH_STYLE_ACCESS: 'true',
    AWS_SECRET_ACCESS_KEY: { secretKeyRef: { name: 's3', key: 'key' } },
  });
  expect(filesOf(server)['100-interpreter-spec.yaml']).not.toContain('AWS_');
});

test('settings are variables; times and sizes are typed', () => {
  const server = zeppelin({
    settings: { 'zeppelin.notebook.cron.enable': 'true', 'zeppelin.interpreter.output.limit': '204800' },
    idleTimeout: Duration.minutes(20),
    memory: Size.gibibytes(4),
    storage: { claimName: 'mine' },
  });
  expect(env(server)).toMatchObject({
    ZEPPELIN_NOTEBOOK_CRON_ENABLE: 'true',
    ZEPPELIN_INTERPRETER_OUTPUT_LIMIT: '204800',
    ZEPPELIN_INTERPRETER_LIFECYCLE_MANAGER_TIMEOUT_THRESHOLD: '1200000',
    ZEPPELIN_MEM: '-Xmx4096m -XX:MaxMetaspaceSize=512m',
  });
  expect(server.claim).toBeUndefined();
  expect(pod(server).volumes).toContainEqual({ name: 'state', persistentVolumeClaim: { claimName: 'mine' } });
});

test('each setting has one owner', () => {
  const owned = Object.keys(ZEPPELIN_OWNED);
  const all = [...Object.keys(ZEPPELIN_KEYS), ...owned, ...ZEPPELIN_SECRETS];
  expect(new Set(all).size).toBe(all.length);
  const absent = Object.keys(ZEPPELIN_ABSENT);
  expect(Object.keys(ZEPPELIN_KEYS).filter((key) => absent.some((prefix) => key.startsWith(prefix)))).toEqual([]);
});

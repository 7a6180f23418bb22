import { Duration, Size } from 'cdk8s';
import { NodePool } from '../../../lib/scheduling/node-pool';
import { SparkTesting } from '../../../lib/testing';
import { SparkConnectServer } from '../../../lib/services/connect/connect-server';
import { NotebookProfile } from '../../../lib/services/jupyterhub/profile';
import { LivyServer } from '../../../lib/services/livy/livy-server';
import { parse } from '../../cluster/manifest';
import { CLIENT, CONNECT, files, findings, hub, NOTEBOOK_IMAGE, override, SPARKMAGIC, secret } from './hub';
import { ALL_SPARKMAGIC } from './sparkmagic';

const policies = (profile: NotebookProfile): { [name: string]: unknown } => {
  const all = SparkTesting.manifests(hub({ profiles: [profile] })).filter(({ kind }) => kind === 'NetworkPolicy');
  return Object.fromEntries(all.map(({ metadata, spec }) => [metadata.name, spec]));
};

/** The files of the only profile. */
const configured = (profile: NotebookProfile): { [file: string]: string } => {
  const one = hub({ profiles: [profile] });
  const maps = SparkTesting.manifests(one).filter(({ kind }) => kind === 'ConfigMap');
  const name = maps.map(({ metadata }) => metadata.name).find((found) => found !== 'hub-hub');
  return files(one, name);
};

const config = (profile: NotebookProfile): { [key: string]: unknown } =>
  JSON.parse(configured(profile)['config.json'] ?? '') as { [key: string]: unknown };

const port = (number: number): object[] => [{ protocol: 'TCP', port: number }];

test('a profile is an image, its size and its place', () => {
  const profile = NotebookProfile.plain({
    name: 'Big: Python 3',
    image: NOTEBOOK_IMAGE,
    cores: 2,
    coreLimit: 4,
    memory: Size.gibibytes(8),
    env: { GREETING: 'hello {username}' },
    secretEnv: { TOKEN: secret('token') },
    nodes: NodePool.labelled('type', 'notebooks'),
    pullSecrets: ['registry'],
    startTimeout: Duration.minutes(10),
  });
  expect(profile.slug).toBe('big-python-3');
  expect(override(profile)).toMatchObject({
    image: NOTEBOOK_IMAGE,
    cpu_guarantee: 2,
    cpu_limit: 4,
    mem_guarantee: 8 * 1024 ** 3,
    mem_limit: 8 * 1024 ** 3,
    start_timeout: 600,
    image_pull_secrets: ['registry'],
    environment: {
      GREETING: 'hello {username}',
      TOKEN: { name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'jupyterhub', key: 'token' } } },
    },
    node_affinity_required: [{ matchExpressions: [{ key: 'type', operator: 'In', values: ['notebooks'] }] }],
  });
  expect(override(profile)).not.toHaveProperty('service_account');
});

test('sparkmagic gets a configuration with patience and a heartbeat, and a way to Livy alone', () => {
  const profile = NotebookProfile.sparkmagic(SPARKMAGIC);
  const credentials = { username: '', password: '', url: 'http://livy.spark.svc:8998', auth: 'None' };
  expect(config(profile)).toEqual({
    kernel_python_credentials: credentials,
    kernel_scala_credentials: credentials,
    kernel_r_credentials: credentials,
    session_configs_defaults: {},
    livy_session_startup_timeout_seconds: 600,
    heartbeat_refresh_seconds: 30,
    livy_server_heartbeat_timeout_seconds: 120,
    cleanup_all_sessions_on_exit: true,
    custom_headers: {},
  });
  expect(override(profile).environment).toEqual({ SPARKMAGIC_CONF_DIR: '/etc/sparkmagic' });
  expect(policies(profile)['hub-livy-notebooks']).toMatchObject({
    podSelector: { matchLabels: { 'cdk8s-spark/notebook-profile': 'livy' } },
    egress: [
      { to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'spark' } } }], ports: port(8998) },
    ],
  });
});

test('a Livy server that tells its pods is reached by them, and not by its namespace', () => {
  const podLabels = { 'app.kubernetes.io/name': 'livy' };
  const livy = { ...SPARKMAGIC.livy, livyPeer: { namespace: 'spark', podLabels } };
  expect(policies(NotebookProfile.sparkmagic({ ...SPARKMAGIC, livy }))['hub-livy-notebooks']).toMatchObject({
    egress: [{ to: [{ namespaceSelector: {}, podSelector: { matchLabels: podLabels } }], ports: port(8998) }],
  });
});

test('every setting of sparkmagic goes where sparkmagic looks for it', () => {
  const profile = NotebookProfile.sparkmagic(ALL_SPARKMAGIC);
  expect(config(profile)).toMatchObject({
    session_configs_defaults: {
      driverMemory: '2g',
      executorMemory: '1500m',
      executorCores: 2,
      ttl: '3600s',
      conf: { 'spark.kubernetes.namespace': 'spark' },
    },
    livy_session_startup_timeout_seconds: 300,
    heartbeat_refresh_seconds: 20,
    livy_server_heartbeat_timeout_seconds: 90,
    heartbeat_retry_seconds: 5,
    wait_for_idle_timeout_seconds: 20,
    default_maxrows: 100,
    default_samplemethod: 'sample',
    default_samplefraction: 0.5,
    use_auto_viz: false,
    coerce_dataframe: false,
    pyspark_dataframe_encoding: 'latin-1',
    configurable_retry_policy_max_retries: 3,
    retry_seconds_to_sleep_list: [1, 2],
    custom_headers: { 'X-Team': 'etl' },
    fatal_error_suggestion: 'Ask us: {}',
    resource_limit_mitigation_suggestion: 'Ask for less',
    shutdown_session_on_spark_statement_errors: true,
    all_errors_are_fatal: true,
    cleanup_all_sessions_on_exit: false,
    server_extension_default_kernel_name: 'sparkkernel',
  });
});

test("Livy's password, token, authority and the user's name never stand in the ConfigMap", () => {
  const livy = LivyServer.fromUrl('https://livy.spark.svc:8998', {
    username: 'hub',
    password: secret('livy'),
    token: secret('token'),
    caConfigMapName: 'ca',
  });
  const profile = NotebookProfile.sparkmagic({ ...SPARKMAGIC, livy, proxyUser: true });
  const { environment, init_containers: init, volumes } = override(profile);
  expect(environment).toEqual({
    SPARKMAGIC_CONF_DIR: '/etc/sparkmagic',
    REQUESTS_CA_BUNDLE: '/etc/livy-authority/ca.crt',
  });
  expect(init?.setup.env).toEqual([
    { name: 'LIVY_PASSWORD', valueFrom: { secretKeyRef: { name: 'jupyterhub', key: 'livy' } } },
    { name: 'LIVY_TOKEN', valueFrom: { secretKeyRef: { name: 'jupyterhub', key: 'token' } } },
    { name: 'LIVY_PROXY_USER', value: '{unescaped_username}' },
  ]);
  expect(volumes).toHaveProperty('authority', { name: 'authority', configMap: { name: 'ca' } });
  expect(config(profile).kernel_python_credentials).toMatchObject({
    username: 'hub',
    password: '',
    auth: 'Basic_Access',
  });
});

test('a Connect client has the address, the token as the header that the server reads, and a way to it', () => {
  const profile = NotebookProfile.connect({
    name: 'Connect',
    image: NOTEBOOK_IMAGE,
    server: CONNECT,
    token: secret('t'),
  });
  expect(override(profile).environment).toMatchObject({
    SPARK_REMOTE: 'sc://connect.etl.svc:15002/;authorization=Bearer%20$(SPARK_CONNECT_TOKEN)',
    SPARK_CONNECT_TOKEN: { valueFrom: { secretKeyRef: { key: 't' } } },
  });
  expect(policies(profile)['hub-connect-notebooks']).toMatchObject({
    egress: [{ to: [{ namespaceSelector: {} }], ports: port(15002) }],
  });
  const outside = NotebookProfile.connect({
    name: 'Connect',
    image: NOTEBOOK_IMAGE,
    server: SparkConnectServer.fromUrl('sc://spark.example.com:443/;use_ssl=true'),
    token: secret('t'),
    egress: [{ cidr: '10.1.0.0/16', ports: [443] }],
  });
  expect(override(outside).environment.SPARK_REMOTE).toBe(
    'sc://spark.example.com:443/;use_ssl=true;token=$(SPARK_CONNECT_TOKEN)',
  );
  expect(findings(hub({ profiles: [outside] }))).toEqual([]);
});

test('a Connect server that is known is reached by its pods, and not by its namespace', () => {
  const podLabels = { 'app.kubernetes.io/instance': 'connect' };
  const server = { ...CONNECT, connectPeer: { namespace: 'etl', podLabels } };
  const profile = NotebookProfile.connect({ name: 'Connect', image: NOTEBOOK_IMAGE, server });
  expect(policies(profile)['hub-connect-notebooks']).toMatchObject({
    egress: [{ to: [{ namespaceSelector: {}, podSelector: { matchLabels: podLabels } }], ports: port(15002) }],
  });
});

test('a notebook in client mode is the driver, with the account, fixed ports and the template of its executors', () => {
  const profile = NotebookProfile.clientMode({ ...CLIENT, executor: { instances: 1, memory: Size.gibibytes(1) } });
  const { environment, service_account: account, automount_service_account_token: token } = override(profile);
  expect([account, token]).toEqual(['spark', true]);
  expect(environment).toMatchObject({
    SPARK_CONF_DIR: '/opt/spark/conf',
    PYSPARK_SUBMIT_ARGS:
      '--conf spark.driver.host=$(POD_IP) --conf spark.kubernetes.driver.pod.name=$(POD_NAME) pyspark-shell',
    POD_IP: { valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
    POD_NAME: { valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
  });
  const made = configured(profile);
  const lines = (made['spark-defaults.conf'] ?? '').split('\n');
  for (const line of [
    'spark.master=k8s://https://kubernetes.default.svc',
    'spark.submit.deployMode=client',
    'spark.kubernetes.namespace=notebooks',
    'spark.driver.port=7078',
    'spark.driver.blockManager.port=7079',
    'spark.port.maxRetries=0',
    'spark.authenticate=true',
    'spark.executor.instances=1',
    'spark.kubernetes.executor.podTemplateFile=/opt/spark/pod-template/pod-spec-template.yml',
    'spark.kubernetes.executor.label.app.kubernetes.io/instance=hub-client-mode',
  ])
    expect(lines).toContain(line);
  expect(parse(made['pod-spec-template.yml'] ?? '')).toMatchObject([
    { kind: 'Pod', spec: { automountServiceAccountToken: false, securityContext: { runAsNonRoot: true } } },
  ]);
});

test('a notebook in client mode and its executors reach each other, the API server, and nothing else', () => {
  const all = policies(NotebookProfile.clientMode(CLIENT));
  const notebooks = { podSelector: { matchLabels: { 'cdk8s-spark/notebook-profile': 'client-mode' } } };
  const executors = {
    podSelector: { matchLabels: { 'app.kubernetes.io/instance': 'hub-client-mode', 'spark-role': 'executor' } },
  };
  const driver = [{ port: 7078 }, { port: 7079 }];
  expect(all['hub-client-mode-notebooks']).toMatchObject({
    ...notebooks,
    ingress: [{ from: [executors], ports: driver }],
    egress: [{ ports: [{ port: 443 }, { port: 6443 }] }, { to: [executors], ports: port(7079) }],
  });
  expect(all['hub-client-mode-executors']).toMatchObject({
    ...executors,
    ingress: [{ from: [executors, notebooks], ports: port(7079) }],
    egress: [
      { ports: [{ port: 53 }, { port: 53 }] },
      { to: [notebooks], ports: driver },
      { to: [executors], ports: port(7079) },
    ],
  });
});

test('braces that are not for the spawner are doubled', () => {
  const server = SparkConnectServer.fromUrl('sc://connect.etl.svc:15002/;user_agent={x}');
  const { environment } = override(NotebookProfile.connect({ name: 'Connect', image: NOTEBOOK_IMAGE, server }));
  expect(environment.SPARK_REMOTE).toBe('sc://connect.etl.svc:15002/;user_agent={{x}}');
});

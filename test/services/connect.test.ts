import { Duration, Size } from 'cdk8s';
import { DynamicAllocation, SparkConf, SparkImage, SparkServiceAccount, SparkVersion } from '../../lib';
import { warningsOf } from '../../lib/core/rules';
import { UiEndpoint } from '../../lib/ingress/ui-endpoint';
import { SparkConnectServer } from '../../lib/services/connect/connect-server';
import { SparkTesting } from '../../lib/testing';
import { chart, connect, CONNECT, findings, named, podOf, properties, workload } from './servers';

test('is a driver that stays: one pod, whose successor waits, with the driver’s rights and no id of its own', () => {
  const server = connect();
  const { pod, container, env } = podOf(server);
  expect(workload(server)).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
  expect(pod).toMatchObject({ serviceAccountName: 'spark', restartPolicy: 'Always' });
  expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
  expect(container.securityContext).toMatchObject({ readOnlyRootFilesystem: true });
  // A container that starts again in its pod must not find the executors of the one before.
  expect(env).not.toHaveProperty('SPARK_APPLICATION_ID');
  expect(container.args?.join(' ')).not.toMatch(/spark\.app\.id|podNamePrefix|submitInDriver/);
  expect(container.args?.slice(-3)).toEqual([
    '--class',
    'org.apache.spark.sql.connect.service.SparkConnectServer',
    'spark-internal',
  ]);
  expect(findings(server)).toEqual([]);
});

test('executors find it by a headless Service that waits for no probe; clients by another', () => {
  const server = connect();
  const { matchLabels } = workload(server).selector;
  expect(podOf(server).container.args).toContain('spark.driver.host=connect-driver.etl.svc');
  expect(named(server, 'Service', 'connect-driver').spec).toMatchObject({
    clusterIP: 'None',
    publishNotReadyAddresses: true,
    selector: matchLabels,
    ports: [{ port: 7078 }, { port: 7079 }],
  });
  expect(named(server, 'Service', 'connect').spec).toMatchObject({
    selector: matchLabels,
    ports: [{ port: 15002, appProtocol: 'kubernetes.io/h2c' }, { port: 4040 }],
  });
  expect(matchLabels).toMatchObject({ 'spark-role': 'driver', 'app.kubernetes.io/component': 'connect' });
  expect(workload(server).template.metadata.labels).toMatchObject(matchLabels);
});

test('the token is a reference for the driver alone', () => {
  const server = connect();
  expect(podOf(server).env.SPARK_CONNECT_AUTHENTICATE_TOKEN).toEqual({
    secretKeyRef: { name: 'connect', key: 'token' },
  });
  expect(JSON.stringify(properties(server))).not.toContain('AUTHENTICATE_TOKEN');
});

test('sessions, messages and the memory of Python are properties', () => {
  const server = connect({ sessionTimeout: Duration.minutes(30), maxMessageSize: Size.mebibytes(256) });
  expect(properties(server)).toMatchObject({
    'spark.connect.grpc.binding.port': '15002',
    'spark.connect.session.manager.defaultSessionTimeout': '1800s',
    'spark.connect.grpc.maxInboundMessageSize': '262144k',
    'spark.scheduler.mode': 'FAIR',
    'spark.executor.memoryOverheadFactor': '0.4',
    'spark.driver.memory': '2g',
    'spark.kubernetes.executor.podTemplateFile': '/opt/spark/pod-template/pod-spec-template.yml',
  });
  expect(properties(server)).not.toHaveProperty('spark.jars');
  expect(properties(connect({ jars: ['s3a://lake/udf.jar'] }))['spark.jars']).toBe('s3a://lake/udf.jar');
});

test('executors come in on the driver’s ports, and clients only if named', () => {
  const executors = {
    from: [
      {
        podSelector: {
          matchLabels: {
            'app.kubernetes.io/name': 'spark',
            'app.kubernetes.io/instance': 'connect',
            'spark-role': 'executor',
          },
        },
      },
    ],
    ports: [
      { protocol: 'TCP', port: 7078 },
      { protocol: 'TCP', port: 7079 },
    ],
  };
  expect(named(connect(), 'NetworkPolicy').spec).toMatchObject({
    podSelector: { matchLabels: workload(connect()).selector.matchLabels },
    policyTypes: ['Ingress'],
    ingress: [executors],
  });
  const network = { clients: [{ namespace: 'notebooks' }], uiClients: [{ namespace: 'monitoring' }] };
  const { ingress } = named(connect({ network }), 'NetworkPolicy').spec as { ingress: unknown[] };
  expect(ingress).toMatchObject([executors, { ports: [{ port: 15002 }] }, { ports: [{ port: 4040 }] }]);
});

test('a fixed number of executors is a warning', () => {
  expect(warningsOf(connect())).toEqual([expect.stringContaining('service/executors-stay')]);
  expect(warningsOf(connect({ features: [DynamicAllocation.between({ maxExecutors: 4 })] }))).toEqual([]);
});

test('Spark 3.5 has no token, and may go without one by name', () => {
  const { token: _, ...rest } = CONNECT;
  const image = SparkImage.official(SparkVersion.V3_5);
  const server = new SparkConnectServer(chart(), 'old', { ...rest, image, insecureWithoutToken: true });
  expect(findings(server)).toEqual([]);
  expect(podOf(server).env).not.toHaveProperty('SPARK_CONNECT_AUTHENTICATE_TOKEN');
});

test('tells clients where it is', () => {
  const server = connect();
  expect(server.connectUrl).toBe('sc://connect.etl.svc:15002');
  expect(SparkConnectServer.fromUrl('sc://spark.example.com:443').connectPort).toBe(443);
  expect(SparkConnectServer.fromUrl('sc://spark.example.com').connectPort).toBe(15002);
});

test('a right that its properties need and its account lacks is found', () => {
  const scope = chart();
  const serviceAccount = new SparkServiceAccount(scope, 'spark');
  const server = new SparkConnectServer(scope, 'connect', {
    ...CONNECT,
    serviceAccount,
    conf: SparkConf.of({ 'spark.kubernetes.allocation.pods.allocator': 'statefulset' }),
  });
  expect(findings(server)).toEqual([expect.stringContaining('spark/missing-rights')]);
});

test('its pod and Deployment take overrides', () => {
  const server = connect({ driver: { podOverrides: { '/spec/hostNetwork': true } } });
  server.override('/spec/progressDeadlineSeconds', 900);
  expect(workload(server)).toMatchObject({ progressDeadlineSeconds: 900, template: { spec: { hostNetwork: true } } });
  expect(
    SparkTesting.manifests(server)
      .map(({ kind }) => kind)
      .sort(),
  ).toEqual(['ConfigMap', 'ConfigMap', 'Deployment', 'NetworkPolicy', 'Service', 'Service']);
});

test('an address leads to the pages of the driver, for those who come that way and for those who read metrics', () => {
  const gateway = { namespace: 'ingress' };
  const server = connect({
    ui: UiEndpoint.external('https://spark.example.com/etl', [gateway]),
    network: { uiClients: [{ namespace: 'monitoring' }] },
  });
  expect(properties(server)).toMatchObject({
    'spark.ui.proxyBase': '/etl',
    'spark.ui.proxyRedirectUri': 'https://spark.example.com',
    'spark.ui.killEnabled': 'false',
  });
  expect(server.uiUrl).toBe('https://spark.example.com/etl/');
  const from = ['monitoring', 'ingress'].map((name) => ({
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } },
  }));
  const { ingress } = named(server, 'NetworkPolicy').spec as { ingress: unknown[] };
  expect(ingress[1]).toEqual({ from, ports: [{ protocol: 'TCP', port: 4040 }] });
  expect(connect().uiUrl).toBeUndefined();
  expect(findings(server)).toEqual([]);
});

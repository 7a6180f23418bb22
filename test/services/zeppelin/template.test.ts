import { Size } from 'cdk8s';
import { NodePool, SparkImage, SparkVersion } from '../../../lib';
import { ZeppelinInterpreter } from '../../../lib/services/zeppelin/interpreters';
import { schemaErrors } from '../../schema/validator';
import { filesOf, launched, SPARK, zeppelin } from './zeppelins';

const GROUPS = ['spark', 'livy', 'python', 'md'];
const server = zeppelin();
const variables = (group: string, on = server) =>
  Object.fromEntries(
    (launched(on, group).pod.spec.containers[0]?.env ?? []).map((one) => [one.name, one.value ?? one.valueFrom]),
  );

test.each(GROUPS)('the pod of %s is restricted, bounded, and owned by the server', (group) => {
  const { pod, service } = launched(server, group);
  expect([pod, service].flatMap((one) => schemaErrors(one))).toEqual([]);
  expect(pod.metadata).toMatchObject({
    name: `${group}-abcdef`,
    namespace: 'notes',
    labels: { 'app.kubernetes.io/component': 'interpreter', 'zeppelin-interpreter': `${group}-abcdef` },
    annotations: { 'zeppelin/interpreter-group': `${group}-ada@example.com` },
    ownerReferences: [{ kind: 'Pod', name: 'zeppelin-0', uid: '7e1d', controller: false }],
  });
  expect(pod.spec).toMatchObject({
    restartPolicy: 'Never',
    serviceAccountName: 'zeppelin-interpreter',
    automountServiceAccountToken: group === 'spark',
    securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
  });
  for (const container of [...pod.spec.containers, ...(pod.spec.initContainers ?? [])]) {
    expect(container).toMatchObject({
      securityContext: {
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
        readOnlyRootFilesystem: true,
      },
      resources: { requests: { cpu: expect.any(String) }, limits: { memory: expect.any(String) } },
    });
  }
});

test.each(GROUPS)('the pod of %s starts what the launcher asks for', (group) => {
  const { pod, service } = launched(server, group);
  expect(pod.spec.containers[0]?.args.join(' ')).toBe(
    `/opt/zeppelin/bin/interpreter.sh -d /opt/zeppelin/interpreter/${group} -r 12321:12321 -c zeppelin.notes.svc -p 12320 ` +
      `-i ${group}-ada@example.com -l /tmp/local-repo/${group} -g ${group}`,
  );
  expect(service).toMatchObject({
    kind: 'Service',
    metadata: { name: `${group}-abcdef`, ownerReferences: [{ uid: '7e1d' }] },
    spec: {
      clusterIP: 'None',
      selector: { 'zeppelin-interpreter': `${group}-abcdef` },
      ports: [{ port: 12321 }, { port: 22321 }, { port: 22322 }, { port: 4040 }],
    },
  });
});

test('there is neither Role nor RoleBinding in it', () => {
  expect(filesOf(server)['100-interpreter-spec.yaml']).not.toMatch(/kind: (Role|ClusterRole)/);
});

test('variables of the launcher come after those of this package, and none twice', () => {
  expect(variables('spark')).toMatchObject({
    HOME: '/tmp',
    SPARK_CONF_DIR: '/opt/spark/conf',
    SPARK_SUBMIT_OPTIONS: ' --conf spark.driver.port=22321',
  });
  const names = (launched(server, 'spark').pod.spec.containers[0]?.env ?? []).map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names).not.toContain('SPARK_APPLICATION_ID');
});

test('no value can add a field: it is JSON on one line, without braces', () => {
  const evil = 'x"\n  hostNetwork: true\n  y: "{{ zeppelin.k8s.interpreter.setting.name }}';
  const { pod } = launched(server, 'python', { group: { id: evil, name: 'python' } });
  expect(pod.spec).not.toHaveProperty('hostNetwork');
  expect(pod.metadata.annotations).toEqual({ 'zeppelin/interpreter-group': evil.replaceAll('{', '') });
});

test('the size of a pod is that of its properties, or a default; memory is bounded', () => {
  const sized = launched(server, 'python', { memory: '4Gi', cores: '2' }).pod.spec.containers[0];
  expect(sized?.resources).toEqual({ requests: { cpu: '2', memory: '4Gi' }, limits: { memory: '4Gi' } });
  const small = zeppelin({ interpreterResources: { memory: Size.gibibytes(1) } });
  expect(launched(small, 'md').pod.spec.containers[0]?.resources).toEqual({
    requests: { cpu: '500m', memory: '1Gi' },
    limits: { memory: '1Gi' },
  });
});

test('Spark is copied from its image, and finds its properties and the pod template of executors', () => {
  const { pod } = launched(server, 'spark');
  const [copy] = pod.spec.initContainers ?? [];
  expect(copy).toMatchObject({ image: SPARK.reference, command: ['sh', '-c', 'cp -r /opt/spark/. /spark/'] });
  expect(pod.spec.containers[0]).toMatchObject({
    image: 'docker.io/apache/zeppelin:0.12.1',
    volumeMounts: expect.arrayContaining([
      { name: 'spark-home', mountPath: '/spark' },
      expect.objectContaining({ mountPath: '/opt/spark/conf' }),
      expect.objectContaining({ mountPath: '/opt/spark/pod-template' }),
    ]),
  });
  expect(pod.metadata.labels).toMatchObject({ 'spark-role': 'driver', 'app.kubernetes.io/name': 'zeppelin' });
});

test('the token of Livy is a reference, for Livy alone', () => {
  expect(variables('livy').LIVY_TOKEN).toEqual({ secretKeyRef: { name: 'livy', key: 'token' } });
  expect(variables('python')).not.toHaveProperty('LIVY_TOKEN');
  expect(variables('spark')).not.toHaveProperty('LIVY_TOKEN');
});

test('nodes, overrides and pull secrets are followed', () => {
  const nodes = NodePool.labelled('type', 'notes');
  const placed = zeppelin({
    interpreters: [
      ZeppelinInterpreter.spark({
        image: SparkImage.official(SparkVersion.V3_5),
        driver: { nodes, podOverrides: { '/spec/hostAliases': [{ ip: '10.0.0.1', hostnames: ['x'] }] } },
      }),
      ZeppelinInterpreter.markdown(),
    ],
    interpreterNodes: nodes,
    imagePullSecrets: ['registry'],
  });
  for (const group of ['spark', 'md']) {
    const { spec } = launched(placed, group).pod;
    expect(spec).toMatchObject({ imagePullSecrets: [{ name: 'registry' }] });
    expect(JSON.stringify(spec)).toContain('"key":"type"');
  }
  expect(launched(placed, 'spark').pod.spec).toHaveProperty('hostAliases');
});

test('without Spark there is nothing of Spark in it', () => {
  const plain = zeppelin({ interpreters: [ZeppelinInterpreter.markdown()] });
  expect(filesOf(plain)['100-interpreter-spec.yaml']).not.toContain('spark');
  expect(launched(plain, 'md').service).toMatchObject({ spec: { ports: [{ port: 12321 }] } });
});

import { Size, Testing } from 'cdk8s';
import { HardenedDeployment, service, type DeploymentSpec } from '../../lib/kube/deployment';
import { SparkTesting, type Manifest } from '../../lib/testing';
import { at, podTemplates, type PodTemplate } from '../cluster/manifest';
import { schemaErrors } from '../schema/validator';

const resources = { requests: { cpu: 0.1, memory: Size.mebibytes(64) }, limits: { memory: Size.mebibytes(64) } };
const SPEC: DeploymentSpec = {
  name: 'server',
  namespace: 'home',
  selector: { app: 'server' },
  labels: { version: '1' },
  uid: 1000,
  serviceAccountName: 'server',
  containers: [
    {
      name: 'main',
      image: 'server:1',
      args: ['--go'],
      env: { A: 'b' },
      fieldEnv: { HOME_NAMESPACE: 'metadata.namespace' },
      ports: { http: 8080 },
      probe: { path: '/healthz', port: 8081, scheme: 'HTTPS', startSeconds: 95 },
      resources,
    },
    { name: 'side', image: 'side:1', resources },
  ],
  volumes: [
    { name: 'tmp', source: { emptyDir: {} }, mountPath: '/tmp' },
    { name: 'conf', source: { configMap: { name: 'conf' } }, mountPath: '/conf', containers: ['main'] },
  ],
};

function make(more: Partial<DeploymentSpec> = {}): Manifest[] {
  const chart = Testing.chart();
  new HardenedDeployment(chart, 'server', { ...SPEC, ...more });
  const manifests = SparkTesting.manifests(chart);
  expect(manifests.flatMap(schemaErrors)).toEqual([]);
  return manifests;
}

function pod(more: Partial<DeploymentSpec> = {}): PodTemplate['spec'] {
  const [deployment] = make(more);
  const [template] = deployment ? podTemplates(deployment) : [];
  if (template === undefined) throw new Error('no pod');
  return template.spec;
}

test('the pod is what Pod Security `restricted` asks for, and more', () => {
  const { securityContext, containers } = pod();
  expect(securityContext).toMatchObject({
    runAsNonRoot: true,
    runAsUser: 1000,
    fsGroup: 1000,
    seccompProfile: { type: 'RuntimeDefault' },
  });
  for (const container of containers) {
    expect(container.imagePullPolicy).toBe('IfNotPresent');
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
    });
  }
});

test('the token is mounted only for pods with an account', () => {
  expect(pod().automountServiceAccountToken).toBe(true);
  const spec: DeploymentSpec = { ...SPEC };
  Reflect.deleteProperty(spec, 'serviceAccountName');
  const chart = Testing.chart();
  new HardenedDeployment(chart, 'server', spec);
  expect(at(SparkTesting.find(chart, 'Deployment'), 'spec.template.spec.automountServiceAccountToken')).toBe(false);
});

test('a slow start is left to the start-up check, by tens of seconds', () => {
  const httpGet = { path: '/healthz', port: 8081, scheme: 'HTTPS' };
  expect(pod().containers[0]).toMatchObject({
    startupProbe: { httpGet, failureThreshold: 10 },
    livenessProbe: { httpGet },
    readinessProbe: { httpGet },
  });
  expect(pod().containers[1]).not.toHaveProperty('readinessProbe');
});

test('a server that is healthy before it serves is ready when its port is open', () => {
  const [main] = SPEC.containers;
  if (main === undefined) throw new Error('no container');
  const containers = [{ ...main, probe: { path: '/healthz', port: 8081, readyPort: 8443 } }];
  const [container] = pod({ containers }).containers;
  expect(container).toMatchObject({ readinessProbe: { tcpSocket: { port: 8443 } } });
  expect(container).toHaveProperty('livenessProbe.httpGet');
});

test('each container has its environment, ports, resources and mounts', () => {
  expect(pod().containers[0]).toMatchObject({
    env: [
      { name: 'A', value: 'b' },
      { name: 'HOME_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
    ],
    ports: [{ name: 'http', containerPort: 8080 }],
    resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '64Mi' } },
    volumeMounts: [
      { name: 'tmp', mountPath: '/tmp' },
      { name: 'conf', mountPath: '/conf', readOnly: true },
    ],
  });
  expect(pod().containers[1]).toMatchObject({ volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }] });
});

test('one replica has no disruption budget and is not spread', () => {
  expect(make().map(({ kind }) => kind)).toEqual(['Deployment']);
  expect(pod()).not.toHaveProperty('topologySpreadConstraints');
});

test('several replicas are spread over nodes, and leave one after the other', () => {
  const [deployment, budget] = make({ replicas: 2 });
  expect(at(deployment, 'spec.template.spec.topologySpreadConstraints')).toEqual([
    {
      maxSkew: 1,
      topologyKey: 'kubernetes.io/hostname',
      whenUnsatisfiable: 'ScheduleAnyway',
      labelSelector: { matchLabels: { app: 'server' } },
    },
  ]);
  expect(budget?.spec).toEqual({ maxUnavailable: 1, selector: { matchLabels: { app: 'server' } } });
});

test('labels that may change stay out of the selector', () => {
  const [deployment] = make();
  expect(at(deployment, 'spec.selector.matchLabels')).toEqual({ app: 'server' });
  expect(at(deployment, 'spec.template.metadata.labels')).toEqual({ app: 'server', version: '1' });
});

test('a Service leads ports to the pods', () => {
  const chart = Testing.chart();
  service(chart, 'service', {
    name: 'server',
    namespace: 'home',
    selector: SPEC.selector,
    ports: { https: { port: 443, target: 8443 } },
  });
  const manifest = SparkTesting.find(chart, 'Service');
  expect(schemaErrors(manifest)).toEqual([]);
  expect(manifest.spec).toEqual({
    selector: { app: 'server' },
    ports: [{ name: 'https', port: 443, targetPort: 8443 }],
  });
});

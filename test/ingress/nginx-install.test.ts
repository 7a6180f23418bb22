import { App } from 'cdk8s';
import type { NginxIngressProps } from '../../lib/ingress/nginx/props';
import { NginxCrds, NginxServiceType, NginxWorkload } from '../../lib/ingress/nginx/props';
import { NGINX_CRDS } from '../../lib/ingress/nginx/crds';
import { CLUSTER_RIGHTS, OWN_RIGHTS, WATCH_RIGHTS } from '../../lib/ingress/nginx/rights';
import { at, type Container } from '../cluster/manifest';
import { SparkTesting } from '../../lib/testing';
import { kind, one, render } from './objects';
import { addRoutes, nginx, route } from './samples';

const install = (props: NginxIngressProps = {}) => render((app) => nginx(app, props), { shs: route() }).manifests;
const manifests = install();
const deployment = one(manifests, 'Deployment', 'nginx-ingress');
const pod = at(deployment, 'spec.template.spec');
const [controller] = at<Container[]>(pod, 'containers') ?? [];
const args = at<string[]>(controller, 'args') ?? [];

describe('the controller', () => {
  test('watches the namespaces of its routes, and reads the Secrets of its own', () => {
    expect(args).toContain('-watch-namespace=nginx-ingress,sign-on,spark');
    expect(args).toContain('-watch-secret-namespace=nginx-ingress');
  });

  test('takes no snippets and tells nobody of itself', () => {
    expect(args).toContain('-enable-snippets=false');
    expect(args).toContain('-enable-telemetry-reporting=false');
  });

  test('has a read-only root, filled by a copy, and one capability', () => {
    expect(at(controller, 'securityContext')).toEqual({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] },
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
    });
    const [copy] = at<Container[]>(pod, 'initContainers') ?? [];
    expect(at(copy, 'command')).toEqual(['cp', '-dR', '/etc/nginx/.', '/mnt/etc']);
    expect(at(copy, 'volumeMounts.0.name')).toBe('nginx-etc');
  });

  test('takes large headers, which a sign-on has', () => {
    const data = one(manifests, 'ConfigMap', 'nginx-config').data;
    expect(data).toMatchObject({ 'proxy-buffer-size': '16k', hsts: 'true', 'server-tokens': 'false' });
    const { data: own } = one(install({ settings: { hsts: 'false' } }), 'ConfigMap', 'nginx-config');
    expect(own).toMatchObject({ hsts: 'false' });
  });

  test('has two pods and a budget, or one pod on each node and none', () => {
    expect(at(deployment, 'spec.replicas')).toBe(2);
    expect(kind(manifests, 'PodDisruptionBudget', 'nginx-ingress')).toHaveLength(1);
    const daemons = install({ workload: NginxWorkload.DAEMON_SET });
    expect(one(daemons, 'DaemonSet').spec).not.toHaveProperty('replicas');
    expect(kind(daemons, 'PodDisruptionBudget', 'nginx-ingress')).toEqual([]);
  });

  test('its class is there before it', () => {
    expect(one(manifests, 'IngressClass').spec).toEqual({ controller: 'nginx.org/ingress-controller' });
  });

  test('its Service keeps addresses of clients, from outside alone', () => {
    const spec = (props: NginxIngressProps) => one(install(props), 'Service', 'nginx-ingress').spec;
    expect(spec({})).toMatchObject({ type: 'LoadBalancer', externalTrafficPolicy: 'Local' });
    const inside = spec({ service: { type: NginxServiceType.CLUSTER_IP } });
    expect(inside).toMatchObject({ type: 'ClusterIP' });
    expect(inside).not.toHaveProperty('externalTrafficPolicy');
  });
});

describe('rights', () => {
  test('each has its reason', () => {
    for (const { because } of [...CLUSTER_RIGHTS, ...WATCH_RIGHTS, ...OWN_RIGHTS]) expect(because).toMatch(/\w{3,}/);
  });

  test('no Secret is seen in the cluster or in the namespaces of routes', () => {
    const roles = [...kind(manifests, 'ClusterRole'), ...kind(manifests, 'Role', 'spark')];
    expect(roles).toHaveLength(2);
    for (const role of roles) {
      expect(JSON.stringify(role)).not.toContain('secrets');
      expect(JSON.stringify(role)).not.toContain('"*"');
    }
  });

  test('those for a route are made with the route, whose chart comes after its namespace', () => {
    const app = new App();
    addRoutes(app, nginx(app), { shs: route(), other: route({ prefix: '/other' }) });
    const inChart = (name: string) =>
      kind(SparkTesting.manifests(app.node.findChild(name)), 'Role').map(({ metadata }) => metadata.namespace);
    expect(inChart('shs')).toEqual(['spark']);
    expect(inChart('other')).toEqual([]);
    expect(inChart('c').sort()).toEqual(['nginx-ingress', 'nginx-ingress', 'sign-on']);
  });

  test('routes are read, and never written', () => {
    const rules = at<{ resources: string[]; verbs: string[] }[]>(kind(manifests, 'Role', 'spark')[0], 'rules') ?? [];
    const writes = rules.filter(({ verbs }) =>
      verbs.some((verb) => ['create', 'update', 'patch', 'delete'].includes(verb)),
    );
    expect(
      writes.flatMap(({ resources }) => resources).every((name) => name === 'events' || name.endsWith('/status')),
    ).toBe(true);
  });
});

describe('definitions', () => {
  test('are those of the kinds that the controller waits for', () => {
    expect(NGINX_CRDS.map((crd) => crd.plural)).toEqual([
      'virtualservers',
      'virtualserverroutes',
      'transportservers',
      'policies',
      'globalconfigurations',
    ]);
    expect(kind(install({ crds: NginxCrds.EXTERNAL }), 'CustomResourceDefinition')).toEqual([]);
  });

  test('are short enough for plain apply', () => {
    for (const one of kind(manifests, 'CustomResourceDefinition'))
      expect(JSON.stringify(one).length).toBeLessThan(20_000);
  });
});

describe('network policies', () => {
  test('close the namespace, and open it to people, to the sign-on and to the pods behind routes', () => {
    const names = kind(manifests, 'NetworkPolicy', 'nginx-ingress').map(({ metadata }) => metadata.name);
    expect(names).toEqual([
      'default-deny',
      'nginx-ingress',
      expect.stringMatching(/^nginx-ingress-to-sign-on-/),
      expect.stringMatching(/^nginx-ingress-to-spark-/),
    ]);
  });

  test('name the port of the pods, not that of the Service', () => {
    const backend = { service: 'hub', namespace: 'jupyter', port: 80, targetPort: 8000 };
    const all = render(nginx, { hub: route({ backend }) }).manifests;
    const policy = kind(all, 'NetworkPolicy').find(({ metadata }) => metadata.name.includes('to-jupyter'));
    expect(at(policy, 'spec.egress.0.ports.0.port')).toBe(8000);
  });
});

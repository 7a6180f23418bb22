import { App } from 'cdk8s';
import { environments, type Environment } from '../../apps/environments';
import { buildPlatform } from '../../apps/platform/platform';
import type { Manifest } from '../../lib/testing';
import { Cluster, specOf, type Pod, type Selector } from './stack-cluster';
import { endpoints, monitored, places, servicesOf, unseen, type ProbeSpec } from './stack-monitors';

function clusterOf(environment: Environment): Cluster {
  const app = new App();
  buildPlatform(app, environment);
  return Cluster.of(app);
}

const only = (pods: readonly Pod[]): Pod => {
  expect(pods).toHaveLength(1);
  return pods[0] as Pod;
};

test('local has no monitoring on purpose', () => {
  const cluster = clusterOf(environments.local as Environment);
  expect(cluster.objects.filter(({ apiVersion }) => apiVersion.startsWith('monitoring.coreos.com'))).toEqual([]);
});

describe.each(Object.entries(environments).filter(([name]) => name !== 'local'))('%s', (_, environment) => {
  const cluster = clusterOf(environment);
  const prometheus = only(cluster.pods.filter(({ kind }) => kind === 'Prometheus'));
  const monitors = [...cluster.all('PodMonitor'), ...cluster.all('ServiceMonitor'), ...cluster.all('Probe')];
  const named = (one: Manifest): string => `${one.kind} ${one.metadata.namespace}/${one.metadata.name}`;

  test('every server is monitored, or says why it is not', () => {
    expect(cluster.servers.length).toBeGreaterThanOrEqual(17);
    expect(unseen(cluster)).toEqual([]);
  });

  test('a server that nobody thought of would be noticed', () => {
    const labels = { app: 'forgotten' };
    const forgotten = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'forgotten', namespace: 'monitoring' },
      spec: {
        template: { metadata: { labels }, spec: { containers: [{ ports: [{ name: 'http', containerPort: 80 }] }] } },
      },
    };
    expect(unseen(cluster.with(forgotten))).toEqual(['Deployment monitoring/forgotten']);
  });

  test('every monitor has the labels by which Prometheus finds it', () => {
    const spec = specOf<{ [field: string]: Selector }>(cluster.all('Prometheus')[0]);
    for (const kind of ['PodMonitor', 'ServiceMonitor', 'Probe', 'PrometheusRule']) {
      const prefix = kind === 'PrometheusRule' ? 'rule' : kind.charAt(0).toLowerCase() + kind.slice(1);
      expect(spec[`${prefix}NamespaceSelector`]).toEqual({});
      const { matchLabels } = spec[`${prefix}Selector`] as Selector;
      expect(Object.keys(matchLabels ?? {})).toHaveLength(1);
      expect(cluster.all(kind).length).toBeGreaterThan(0);
      for (const { metadata } of cluster.all(kind)) expect(metadata.labels).toMatchObject(matchLabels ?? {});
    }
  });

  test.each(cluster.all('PodMonitor').map((one) => [named(one), one] as const))(
    '%s leads to pods that declare its ports, and nothing stands between',
    (_name, monitor) => {
      const pods = monitored(cluster, monitor);
      expect(pods.length).toBeGreaterThan(0);
      for (const { port } of endpoints(monitor)) {
        expect(pods.filter((pod) => !(port in pod.ports)).map(({ name }) => name)).toEqual([]);
        expect(pods.flatMap((pod) => cluster.barriers(prometheus, pod, pod.ports[port] ?? NaN))).toEqual([]);
      }
    },
  );

  test('jobs of the team are scraped, those of today and those of the night', () => {
    const drivers = cluster.all('PodMonitor').filter(({ metadata }) => metadata.namespace === 'spark-jobs');
    expect(drivers.flatMap((one) => monitored(cluster, one).map(({ name }) => name)).sort()).toEqual([
      'connect',
      'nightly-pi',
      'pi',
    ]);
  });

  test('the kubelets are reached through the Service that the operator keeps, on every node', () => {
    const [kubelets, ...others] = cluster.all('ServiceMonitor');
    expect(others).toEqual([]);
    const services = servicesOf(cluster, kubelets as Manifest);
    expect(services.map(({ name }) => name)).toEqual(['kubelet']);
    for (const { port } of endpoints(kubelets as Manifest)) expect(services[0]?.ports).toContain(port);
    const node: Pod = { ...prometheus, name: 'kubelet', namespace: 'node', labels: {}, onHost: true };
    expect(cluster.barriers(prometheus, node, 10250)).toEqual([]);
    // What is not opened stays closed.
    expect(cluster.barriers(prometheus, node, 22)).not.toEqual([]);
  });

  test('the way to node exporters is one of addresses, since they have those of their nodes', () => {
    const exporter = only(cluster.pods.filter(({ name }) => name === 'node-exporter'));
    expect(exporter.onHost).toBe(true);
    expect(cluster.barriers(prometheus, exporter, 9100)).toEqual([]);
  });

  test.each(cluster.all('Probe').map((one) => [named(one), one] as const))(
    '%s asks a Service that is there, by a prober that knows how and may',
    (_name, probe) => {
      const { prober, module, targets } = specOf<ProbeSpec>(probe);
      const askers = cluster.behind(prober.url);
      const asker = only(askers.pods);
      expect(cluster.barriers(prometheus, asker, askers.port)).toEqual([]);
      const modules = cluster.objects.filter(({ metadata }) => metadata.name.startsWith('blackbox-exporter-modules'));
      expect(JSON.stringify(modules)).toMatch(new RegExp(`\\W${module}:`));
      for (const target of targets.staticConfig.static) {
        const { pods, port } = cluster.behind(target);
        const pod = only(pods);
        expect(Object.values(pod.ports)).toContain(port);
        expect(cluster.barriers(asker, pod, port)).toEqual([]);
      }
    },
  );

  test('Prometheus may find pods wherever a monitor leads, and nowhere else', () => {
    const bindings = cluster.all('RoleBinding').filter(({ subjects }) => {
      const [subject] = subjects as { name: string; namespace: string }[];
      return subject?.name === 'prometheus' && subject.namespace === 'monitoring';
    });
    const granted = bindings.map(({ metadata, roleRef }) => {
      const role = cluster
        .all('Role')
        .find(
          (one) =>
            one.metadata.namespace === metadata.namespace && one.metadata.name === (roleRef as { name: string }).name,
        );
      expect(JSON.stringify(role)).toMatch(/"pods".*"get","list","watch"/);
      return metadata.namespace;
    });
    const wanted = monitors.filter(({ kind }) => kind !== 'Probe').flatMap(places);
    // The prober and Alertmanager are beside it.
    expect([...new Set(granted)].sort()).toEqual([...new Set([...wanted, 'monitoring'])].sort());
  });
});

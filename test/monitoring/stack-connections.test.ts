import { App } from 'cdk8s';
import { parse } from 'yaml';
import { environments } from '../../apps/environments';
import { buildPlatform } from '../../apps/platform/platform';
import { Cluster, specOf, type Pod } from './stack-cluster';

interface File {
  readonly [name: string]: string;
}

describe.each(Object.entries(environments).filter(([name]) => name !== 'local'))('%s', (_, environment) => {
  const app = new App();
  buildPlatform(app, environment);
  const cluster = Cluster.of(app);
  const podsOf = (kind: string, name?: string): Pod[] => {
    const found = cluster.pods.filter((pod) => pod.kind === kind && (name === undefined || pod.name === name));
    expect(found.length).toBeGreaterThan(0);
    return found;
  };
  /** Every way from some pods to an address is open. */
  const reaches = (from: readonly Pod[], address: string): void => {
    const { pods, port } = cluster.behind(address);
    expect([address, pods.length]).toEqual([address, 1]);
    for (const to of pods) {
      expect(Object.values(to.ports)).toContain(port);
      expect(from.flatMap((pod) => cluster.barriers(pod, to, port))).toEqual([]);
    }
  };

  test('data sources of Grafana are Services that it reaches, and dashboards ask no others', () => {
    const config = cluster.all('ConfigMap').find(({ metadata }) => metadata.name === 'grafana')?.data as File;
    const { datasources } = parse(config['datasources.yaml'] ?? '') as { datasources: { uid: string; url: string }[] };
    expect(datasources.map(({ uid }) => uid).sort()).toEqual(['alertmanager', 'loki', 'prometheus']);
    for (const { url } of datasources) reaches(podsOf('Deployment', 'grafana'), url);
  });

  test('collectors push to the Loki that lets them in', () => {
    const configs = cluster.all('ConfigMap').filter(({ data }) => JSON.stringify(data).includes('/loki/api/v1/push'));
    expect(configs.length).toBeGreaterThanOrEqual(2);
    for (const { metadata, data } of configs) {
      const [, address = ''] = /url\s*=\s*"(.*)\/loki\/api\/v1\/push"/.exec((data as File)['config.alloy'] ?? '') ?? [];
      const pods = cluster.pods.filter(
        ({ namespace, spec }) =>
          namespace === metadata.namespace && JSON.stringify(spec).includes(`"${metadata.name}"`),
      );
      expect(pods).toHaveLength(1);
      reaches(pods, address);
    }
  });

  test('Prometheus tells the Alertmanager that is there', () => {
    const { alerting } = specOf<{
      alerting: { alertmanagers: { name: string; namespace: string; port: string }[] };
    }>(cluster.all('Prometheus')[0]);
    expect(alerting.alertmanagers).toHaveLength(1);
    for (const { name, namespace, port } of alerting.alertmanagers) {
      const service = cluster.all('Service').find(({ metadata }) => metadata.name === name);
      expect(service?.metadata.namespace).toBe(namespace);
      const { ports } = specOf<{ ports: { name: string; port: number }[] }>(service);
      const number = ports.find((one) => one.name === port)?.port;
      reaches(podsOf('Prometheus'), `http://${name}.${namespace}.svc:${number}`);
    }
  });

  test('drivers leave their last word where it is taken', () => {
    const drivers = cluster.pods.filter(
      ({ kind, labels }) => ['Job', 'CronJob'].includes(kind) && labels['spark-role'] === 'driver',
    );
    expect(drivers.map(({ name }) => name).sort()).toEqual(['nightly-pi', 'pi']);
    for (const driver of drivers) {
      const [, address = ''] = /"last-word","([^"]+)"/.exec(JSON.stringify(driver.spec)) ?? [];
      reaches([driver], address);
    }
  });

  test('executors and strangers do not reach the gateway', () => {
    const { pods, port } = cluster.behind('pushgateway.monitoring.svc:9091');
    const [driver] = cluster.pods.filter(({ name }) => name === 'pi');
    const executor = { ...(driver as Pod), labels: { ...driver?.labels, 'spark-role': 'executor' } };
    expect(cluster.barriers(executor, pods[0] as Pod, port)).toHaveLength(2);
  });
});

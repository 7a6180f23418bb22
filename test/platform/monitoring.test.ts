import { ApiObject, App, Chart } from 'cdk8s';
import {
  KubeflowSparkOperator,
  LivyServer,
  SparkApplication,
  SparkImage,
  SparkPlatform,
  SparkPlatformComponent,
  SparkRunner,
  SparkVersion,
  Volcano,
  VolcanoScheduler,
  type ISparkPlatform,
  type SparkPlatformComponents,
} from '../../lib';
import { warningsOf } from '../../lib/core/rules';
import { Observation, type IObserved } from '../../lib/kube/observation';
import { Prometheus } from '../../lib/monitoring/prometheus/prometheus';
import { Pushgateway } from '../../lib/monitoring/pushgateway/pushgateway';
import { MonitoringMode } from '../../lib/monitoring/stack/mode';
import { MonitoringComponent } from '../../lib/platform/components/monitoring-component';
import { SparkTesting } from '../../lib/testing';
import { GRAFANA } from '../monitoring/grafana-samples';
import { Cluster, specOf, type Pod } from '../monitoring/stack-cluster';
import { monitored } from '../monitoring/stack-monitors';

const PI = { application: SparkApplication.python('local:///pi.py') };
const TEMPLATES = { driverTemplate: '/d.yaml', executorTemplate: '/e.yaml' };
const CONFIGURATION = { configuration: VolcanoScheduler.priorityPreempt() };

function platformWith(components: SparkPlatformComponents = { monitoring: true }): SparkPlatform {
  return new SparkPlatform(new App(), 'platform', { image: SparkImage.official(SparkVersion.V4_1), components });
}
const chart = (platform: SparkPlatform, name: string): Chart =>
  new Chart(platform.node.root, name, { namespace: name });
/** What nobody was told of, by its value. */
const unobserved = (platform: SparkPlatform): string[] =>
  warningsOf(platform).map((line) => /^platform\/not-observed: observe = "([^"]*)"/.exec(line)?.[1] ?? line);
const problems = (platform: SparkPlatform): string[] =>
  platform.node.root.node.findAll().flatMap(({ node }) => node.validate());
const names = (platform: SparkPlatform, kind: string): string[] =>
  Cluster.of(platform.node.root)
    .all(kind)
    .map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);

describe('servers that are made outside', () => {
  test('are named in a warning until the platform is told of them', () => {
    const platform = platformWith();
    const volcano = new Volcano(chart(platform, 'volcano-system'), 'volcano', CONFIGURATION);
    const operator = new KubeflowSparkOperator(chart(platform, 'spark-operator'), 'kubeflow', {
      jobNamespaces: [{ namespaceName: 'etl' }],
    });
    const ofVolcano = ['volcano-scheduler', 'volcano-controllers', 'volcano-admission'];
    const before = unobserved(platform);
    expect(before).toEqual(expect.arrayContaining(ofVolcano.map((name) => `volcano-system/${name}`)));
    expect(before.some((one) => one.startsWith('spark-operator/'))).toBe(true);

    platform.observe(volcano);
    expect(unobserved(platform)).toEqual(before.filter((one) => one.startsWith('spark-operator/')));
    expect(names(platform, 'PodMonitor')).toEqual(
      expect.arrayContaining(['volcano-system/volcano-scheduler', 'volcano-system/volcano-controllers']),
    );
    platform.observe(operator);
    expect(unobserved(platform)).toEqual([]);
    expect(names(platform, 'PodMonitor').some((one) => one.startsWith('spark-operator/'))).toBe(true);
    expect(problems(platform)).toEqual([]);
  });

  test('become part of the alerts, and the network lets Prometheus in', () => {
    const platform = platformWith();
    const volcano = new Volcano(chart(platform, 'volcano-system'), 'volcano', CONFIGURATION);
    const rules = (): string =>
      JSON.stringify(SparkTesting.manifests(platform.node.root).filter(({ kind }) => kind === 'PrometheusRule'));
    expect(rules()).not.toContain('volcano_');
    platform.observe(volcano);
    expect(rules()).toContain('volcano_');
    const cluster = Cluster.of(platform.node.root);
    const [prometheus] = cluster.pods.filter(({ kind }) => kind === 'Prometheus');
    const scheduler = cluster.pods.find(({ name }) => name === 'volcano-scheduler');
    const { metrics = NaN } = scheduler?.ports ?? {};
    expect(cluster.barriers(prometheus as Pod, scheduler as Pod, metrics)).toEqual([]);
  });

  test('do not matter where nothing is monitored', () => {
    const platform = platformWith({});
    const volcano = new Volcano(chart(platform, 'volcano-system'), 'volcano', CONFIGURATION);
    expect(unobserved(platform)).toEqual([]);
    platform.observe(volcano);
    expect(names(platform, 'PodMonitor')).toEqual([]);
  });

  test('are monitored even if monitoring comes last', () => {
    const platform = platformWith({ connect: true });
    platform.addTenant('etl');
    platform.observe(new Volcano(chart(platform, 'volcano-system'), 'volcano', CONFIGURATION));
    platform.addComponent(new MonitoringComponent());
    expect(unobserved(platform)).toEqual([]);
    expect(names(platform, 'PodMonitor')).toEqual(
      expect.arrayContaining(['volcano-system/volcano-scheduler', 'etl/spark-drivers']),
    );
    expect(names(platform, 'Probe')).toEqual(['etl/connect']);
  });
});

describe('tenants', () => {
  test('before and after are seen alike, each once', () => {
    const platform = platformWith({ connect: true });
    const early = platform.addTenant('early');
    platform.addComponent(new MonitoringComponent());
    const late = platform.addTenant('late');
    for (const tenant of [early, late]) tenant.addJob('pi', PI);
    const cluster = Cluster.of(platform.node.root);
    const drivers = cluster.all('PodMonitor').filter(({ metadata }) => metadata.name === 'spark-drivers');
    expect(drivers.map(({ metadata }) => metadata.namespace)).toEqual(['early', 'late']);
    for (const monitor of drivers) {
      expect(
        monitored(cluster, monitor)
          .map(({ name }) => name)
          .sort(),
      ).toEqual(['connect', 'pi']);
    }
    for (const { spec, name } of cluster.pods.filter(({ kind }) => kind === 'Job')) {
      expect([name, JSON.stringify(spec).includes('"last-word","pushgateway.monitoring.svc:9091"')]).toEqual([
        name,
        true,
      ]);
    }
    expect(names(platform, 'Probe')).toEqual(['early/connect', 'late/connect']);
    expect(problems(platform)).toEqual([]);
  });

  test('two of them do not reach each other by way of the gateway', () => {
    const platform = platformWith();
    for (const name of ['a', 'b']) platform.addTenant(name).addJob('pi', PI);
    const cluster = Cluster.of(platform.node.root);
    const [first, second] = cluster.pods.filter(({ kind }) => kind === 'Job') as [Pod, Pod];
    const [gateway] = cluster.behind('pushgateway.monitoring.svc:9091').pods as [Pod];
    for (const driver of [first, second]) expect(cluster.barriers(driver, gateway, 9091)).toEqual([]);
    expect(cluster.barriers(first, second, 4040)).toHaveLength(2);
    expect(cluster.barriers(gateway, first, 4040)).toHaveLength(2);
  });

  test('drivers of Connect servers show pages, and leave no last word', () => {
    const platform = platformWith({ monitoring: true, connect: true });
    platform.addTenant('etl');
    const server = Cluster.of(platform.node.root).pods.find(({ name }) => name === 'connect');
    expect(JSON.stringify(server?.spec)).not.toContain('last-word');
    const maps = JSON.stringify(SparkTesting.manifests(platform.node.root).filter(({ kind }) => kind === 'ConfigMap'));
    expect(maps).toContain('PrometheusServlet');
  });

  test('jobs whose driver others make have pages, and no last word', () => {
    const tenant = platformWith().addTenant('etl', {
      runner: SparkRunner.livy(LivyServer.fromUrl('https://livy.example.com', TEMPLATES)),
    });
    const job = tenant.addJob('pi', PI);
    expect(job.node.validate()).toEqual([]);
    const native = tenant.addJob('own', { ...PI, runner: SparkRunner.native() });
    expect(JSON.stringify(SparkTesting.manifests(native))).toContain('pushgateway.monitoring.svc:9091');
    expect(JSON.stringify(SparkTesting.manifests(job))).not.toContain('pushgateway');
  });

  test('a gateway that exists is reached on its own port', () => {
    const prometheus = Prometheus.fromExisting({ url: 'http://p.o11y.svc:9090', monitorLabels: { release: 'kps' } });
    const pushgateway = Pushgateway.fromAddress('push.o11y.svc:19091', { namespace: 'o11y' });
    const platform = platformWith({
      monitoring: { mode: MonitoringMode.bringYourOwn({ prometheus, pushgateway }) },
    });
    platform.addTenant('etl').addJob('pi', PI);
    const policy = SparkTesting.find(platform.node.root, 'NetworkPolicy', 'spark-egress-pushgateway');
    expect(policy.metadata.namespace).toBe('etl');
    expect(specOf<{ egress: unknown[] }>(policy).egress).toMatchObject([{ ports: [{ port: 19091 }] }]);
    expect(problems(platform)).toEqual([]);
  });
});

/** A part of one's own, with a server that says how it is seen. */
class Catalog extends SparkPlatformComponent {
  public readonly seen: string[] = [];

  public constructor() {
    super('catalog');
  }

  public override addTo(platform: ISparkPlatform): void {
    new CatalogServer(platform.groundFor('catalog'), 'Server');
  }

  public override observe(_platform: ISparkPlatform, { workload }: Observation): void {
    this.seen.push(`${workload.namespace}/${workload.name}`);
  }
}

class CatalogServer extends ApiObject implements IObserved {
  public constructor(scope: Chart, id: string) {
    const labels = { app: 'catalog' };
    const template = {
      metadata: { labels },
      spec: { containers: [{ ports: [{ name: 'http', containerPort: 8181 }] }] },
    };
    super(scope, id, {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'catalog' },
      spec: { selector: { matchLabels: labels }, template },
    });
  }

  public get observations(): Observation[] {
    const workload = { name: 'catalog', namespace: 'catalog', podLabels: { app: 'catalog' } };
    return [Observation.scrape(workload, { job: 'catalog', port: 'http', portNumber: 8181 })];
  }
}

test('servers of an own component are found without a word', () => {
  const platform = platformWith();
  const catalog = new Catalog();
  platform.addComponent(catalog);
  expect(unobserved(platform)).toEqual([]);
  expect(names(platform, 'PodMonitor')).toContain('catalog/catalog');
  const cluster = Cluster.of(platform.node.root);
  const [prometheus] = cluster.pods.filter(({ kind }) => kind === 'Prometheus');
  const [server] = cluster.pods.filter(({ namespace }) => namespace === 'catalog');
  expect(cluster.barriers(prometheus as Pod, server as Pod, 8181)).toEqual([]);
  // It is told of others, those before it and its own, each once.
  expect(catalog.seen).toEqual([...new Set(catalog.seen)]);
  expect(catalog.seen).toEqual(expect.arrayContaining(['monitoring/loki', 'catalog/catalog']));
});

test('jobs link to the Grafana of the platform', () => {
  const platform = platformWith({ monitoring: { grafana: GRAFANA } });
  platform.addTenant('etl').addJob('pi', PI);
  const { metadata } = SparkTesting.find(platform.node.root, 'Job', 'pi');
  expect(Object.keys(metadata.annotations ?? {})).toEqual(
    expect.arrayContaining(['link.argocd.argoproj.io/spark-dashboard', 'link.argocd.argoproj.io/spark-logs']),
  );
  expect(problems(platform)).toEqual([]);
});

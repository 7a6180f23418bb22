import { ApiObject, App, Chart, Duration, Size } from 'cdk8s';
import {
  EventLog,
  type HistoryComponent,
  OAuth2Provider,
  ObjectStore,
  SecretSource,
  SparkApplication,
  SparkImage,
  SparkPlatform,
  SparkPlatformComponent,
  SparkTenant,
  SparkVersion,
  TlsCertificates,
  TlsIssuer,
  type ISparkPlatform,
  type SparkPlatformIngress,
  type SparkPlatformProps,
} from '../../lib';
import { SparkTesting } from '../../lib/testing';

const IMAGE = SparkImage.official(SparkVersion.V4_1);
const PI = { application: SparkApplication.python('local:///pi.py') };
const INGRESS: SparkPlatformIngress = {
  domain: 'spark.example.com',
  tls: TlsCertificates.perHost(TlsIssuer.fromClusterIssuer('letsencrypt')),
  signOn: {
    provider: OAuth2Provider.oidc({
      issuerUrl: 'https://id.example.com',
      clientId: 'spark',
      clientSecret: SecretSource.fromKubernetes('oidc', 'secret'),
    }),
    cookieSecret: SecretSource.fromKubernetes('oidc', 'cookie'),
    allowedGroups: ['data'],
    trustedProxies: ['10.0.0.0/8'],
  },
};

function platformWith(props: Partial<SparkPlatformProps> = {}): SparkPlatform {
  return new SparkPlatform(new App(), 'platform', { image: IMAGE, ...props });
}

function problems(platform: SparkPlatform): string[] {
  return platform.node.root.node.findAll().flatMap(({ node }) => node.validate());
}

function propertiesOf(platform: SparkPlatform, job: string): string {
  const maps = SparkTesting.manifests(platform.node.root).filter(
    ({ kind, metadata }) => kind === 'ConfigMap' && metadata.name.startsWith(job),
  );
  return maps.map(({ data }) => Object.values(data as object).join('\n')).join('\n');
}

const charts = (platform: SparkPlatform): string[] =>
  platform.node.root.node
    .findAll()
    .filter((one) => Chart.isChart(one))
    .map(({ node }) => node.path);

class Notes extends SparkPlatformComponent {
  public readonly told: string[] = [];

  public constructor(name = 'notes') {
    super(name);
  }

  public override addTo(platform: ISparkPlatform): void {
    this.told.push(`platform of ${platform.tenants.length}`);
  }

  public override addTenant(_: ISparkPlatform, tenant: SparkTenant): void {
    this.told.push(tenant.namespaceName);
  }
}

describe('tenants', () => {
  test('have charts of their own, after the chart of the cluster', () => {
    const platform = platformWith();
    platform.addTenant('etl');
    expect(charts(platform)).toEqual(['cluster', 'etl']);
    const etl = platform.node.root.node.findChild('etl');
    expect(etl.node.dependencies.map(({ node }) => node.path)).toEqual(['cluster']);
    expect(platform.tenants.map(({ namespaceName }) => namespaceName)).toEqual(['etl']);
  });

  test('inherit what jobs are, property by property, and say otherwise', () => {
    const platform = platformWith({
      jobs: { retries: 2, driver: { cores: 2, memory: Size.gibibytes(3) }, executor: { instances: 5 } },
    });
    const etl = platform.addTenant('etl', { jobs: { executor: { cores: 3 } } });
    const job = etl.addJob('pi', { ...PI, driver: { memory: Size.gibibytes(1) } });
    expect(job.driverPod).toMatchObject({ spec: { containers: [{ image: 'apache/spark:4.1.4' }] } });
    const properties = propertiesOf(platform, 'pi');
    expect(properties).toContain('spark.driver.cores=2');
    expect(properties).toContain('spark.driver.memory=1g');
    expect(properties).toContain('spark.executor.instances=5');
    expect(properties).toContain('spark.executor.cores=3');
    expect(SparkTesting.find(etl, 'Job')).toMatchObject({ spec: { backoffLimit: 2 } });
    expect(problems(platform)).toEqual([]);
  });

  test("an image of the tenant's jobs goes before the platform's", () => {
    const own = SparkImage.of('registry.example.com/spark:1', { version: SparkVersion.V3_5 });
    const job = platformWith()
      .addTenant('etl', { jobs: { image: own } })
      .addJob('pi', PI);
    expect(job.driverPod).toMatchObject({ spec: { containers: [{ image: 'registry.example.com/spark:1' }] } });
  });

  test('a job that names its priority does not get the default for executors', () => {
    const platform = platformWith();
    const { routine, urgent, exceptional } = platform.priorities;
    const etl = platform.addTenant('etl', { jobs: { priority: routine, executorPriority: urgent } });
    const pods = [etl.addJob('one', PI), etl.addJob('two', { ...PI, priority: exceptional })].map(
      ({ executorPod }) => executorPod,
    );
    expect(pods).toMatchObject([
      { spec: { priorityClassName: 'urgent' } },
      { spec: { priorityClassName: 'exceptional' } },
    ]);
  });

  test("a job's own feature takes the place of the default of its name", () => {
    const platform = platformWith({ components: { history: true } });
    const etl = platform.addTenant('etl');
    etl.addJob('pi', { ...PI, features: [EventLog.to('s3a://own/logs')] });
    expect(propertiesOf(platform, 'pi')).toContain('spark.eventLog.dir=s3a://own/logs');
    expect(problems(platform)).toEqual([]);
  });

  test('without a platform need an image', () => {
    const tenant = new SparkTenant(new Chart(new App(), 'c'), 'etl');
    expect(() => tenant.addJob('pi', PI)).toThrow(/^\[c\/etl\/pi\] platform\/no-image: image = undefined: /);
  });

  test('share the ways of the platform, property by property', () => {
    const platform = platformWith({ network: { apiServerPorts: [8443], uiFrom: ['ops'] } });
    const etl = platform.addTenant('etl', { network: { uiFrom: ['team'] } });
    expect(SparkTesting.find(etl, 'NetworkPolicy', 'spark-driver-api')).toMatchObject({
      spec: { egress: [{ ports: [{ port: 8443 }] }] },
    });
    expect(SparkTesting.find(etl, 'NetworkPolicy', 'spark-ui')).toMatchObject({
      spec: {
        ingress: [{ from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'team' } } }] }],
      },
    });
  });
});

describe('components', () => {
  test('meet every tenant once, whichever came first', () => {
    const platform = platformWith();
    platform.addTenant('early');
    const notes = new Notes();
    platform.addComponent(notes);
    platform.addTenant('late');
    expect(notes.told).toEqual(['platform of 1', 'early', 'late']);
    expect(platform.component('notes')).toBe(notes);
    expect(platform.component('none')).toBeUndefined();
  });

  test('of one name are a mistake', () => {
    const platform = platformWith();
    platform.addComponent(new Notes());
    expect(() => platform.addComponent(new Notes())).toThrow(
      '[platform] platform/component-twice: componentName = "notes"',
    );
    expect(() => platform.addComponent(new Notes('No Tes'))).toThrow('names/');
  });

  test('stand on closed, restricted ground', () => {
    const platform = platformWith();
    const chart = platform.groundFor('lake');
    expect(platform.groundFor('lake')).toBe(chart);
    expect(chart.namespace).toBe('lake');
    expect(SparkTesting.find(chart, 'Namespace')).toMatchObject({
      metadata: { name: 'lake', labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
    });
    expect(SparkTesting.find(chart, 'NetworkPolicy')).toMatchObject({
      metadata: { namespace: 'lake' },
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    });
  });

  test('history in a store: one server for all, and jobs that write there', () => {
    const store = ObjectStore.s3({ bucket: 'events', webIdentity: true });
    const platform = platformWith({
      components: {
        history: { store, egress: [{ cidr: '0.0.0.0/0', ports: [443] }], cleaner: { maxAge: Duration.days(30) } },
      },
    });
    const tenants = ['etl', 'science'].map((name) => platform.addTenant(name));
    for (const tenant of tenants) tenant.addJob('pi', PI);
    expect(charts(platform)).toEqual(['cluster', 'history', 'etl', 'science']);
    expect(propertiesOf(platform, 'history')).toContain('spark.history.fs.logDirectory=s3a://events/spark-events');
    expect(propertiesOf(platform, 'pi').match(/spark\.eventLog\.dir=s3a:\/\/events\/spark-events/g)).toHaveLength(2);
    const history = platform.component('history') as HistoryComponent;
    expect(tenants.map((tenant) => history.serverOf(tenant))).toEqual([history.server, history.server]);
    expect(problems(platform)).toEqual([]);
  });

  test('history on claims: a server beside each tenant', () => {
    const platform = platformWith({ components: { history: true } });
    const tenants = ['etl', 'science'].map((name) => platform.addTenant(name));
    for (const tenant of tenants) {
      const job = tenant.addJob('pi', PI);
      expect(job.driverPod).toMatchObject({
        spec: {
          volumes: expect.arrayContaining([
            expect.objectContaining({ persistentVolumeClaim: { claimName: 'spark-events' } }),
          ]),
        },
      });
      expect(SparkTesting.find(tenant, 'Deployment', 'history').metadata.namespace).toBe(tenant.namespaceName);
    }
    expect(charts(platform)).toEqual(['cluster', 'etl', 'science']);
  });

  test('connect: a server for each tenant, with its account and token', () => {
    const platform = platformWith({ components: { connect: { maxExecutors: 7 } } });
    const etl = platform.addTenant('etl');
    expect(SparkTesting.find(etl, 'Deployment', 'connect')).toMatchObject({
      metadata: { namespace: 'etl' },
      spec: { template: { spec: { serviceAccountName: 'spark' } } },
    });
    expect(propertiesOf(platform, 'connect')).toContain('spark.dynamicAllocation.maxExecutors=7');
    expect(problems(platform)).toEqual([]);
  });
});

describe('the way in', () => {
  test('without one there are no addresses', () => {
    const platform = platformWith();
    expect(platform.gateway).toBeUndefined();
    expect(platform.endpointFor('history')).toBeUndefined();
  });

  test('gives each interface a host, with a sign-on', () => {
    const platform = platformWith({ ingress: INGRESS, components: { history: true, connect: true } });
    platform.addTenant('etl');
    expect(platform.endpointFor('history')?.url).toBe('https://history.spark.example.com/');
    const routes = SparkTesting.manifests(platform.node.root).filter(({ kind }) => kind === 'VirtualServerRoute');
    expect(routes.map(({ spec }) => (spec as { host: string }).host)).toEqual([
      'history-etl.spark.example.com',
      'connect-etl.spark.example.com',
    ]);
    for (const { spec } of routes) {
      expect(spec).toMatchObject({ subroutes: [{ policies: [{ name: 'sign-on', namespace: 'nginx-ingress' }] }] });
    }
    expect(problems(platform)).toEqual([]);
  });

  test('leads from a job to its history', () => {
    const platform = platformWith({ ingress: INGRESS, components: { history: true } });
    const etl = platform.addTenant('etl');
    etl.addJob('pi', PI);
    expect(SparkTesting.find(etl, 'Job').metadata.annotations).toMatchObject({
      'link.argocd.argoproj.io/spark-history': 'https://history-etl.spark.example.com/',
    });
  });

  test('without a sign-on is refused by what has none of its own', () => {
    const { signOn: _, ...open } = INGRESS;
    const platform = platformWith({ ingress: open, components: { history: true } });
    platform.addTenant('etl');
    expect(problems(platform).map((line) => line.split(':')[0])).toEqual(['policy/sign-on', 'ingress/no-sign-on']);
  });

  test('that somebody else opens is found', () => {
    const platform = platformWith({ ingress: INGRESS });
    new ApiObject(platform.groundFor('side'), 'Door', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'door' },
      spec: { type: 'NodePort', selector: { app: 'x' }, ports: [{ port: 80 }] },
    });
    expect(problems(platform)).toEqual([
      expect.stringMatching(/^policy\/sign-on: spec\.type = "NodePort": .*\(.*Service side\/door\)/),
    ]);
  });
});

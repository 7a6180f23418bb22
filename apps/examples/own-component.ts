import { ApiObject, type App } from 'cdk8s';
import {
  PlatformApp,
  SparkApplication,
  SparkImage,
  SparkPlatform,
  SparkPlatformComponent,
  SparkVersion,
  type ISparkFeature,
  type ISparkPlatform,
  type ResolvedApplication,
  type SparkTenant,
} from '../../lib';

const NAME = 'lakehouse';
const PORT = 8181;
const LABELS = { 'app.kubernetes.io/name': 'iceberg-rest' };

/** A part that this package does not have: a catalog of Iceberg tables, which the jobs of every team see as `lakehouse`. */
class IcebergCatalog extends SparkPlatformComponent {
  public constructor(private readonly warehouse: string) {
    super(NAME);
  }

  /** Once for the platform: a namespace, closed and restricted, and in it a server that drivers may call. */
  public override addTo(platform: ISparkPlatform): void {
    const chart = platform.groundFor(NAME);
    new ApiObject(chart, 'Deployment', deployment(this.warehouse, chart.labels));
    new ApiObject(chart, 'Service', service());
    new ApiObject(chart, 'FromDrivers', fromDrivers());
  }

  /** For each team: jobs know the catalog, and drivers reach it. */
  public override addTenant(_: ISparkPlatform, tenant: SparkTenant): void {
    tenant.addJobFeature(new CatalogOfJobs());
    tenant.networkPolicies.addEgress({
      name: NAME,
      namespace: NAME,
      podLabels: LABELS,
      ports: [PORT],
      driverOnly: true,
    });
  }
}

/** What a job must be told. @see https://iceberg.apache.org/docs/latest/spark-configuration/ */
class CatalogOfJobs implements ISparkFeature {
  public readonly featureName = 'IcebergCatalog';

  public bind(application: ResolvedApplication): void {
    application.setProperty(`spark.sql.catalog.${NAME}`, 'org.apache.iceberg.spark.SparkCatalog');
    application.setProperty(`spark.sql.catalog.${NAME}.type`, 'rest');
    application.setProperty(`spark.sql.catalog.${NAME}.uri`, `http://${NAME}.${NAME}.svc:${PORT}`);
  }
}

/** A platform with it. */
export function buildOwnComponent(app: App): void {
  const platform = new SparkPlatform(app, 'platform', {
    image: SparkImage.of('registry.example.com/spark/spark-iceberg:4.0.5', { version: SparkVersion.V4_0 }),
    components: { connect: true },
  });
  platform.addComponent(new IcebergCatalog('s3://lake/tables'));
  platform.addTenant('etl').addJob('compact', {
    application: SparkApplication.python('local:///opt/app/compact.py'),
    priority: platform.priorities.routine,
  });
}

/** @param labels Those of the chart: whom a pod belongs to stands on the pod as well. */
function deployment(warehouse: string, labels: { [name: string]: string }): Manifest {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: NAME, labels: LABELS },
    spec: {
      replicas: 1,
      selector: { matchLabels: LABELS },
      template: {
        metadata: { labels: { ...labels, ...LABELS } },
        spec: {
          automountServiceAccountToken: false,
          securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
          containers: [
            {
              name: 'catalog',
              image: 'docker.io/apache/iceberg-rest-fixture:1.10.0',
              env: [{ name: 'CATALOG_WAREHOUSE', value: warehouse }],
              ports: [{ containerPort: PORT }],
              readinessProbe: { httpGet: { path: '/v1/config', port: PORT } },
              resources: { requests: { cpu: '100m', memory: '512Mi' }, limits: { memory: '512Mi' } },
              securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
            },
          ],
        },
      },
    },
  };
}

function service(): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: NAME },
    spec: { selector: LABELS, ports: [{ port: PORT, protocol: 'TCP' }] },
  };
}

function fromDrivers(): Manifest {
  const drivers = { namespaceSelector: {}, podSelector: { matchLabels: { 'spark-role': 'driver' } } };
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'from-drivers' },
    spec: {
      podSelector: { matchLabels: LABELS },
      policyTypes: ['Ingress'],
      ingress: [{ from: [drivers], ports: [{ port: PORT, protocol: 'TCP' }] }],
    },
  };
}

type Manifest = ConstructorParameters<typeof ApiObject>[2];

if (require.main === module) {
  const app = new PlatformApp();
  buildOwnComponent(app);
  app.synth();
}

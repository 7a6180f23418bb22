import { type App, Chart, Size } from 'cdk8s';
import {
  EventLog,
  ObjectStore,
  PlatformApp,
  SecretSource,
  SparkApplication,
  SparkImage,
  SparkTenant,
  SparkVersion,
} from '../../lib';

/** A job whose code, data and event log live in an S3 bucket; its credentials stay in a Secret. */
export function buildObjectStore(app: App): void {
  const chart = new Chart(app, 'store');
  const tenant = new SparkTenant(chart, 'etl', {
    network: { egress: [{ name: 'minio', namespace: 'minio', ports: [9000] }] },
  });
  const lake = ObjectStore.s3({
    bucket: 'lake',
    endpoint: 'http://minio.minio.svc:9000',
    accessKeyId: SecretSource.fromKubernetes('lake', 'access-key-id'),
    secretAccessKey: SecretSource.fromKubernetes('lake', 'secret-access-key'),
  });
  tenant.addJob('load', {
    application: SparkApplication.python(lake.uri('jobs/load.py'), {
      args: ['--day', 'yesterday'],
      packages: ['org.apache.hadoop:hadoop-aws:3.4.1'],
    }),
    image: SparkImage.official(SparkVersion.V4_1),
    driver: {
      memory: Size.gibibytes(1),
      secretEnv: { WAREHOUSE_PASSWORD: SecretSource.fromKubernetes('warehouse', 'password') },
    },
    executor: { instances: 4, cores: 2, memory: Size.gibibytes(4) },
    features: [lake, EventLog.inStore(lake, 'events')],
  });
}

if (require.main === module) {
  const app = new PlatformApp();
  buildObjectStore(app);
  app.synth();
}

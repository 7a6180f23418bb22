import { type App, Size } from 'cdk8s';
import {
  JupyterHubAuthenticator,
  JupyterHubDatabase,
  OAuth2Provider,
  OAuth2Sessions,
  ObjectStore,
  PlatformApp,
  SecretSource,
  SparkApplication,
  SparkImage,
  SparkPlatform,
  SparkVersion,
  TlsCertificates,
  TlsIssuer,
} from '../../lib';

const INTERNET = { cidr: '0.0.0.0/0', except: ['169.254.0.0/16'], ports: [443] };

/** A platform with a way in, history, Spark Connect and notebooks for two teams. */
export function buildWholePlatform(app: App): void {
  const platform = new SparkPlatform(app, 'platform', {
    image: SparkImage.of('registry.example.com/spark/spark-aws:4.1.4', { version: SparkVersion.V4_1 }),
    ingress: {
      domain: 'spark.example.com',
      tls: TlsCertificates.perHost(TlsIssuer.fromClusterIssuer('letsencrypt')),
      signOn: {
        provider: OAuth2Provider.oidc({
          issuerUrl: 'https://id.example.com',
          clientId: 'spark',
          clientSecret: SecretSource.fromKubernetes('sign-on', 'client-secret'),
        }),
        cookieSecret: SecretSource.fromKubernetes('sign-on', 'cookie-secret'),
        allowedGroups: ['data'],
        sessions: OAuth2Sessions.cookie(),
        trustedProxies: ['10.244.0.0/16'],
      },
    },
    components: {
      history: { store: ObjectStore.s3({ bucket: 'events', webIdentity: true }), egress: [INTERNET] },
      connect: true,
      notebooks: {
        notebookImage: 'registry.example.com/spark/notebook:5.5.0-spark4.1',
        authenticator: JupyterHubAuthenticator.gitHub({
          clientId: 'spark-notebooks',
          clientSecret: SecretSource.fromKubernetes('jupyterhub', 'client-secret'),
          organizations: ['example'],
        }),
        access: { admins: ['ann'] },
        secrets: {
          cookie: SecretSource.fromKubernetes('jupyterhub', 'cookie'),
          proxyToken: SecretSource.fromKubernetes('jupyterhub', 'proxy-token'),
        },
        database: JupyterHubDatabase.sqlite({ size: Size.gibibytes(1) }),
        network: { egress: [INTERNET] },
      },
    },
    network: { egress: [{ name: 'store', ...INTERNET }] },
    jobs: { driver: { memory: Size.gibibytes(2) }, executor: { instances: 4, cores: 2, memory: Size.gibibytes(6) } },
  });

  const etl = platform.addTenant('etl', { quota: { cpu: 200, memory: Size.gibibytes(800) } });
  etl.addJob('load', { application: SparkApplication.python('local:///opt/app/load.py') });
  etl.addScheduledJob('report', {
    application: SparkApplication.python('local:///opt/app/report.py'),
    priority: platform.priorities.urgent,
    schedule: { cron: '0 6 * * *' },
  });
  platform.addTenant('science', { quota: { cpu: 100, memory: Size.gibibytes(400) } });
}

if (require.main === module) {
  const app = new PlatformApp();
  buildWholePlatform(app);
  app.synth();
}

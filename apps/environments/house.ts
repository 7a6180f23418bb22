import { Duration, Size } from 'cdk8s';
import {
  AlertMatcher,
  AlertReceiver,
  AlertSeverity,
  GrafanaAuthentication,
  LogCollection,
  LokiStorage,
  JupyterHubAuthenticator,
  JupyterHubDatabase,
  LivyAuthentication,
  OAuth2Provider,
  OAuth2Sessions,
  ObjectStore,
  SecretSource,
  SparkImage,
  SparkVersion,
  TlsCertificates,
  TlsIssuer,
  type HistoryComponentProps,
  type LivyComponentProps,
  type MonitoringComponentProps,
  type MonitoringLogs,
  type MonitoringSize,
  type NotebooksComponentProps,
  type SparkNetwork,
  type SparkPlatformIngress,
} from '../../lib';

/** The internet on the port of https, where S3 and the provider of accounts are; the metadata of nodes stays closed. */
const INTERNET = { cidr: '0.0.0.0/0', except: ['169.254.0.0/16'], ports: [443] };
const S3 = { name: 's3', ...INTERNET };

const DIRECTORY = { cidr: '10.20.0.0/16', ports: [636] };
const ACCOUNTS = { tenantId: '11111111-2222-3333-4444-555555555555', group: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee' };

/** What the environments on the cloud share: one provider of accounts, one issuer of certificates, a bucket for each. */
export const house = {
  /** The way in, below a domain of the environment. */
  ingress(domain: string): SparkPlatformIngress {
    return {
      domain,
      tls: TlsCertificates.perHost(TlsIssuer.fromClusterIssuer('letsencrypt')),
      signOn: {
        provider: OAuth2Provider.entraId({
          tenantId: ACCOUNTS.tenantId,
          clientId: '66666666-7777-8888-9999-000000000000',
          clientSecret: SecretSource.fromKubernetes('entra', 'client-secret'),
        }),
        cookieSecret: SecretSource.fromKubernetes('entra', 'cookie-secret'),
        allowedGroups: [ACCOUNTS.group],
        sessions: OAuth2Sessions.redis({
          url: 'rediss://sessions.redis.svc:6379',
          password: SecretSource.fromKubernetes('sessions', 'password'),
          peer: { namespace: 'redis' },
        }),
        trustedProxies: ['10.244.0.0/16'],
      },
    };
  },

  /** Event logs of all jobs in the bucket of the environment. */
  history(bucket: string, role: string): HistoryComponentProps {
    return {
      store: ObjectStore.s3({ bucket, region: 'eu-central-1', webIdentity: true }),
      egress: [S3],
      accountAnnotations: awsRole(role),
    };
  },

  /** Batches and sessions for people and notebooks, whom the directory knows. */
  livy(role: string): LivyComponentProps {
    return {
      image: SparkImage.of('registry.example.com/spark/livy:0.9.0-spark3.5', { version: SparkVersion.V3_5 }),
      authentication: LivyAuthentication.ldap({ url: 'ldaps://ldap.example.com:636', domain: 'example.com' }),
      superusers: ['jupyterhub'],
      egress: [DIRECTORY, S3],
      accountAnnotations: awsRole(role),
    };
  },

  /** Notebooks for everybody in the group; small teams do without a database server. */
  notebooks(database: 'small' | 'server'): NotebooksComponentProps {
    const postgres = { cidr: '10.30.0.0/16', ports: [5432] };
    return {
      notebookImage: 'registry.example.com/spark/notebook:5.5.0-spark4.1',
      authenticator: JupyterHubAuthenticator.entraId({
        tenantId: ACCOUNTS.tenantId,
        clientId: '77777777-8888-9999-0000-111111111111',
        clientSecret: SecretSource.fromKubernetes('entra', 'client-secret'),
        groups: true,
      }),
      access: { groups: [ACCOUNTS.group] },
      secrets: {
        cookie: SecretSource.fromKubernetes('jupyterhub', 'cookie'),
        proxyToken: SecretSource.fromKubernetes('jupyterhub', 'proxy-token'),
      },
      database:
        database === 'small'
          ? JupyterHubDatabase.sqlite({ size: Size.gibibytes(1) })
          : JupyterHubDatabase.postgres(SecretSource.fromKubernetes('jupyterhub', 'database-url')),
      livyUser: { username: 'jupyterhub', password: SecretSource.fromKubernetes('livy', 'password') },
      network: { egress: [S3, ...(database === 'server' ? [postgres] : [])] },
    };
  },

  /** Metrics, logs, alerts and dashboards; who is on call is told at night in production alone. */
  monitoring(
    environment: string,
    size: MonitoringSize,
    logs: MonitoringLogs,
    pages: boolean,
  ): MonitoringComponentProps {
    const chat = AlertReceiver.slack('data-platform', { url: SecretSource.fromKubernetes('alerts', 'slack-url') });
    const onCall = AlertReceiver.pagerDuty('on-call', {
      routingKey: SecretSource.fromKubernetes('alerts', 'pagerduty-key'),
    });
    return {
      size,
      logs,
      externalLabels: { cluster: `spark-${environment}`, environment },
      alertmanager: {
        receiver: chat,
        ...(pages && { routes: [{ matchers: [AlertMatcher.severity(AlertSeverity.CRITICAL)], receiver: onCall }] }),
        network: { egress: [INTERNET] },
      },
      grafana: {
        admin: { password: SecretSource.fromKubernetes('grafana', 'admin-password') },
        secretKey: SecretSource.fromKubernetes('grafana', 'secret-key'),
        authentication: GrafanaAuthentication.entraId({
          tenantId: ACCOUNTS.tenantId,
          clientId: '88888888-9999-0000-1111-222222222222',
          clientSecret: SecretSource.fromKubernetes('entra', 'client-secret'),
          allowedGroups: [ACCOUNTS.group],
        }),
        network: { egress: [INTERNET] },
      },
      dashboards: { costs: { coreHour: 0.04, gibibyteHour: 0.005, currency: 'EUR' } },
    };
  },

  /** Logs in the bucket of the environment, which every replica of Loki reads. */
  logs(bucket: string, role: string): MonitoringLogs {
    return {
      collection: LogCollection.HOST_FILES,
      server: {
        storage: LokiStorage.s3({ bucket, region: 'eu-central-1' }),
        replicas: 3,
        retention: Duration.days(30),
        executorRetention: Duration.days(7),
        accountAnnotations: awsRole(role),
        network: { egress: [INTERNET] },
      },
    };
  },

  /** Jobs reach the bucket. */
  network: { egress: [S3] } satisfies SparkNetwork,

  awsRole,
};

function awsRole(name: string): { [key: string]: string } {
  return { 'eks.amazonaws.com/role-arn': `arn:aws:iam::123456789012:role/${name}` };
}

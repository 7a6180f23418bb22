import type { SecretSource } from '../../core/secrets';
import type { ISparkFeature, ResolvedApplication } from '../resolved-application';
import { SPARK_RULES } from '../rules';

/** An S3 bucket, or one of a compatible server. */
export interface S3StoreProps {
  readonly bucket: string;
  /** URL of a compatible server such as MinIO. @default - AWS, by region */
  readonly endpoint?: string;
  /** AWS region. @default - found by the client */
  readonly region?: string;
  /** Address buckets as path instead of host name, as most compatible servers need. @default - true with an endpoint */
  readonly pathStyleAccess?: boolean;
  /**
   * Use the web identity of the pod's service account (IRSA), whose annotation and trust are yours to set.
   *
   * @default false - the keys, or the connector's own chain: environment, then instance profile
   */
  readonly webIdentity?: boolean;
  /** Access key id. @default - see webIdentity */
  readonly accessKeyId?: SecretSource;
  /** Secret access key. @default - see webIdentity */
  readonly secretAccessKey?: SecretSource;
}

/** A container of Azure Data Lake Storage Gen2. */
export interface AbfsStoreProps {
  readonly account: string;
  readonly container: string;
  /** Shared key of the account. @default - the workload identity of the pod */
  readonly accountKey?: SecretSource;
}

/** A bucket of Google Cloud Storage. */
export interface GcsStoreProps {
  readonly bucket: string;
  /** Secret whose key holds the service account's JSON key file. @default - the workload identity of the pod */
  readonly keyFile?: SecretSource;
}

/** A Hadoop file system. */
export interface HdfsStoreProps {
  /** Name service or `host:port` of the name node. */
  readonly authority: string;
  /** Existing ConfigMap with core-site.xml and hdfs-site.xml. @default - none: the authority alone is enough */
  readonly configMapName?: string;
}

const ABFS_ENV = 'AZURE_STORAGE_ACCOUNT_KEY';
const GCS_KEY_DIRECTORY = '/mnt/secrets/gcs';

/**
 * Where data, event logs and application files live. Credentials are references to Secrets and reach the pods as
 * environment variables or files, never as properties. The image must contain the connector
 * (`hadoop-aws`, `hadoop-azure`, `gcs-connector`); HDFS is always there.
 */
export class ObjectStore implements ISparkFeature {
  /** S3 through the `s3a` connector. @see https://hadoop.apache.org/docs/stable/hadoop-aws/tools/hadoop-aws/index.html */
  public static s3(props: S3StoreProps): ObjectStore {
    return new ObjectStore('s3', `s3a://${props.bucket}`, props.bucket, (app) => {
      const hadoop = hadoopOf(app);
      if (props.endpoint !== undefined) {
        hadoop('fs.s3a.endpoint', props.endpoint);
        hadoop('fs.s3a.connection.ssl.enabled', String(!props.endpoint.startsWith('http://')));
      }
      if (props.region !== undefined) hadoop('fs.s3a.endpoint.region', props.region);
      if (props.pathStyleAccess ?? props.endpoint !== undefined) hadoop('fs.s3a.path.style.access', 'true');
      if ((props.accessKeyId === undefined) !== (props.secretAccessKey === undefined)) {
        app._report({
          rule: SPARK_RULES.objectStore,
          at: 'ObjectStore.s3',
          value: props.bucket,
          because: 'accessKeyId and secretAccessKey go together',
        });
      }
      if (props.webIdentity === true) hadoop('fs.s3a.aws.credentials.provider', webIdentityProvider(app));
      // Both are in the connector's default chain of providers, so no property is needed.
      secretEnv(app, 'AWS_ACCESS_KEY_ID', props.accessKeyId);
      secretEnv(app, 'AWS_SECRET_ACCESS_KEY', props.secretAccessKey);
    });
  }

  /** Azure Data Lake Storage. @see https://hadoop.apache.org/docs/stable/hadoop-azure/abfs.html */
  public static abfs(props: AbfsStoreProps): ObjectStore {
    const host = `${props.account}.dfs.core.windows.net`;
    const named = props.account && props.container;
    return new ObjectStore('abfs', `abfss://${props.container}@${host}`, named, (app) => {
      const hadoop = hadoopOf(app);
      if (props.accountKey === undefined) {
        hadoop(`fs.azure.account.auth.type.${host}`, 'OAuth');
        hadoop(
          `fs.azure.account.oauth.provider.type.${host}`,
          'org.apache.hadoop.fs.azurebfs.oauth2.WorkloadIdentityTokenProvider',
        );
        // The webhook of Azure Workload Identity sets these variables in pods with the label.
        hadoop(`fs.azure.account.oauth2.msi.tenant.${host}`, '${env.AZURE_TENANT_ID}');
        hadoop(`fs.azure.account.oauth2.client.id.${host}`, '${env.AZURE_CLIENT_ID}');
        for (const role of [app.driver, app.executor]) role.labels['azure.workload.identity/use'] = 'true';
        if (!app.image.version.atLeast('4.0')) {
          app._report({
            rule: SPARK_RULES.objectStore,
            at: 'ObjectStore.abfs',
            value: props.account,
            because: 'the connector of Spark 3.5 knows no workload identity',
            fix: 'give accountKey, or use Spark 4.0 or later',
          });
        }
      } else {
        // Hadoop replaces ${env.NAME} when it reads the value, so the key itself stays out of the properties.
        hadoop(`fs.azure.account.key.${host}`, `\${env.${ABFS_ENV}}`);
        secretEnv(app, ABFS_ENV, props.accountKey);
      }
    });
  }

  /** Google Cloud Storage. @see https://github.com/GoogleCloudDataproc/hadoop-connectors */
  public static gcs(props: GcsStoreProps): ObjectStore {
    return new ObjectStore('gcs', `gs://${props.bucket}`, props.bucket, (app) => {
      const hadoop = hadoopOf(app);
      hadoop('fs.gs.impl', 'com.google.cloud.hadoop.fs.gcs.GoogleHadoopFileSystem');
      hadoop('fs.AbstractFileSystem.gs.impl', 'com.google.cloud.hadoop.fs.gcs.GoogleHadoopFS');
      if (props.keyFile === undefined) {
        hadoop('fs.gs.auth.type', 'APPLICATION_DEFAULT');
        return;
      }
      hadoop('fs.gs.auth.type', 'SERVICE_ACCOUNT_JSON_KEYFILE');
      hadoop('fs.gs.auth.service.account.json.keyfile', `${GCS_KEY_DIRECTORY}/${props.keyFile.key}`);
      for (const role of [app.driver, app.executor]) {
        role.addSecretFiles({ secretName: props.keyFile.secretName, path: GCS_KEY_DIRECTORY });
      }
    });
  }

  /** HDFS, configured by files of an existing ConfigMap. */
  public static hdfs(props: HdfsStoreProps): ObjectStore {
    return new ObjectStore('hdfs', `hdfs://${props.authority}`, props.authority, (app) => {
      if (props.configMapName !== undefined) app.useHadoopConfig(props.configMapName);
    });
  }

  public readonly featureName: string;

  private constructor(
    scheme: string,
    /** URI of the store's root, without a slash at the end. */
    public readonly root: string,
    private readonly named: string,
    private readonly apply: (application: ResolvedApplication) => void,
  ) {
    this.featureName = `ObjectStore.${scheme}`;
  }

  /** URI of a path in the store: `uri('jobs/load.py')`. */
  public uri(path: string): string {
    return `${this.root}/${path.replace(/^\/+/, '')}`;
  }

  public bind(application: ResolvedApplication): void {
    if (!/^[A-Za-z0-9][-A-Za-z0-9._:]*$/.test(this.named)) {
      application._report({ rule: SPARK_RULES.objectStore, at: this.featureName, value: this.root });
    }
    this.apply(application);
  }
}

/** Hadoop 3.4 moved to version 2 of the AWS SDK, and the provider with it. */
function webIdentityProvider(app: ResolvedApplication): string {
  return app.image.version.atLeast('4.0')
    ? 'software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider'
    : 'com.amazonaws.auth.WebIdentityTokenCredentialsProvider';
}

function hadoopOf(app: ResolvedApplication): (key: string, value: string) => void {
  return (key, value) => {
    app.setProperty(`spark.hadoop.${key}`, value);
  };
}

function secretEnv(app: ResolvedApplication, name: string, source: SecretSource | undefined): void {
  if (source === undefined) return;
  app.driver.addSecretEnv(name, source);
  app.executor.addSecretEnv(name, source);
}

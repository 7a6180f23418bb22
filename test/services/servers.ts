import { Chart, Size, Testing } from 'cdk8s';
import { ObjectStore, SecretSource, SparkImage, SparkServiceAccount, SparkVersion } from '../../lib';
import { SparkTesting, type Manifest } from '../../lib/testing';
import { SparkConnectServer } from '../../lib/services/connect/connect-server';
import type { SparkConnectServerProps } from '../../lib/services/connect/props';
import { SparkHistoryServer } from '../../lib/services/history-server/history-server';
import { SparkHistoryLogs } from '../../lib/services/history-server/logs';
import type { SparkHistoryServerProps } from '../../lib/services/history-server/props';
import { HiveMetastore } from '../../lib/services/metastore/hive-metastore';
import type { HiveMetastoreProps } from '../../lib/services/metastore/props';
import { ThriftAuthentication } from '../../lib/services/thrift/authentication';
import type { SparkThriftServerProps } from '../../lib/services/thrift/props';
import { SparkThriftServer } from '../../lib/services/thrift/thrift-server';

export const NAMESPACE = 'etl';
export const IMAGE = SparkImage.official(SparkVersion.V4_2);
export const ACCOUNT = SparkServiceAccount.fromName('spark', NAMESPACE);
export const STORE = ObjectStore.s3({
  bucket: 'lake',
  endpoint: 'http://minio.storage.svc:9000',
  accessKeyId: SecretSource.fromKubernetes('s3', 'id'),
  secretAccessKey: SecretSource.fromKubernetes('s3', 'key'),
});
export const TO_STORE = { namespace: 'storage', ports: [9000] };

export const HISTORY: SparkHistoryServerProps = { image: IMAGE, logs: SparkHistoryLogs.onClaim('events') };
export const CONNECT: SparkConnectServerProps = {
  image: IMAGE,
  serviceAccount: ACCOUNT,
  token: SecretSource.fromKubernetes('connect', 'token'),
};
export const THRIFT: SparkThriftServerProps = {
  image: IMAGE,
  serviceAccount: ACCOUNT,
  authentication: ThriftAuthentication.ldap({ url: 'ldaps://ldap.example.com', baseDn: 'ou=people,dc=example,dc=com' }),
};
export const METASTORE: HiveMetastoreProps = {
  image: 'registry.example.com/hive:3.1.3-postgres',
  hiveVersion: '3.1.3',
  database: {
    host: 'postgres.data.svc',
    name: 'metastore',
    user: 'hive',
    password: SecretSource.fromKubernetes('metastore', 'password'),
  },
  warehouse: 's3a://lake/warehouse',
  network: { egress: [{ namespace: 'data', ports: [5432] }] },
};

export const chart = (): Chart => new Chart(Testing.app(), 'c', { namespace: NAMESPACE });

export const history = (props: Partial<SparkHistoryServerProps> = {}): SparkHistoryServer =>
  new SparkHistoryServer(chart(), 'history', { ...HISTORY, ...props });

export const connect = (props: Partial<SparkConnectServerProps> = {}): SparkConnectServer =>
  new SparkConnectServer(chart(), 'connect', { ...CONNECT, ...props });

export const thrift = (props: Partial<SparkThriftServerProps> = {}): SparkThriftServer =>
  new SparkThriftServer(chart(), 'sql', { ...THRIFT, ...props });

export const metastore = (props: Partial<HiveMetastoreProps> = {}): HiveMetastore =>
  new HiveMetastore(chart(), 'metastore', { ...METASTORE, ...props });

/** What is wrong with everything at and under a construct. */
export function findings(
  scope: Chart | SparkHistoryServer | SparkConnectServer | SparkThriftServer | HiveMetastore,
): string[] {
  return scope.node.findAll().flatMap(({ node }) => node.validate());
}

/** A pod, as far as these tests look into it. */
export interface ServerPod {
  readonly serviceAccountName: string;
  readonly automountServiceAccountToken: boolean;
  readonly restartPolicy?: string;
  readonly securityContext: Record<string, unknown>;
  readonly containers: readonly {
    readonly args?: readonly string[];
    readonly command?: readonly string[];
    readonly env: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: unknown }[];
    readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
    readonly resources: Record<string, Record<string, string>>;
    readonly volumeMounts: readonly {
      readonly name: string;
      readonly mountPath: string;
      readonly readOnly?: boolean;
    }[];
    readonly securityContext: Record<string, unknown>;
    readonly [field: string]: unknown;
  }[];
  readonly volumes: readonly { readonly name: string; readonly [source: string]: unknown }[];
}

interface Workload {
  readonly replicas: number;
  readonly strategy?: { readonly type: string };
  readonly selector: { readonly matchLabels: Record<string, string> };
  readonly template: { readonly metadata: { readonly labels: Record<string, string> }; readonly spec: ServerPod };
}

/** The spec of the only workload of a kind. */
export function workload(scope: Parameters<typeof findings>[0], kind = 'Deployment'): Workload {
  return SparkTesting.find(scope, kind).spec as Workload;
}

/** Name and container of the pod of a server. */
export function podOf(scope: Parameters<typeof findings>[0], kind = 'Deployment') {
  const pod = workload(scope, kind).template.spec;
  const [container] = pod.containers;
  if (container === undefined) throw new Error('no container');
  const env = Object.fromEntries(container.env.map(({ name, value, valueFrom }) => [name, value ?? valueFrom]));
  return { pod, container, env };
}

/** The `spark.properties` of a server. */
export function properties(scope: Parameters<typeof findings>[0]): Record<string, string> {
  const maps = SparkTesting.manifests(scope).filter(({ kind }) => kind === 'ConfigMap');
  const text = maps.map(({ data }) => (data as Record<string, string>)['spark.properties']).find(Boolean) ?? '';
  return Object.fromEntries(
    text
      .trim()
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
}

/** The object of a kind with a name. */
export const named = (scope: Parameters<typeof findings>[0], kind: string, name?: string): Manifest =>
  SparkTesting.find(scope, kind, name);

export { Size };
